// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sandbox.h"

#include "playground/checkpointshelf.h"
#include "playground/systemview.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace Spritarium::Playground::Sandbox {

using namespace Qt::StringLiterals;

namespace {

//! Parts of /proc that are about the computer, not about processes.
const QStringList &kernelSettings()
{
    static const QStringList names{
        u"/proc/sys"_s,    u"/proc/sysrq-trigger"_s, u"/proc/irq"_s,           u"/proc/bus"_s,
        u"/proc/fs"_s,     u"/proc/acpi"_s,          u"/proc/scsi"_s,          u"/proc/asound"_s,
        u"/proc/driver"_s, u"/proc/mtrr"_s,          u"/proc/dynamic_debug"_s, u"/proc/pressure"_s};
    return names;
}

//! Files there that show the kernel's insides.
const QStringList &kernelInsides()
{
    static const QStringList names{u"/proc/kcore"_s,        u"/proc/kmsg"_s,        u"/proc/keys"_s,
                                   u"/proc/key-users"_s,    u"/proc/kallsyms"_s,    u"/proc/kpagecount"_s,
                                   u"/proc/kpageflags"_s,   u"/proc/kpagecgroup"_s, u"/proc/slabinfo"_s,
                                   u"/proc/vmallocinfo"_s,  u"/proc/timer_list"_s,  u"/proc/sched_debug"_s,
                                   u"/proc/latency_stats"_s};
    return names;
}

//! Collects words and the contents that go with them.
class Writer
{
public:
    explicit Writer(int firstFile)
        : m_nextFile(firstFile)
    {}

    void add(const QStringList &words) { m_arguments.words += words; }
    void readOnly(const QString &host, const QString &inside) { add({u"--ro-bind"_s, host, inside}); }
    void file(const QString &inside, const QByteArray &content)
    {
        add({u"--perms"_s, u"0644"_s, u"--file"_s, QString::number(m_nextFile++), inside});
        m_arguments.data.append(content);
    }
    Arguments take() { return std::move(m_arguments); }

private:
    Arguments m_arguments;
    int m_nextFile;
};

//! What the kernel and what runs have there.
void addClosed(Writer &writer, const QString &folder)
{
    if (folder == "/run"_L1)
        return writer.add({u"--perms"_s, u"0755"_s, u"--tmpfs"_s, folder});
    if (folder == "/dev"_L1)
        return writer.add({u"--dev"_s, folder, u"--perms"_s, u"1777"_s, u"--tmpfs"_s, u"/dev/shm"_s});
    writer.add({u"--proc"_s, folder});
    // The kernel takes the owner of these for who he is outside, so without this a playground that runs as
    // root would let its sprites change the settings of this computer.
    for (const QString &name : kernelSettings()) {
        if (QFileInfo::exists(name))
            writer.readOnly(name, name);
    }
    for (const QString &name : kernelInsides()) {
        if (QFileInfo::exists(name))
            writer.readOnly(u"/dev/null"_s, name);
    }
}

void addSystem(Writer &writer, const SystemView &system, const QString &root)
{
    // What the sprite's own folder of that name covers is there when that goes.
    const auto isCovered = [&root](const SystemPart &part) {
        const bool isOurs = part.kind == SystemPart::Kind::Folder || part.kind == SystemPart::Kind::Link;
        const QFileInfo own(root + u'/' + part.path.section(u'/', 1, 1));
        return isOurs && own.isDir() && !own.isSymLink();
    };
    for (const SystemPart &part : system.parts()) {
        if (!isSeenBeside(part, root) && !isCovered(part))
            continue;
        switch (part.kind) {
        case SystemPart::Kind::Shared:
            writer.add({u"--ro-bind-try"_s, part.host, part.path});
            break;
        case SystemPart::Kind::Link:
            writer.add({u"--symlink"_s, part.target, part.path});
            break;
        case SystemPart::Kind::Made:
            writer.file(part.path, part.content);
            break;
        case SystemPart::Kind::Folder:
            writer.add({u"--dir"_s, part.path});
            break;
        case SystemPart::Kind::Closed:
            addClosed(writer, part.path);
            break;
        }
    }
}

//! Where a link says it leads, word for word; Qt would make it a path of the host.
QString linkText(const QString &path)
{
    QByteArray text(4096, '\0');
    const ssize_t length = ::readlink(QFile::encodeName(path).constData(), text.data(), size_t(text.size()));
    return QFile::decodeName(text.left(std::max<ssize_t>(length, 0)));
}

void addOwnFolders(Writer &writer, const SpriteView &view)
{
    QDir(view.root).mkpath(u"home/sprite"_s);
    QDir(view.root).mkpath(u"tmp"_s);
    const QFileInfoList entries =
        QDir(view.root).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString inside = u'/' + entry.fileName();
        // /.sprite is made of other parts.
        if (systemFolders().contains(entry.fileName()) || entry.fileName() == ".sprite"_L1)
            continue;
        if (entry.isSymLink())
            writer.add({u"--symlink"_s, linkText(entry.filePath()), inside});
        else
            writer.add({u"--bind-try"_s, entry.filePath(), inside}); // a call may just take it away
    }
}

