// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>
#include <QUrl>

namespace Spritarium::Bench {

//! What the driver tells a run on its command line; the token comes in the environment.
struct BenchArguments
{
    qint64 since = 0; //!< the monotonic clock just before this process was started, ns
    QUrl url;         //!< of the playground
    QByteArray token;
    QString folder;       //!< for settings and stores
    int count = 0;        //!< sprites, checkpoints or messages to expect
    QString mode;         //!< of the run, where it has several
    bool isQuick = false; //!< less of what takes long

    static BenchArguments parse(const QStringList &arguments);
    //! Milliseconds since the process was started.
    double elapsed() const;
};

//! The same clock in every process of this computer, ns.
qint64 monotonicNow();
//! What this thread has computed, ns.
qint64 threadCpuNow();
//! Resident memory of this process in KiB.
qint64 residentKiB();
//! One run's figures as one line.
void tell(const QJsonObject &figures);

} // namespace Spritarium::Bench
