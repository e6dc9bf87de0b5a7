// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/keepawake.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/operationdesk.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/stores.h"
#include "domain/relativetime.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/spriteheader.h"
#include "views/spritetreepanel.h"
#include "views/toast.h"

#include <QAction>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! The minutes of each door.
const QHash<QLatin1StringView, std::chrono::minutes> &doors()
{
    static const QHash<QLatin1StringView, std::chrono::minutes> minutes{{"sprite.keep-awake"_L1, 15min},
                                                                        {"sprite.keep-awake-5"_L1, 5min},
                                                                        {"sprite.keep-awake-60"_L1, 60min}};
    return minutes;
}

} // namespace

KeepAwake::KeepAwake(const Parts &parts, SpriteTreePanel &panel, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
{
    for (auto door = doors().cbegin(); door != doors().cend(); ++door)
        connect(parts.actions[door.key()], &QAction::triggered, this,
                [this, time = door.value()] { take(targets(), time); });
    connect(parts.actions["sprite.release"_L1], &QAction::triggered, this, [this] { release(targets()); });
    connect(parts.window.header(), &SpriteHeader::keepAwakeRequested, this,
            [this](const QString &action, const SpriteKey &key) {
                if (action == "sprite.release"_L1)
                    release({key});
                else
                    take({key}, doors().value(QLatin1StringView(action.toLatin1())));
            });
    connect(&parts.accounts, &Accounts::sessionOpened, this, &KeepAwake::watchSession);
    connect(&panel, &SpriteTreePanel::selectionChanged, this, &KeepAwake::updateReasons);
    connect(&parts.selection, &Selection::changed, this, &KeepAwake::updateReasons);
    connect(&parts.desk, &OperationDesk::busyChanged, this, &KeepAwake::updateReasons);
    connect(&parts.accounts, &Accounts::accountsChanged, this, &KeepAwake::updateReasons);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &KeepAwake::updateReasons);
    connect(&parts.tree, &SpriteTreeModel::changesApplied, this, &KeepAwake::updateReasons);
    watchEnds();
    restore();
    updateReasons();
}

void KeepAwake::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    AwakeHolds &holds = session->holds();
    connect(&holds, &AwakeHolds::held, this,
            [this, account, session](const SpriteName &name, const QDateTime &until) {
                const SpriteKey key{account, name};
                m_lost.remove(key);
                put(key, {until, false});
                m_parts.window.showStatusText({});
                // The command woke it: what waits for that may read now.
                session->sprites().get(name);
                tellHeld(key, until);
            });
    connect(&holds, &AwakeHolds::released, this, [this, account](const SpriteName &name) {
        const SpriteKey key{account, name};
        drop(key);
        tellReleased(key);
    });
    connect(&holds, &AwakeHolds::failed, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                tellFailure({account, name}, error);
            });
    connect(&holds, &AwakeHolds::answerLost, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                tellLost({account, name}, error);
            });
}

void KeepAwake::tellHeld(const SpriteKey &sprite, const QDateTime &until)
{
    m_taking.remove(sprite);
    if (!m_taken.contains(sprite))
        m_taken.append(sprite);
    m_takenUntil = until;
    tellTaken();
}

//! One toast for all that were asked for together: a second one would take the place of the first.
void KeepAwake::tellTaken()
{
    if (!m_taking.isEmpty())
        return;
    QStringList sentences;
    const int held = int(m_taken.size());
    const QString time = clockText(m_takenUntil);
    if (held == 1 && m_asked <= 1)
        sentences << tr("%1 is kept awake until %2.").arg(m_taken.constFirst().sprite.toString(), time);
    else if (held > 0 && held < m_asked)
        sentences << tr("%1 of %n sprite(s) are kept awake until %2.", nullptr, m_asked)
                         .arg(QString::number(held), time);
    else if (held > 0)
        sentences << tr("%n sprite(s) are kept awake until %1.", nullptr, held).arg(time);
    sentences << std::exchange(m_problems, {});
    const QList<SpriteKey> releasable = m_taken + std::exchange(m_unsure, {});
    Toast *toast =
        Toast::show(m_parts.window, sentences.join(u' '), releasable.isEmpty() ? QString() : tr("Release"));
    connect(toast, &Toast::actionTriggered, this, [this, releasable] { release(releasable); });
}

void KeepAwake::tellReleased(const SpriteKey &sprite)
{
    m_releasing.remove(sprite);
    m_released++;
    if (!m_releasing.isEmpty())
        return;
    Toast::show(m_parts.window, m_released <= 1
                                    ? tr("%1 may fall asleep again.").arg(sprite.sprite.toString())
                                    : tr("%n sprite(s) may fall asleep again.", nullptr, m_released));
}

