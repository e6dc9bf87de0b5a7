// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritepathresolver.h"

#include <memory>

namespace Spritarium::Playground {

//! A place whose folder is open and was found to be the sprite's after it was opened. What runs in the sprite
//! may put a link in the place of any folder between the walk along a path and the call that uses it; calls
//! on path() cannot be led astray by that.
class HeldPlace
{
public:
    enum class Use {
        Read, //!< the live files, what is behind /.sprite, checkpoints
        Write //!< the live files only
    };

    //! EACCES if the folder is not the sprite's any more. `shown` is the path for the error.
    static FileResult<HeldPlace> hold(const SpriteView &view, const FilePlace &place, Use use,
                                      const QString &shown);

    //! For system calls that do not follow a link at the end; good as long as this lives.
    const QByteArray &path() const { return m_path; }
    QString name() const;
    //! chmod(2) on the thing itself; 0, or -1 with errno. A link has no mode: ELOOP.
    int chmod(unsigned mode) const;

private:
    std::shared_ptr<const int> m_folder; //!< closes it
    QByteArray m_path;
};

} // namespace Spritarium::Playground
