// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/keepawake.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/operationdesk.h"
#include "app/selection.h"
#include "app/settings.h"
#include "domain/relativetime.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
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
                [this, time = door.value()] { take(time); });
    connect(parts.actions["sprite.release"_L1], &QAction::triggered, this, [this] { release(targets()); });
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
                put(key, {until, false});
                m_parts.window.showStatusText({});
                // The command woke it: what waits for that may read now.
                session->sprites().get(name);
                Toast *toast = Toast::show(
                    m_parts.window, tr("%1 is kept awake until %2.").arg(name.toString(), clockText(until)),
                    tr("Release"));
                connect(toast, &Toast::actionTriggered, this, [this, key] { release({key}); });
            });
    connect(&holds, &AwakeHolds::released, this, [this, account](const SpriteName &name) {
        const SpriteKey key{account, name};
        m_releasing.remove(key);
        drop(key);
        Toast::show(m_parts.window, tr("%1 may fall asleep again.").arg(name.toString()));
    });
    connect(&holds, &AwakeHolds::failed, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                const SpriteKey key{account, name};
                const QString what = m_releasing.remove(key) ? tr("The hold of %1 is not released.")
                                                             : tr("%1 is not kept awake.");
                //: What happened, then why
                Toast::show(m_parts.window,
                            tr("%1 %2").arg(what.arg(name.toString()), error.userText(name.toString())));
            });
}

void KeepAwake::watchEnds()
{
    m_clock.setInterval(5s);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QList<SpriteKey> keys = m_holds.keys();
        for (const SpriteKey &key : keys) {
            if (until(key) <= now)
                drop(key);
        }
    });
    connect(&m_parts.desk, &OperationDesk::settled, this, [this](const Operation &operation) {
        // A restore starts the machine anew, and a deletion ends it.
        const bool ends = operation.kind == OperationKind::RestoreCheckpoint ||
                          operation.kind == OperationKind::DeleteSprite;
        if (ends && operation.outcome != Outcome::Failed && operation.outcome != Outcome::Canceled)
            drop(operation.sprite);
    });
    connect(&m_parts.tree, &SpriteTreeModel::changesApplied, this, &KeepAwake::dropWhatSleeps);
    connect(&m_parts.accounts, &Accounts::sessionClosing, this, [this](AccountSession *session) {
        const QList<SpriteKey> keys = m_holds.keys();
        for (const SpriteKey &key : keys) {
            if (key.account == session->account().id)
                drop(key);
        }
    });
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
    const QList<SpriteKey> keys = m_holds.keys();
    for (const SpriteKey &key : keys) {
        const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
        const auto hold = m_holds.find(key);
        // What the disk says of a sprite may be hours old.
        if (hold == m_holds.end() || !sprite || accountState(key.account) != ViewState::Kind::Ready)
            continue;
        if (sprite->isRunning())
            hold->wasSeenRunning = true;
        else if (hold->wasSeenRunning)
            drop(key);
    }
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
    const bool holds =
        std::any_of(keys.begin(), keys.end(), [this](const SpriteKey &key) { return m_holds.contains(key); });
    m_parts.actions.setDisabledReason(
        "sprite.release"_L1, holds || !reason.isEmpty() ? reason : tr("No hold of ours keeps it awake."));
}

void KeepAwake::take(std::chrono::minutes time)
{
    const QList<SpriteKey> keys = targets();
    if (!disabledReason(keys).isEmpty())
        return;
    for (const SpriteKey &key : keys)
        m_parts.accounts.session(key.account)->holds().take(key.sprite, time);
    m_parts.window.showStatusText(tr("Taking a hold of %n sprite(s)…", nullptr, int(keys.size())));
}

void KeepAwake::release(const QList<SpriteKey> &keys)
{
    for (const SpriteKey &key : keys) {
        AccountSession *session = m_parts.accounts.session(key.account);
        if (!session || !m_holds.contains(key))
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
    if (!m_holds.remove(sprite))
        return;
    if (m_holds.isEmpty())
        m_clock.stop();
    save();
    m_parts.tree.setHold(sprite, {});
    updateReasons();
    Q_EMIT changed(sprite);
}

} // namespace Spritarium
