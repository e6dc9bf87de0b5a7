// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/playgroundoptions.h"
#include "playground/spritestore.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

namespace Spritarium::Playground {

//! Sprites as the control plane words them. Keeps the text of each sprite until the store changes it, so that
//! long lists cost no more than joining lines.
class SpriteWire : public QObject
{
    Q_OBJECT

public:
    SpriteWire(const SpriteStore &store, const PlaygroundOptions &options, QObject *parent);

    //! The full object of sprites-api 4.1, compact.
    QByteArray object(const Sprite &sprite);
    //! One page of the list, with the organization's counters in both shapes (4.3).
    QByteArray page(const SpritePage &page);
    //! One line of the list watch: the full object and `org`.
    QByteArray watchLine(const Sprite &sprite);
    QByteArray deletedLine(const QString &name, const QString &id);
    //! What is passed as continuation_token for the page after `name`, and back.
    static QString tokenFor(const QString &name);
    static QString nameFrom(const QString &token);

private:
    const QByteArray &organization();
    //! Where the sprite really answers, if it does; else an address of the service's shape that leads
    //! nowhere.
    QString url(const QString &name) const;

    const SpriteStore &m_store;
    const PlaygroundOptions &m_options;
    QHash<QString, QByteArray> m_objects;
    QByteArray m_organization; //!< the members of `org` without braces
};

//! RFC 3339 UTC with six fractional digits, or null for an invalid time (sprites-api 2.11).
QJsonValue controlPlaneTime(const QDateTime &time);
//! RFC 3339 UTC in whole seconds, as checkpoint lists have it.
QString wholeSeconds(const QDateTime &time);

} // namespace Spritarium::Playground
