// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/systemview.h"

#include "playground/agent/networkfence.h"
#include "playground/sandbox.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

#ifdef Q_OS_LINUX
#include <sys/mman.h>
#endif
#include <sys/stat.h>
#include <unistd.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

using Kind = SystemPart::Kind;

//! Of this computer's /etc: what programs want, and nothing that is anybody's secret.
const QStringList &sharedConfiguration()
{
    static const QStringList names{u"alternatives"_s,
                                   u"bash.bashrc"_s,
                                   u"bashrc"_s,
                                   u"ca-certificates"_s,
                                   u"ca-certificates.conf"_s,
                                   u"debian_version"_s,
                                   u"fonts"_s,
                                   u"inputrc"_s,
                                   u"ld.so.cache"_s,
                                   u"ld.so.conf"_s,
                                   u"ld.so.conf.d"_s,
                                   u"locale.alias"_s,
                                   u"localtime"_s,
                                   u"login.defs"_s,
                                   u"magic"_s,
                                   u"mime.types"_s,
                                   u"os-release"_s,
                                   u"perl"_s,
                                   u"pki/tls/certs"_s,
                                   u"pki/ca-trust/extracted"_s,
                                   u"profile.d"_s,
                                   u"protocols"_s,
                                   u"python3"_s,
                                   u"rpc"_s,
                                   u"services"_s,
                                   u"ssl/certs"_s,
                                   u"ssl/openssl.cnf"_s,
                                   u"terminfo"_s,
                                   u"timezone"_s,
                                   u"vim"_s};
    return names;
}

SystemPart shared(const QString &path)
{
    return {Kind::Shared, path, path, {}, {}};
}

SystemPart link(const QString &path, const QString &target)
{
    return {Kind::Link, path, {}, target, {}};
}

SystemPart made(const QString &path, const QByteArray &content)
{
    return {Kind::Made, path, {}, {}, content};
}

//! What login shells read first: this computer's, which sets PATH anew, and then what a sprite has besides.
QByteArray loginProfile()
{
    QFile own(u"/etc/profile"_s);
    const QByteArray theirs = own.open(QIODevice::ReadOnly) ? own.readAll() + '\n' : QByteArray();
    return theirs +
           "case \":$PATH:\" in\n"
           "*:/.sprite/bin:*) ;;\n"
           "*) PATH=\"" +
           Sandbox::defaultSearch(u"$HOME"_s).toUtf8() +
           ":$PATH\" ;;\n"
           "esac\n"
           "export PATH\n";
}

//! What is the same for every sprite. Looked up once: this computer's system does not change shape while it
//! runs, and every call on a file asks.
QList<SystemPart> findCommonParts()
{
    QList<SystemPart> parts{shared(u"/usr"_s)};
    for (const QString &name : {u"/bin"_s, u"/sbin"_s, u"/lib"_s, u"/lib32"_s, u"/lib64"_s, u"/libx32"_s}) {
        const QFileInfo info(name);
        if (info.isSymLink())
            parts.append(link(name, QFile::symLinkTarget(name).mid(1)));
        else if (info.isDir())
            parts.append(shared(name));
    }
    if (QFileInfo::exists(u"/nix/store"_s))
        parts.append(shared(u"/nix/store"_s));
    for (const QString &name : {u"/proc"_s, u"/dev"_s, u"/run"_s})
        parts.append({Kind::Closed, name, {}, {}, {}});
    parts.append({Kind::Folder, u"/var"_s, {}, {}, {}});
    parts.append(link(u"/var/tmp"_s, u"/tmp"_s));
    parts.append({Kind::Folder, u"/etc"_s, {}, {}, {}});
    for (const QString &name : sharedConfiguration()) {
        if (QFileInfo::exists(u"/etc/"_s + name))
            parts.append(shared(u"/etc/"_s + name));
    }
    parts.append(made(u"/etc/profile"_s, loginProfile()));
    return parts;
}

