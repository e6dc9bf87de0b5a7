// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritepathresolver.h"

#include <atomic>

#include <sys/stat.h>

namespace Spritarium::Playground {

//! Copies within one sprite, see SpriteFiles::copy().
class FileCopier
{
public:
    //! With `preserve` copies keep their times. EIO when `stop` becomes true, with a part done.
    FileCopier(const SpriteView &view, bool preserve, const std::atomic_bool &stop)
        : m_view(view)
        , m_preserve(preserve)
        , m_stop(stop)
    {}

    //! A file, link or folder with all that is in it; both places were looked at just now, and are called as
    //! the sprite sees them.
    std::optional<FileError> copy(const FilePlace &source, const QString &sourcePath, const FilePlace &dest,
                                  const QString &destPath);
    CopyReport report() const { return m_report; }

private:
    std::optional<FileError> copyChildren(const FilePlace &source, const QString &sourcePath,
                                          const FilePlace &dest, const QString &destPath);
    //! To where nothing was: made outside of the sprite's folders, and there all at once.
    std::optional<FileError> copyWhole(const FilePlace &source, const QString &sourcePath,
                                       const FilePlace &dest, const QString &destPath);
    void keepFolder(const struct stat &info, const HeldPlace &held) const;
    std::optional<FileError> copyOne(const FilePlace &source, const QString &sourcePath,
                                     const FilePlace &dest, const QString &destPath);
    //! What is in the view alone.
    std::optional<FileError> copyMade(const FilePlace &source, const QString &sourcePath, const HeldPlace &to,
                                      const QString &destPath);
    //! Whether a report has room for one more file, with paths so long. Counts it if not.
    bool mayName(qsizetype source, qsizetype dest);

    static constexpr qsizetype MostOfNames = 8 * 1024 * 1024; //!< bytes, in one report

    const SpriteView &m_view;
    bool m_preserve;
    const std::atomic_bool &m_stop;
    CopyReport m_report;
    qsizetype m_room = MostOfNames;
};

} // namespace Spritarium::Playground
