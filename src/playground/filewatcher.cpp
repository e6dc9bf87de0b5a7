// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filewatcher.h"

#include "playground/heldplace.h"
#include "playground/ndjsonstream.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostSubscriptions = 1000;

QString word(TreeWatch::Change change)
{
    switch (change) {
    case TreeWatch::Change::Created:
        return u"create"_s;
    case TreeWatch::Change::Written:
        return u"write"_s;
    case TreeWatch::Change::Removed:
        return u"remove"_s;
    case TreeWatch::Change::Renamed:
        return u"rename"_s;
    case TreeWatch::Change::Mode:
        break;
    }
    return u"chmod"_s;
}

} // namespace

FileWatcher::FileWatcher(WebSocketLink *link, const SpriteView &view)
    : QObject(link)
    , m_link(link)
    , m_view(view)
    , m_tree(view.incoming, nullptr)
{
    connect(link, &WebSocketLink::textReceived, this, &FileWatcher::onText);
    connect(link, &WebSocketLink::drained, this, &FileWatcher::tellLost);
    connect(&m_tree, &TreeWatch::changed, this, &FileWatcher::tellChange);
    connect(&m_tree, &TreeWatch::settled, this, &FileWatcher::tellSettled);
    connect(&m_tree, &TreeWatch::failed, this,
            [this](const QString &host, const QString &why) { tellError(shown(host), why); });
    connect(&m_tree, &TreeWatch::overflowed, this, [this] {
        m_hasLost = true;
        tellLost();
    });
}

void FileWatcher::onText(const QByteArray &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text).object();
    const QString type = message.value("type"_L1).toString();
    const bool isSubscribe = type == "subscribe"_L1;
    if (!isSubscribe && type != "unsubscribe"_L1)
        return tellError({}, u"unknown message type"_s);
    if (!m_tree.error().isEmpty())
        return tellError({}, m_tree.error());
    const QString base = message.value("workingDir"_L1).toString();
    const QString workingDir = base.isEmpty() ? u"/"_s : base;
    QJsonArray wanted = message.value("paths"_L1).toArray();
    if (const QString one = message.value("path"_L1).toString(); !one.isEmpty())
        wanted.append(one);
    if (wanted.isEmpty())
        return tellError({}, u"paths are required"_s);
    const bool recursive = message.value("recursive"_L1).toBool();
    QJsonArray paths;
    for (const QJsonValue &value : std::as_const(wanted)) {
        const QString path = SpriteFiles::absolutePath(value.toString(), workingDir);
        paths.append(path);
        if (isSubscribe)
            subscribe(path, recursive);
        else
            unsubscribe(path);
    }
    const QJsonObject confirmed{{u"type"_s, type + u'd'},
                                {u"paths"_s, paths},
                                {u"recursive"_s, recursive},
                                {u"workingDir"_s, workingDir}};
    if (!isSubscribe)
        return tell(confirmed);
    m_unconfirmed.append(confirmed);
}

void FileWatcher::subscribe(const QString &path, bool recursive)
{
    if (path.contains(QChar::Null))
        return tellError(path, u"invalid path: it contains a NUL byte"_s);
    const FileResult<FilePlace> place = SpritePathResolver(m_view).resolve(path, LastLink::Follow);
    const bool isThere = place && place->kind != FilePlace::Kind::Missing;
    // The system is seen by commands, and not by this view.
    if (!isThere && systemFolders().contains(path.section(u'/', 1, 1)))
        return tellError(path, u"this folder cannot be watched"_s);
    if (!isThere)
        return tellError(path, place ? fileError(u"ENOENT"_s, path).text : place.error().text);
    if (place->host.isEmpty() || m_subscriptions.size() >= MostSubscriptions)
        return tellError(path,
                         place->host.isEmpty() ? u"this folder cannot be watched"_s : u"too many paths"_s);
    // The state folder itself may be reached by a link; what the kernel tells has none. And a link that was
    // put on the way by now leads nowhere.
    const auto held = HeldPlace::hold(m_view, *place, HeldPlace::Use::Read, path);
    const QString host = held ? held->realName() : QString();
    if (host.isEmpty())
        return tellError(path, held ? fileError(u"ENOENT"_s, path).text : held.error().text);
    m_subscriptions.append({path, host, recursive});
    m_tree.add(host, recursive);
}

void FileWatcher::unsubscribe(const QString &path)
{
    const auto found = std::find_if(m_subscriptions.cbegin(), m_subscriptions.cend(),
                                    [&path](const Subscription &known) { return known.path == path; });
    if (found == m_subscriptions.cend())
        return tellError(path, u"not subscribed"_s);
    m_tree.remove(found->host);
    m_subscriptions.erase(found);
    // What another subscription needs below it is taken again.
    for (const Subscription &other : std::as_const(m_subscriptions))
        m_tree.add(other.host, other.isRecursive);
}

void FileWatcher::tellSettled()
{
    const QList<QJsonObject> confirmed = std::exchange(m_unconfirmed, {});
    for (const QJsonObject &message : confirmed)
        tell(message);
}

QString FileWatcher::shown(const QString &host) const
{
    for (const Subscription &known : m_subscriptions) {
        if (host == known.host)
            return known.path;
        const QString rest = host.mid(known.host.size());
        if (!host.startsWith(known.host) || !rest.startsWith(u'/'))
            continue;
        if (known.isRecursive || rest.lastIndexOf(u'/') == 0)
            return known.path == "/"_L1 ? rest : known.path + rest;
    }
    return {};
}

qint64 FileWatcher::sizeOf(const QString &host) const
{
    // As the view calls it.
    const QString root = QFileInfo(m_view.root).canonicalFilePath();
    FilePlace place;
    place.host = host.startsWith(root + u'/') ? m_view.root + host.mid(root.size()) : host;
    const auto held = HeldPlace::hold(m_view, place, HeldPlace::Use::Read, {});
    const std::optional<struct stat> info = held ? held->look() : std::nullopt;
    return info && S_ISREG(info->st_mode) ? info->st_size : 0;
}

void FileWatcher::tellChange(const QString &host, TreeWatch::Change change, bool isFolder)
{
    const QString path = shown(host);
    if (path.isEmpty())
        return;
    if (!m_link->canSend()) {
        m_hasLost = true;
        return;
    }
    tell({{u"type"_s, u"event"_s},
          {u"path"_s, path},
          {u"event"_s, word(change)},
          {u"timestamp"_s, NdjsonStream::timeText()},
          {u"size"_s, isFolder ? 0 : sizeOf(host)},
          {u"isDir"_s, isFolder},
          {u"message"_s, QString()}});
}

void FileWatcher::tellError(const QString &path, const QString &message)
{
    tell({{u"type"_s, u"error"_s}, {u"path"_s, path}, {u"message"_s, message}});
}

void FileWatcher::tellLost()
{
    if (!m_hasLost || !m_link->canSend())
        return;
    m_hasLost = false;
    tellError({}, u"too many events: some were lost"_s);
}

void FileWatcher::tell(const QJsonObject &message)
{
    m_link->sendText(toWireJson(message));
}

} // namespace Spritarium::Playground
