// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

namespace Spritarium::Test {

//! The program by itself, empty and without pauses, in a folder of its own: for tests that look at its
//! memory, its files or its end. Needs SPRITARIUM_PLAYGROUND_PROGRAM.
class PlaygroundProcess
{
public:
    //! False unless it says in time where it listens.
    bool start()
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                        {QStringLiteral("--state"), state(), QStringLiteral("--empty"),
                         QStringLiteral("--speed"), QStringLiteral("0")});
        if (!QTest::qWaitFor([this] { return m_process.canReadLine(); }, Patience))
            return false;
        const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
        m_url = QUrl(ready.value(QStringLiteral("url")).toString());
        m_token = ready.value(QStringLiteral("token")).toString();
        return m_url.isValid();
    }
    //! False unless it ends well when it is asked to.
    bool stop()
    {
        if (m_process.processId() == 0)
            return false;
        ::kill(pid_t(m_process.processId()), SIGTERM);
        return QTest::qWaitFor([this] { return !isRunning(); }, Patience) &&
               m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }

    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 pid() const { return m_process.processId(); }
    quint16 port() const { return quint16(m_url.port()); }
    PlaygroundClient client() const { return {m_url.toString(), m_token}; }
    QString state() const { return m_folder.filePath(QStringLiteral("state")); }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QUrl m_url;
    QString m_token;
};

} // namespace Spritarium::Test
