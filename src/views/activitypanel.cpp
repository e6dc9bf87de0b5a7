// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/activitypanel.h"

#include "models/activitymodel.h"
#include "views/activitydelegate.h"
#include "views/activityfilter.h"
#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/sheet.h"
#include "views/statepanel.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

ActivityPanel::ActivityPanel(ActivityModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(new ActivityFilter(this))
    , m_tree(new QTreeView(this))
    , m_state(new StatePanel(this))
    , m_stack(new QStackedLayout)
    , m_sprite(makeBox(u"activitySprite"_s, tr("Sprite")))
    , m_kind(makeBox(u"activityKind"_s, tr("Kind")))
    , m_result(makeBox(u"activityResult"_s, tr("Result")))
    , m_copyLog(new QPushButton(tr("Copy log"), this))
    , m_copyIssue(new QPushButton(tr("Copy as issue text"), this))
    , m_clear(new QPushButton(tr("Clear…"), this))
{
    setObjectName(u"activityPanel"_s);
    setAccessibleName(tr("Activity"));
    m_filter->setSourceModel(&model);
    buildLayout();
    fillKinds();
    fillResults();
    refreshSprites();
    for (QComboBox *box : {m_sprite, m_kind, m_result})
        connect(box, &QComboBox::activated, this, &ActivityPanel::applyFilters);
    connect(m_copyLog, &QPushButton::clicked, this, &ActivityPanel::copyLog);
    connect(m_copyIssue, &QPushButton::clicked, this, &ActivityPanel::copyIssueText);
    connect(m_clear, &QPushButton::clicked, this, &ActivityPanel::askToClear);
    connect(m_state, &StatePanel::primaryTriggered, this, &ActivityPanel::clearFilters);
    connect(m_tree->header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column > 0) // the first takes what is left
            Q_EMIT columnsChanged();
    });
    connect(m_tree, &QWidget::customContextMenuRequested, this, &ActivityPanel::openMenu);
    // Enter and a double click open what a row tells, and close it again.
    connect(m_tree, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        const QModelIndex row = index.siblingAtColumn(0);
        m_tree->setExpanded(row, !m_tree->isExpanded(row));
        Q_EMIT operationActivated(currentOperation());
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ActivityPanel::updateActions);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &ActivityPanel::updateActions);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &ActivityPanel::updateActions);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ActivityPanel::updateActions);
    const auto topRowsChanged = [this](const QModelIndex &parentIndex) {
        if (!parentIndex.isValid())
            refreshSprites();
    };
    connect(&model, &QAbstractItemModel::rowsInserted, this, topRowsChanged);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, topRowsChanged);
    connect(&model, &QAbstractItemModel::modelReset, this, &ActivityPanel::refreshSprites);
    updateActions();
}

QComboBox *ActivityPanel::makeBox(const QString &name, const QString &label)
{
    auto *box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(tr("Filter by %1").arg(label));
    box->setToolTip(tr("Filter by %1").arg(label));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumContentsLength(10);
    return box;
}

void ActivityPanel::buildLayout()
{
    m_tree->setObjectName(u"activityTree"_s);
    m_tree->setAccessibleName(tr("Activity"));
    m_tree->setModel(m_filter);
    m_tree->setItemDelegate(new ActivityDelegate(m_tree));
    m_tree->setUniformRowHeights(false);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < m_filter->columnCount(); ++column)
        m_tree->header()->resizeSection(column, 128);
    m_state->setObjectName(u"activityState"_s);
    m_copyLog->setObjectName(u"activityCopyLog"_s);
    m_copyIssue->setObjectName(u"activityCopyIssue"_s);
    m_clear->setObjectName(u"activityClear"_s);

    auto *line = new QHBoxLayout;
    line->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::tiny);
    line->setSpacing(Space::small);
    for (QComboBox *box : {m_sprite, m_kind, m_result})
        line->addWidget(box);
    line->addStretch();
    for (QPushButton *button : {m_copyLog, m_copyIssue, m_clear}) {
        button->setAutoDefault(false);
        setButtonRole(*button, ButtonRole::Quiet);
        line->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_state);
    auto *inset = new QHBoxLayout;
    inset->setContentsMargins(Space::small, 0, 0, 0);
    inset->addLayout(m_stack);
    column->addLayout(inset, 1);
}

void ActivityPanel::fillKinds()
{
    m_kind->addItem(tr("All kinds"));
    const QList<std::pair<QString, OperationKind>> kinds{
        {tr("Create sprite"), OperationKind::CreateSprite},
        {tr("Delete sprite"), OperationKind::DeleteSprite},
        {tr("Labels"), OperationKind::UpdateLabels},
        {tr("Address"), OperationKind::UpdateAddress},
        {tr("Checkpoint"), OperationKind::CreateCheckpoint},
        {tr("Restore", "noun"), OperationKind::RestoreCheckpoint},
        {tr("Delete checkpoint"), OperationKind::DeleteCheckpoint},
        {tr("Egress rules"), OperationKind::ApplyPolicy},
        {tr("Runtime upgrade"), OperationKind::UpgradeSprite}};
    for (const auto &[text, kind] : kinds)
        m_kind->addItem(text, static_cast<int>(kind));
}

