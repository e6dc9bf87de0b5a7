// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/policytimers.h"

#include "app/accounts.h"
#include "app/applypolicyflow.h"
#include "app/operationdesk.h"
#include "app/stores.h"

#include <QPointer>
#include <QUuid>

#include <algorithm>
#include <memory>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! The clock is not asked to wait longer at once: a computer that slept looks again soon after it woke.
constexpr std::chrono::milliseconds LongestWait = std::chrono::seconds(20);
//! A disk that has not confirmed by then is not waited for.
constexpr std::chrono::milliseconds DiskPatience = std::chrono::seconds(5);

} // namespace

PolicyTimers::PolicyTimers(const Parts &parts, const FlowTiming &timing, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_timing(timing)
{
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, &PolicyTimers::fire);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &PolicyTimers::watchSession);
    watchOthers();
}

void PolicyTimers::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    for (auto it = m_timers.begin(); it != m_timers.end(); ++it) {
        if (it.key().account == account)
            it->nextTry = {};
    }
    // A sprite that gets the name of a deleted one has rules of its own.
    connect(&session->sprites(), &SpriteService::removed, this, [this, account](const SpriteName &name) {
        const SpriteKey key{account, name};
        if (m_timers.contains(key) && state(key) != State::GoingBack)
            remove(key);
    });
    schedule();
}

void PolicyTimers::watchOthers()
{
    connect(&m_parts.desk, &OperationDesk::policyInForce, this,
            [this](const SpriteKey &sprite, const PolicyInForce &policy) {
                const auto it = m_timers.constFind(sprite);
                // Other rules were applied by hand: what was on trial is history.
                if (it != m_timers.constEnd() && !it->isApplying && it->state != State::GoingBack &&
                    policy.policy != it->timer.posted)
                    remove(sprite);
            });
    connect(&m_parts.desk, &OperationDesk::settled, this, [this](const Operation &operation) {
        if (operation.kind == OperationKind::DeleteSprite && operation.outcome == Outcome::Succeeded &&
            m_timers.contains(operation.sprite))
            remove(operation.sprite);
    });
    connect(&m_parts.accounts, &Accounts::accountsChanged, this, [this](const QList<Account> &accounts) {
        QSet<AccountId> now;
        for (const Account &account : accounts)
            now.insert(account.id);
        const QSet<AccountId> gone = std::exchange(m_accounts, now).subtract(now);
        const QList<SpriteKey> keys = m_timers.keys();
        for (const SpriteKey &key : keys) {
            // The playground's rules are still there when it is opened the next time.
            if (gone.contains(key.account) && key.account != playgroundAccountId())
                remove(key);
        }
    });
}

void PolicyTimers::restore(const QList<PolicyTimer> &timers)
{
    for (const PolicyTimer &timer : timers) {
        m_timers.insert(timer.sprite, Entry{timer});
        Q_EMIT changed(timer.sprite);
    }
    schedule();
}

void PolicyTimers::arm(ApplyPolicyFlow &flow, const NetworkPolicy &before, std::chrono::seconds after,
                       const std::function<void(const std::optional<ApiError> &)> &then)
{
    const SpriteKey sprite = flow.operation().sprite;
    Entry entry;
    entry.timer = {sprite, before, flow.change().policy, dueAfter(after), flow.operation().id};
    entry.isApplying = true;
    entry.earlier = timer(sprite);
    if (entry.earlier) {
        // Rules on trial are replaced by others on trial: the way back leads to those that were kept, and
        // until the new ones are there the earlier ones may have to go back.
        if (before == entry.earlier->posted)
            entry.timer.before = entry.earlier->before;
        entry.timer.alsoPosted = QList{entry.earlier->posted} + entry.earlier->alsoPosted;
    }
    m_timers.insert(sprite, entry);
    connect(&flow, &OperationFlow::settled, this, [this, &flow, after] { applyEnd(flow, after); });
    whenSaved(sprite.account, save(entry.timer),
              [this, sprite, then, earlier = entry.earlier,
               alive = QPointer<ApplyPolicyFlow>(&flow)](std::optional<ApiError> error) {
                  if (!alive)
                      error = ApiError::invalid(tr("This account is not signed in."));
                  if (error && earlier)
                      m_timers.insert(sprite, Entry{*earlier});
                  else if (error)
                      remove(sprite);
                  then(error);
              });
}

