// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QMap>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <memory>

namespace Spritarium::Playground {

class SystemView;

//! A sprite as the control plane tells it (sprites-api 4.1), plus what only the playground knows.
//! All times UTC with milliseconds at least; an invalid time means "never" and goes out as null.
struct Sprite
{
    QString id;   //!< "sprite-<uuid>", never reused
    QString name; //!< sprites-api 4.8
    QString status =
        QStringLiteral("cold"); //!< last known: "cold", "warm" or "running"; the sleeper writes it
    QString auth = QStringLiteral("sprite");          //!< url_settings.auth: "sprite" or "public"
    QString privateAccess = QStringLiteral("admins"); //!< url_settings.private_access, free text
    QStringList labels;
    QDateTime createdAt;
    QDateTime updatedAt;
    QDateTime lastRunningAt;
    QDateTime lastWarmingAt;
    QString version;                  //!< empty goes out as null
    QString environmentVersion;       //!< empty goes out as null; set by upgrade
    QMap<QString, QString> variables; //!< of its commands and services, from its creation
    bool fails = false;               //!< "fails on purpose": the HTTP side spoils its streams

    friend bool operator==(const Sprite &, const Sprite &) = default;
};

//! A checkpoint as the supervisor tells it (sprites-api 5.1), plus when it was really cut.
struct Checkpoint
{
    QString id; //!< "v0", "v1" ..., "auto-<unix ms>", or "Current" for the live state

    //! As the service words it (5.2): for vN the moment v(N-1) was cut, for v0 and v1 the sprite's birth, for
    //! automatic ones their own moment, for Current the moment the newest vN was cut.
    QDateTime createTime;
    QDateTime cutAt; //!< when the files were really taken; invalid for Current. Not on the wire.
    QString comment;
    bool isAuto = false;
    QStringList
        history; //!< ancestors oldest first (S1), deleted ones included; a restore starts from the restored
    QString sourceId; //!< the parent: last element of history, empty for the first
    QString health;   //!< empty is healthy, "mount_failed"

    friend bool operator==(const Checkpoint &, const Checkpoint &) = default;
};

//! What to take. The defaults are a checkpoint by a person, now.
struct CheckpointRequest
{
    QString comment;
    bool isAuto = false;
    QDateTime cutAt; //!< seeds backdate; invalid is now
    QString health;  //!< seeds break one on purpose

    friend bool operator==(const CheckpointRequest &, const CheckpointRequest &) = default;
};

struct SpriteRequest
{
    QString name;
    QStringList labels;
    QString auth = QStringLiteral("sprite");
    QString privateAccess = QStringLiteral("admins");
    QMap<QString, QString> variables;
    bool baseCheckpoint =
        true; //!< v0 exists from the start; without it a fresh sprite lists Current only (5.2)
    bool fails = false;
    QDateTime createdAt; //!< seeds backdate; invalid is now
};

//! One page of the list, sorted by name (sprites-api 2.9).
struct SpritePage
{
    QList<Sprite> sprites;
    QString next; //!< pass as `after` for the next page; empty at the end
};

//! Where the parts of one sprite are on this computer. A value: a restore makes another one, ask again per
//! request.
struct SpriteView
{
    QString root;   //!< host folder that is `/` of the sprite: home/sprite, tmp and what was put there
    QString system; //!< host folder behind `/.sprite`: policy/network.json; copied by checkpoints, too
    //! Host folder that holds the trees of this sprite's checkpoints, of no other's, and not the live ones.
    QString shelvedTrees;
    QString shelf;    //!< host folder for CheckpointShelf; either may be missing until a machine starts
    QString incoming; //!< host folder on the same file system for files that are not complete yet
    struct Mount
    {
        QString id;
        QString root; //!< host folder, empty if the checkpoint has no file yet (a base)
        friend bool operator==(const Mount &, const Mount &) = default;
    };
    QList<Mount> checkpoints; //!< newest five that can be mounted, newest first; read-only by agreement
    //! What is seen of the system, for those who show the sprite's files; not set by the store. nullptr:
    //! nothing.
    std::shared_ptr<const SystemView> seen;
    friend bool operator==(const SpriteView &, const SpriteView &) = default;
};

} // namespace Spritarium::Playground

Q_DECLARE_METATYPE(Spritarium::Playground::Checkpoint)
