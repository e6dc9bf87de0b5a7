// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/topfolders.h"

#include "playground/checkpointshelf.h"
#include "playground/sandbox.h"
#include "playground/systemview.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Patience = std::chrono::seconds(2);

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

} // namespace

TopFolders::TopFolders(const QString &root, QObject *parent)
    : QObject(parent)
    , m_root(root)
    , m_seen(look())
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { m_helper->kill(); });
}

TopFolders::Seen TopFolders::look() const
{
    Seen seen;
    const QStringList names =
        QDir(m_root).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        struct stat info = {};
        const QByteArray host = QFile::encodeName(m_root + u'/' + name);
        if (!systemFolders().contains(name) && name != ".sprite"_L1 && ::lstat(host.constData(), &info) == 0)
            seen.insert(QFile::encodeName(name), {quint64(info.st_dev), quint64(info.st_ino)});
    }
    return seen;
}

void TopFolders::begin(pid_t sandbox)
{
    m_sandbox = sandbox;
    update();
}

QByteArrayList TopFolders::changesTo(const Seen &now) const
{
    QByteArrayList words;
    for (auto old = m_seen.cbegin(); old != m_seen.cend(); ++old) {
        if (!now.contains(old.key()) || now.value(old.key()) != old.value())
            words.append('-' + old.key());
    }
    for (auto fresh = now.cbegin(); fresh != now.cend(); ++fresh) {
        if (!m_seen.contains(fresh.key()) || m_seen.value(fresh.key()) != fresh.value())
            words.append('+' + fresh.key());
    }
    return words;
}

void TopFolders::update()
{
    if (m_sandbox == 0 || m_helper)
        return; // looked at afterwards
    const Seen now = look();
    const QByteArrayList words = changesTo(now);
    if (words.isEmpty())
        return;
    // Whatever becomes of it: what cannot be shown is seen from the sprite's next start on.
    m_seen = now;
    if (start(words))
        m_patience.start();
}

bool TopFolders::start(const QByteArrayList &words)
{
    const Agent::UniqueFd mounts = mountsOf(m_sandbox);
    if (!mounts)
        return false;
    ChildProcess::Plan plan;
    plan.arguments = QByteArrayList{QFile::encodeName(Sandbox::agentProgram()), "--folders",
                                    CheckpointShelf::asideInside(CheckpointShelf::Active).toUtf8()} +
                     words;
    plan.files = {mounts.get()};
    m_helper = ChildProcess::start(plan, this);
    if (m_helper)
        connect(m_helper, &ChildProcess::ended, this, &TopFolders::finish);
    return m_helper != nullptr;
}

void TopFolders::finish()
{
    m_patience.stop();
    if (!m_helper->hasSucceeded())
        qInfo("spritarium-playground: new folders of a sprite are seen by its commands after its next start");
    std::exchange(m_helper, nullptr)->deleteLater();
    update();
    if (!m_helper)
        emit settled();
}

} // namespace Spritarium::Playground
