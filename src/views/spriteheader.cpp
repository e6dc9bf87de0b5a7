// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/spriteheader.h"

#include "views/awakeline.h"
#include "views/buttonrole.h"
#include "views/chip.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int widestName = 280;     //!< longer ones are cut in the middle where there is no room
constexpr int fewestOfAddress = 16; //!< characters; less of it tells nobody anything
} // namespace

QString stateWord(const Sprite &sprite)
{
    switch (sprite.state) {
    case SpriteState::Running:
        return QCoreApplication::translate("Spritarium::SpriteHeader", "Running");
    case SpriteState::Warm:
        return QCoreApplication::translate("Spritarium::SpriteHeader", "Warm");
    case SpriteState::Cold:
        return QCoreApplication::translate("Spritarium::SpriteHeader", "Cold");
    case SpriteState::Unknown:
        break;
    }
    return sprite.rawState.isEmpty() ? QCoreApplication::translate("Spritarium::SpriteHeader", "Unknown")
                                     : sprite.rawState;
}

QString whyAwakeText(const Sprite &sprite)
{
    switch (sprite.state) {
    case SpriteState::Running:
        return QCoreApplication::translate("Spritarium::SpriteHeader",
                                           "Falls asleep about 30 s after the last activity.");
    case SpriteState::Warm:
        return QCoreApplication::translate("Spritarium::SpriteHeader",
                                           "Warm: memory kept, no compute billed.");
    case SpriteState::Cold:
        return QCoreApplication::translate("Spritarium::SpriteHeader", "Cold: files kept, processes gone.");
    case SpriteState::Unknown:
        break;
    }
    return QCoreApplication::translate("Spritarium::SpriteHeader",
                                       "The service reports a state this version does not know.");
}

