// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/policytimers.h"

#include "app/accounts.h"
#include "app/applypolicyflow.h"
#include "app/operationdesk.h"
#include "app/stores.h"

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! The clock is not asked to wait longer at once: a computer that slept looks again soon after it woke.
constexpr std::chrono::milliseconds LongestWait = std::chrono::seconds(20);

} // namespace

PolicyTimers::PolicyTimers(const Parts &parts, const FlowTiming &timing, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_timing(timing)
{
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, &PolicyTimers::fire);
    connect(&parts.accounts, &Accounts::sessionOpened, this, [this](AccountSession *session) {
        const AccountId account = session->account().id;
        for (auto it = m_timers.begin(); it != m_timers.end(); ++it) {
            if (it.key().account == account)
                it->nextTry = {};
        }
        schedule();
    });
    watchOthers();
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
        m_timers.insert(timer.sprite, {timer, State::Counting, {}, {}, false, {}});
        Q_EMIT changed(timer.sprite);
    }
    schedule();
}

void PolicyTimers::arm(ApplyPolicyFlow &flow, const NetworkPolicy &before, std::chrono::seconds after)
{
    const Operation &operation = flow.operation();
    const std::optional<PolicyTimer> earlier = timer(operation.sprite);
    // Rules on trial are replaced by others on trial: the way back leads to those that were kept.
    const PolicyTimer timer{operation.sprite, earlier ? earlier->before : before, flow.change().policy,
                            dueAfter(after), operation.id};
    m_timers.insert(timer.sprite, {timer, State::Counting, {}, {}, true, earlier});
    save(timer);
    connect(&flow, &OperationFlow::settled, this, [this, &flow, after] { applyEnd(flow, after); });
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
    // Only what is known not to be in force needs no way back.
    const bool isInForce = flow.wasSent() && (!flow.readBack() || *flow.readBack() == flow.change().policy);
    it->isApplying = false;
    const std::optional<PolicyTimer> earlier = std::exchange(it->earlier, std::nullopt);
    if (!isInForce && !earlier) {
        remove(flow.operation().sprite);
        return;
    }
    if (!isInForce) {
        it->timer = *earlier;
        save(it->timer);
        schedule();
        return;
    }
    it->timer.dueAt = dueAfter(after);
    save(it->timer);
    Q_EMIT changed(it.key());
    schedule();
}

std::optional<PolicyTimer> PolicyTimers::timer(const SpriteKey &sprite) const
{
    const auto it = m_timers.constFind(sprite);
    return it == m_timers.constEnd() ? std::nullopt : std::optional(it->timer);
}

PolicyTimers::State PolicyTimers::state(const SpriteKey &sprite) const
{
    return m_timers.value(sprite).state;
}

QString PolicyTimers::failure(const SpriteKey &sprite) const
{
    return m_timers.value(sprite).failure;
}

void PolicyTimers::keep(const SpriteKey &sprite)
{
    // What is on its way cannot be called back.
    if (m_timers.contains(sprite) && state(sprite) != State::GoingBack)
        remove(sprite);
}

void PolicyTimers::goBackNow(const SpriteKey &sprite)
{
    const auto it = m_timers.find(sprite);
    if (it == m_timers.end() || it->state == State::GoingBack)
        return;
    it->timer.dueAt = std::min(it->timer.dueAt, QDateTime::currentDateTimeUtc());
    it->nextTry = {};
    save(it->timer);
    goBack(sprite);
}

void PolicyTimers::goBack(const SpriteKey &sprite)
{
    Entry &entry = m_timers[sprite];
    AccountSession *session = m_parts.accounts.session(sprite.account);
    if (!session) {
        fail(sprite, tr("This account is not signed in."));
        return;
    }
    if (m_parts.desk.isBusy(sprite)) {
        entry.nextTry = QDateTime::currentDateTimeUtc().addSecs(1);
        schedule();
        return;
    }
    entry.state = State::GoingBack;
    Q_EMIT changed(sprite);
    auto *flow = new ApplyPolicyFlow(
        *session, sprite, {entry.timer.before, entry.timer.posted, u"went-back"_s}, m_timing, nullptr);
    connect(flow, &OperationFlow::settled, this, [this, sprite, flow] { applyGoBack(sprite, *flow); });
    m_parts.desk.start(flow);
}

void PolicyTimers::applyGoBack(const SpriteKey &sprite, const ApplyPolicyFlow &flow)
{
    if (!m_timers.contains(sprite))
        return;
    const Operation &operation = flow.operation();
    if (operation.outcome == Outcome::Succeeded) {
        remove(sprite);
        Q_EMIT wentBack(sprite);
    } else if (operation.error && operation.error->kind == ApiError::Kind::NotFound) {
        remove(sprite); // with its sprite
    } else if (flow.theirs()) {
        remove(sprite);
        Q_EMIT overtaken(sprite, *flow.theirs());
    } else {
        fail(sprite,
             operation.error ? operation.error->userText(sprite.sprite.toString()) : operation.resultText);
    }
}

void PolicyTimers::fail(const SpriteKey &sprite, const QString &why)
{
    Entry &entry = m_timers[sprite];
    entry.state = State::Failed;
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

void PolicyTimers::save(const PolicyTimer &timer)
{
    m_parts.stores.of(timer.sprite.account).savePolicyTimer(timer);
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
