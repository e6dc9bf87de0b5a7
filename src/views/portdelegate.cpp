// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portdelegate.h"

#include "views/chip.h"
#include "views/glyphs.h"
#include "views/porttable.h"
#include "views/spritariumstyle.h"

#include <QFocusEvent>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;
using State = PortForwardModel::RowState;

namespace {

struct Mark
{
    Glyph glyph;
    ColorRole role;
};

Mark markOf(State state, SpriteState sprite)
{
    switch (state) {
    case State::Forwarding:
        return {Glyph::Disc, ColorRole::Good};
    case State::Starting:
        return {Glyph::Turning, ColorRole::Info};
    case State::Asleep:
        return {sprite == SpriteState::Warm ? Glyph::Half : Glyph::Ring, ColorRole::Rest};
    case State::Guarded:
        return {Glyph::Ring, ColorRole::Rest};
    case State::NothingListens:
        return {Glyph::Ring, ColorRole::Caution};
    case State::Waiting:
        return {Glyph::Turning, ColorRole::Caution};
    case State::PortBusy:
    case State::NotPermitted:
    case State::Failed:
        return {Glyph::Triangle, ColorRole::Danger};
    case State::Stopped:
    case State::Listening:
        break;
    }
    return {Glyph::Ring, ColorRole::Muted};
}

qreal scaleOf(const QWidget &view)
{
    return std::max(1.0, view.fontMetrics().height() / 18.0);
}

int glyphSize(const QWidget &view)
{
    return int(std::lround(12 * scaleOf(view)));
}

bool isFixed(int column)
{
    return column == Model::SpritePort || column == Model::Local;
}

} // namespace

//! Everything that the parts of a row need to paint themselves.
struct PortDelegate::Paint
{
    QPainter &painter;
    QModelIndex index;
    PortRow row;
    QRect rect; //!< of the cell
    QRect line; //!< of its words: the upper part where a sentence stands below
    QFont font;
    Qt::LayoutDirection direction;
    Appearance appearance;
    QColor background;
    QColor text;
    QColor muted;
    bool selected;

    QRect visual(const QRect &r) const { return QStyle::visualRect(direction, rect, r); }
    int leading() const
    {
        return int(QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
    }
    QColor role(ColorRole which, qreal ratio = 4.5) const
    {
        return appearance.colorOn(which, background, ratio);
    }
};

PortDelegate::PortDelegate(PortTable &table)
    : QStyledItemDelegate(&table)
    , m_table(table)
{}

int PortDelegate::rowHeight(const QWidget &view, bool isPort)
{
    const int body = view.fontMetrics().height();
    const int meta = QFontMetrics(fontFor(TextRole::Meta, view.font())).height();
    if (!isPort)
        return std::max(isCompact(view) ? 24 : 28, meta + Space::medium);
    return std::max(isCompact(view) ? 36 : 40, body + meta + Space::small);
}

int PortDelegate::widthOf(int column, const QWidget &view)
{
    const QFontMetrics metrics = view.fontMetrics();
    const QFontMetrics fixed(fontFor(TextRole::Fixed, view.font()));
    const qreal scale = scaleOf(view);
    const auto least = [scale](int width) { return int(width * scale); };
    switch (column) {
    case Model::State:
        return std::max(132, 2 * Space::small + glyphSize(view) +
                                 metrics.horizontalAdvance(PortTable::tr("Nothing listens")) + Space::small);
    case Model::SpritePort:
        return std::max(88, std::max(fixed.horizontalAdvance(u"65535"_s),
                                     metrics.horizontalAdvance(PortTable::tr("Sprite port"))) +
                                2 * Space::small + 2);
    case Model::Local:
        return std::max(176, fixed.horizontalAdvance(u"127.0.0.1:65535"_s) + 2 * Space::small + 2);
    case Model::Traffic:
        return least(128);
    case Model::Actions:
        return least(168);
    default:
        break;
    }
    return least(160);
}

int PortDelegate::leastWidthOf(int column, const QWidget &view)
{
    switch (column) {
    case Model::Name:
        return widthOf(column, view) / 2;
    case Model::Local: {
        const QFontMetrics fixed(fontFor(TextRole::Fixed, view.font()));
        return fixed.horizontalAdvance(u"127.0.0.1:65535"_s) + 2 * Space::small + 2;
    }
    case Model::Actions: // one button and the menu
        return widthOf(column, view) * 3 / 4;
    default:
        return widthOf(column, view);
    }
}

void PortDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    PortRow row = PortRow::of(index);
    // Where there is no room for the column, traffic stands under the address.
    if (row.meta.isEmpty() && m_table.isColumnHidden(Model::Traffic))
        row.meta = index.siblingAtColumn(Model::Traffic).data().toString();
    const bool selected = option.state.testFlag(QStyle::State_Selected) && row.isPort();
    const auto group = option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const Appearance appearance(option.palette);
    const QColor background =
        selected ? option.palette.color(group, QPalette::Highlight) : option.palette.color(QPalette::Base);
    QRect line = option.rect.adjusted(0, 0, 0, -1);
    const bool meta = !row.meta.isEmpty() && index.column() == Model::Local;
    if (!row.message.isEmpty() || meta) {
        line.adjust(0, Space::tiny - 1, 0, 0);
        line.setHeight(QFontMetrics(option.font).height() + 1);
    }
    const Paint p{*painter,
                  index,
                  row,
                  option.rect,
                  line,
                  option.font,
                  option.direction,
                  appearance,
                  background,
                  option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text),
                  appearance.colorOn(ColorRole::Muted, background),
                  selected};
    painter->save();
    painter->setFont(p.font);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(p.rect, background);
    if (!selected)
        painter->fillRect(QRect(p.rect.left(), p.rect.bottom(), p.rect.width(), 1), appearance.hairline());
    if (!row.isPort()) {
        paintLine(p);
    } else {
        if (index.column() == Model::State)
            paintState(p);
        else if (index.column() == Model::Name)
            paintName(p);
        else if (index.column() != Model::Actions)
            paintText(p, index.data().toString(), isFixed(index.column()));
        paintMessage(p);
        if (option.state.testFlag(QStyle::State_HasFocus) && m_table.hasFocus()) {
            painter->setPen(QPen(selected ? p.text : appearance.focus(), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(p.rect).adjusted(1, 1, -1, -2), 4, 4);
        }
    }
    painter->restore();
}

