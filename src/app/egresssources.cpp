// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/egresssources.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/policycopy.h"
#include "app/rulesfile.h"
#include "app/selection.h"
#include "app/stores.h"
#include "domain/policytext.h"
#include "models/policydocument.h"
#include "models/spritetreemodel.h"
#include "views/copyrulessheet.h"
#include "views/egresspanel.h"
#include "views/failuresheet.h"
#include "views/mainwindow.h"
#include "views/policyhistorysheet.h"
#include "views/toast.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

namespace Spritarium {

using namespace Qt::StringLiterals;

EgressSources::EgressSources(const Parts &parts, PolicyDocument &document, EgressPanel &panel,
                             QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_document(document)
    , m_panel(panel)
{
    connect(parts.actions["egress.history"_L1], &QAction::triggered, this, &EgressSources::openHistory);
    connect(parts.actions["egress.copy-from"_L1], &QAction::triggered, this, &EgressSources::chooseSprite);
    connect(parts.actions["egress.import"_L1], &QAction::triggered, this, &EgressSources::chooseImport);
    connect(parts.actions["egress.export"_L1], &QAction::triggered, this, &EgressSources::chooseExport);
}

void EgressSources::take(const NetworkPolicy &policy, const QString &text)
{
    m_parts.window.showTab(u"egress"_s);
    m_panel.takeAsDraft(policy, text);
}

void EgressSources::openHistory()
{
    const SpriteKey key = m_document.key();
    if (key.isEmpty())
        return;
    auto *sheet = new PolicyHistorySheet(key.sprite.toString(), m_document.published(), &m_parts.window);
    connect(&m_parts.stores, &Stores::policyVersionsLoaded, sheet,
            [sheet, key](const SpriteKey &loaded, const QList<PolicyVersion> &versions) {
                if (loaded == key)
                    sheet->setVersions(versions);
            });
    connect(sheet, &PolicyHistorySheet::draftRequested, this,
            [this, sheet, key](const PolicyVersion &version) {
                sheet->accept();
                if (m_document.key() == key)
                    take(version.policy, tr("Rules from the history"));
            });
    m_parts.stores.of(key.account).loadPolicyVersions(key);
    sheet->open();
}

void EgressSources::chooseSprite()
{
    // The rules this computer has seen come with their age, so that a sleeping sprite need not be woken.
    auto *once = new QObject(this);
    const AccountId account = m_document.key().account;
    connect(&m_parts.stores, &Stores::policiesLoaded, once,
            [this, once, account](const AccountId &loaded, const QHash<SpriteKey, SeenPolicy> &seen) {
                if (loaded != account)
                    return;
                once->deleteLater();
                QList<CopyRulesSheet::Source> sources;
                const QList<SpriteKey> keys = m_parts.tree.sprites();
                for (const SpriteKey &key : keys) {
                    const std::optional<Sprite> sprite = m_parts.tree.sprite(key);
                    if (key != m_document.key() && key.account == account && sprite)
                        sources << CopyRulesSheet::Source{key, sprite->state, seen.value(key).asOf};
                }
                auto *sheet = new CopyRulesSheet(sources, &m_parts.window);
                connect(sheet, &CopyRulesSheet::sourceChosen, this,
                        [this, sheet, seen](const SpriteKey &key, bool fromLastSeen) {
                            if (fromLastSeen) {
                                sheet->accept();
                                take(seen.value(key).policy, tr("Rules of %1").arg(key.sprite.toString()));
                            } else {
                                copyFrom(*sheet, key);
                            }
                        });
                sheet->open();
            });
    m_parts.stores.of(account).loadPolicies(account);
}

void EgressSources::copyFrom(CopyRulesSheet &sheet, const SpriteKey &source)
{
    AccountSession *session = m_parts.accounts.session(source.account);
    if (!session) {
        sheet.showError(ApiError::invalid(tr("This account is not signed in.")));
        return;
    }
    sheet.setBusy(true, tr("Reading the rules of %1…").arg(source.sprite.toString()));
    copyPolicy(*session, source.sprite, &sheet, [this, &sheet, source](const Result<NetworkPolicy> &policy) {
        sheet.setBusy(false);
        if (!policy) {
            sheet.showError(policy.error(), source.sprite.toString());
            return;
        }
        sheet.accept();
        take(policy.value(), tr("Rules of %1").arg(source.sprite.toString()));
    });
}

void EgressSources::chooseImport()
{
    auto *dialog = new QFileDialog(&m_parts.window, tr("Import egress rules"));
    dialog->setObjectName(u"egressImportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Rules and lists of names (*.json *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &EgressSources::importFile);
    dialog->open();
}

void EgressSources::importFile(const QString &path)
{
    const Result<NetworkPolicy> policy = readRulesFile(path);
    if (policy)
        take(policy.value(), tr("Import of %1").arg(QFileInfo(path).fileName()));
    else
        (new FailureSheet(tr("The rules could not be imported"), policy.error(), false, &m_parts.window))
            ->open();
}

void EgressSources::chooseExport()
{
    auto *dialog = new QFileDialog(&m_parts.window, tr("Export egress rules"));
    dialog->setObjectName(u"egressExportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(m_document.key().sprite.toString() + u"-egress.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &EgressSources::exportFile);
    dialog->open();
}

void EgressSources::exportFile(const QString &path)
{
    QSaveFile file(path);
    const QByteArray text = policyToText(m_document.draft());
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush() ||
        !file.commit()) {
        (new FailureSheet(tr("The rules could not be exported"),
                          ApiError::storage(QFileInfo(path).fileName(), file.errorString()), false,
                          &m_parts.window))
            ->open();
        return;
    }
    Toast::show(m_parts.window, tr("Exported the rules to %1.").arg(QFileInfo(path).fileName()));
}

} // namespace Spritarium