void ActivityPanel::fillResults()
{
    using Result = ActivityFilter::Result;
    const QList<std::pair<QString, Result>> results{
        {tr("All results"), Result::Any},     {tr("Running"), Result::Running},
        {tr("Succeeded"), Result::Succeeded}, {tr("Needs a look"), Result::NeedsALook},
        {tr("Failed"), Result::Failed},       {tr("Unknown"), Result::Unknown}};
    for (const auto &[text, result] : results)
        m_result->addItem(text, static_cast<int>(result));
}

void ActivityPanel::refreshSprites()
{
    const SpriteKey chosen = m_sprite->currentData().value<SpriteKey>();
    QList<SpriteKey> sprites;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const auto key = m_model.index(row, 0).data(ActivityModel::SpriteRole).value<SpriteKey>();
        if (!key.isEmpty() && !sprites.contains(key))
            sprites.append(key);
    }
    std::sort(sprites.begin(), sprites.end());
    m_sprite->clear();
    m_sprite->addItem(tr("All sprites"));
    for (const SpriteKey &key : std::as_const(sprites)) {
        m_sprite->addItem(key.sprite.toString(), QVariant::fromValue(key));
        if (key == chosen)
            m_sprite->setCurrentIndex(m_sprite->count() - 1);
    }
    applyFilters();
}

void ActivityPanel::applyFilters()
{
    const QVariant sprite = m_sprite->currentData();
    m_filter->setSprite(sprite.isValid() ? std::optional(sprite.value<SpriteKey>()) : std::nullopt);
    const QVariant kind = m_kind->currentData();
    m_filter->setKind(kind.isValid() ? std::optional(static_cast<OperationKind>(kind.toInt()))
                                     : std::nullopt);
    m_filter->setResult(static_cast<ActivityFilter::Result>(m_result->currentData().toInt()));
    updateActions();
}

void ActivityPanel::clearFilters()
{
    for (QComboBox *box : {m_sprite, m_kind, m_result})
        box->setCurrentIndex(0);
    applyFilters();
}

void ActivityPanel::updateActions()
{
    const bool selected = !currentOperation().isEmpty();
    for (QPushButton *button : {m_copyLog, m_copyIssue}) {
        button->setEnabled(selected);
        button->setToolTip(selected ? QString() : tr("Select an operation first."));
    }
    const bool any = m_model.rowCount() > 0;
    m_clear->setEnabled(any);
    m_clear->setToolTip(any ? QString() : tr("There is nothing to clear."));
    m_stack->setCurrentIndex(m_filter->rowCount() > 0 ? 0 : 1);
    if (m_filter->rowCount() > 0)
        return;
    if (any)
        m_state->showMessage({u"filter"_s, tr("Nothing matches these filters"), {}, tr("Clear filters"), {}});
    else
        m_state->showMessage({u"activity"_s,
                              tr("No activity yet"),
                              tr("What you create, restore and change from this computer is listed here."),
                              {},
                              {}});
}

OperationId ActivityPanel::currentOperation() const
{
    QModelIndex index = m_tree->currentIndex();
    while (index.parent().isValid())
        index = index.parent();
    return OperationId(index.siblingAtColumn(0).data(ActivityModel::OperationIdRole).toString());
}

void ActivityPanel::showOperation(const OperationId &operation)
{
    clearFilters();
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        if (index.data(ActivityModel::OperationIdRole).toString() != operation.toString())
            continue;
        m_tree->setCurrentIndex(index);
        m_tree->expand(index);
        m_tree->scrollTo(index, QAbstractItemView::PositionAtTop);
        return;
    }
}

QByteArray ActivityPanel::columns() const
{
    return m_tree->header()->saveState();
}

void ActivityPanel::setColumns(const QByteArray &columns)
{
    m_tree->header()->restoreState(columns);
}

void ActivityPanel::copyLog()
{
    QGuiApplication::clipboard()->setText(m_model.logText(currentOperation()));
}

void ActivityPanel::copyIssueText()
{
    QGuiApplication::clipboard()->setText(m_model.issueText(currentOperation()));
}

void ActivityPanel::askToClear()
{
    auto *sheet = new Sheet(tr("Clear activity?"), window());
    sheet->setObjectName(u"clearActivitySheet"_s);
    sheet->setMinimumWidth(440);
    auto *text = new TextLabel(
        tr("The list kept on this computer is emptied. Sprites and checkpoints are not affected."),
        TextRole::Body, sheet);
    text->setWordWrap(true);
    sheet->content()->addWidget(text);
    QPushButton *cancel = sheet->addCancelButton();
    QPushButton *clear =
        sheet->addButton(tr("Clear activity"), u"clearActivityConfirm"_s, ButtonRole::Danger);
    sheet->setDefaultButton(cancel);
    connect(clear, &QPushButton::clicked, this, [this, sheet] {
        Q_EMIT clearRequested();
        sheet->accept();
    });
    sheet->open();
}

void ActivityPanel::openMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"activityMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *line = menu->addAction(tr("Copy"));
    connect(line, &QAction::triggered, this,
            [text = index.data().toString()] { QGuiApplication::clipboard()->setText(text); });
    connect(menu->addAction(tr("Copy log")), &QAction::triggered, this, &ActivityPanel::copyLog);
    connect(menu->addAction(tr("Copy as issue text")), &QAction::triggered, this,
            &ActivityPanel::copyIssueText);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

} // namespace Spritarium
