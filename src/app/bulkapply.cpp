// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bulkapply.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/applypolicyflow.h"
#include "app/operationdesk.h"
#include "app/stores.h"
#include "models/policydocument.h"
#include "models/spritetreemodel.h"
#include "views/bulkapplysheet.h"
#include "views/mainwindow.h"
#include "views/spritetreepanel.h"

#include <QAction>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int AtOnce = 4;

} // namespace

BulkApply::BulkApply(const Parts &parts, PolicyDocument &document, SpriteTreePanel &tree,
                     const FlowTiming &timing, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_document(document)
    , m_tree(tree)
    , m_timing(timing)
{
    connect(parts.actions["egress.bulk"_L1], &QAction::triggered, this, &BulkApply::open);
}

void BulkApply::open()
{
    const AccountId account = m_document.key().account;
    if (account.isEmpty())
        return;
    auto *once = new QObject(this);
    connect(&m_parts.stores, &Stores::policiesLoaded, once,
            [this, once, account](const AccountId &loaded, const QHash<SpriteKey, SeenPolicy> &seen) {
                if (loaded != account)
                    return;
                once->deleteLater();
                showSheet(account, seen);
            });
    m_parts.stores.of(account).loadPolicies(account);
}

//! Several selected sprites are meant; of one, every sprite of its account can be ticked.
QList<SpriteKey> BulkApply::targets(const AccountId &account) const
{
    const QList<SpriteKey> selected = m_tree.selectedSprites();
    QList<SpriteKey> keys;
    for (const SpriteKey &key : selected.size() > 1 ? selected : m_parts.tree.sprites()) {
        if (key.account == account)
            keys << key;
    }
    return keys;
}

void BulkApply::showSheet(const AccountId &account, const QHash<SpriteKey, SeenPolicy> &seen)
{
    const QString name = m_document.key().sprite.toString();
    QList<BulkApplySheet::Source> sources;
    if (m_document.isLoaded())
        sources << BulkApplySheet::Source{tr("Rules of %1").arg(name), m_document.published()};
    if (m_document.isModified())
        sources << BulkApplySheet::Source{tr("Draft of %1").arg(name), m_document.draft()};
    sources << BulkApplySheet::Source{tr("Development defaults"), NetworkPolicy::developmentDefaults()}
            << BulkApplySheet::Source{tr("Locked down"), NetworkPolicy::lockedDown()}
            << BulkApplySheet::Source{tr("Unrestricted"), NetworkPolicy::unrestricted()};
    m_shown.clear();
    QList<BulkApplySheet::Target> rows;
    const QList<SpriteKey> keys = targets(account);
    for (const SpriteKey &key : keys) {
        const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
        BulkApplySheet::Target target{key, sprite ? sprite->state : SpriteState::Unknown, {}, {}};
        if (const auto it = seen.constFind(key); it != seen.constEnd()) {
            target.rules = it->policy;
            target.asOf = it->asOf;
            m_shown.insert(key, it->policy);
        }
        rows << target;
    }
    auto *sheet = new BulkApplySheet(sources, rows, &m_parts.window);
    m_sheet = sheet;
    connect(sheet, &BulkApplySheet::applyRequested, this, &BulkApply::enqueue);
    sheet->open();
}

void BulkApply::enqueue(const QList<SpriteKey> &keys, const NetworkPolicy &policy)
{
    for (const SpriteKey &key : keys) {
        const auto shown = m_shown.constFind(key);
        m_queue << Job{key, policy, shown == m_shown.constEnd() ? std::nullopt : std::optional(*shown)};
        tell(key, Outcome::Running, tr("Waiting"));
    }
    startNext();
}

void BulkApply::startNext()
{
    while (m_running < AtOnce && !m_queue.isEmpty())
        start(m_queue.takeFirst());
}

void BulkApply::start(const Job &job)
{
    AccountSession *session = m_parts.accounts.session(job.key.account);
    if (!session || m_parts.desk.isBusy(job.key)) {
        tell(job.key, Outcome::Failed,
             session ? tr("Another operation runs on this sprite.") : tr("This account is not signed in."));
        return;
    }
    ++m_running;
    tell(job.key, Outcome::Running, tr("Applying…"));
    auto *flow = new ApplyPolicyFlow(*session, job.key, {job.policy, job.base, u"bulk"_s}, m_timing, nullptr);
    connect(flow, &OperationFlow::settled, this, [this, flow, key = job.key] {
        --m_running;
        const Operation &operation = flow->operation();
        if (const std::optional<NetworkPolicy> now = flow->theirs() ? flow->theirs() : flow->readBack()) {
            m_shown.insert(key, *now);
            if (m_sheet)
                m_sheet->setRules(key, *now, QDateTime::currentDateTimeUtc());
        }
        // What somebody else changed is shown now; applying again replaces it.
        const QString text = flow->theirs()
                                 ? tr("Somebody else changed the rules. Look at the difference again.")
                                 : operation.resultText;
        tell(key, flow->theirs() ? Outcome::Failed : operation.outcome, text);
        startNext();
    });
    m_parts.desk.start(flow);
}

void BulkApply::tell(const SpriteKey &key, Outcome outcome, const QString &text)
{
    if (m_sheet)
        m_sheet->setProgress(key, outcome, text);
}

} // namespace Spritarium
