// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"
#include "playground/spritepathresolver.h"

#include <memory>

#include <sys/stat.h>

namespace Spritarium::Playground {

//! A place whose folder is open, and was reached without a link. What runs in the sprite may put a link in
//! the place of any folder between the walk along a path and the call that uses it; calls on path() cannot be
//! led astray by that, and neither contents nor names of elsewhere are told.
class HeldPlace
{
public:
    enum class Use {
        Read, //!< the live files, what is behind /.sprite, checkpoints, the system
        Write //!< the live files only
    };

    //! EACCES if the folder is not the sprite's any more. `shown` is the path for the error.
    static FileResult<HeldPlace> hold(const SpriteView &view, const FilePlace &place, Use use,
                                      const QString &shown);

    //! For system calls that do not follow a link at the end; good as long as this lives.
    const QByteArray &path() const { return m_path; }
    QString name() const;
    //! lstat(2) of the thing; absent with errno.
    std::optional<struct stat> look() const;
    //! open(2), without following a link at the end; invalid with errno.
    Agent::UniqueFd open(int flags) const;
    //! Where the link that it is leads to; empty for anything else.
    QString target() const;
    //! Its path on this computer without links; empty if it is gone. Linux only.
    QString realName() const;
    //! chmod(2) on the thing itself; 0, or -1 with errno. A link has no mode: ELOOP.
    int chmod(unsigned mode) const;

private:
    std::shared_ptr<const Agent::UniqueFd> m_folder;
    QByteArray m_path;
};

} // namespace Spritarium::Playground
