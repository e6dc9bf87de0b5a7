// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/commandpalette.h"

#include "views/appearance.h"
#include "views/card.h"
#include "views/palettedelegate.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int widest = 640;
constexpr int shownRows = 8;
} // namespace

CommandPalette::CommandPalette(PaletteModel &model, QLineEdit &field, QWidget *parent)
    : QFrame(parent)
    , m_model(model)
    , m_field(field)
    , m_list(new QListView(this))
{
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    m_list->setObjectName(u"paletteList"_s);
    m_list->setAccessibleName(tr("Matches"));
    m_list->setModel(&model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus); // typing goes on while the rows are walked
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2, 4, 2, 4);
    column->addWidget(m_list);
    hide();
    field.installEventFilter(this);
    parent->installEventFilter(this);
    connect(&field, &QLineEdit::textEdited, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
}

void CommandPalette::open()
{
    m_field.setFocus(Qt::ShortcutFocusReason);
    m_field.selectAll();
    search(m_field.text());
}

void CommandPalette::dismiss()
{
    m_field.clear();
    hide();
}

void CommandPalette::search(const QString &text)
{
    m_model.setQuery(text);
    goTo(0);
    place();
    setVisible(m_model.rowCount() > 0);
    raise();
}

void CommandPalette::place()
{
    const QWidget *host = parentWidget();
    const int row = std::max(36, m_list->sizeHintForRow(0));
    const int rows = std::clamp(m_model.rowCount(), 1, shownRows);
    const int width = std::min(widest, host->width() - 2 * Space::panel);
    const QPoint below = m_field.mapTo(host, QPoint(m_field.width() / 2, m_field.height() + Space::tiny));
    const int left = std::clamp(below.x() - width / 2, Space::panel,
                                std::max(Space::panel, host->width() - width - Space::panel));
    setGeometry(left, below.y(), width, rows * row + 8);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_field) {
        switch (event->type()) {
        case QEvent::KeyPress:
            if (handleKey(static_cast<QKeyEvent *>(event)->key()))
                return true;
            break;
        case QEvent::MouseButtonPress:
            if (!isVisible())
                open();
            break;
        case QEvent::FocusOut:
            // A click into the list leaves the focus where it is.
            hide();
            break;
        default:
            break;
        }
    } else if (watched == parent() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

bool CommandPalette::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
        if (!isVisible())
            search(m_field.text());
        else
            moveBy(1);
        return true;
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_PageDown:
        moveBy(shownRows);
        return true;
    case Qt::Key_PageUp:
        moveBy(-shownRows);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isVisible())
            choose(m_list->currentIndex());
        return true;
    case Qt::Key_Escape:
        if (!isVisible())
            return false;
        dismiss();
        return true;
    default:
        return false;
    }
}

void CommandPalette::moveBy(int rows)
{
    const int last = m_model.rowCount() - 1;
    if (last < 0)
        return;
    int row = m_list->currentIndex().row() + rows;
    if (rows == 1 && row > last)
        row = 0;
    else if (rows == -1 && row < 0)
        row = last;
    goTo(std::clamp(row, 0, last));
}

void CommandPalette::goTo(int row)
{
    const QModelIndex index = m_model.index(row, 0);
    // The view's own setter passes over disabled rows; their reason must be reachable too.
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_list->scrollTo(index);
    // The focus stays in the field, so the field says where in the list one is.
    m_field.setAccessibleDescription(index.data(PaletteModel::TextRole).toString());
}

void CommandPalette::choose(const QModelIndex &index)
{
    if (!index.isValid() || !m_model.canActivate(index))
        return;
    const QString id = index.data(PaletteModel::IdRole).toString();
    const auto kind = static_cast<PaletteModel::EntryKind>(index.data(PaletteModel::KindRole).toInt());
    const auto key = index.data(PaletteModel::SpriteKeyRole).value<SpriteKey>();
    dismiss();
    m_field.clearFocus();
    if (kind == PaletteModel::EntryKind::Offer) {
        Q_EMIT offerChosen(id);
        return;
    }
    Q_EMIT chosen(id);
    if (kind == PaletteModel::EntryKind::Sprite)
        Q_EMIT spriteChosen(key);
    else
        Q_EMIT actionChosen(id);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    Card::paintBox(*this, Appearance(palette()).controlBorder());
}

} // namespace Spritarium
