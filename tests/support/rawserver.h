// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace Spritarium::Test {

//! A request as it arrived.
struct RawRequest
{
    QByteArray method;
    QByteArray target;
    QHash<QByteArray, QByteArray> headers; //!< names in lower case
    QByteArray body;

    QByteArray path() const { return target.split('?').first(); }
};

//! The way back to whoever asked; what is not answered stays open.
class RawExchange
{
public:
    explicit RawExchange(QTcpSocket *socket)
        : m_socket(socket)
    {}

    void answer(int status, const QByteArray &body = {}, const QByteArray &contentType = "application/json",
                const QList<QByteArray> &moreHeaders = {});
    void redirect(int status, const QUrl &target);
    //! Status and headers of a chunked body.
    void beginStream(const QByteArray &contentType = "application/x-ndjson", int status = 200);
    void chunk(const QByteArray &bytes);
    void endStream();
    void raw(const QByteArray &bytes);
    //! The connection is gone, as if a cable was cut.
    void drop();
    bool isOpen() const;
    qint64 bytesWaiting() const;
    QTcpSocket *socket() const { return m_socket; }

private:
    QPointer<QTcpSocket> m_socket;
};

//! An HTTP server that can misbehave in every way: it does what its handler does, and counts what arrives.
class RawServer : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(const RawRequest &, RawExchange)>;

    explicit RawServer(QObject *parent = nullptr);
    ~RawServer() override;

    void setHandler(const Handler &handler) { m_handler = handler; }
    QUrl url() const;
    const QList<RawRequest> &requests() const { return m_requests; }
    int count(const QByteArray &method) const;
    int count(const QByteArray &method, const QByteArray &path) const;
    //! No new connections from now on; the ones there are stay.
    void stopListening();

signals:
    void arrived(const Spritarium::Test::RawRequest &request);
    void disconnected();

private:
    void greet();
    void read(QTcpSocket *socket);
    static bool takeRequest(QByteArray &buffer, RawRequest &request);

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    QList<RawRequest> m_requests;
    Handler m_handler;
};

//! The bytes of a file below tests/data.
QByteArray fixture(const QString &name);

} // namespace Spritarium::Test
