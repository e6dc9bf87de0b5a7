// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bulkapply.h"

#include "app/actions.h"
#include "app/bulkrun.h"
#include "app/rulesfile.h"
#include "app/stores.h"
#include "domain/relativetime.h"
#include "models/policydocument.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/spritetreepanel.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! The time alone for today, with its day otherwise.
QString seenText(const QDateTime &seen)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return seen.toLocalTime().date() == now.toLocalTime().date() ? clockText(seen) : absoluteText(seen, now);
}

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
    connect(&parts.stores, &Stores::policiesLoaded, this, &BulkApply::applyPolicies);
    connect(&parts.stores, &Stores::spriteLoaded, this, &BulkApply::applyStored);
}

void BulkApply::open()
{
    const QList<SpriteKey> selected = m_tree.selectedSprites();
    const AccountId account = selected.size() > 1 ? selected.first().account : m_document.key().account;
    if (account.isEmpty() || m_gathering || (m_sheet && m_sheet->isVisible()))
        return;
    const QList<SpriteKey> keys = targets(account);
    m_gathering = {account, keys, {keys.begin(), keys.end()}, {}, {}};
    Store &store = m_parts.stores.of(account);
    store.loadPolicies(account);
    for (const SpriteKey &key : keys)
        store.loadSprite(key);
}

void BulkApply::applyStored(const SeenSprite &seen)
{
    if (!m_gathering || !m_gathering->waiting.remove(seen.key))
        return;
    if (!seen.policyNotes.expectations.isEmpty())
        m_gathering->expectations.insert(seen.key, seen.policyNotes.expectations);
    showWhenGathered();
}

void BulkApply::applyPolicies(const AccountId &account, const QHash<SpriteKey, SeenPolicy> &seen)
{
    if (!m_gathering || m_gathering->account != account)
        return;
    m_gathering->seen = seen;
    showWhenGathered();
}

void BulkApply::showWhenGathered()
{
    if (m_gathering->waiting.isEmpty() && m_gathering->seen)
        showSheet(*std::exchange(m_gathering, std::nullopt));
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

QList<BulkApplySheet::Source> BulkApply::sources(const QHash<SpriteKey, SeenPolicy> &seen) const
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
    QList<SpriteKey> others = seen.keys();
    others.removeOne(m_document.key());
    std::sort(others.begin(), others.end(), [](const SpriteKey &one, const SpriteKey &two) {
        return one.sprite.toString() < two.sprite.toString();
    });
    for (const SpriteKey &key : std::as_const(others)) {
        const SeenPolicy remembered = seen.value(key);
        sources << BulkApplySheet::Source{
            tr("Rules of %1, as seen %2").arg(key.sprite.toString(), seenText(remembered.asOf)),
            remembered.policy};
    }
    return sources;
}

QList<BulkApplySheet::Target> BulkApply::rows(const Gathering &gathered) const
{
    QList<BulkApplySheet::Target> rows;
    for (const SpriteKey &key : gathered.targets) {
        const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
        BulkApplySheet::Target target{
            key, sprite ? sprite->state : SpriteState::Unknown, {}, {}, gathered.expectations.value(key)};
        if (const auto it = gathered.seen->constFind(key); it != gathered.seen->constEnd()) {
            target.rules = it->policy;
            target.asOf = it->asOf;
        }
        rows << target;
    }
    return rows;
}

void BulkApply::showSheet(const Gathering &gathered)
{
    const QList<BulkApplySheet::Target> targets = rows(gathered);
    auto *sheet = new BulkApplySheet(sources(*gathered.seen), targets, &m_parts.window);
    m_sheet = sheet;
    connect(sheet, &BulkApplySheet::fileRequested, this, [this, sheet] { chooseFile(*sheet); });
    new BulkRun(m_parts, m_timing, *sheet, targets, this);
    sheet->open();
}

void BulkApply::chooseFile(BulkApplySheet &sheet)
{
    auto *dialog = new QFileDialog(&sheet, tr("Rules from a file"));
    dialog->setObjectName(u"bulkFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Rules and lists of names (*.json *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, &sheet, [&sheet](const QString &path) {
        sheet.clearNote();
        const Result<NetworkPolicy> policy = readRulesFile(path);
        if (policy)
            sheet.addSource({QFileInfo(path).fileName(), policy.value()});
        else
            sheet.showError(policy.error());
    });
    dialog->open();
}

} // namespace Spritarium