void addDotSprite(Writer &writer, const SpriteView &view, const QString &agent,
                  const QList<SandboxFile> &files)
{
    QDir(view.system).mkpath(u"policy"_s);
    QDir(view.system).mkpath(u"logs/services"_s);
    writer.add({u"--dir"_s, u"/.sprite"_s, u"--dir"_s, u"/.sprite/bin"_s});
    writer.readOnly(agent, AgentPath);
    writer.readOnly(view.system + u"/policy"_s, u"/.sprite/policy"_s);
    writer.readOnly(view.system + u"/logs"_s, u"/.sprite/logs"_s);
    writer.readOnly(view.shelvedTrees, CheckpointShelf::TreesInside);
    writer.readOnly(view.shelf, CheckpointShelf::Inside);
    for (const SpriteView::Mount &mount : view.checkpoints) {
        if (!mount.root.isEmpty() && !CheckpointShelf::isShelved(view, mount))
            writer.readOnly(mount.root, CheckpointShelf::asideInside(mount.id));
    }
    writer.readOnly(view.root, CheckpointShelf::asideInside(CheckpointShelf::Active));
    // A sprite knows Python by this name, too.
    const QString python = u"/usr/bin/python3"_s;
    if (QFileInfo::exists(python) && !QFileInfo::exists(u"/usr/bin/python"_s))
        writer.add({u"--symlink"_s, python, u"/.sprite/bin/python"_s});
    for (const SandboxFile &file : files)
        writer.add({u"--ro-bind-try"_s, file.host, file.inside});
}

//! Two pipes. Our ends do not wait.
bool openDoors(std::array<Agent::UniqueFd, 4> &doors)
{
    for (std::size_t at : {0U, 2U}) {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return false;
        doors[at].reset(ends[0]);
        doors[at + 1].reset(ends[1]);
    }
    return ::fcntl(doors[0].get(), F_SETFL, O_NONBLOCK) == 0;
}

QString bubblewrap()
{
    return QStandardPaths::findExecutable(u"bwrap"_s);
}

QByteArrayList fileLimit(const SandboxSettings &settings)
{
    return settings.files > 0 ? QByteArrayList{"--files=" + QByteArray::number(settings.files)}
                              : QByteArrayList();
}

Start unisolated(const SandboxSettings &settings, const QString &agent, const SpriteView &view, int socket,
                 int errors, QObject *parent)
{
    QDir(view.root).mkpath(u"home/sprite"_s);
    ChildProcess::Plan plan;
    plan.arguments = QByteArrayList{QFile::encodeName(agent), "--unisolated"} + fileLimit(settings);
    plan.errors = errors;
    plan.files = {socket};
    ChildProcess *process = ChildProcess::start(plan, parent);
    return {process, process ? QString() : QString::fromLocal8Bit(std::strerror(errno)), {}, {}};
}

} // namespace

QString defaultSearch(const QString &home)
{
    return home + u"/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/.sprite/bin"_s;
}

QStringList defaultEnvironment(const QString &home)
{
    return {u"PATH="_s + defaultSearch(home),
            u"HOME="_s + home,
            u"USER=sprite"_s,
            u"LOGNAME=sprite"_s,
            u"SHELL=/bin/bash"_s,
            u"LANG=C.UTF-8"_s};
}

QStringList withVariables(QStringList environment, const QMap<QString, QString> &variables)
{
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable) {
        const QString name = variable.key() + u'=';
        environment.removeIf([&name](const QString &entry) { return entry.startsWith(name); });
        environment.append(name + variable.value());
    }
    return environment;
}

