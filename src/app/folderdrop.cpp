// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/folderdrop.h"

#include "app/accounts.h"
#include "app/selection.h"
#include "domain/folderlink.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/spritetreepanel.h"
#include "views/toast.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestLink = 64 * 1024;

//! Of the folder or the nearest one above it; a folder of this name is none (sprites-api 14.3).
QString linkFileFor(const QString &path)
{
    const QFileInfo dropped(path);
    QDir folder(dropped.isDir() ? path : dropped.absolutePath());
    do {
        const QString file = folder.filePath(u".sprite"_s);
        if (QFileInfo(file).isFile())
            return file;
    } while (folder.cdUp());
    return {};
}

} // namespace

FolderDrop::FolderDrop(const Parts &parts, SpriteTreePanel &panel, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
{
    connect(&parts.window, &MainWindow::folderDropped, this, &FolderDrop::open);
}

void FolderDrop::open(const QString &path)
{
    const QString name = QDir(path).dirName();
    QFile file(linkFileFor(path));
    if (file.fileName().isEmpty() || !file.open(QIODevice::ReadOnly)) {
        Toast::show(m_parts.window, tr("No .sprite file can be read in %1, nor above it.").arg(name));
        return;
    }
    const std::optional<FolderLink> link = parseFolderLink(file.read(LargestLink));
    if (!link) {
        Toast::show(m_parts.window, tr("The .sprite file of %1 names no sprite.").arg(name));
        return;
    }
    const QList<SpriteKey> keys = listed(*link);
    if (keys.size() > 1 && link->organization.isEmpty()) {
        Toast::show(m_parts.window,
                    tr("%1 is in several accounts, and the .sprite file names no organization.")
                        .arg(link->sprite.toString()));
        return;
    }
    if (keys.isEmpty()) {
        Toast::show(
            m_parts.window,
            link->organization.isEmpty()
                ? tr("%1 is not in the list.").arg(link->sprite.toString())
                : tr("%1 of %2 is not in the list.").arg(link->sprite.toString(), link->organization));
        return;
    }
    const SpriteKey key = keys.first();
    m_panel.select(key);
    m_parts.selection.select(key, m_parts.tree.sprite(key));
}

QList<SpriteKey> FolderDrop::listed(const FolderLink &link) const
{
    QList<SpriteKey> keys;
    const QList<Account> &accounts = m_parts.accounts.accounts();
    for (const Account &account : accounts) {
        const SpriteKey key{account.id, link.sprite};
        const bool isMeant = link.organization.isEmpty() || link.organization == account.organization;
        if (isMeant && m_parts.tree.sprite(key))
            keys << key;
    }
    return keys;
}

} // namespace Spritarium
