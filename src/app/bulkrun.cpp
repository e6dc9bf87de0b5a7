// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bulkrun.h"

#include "app/accounts.h"
#include "app/applypolicyflow.h"
#include "app/operationdesk.h"
#include "app/outsidelook.h"
#include "app/policycopy.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/toast.h"

#include <QTimer>

#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int AtOnce = 4;

} // namespace

BulkRun::BulkRun(const Parts &parts, const FlowTiming &timing, BulkApplySheet &sheet,
                 const QList<BulkApplySheet::Target> &targets, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_timing(timing)
    , m_sheet(&sheet)
{
    for (const BulkApplySheet::Target &target : targets) {
        m_account = target.key.account;
        m_targets.insert(target.key);
        if (target.rules)
            m_shown.insert(target.key, *target.rules);
        if (target.state == SpriteState::Running)
            m_toRead << target.key;
    }
    connect(&sheet, &BulkApplySheet::applyRequested, this, &BulkRun::enqueue);
    connect(&sheet, &QObject::destroyed, this, &BulkRun::forgetSheet);
    connect(&parts.accounts, &Accounts::sessionOpened, this, &BulkRun::watchSession);
    connect(&parts.accounts, &Accounts::sessionClosing, this,
            [this](AccountSession *closing) { dropAccount(closing->account().id); });
    if (AccountSession *open = session())
        watchSession(open);
    readNext();
}

AccountSession *BulkRun::session() const
{
    return m_parts.accounts.session(m_account);
}

void BulkRun::watchSession(AccountSession *session)
{
    if (session->account().id != m_account)
        return;
    // Whoever asked: the flows, another sheet, the Egress tab.
    connect(&session->policies(), &PolicyService::loaded, this,
            [this](const SpriteName &name, const NetworkPolicy &policy) {
                applyRules({m_account, name}, policy);
            });
}

void BulkRun::applyRules(const SpriteKey &key, const NetworkPolicy &policy)
{
    if (!m_targets.contains(key))
        return;
    m_shown.insert(key, policy);
    if (m_sheet)
        m_sheet->setRules(key, policy, QDateTime::currentDateTimeUtc());
}

void BulkRun::readNext()
{
    while (m_sheet && m_reading.size() < AtOnce && !m_toRead.isEmpty())
        read(m_toRead.takeFirst());
}

void BulkRun::read(const SpriteKey &key)
{
    if (!session())
        return;
    const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
    if (isListFresh(m_parts.tree, m_account)) {
        if (sprite && sprite->isRunning())
            readInside(key);
        return;
    }
    m_reading.insert(key);
    lookOutside(*session(), key.sprite, this, [this, key](const Result<Sprite> &found) {
        m_reading.remove(key);
        if (found && m_sheet)
            m_sheet->setState(key, found.value().state);
        if (found && found.value().isRunning() && m_sheet)
            readInside(key);
        readNext();
    });
}

void BulkRun::readInside(const SpriteKey &key)
{
    m_reading.insert(key);
    // What was read comes by applyRules(); of what could not be read the row says so already.
    copyPolicy(*session(), key.sprite, this, [this, key](const Result<NetworkPolicy> &) {
        m_reading.remove(key);
        readNext();
    });
}

void BulkRun::enqueue(const QList<SpriteKey> &keys, const NetworkPolicy &policy,
                      const QList<SpriteKey> &waking)
{
    const QSet<SpriteKey> wake(waking.begin(), waking.end());
    for (const SpriteKey &key : keys) {
        const auto shown = m_shown.constFind(key);
        m_queue << Job{key, policy, shown == m_shown.constEnd() ? std::nullopt : std::optional(*shown),
                       wake.contains(key)};
        m_toRead.removeOne(key);
        tell(key, Outcome::Running, tr("Waiting"));
    }
    startNext();
}

void BulkRun::startNext()
{
    while (m_running < AtOnce && !m_queue.isEmpty())
        start(m_queue.takeFirst());
}

void BulkRun::start(const Job &job)
{
    ++m_running;
    if (job.mayWake || !session()) {
        begin(job);
        return;
    }
    // It may have fallen asleep since the sheet was opened, or since the last try.
    tell(job.key, Outcome::Running, tr("Looking whether it runs…"));
    m_asking.insert(job.key);
    lookOutside(*session(), job.key.sprite, this, [this, job](const Result<Sprite> &found) {
        if (!m_asking.remove(job.key))
            return;
        if (!found) {
            tell(job.key, Outcome::Failed, found.error().userText(job.key.sprite.toString()));
            finish();
        } else if (!found.value().isRunning()) {
            skip(job.key, found.value().state);
            finish();
        } else {
            begin(job);
        }
    });
}

void BulkRun::begin(const Job &job)
{
    if (!session() || m_parts.desk.isBusy(job.key)) {
        tell(job.key, Outcome::Failed,
             session() ? tr("Another operation runs on this sprite.") : tr("This account is not signed in."));
        finish();
    } else if (job.base) {
        write(job);
    } else {
        readOnly(job);
    }
}

//! Rules that nobody saw are not written over.
void BulkRun::readOnly(const Job &job)
{
    tell(job.key, Outcome::Running, tr("Reading its rules…"));
    m_asking.insert(job.key);
    copyPolicy(*session(), job.key.sprite, this, [this, job](const Result<NetworkPolicy> &found) {
        if (!m_asking.remove(job.key))
            return;
        if (!found) {
            tell(job.key, Outcome::Failed, found.error().userText(job.key.sprite.toString()));
        } else if (found.value() == job.policy) {
            tell(job.key, Outcome::Succeeded, tr("These rules are in force already."));
        } else {
            applyRules(job.key, found.value());
            if (m_sheet)
                m_sheet->setState(job.key, SpriteState::Running); // it answered
            askToLook(job.key, tr("Look at the difference, then apply again."));
        }
        finish();
    });
}

void BulkRun::write(const Job &job)
{
    tell(job.key, Outcome::Running, tr("Applying…"));
    auto *flow =
        new ApplyPolicyFlow(*session(), job.key, {job.policy, job.base, u"bulk"_s}, m_timing, nullptr);
    // Checking again from Activity settles a second time.
    connect(
        flow, &OperationFlow::settled, this, [this, flow, job] { ended(job, *flow); },
        Qt::SingleShotConnection);
    m_parts.desk.start(flow);
}

void BulkRun::ended(const Job &job, const ApplyPolicyFlow &flow)
{
    if (m_sheet && (flow.theirs() || flow.readBack()))
        m_sheet->setState(job.key, SpriteState::Running); // it answered
    if (flow.theirs())
        askToLook(job.key, tr("Somebody else changed the rules. Look at the difference, then apply again."));
    else
        tell(job.key, flow.operation().outcome, flow.operation().resultText);
    finish();
}

void BulkRun::askToLook(const SpriteKey &key, const QString &text)
{
    if (m_sheet)
        m_sheet->askToLook(key, text);
    else
        ++m_others;
}

void BulkRun::skip(const SpriteKey &key, SpriteState state)
{
    if (m_sheet)
        m_sheet->skip(key, state);
    else
        ++m_others;
}

void BulkRun::tell(const SpriteKey &key, Outcome outcome, const QString &text)
{
    if (m_sheet)
        m_sheet->setProgress(key, outcome, text);
    else if (outcome == Outcome::Succeeded)
        ++m_applied;
    else if (outcome != Outcome::Running)
        ++m_others;
}

//! The next job begins in a turn of its own: thousands may fail one after the other.
void BulkRun::finish()
{
    --m_running;
    QTimer::singleShot(0, this, [this] {
        startNext();
        leaveIfDone();
    });
}

void BulkRun::forgetSheet()
{
    m_sheet.clear(); // it still points while a widget is being destroyed
    if (m_running == 0 && m_queue.isEmpty())
        deleteLater(); // the sheet has told everything
}

void BulkRun::leaveIfDone()
{
    if (m_sheet || m_running > 0)
        return;
    QStringList sentences;
    if (m_applied > 0)
        sentences << tr("The egress rules were applied to %n sprite(s).", nullptr, m_applied);
    if (m_others > 0)
        sentences << tr("On %n sprite(s) they were not, or it is not known.", nullptr, m_others);
    if (!sentences.isEmpty())
        Toast::show(m_parts.window, sentences.join(u' '));
    deleteLater();
}

void BulkRun::dropAccount(const AccountId &account)
{
    if (account != m_account)
        return;
    m_toRead.clear();
    m_reading.clear();
    const QSet<SpriteKey> asking = std::exchange(m_asking, {});
    for (const SpriteKey &key : asking) {
        tell(key, Outcome::Failed, tr("This account is not signed in."));
        finish();
    }
}

} // namespace Spritarium
