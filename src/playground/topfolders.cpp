// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/topfolders.h"

#include "playground/agent/pipe.h"
#include "playground/checkpointshelf.h"
#include "playground/sandbox.h"
#include "playground/systemview.h"
#include "playground/textpieces.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstring>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! So long those wait that start meanwhile.
constexpr auto Patience = std::chrono::seconds(15);

//! The mounts of what bubblewrap started: it is its only child.
Agent::UniqueFd mountsOf(pid_t sandbox)
{
    QFile children(u"/proc/%1/task/%1/children"_s.arg(sandbox));
    if (!children.open(QIODevice::ReadOnly))
        return {};
    const QByteArray child = children.readAll().trimmed();
    bool isOne = false;
    child.toInt(&isOne);
    return Agent::UniqueFd(isOne ? ::open(("/proc/" + child + "/ns/mnt").constData(), O_RDONLY | O_CLOEXEC)
                                 : -1);
}

//! Where a link says it leads.
QByteArray linkText(const QByteArray &path)
{
    QByteArray text(PATH_MAX, '\0');
    const ssize_t length = ::readlink(path.constData(), text.data(), size_t(text.size()));
    return text.left(std::max<ssize_t>(length, 0));
}

} // namespace

TopFolders::TopFolders(const QString &root, const QString &sprite, QObject *parent)
    : QObject(parent)
    , m_root(root)
    , m_sprite(sprite)
    , m_seen(look().value_or(Entries()))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { m_helper->kill(); });
}

std::optional<TopFolders::Entries> TopFolders::look() const
{
    const QByteArray root = QFile::encodeName(m_root);
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(root.constData()), &::closedir);
    if (!folder)
        return {};
    Entries entries;
    while (const dirent *each = ::readdir(folder.get())) {
        struct stat info = {};
        const QByteArray name(each->d_name);
        const bool isOthers = name == "." || name == ".." || name == ".sprite" ||
                              systemFolders().contains(QFile::decodeName(name));
        if (isOthers || ::fstatat(::dirfd(folder.get()), name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        // The number of a link that is gone may be the next one's.
        entries.insert(name, {quint64(info.st_dev), quint64(info.st_ino),
                              S_ISLNK(info.st_mode) ? linkText(root + '/' + name) : QByteArray()});
    }
    return entries;
}

void TopFolders::begin(pid_t sandbox)
{
    m_sandbox = sandbox;
    update();
}

QByteArrayList TopFolders::changesTo(const Entries &now, bool isRetried) const
{
    Entries names = m_seen;
    names.insert(now);
    QByteArrayList words;
    for (auto each = names.cbegin(); each != names.cend(); ++each) {
        const QByteArray &name = each.key();
        const Entry before = m_seen.value(name);
        const Entry after = now.value(name);
        const auto is = [&name, &after](const Entries &entries) {
            return entries.contains(name) && entries.value(name) == after;
        };
        if (before == after || is(m_lost) || (is(m_failed) && !isRetried))
            continue;
        // Removals first: a link and a folder may have changed names.
        if (after == Entry())
            words.prepend('-' + name);
        else
            words.append((before == Entry() ? '+' : '=') + name);
    }
    return words;
}

quint64 TopFolders::nextTurn()
{
    if (m_sandbox == 0)
        return 1; // begin() is the first
    if (m_helper)
        return m_turn + 1; // looked at afterwards
    update(true);
    return m_turn;
}

void TopFolders::update()
{
    update(false);
}

void TopFolders::update(bool isRetried)
{
    if (m_sandbox == 0 || m_helper)
        return; // looked at afterwards
    // Who cannot look, for want of descriptors, has not seen that all is gone.
    const Entries now = look().value_or(m_seen);
    const QByteArrayList words = changesTo(now, isRetried);
    ++m_turn;
    if (words.isEmpty()) {
        emit shown(m_turn);
        return;
    }
    m_trying.clear();
    for (const QByteArray &word : words)
        m_trying.insert(word.mid(1), now.value(word.mid(1)));
    m_said.clear();
    if (start(words))
        m_patience.start();
    else
        finish(false);
}

bool TopFolders::start(const QByteArrayList &words)
{
    const Agent::UniqueFd mounts = mountsOf(m_sandbox);
    Agent::Pipe errors = Agent::makePipe();
    if (!mounts || !errors.reading) {
        m_said = std::strerror(errno);
        return false;
    }
    ChildProcess::Plan plan;
    plan.arguments = QByteArrayList{QFile::encodeName(Sandbox::agentProgram()), "--folders",
                                    CheckpointShelf::asideInside(CheckpointShelf::Active).toUtf8()} +
                     words;
    plan.errors = errors.writing.get();
    plan.files = {mounts.get()};
    m_helper = ChildProcess::start(plan, this);
    if (!m_helper) {
        m_said = std::strerror(errno);
        return false;
    }
    ::fcntl(errors.reading.get(), F_SETFL, O_NONBLOCK);
    m_errors = std::move(errors.reading);
    m_notifier = std::make_unique<QSocketNotifier>(m_errors.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &TopFolders::readErrors);
    connect(m_helper, &ChildProcess::ended, this, [this] {
        m_patience.stop();
        readErrors();
        m_notifier.reset();
        m_errors.reset();
        ChildProcess *helper = std::exchange(m_helper, nullptr);
        helper->deleteLater();
        finish(helper->hasSucceeded());
        update();
    });
    return true;
}

void TopFolders::readErrors()
{
    std::array<char, 4096> bytes{};
    ssize_t size = 0;
    while ((size = ::read(m_errors.get(), bytes.data(), bytes.size())) > 0)
        m_said.append(bytes.data(), size);
    if (size == 0)
        m_notifier->setEnabled(false);
}

bool TopFolders::hasFailed(const QByteArray &name, bool isDone) const
{
    return !isDone && (m_said.startsWith(name + ": ") || m_said.contains('\n' + name + ": "));
}

void TopFolders::finish(bool isDone)
{
    const auto isNamed = [this, isDone](const QByteArray &name) { return hasFailed(name, isDone); };
    const QByteArrayList names = m_trying.keys();
    // One that was killed, or could not even begin.
    const bool isNothingDone = !isDone && std::none_of(names.cbegin(), names.cend(), isNamed);
    for (const QByteArray &name : names) {
        const Entry entry = m_trying.value(name);
        const bool isSecond = m_failed.contains(name) && m_failed.value(name) == entry;
        m_failed.remove(name);
        m_lost.remove(name);
        if (isNothingDone || isNamed(name))
            (isSecond ? m_lost : m_failed).insert(name, entry);
        else if (entry == Entry())
            m_seen.remove(name);
        else
            m_seen.insert(name, entry);
    }
    if (!isDone)
        tell(m_said.isEmpty() ? u"it takes too long"_s : lastLine(m_said));
    emit shown(m_turn);
}

void TopFolders::tell(const QString &why)
{
    if (!std::exchange(m_hasTold, true))
        qInfo("spritarium-playground: what is new below / of %s is not seen by its commands before its next "
              "start: %s",
              qPrintable(m_sprite), qPrintable(why));
}

} // namespace Spritarium::Playground