void KeepAwake::tellFailure(const SpriteKey &sprite, const ApiError &error)
{
    const QString name = sprite.sprite.toString();
    const bool wasReleasing = m_releasing.remove(sprite);
    m_taking.remove(sprite);
    const QString what = wasReleasing ? tr("The hold of %1 is not released.") : tr("%1 is not kept awake.");
    m_parts.window.showStatusText({});
    //: What happened, then why
    const QString text = tr("%1 %2").arg(what.arg(name), error.userText(name));
    if (wasReleasing) {
        Toast::show(m_parts.window, text);
        return;
    }
    m_problems << text;
    tellTaken();
}

void KeepAwake::tellLost(const SpriteKey &sprite, const ApiError &error)
{
    const QString name = sprite.sprite.toString();
    const bool wasReleasing = m_releasing.remove(sprite);
    m_taking.remove(sprite);
    if (!wasReleasing) {
        m_lost.insert(sprite, QDateTime::currentDateTimeUtc().addSecs(AwakeHolds::Longest.count()));
        m_clock.start();
        updateReasons();
    }
    m_parts.window.showStatusText({});
    const QString what = wasReleasing ? tr("It is not known whether the hold of %1 is released.")
                                      : tr("It is not known whether %1 is kept awake.");
    //: What happened, then why
    const QString text = tr("%1 %2").arg(what.arg(name), error.userText(name));
    if (!wasReleasing) {
        m_problems << text;
        m_unsure << sprite;
        tellTaken();
        return;
    }
    Toast *toast = Toast::show(m_parts.window, text, tr("Release"));
    connect(toast, &Toast::actionTriggered, this, [this, sprite] { release({sprite}); });
}

void KeepAwake::watchEnds()
{
    m_clock.setInterval(5s);
    connect(&m_clock, &QTimer::timeout, this, [this] { loosen(QDateTime::currentDateTimeUtc()); });
    connect(&m_parts.desk, &OperationDesk::settled, this, [this](const Operation &operation) {
        // A restore starts the machine anew, and a deletion ends it; one of an unknown end may not have.
        const bool ends = operation.kind == OperationKind::RestoreCheckpoint ||
                          operation.kind == OperationKind::DeleteSprite;
        if (ends && (operation.outcome == Outcome::Succeeded ||
                     operation.outcome == Outcome::SucceededWithDifferences))
            drop(operation.sprite);
    });
    connect(&m_parts.tree, &SpriteTreeModel::changesApplied, this, &KeepAwake::dropWhatSleeps);
    connect(&m_parts.accounts, &Accounts::sessionClosing, this, [this](AccountSession *session) {
        // Its answers come no more; the holds stay, for sprites know nothing of sessions.
        const auto isOfIt = [id = session->account().id](const SpriteKey &key) { return key.account == id; };
        const QDateTime longest = QDateTime::currentDateTimeUtc().addSecs(AwakeHolds::Longest.count());
        for (const SpriteKey &key : std::as_const(m_taking)) {
            if (isOfIt(key))
                m_lost.insert(key, longest);
        }
        m_releasing.removeIf(isOfIt);
        m_taking.removeIf(isOfIt);
        m_clock.start();
    });
    connect(&m_parts.stores, &Stores::spriteForgotten, this, &KeepAwake::drop);
    connect(&m_parts.stores, &Stores::accountForgotten, this, &KeepAwake::forget);
    connect(&m_parts.accounts, &Accounts::accountsChanged, this, [this] {
        // The holds of a playground end with its processes.
        if (!m_parts.accounts.account(playgroundAccountId()))
            forget(playgroundAccountId());
    });
}

void KeepAwake::loosen(const QDateTime &now)
{
    const QList<SpriteKey> keys = m_holds.keys();
    for (const SpriteKey &key : keys) {
        if (until(key) <= now)
            drop(key);
    }
    if (m_lost.removeIf([&now](const auto &entry) { return entry.value() <= now; }) > 0)
        updateReasons();
    if (m_holds.isEmpty() && m_lost.isEmpty())
        m_clock.stop();
}

void KeepAwake::forget(const AccountId &account)
{
    const QList<SpriteKey> keys = m_holds.keys() + m_lost.keys();
    for (const SpriteKey &key : keys) {
        if (key.account == account)
            drop(key);
    }
}

void KeepAwake::restore()
{
    const QVariantMap saved = m_parts.settings.get(Settings::Key::Holds).toMap();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (auto hold = saved.begin(); hold != saved.end(); ++hold) {
        const QStringList names = hold.key().split(u'\n');
        const QDateTime until = hold->toDateTime();
        if (names.size() == 2 && until > now && until < now.addSecs(AwakeHolds::Longest.count()))
            put({AccountId(names.first()), SpriteName(names.last())}, {until, true});
    }
    save(); // without those that are over
}

void KeepAwake::save()
{
    QVariantMap saved;
    for (auto hold = m_holds.cbegin(); hold != m_holds.cend(); ++hold)
        saved.insert(hold.key().account.toString() + u'\n' + hold.key().sprite.toString(), hold->until);
    m_parts.settings.set(Settings::Key::Holds, saved);
}

