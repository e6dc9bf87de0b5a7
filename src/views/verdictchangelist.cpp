// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/verdictchangelist.h"

#include "views/accentdelegate.h"
#include "views/egressruletext.h"
#include "views/textlabel.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostListed = 200;
constexpr int rowsBeforeScrolling = 6;
} // namespace

int verdictAccent(const Verdict &verdict)
{
    if (verdict.isAllowedForSure())
        return int(ColorRole::Good);
    return int(verdict.isDeniedForSure() ? ColorRole::Danger : ColorRole::Caution);
}

VerdictChangeList::VerdictChangeList(QWidget *parent)
    : QWidget(parent)
    , m_table(new QTableWidget(this))
    , m_more(new TextLabel(TextRole::Meta, this))
{
    m_table->setObjectName(u"verdictChanges"_s);
    m_table->setAccessibleName(tr("Verdict changes"));
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Before"), tr("After")});
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->hide();
    m_table->setItemDelegate(new AccentDelegate(m_table));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_more->setObjectName(u"verdictChangesMore"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::tiny);
    column->addWidget(m_table, 1);
    column->addWidget(m_more);
}

void VerdictChangeList::setChanges(const QList<VerdictChange> &changes)
{
    QList<VerdictChange> sorted = changes;
    std::stable_partition(sorted.begin(), sorted.end(),
                          [](const VerdictChange &change) { return change.tightens(); });
    const int listed = int(std::min<qsizetype>(sorted.size(), mostListed));
    m_table->setRowCount(listed);
    for (int row = 0; row < listed; ++row)
        addRow(row, sorted.at(row));
    const int more = int(sorted.size()) - listed;
    m_more->setText(tr("and %n more", nullptr, more));
    m_more->setVisible(more > 0);
    fitHeight();
}

void VerdictChangeList::addRow(int row, const VerdictChange &change)
{
    auto *name = new QTableWidgetItem(change.name);
    name->setData(AccentDelegate::FixedRole, true);
    name->setToolTip(change.name);
    m_table->setItem(row, 0, name);
    const auto cell = [&](int column, const Verdict &verdict) {
        auto *item = new QTableWidgetItem(verdictWord(verdict));
        item->setData(AccentDelegate::AccentRole, verdictAccent(verdict));
        item->setToolTip(withoutTicks(verdictText(verdict)));
        m_table->setItem(row, column, item);
    };
    cell(1, change.before);
    cell(2, change.after);
}

void VerdictChangeList::fitHeight()
{
    const int rowHeight = std::max(32, fontMetrics().height() + 8);
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    const int header = m_table->horizontalHeader()->sizeHint().height() + 2 * m_table->frameWidth();
    const int rows = std::clamp(m_table->rowCount(), 1, rowsBeforeScrolling);
    m_table->setFixedHeight(header + rows * rowHeight);
}

void VerdictChangeList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

} // namespace Spritarium
