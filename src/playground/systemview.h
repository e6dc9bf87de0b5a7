// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Spritarium::Playground {

//! One thing of the system that a sprite sees beside its own files; to read.
struct SystemPart
{
    enum class Kind {
        Shared, //!< a file or folder of this computer
        Link,
        Made,   //!< a file that is made for the sprite
        Folder, //!< one that is there to hold other parts
        Closed  //!< a folder of the kernel's and of what runs; commands have it, calls on files do not
    };
    Kind kind = Kind::Folder;
    QString path;       //!< in the sprite
    QString host;       //!< of Shared: where it is on this computer
    QString target;     //!< of Link
    QByteArray content; //!< of Made
};

//! The system as a sprite sees it: what its sandbox mounts beside its own files, and what calls on files show
//! there. The one list of it; nothing else of this computer is seen inside. A value.
class SystemView
{
public:
    SystemView(const QString &sprite, bool reachesOutside);
    //! Of these alone.
    explicit SystemView(QList<SystemPart> parts);

    //! In the order in which they can be made: folders before what is in them.
    const QList<SystemPart> &parts() const { return m_parts; }
    //! What stands at this path; of something in a Shared folder, or in a Closed one, that folder's kind with
    //! its own path and place. `host` is without links. Nothing where no part is, or below one.
    std::optional<SystemPart> at(const QString &path) const;
    //! What parts there are in this folder, by name, each once; not what is in a Shared one.
    QStringList namesIn(const QString &path) const;

private:
    QList<SystemPart> m_parts;
};

//! Top folders that are the system's: a sprite's user cannot write there, and what a tree has of these names
//! is not seen inside.
const QStringList &systemFolders();

//! Whether a part is there for this sprite: one that is not in a folder of the system gives way to what the
//! sprite has of that name.
bool isSeenBeside(const SystemPart &part, const QString &root);

//! A file without a name that holds `content`, ready to be read; none if there is no room for it.
Agent::UniqueFd fileWith(const QByteArray &content);

} // namespace Spritarium::Playground
