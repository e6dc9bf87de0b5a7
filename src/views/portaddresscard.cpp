// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portaddresscard.h"

#include "views/card.h"
#include "views/chip.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

PortAddressCard::PortAddressCard(QWidget *parent)
    : QFrame(parent)
    , m_url(new TextLabel(TextRole::Fixed, this))
    , m_who(new Chip({}, Chip::Kind::Mark, this))
    , m_change(nullptr)
{
    setObjectName(u"portsAddressCard"_s);
    setAccessibleName(tr("Web address"));
    setMinimumHeight(64);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_url->setObjectName(u"portsAddress"_s);
    m_url->setAccessibleName(tr("Web address"));
    m_url->setElided(Qt::ElideMiddle);
    m_url->setCopyable();
    m_url->setLayoutDirection(Qt::LeftToRight);
    m_who->setObjectName(u"portsAddressWho"_s);

    auto *head = new QHBoxLayout;
    head->setSpacing(Space::small);
    head->addWidget(new TextLabel(tr("Web address"), TextRole::Section, this));
    head->addWidget(m_who);
    head->addStretch(1);
    // The text runs from left to right; where it stands follows the language.
    m_url->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *address = new QHBoxLayout;
    address->addWidget(m_url);
    address->addStretch(1);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addLayout(head);
    words->addLayout(address);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(Space::panel, Space::small, Space::medium, Space::small);
    line->setSpacing(Space::small);
    line->addLayout(words, 1);
    auto *copy = addButton(*line, u"portsAddressCopy"_s, tr("Copy"), tr("Copy the web address"));
    auto *open = addButton(*line, u"portsAddressOpen"_s, tr("Open"), tr("Open the web address"));
    m_change =
        addButton(*line, u"portsAddressChange"_s, tr("Change…"), tr("Change who can open the address"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_url->text());
        Q_EMIT copied();
    });
    connect(open, &QPushButton::clicked, this, &PortAddressCard::openRequested);
    connect(m_change, &QPushButton::clicked, this, &PortAddressCard::changeRequested);
    hide();
}

QPushButton *PortAddressCard::addButton(QHBoxLayout &line, const QString &name, const QString &text,
                                        const QString &spoken)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(spoken);
    button->setToolTip(spoken);
    button->setAutoDefault(false);
    line.addWidget(button);
    return button;
}

void PortAddressCard::showSprite(const Sprite &sprite)
{
    const QString url = sprite.url.toString();
    m_url->setText(url);
    m_url->setToolTip(url);
    m_url->setAccessibleDescription(url);
    const QString who =
        sprite.isPublic() ? tr("Public — anyone with the link") : tr("Private — organization members");
    m_who->setText(who);
    m_who->setAccessibleName(who);
    m_who->setColorRole(sprite.isPublic() ? ColorRole::Danger : ColorRole::Muted);
    m_who->updateGeometry();
    m_change->setAccessibleDescription(who);
    setVisible(!url.isEmpty());
}

void PortAddressCard::paintEvent(QPaintEvent *)
{
    Card::paintBox(*this);
}

} // namespace Spritarium
