// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritefiles.h"
#include "playground/systemview.h"

#include <QStringList>

#include <sys/stat.h>

namespace Spritarium::Playground {

enum class LastLink { Follow, Keep };

//! Where a path of the sprite is on this computer.
struct FilePlace
{
    enum class Kind {
        Missing, //!< nothing there; its parent is a folder, so that it can be made
        File,    //!< anything that is no folder and no link
        Folder,
        Link,    //!< only with LastLink::Keep
        Virtual, //!< a folder that exists in the sprite's view alone
        Closed   //!< one that commands see and these calls do not
    };
    QString path; //!< in the sprite, without links
    //! Empty for Closed, for what `made` and `target` are about, and for Virtual; but for one that can be
    //! made for real, which would be there.
    QString host;
    Kind kind = Kind::Missing;
    bool writable = true;
    bool isShared = false;          //!< of this computer's system; a command has no rights of its own there
    std::optional<QByteArray> made; //!< what is in a file of the view alone
    QString target;                 //!< of a link of the view alone

    bool isFolder() const { return kind == Kind::Folder || kind == Kind::Virtual || kind == Kind::Closed; }
};

//! Walks a path of the sprite the way its own kernel would, so that no link and no `..` leads out of its
//! view.
class SpritePathResolver
{
public:
    explicit SpritePathResolver(const SpriteView &view)
        : m_view(view)
    {}

    FileResult<FilePlace> resolve(const QString &path, LastLink last) const;
    //! Names that exist in this folder in the sprite's view only.
    QStringList virtualNames(const FilePlace &folder) const;
    //! Names that really are in the folder, in no order; none if it is gone or not the sprite's any more. An
    //! error, with the folder's path, when they could not all be read.
    FileResult<QStringList> hostNames(const FilePlace &folder) const;
    const SpriteView &view() const { return m_view; }

private:
    FilePlace locate(const QStringList &parts) const;
    bool isOfSystem(const QString &top) const;
    FilePlace locateInSystem(const QStringList &parts) const;
    FilePlace locateInDotSprite(const QStringList &parts) const;

    const SpriteView &m_view;
};

//! Whether a command in the sprite could read it as well. Only where this program is the administrator's may
//! it read more of the system than commands, which have no such rights.
bool mayCommandsRead(const FilePlace &place, const struct stat &info);

//! The wire's code for the current errno.
FileError systemFileError(const QString &path);
FileError fileError(const QString &code, const QString &path);

} // namespace Spritarium::Playground
