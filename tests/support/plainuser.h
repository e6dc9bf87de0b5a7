// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>

namespace Spritarium::Test {

//! Runs this function of the test program as somebody who is not root, and makes its end ours. False, and
//! nothing was run, if this is nobody like that already: then go on.
inline bool runAsPlainUser(const char *function)
{
    using namespace Qt::StringLiterals;
    if (::geteuid() != 0)
        return false;
    const QString program = QCoreApplication::applicationFilePath();
    QProcess self;
    self.setProcessChannelMode(QProcess::MergedChannels);
    self.setWorkingDirectory(u"/"_s);
    self.start(QStandardPaths::findExecutable(u"setpriv"_s),
               {u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s, u"--reset-env"_s, u"--"_s,
                u"/usr/bin/env"_s, u"QT_QPA_PLATFORM=offscreen"_s, u"LANG=C.UTF-8"_s, program,
                QString::fromLatin1(function)});
    const bool ended = QTest::qWaitFor([&] { return self.state() == QProcess::NotRunning; }, 100'000);
    const QByteArray said = self.readAll();
    if (self.error() == QProcess::FailedToStart || !said.contains("Start testing"))
        QTest::qSkip("another user cannot run this test here", __FILE__, __LINE__);
    else if (said.contains("SKIP   :"))
        QTest::qSkip(said.constData(), __FILE__, __LINE__);
    else
        QTest::qVerify(ended && self.exitCode() == 0, "as a plain user", said.constData(), __FILE__,
                       __LINE__);
    return true;
}

} // namespace Spritarium::Test
