// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/ruletable.h"

#include "domain/policytext.h"
#include "views/appearance.h"
#include "views/codetext.h"
#include "views/newrulerow.h"
#include "views/presetlist.h"
#include "views/ruledelegate.h"
#include "views/rulefilter.h"
#include "views/rulehints.h"
#include "views/rulelineedit.h"
#include "views/rulemenubutton.h"
#include "views/rulemenus.h"
#include "views/rulemetrics.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

RuleTable::RuleTable(PolicyRuleModel &rules, QWidget *parent)
    : QTableView(parent)
    , m_rules(rules)
    , m_edits(rules)
    , m_filter(new RuleFilter(this))
    , m_delegate(new RuleDelegate(*this))
    , m_newRule(new NewRuleRow(viewport()))
    , m_menuButton(new RuleMenuButton(viewport()))
{
    setObjectName(u"ruleTable"_s);
    setAccessibleName(tr("Egress rules"));
    build();
    m_filter->setSourceModel(&rules);
    // Before the view closes the editors of rows that go.
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) { keepEditorText(first, last); });
    connect(m_filter, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { keepEditorText(0, m_filter->rowCount() - 1); });
    m_hints = new RuleHints(*this);
    setModel(m_filter);
    setItemDelegate(m_delegate);
    watchModel();
    watchHints();
    refreshLook();
}

RuleTable::~RuleTable()
{
    delete m_hints; // they follow the focus, which moves while the widgets go
}

void RuleTable::build()
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(16);
}

void RuleTable::watchModel()
{
    connect(m_delegate, &RuleDelegate::committed, this, [this](const QModelIndex &index, bool below) {
        setFocus();
        if (below)
            startNewRule(documentRow(index) + 1);
        else
            goBelow(index);
    });
    connect(&m_rules, &Model::refused, this,
            [this](const QModelIndex &, const QString &, const QString &reason) { showRefusal(reason); });
    connect(&m_rules, &Model::cleaned, this, [this](const QModelIndex &index, const QString &note) {
        m_hints->tellCleaned(viewIndex(index.data(Model::RuleRowRole).toInt(), Model::Pattern), note);
    });
    connect(&m_rules.document(), &PolicyDocument::opened, this, &RuleTable::changeSprite);
    connect(&m_rules.document(), &PolicyDocument::publishedChanged, this, &RuleTable::refreshSpansSoon);
    connect(&m_rules.document(), &PolicyDocument::notesChanged, this, &RuleTable::refreshSpansSoon);
    connect(&m_rules.document(), &PolicyDocument::notesRestored, this, &RuleTable::refreshSpansSoon);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::rowsMoved, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::layoutChanged, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, &RuleTable::refreshSpansSoon);
}

void RuleTable::watchHints()
{
    connect(m_newRule, &NewRuleRow::submitted, this, &RuleTable::takeNewRule);
    connect(m_newRule, &NewRuleRow::canceled, this, [this] { endNewRule(true); });
    connect(m_newRule, &NewRuleRow::edited, this, [this] {
        m_hints->withdrawRefusal();
        m_hints->withdrawNews();
    });
    connect(m_hints, &RuleHints::companionWanted, this, [this](const QModelIndex &index) {
        const int row = m_edits.addCompanion(documentRow(index));
        m_hints->withdrawOffer();
        setFocus();
        selectRule(row);
    });
    connect(m_menuButton, &QAbstractButton::clicked, this, [this] {
        openRowMenu(currentIndex(), m_menuButton->mapToGlobal(m_menuButton->rect().bottomLeft()));
    });
}

void RuleTable::chainOverlays()
{
    setTabOrder(this, m_newRule->firstStop());
    setTabOrder(m_newRule->firstStop(), m_newRule->field());
    setTabOrder(m_newRule->field(), m_hints->offer());
}

void RuleTable::setFilterText(const QString &text)
{
    // A row in which somebody types stays whatever the filter is.
    const RuleLineEdit *editor = openEditor();
    m_filter->keepRule(editor != nullptr ? documentRow(editor->cell()) : -1);
    m_filter->setText(text);
    anchorNewRule();
    placeOverlays();
    viewport()->update();
}

bool RuleTable::isFiltered() const
{
    return m_filter->isActive();
}

void RuleTable::setArrangement(Model::Arrangement arrangement)
{
    if (arrangement == m_rules.arrangement())
        return;
    if (!mayType()) {
        Q_EMIT blocked(tr("A rule is still being typed."));
        Q_EMIT arrangementChanged(m_rules.arrangement()); // whoever asked shows it so
        return;
    }
    m_rules.setArrangement(arrangement);
    Q_EMIT arrangementChanged(arrangement);
}

bool RuleTable::canMove() const
{
    return !isReadOnly() && !isFiltered() && m_rules.arrangement() == Model::Arrangement::AsSaved;
}

bool RuleTable::isGrey(const QModelIndex &index) const
{
    return m_rules.arrangement() == Model::Arrangement::AsEvaluated &&
           !index.data(Model::DecidesRole).toBool();
}

bool RuleTable::isRule(const QModelIndex &index) const
{
    return index.isValid() && index.data(Model::RowTypeRole).toInt() == int(Model::RowType::Rule);
}

bool RuleTable::isPreset(const QModelIndex &index) const
{
    return isRule(index) && index.data(Model::RuleKindRole).toInt() == int(RuleKind::Preset);
}

