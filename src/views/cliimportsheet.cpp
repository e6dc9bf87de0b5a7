// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/cliimportsheet.h"

#include "views/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

ColorRole roleOf(CliImportSheet::RowState state)
{
    switch (state) {
    case CliImportSheet::RowState::SignedIn:
        return ColorRole::Good;
    case CliImportSheet::RowState::Unreadable:
        return ColorRole::Caution;
    case CliImportSheet::RowState::Refused:
        return ColorRole::Danger;
    default:
        return ColorRole::Muted;
    }
}

} // namespace

CliImportSheet::CliImportSheet(const QList<CliAccount> &accounts, QWidget *parent)
    : Sheet(tr("Use the sprite CLI account"), parent)
{
    setObjectName(u"cliImportSheet"_s);
    setMinimumWidth(520);
    auto *intro = new TextLabel(
        tr("The tokens are read from the keychain, with its own consent. The CLI's files are not changed."),
        TextRole::Meta, this);
    intro->setWordWrap(true);
    content()->addWidget(intro);
    for (const CliAccount &account : accounts)
        addRow(account);
    content()->addStretch(1);
    addCancelButton();
    m_import = addButton(tr("Import"), u"cliImport"_s, ButtonRole::Primary);
    setDefaultButton(m_import);
    connect(m_import, &QPushButton::clicked, this, [this] {
        const bool finished = std::none_of(m_rows.begin(), m_rows.end(), [](const Row &row) {
            return row.tick->isChecked() && row.tick->isEnabled();
        });
        if (finished)
            accept();
        else
            Q_EMIT importRequested(ticked());
    });
    updateButtons();
}

void CliImportSheet::addRow(const CliAccount &account)
{
    Row row;
    row.account = account;
    row.tick = new QCheckBox(account.organization, this);
    row.tick->setObjectName(u"cli:"_s + account.organization);
    row.tick->setAccessibleName(tr("Import %1 at %2").arg(account.organization, account.apiUrl.host()));
    row.tick->setChecked(true);
    auto *host = new TextLabel(account.apiUrl.host(), TextRole::Meta, this);
    row.result = new TextLabel(TextRole::Meta, this);
    row.result->setObjectName(u"cliResult:"_s + account.organization);
    row.result->setWordWrap(true);
    row.result->hide();
    row.paste = new QWidget(this);
    row.token = new QLineEdit(row.paste);
    row.token->setObjectName(u"cliToken:"_s + account.organization);
    row.token->setAccessibleName(tr("Token of %1").arg(account.organization));
    row.token->setPlaceholderText(tr("Paste the token"));
    row.token->setEchoMode(QLineEdit::Password);
    auto *use = new QPushButton(tr("Sign in"), row.paste);
    use->setObjectName(u"cliUse:"_s + account.organization);
    use->setAccessibleName(tr("Sign in to %1").arg(account.organization));
    use->setAutoDefault(false);
    auto *pasteRow = new QHBoxLayout(row.paste);
    pasteRow->setContentsMargins(Space::group, 0, 0, 0);
    pasteRow->addWidget(row.token, 1);
    pasteRow->addWidget(use);
    row.paste->hide();
    connect(use, &QPushButton::clicked, this, [this, account, token = row.token] {
        if (!token->text().trimmed().isEmpty())
            Q_EMIT tokenPasted(account, token->text().trimmed());
    });
    connect(row.tick, &QCheckBox::toggled, this, &CliImportSheet::updateButtons);

    auto *line = new QHBoxLayout;
    line->addWidget(row.tick);
    line->addWidget(host);
    line->addStretch(1);
    auto *block = new QVBoxLayout;
    block->setSpacing(Space::tiny);
    block->addLayout(line);
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(Space::group, 0, 0, 0);
    indented->addWidget(row.result, 1);
    block->addLayout(indented);
    block->addWidget(row.paste);
    content()->addLayout(block);
    m_rows.append(row);
}

QList<CliAccount> CliImportSheet::ticked() const
{
    QList<CliAccount> accounts;
    for (const Row &row : m_rows) {
        if (row.tick->isChecked() && row.tick->isEnabled())
            accounts.append(row.account);
    }
    return accounts;
}

void CliImportSheet::showResult(const CliAccount &account, RowState state, const QString &text)
{
    for (Row &row : m_rows) {
        if (row.account != account)
            continue;
        row.state = state;
        row.result->setText(text);
        row.result->setColorRole(roleOf(state));
        row.result->setVisible(!text.isEmpty());
        row.paste->setVisible(state == RowState::Unreadable ||
                              (state == RowState::Refused && row.paste->isVisible()));
        row.tick->setEnabled(state == RowState::Waiting || state == RowState::Refused ||
                             state == RowState::Unreadable);
        row.tick->setAccessibleDescription(text);
        if (state == RowState::SignedIn)
            row.token->clear();
        else if (state == RowState::Unreadable)
            row.tick->setChecked(false);
    }
    updateButtons();
}

void CliImportSheet::updateButtons()
{
    const bool reading = std::any_of(m_rows.begin(), m_rows.end(),
                                     [](const Row &row) { return row.state == RowState::Reading; });
    const bool some = !ticked().isEmpty();
    const bool signedIn = std::any_of(m_rows.begin(), m_rows.end(),
                                      [](const Row &row) { return row.state == RowState::SignedIn; });
    m_import->setText(!some && signedIn ? tr("Done") : tr("Import"));
    m_import->setEnabled(!reading && (some || signedIn));
    m_import->setAccessibleDescription(m_import->isEnabled() ? QString()
                                       : reading             ? tr("Tokens are being read.")
                                                             : tr("Tick an organization first."));
    m_import->setToolTip(m_import->accessibleDescription());
}

} // namespace Spritarium