Place place(const SandboxSettings &settings, const QString &root, const QMap<QString, QString> &variables)
{
    const QString before = settings.isolation == Isolation::None ? root : QString();
    return {before, withVariables(defaultEnvironment(before + Home), variables)};
}

QString Place::folder(const QString &wanted) const
{
    const QString inside = QDir::cleanPath(QDir(Home).filePath(wanted));
    // Without a sandbox this computer's other folders are there as well.
    const bool isElsewhere = !root.isEmpty() && !QDir(root + inside).exists() && QDir(inside).exists();
    return isElsewhere ? inside : root + inside;
}

Arguments arguments(const SandboxSettings &settings, const QString &sprite, const SpriteView &view,
                    const QString &agent, const QList<SandboxFile> &files, int firstFile)
{
    Writer writer(firstFile);
    const QString user = QString::number(UserId);
    writer.add({u"--unshare-user"_s, u"--unshare-pid"_s, u"--unshare-net"_s, u"--unshare-ipc"_s,
                u"--unshare-uts"_s, u"--unshare-cgroup-try"_s, u"--uid"_s, user, u"--gid"_s, user,
                u"--hostname"_s, sprite, u"--as-pid-1"_s, u"--clearenv"_s, u"--cap-drop"_s, u"ALL"_s});
    addSystem(writer, SystemView(sprite, settings.reachesOutside), view.root);
    addOwnFolders(writer, view);
    addDotSprite(writer, view, agent, files);
    writer.add({u"--remount-ro"_s, u"/"_s, u"--chdir"_s, u"/"_s});
    return writer.take();
}

QString agentProgram()
{
    const QString name = u"/spritarium-playground-agent"_s;
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &candidate :
         {here + name, here + u"/../libexec"_s + name, here + u"/../libexec/spritarium"_s + name,
          here + u"/../lib/spritarium"_s + name, here + u"/../bin"_s + name}) {
        const QFileInfo info(candidate);
        if (info.isFile() && info.isExecutable())
            return info.canonicalFilePath();
    }
    return {};
}

Start start(const SandboxSettings &settings, const QString &sprite, const SpriteView &view,
            const QList<SandboxFile> &files, int socket, int errors, QObject *parent)
{
    const QString agent = agentProgram();
    if (agent.isEmpty())
        return {nullptr, u"spritarium-playground-agent is missing"_s, {}, {}};
    if (settings.isolation == Isolation::None)
        return unisolated(settings, agent, view, socket, errors, parent);
    const QString program = bubblewrap();
    if (program.isEmpty())
        return {nullptr, u"bubblewrap is not installed"_s, {}, {}};
    // 3 is the agent's socket, 4 the arguments themselves, which no list of processes needs to show.
    Arguments box = arguments(settings, sprite, view, agent, files, 5);
    std::array<Agent::UniqueFd, 4> doors; // info: reading, writing; gate: reading, writing
    if (settings.reachesOutside) {
        if (!openDoors(doors))
            return {nullptr, u"too many open files"_s, {}, {}};
        const int next = 5 + int(box.data.size());
        box.words += {u"--info-fd"_s, QString::number(next), u"--block-fd"_s, QString::number(next + 1)};
    }
    QByteArray words;
    for (const QString &word : std::as_const(box.words))
        words += QFile::encodeName(word) + '\0';
    std::vector<Agent::UniqueFd> contents;
    contents.push_back(fileWith(words));
    for (const QByteArray &content : std::as_const(box.data))
        contents.push_back(fileWith(content));
    ChildProcess::Plan plan;
    plan.arguments = QByteArrayList{QFile::encodeName(program), "--args", "4", "--", AgentPath.toLatin1()} +
                     fileLimit(settings);
    plan.errors = errors;
    plan.files = {socket};
    for (const Agent::UniqueFd &content : contents)
        plan.files.push_back(content.get());
    if (settings.reachesOutside) {
        plan.files.push_back(doors[1].get());
        plan.files.push_back(doors[2].get());
        // Its own to keep, so that what it says into the first can be said though nobody is there to hear it.
        plan.files.push_back(doors[0].get());
    }
    ChildProcess *process = ChildProcess::start(plan, parent);
    return {process, process ? QString() : QString::fromLocal8Bit(std::strerror(errno)), std::move(doors[0]),
            std::move(doors[3])};
}

} // namespace Spritarium::Playground::Sandbox
