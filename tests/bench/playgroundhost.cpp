// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playgroundhost.h"

#include "bencharguments.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

PlaygroundHost::PlaygroundHost(const QStringList &arguments)
{
    const qint64 begin = monotonicNow();
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() + u"/spritarium-playground"_s,
                    QStringList{u"--state"_s, m_folder.path(), u"--empty"_s, u"--speed"_s, u"0"_s,
                                u"--idle"_s, u"3600"_s, u"--stop-with-parent"_s} +
                        arguments);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(120'000)) {
    }
    const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = QUrl(ready.value("url"_L1).toString());
    m_token = ready.value("token"_L1).toString();
    m_startTime = double(monotonicNow() - begin) / 1e6;
}

PlaygroundHost::~PlaygroundHost()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(5000))
        m_process.kill();
    m_process.waitForFinished(5000);
}

} // namespace Spritarium::Bench
