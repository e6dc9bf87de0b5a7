// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/spriterowdelegate.h"

#include "models/spritetreemodel.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/spritariumstyle.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QTimer>

#include <cmath>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Role = SpriteTreeModel::Role;
using NodeKind = SpriteTreeModel::NodeKind;

namespace {

constexpr int glyphSize = 12;
constexpr int badgeSize = 16;
constexpr int mostBadges = 3;
constexpr int lastOfHold = 120; //!< seconds, in another colour

QColor textColor(const QStyleOptionViewItem &option)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    return option.palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text);
}

QColor background(const QStyleOptionViewItem &option)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    return option.palette.color(QPalette::Active, selected ? QPalette::Highlight : QPalette::Base);
}

QRect visual(const QStyleOptionViewItem &option, const QRect &rect)
{
    return QStyle::visualRect(option.direction, option.rect, rect);
}

//! From the leading end of a sprite's row to its name.
int nameInset()
{
    return Space::small + glyphSize + Space::small + 2;
}

NodeKind kindOf(const QModelIndex &index)
{
    return static_cast<NodeKind>(index.data(Role::KindRole).toInt());
}

//! A picture or a few letters behind a name; with neither the ring that turns.
struct Badge
{
    QString icon;
    QString text;
    ColorRole role = ColorRole::Muted;
};

//! The first three of what there is to tell, in the order of ux-spec 7.
QList<Badge> badgesOf(const QModelIndex &index, const QLocale &locale)
{
    QList<Badge> badges;
    if (index.data(Role::BusyRole).toBool() || index.data(Role::DeletingRole).toBool())
        badges << Badge{{}, {}, ColorRole::Info};
    if (const QDateTime until = index.data(Role::HoldRole).toDateTime(); until.isValid()) {
        const qint64 seconds = std::max<qint64>(0, QDateTime::currentDateTimeUtc().secsTo(until));
        badges << Badge{{},
                        SpriteRowDelegate::tr("%n min", nullptr, int((seconds + 59) / 60)),
                        seconds <= lastOfHold ? ColorRole::Caution : ColorRole::Info};
    }
    if (const int forwards = index.data(Role::ForwardsRole).toInt(); forwards > 0) {
        //: Forwards of a sprite: arrows, then how many
        const QString text = SpriteRowDelegate::tr("⇄ %1").arg(locale.toString(forwards));
        badges << Badge{{}, text, ColorRole::Info};
    }
    if (index.data(Role::PublicRole).toBool())
        badges << Badge{u"globe"_s, {}, ColorRole::Danger};
    if (const QVariant restricted = index.data(Role::RestrictedRole); restricted.isValid())
        badges << Badge{restricted.toBool() ? u"shield"_s : u"shield-hollow"_s, {}, ColorRole::Muted};
    return badges.mid(0, mostBadges);
}

int widthOf(const Badge &badge, const QFont &font)
{
    return badge.text.isEmpty() ? badgeSize : QFontMetrics(font).horizontalAdvance(badge.text);
}

//! The first ones, as many as leave the name its room; one at least.
QList<Badge> fitting(QList<Badge> badges, const QFont &font, int room)
{
    const auto wanted = [&] {
        int width = 0;
        for (const Badge &badge : std::as_const(badges))
            width += widthOf(badge, font) + Space::tiny;
        return width;
    };
    while (badges.size() > 1 && wanted() > room)
        badges.removeLast();
    return badges;
}

} // namespace

SpriteRowDelegate::SpriteRowDelegate(QAbstractItemView &view)
    : QStyledItemDelegate(&view)
    , m_view(view)
    , m_turning(new QTimer(this))
{
    m_turning->setInterval(60);
    connect(m_turning, &QTimer::timeout, this, [this] {
        if (!m_sawTurning || motionReduced(m_view))
            m_turning->stop();
        m_sawTurning = false;
        m_turn = std::fmod(m_turn + 0.05, 1.0);
        m_view.viewport()->update();
    });
}

void SpriteRowDelegate::setWords(const QStringList &words)
{
    m_words = words;
    m_view.viewport()->update();
}

void SpriteRowDelegate::setSecondLine(bool on)
{
    m_secondLine = on;
    Q_EMIT sizeHintChanged({});
}

