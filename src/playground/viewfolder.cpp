// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/viewfolder.h"

#include "playground/filepaths.h"
#include "playground/heldplace.h"

#include <QFile>

#include <cerrno>

#include <unistd.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

FileResult<Done> makeReal(const SpriteView &view, const FilePlace &folder, const QString &shown)
{
    if (folder.host.isEmpty())
        return Done{};
    const SpritePathResolver resolver(view);
    QList<FilePlace> links; // looked at before they give way
    for (const QString &name : resolver.virtualNames(folder)) {
        const FileResult<FilePlace> place = resolver.resolve(childOf(folder.path, name), LastLink::Keep);
        if (place && !place->target.isEmpty())
            links.append(*place);
    }
    const auto held = HeldPlace::hold(view, folder, HeldPlace::Use::Write, shown);
    if (!held)
        return held.error();
    if (::mkdir(held->path().constData(), 0755) != 0)
        return errno == EEXIST ? FileResult<Done>(Done{}) : systemFileError(shown);
    for (const FilePlace &link : links) {
        const auto at = HeldPlace::hold(view, link, HeldPlace::Use::Write, shown);
        if (at)
            (void)::symlink(QFile::encodeName(link.target).constData(), at->path().constData());
    }
    return Done{};
}

FileResult<Done> makeFolderAbove(const SpriteView &view, const FilePlace &place, const QString &shown)
{
    const QString above = place.path.left(place.path.lastIndexOf(u'/'));
    const auto folder = above.isEmpty() || place.kind != FilePlace::Kind::Missing
                            ? FileResult<FilePlace>(FilePlace())
                            : SpritePathResolver(view).resolve(above, LastLink::Keep);
    const bool isOfView = folder && folder->kind == FilePlace::Kind::Virtual && folder->writable;
    return isOfView ? makeReal(view, *folder, shown) : Done{};
}

} // namespace Spritarium::Playground
