// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace Spritarium::Bench {

//! A playground of the program's own kind, as a process, in a fresh folder.
class PlaygroundHost
{
public:
    explicit PlaygroundHost(const QStringList &arguments);
    ~PlaygroundHost();

    bool isReady() const { return m_url.isValid(); }
    const QUrl &url() const { return m_url; }
    const QString &token() const { return m_token; }
    //! From its start to the line that says where it listens, ms.
    double startTime() const { return m_startTime; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QUrl m_url;
    QString m_token;
    double m_startTime = 0;
};

} // namespace Spritarium::Bench
