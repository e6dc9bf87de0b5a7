// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/confirmsheet.h"

#include "views/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

ConfirmSheet::ConfirmSheet(const QString &title, const QString &sentence, const QString &verb,
                           ButtonRole role, QWidget *parent)
    : Sheet(title, parent)
{
    setObjectName(u"confirmSheet"_s);
    setMinimumWidth(440);
    auto *text = new TextLabel(sentence, TextRole::Body, this);
    text->setObjectName(u"confirmText"_s);
    text->setWordWrap(true);
    content()->addWidget(text);
    content()->addStretch(1);
    setAccessibleDescription(sentence);
    QPushButton *cancel = addCancelButton();
    m_verb = addButton(verb, u"confirmVerb"_s, role);
    setDefaultButton(role == ButtonRole::Danger ? cancel : m_verb);
    (role == ButtonRole::Danger ? cancel : m_verb)->setFocus();
    connect(m_verb, &QPushButton::clicked, this, [this] {
        Q_EMIT confirmed();
        accept();
    });
}

SignOutSheet::SignOutSheet(const QString &organization, QWidget *parent)
    : ConfirmSheet(tr("Sign out of %1?").arg(organization),
                   tr("Signs out of %1 on this computer. Sprites keep running.").arg(organization),
                   tr("Sign out"), ButtonRole::Primary, parent)
{
    setObjectName(u"signOutSheet"_s);
}

void SignOutSheet::showWhatIsForgotten()
{
    auto *text =
        new TextLabel(tr("Saved forwards, favorites, drafts, expectations and the history of rules of "
                         "this account are removed from this computer. Its activity stays."),
                      TextRole::Meta, this);
    text->setObjectName(u"signOutForgets"_s);
    text->setWordWrap(true);
    content()->insertWidget(1, text);
    setAccessibleDescription(accessibleDescription() + u' ' + text->text());
}

AddressSheet::AddressSheet(const QString &sprite, const QString &address, QWidget *parent)
    : ConfirmSheet(tr("Make the address of %1 public?").arg(sprite),
                   tr("Anyone with the link reaches what listens on the web port. Do not expose secrets."),
                   tr("Make public"), ButtonRole::Danger, parent)
{
    setObjectName(u"addressSheet"_s);
    auto *url = new TextLabel(address, TextRole::Fixed, this);
    url->setObjectName(u"addressUrl"_s);
    url->setAccessibleName(tr("Web address"));
    url->setCopyable();
    url->setLayoutDirection(Qt::LeftToRight);
    content()->insertWidget(1, url);
}

} // namespace Spritarium
