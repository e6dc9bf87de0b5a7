// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/ruletable.h"

#include "domain/policytext.h"
#include "views/chip.h"
#include "views/codetext.h"
#include "views/newrulerow.h"
#include "views/presetlist.h"
#include "views/ruledelegate.h"
#include "views/rulefilter.h"
#include "views/rulemenus.h"
#include "views/rulelineedit.h"
#include "views/rulemetrics.h"
#include "views/rulenote.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

RuleTable::RuleTable(PolicyRuleModel &rules, QWidget *parent)
    : QTableView(parent)
    , m_rules(rules)
    , m_edits(rules)
    , m_filter(new RuleFilter(this))
    , m_delegate(new RuleDelegate(*this))
    , m_note(new RuleNote(viewport()))
    , m_newRule(new NewRuleRow(viewport()))
    , m_offer(new Chip({}, Chip::Kind::Press, viewport()))
{
    setObjectName(u"ruleTable"_s);
    setAccessibleName(tr("Egress rules"));
    build();
    m_filter->setSourceModel(&rules);
    setModel(m_filter);
    setItemDelegate(m_delegate);
    m_offer->setObjectName(u"companionChip"_s);
    m_offer->hide();
    watchModel();
    refreshLook();
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
        showCleaned(index.data(Model::RuleRowRole).toInt(), note);
    });
    connect(m_newRule, &NewRuleRow::submitted, this, &RuleTable::takeNewRule);
    connect(m_newRule, &NewRuleRow::canceled, this, [this] { endNewRule(true); });
    connect(m_newRule, &NewRuleRow::edited, m_note, &QWidget::hide);
    connect(m_offer, &QAbstractButton::clicked, this, [this] {
        const int row = m_edits.addCompanion(documentRow(m_offerFor));
        withdrawOffer();
        setFocus();
        selectRule(row);
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::rowsMoved, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::layoutChanged, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &RuleTable::refreshSpansSoon);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, [this] {
        refreshSpansSoon();
        if (m_offer->isVisible() && m_edits.companionOf(documentRow(m_offerFor)).isEmpty())
            withdrawOffer();
    });
}

void RuleTable::chainOverlays()
{
    setTabOrder(this, m_newRule->firstStop());
    setTabOrder(m_newRule->firstStop(), m_newRule->field());
    setTabOrder(m_newRule->field(), m_offer);
}

void RuleTable::refreshSpansSoon()
{
    if (m_spansQueued)
        return;
    m_spansQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_spansQueued = false;
            clearSpans();
            if (m_filter->rowCount() > 0)
                setSpan(m_filter->rowCount() - 1, Model::Pattern, 1, Model::Findings - Model::Pattern);
            for (int row = 0; row < m_filter->rowCount() - 1; ++row) {
                const QModelIndex index = m_filter->index(row, 0);
                if (!isRule(index))
                    setSpan(row, 0, 1, Model::ColumnCount);
                else if (isPreset(index)) // its text says what it is, and needs the room
                    setSpan(row, Model::Pattern, 1, 2);
            }
            placeOverlays();
            viewport()->update();
        },
        Qt::QueuedConnection);
}

void RuleTable::refreshLook()
{
    verticalHeader()->setMinimumSectionSize(RuleMetrics::rowHeight(*this));
    verticalHeader()->setDefaultSectionSize(RuleMetrics::rowHeight(*this));
    verticalScrollBar()->setSingleStep(RuleMetrics::rowHeight(*this) / 2);
    arrangeColumns();
}

void RuleTable::arrangeColumns()
{
    if (m_arranging || model() == nullptr)
        return;
    m_arranging = true;
    const auto wish = [this](int column) { return RuleMetrics::columnWidth(column, *this); };
    int fixed = wish(Model::Number) + wish(Model::Action) + wish(Model::Findings);
    const int room = viewport()->width();
    int note = wish(Model::Note);
    const int least = wish(Model::Pattern);
    // The pattern says its kind by itself, so that column goes first; then notes give way.
    const bool kind = room >= fixed + wish(Model::Kind) + note + least;
    if (kind)
        fixed += wish(Model::Kind);
    note = std::clamp(room - fixed - least, note * 6 / 10, note);
    setColumnHidden(Model::Kind, !kind);
    setColumnWidth(Model::Number, wish(Model::Number));
    setColumnWidth(Model::Action, wish(Model::Action));
    if (kind)
        setColumnWidth(Model::Kind, wish(Model::Kind));
    setColumnWidth(Model::Note, note);
    setColumnWidth(Model::Findings, wish(Model::Findings));
    setColumnWidth(Model::Pattern, std::max(least * 8 / 10, room - fixed - note));
    m_arranging = false;
    placeOverlays();
}

void RuleTable::setFilterText(const QString &text)
{
    endNewRule(false);
    m_filter->setText(text);
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
    endNewRule(false);
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
        if (RuleMetrics::menuRect(visualRect(index), layoutDirection()).contains(position))
            return tr("More for this rule");
        const auto findings = index.data(Model::FindingsRole).value<QList<Finding>>();
        for (const Finding &finding : findings)
            lines << plainFromTicks(findingText(finding));
        return lines.join(u'\n');
    }
    if (index.column() == Model::Note)
        return tr("Only on this computer");
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
    withdrawOffer();
    if (taken.count > 0) {
        selectRule(taken.first);
        if (taken.count == 1) {
            showCleaned(taken.first, taken.note);
            offerCompanion(taken.first);
        }
    }
    setFocus();
    Q_EMIT pasted(taken.count, taken.refused);
}

void RuleTable::copy() const
{
    if (const QString names = m_edits.names(selectedRules()); !names.isEmpty())
        QGuiApplication::clipboard()->setText(names);
}

void RuleTable::editPattern(int row)
{
    const QModelIndex index = viewIndex(row, Model::Pattern);
    if (index.isValid() && mayEdit()) {
        m_note->hide();
        withdrawOffer();
        edit(index);
    }
}

void RuleTable::editNote(int row)
{
    const QModelIndex index = viewIndex(row, Model::Note);
    if (index.isValid() && mayEdit()) {
        scrollTo(index);
        edit(index);
    }
}

void RuleTable::showPreset(int row)
{
    const PresetNames &names = m_rules.analysis().draft().preset();
    const bool known = names.preset == m_edits.ruleAt(row).include;
    const QModelIndex index = viewIndex(row, Model::Pattern);
    auto *anchor = new QWidget(viewport());
    anchor->setAttribute(Qt::WA_TransparentForMouseEvents);
    anchor->setGeometry(visualRect(index));
    auto *list = new PresetList(names, known, this);
    list->openUnder(*anchor);
    list->setFocus();
    anchor->deleteLater();
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
