// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>
#include <QUrl>

namespace Spritarium {

//! The playground server as a child of the console: started on demand, stopped with it (design.md 5).
//!
//! The child prints one line of JSON with its address and token when it is ready. Its token stays in memory.
class PlaygroundProcess : public QObject
{
    Q_OBJECT

public:
    //! `program` is the path of spritarium-playground; `arguments` come before our own.
    PlaygroundProcess(const QString &program, const QStringList &arguments, QObject *parent);
    ~PlaygroundProcess() override;

    //! Beside our own program, else on the path; empty when there is none (then the card is hidden).
    static QString findProgram(const QString &applicationFolder);

    bool isRunning() const { return m_url.isValid(); }
    bool isStarting() const;
    const QUrl &url() const { return m_url; }
    void start();
    void stop();

Q_SIGNALS:
    void ready(const QUrl &url, const QString &token);
    //! After stop(), once the child is gone; at once when there was none.
    void stopped();
    //! It could not be started, or ended by itself.
    void failed(const Spritarium::ApiError &error);

private:
    void readLines();
    void fail(const QString &why);

    QString m_program;
    QStringList m_arguments;
    QTimer m_deadline;
    QByteArray m_output;
    QByteArray m_complaints;
    QUrl m_url;
    bool m_stopping = false;
    QProcess m_process; // last: it goes first, and says so to nobody
};

} // namespace Spritarium