void PortDelegate::paintLine(const Paint &p) const
{
    const bool header = p.row.type == Model::RowType::Header;
    QFont font = fontFor(TextRole::Meta, p.font);
    if (header)
        font.setWeight(QFont::DemiBold);
    const QString text = p.index.siblingAtColumn(0).data().toString();
    p.painter.setFont(font);
    p.painter.setPen(p.muted);
    const int indent = header ? Space::small : 2 * Space::small + glyphSize(m_table);
    const QRect room = p.rect.adjusted(indent, 0, -Space::panel, 0);
    p.painter.drawText(p.visual(room), p.leading(),
                       QFontMetrics(font).elidedText(text, Qt::ElideRight, room.width()));
}

void PortDelegate::paintState(const Paint &p) const
{
    const Mark mark = markOf(p.row.state, m_table.sprite().state);
    const int side = glyphSize(m_table);
    QRectF square(0, 0, side, side);
    square.moveCenter(
        QRectF(p.visual(QRect(p.rect.left() + Space::small, p.rect.top(), side, p.rect.height()))).center());
    const QColor color = p.selected ? p.text : p.role(mark.role, 3.0);
    paintGlyph(p.painter, square, mark.glyph, color, m_table.turn());
    if (p.row.state == State::Guarded) { // a ring with a bar
        p.painter.setPen(QPen(color, side / 7.0));
        p.painter.drawLine(QPointF(square.left() + side * 0.28, square.center().y()),
                           QPointF(square.right() - side * 0.28, square.center().y()));
    }
    const QRect room = p.rect.adjusted(2 * Space::small + side, 0, -Space::tiny, -1);
    p.painter.setPen(p.selected ? p.text : p.role(mark.role));
    p.painter.drawText(
        p.visual(room), p.leading(),
        QFontMetrics(p.font).elidedText(p.index.data().toString(), Qt::ElideRight, room.width()));
}

