// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/seedplayer.h"

#include "playground/networkpolicystore.h"
#include "playground/spritefiles.h"

#include <QDir>
#include <QFileInfo>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

SeedPlayer::SeedPlayer(SpriteStore &store, const QString &name)
    : m_store(store)
{
    m_request.name = name;
}

StoreResult<Done> SeedPlayer::play(const QList<SeedStep> &steps)
{
    for (const SeedStep &step : steps) {
        m_step = u"%1, line %2"_s.arg(m_request.name).arg(step.line);
        if (const Fault wrong = take(step))
            return *wrong;
    }
    const Fault wrong = m_view.root.isEmpty() && !m_store.sprite(m_request.name) ? makeSprite() : Fault();
    return wrong ? StoreResult<Done>(*wrong) : Done{};
}

SeedPlayer::Fault SeedPlayer::fault(const QString &what) const
{
    return StoreError{StoreFault::Io, u"seed %1: %2"_s.arg(m_step, what)};
}

QDateTime SeedPlayer::before(const QString &age) const
{
    return m_store.now().addSecs(-parseAge(age).value_or(0));
}

QString SeedPlayer::host(const QString &path) const
{
    return m_view.root + (path.startsWith(u'/') ? path : u"/home/sprite/"_s + path);
}

SeedPlayer::Fault SeedPlayer::take(const SeedStep &step)
{
    static const QStringList settings{u"sprite"_s, u"public"_s, u"fails"_s, u"bare"_s};
    static const QStringList moments{u"checkpoint"_s, u"unhealthy"_s, u"auto"_s, u"restore"_s, u"status"_s};
    if (settings.contains(step.verb))
        return takeSetting(step);
    if (m_view.root.isEmpty()) {
        if (const Fault wrong = makeSprite())
            return wrong;
    }
    return moments.contains(step.verb) ? takeMoment(step) : takeFile(step);
}

SeedPlayer::Fault SeedPlayer::takeSetting(const SeedStep &step)
{
    if (step.verb == "sprite"_L1) {
        m_request.createdAt = before(step.words.value(0));
        m_request.labels = step.words.mid(1);
    } else if (step.verb == "public"_L1) {
        m_request.auth = u"public"_s;
    } else if (step.verb == "fails"_L1) {
        m_request.fails = true;
    } else {
        m_request.baseCheckpoint = false;
    }
    return {};
}

SeedPlayer::Fault SeedPlayer::makeSprite()
{
    const StoreResult<Sprite> made = m_store.create(m_request);
    if (!made)
        return made.error();
    // A bare sprite stays as cheap as it looks: no folder before somebody puts a file there.
    if (!m_request.baseCheckpoint)
        return {};
    const StoreResult<SpriteView> view = m_store.view(m_request.name);
    if (!view)
        return view.error();
    m_view = *view;
    return {};
}

SeedPlayer::Fault SeedPlayer::write(const QString &path, const QByteArray &bytes)
{
    QFile file(host(path));
    QDir().mkpath(QFileInfo(file).path());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return fault(u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString()));
    m_touched.append(file.fileName());
    return {};
}

SeedPlayer::Fault SeedPlayer::takeFile(const SeedStep &step)
{
    const QString path = step.words.value(0);
    const QString other = step.words.value(1);
    if (step.verb == "file"_L1) {
        const Fault wrong = write(path, step.body);
        const mode_t mode = static_cast<mode_t>(SpriteFiles::parseMode(other).value_or(0644));
        ::chmod(QFile::encodeName(host(path)).constData(), mode);
        return wrong;
    }
    if (step.verb == "append"_L1)
        return write(path, contentsOf(host(path)) + step.body);
    if (step.verb == "change"_L1) {
        const std::optional<QByteArray> changed = applyChange(contentsOf(host(path)), step.body);
        return changed ? write(path, *changed) : fault(u"%1 has no such lines"_s.arg(path));
    }
    if (step.verb == "policy"_L1) {
        const StoreResult<Done> stored = NetworkPolicyStore(m_view).write(step.body);
        return stored ? Fault() : fault(stored.error().text);
    }
    bool done = false;
    if (step.verb == "link"_L1)
        done = QFile::link(other, host(path));
    else if (step.verb == "delete"_L1)
        done = QFile::remove(host(path));
    else if (step.verb == "move"_L1)
        done = QDir().mkpath(QFileInfo(host(other)).path()) && QFile::rename(host(path), host(other));
    return done ? Fault() : fault(u"%1 %2 cannot be done"_s.arg(step.verb, path));
}

SeedPlayer::Fault SeedPlayer::takeMoment(const SeedStep &step)
{
    if (step.verb == "restore"_L1) {
        const StoreResult<Checkpoint> restored = m_store.restoreNow(m_request.name, step.words.value(0));
        if (!restored)
            return restored.error();
        const StoreResult<SpriteView> view = m_store.view(m_request.name);
        m_view = view ? *view : m_view;
        m_touched.clear();
        return {};
    }
    if (step.verb == "status"_L1) {
        const QDateTime at = before(step.words.value(1));
        dateTouched(at);
        const StoreResult<Sprite> set = m_store.setStatus(m_request.name, step.words.value(0), at);
        return set ? Fault() : set.error();
    }
    CheckpointRequest request;
    request.cutAt = before(step.words.value(0));
    request.comment = step.words.mid(1).join(u' ');
    request.isAuto = step.verb == "auto"_L1;
    request.health = step.verb == "unhealthy"_L1 ? u"mount_failed"_s : QString();
    dateTouched(request.cutAt);
    const StoreResult<Checkpoint> made = m_store.checkpointNow(m_request.name, request);
    return made ? Fault() : made.error();
}

void SeedPlayer::dateTouched(const QDateTime &at)
{
    qint64 secondsBefore = 95;
    for (auto path = m_touched.crbegin(); path != m_touched.crend(); ++path) {
        QFile file(*path);
        if (file.exists() && file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
            file.setFileTime(at.addSecs(-secondsBefore), QFileDevice::FileModificationTime);
        secondsBefore += 97;
    }
    m_touched.clear();
}

} // namespace Spritarium::Playground