QSize SpriteRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = option.fontMetrics.height();
    const int meta = QFontMetrics(fontFor(TextRole::Meta, option.font)).height();
    const bool compact = isCompact(m_view);
    const int one = std::max(compact ? 26 : 32, line + 8);
    return {160, m_secondLine ? std::max(compact ? 40 : 46, line + meta + 12) : one};
}

void SpriteRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    painter->save();
    QStyleOptionViewItem row(option);
    initStyleOption(&row, index);
    m_view.style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, &m_view);
    const Appearance appearance(row.palette);
    if (row.state.testFlag(QStyle::State_Selected)) {
        // The bar says "selected" where the tint is hard to see.
        const int edge = row.direction == Qt::RightToLeft ? m_view.viewport()->width() - 3 : 0;
        painter->fillRect(QRect(edge, row.rect.top() + 4, 3, row.rect.height() - 8), appearance.focus());
    }
    switch (kindOf(index)) {
    case NodeKind::Account:
        paintAccount(*painter, row, index);
        break;
    case NodeKind::Group:
        paintGroup(*painter, row, index);
        break;
    case NodeKind::Sprite:
        paintSprite(*painter, row, index);
        break;
    }
    if (row.state.testFlag(QStyle::State_HasFocus)) {
        QStyleOption ring;
        ring.rect = row.rect.adjusted(1, 1, -1, -1);
        ring.palette = row.palette;
        m_view.style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, painter, &m_view);
    }
    painter->restore();
}

void SpriteRowDelegate::paintSprite(QPainter &painter, const QStyleOptionViewItem &option,
                                    const QModelIndex &index) const
{
    const Appearance appearance(option.palette);
    const bool deleting = index.data(Role::DeletingRole).toBool();
    const auto state = static_cast<SpriteState>(index.data(Role::StateRole).toInt());
    const QColor muted = appearance.colorOn(ColorRole::Muted, background(option));
    const QColor text = deleting ? muted : textColor(option);
    const QRect rect = option.rect;

    const QRect glyph(rect.left() + Space::small, rect.center().y() - glyphSize / 2, glyphSize, glyphSize);
    paintGlyph(painter, visual(option, glyph), glyphOf(state),
               deleting ? muted : appearance.colorOn(roleOf(state), background(option), 3.0));

    const int badges = paintBadges(painter, option, index);
    const int left = rect.left() + nameInset();
    const int width = rect.right() - badges - left - Space::tiny;
    const int line = option.fontMetrics.height();
    const QString second = m_secondLine ? index.data(Role::SecondLineRole).toString() : QString();
    const QFont metaFont = fontFor(TextRole::Meta, option.font);
    const int block = line + (second.isEmpty() ? 0 : QFontMetrics(metaFont).height() + 1);
    const int top = rect.top() + (rect.height() - block) / 2;
    paintName(painter, visual(option, QRect(left, top, width, line)), index.data(Role::NameRole).toString(),
              option, text);
    if (second.isEmpty())
        return;
    const QRect under(left, top + line + 1, rect.right() - left - Space::small,
                      QFontMetrics(metaFont).height());
    painter.setFont(metaFont);
    painter.setPen(muted);
    painter.drawText(visual(option, under),
                     int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
                     QFontMetrics(metaFont).elidedText(second, Qt::ElideRight, under.width()));
}

int SpriteRowDelegate::paintBadges(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const Appearance appearance(option.palette);
    const qreal ratio = m_view.devicePixelRatioF();
    const int line = option.fontMetrics.height();
    int right = option.rect.right() - Space::small;
    // Beside the name, so that the second line has the whole width.
    const int centre =
        m_secondLine ? option.rect.top() + Space::tiny + line / 2 + 2 : option.rect.center().y();
    const auto place = [&](int width) {
        const QRect rect(right - width, centre - badgeSize / 2, width, badgeSize);
        right -= width + Space::tiny;
        return visual(option, rect);
    };
    const QFont font = fontFor(TextRole::Meta, option.font);
    const int name = option.fontMetrics.horizontalAdvance(index.data(Role::NameRole).toString());
    const int besideName = right - (option.rect.left() + nameInset()) - name - Space::small;
    const QList<Badge> badges = fitting(badgesOf(index, m_view.locale()), font, besideName);
    // Trailing end first; read from the name they come in their order.
    for (auto badge = badges.crbegin(); badge != badges.crend(); ++badge) {
        if (!badge->icon.isEmpty()) {
            painter.drawPixmap(place(badgeSize),
                               iconPixmap(badge->icon, badgeSize,
                                          appearance.colorOn(badge->role, background(option)), ratio));
        } else if (!badge->text.isEmpty()) {
            painter.setFont(font);
            painter.setPen(appearance.colorOn(badge->role, background(option)));
            painter.drawText(place(widthOf(*badge, font)), Qt::AlignCenter, badge->text);
        } else {
            paintGlyph(painter, QRectF(place(badgeSize)).adjusted(2, 2, -2, -2), Glyph::Turning,
                       appearance.colorOn(badge->role, background(option), 3.0), m_turn);
            m_sawTurning = true;
            if (!m_turning->isActive() && !motionReduced(m_view))
                m_turning->start();
        }
    }
    return option.rect.right() - right;
}