void PolicyTimers::whenSaved(const AccountId &account, quint64 number,
                             const std::function<void(const std::optional<ApiError> &)> &then)
{
    auto *patience = new QTimer(this);
    patience->setSingleShot(true);
    const auto answer = [patience, then,
                         isDone = std::make_shared<bool>(false)](const std::optional<ApiError> &error) {
        if (std::exchange(*isDone, true))
            return;
        patience->deleteLater();
        then(error);
    };
    connect(&m_parts.stores.of(account), &Store::saved, patience, [number, answer](quint64 last) {
        if (last >= number)
            answer({});
    });
    connect(patience, &QTimer::timeout, patience,
            [answer] { answer(ApiError::storage(tr("the way back"), tr("the disk does not answer"))); });
    patience->start(DiskPatience);
}

QDateTime PolicyTimers::dueAfter(std::chrono::seconds after) const
{
    return QDateTime::currentDateTimeUtc().addMSecs(after.count() * m_timing.goBackSecond.count());
}

void PolicyTimers::applyEnd(const ApplyPolicyFlow &flow, std::chrono::seconds after)
{
    const auto it = m_timers.find(flow.operation().sprite);
    if (it == m_timers.end() || it->timer.operation != flow.operation().id)
        return;
    // Only what is known not to be in force needs no way back: nothing was sent, or it was refused and the
    // old rules were read. After a lost answer they may still come into force.
    const bool isOut =
        !flow.wasSent() || (flow.isRefused() && flow.readBack() && flow.readBack() == flow.before());
    it->isApplying = false;
    const std::optional<PolicyTimer> earlier = std::exchange(it->earlier, std::nullopt);
    if (isOut && !earlier) {
        remove(flow.operation().sprite);
        return;
    }
    if (isOut) {
        it->timer = *earlier;
    } else {
        it->timer.dueAt = dueAfter(after);
        it->timer.wasVerified = flow.policyInForce().has_value();
        if (it->timer.wasVerified)
            it->timer.alsoPosted.clear();
        else if (flow.readBack() && *flow.readBack() != it->timer.before)
            it->timer.alsoPosted << *flow.readBack();
    }
    save(it->timer);
    Q_EMIT changed(it.key());
    schedule();
}

std::optional<PolicyTimer> PolicyTimers::timer(const SpriteKey &sprite) const
{
    const auto it = m_timers.constFind(sprite);
    return it == m_timers.constEnd() || it->isApplying ? std::nullopt : std::optional(it->timer);
}

PolicyTimers::State PolicyTimers::state(const SpriteKey &sprite) const
{
    const auto it = m_timers.constFind(sprite);
    return it == m_timers.constEnd() ? State::Counting : it->state;
}

QString PolicyTimers::failure(const SpriteKey &sprite) const
{
    const auto it = m_timers.constFind(sprite);
    return it == m_timers.constEnd() ? QString() : it->failure;
}

QList<SpriteKey> PolicyTimers::sprites(const AccountId &account) const
{
    QList<SpriteKey> keys = m_timers.keys();
    keys.removeIf([&account](const SpriteKey &key) { return key.account != account; });
    std::sort(keys.begin(), keys.end());
    return keys;
}

bool PolicyTimers::keep(const SpriteKey &sprite)
{
    // What is on its way cannot be called back.
    if (!m_timers.contains(sprite) || state(sprite) == State::GoingBack)
        return false;
    remove(sprite);
    return true;
}

void PolicyTimers::goBackNow(const SpriteKey &sprite)
{
    const auto it = m_timers.find(sprite);
    if (it == m_timers.end() || it->isApplying || it->state == State::GoingBack)
        return;
    it->timer.dueAt = std::min(it->timer.dueAt, QDateTime::currentDateTimeUtc());
    it->nextTry = {};
    save(it->timer);
    goBack(sprite);
}

void PolicyTimers::setVerified(const SpriteKey &sprite, const NetworkPolicy &policy)
{
    const auto it = m_timers.find(sprite);
    if (it == m_timers.end() || it->timer.posted != policy || it->timer.wasVerified)
        return;
    it->timer.wasVerified = true;
    save(it->timer);
}