QList<SystemPart> madeParts(const QString &sprite, bool reachesOutside)
{
    const QByteArray name = sprite.toUtf8();
    return {
        made(u"/etc/passwd"_s, "root:x:0:0:root:/root:/usr/sbin/nologin\n"
                               "sprite:x:1001:1001:sprite:/home/sprite:/bin/bash\n"
                               "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
        made(u"/etc/group"_s, "root:x:0:\ntty:x:5:\nsprite:x:1001:\nnogroup:x:65534:\n"),
        made(u"/etc/hostname"_s, name + '\n'),
        made(u"/etc/hosts"_s, "127.0.0.1 localhost " + name + " sprite\n::1 localhost\n"),
        made(u"/etc/resolv.conf"_s, reachesOutside ? QByteArray("nameserver ") + Agent::OutsideNames + '\n'
                                                   : "# There is no network beyond this sprite's own.\n"),
        made(u"/etc/nsswitch.conf"_s, QByteArray("passwd: files\ngroup: files\nshadow: files\nhosts: files") +
                                          (reachesOutside ? " dns" : "") +
                                          "\nnetworks: files\nprotocols: files\nservices: files\n")};
}

bool isBelow(const QString &path, const QString &folder)
{
    return path.startsWith(folder) && path.size() > folder.size() && path.at(folder.size()) == u'/';
}

QString without(const QString &links)
{
    return QFileInfo(links).canonicalFilePath();
}

} // namespace

SystemView::SystemView(const QString &sprite, bool reachesOutside)
{
    static const QList<SystemPart> common = findCommonParts();
    m_parts = common + madeParts(sprite, reachesOutside);
}

SystemView::SystemView(QList<SystemPart> parts)
    : m_parts(std::move(parts))
{}

std::optional<SystemPart> SystemView::at(const QString &path) const
{
    bool holdsParts = false;
    for (const SystemPart &part : m_parts) {
        const bool isInside = isBelow(path, part.path);
        const bool isOpenInside = part.kind == Kind::Shared || part.kind == Kind::Closed;
        if (part.path == path || (isInside && isOpenInside)) {
            SystemPart found = part;
            found.path = path;
            if (part.kind == Kind::Shared)
                found.host = without(part.host) + path.mid(part.path.size());
            return found;
        }
        holdsParts = holdsParts || isBelow(part.path, path);
    }
    return holdsParts ? std::optional<SystemPart>({Kind::Folder, path, {}, {}, {}}) : std::nullopt;
}

QStringList SystemView::namesIn(const QString &path) const
{
    const QString folder = path == "/"_L1 ? QString() : path;
    QStringList names;
    for (const SystemPart &part : m_parts) {
        if (!isBelow(part.path, folder))
            continue;
        const QString name = part.path.mid(folder.size() + 1).section(u'/', 0, 0);
        if (!names.contains(name))
            names.append(name);
    }
    return names;
}

const QStringList &systemFolders()
{
    static const QStringList names{u"bin"_s,   u"dev"_s,    u"etc"_s, u"lib"_s,  u"lib32"_s,
                                   u"lib64"_s, u"libx32"_s, u"nix"_s, u"proc"_s, u"run"_s,
                                   u"sbin"_s,  u"sys"_s,    u"usr"_s};
    return names;
}

bool isSeenBeside(const SystemPart &part, const QString &root)
{
    const QString top = part.path.section(u'/', 1, 1);
    struct stat info = {};
    return systemFolders().contains(top) ||
           ::lstat(QFile::encodeName(root + u'/' + top).constData(), &info) != 0;
}

Agent::UniqueFd fileWith(const QByteArray &content)
{
#ifdef Q_OS_LINUX
    Agent::UniqueFd fd(::memfd_create("spritarium", MFD_CLOEXEC));
    if (!fd || ::write(fd.get(), content.constData(), std::size_t(content.size())) != content.size())
        return {};
    ::lseek(fd.get(), 0, SEEK_SET);
    return fd;
#else
    Q_UNUSED(content)
    return {};
#endif
}

} // namespace Spritarium::Playground