void SpriteRowDelegate::paintName(QPainter &painter, const QRect &rect, const QString &name,
                                  const QStyleOptionViewItem &option, const QColor &color) const
{
    painter.setFont(option.font);
    const QString shown = option.fontMetrics.elidedText(name, Qt::ElideMiddle, rect.width());
    const bool rtl = option.direction == Qt::RightToLeft;
    const int start = rtl ? rect.right() + 1 - option.fontMetrics.horizontalAdvance(shown) : rect.left();
    const Appearance appearance(option.palette);
    for (const QString &word : m_words) {
        const auto at = shown.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0 || word.isEmpty())
            continue;
        const int from = option.fontMetrics.horizontalAdvance(shown.left(at));
        const int width = option.fontMetrics.horizontalAdvance(shown.mid(at, word.size()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter.setBrush(selected ? QBrush(Qt::NoBrush) : QBrush(appearance.tint(ColorRole::Caution)));
        painter.drawRoundedRect(QRect(start + from - 1, rect.top(), width + 2, rect.height()), 3, 3);
        painter.setPen(QPen(appearance.color(ColorRole::Caution), 1.5));
        painter.drawLine(QPointF(start + from, rect.bottom()), QPointF(start + from + width, rect.bottom()));
    }
    painter.setPen(color);
    // Names are written left to right everywhere.
    painter.drawText(QRect(start, rect.top(), rect.width(), rect.height()),
                     Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignVCenter, shown);
}

void SpriteRowDelegate::paintAccount(QPainter &painter, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    const Appearance appearance(option.palette);
    const auto state = index.data(Role::AccountStateRole).value<ViewState>();
    const bool refused = state.kind == ViewState::Kind::Denied;
    const QString name = index.data(Role::IsPlaygroundRole).toBool() ? tr("Playground — this computer")
                                                                     : index.data(Role::NameRole).toString();
    QString second = index.data(Role::SecondLineRole).toString();
    if (refused)
        second = tr("Token refused. Sign in again.");
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(bold);
    const QFont metaFont = fontFor(TextRole::Meta, option.font);
    const bool two = m_secondLine && !second.isEmpty();
    const int meta = QFontMetrics(metaFont).height();
    const QRect room = option.rect.adjusted(Space::small, 0, -Space::small, 0);
    const int top = room.top() + (room.height() - metrics.height() - (two ? meta + 1 : 0)) / 2;
    const auto align = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter));
    const QColor danger = appearance.colorOn(ColorRole::Danger, background(option));
    painter.setFont(bold);
    painter.setPen(refused ? danger : textColor(option));
    const QRect first = visual(option, QRect(room.left(), top, room.width(), metrics.height()));
    const QString one = refused && !two ? second : name;
    painter.drawText(first, align, metrics.elidedText(one, Qt::ElideRight, first.width()));
    if (!two)
        return;
    painter.setFont(metaFont);
    painter.setPen(refused ? danger : appearance.colorOn(ColorRole::Muted, background(option)));
    const QRect under = visual(option, QRect(room.left(), top + metrics.height() + 1, room.width(), meta));
    painter.drawText(under, align, QFontMetrics(metaFont).elidedText(second, Qt::ElideRight, under.width()));
}

void SpriteRowDelegate::paintGroup(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    QFont font = fontFor(TextRole::Meta, option.font);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(Appearance(option.palette).colorOn(ColorRole::Muted, background(option)));
    const QRect room = option.rect.adjusted(Space::small, 0, -Space::small, 0);
    const int count = index.model()->rowCount(index);
    const QString text =
        tr("%1 (%2)").arg(index.data(Role::NameRole).toString(), m_view.locale().toString(count));
    painter.drawText(room, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, room.width()));
}

} // namespace Spritarium
