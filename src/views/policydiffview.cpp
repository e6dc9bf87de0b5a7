// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policydiffview.h"

#include "views/policydiffdelegate.h"
#include "views/policydiffmodel.h"
#include "views/textlabel.h"

#include <QEvent>
#include <QKeyEvent>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Asks for as much height as its rows need, up to a limit, so that a sheet of three lines stays small.
class GrowingList : public QListView
{
public:
    using QListView::QListView;

    void setVisibleRows(int rows)
    {
        m_visibleRows = rows;
        updateGeometry();
    }
    QSize sizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 72, heightOf(m_visibleRows)};
    }
    QSize minimumSizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 24, heightOf(std::min(m_visibleRows, 3))};
    }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        // A list passes Enter on to the default button; on a fold it must not also apply the rules.
        const bool opens =
            event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
        const auto *lines = qobject_cast<const PolicyDiffModel *>(model());
        if (opens && lines && lines->foldedAt(currentIndex().row()) > 0) {
            Q_EMIT activated(currentIndex());
            event->accept();
            return;
        }
        QListView::keyPressEvent(event);
    }

private:
    int heightOf(int rows) const
    {
        const int present = model() ? model()->rowCount() : 0;
        return std::clamp(present, 1, rows) * PolicyDiffDelegate::rowHeight(font()) + 2 * frameWidth();
    }

    int m_visibleRows = 8;
};

} // namespace

PolicyDiffView::PolicyDiffView(QWidget *parent)
    : QWidget(parent)
    , m_model(new PolicyDiffModel(this))
    , m_summary(new TextLabel(TextRole::Meta, this))
    , m_list(new GrowingList(this))
{
    m_summary->setObjectName(u"policyDiffSummary"_s);
    m_summary->setWordWrap(true);
    m_list->setObjectName(u"policyDiffList"_s);
    m_list->setAccessibleName(tr("Changes of rules"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PolicyDiffDelegate(*m_model, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setTabKeyNavigation(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::tiny);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    connect(m_list, &QListView::clicked, this, &PolicyDiffView::open);
    connect(m_list, &QListView::activated, this, &PolicyDiffView::open);
    setDiff({});
}

void PolicyDiffView::setDiff(const PolicyDiff &diff)
{
    m_model->setDiff(diff);
    m_summary->setText(diffText(diff));
    m_list->setAccessibleDescription(m_summary->text());
    m_list->setVisible(m_model->rowCount() > 0);
    m_list->updateGeometry();
}

void PolicyDiffView::setVisibleRows(int rows)
{
    static_cast<GrowingList *>(m_list)->setVisibleRows(rows);
}

QString PolicyDiffView::summary() const
{
    return m_summary->text();
}

void PolicyDiffView::open(const QModelIndex &index)
{
    m_model->unfold(index.row());
    m_list->updateGeometry();
}

void PolicyDiffView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    // Heights of uniform rows are remembered by the list.
    if (event->type() == QEvent::FontChange)
        m_list->doItemsLayout();
}

} // namespace Spritarium
