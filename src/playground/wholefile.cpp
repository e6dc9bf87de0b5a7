// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/wholefile.h"

#include "playground/treecopy.h"

#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace Spritarium::Playground {

QString replaceFile(const QString &path, const QByteArray &content, Readers readers)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    // Before there is anything to read in it. Not every file system can say so.
    if (readers == Readers::Owner)
        ::fchmod(file.handle(), S_IRUSR | S_IWUSR);
    // commit() of some versions passes over what its last flush could not write.
    if (!Agent::writeWhole(file.handle(), content.constData(), std::size_t(content.size())) ||
        ::fsync(file.handle()) != 0)
        return qt_error_string(errno);
    if (!file.commit())
        return file.errorString();
    return syncFolder(QFileInfo(path).path()) ? QString() : qt_error_string(errno);
}

} // namespace Spritarium::Playground
