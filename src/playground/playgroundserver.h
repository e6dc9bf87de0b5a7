// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/faults.h"
#include "playground/httpserver.h"
#include "playground/playgroundoptions.h"
#include "playground/requestlog.h"

#include <QObject>

namespace Spritarium::Playground {

class PlaygroundWorld;

//! Where a started playground answers.
struct PlaygroundAddress
{
    QString url; //!< "http://127.0.0.1:<port>", the base without /v1
    QString token;
    //! "http://localhost:<port>", the sprites' own URLs without their names; with the address in place of
    //! localhost where that does not lead there; empty: not served.
    QString web;
    bool sharesBlocks = false; //!< a checkpoint takes room only for what changes afterwards

    friend bool operator==(const PlaygroundAddress &, const PlaygroundAddress &) = default;
};

//! The playground's front door: a Sprites API on loopback over one state folder (design.md 5). Runs in the
//! thread it lives in and never blocks it for long; checkpoints are copied by worker threads.
class PlaygroundServer : public QObject
{
    Q_OBJECT

public:
    explicit PlaygroundServer(const PlaygroundOptions &options, QObject *parent = nullptr);
    ~PlaygroundServer() override;

    //! Listens, and opens or makes the state folder; where it cannot listen the folder is not touched. The
    //! error is one line for people; nothing is left running then, and start() may be called again.
    [[nodiscard]] Outcome<PlaygroundAddress, QString> start();
    //! Drops every connection and closes the folder; jobs that run are cancelled, nothing half is left.
    void stop();
    //! Drops every connection, forgets all sprites and fills the folder anew; what others put into the folder
    //! stays. Faults and log are forgotten. Returns an empty text, or why not; the server goes on with what
    //! was there then, or is stopped and isRunning() false when that cannot be opened either.
    QString reset();

    bool isRunning() const { return m_world != nullptr; }
    QString url() const { return m_http.url(); }
    QString token() const { return m_options.token; }
    //! PlaygroundAddress::web
    QString webUrl() const;
    const RequestLog &requestLog() const { return m_log; }
    Faults &faults() { return m_faults; }
    //! What the sprites really are; only while running. Changes made here reach watching clients, too.
    SpriteStore &store();

signals:
    //! Somebody wanted a reset that left nothing to serve; who asked was told, and the server is stopped.
    //! Once.
    void failed(const QString &why);

private:
    enum class Beginning { Kept, Anew };

    QString openWorld(Beginning beginning);
    QString listen();
    HttpConnection::Handler handler(void (PlaygroundWorld::*take)(HttpExchange *));
    void giveUp(HttpExchange *asking, const QString &why);
    void closeWorld();
    QString resetFor(const HttpExchange *survivor);
    void onResetRequested(HttpExchange *exchange);

    PlaygroundOptions m_options;
    RequestLog m_log;
    Faults m_faults;
    HttpServer m_http;
    HttpServer m_web;
    std::unique_ptr<PlaygroundWorld> m_world;
};

//! A token of the shape the service gives: organization, number, id and value with slashes between.
QString makePlaygroundToken(const QString &organization);

} // namespace Spritarium::Playground