void PortDelegate::paintName(const Paint &p) const
{
    const QString name = p.index.data().toString();
    if (p.row.forward.onNetwork) {
        paintNetworkName(p, name);
    } else if (name.isEmpty()) {
        Paint quiet = p;
        quiet.text = p.selected ? p.text : p.muted;
        paintText(quiet, tr("Port %1").arg(p.row.portText()), false);
    } else {
        paintText(p, name, false);
    }
}

void PortDelegate::paintNetworkName(const Paint &p, const QString &name) const
{
    const QFont font = fontFor(TextRole::Meta, p.font);
    const int room = p.line.width() - 2 * Space::small;
    const int nameWidth = QFontMetrics(p.font).horizontalAdvance(name) + Space::small + 1;
    QString mark = tr("On the network");
    if (nameWidth + Chip::sizeFor(mark, font).width() > room)
        mark = tr("Network");
    const QSize size = Chip::sizeFor(mark, font);
    const int width = std::min(size.width(), room);
    const int used = std::max(0, std::min(nameWidth, room - width));
    Paint words = p;
    words.line.setWidth(used + Space::small);
    // The mark stands right behind the words; they give way, it does not.
    const bool named = used >= std::min(nameWidth, 6 * QFontMetrics(p.font).averageCharWidth());
    if (named)
        paintText(words, name, false);
    const int left = p.line.left() + Space::small + (named ? used : 0);
    const int high = std::min(size.height(), p.line.height());
    const QRect box(left, p.line.center().y() - high / 2, width, high);
    p.painter.setFont(font);
    Chip::paint(p.painter, p.visual(box), mark, ColorRole::Danger, m_table.palette());
    p.painter.setFont(p.font);
}

void PortDelegate::paintText(const Paint &p, const QString &text, bool fixed) const
{
    const bool quiet = p.index.column() == Model::Traffic || p.row.state == State::Stopped ||
                       (p.row.isListening() && p.index.column() == Model::Local);
    const QRect room = p.line.adjusted(Space::small, 0, -Space::small, 0);
    if (p.index.column() == Model::Traffic && m_table.buttonRect(p.index).intersects(p.rect))
        return; // its place is taken
    p.painter.setPen(quiet && !p.selected ? p.muted : p.text);
    if (!fixed) {
        p.painter.drawText(p.visual(room), p.leading(),
                           p.painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
        return;
    }
    const QFont font = fontFor(TextRole::Fixed, p.font);
    p.painter.setFont(font);
    p.painter.setLayoutDirection(Qt::LeftToRight); // addresses read from the left in every language
    p.painter.drawText(p.visual(room),
                       int(Qt::AlignVCenter) | Qt::TextSingleLine |
                           (p.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft),
                       QFontMetrics(font).elidedText(text, Qt::ElideMiddle, room.width()));
}

void PortDelegate::paintMessage(const Paint &p) const
{
    if (p.index.column() == Model::State || p.index.column() == Model::Actions)
        return;
    if (p.row.message.isEmpty()) {
        paintMeta(p);
        return;
    }
    // One sentence under all the columns: each cell paints its part of it.
    const QRect name = m_table.visualRect(p.index.siblingAtColumn(Model::Name));
    const QRect buttons = m_table.buttonRect(p.index);
    const bool rtl = p.direction == Qt::RightToLeft;
    const int left = rtl ? buttons.right() + 1 + Space::small : name.left() + Space::small;
    const int right = rtl ? name.right() - Space::small : buttons.left() - Space::small;
    const QRect room(left, p.line.bottom() + 1, right - left + 1, p.rect.bottom() - p.line.bottom() - 3);
    const Mark mark = markOf(p.row.state, m_table.sprite().state);
    const QFont font = fontFor(TextRole::Meta, p.font);
    p.painter.save();
    p.painter.setClipRect(p.rect);
    p.painter.setLayoutDirection(p.direction); // cells of addresses were painted from the left
    p.painter.setFont(font);
    // It goes on forwarding; what its sentence says is no good news all the same.
    const ColorRole role = p.row.state == Model::RowState::Forwarding ? ColorRole::Caution : mark.role;
    p.painter.setPen(p.selected ? p.text : p.role(role));
    p.painter.drawText(room, p.leading(),
                       QFontMetrics(font).elidedText(p.row.message, Qt::ElideRight, room.width()));
    p.painter.restore();
}

void PortDelegate::paintMeta(const Paint &p) const
{
    if (p.row.meta.isEmpty() || p.index.column() != Model::Local)
        return;
    const QRect room(p.rect.left() + Space::small, p.line.bottom() + 1, p.rect.width() - 2 * Space::small,
                     p.rect.bottom() - p.line.bottom() - 3);
    const QFont font = fontFor(TextRole::Meta, p.font);
    p.painter.setFont(font);
    p.painter.setPen(p.selected ? p.text : p.muted);
    p.painter.setLayoutDirection(p.direction);
    p.painter.drawText(p.visual(room), p.leading(),
                       QFontMetrics(font).elidedText(p.row.meta, Qt::ElideRight, room.width()));
}

QSize PortDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {widthOf(index.column(), m_table), rowHeight(m_table, PortRow::of(index).isPort())};
}