SpriteHeader::SpriteHeader(const ActionSet &actions, QWidget *parent)
    : QFrame(parent)
    , m_glyph(new GlyphLabel(16, this))
    , m_name(new TextLabel(TextRole::Title, this))
    , m_state(new TextLabel(TextRole::Body, this))
    , m_awake(new AwakeLine(this))
    , m_labelRoom(new QWidget(this))
    , m_labels(new QHBoxLayout(m_labelRoom))
    , m_editLabels(nullptr)
    , m_more(nullptr)
{
    setObjectName(u"spriteHeader"_s);
    setMinimumHeight(72);
    m_name->setObjectName(u"headerName"_s);
    m_name->setElided(Qt::ElideMiddle);
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_state->setObjectName(u"headerState"_s);
    connect(m_awake, &AwakeLine::placeRequested, this, &SpriteHeader::placeRequested);

    // The name comes first: labels take what is left, and those that do not fit wait in the tooltip.
    m_labelRoom->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_labelRoom->installEventFilter(this);
    m_labels->setContentsMargins(0, 0, 0, 0);
    m_labels->setSpacing(Space::tiny);
    m_labels->addStretch(1);
    m_editLabels = smallButton(u"headerEditLabels"_s, u"tag"_s, tr("Edit labels"));
    connect(m_editLabels, &QToolButton::clicked, this, [this] { Q_EMIT editLabelsRequested(m_key); });
    m_more = smallButton(u"headerMore"_s, u"more"_s, tr("More actions"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    fillMenu(*menu, actions,
             {u"checkpoint.create"_s,
              {},
              u"sprite.labels"_s,
              u"sprite.address"_s,
              u"sprite.favorite"_s,
              {},
              u"sprite.copy-url"_s,
              u"sprite.copy-cli"_s,
              u"sprite.copy-request"_s,
              {},
              u"sprite.delete"_s});
    m_more->setMenu(menu);

    auto *first = new QHBoxLayout;
    first->setSpacing(Space::small);
    first->addWidget(m_glyph);
    first->addWidget(m_name);
    first->addWidget(m_state);
    first->addWidget(m_editLabels);
    first->addWidget(m_labelRoom, 1);
    if (QAction *create = actions.value(u"checkpoint.create"_s)) {
        auto *button = new QPushButton(this);
        button->setObjectName(u"headerCheckpoint"_s);
        button->setIcon(icon(u"checkpoint"_s));
        bindButton(*button, *create);
        first->addWidget(button);
    }
    addKeepAwake(*first, actions);
    first->addWidget(m_more);
    auto *second = new QHBoxLayout;
    second->setSpacing(Space::small);
    second->addWidget(m_awake, 1);
    addAddress(*second);
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(Space::panel, Space::small, Space::medium, Space::tiny);
    lines->setSpacing(2);
    lines->addLayout(first);
    lines->addLayout(second);
}

QToolButton *SpriteHeader::smallButton(const QString &name, const QString &iconName, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

QString SpriteHeader::holdPlace()
{
    return u"hold"_s;
}

void SpriteHeader::addKeepAwake(QHBoxLayout &line, const ActionSet &actions)
{
    if (!actions.contains(u"sprite.keep-awake"_s))
        return;
    m_keepAwake = smallButton(u"headerKeepAwake"_s, u"clock"_s, tr("Keep awake"));
    m_keepAwake->setText(tr("Keep awake"));
    m_keepAwake->setToolTip(tr("Waking takes 1–2 s and starts billing."));
    m_keepAwake->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_keepAwake->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_keepAwake);
    menu->setToolTipsVisible(true);
    const QStringList ids{u"sprite.keep-awake-5"_s, u"sprite.keep-awake"_s, u"sprite.keep-awake-60"_s,
                          u"sprite.release"_s};
    for (const QString &id : ids) {
        if (!actions.contains(id))
            continue;
        if (id == ids.last())
            menu->addSeparator();
        // Not the shared action, which acts on what is selected in the list.
        QAction *own = menu->addAction(actions.value(id)->text());
        own->setObjectName(u"header:"_s + id);
        own->setIcon(actions.value(id)->icon());
        connect(own, &QAction::triggered, this, [this, id] { Q_EMIT keepAwakeRequested(id, m_key); });
    }
    m_keepAwake->setMenu(menu);
    line.addWidget(m_keepAwake);
}

void SpriteHeader::setKeepAwakeReasons(const QString &take, const QString &release)
{
    if (!m_keepAwake)
        return;
    const QList<QAction *> entries = m_keepAwake->menu()->actions();
    for (QAction *entry : entries) {
        const QString &reason = entry->objectName() == "header:sprite.release"_L1 ? release : take;
        entry->setEnabled(reason.isEmpty());
        entry->setToolTip(reason);
    }
}

void SpriteHeader::openKeepAwake()
{
    if (m_keepAwake)
        m_keepAwake->menu()->popup(m_keepAwake->mapToGlobal(QPoint(0, m_keepAwake->height())));
}

void SpriteHeader::addAddress(QHBoxLayout &line)
{
    m_privacy = new Chip({}, Chip::Kind::Mark, this);
    m_privacy->setObjectName(u"headerPrivacy"_s);
    m_url = new TextLabel(TextRole::Fixed, this);
    m_url->setObjectName(u"headerUrl"_s);
    m_url->setElided(Qt::ElideMiddle);
    m_url->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_url->setCopyable();
    m_url->setLayoutDirection(Qt::LeftToRight);
    m_url->setAccessibleName(tr("Web address"));
    m_copy = smallButton(u"headerCopyUrl"_s, u"copy"_s, tr("Copy address"));
    m_open = smallButton(u"headerOpenUrl"_s, u"open"_s, tr("Open in the browser"));
    m_change = new QPushButton(tr("Change…"), this);
    m_change->setObjectName(u"headerChangeAddress"_s);
    m_change->setAccessibleName(tr("Change who can open the address"));
    setButtonRole(*m_change, ButtonRole::Link);
    for (QWidget *part :
         {static_cast<QWidget *>(m_privacy), static_cast<QWidget *>(m_change), static_cast<QWidget *>(m_url),
          static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_open)})
        line.addWidget(part);
    connect(m_copy, &QToolButton::clicked, this, [this] { Q_EMIT copyAddressRequested(m_key); });
    connect(m_open, &QToolButton::clicked, this, [this] { Q_EMIT openAddressRequested(m_key); });
    connect(m_change, &QPushButton::clicked, this, [this] { Q_EMIT changeAddressRequested(m_key); });
}

void SpriteHeader::showSprite(const SpriteKey &key, const Sprite &sprite)
{
    const bool sameLabels = key == m_key && sprite.labels == m_sprite.labels;
    if (key != m_key)
        m_running.clear();
    m_key = key;
    m_sprite = sprite;
    m_name->setText(sprite.name.toString());
    m_name->setMinimumWidth(std::min(m_name->sizeHint().width(), widestName));
    m_name->setToolTip(tr("%1\nThe platform cannot rename a sprite.").arg(sprite.name.toString()));
    const QString url = sprite.url.toString();
    m_url->setText(url);
    m_url->setToolTip(url);
    m_copy->setVisible(!url.isEmpty());
    m_open->setVisible(!url.isEmpty());
    const QString who =
        sprite.isPublic() ? tr("Public — anyone with the link") : tr("Private — organization members");
    // The usual case takes little room; the other one is worth its words.
    m_privacy->setText(sprite.isPublic() ? who : tr("Private"));
    m_privacy->setAccessibleName(who);
    m_change->setToolTip(who);
    m_privacy->setColorRole(sprite.isPublic() ? ColorRole::Danger : ColorRole::Muted);
    m_privacy->updateGeometry();
    if (!sameLabels)
        showLabels(sprite.labels);
    refreshState();
}

void SpriteHeader::setRunningText(const QString &text)
{
    m_running = text;
    refreshState();
}

void SpriteHeader::setAwakeReasons(const QList<AwakeReason> &reasons, bool watched)
{
    if (reasons == m_reasons && watched == m_isWatched)
        return;
    m_reasons = reasons;
    m_isWatched = watched;
    refreshState();
}

void SpriteHeader::refreshState()
{
    const bool busy = !m_running.isEmpty();
    m_glyph->setGlyph(busy ? Glyph::Turning : glyphOf(m_sprite.state),
                      busy ? ColorRole::Info : roleOf(m_sprite.state));
    m_state->setText(stateWord(m_sprite));
    m_state->setColorRole(roleOf(m_sprite.state));
    m_state->setToolTip(m_sprite.rawState);
    const bool runs = m_sprite.isRunning();
    if (!busy && runs && !m_reasons.isEmpty())
        m_awake->showReasons(m_reasons);
    else if (!busy && runs && m_isWatched)
        m_awake->showText(tr("%1 Watching its ports may keep it awake.").arg(whyAwakeText(m_sprite)));
    else
        m_awake->showText(busy ? m_running : whyAwakeText(m_sprite));
    setAccessibleName(tr("Sprite %1, %2").arg(m_sprite.name.toString(), stateWord(m_sprite)));
    fitAddress();
}

void SpriteHeader::showLabels(const QStringList &labels)
{
    qDeleteAll(m_labelRoom->findChildren<Chip *>(Qt::FindDirectChildrenOnly));
    for (qsizetype i = 0; i < labels.size(); ++i)
        m_labels->insertWidget(int(i), new Chip(labels.at(i), Chip::Kind::Mark, m_labelRoom));
    m_labelRoom->setToolTip(labels.join(u", "_s));
    m_editLabels->setAccessibleDescription(labels.join(u", "_s));
    fitLabels();
}

void SpriteHeader::fitLabels()
{
    int used = 0;
    const QList<Chip *> chips = m_labelRoom->findChildren<Chip *>(Qt::FindDirectChildrenOnly);
    for (Chip *chip : chips) {
        used += chip->sizeHint().width() + m_labels->spacing();
        chip->setVisible(used <= m_labelRoom->width());
    }
}

void SpriteHeader::fitAddress()
{
    // Copying and opening stay within reach; the Inspector and the Ports tab show it whole.
    int room = contentsRect().width() - layout()->contentsMargins().left() -
               layout()->contentsMargins().right() - m_awake->wantedWidth();
    for (const QWidget *part : {static_cast<QWidget *>(m_privacy), static_cast<QWidget *>(m_change),
                                static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_open)})
        room -= part->sizeHint().width() + Space::small;
    const int least =
        std::min(m_url->sizeHint().width(), fewestOfAddress * m_url->fontMetrics().averageCharWidth());
    m_url->setVisible(!m_url->text().isEmpty() && room - Space::small >= least);
}

void SpriteHeader::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitAddress();
}

void SpriteHeader::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (m_open && (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange))
        fitAddress();
}

bool SpriteHeader::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_labelRoom && event->type() == QEvent::Resize)
        fitLabels();
    return QFrame::eventFilter(watched, event);
}

void SpriteHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Appearance(palette()).hairline());
}

} // namespace Spritarium
