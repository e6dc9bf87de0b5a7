// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/welcomeview.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int cardWidth = 280;
constexpr int cardHeight = 180;
constexpr int markSize = 32;
} // namespace

WelcomeCard::WelcomeCard(const QString &iconName, const QString &title, const QString &sentence,
                         QWidget *parent)
    : QAbstractButton(parent)
    , m_iconName(iconName)
    , m_sentence(sentence)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void WelcomeCard::setSentence(const QString &sentence)
{
    m_sentence = sentence;
    setAccessibleDescription(sentence);
    updateGeometry();
    update();
}

int WelcomeCard::textHeight(int width) const
{
    const QFontMetrics title(fontFor(TextRole::Section, font()));
    const QRect room(0, 0, width - 2 * Space::panel, 1000);
    return title.boundingRect(room, Qt::TextWordWrap, text()).height() + Space::small +
           fontMetrics().boundingRect(room, Qt::TextWordWrap, m_sentence).height();
}

QSize WelcomeCard::sizeHint() const
{
    return {cardWidth,
            std::max(cardHeight, 2 * Space::panel + markSize + Space::panel + textHeight(cardWidth))};
}

void WelcomeCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Appearance appearance(palette());
    const bool active = underMouse() || isDown();
    const QColor text = palette().color(QPalette::Text);
    const qreal pen = hasFocus() ? 2 : appearance.borderWidth();
    painter.setPen(QPen(hasFocus() ? appearance.focus()
                        : active   ? appearance.accent()
                                   : appearance.controlBorder(),
                        pen));
    painter.setBrush(active ? mixed(appearance.card(), appearance.accent(), isDown() ? 0.1 : 0.05)
                            : appearance.card());
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cardRadius, cardRadius);

    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const QRect room = rect().adjusted(Space::panel, Space::panel, -Space::panel, -Space::panel);
    const QRect mark(rtl ? room.right() + 1 - markSize : room.left(), room.top(), markSize, markSize);
    painter.drawPixmap(mark, iconPixmap(m_iconName, markSize, appearance.accent(), devicePixelRatioF()));

    const int flags =
        int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignTop)) | Qt::TextWordWrap;
    QRect titleRect = room.adjusted(0, markSize + Space::panel, 0, 0);
    painter.setFont(fontFor(TextRole::Section, font()));
    painter.setPen(text);
    QRect used;
    painter.drawText(titleRect, flags, this->text(), &used);
    painter.setFont(font());
    painter.setPen(appearance.color(ColorRole::Muted));
    painter.drawText(titleRect.adjusted(0, used.height() + Space::small, 0, 0), flags, m_sentence);
}

WelcomeView::WelcomeView(QWidget *parent)
    : QWidget(parent)
    , m_environment(nullptr)
{
    setObjectName(u"welcomeView"_s);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setSpacing(Space::group);
    column->addStretch(2);
    auto *line =
        new TextLabel(tr("Spritarium manages Fly Sprites from your desktop."), TextRole::Title, page);
    line->setObjectName(u"welcomeLine"_s);
    line->setAlignment(Qt::AlignCenter);
    line->setWordWrap(true);
    column->addWidget(line);

    auto *row = new QHBoxLayout;
    row->setSpacing(Space::panel);
    row->addStretch(1);
    m_playground = addCard(u"welcomePlayground"_s, u"playground"_s, tr("Try the playground"),
                           tr("Six small sprites on this computer. No account, no cost, nothing leaves it."));
    m_token = addCard(u"welcomeToken"_s, u"key"_s, tr("Sign in with a token"),
                      tr("Create a token on sprites.dev, paste it here."));
    m_cli = addCard(u"welcomeCli"_s, u"terminal"_s, tr("Use the sprite CLI account"), {});
    for (WelcomeCard *card : std::as_const(m_cards))
        row->addWidget(card);
    row->addStretch(1);
    column->addLayout(row);
    m_cli->hide();

    m_environment = new QPushButton(tr("Use SPRITE_TOKEN from the environment"), page);
    m_environment->setObjectName(u"welcomeEnvironment"_s);
    setButtonRole(*m_environment, ButtonRole::Link);
    m_environment->hide();
    column->addWidget(m_environment, 0, Qt::AlignHCenter);
    column->addStretch(3);

    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"welcomeScroll"_s);
    scroll->setAccessibleName(tr("Welcome"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setFocusProxy(m_playground);

    connect(m_playground, &WelcomeCard::clicked, this, &WelcomeView::playgroundRequested);
    connect(m_token, &WelcomeCard::clicked, this, &WelcomeView::tokenRequested);
    connect(m_cli, &WelcomeCard::clicked, this, &WelcomeView::cliImportRequested);
    connect(m_environment, &QPushButton::clicked, this, &WelcomeView::environmentTokenRequested);
}

WelcomeCard *WelcomeView::addCard(const QString &name, const QString &iconName, const QString &title,
                                  const QString &sentence)
{
    auto *card = new WelcomeCard(iconName, title, sentence);
    card->setObjectName(name);
    card->installEventFilter(this);
    m_cards.append(card);
    return card;
}

void WelcomeView::setPlaygroundOffered(bool offered)
{
    m_playground->setVisible(offered);
    setFocusProxy(offered ? m_playground : m_token);
}

void WelcomeView::setCliOrganizations(const QStringList &organizations)
{
    m_cli->setVisible(!organizations.isEmpty());
    m_cli->setSentence(tr("Found: %1.").arg(QLocale().createSeparatedList(organizations)));
}

void WelcomeView::setEnvironmentTokenOffered(bool offered)
{
    m_environment->setVisible(offered);
}

bool WelcomeView::eventFilter(QObject *watched, QEvent *event)
{
    auto *card = qobject_cast<WelcomeCard *>(watched);
    if (card && event->type() == QEvent::KeyPress) {
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Right:
            moveFocus(*card, rtl ? -1 : 1);
            return true;
        case Qt::Key_Left:
            moveFocus(*card, rtl ? 1 : -1);
            return true;
        case Qt::Key_Down:
            moveFocus(*card, 1);
            return true;
        case Qt::Key_Up:
            moveFocus(*card, -1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            card->click();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void WelcomeView::moveFocus(const WelcomeCard &from, int step)
{
    QList<WelcomeCard *> shown;
    for (WelcomeCard *card : std::as_const(m_cards)) {
        if (card->isVisible())
            shown.append(card);
    }
    qsizetype at = 0;
    while (at < shown.size() && shown.at(at) != &from)
        ++at;
    const qsizetype next = std::clamp<qsizetype>(at + step, 0, shown.size() - 1);
    shown.at(next)->setFocus(Qt::TabFocusReason);
}

} // namespace Spritarium
