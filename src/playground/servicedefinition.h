// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <optional>

namespace Spritarium::Playground {

//! What a service is (sprites-api 10.1).
struct ServiceDefinition
{
    QString name;
    QString cmd;
    QStringList args;
    QStringList needs;               //!< names of those that start first
    std::optional<quint16> httpPort; //!< where the sprite's URL leads to
    QMap<QString, QString> env;      //!< added to the default environment
    QString dir;                     //!< empty is the home folder
    bool isStoppedByHand = false;    //!< stays so across boots; not on the wire

    //! As on the wire, without `state`.
    QJsonObject toJson() const;
    //! The same and what else is kept.
    QJsonObject toStored() const;
    //! Nothing for what could not have been stored.
    static std::optional<ServiceDefinition> fromStored(const QJsonObject &object);
    //! From the body of a PUT to this name. The error is the text of a 400.
    static Outcome<ServiceDefinition, QString> fromBody(const QString &name, const QByteArray &body);

    friend bool operator==(const ServiceDefinition &, const ServiceDefinition &) = default;
};

//! A service's name is the name of a file, too: letters, digits, `.`, `_` and `-`, no more than 63, beginning
//! with a letter or digit.
bool isValidServiceName(const QString &name);

} // namespace Spritarium::Playground