void PolicyTimers::goBack(const SpriteKey &sprite)
{
    Entry &entry = m_timers[sprite];
    AccountSession *session = m_parts.accounts.session(sprite.account);
    if (!session) {
        fail(sprite, State::Failed, tr("This account is not signed in."));
        return;
    }
    if (m_parts.desk.isBusy(sprite)) {
        entry.nextTry = QDateTime::currentDateTimeUtc().addSecs(1);
        schedule();
        return;
    }
    entry.state = State::GoingBack;
    const PolicyTimer timer = entry.timer;
    Q_EMIT changed(sprite);
    auto *flow = new ApplyPolicyFlow(
        *session, sprite, {timer.before, timer.posted, u"went-back"_s, timer.alsoPosted}, m_timing, nullptr);
    connect(flow, &OperationFlow::settled, this, [this, sprite, flow] { applyGoBack(sprite, *flow); });
    m_parts.desk.start(flow);
}

void PolicyTimers::applyGoBack(const SpriteKey &sprite, const ApplyPolicyFlow &flow)
{
    const auto it = m_timers.find(sprite);
    if (it == m_timers.end())
        return;
    const Operation &operation = flow.operation();
    const bool wereInForce = flow.before() && *flow.before() == it->timer.posted;
    if (wereInForce && !std::exchange(it->timer.wasVerified, true))
        keepVersion(it->timer);
    if (operation.outcome == Outcome::Succeeded) {
        const bool hadToGo = wereInForce || flow.wasSent() || it->timer.wasVerified;
        remove(sprite);
        Q_EMIT wentBack(sprite, hadToGo);
    } else if (flow.theirs()) {
        remove(sprite);
        Q_EMIT overtaken(sprite);
    } else if (operation.error && operation.error->kind == ApiError::Kind::NotFound) {
        remove(sprite); // with its sprite
    } else {
        fail(sprite, flow.wasSent() && !flow.readBack() ? State::Unsure : State::Failed,
             operation.error ? operation.error->userText(sprite.sprite.toString()) : operation.resultText);
    }
}

//! Rules that were found in force although nobody could read them back at their time: nothing of a person's
//! work is lost with them.
void PolicyTimers::keepVersion(const PolicyTimer &timer)
{
    m_parts.stores.of(timer.sprite.account)
        .addPolicyVersion(timer.sprite, {QUuid::createUuid().toString(QUuid::WithoutBraces), timer.posted,
                                         QDateTime::currentDateTimeUtc(), u"applied"_s});
}

void PolicyTimers::fail(const SpriteKey &sprite, State state, const QString &why)
{
    Entry &entry = m_timers[sprite];
    entry.state = state;
    entry.failure = why;
    entry.nextTry = QDateTime::currentDateTimeUtc().addMSecs(m_timing.goBackAgain.count());
    Q_EMIT changed(sprite);
    schedule();
}

void PolicyTimers::remove(const SpriteKey &sprite)
{
    m_timers.remove(sprite);
    m_parts.stores.of(sprite.account).removePolicyTimer(sprite);
    Q_EMIT changed(sprite);
    schedule();
}

quint64 PolicyTimers::save(const PolicyTimer &timer)
{
    return m_parts.stores.of(timer.sprite.account).savePolicyTimer(timer);
}

void PolicyTimers::schedule()
{
    m_clock.stop();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::optional<qint64> wait;
    for (const Entry &entry : std::as_const(m_timers)) {
        if (entry.state == State::GoingBack || entry.isApplying)
            continue;
        const QDateTime at =
            entry.nextTry.isValid() ? std::max(entry.nextTry, entry.timer.dueAt) : entry.timer.dueAt;
        const qint64 left = std::max<qint64>(0, now.msecsTo(at));
        wait = std::min(wait.value_or(left), left);
    }
    if (wait)
        m_clock.start(std::min(std::chrono::milliseconds(*wait), LongestWait));
}

void PolicyTimers::fire()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QList<SpriteKey> keys = m_timers.keys();
    for (const SpriteKey &key : keys) {
        const Entry entry = m_timers.value(key);
        if (entry.state != State::GoingBack && !entry.isApplying && entry.timer.dueAt <= now &&
            (!entry.nextTry.isValid() || entry.nextTry <= now))
            goBack(key);
    }
    schedule();
}

} // namespace Spritarium
