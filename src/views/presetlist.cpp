// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/presetlist.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int usualHeight = 380;
constexpr int leastHeight = 240;
} // namespace

PresetList::PresetList(const PresetNames &names, bool known, QWidget *parent)
    : Popover(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
{
    setObjectName(u"presetPopover"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    const int letter = fontMetrics().averageCharWidth();
    setFixedSize(std::max(360, 48 * letter), std::max(usualHeight, 20 * fontMetrics().height()));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::panel, Space::medium, Space::panel, Space::medium);
    column->setSpacing(Space::small);
    auto *title = new TextLabel(known ? tr("Names behind %1").arg(names.preset)
                                      : tr("The names behind this preset are not known here."),
                                TextRole::Section, this);
    title->setWordWrap(true);
    auto *age = new TextLabel(tr("List as known on %1; the service may differ.")
                                  .arg(QLocale().toString(names.asOf, QLocale::ShortFormat)),
                              TextRole::Meta, this);
    age->setObjectName(u"presetAge"_s);
    age->setWordWrap(true);
    age->setVisible(known);
    m_search->setObjectName(u"presetSearch"_s);
    m_search->setAccessibleName(tr("Search the list"));
    m_search->setPlaceholderText(tr("Search the list"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_list->setObjectName(u"presetNames"_s);
    m_list->setAccessibleName(tr("Names of the preset"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setSpacing(2);
    m_list->setLayoutDirection(Qt::LeftToRight);
    m_list->setFont(fontFor(TextRole::Fixed, font()));
    auto *filter = new QSortFilterProxyModel(this);
    filter->setSourceModel(new QStringListModel(known ? names.names : QStringList(), filter));
    filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(filter);
    column->addWidget(title);
    column->addWidget(age);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    setFocusProxy(m_search);
    m_search->installEventFilter(this);
    m_list->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, filter, &QSortFilterProxyModel::setFilterFixedString);
}

void PresetList::openBeside(const QWidget &view, const QRect &row)
{
    const QRect screen = view.screen()->availableGeometry();
    const QPoint corner = view.mapToGlobal(isRightToLeft() ? row.topRight() : row.topLeft());
    const int under = screen.bottom() - (corner.y() + row.height()) - Space::tiny;
    const int over = corner.y() - screen.top() - Space::tiny;
    const bool below = under >= std::min(height(), leastHeight) || under >= over;
    setFixedHeight(std::min(height(), below ? under : over));
    const int left = isRightToLeft() ? corner.x() - width() + 1 : corner.x();
    const int top = below ? corner.y() + row.height() + Space::tiny : corner.y() - Space::tiny - height();
    move(std::clamp(left, screen.left(), std::max(screen.left(), screen.right() - width() + 1)), top);
    show();
    setFocus(Qt::PopupFocusReason);
}

bool PresetList::eventFilter(QObject *watched, QEvent *event)
{
    // Wherever the focus is in it, and before anything else takes the key.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return Popover::eventFilter(watched, event);
}

} // namespace Spritarium