QString RuleTable::toolTipAt(const QModelIndex &index, const QPoint &position) const
{
    if (!isRule(index))
        return {};
    if (index.column() == Model::Findings) {
        QStringList lines;
        if (RuleMetrics::menuRect(visualRect(index), *this).contains(position))
            return tr("More for this rule");
        const auto findings = index.data(Model::FindingsRole).value<QList<Finding>>();
        for (const Finding &finding : findings)
            lines << plainFromTicks(findingText(finding));
        return lines.join(u'\n');
    }
    if (index.column() == Model::Note)
        return tr("Only on this computer");
    if (index.column() == Model::Number && canMove())
        return tr("Drag to move this rule, or press Alt with Up or Down.");
    const QString note = index.siblingAtColumn(Model::Note).data().toString();
    if (marksNotes() && !note.isEmpty() &&
        RuleMetrics::noteMarkRect(visualRect(index), *this).contains(position))
        return tr("Note, only on this computer: %1").arg(note);
    return plainFromTicks(index.data(Qt::ToolTipRole).toString());
}

int RuleTable::documentRow(const QModelIndex &index) const
{
    return index.isValid() ? index.data(Model::RuleRowRole).toInt() : -1;
}

QModelIndex RuleTable::viewIndex(int row, int column) const
{
    return m_filter->mapFromSource(m_rules.indexOf(row, static_cast<Model::Column>(column)));
}

QList<int> RuleTable::selectedRules() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows(Model::Number);
    for (const QModelIndex &index : selected) {
        if (isRule(index))
            rows << documentRow(index);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

void RuleTable::selectRule(int row)
{
    if (!viewIndex(row, Model::Pattern).isValid() && isFiltered())
        Q_EMIT filterCleared();
    const QModelIndex index = viewIndex(row, Model::Pattern);
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    scrollTo(index);
}

void RuleTable::addPreset()
{
    if (!mayEdit())
        return;
    const QList<int> rows = selectedRules();
    const int row = m_edits.insertPreset(rows.isEmpty() ? m_edits.ruleCount() : rows.last() + 1);
    selectRule(row);
    setFocus();
}

void RuleTable::paste()
{
    if (!mayEdit())
        return;
    const QList<int> rows = selectedRules();
    const RuleEdits::Taken taken =
        m_edits.insertText(QGuiApplication::clipboard()->text(),
                           rows.isEmpty() ? m_edits.ruleCount() : rows.last() + 1, u"allow"_s, false);
    m_hints->withdrawOffer();
    if (taken.count > 0)
        selectRule(taken.first);
    setFocus();
    if (taken.count == 1)
        showTaken(taken.first, taken.note);
    Q_EMIT pasted(taken.count, taken.refused);
}

void RuleTable::copy() const
{
    if (const QString names = m_edits.names(selectedRules()); !names.isEmpty())
        QGuiApplication::clipboard()->setText(names);
}

void RuleTable::editPattern(int row)
{
    const QPersistentModelIndex index(viewIndex(row, Model::Pattern));
    if (!index.isValid() || !mayEdit() || !mayType() || !index.isValid())
        return;
    m_hints->withdrawNews();
    m_hints->withdrawOffer();
    edit(index);
}

void RuleTable::editNote(int row)
{
    const QPersistentModelIndex index(viewIndex(row, Model::Note));
    if (!index.isValid() || !mayEdit() || !mayType() || !index.isValid())
        return;
    m_hints->withdrawNews();
    m_hints->withdrawOffer();
    m_noteOpen = true;
    refreshSpans();
    scrollTo(index);
    setCurrentIndex(index);
    edit(index);
}

void RuleTable::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    QTableView::closeEditor(editor, hint);
    if (m_noteOpen) {
        m_noteOpen = false;
        refreshSpansSoon();
    }
}

void RuleTable::showPreset(int row)
{
    const PresetNames &names = m_rules.analysis().draft().preset();
    const bool known = names.preset == m_edits.ruleAt(row).include;
    const QRect cell = cellRect(viewIndex(row, Model::Pattern));
    if (m_preset)
        m_preset->close();
    m_preset = new PresetList(names, known, this);
    connect(m_preset, &PresetList::closed, this, [this] {
        if (isVisible() && (focusWidget() == nullptr || !isAncestorOf(focusWidget())))
            setFocus(Qt::PopupFocusReason);
    });
    m_preset->openBeside(*viewport(), cell);
}

void RuleTable::showFindings(const QModelIndex &index)
{
    const auto findings = index.data(Model::FindingsRole).value<QList<Finding>>();
    if (findings.isEmpty())
        return;
    const QRect cell = visualRect(index.siblingAtColumn(Model::Findings));
    QMenu *menu = RuleMenus::findingsMenu(*this, findings);
    menu->popup(viewport()->mapToGlobal(isRightToLeft() ? cell.bottomRight() : cell.bottomLeft()));
}

void RuleTable::applyFinding(const Finding &finding, FixKind fix)
{
    if (fix == FixKind::SelectOther) {
        selectRule(finding.other);
        return;
    }
    if (!mayEdit())
        return;
    if (fix == FixKind::MakeOrderProof) {
        Q_EMIT orderProofRequested();
        return;
    }
    PolicyDocument &document = m_rules.document();
    document.replaceDraft(applyFix(document.draft(), finding, fix), plainFromTicks(fixText(fix, finding)));
}

void RuleTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    placeMenuButton();
}

void RuleTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrangeColumns();
}

void RuleTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        refreshLook();
    else if (event->type() == QEvent::LayoutDirectionChange)
        placeOverlays();
}

void RuleTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    placeOverlays();
}

void RuleTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    // A table that is reached with Tab has a row to act on.
    if (!currentIndex().isValid() && m_filter->rowCount() > 0)
        selectionModel()->setCurrentIndex(m_filter->index(0, Model::Pattern), QItemSelectionModel::NoUpdate);
}

} // namespace Spritarium