void KeepAwake::dropWhatSleeps()
{
    // What the disk says of a sprite may be hours old, and a long listing takes its place piece by piece.
    if (m_parts.tree.isApplying())
        return;
    const QList<SpriteKey> keys = m_holds.keys();
    for (const SpriteKey &key : keys) {
        const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
        const auto hold = m_holds.find(key);
        if (hold == m_holds.end() || !sprite || accountState(key.account) != ViewState::Kind::Ready)
            continue;
        if (sprite->isRunning())
            hold->wasSeenRunning = true;
        else if (hold->wasSeenRunning &&
                 (sprite->state == SpriteState::Warm || sprite->state == SpriteState::Cold))
            drop(key);
    }
}

//! Who asks one that sleeps to be released wakes it.
bool KeepAwake::mayHold(const SpriteKey &sprite) const
{
    if (m_holds.contains(sprite))
        return true;
    const std::optional<Sprite> listed = m_parts.tree.sprite(sprite);
    const bool sleeps = listed && (listed->state == SpriteState::Warm || listed->state == SpriteState::Cold);
    return m_lost.contains(sprite) && !sleeps;
}

ViewState::Kind KeepAwake::accountState(const AccountId &account) const
{
    return m_parts.tree.indexOf(account).data(SpriteTreeModel::AccountStateRole).value<ViewState>().kind;
}

QList<SpriteKey> KeepAwake::targets() const
{
    const QList<SpriteKey> selected = m_panel.selectedSprites();
    const SpriteKey shown = m_parts.selection.key();
    return !selected.isEmpty() || shown.isEmpty() ? selected : QList<SpriteKey>{shown};
}

QString KeepAwake::disabledReason(const QList<SpriteKey> &keys) const
{
    if (keys.isEmpty())
        return tr("No sprite is selected.");
    for (const SpriteKey &key : keys) {
        if (!m_parts.accounts.session(key.account))
            return tr("This account is not signed in.");
        if (accountState(key.account) == ViewState::Kind::Offline)
            return tr("Offline");
        if (m_parts.desk.isBusy(key))
            return tr("Another operation runs on this sprite.");
    }
    return {};
}

void KeepAwake::updateReasons()
{
    const QList<SpriteKey> keys = targets();
    const QString reason = disabledReason(keys);
    for (auto door = doors().cbegin(); door != doors().cend(); ++door)
        m_parts.actions.setDisabledReason(door.key(), reason);
    m_parts.actions.setDisabledReason("sprite.release"_L1, releaseReason(keys));
    const QList<SpriteKey> shown{m_parts.selection.key()};
    m_parts.window.header()->setKeepAwakeReasons(disabledReason(shown), releaseReason(shown));
}

QString KeepAwake::releaseReason(const QList<SpriteKey> &keys) const
{
    const QString reason = disabledReason(keys);
    const bool holds =
        std::any_of(keys.begin(), keys.end(), [this](const SpriteKey &key) { return mayHold(key); });
    return holds || !reason.isEmpty() ? reason : tr("No hold of ours keeps it awake.");
}

void KeepAwake::take(const QList<SpriteKey> &keys, std::chrono::minutes time)
{
    if (!disabledReason(keys).isEmpty())
        return;
    if (m_taking.isEmpty()) {
        m_asked = 0;
        m_taken.clear();
        m_problems.clear();
        m_unsure.clear();
    }
    for (const SpriteKey &key : keys) {
        if (!m_taking.contains(key))
            m_asked++;
        m_taking.insert(key);
        m_parts.accounts.session(key.account)->holds().take(key.sprite, time);
    }
    m_parts.window.showStatusText(tr("Taking a hold of %n sprite(s)…", nullptr, int(keys.size())));
}

void KeepAwake::release(const QList<SpriteKey> &keys)
{
    if (m_releasing.isEmpty())
        m_released = 0;
    for (const SpriteKey &key : keys) {
        AccountSession *session = m_parts.accounts.session(key.account);
        if (!session || !mayHold(key))
            continue;
        m_releasing.insert(key);
        session->holds().release(key.sprite);
    }
}

void KeepAwake::put(const SpriteKey &sprite, const Hold &hold)
{
    m_holds.insert(sprite, hold);
    save();
    m_clock.start();
    m_parts.tree.setHold(sprite, hold.until);
    updateReasons();
    Q_EMIT changed(sprite);
}

void KeepAwake::drop(const SpriteKey &sprite)
{
    const bool wasLost = m_lost.remove(sprite);
    if (!m_holds.remove(sprite)) {
        if (wasLost)
            updateReasons();
        return;
    }
    if (m_holds.isEmpty() && m_lost.isEmpty())
        m_clock.stop();
    save();
    m_parts.tree.setHold(sprite, {});
    updateReasons();
    Q_EMIT changed(sprite);
}

} // namespace Spritarium
