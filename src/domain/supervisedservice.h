// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/result.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace Spritarium {

//! A program that a sprite keeps running, as it is defined and as it is now (sprites-api 10.1).
struct SupervisedService
{
    QString name;
    QString command;
    QStringList arguments;
    QStringList needs;               //!< services that are started first
    std::optional<quint16> httpPort; //!< the sprite's web address leads there
    QMap<QString, QString> environment;
    QString folder;

    QString status; //!< "running", "stopped", "starting", "stopping", "failed"; empty: never started
    qint64 pid = 0; //!< 0: does not run
    QDateTime startedAt;
    QString error;
    int restarts = 0;
    QDateTime nextRestart; //!< invalid: none is planned

    bool isRunning() const { return status == QStringLiteral("running"); }

    friend bool operator==(const SupervisedService &, const SupervisedService &) = default;
};

//! What became of a sprite's services between two reads, by their names in the order of the reads.
struct ServiceChanges
{
    QStringList gone;
    QStringList added;
    QStringList ended; //!< ran before, are still defined, and do not run

    friend bool operator==(const ServiceChanges &, const ServiceChanges &) = default;
};
ServiceChanges serviceChanges(const QList<SupervisedService> &before, const QList<SupervisedService> &after);
//! One that ran before does not yet, and may by itself: services start in the order of their needs.
bool mayStillStart(const QList<SupervisedService> &before, const QList<SupervisedService> &after);

//! In the order of the answer.
Result<QList<SupervisedService>> parseServices(const QByteArray &body);

} // namespace Spritarium
