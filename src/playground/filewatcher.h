// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritestore.h"
#include "playground/treewatch.h"
#include "playground/websocketlink.h"

#include <QJsonObject>

namespace Spritarium::Playground {

//! One client that watches files of a sprite (sprites-api 11.3). Goes with its link.
//!
//! From the client: {"type":"subscribe","paths":[...],"recursive":true,"workingDir":"..."}, and "unsubscribe"
//! with the same paths. To the client: "subscribed" or "unsubscribed" with the absolute paths once every
//! folder is watched; "event" with path, event, timestamp, size, isDir, message; "error" with path and
//! message. The values of `event` are not documented; they are the five words of the library that servers in
//! Go use: create, write, remove, rename, chmod. When events were lost, because more happened than was read,
//! an "error" without a path says so.
class FileWatcher : public QObject
{
    Q_OBJECT

public:
    FileWatcher(WebSocketLink *link, const SpriteView &view);

private:
    struct Subscription
    {
        QString path; //!< as the sprite sees it
        QString host; //!< without links
        bool isRecursive = false;
    };

    void onText(const QByteArray &text);
    void subscribe(const QString &path, bool recursive);
    void unsubscribe(const QString &path);
    void tellSettled();
    void tellChange(const QString &host, TreeWatch::Change change, bool isFolder);
    void tellError(const QString &path, const QString &message);
    void tellLost();
    void tell(const QJsonObject &message);
    //! As the sprite sees it; empty for what nobody asked for.
    QString shown(const QString &host) const;
    //! 0 for what is no file.
    qint64 sizeOf(const QString &host) const;

    WebSocketLink *m_link;
    SpriteView m_view;
    TreeWatch m_tree;
    QList<Subscription> m_subscriptions;
    QList<QJsonObject> m_unconfirmed;
    bool m_hasLost = false;
};

} // namespace Spritarium::Playground
