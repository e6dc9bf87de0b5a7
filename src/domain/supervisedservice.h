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

//! In the order of the answer.
Result<QList<SupervisedService>> parseServices(const QByteArray &body);

} // namespace Spritarium