QString PortDelegate::toolTip(const QModelIndex &index) const
{
    const PortRow row = PortRow::of(index);
    QStringList lines;
    if (const QString own = index.data(Qt::ToolTipRole).toString(); !own.isEmpty())
        lines << own;
    if (!row.message.isEmpty() && !lines.contains(row.message))
        lines << row.message;
    if (index.column() == Model::Local && row.isForward() && row.localPort() != 0)
        lines << tr("Click copies the address, F2 edits the port.");
    if (index.column() == Model::Name && row.forward.onNetwork)
        lines << tr("Any computer that reaches this one can connect.");
    return lines.join(u'\n');
}

bool PortDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = toolTip(index);
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), text, view, option.rect);
    return true;
}

QWidget *PortDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                    const QModelIndex &index) const
{
    auto *editor = new QLineEdit(parent);
    editor->setAutoFillBackground(true);
    if (index.column() == Model::Local) {
        editor->setObjectName(u"portLocalEditor"_s);
        editor->setAccessibleName(tr("Local port"));
        editor->setFont(fontFor(TextRole::Fixed, editor->font()));
        editor->setLayoutDirection(Qt::LeftToRight);
    } else {
        editor->setObjectName(u"portNameEditor"_s);
        editor->setAccessibleName(tr("Name of this forward"));
    }
    m_editor = editor;
    editor->setProperty("cell", QVariant::fromValue(QPersistentModelIndex(index)));
    return editor;
}

void PortDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Only once: what is being typed must survive a change of the row.
    auto *field = qobject_cast<QLineEdit *>(editor);
    if (field == nullptr || field->property("filled").toBool())
        return;
    field->setProperty("filled", true);
    field->setText(index.data(Qt::EditRole).toString());
    field->selectAll();
}

void PortDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                        const QModelIndex &) const
{
    editor->setGeometry(option.rect.adjusted(1, 1, -1, -2));
}

bool PortDelegate::submit(QWidget &editor)
{
    const auto cell = editor.property("cell").value<QPersistentModelIndex>();
    const QString text = static_cast<QLineEdit &>(editor).text().trimmed();
    if (!cell.isValid() || text == cell.data(Qt::EditRole).toString())
        return true;
    return m_table.model()->setData(cell, text, Qt::EditRole); // the model says why not
}

void PortDelegate::close(QWidget *editor)
{
    Q_EMIT closeEditor(editor, NoHint);
    Q_EMIT committed();
}

bool PortDelegate::eventFilter(QObject *watched, QEvent *event)
{
    auto *editor = qobject_cast<QLineEdit *>(watched);
    if (editor == nullptr)
        return false;
    const auto keyOf = [event] { return static_cast<QKeyEvent *>(event)->key(); };
    const auto isEnter = [&] { return keyOf() == Qt::Key_Return || keyOf() == Qt::Key_Enter; };
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        if (keyOf() == Qt::Key_Escape || isEnter())
            event->accept();
        return false;
    case QEvent::KeyPress:
        if (keyOf() == Qt::Key_Escape) {
            close(editor);
            return true;
        }
        if (isEnter() || keyOf() == Qt::Key_Tab || keyOf() == Qt::Key_Backtab) {
            if (submit(*editor))
                close(editor);
            return true;
        }
        return false;
    case QEvent::FocusOut: {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason && submit(*editor))
            Q_EMIT closeEditor(editor, NoHint);
        return false;
    }
    default:
        return false;
    }
}

} // namespace Spritarium
