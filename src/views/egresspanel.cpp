// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egresspanel.h"

#include "domain/policyorder.h"
#include "views/asleepstrip.h"
#include "views/banner.h"
#include "views/egressdraftbar.h"
#include "views/egressstatebar.h"
#include "views/egresstester.h"
#include "views/egresstoolbar.h"
#include "views/expectationsview.h"
#include "views/focusorder.h"
#include "views/orderproofsheet.h"
#include "views/policyjsonview.h"
#include "views/ruletable.h"
#include "views/statepanel.h"
#include "views/textlabel.h"
#include "views/toast.h"

#include <QAction>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

EgressPanel::EgressPanel(PolicyRuleModel &rules, const ActionSet &actions, QWidget *parent)
    : QWidget(parent)
    , m_rules(rules)
    , m_banners(new QVBoxLayout)
    , m_bannerArea(new QWidget(this))
    , m_pages(new QStackedLayout)
    , m_content(new QWidget(this))
    , m_statePanel(new StatePanel(this))
    , m_stateBar(new EgressStateBar(actions, m_content))
    , m_notEnforced(new TextLabel(TextRole::Meta, m_content))
    , m_strip(new AsleepStrip(m_content))
    , m_draftOffer(new Banner(ColorRole::Info,
                              tr("These are the rules as last seen. A draft can be edited while the sprite "
                                 "sleeps; applying it asks before it wakes."),
                              m_content))
    , m_tester(new EgressTester(rules, m_content))
    , m_toolbar(new EgressToolbar(actions, m_content))
    , m_firstRule(new Banner(ColorRole::Caution, {}, m_content))
    , m_views(new QStackedLayout)
    , m_table(new RuleTable(rules, m_content))
    , m_json(new PolicyJsonView(rules.document(), m_content))
    , m_expectations(new ExpectationsView(rules.analysis(), m_content))
    , m_draftBar(new EgressDraftBar(rules.analysis(), m_content))
{
    setObjectName(u"egressPanel"_s);
    setAccessibleName(tr("Egress"));
    buildLayout();
    connectParts();
    connectTable();
    connectActions(actions);
    connectDocument();
    orderFocusByLayout(*this);
    m_table->chainOverlays();
    refreshAnalysis();
    refreshContent();
}

void EgressPanel::buildLayout()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_bannerArea->setLayout(m_banners);
    m_banners->setContentsMargins(Space::panel, Space::small, Space::panel, Space::small);
    m_banners->setSpacing(Space::tiny);
    m_bannerArea->hide();
    m_statePanel->setObjectName(u"egressState"_s);
    outer->addWidget(m_bannerArea);
    outer->addLayout(m_pages, 1);
    m_pages->addWidget(m_content);
    m_pages->addWidget(m_statePanel);

    m_strip->hide();
    m_draftOffer->setObjectName(u"editDraftLine"_s);
    m_draftOffer->setClosable(false);
    m_draftOffer->addAction(tr("Edit a draft"), u"editDraftButton"_s);
    m_firstRule->setObjectName(u"firstRuleLine"_s);
    m_firstRule->setClosable(false);
    m_firstRule->addAction(tr("Add development defaults"), u"addDefaultsButton"_s);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    const auto inset = [column](QWidget *widget) {
        auto *line = new QVBoxLayout;
        line->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::tiny);
        line->addWidget(widget);
        column->addLayout(line);
    };
    m_notEnforced->setObjectName(u"notEnforcedLine"_s);
    m_notEnforced->setText(tr("The playground does not enforce rules."));
    m_notEnforced->setContentsMargins(Space::panel, Space::small, Space::panel, 0);
    m_notEnforced->setWordWrap(true);
    m_notEnforced->hide();
    column->addWidget(m_stateBar);
    column->addWidget(m_notEnforced);
    column->addWidget(m_strip);
    inset(m_draftOffer);
    column->addWidget(m_tester);
    column->addWidget(m_toolbar);
    inset(m_firstRule);
    m_table->setMinimumHeight(120);
    m_views->addWidget(m_table);
    m_views->addWidget(m_json);
    column->addLayout(m_views, 1);
    column->addWidget(m_expectations);
    column->addWidget(m_draftBar);
}

void EgressPanel::connectParts()
{
    connect(m_stateBar, &EgressStateBar::startRequested, this, &EgressPanel::takeAsDraft);
    connect(m_stateBar, &EgressStateBar::refreshRequested, this, &EgressPanel::refreshRequested);
    connect(m_strip, &AsleepStrip::wakeRequested, this, &EgressPanel::wakeAndLoadRequested);
    connect(m_draftOffer->findChild<QPushButton *>(u"editDraftButton"_s), &QPushButton::clicked, this,
            [this] {
                m_draftWanted = true;
                refreshEditing();
                m_table->setFocus();
            });
    connect(m_firstRule->findChild<QPushButton *>(u"addDefaultsButton"_s), &QPushButton::clicked, this,
            [this] {
                const QList<Finding> findings = m_rules.analysis().findings();
                for (const Finding &finding : findings) {
                    if (finding.kind == FindingKind::FirstRule) {
                        m_table->applyFinding(finding, FixKind::AddDefaults);
                        m_table->setFocus();
                        return;
                    }
                }
            });
    connect(m_tester, &EgressTester::ruleRequested, this, &EgressPanel::selectRule);
    connect(m_expectations, &ExpectationsView::ruleRequested, this, &EgressPanel::selectRule);
    connect(m_draftBar, &EgressDraftBar::discardRequested, this, &EgressPanel::discard);
    connect(m_draftBar, &EgressDraftBar::reviewRequested, this, [this] {
        if (finishEditing())
            Q_EMIT reviewRequested();
    });
    connect(m_draftBar, &EgressDraftBar::applyRequested, this, [this] {
        if (finishEditing())
            Q_EMIT applyRequested();
    });
    connect(m_statePanel, &StatePanel::primaryTriggered, this, &EgressPanel::pressPrimary);
    connect(m_statePanel, &StatePanel::cancelRequested, this, &EgressPanel::stopLoadingRequested);
}

void EgressPanel::connectTable()
{
    connect(m_toolbar, &EgressToolbar::addRuleRequested, this, [this] {
        showJson(false);
        m_table->addRule();
    });
    connect(m_toolbar, &EgressToolbar::addPresetRequested, m_table, &RuleTable::addPreset);
    connect(m_toolbar, &EgressToolbar::pasteRequested, m_table, &RuleTable::paste);
    connect(m_toolbar, &EgressToolbar::orderProofRequested, this, &EgressPanel::proveOrder);
    connect(m_toolbar, &EgressToolbar::arrangementRequested, m_table, &RuleTable::setArrangement);
    connect(m_toolbar, &EgressToolbar::filterChanged, m_table, &RuleTable::setFilterText);
    connect(m_toolbar, &EgressToolbar::jsonToggled, this, &EgressPanel::showJson);
    connect(m_toolbar, &EgressToolbar::leaveRequested, m_table, [this] { m_table->setFocus(); });
    connect(m_table, &RuleTable::arrangementChanged, m_toolbar, &EgressToolbar::setArrangement);
    connect(m_table, &RuleTable::filterCleared, m_toolbar, &EgressToolbar::clearFilter);
    connect(m_table, &RuleTable::orderProofRequested, this, &EgressPanel::proveOrder);
    connect(m_table, &RuleTable::blocked, this, &EgressPanel::statusTextRequested);
    connect(m_table, &RuleTable::pasted, this, &EgressPanel::showPasted);
}

void EgressPanel::connectActions(const ActionSet &actions)
{
    const auto on = [&](const QString &id, auto slot) {
        if (QAction *action = actions.value(id))
            connect(action, &QAction::triggered, this, slot);
    };
    on(u"egress.apply"_s, [this] {
        if (finishEditing() && document().isModified())
            Q_EMIT applyRequested();
    });
    on(u"egress.test"_s, [this] { focusTester(); });
    on(u"egress.undo"_s, [this] {
        if (!m_rules.isReadOnly())
            document().undoStack()->undo();
    });
    on(u"egress.redo"_s, [this] {
        if (!m_rules.isReadOnly())
            document().undoStack()->redo();
    });
    on(u"view.refresh"_s, [this] {
        if (isVisible())
            Q_EMIT refreshRequested();
    });
}

void EgressPanel::connectDocument()
{
    PolicyDocument &policy = document();
    connect(&policy, &PolicyDocument::opened, this, [this] {
        m_draftWanted = false;
        m_tester->clear();
        clearResult();
        delete m_leftOut;
        refreshContent();
    });
    connect(&policy, &PolicyDocument::publishedChanged, this, [this] {
        refreshAnalysis();
        refreshContent();
    });
    connect(&policy, &PolicyDocument::modifiedChanged, this, &EgressPanel::refreshEditing);
    connect(&policy, &PolicyDocument::rulesChanged, this, &EgressPanel::refreshEditing);
    connect(&m_rules.analysis(), &PolicyAnalysis::changed, this, &EgressPanel::refreshAnalysis);
}

void EgressPanel::setSprite(const Sprite &sprite)
{
    m_spriteName = sprite.name.toString();
    m_spriteState = sprite.state;
    refreshContent();
}

void EgressPanel::setEnforced(bool enforced)
{
    m_notEnforced->setVisible(!enforced);
}

void EgressPanel::applyState(const ViewState &state)
{
    m_state = state;
    refreshContent();
}

void EgressPanel::setApplyDisabledReason(const QString &reason)
{
    m_applyReason = reason;
    m_draftBar->setApplyDisabledReason(reason);
}

void EgressPanel::setEditDisabledReason(const QString &reason)
{
    m_editReason = reason;
    refreshEditing();
}

void EgressPanel::focusTester()
{
    m_tester->focusField();
}

void EgressPanel::focusFilter()
{
    showJson(false);
    m_toolbar->focusFilter();
}

void EgressPanel::typeInTester(const QString &name)
{
    m_tester->setName(name);
    focusTester();
}

void EgressPanel::takeAsDraft(const NetworkPolicy &policy, const QString &text)
{
    m_draftWanted = true;
    document().replaceDraft(policy, text);
    refreshEditing();
}

void EgressPanel::selectRule(int row)
{
    showJson(false);
    m_table->selectRule(row);
    m_table->setFocus();
}

void EgressPanel::showJson(bool shown)
{
    m_json->flush();
    if (!shown && m_views->currentWidget() == m_json && m_json->hasUnusedText())
        Q_EMIT statusTextRequested(tr("The text that is not part of the draft yet is kept."));
    const bool focused = m_table->isAncestorOf(focusWidget()) || m_json->isAncestorOf(focusWidget());
    m_views->setCurrentIndex(shown ? 1 : 0);
    m_toolbar->setJsonShown(shown);
    if (focused)
        m_views->currentWidget()->setFocus();
}

bool EgressPanel::finishEditing()
{
    m_json->flush();
    if (m_json->isVisible() && m_json->hasUnusedText()) {
        Q_EMIT statusTextRequested(tr("The text is not part of the draft yet."));
        m_json->editor()->setFocus();
        return false;
    }
    const bool finished = m_table->finishEditing();
    if (!finished)
        Q_EMIT statusTextRequested(tr("A rule is still being typed."));
    return finished;
}

void EgressPanel::proveOrder()
{
    if (!finishEditing())
        return;
    const NetworkPolicy before = document().draft();
    const OrderProof proof = makeOrderProof(before, m_rules.analysis().draft().preset());
    auto *sheet = new OrderProofSheet(before, proof, window());
    connect(sheet, &OrderProofSheet::orderAccepted, this, [this, before, proof] {
        if (document().draft() == before)
            document().replaceDraft(proof.policy, tr("Make order-proof"));
    });
    sheet->open();
}

void EgressPanel::discard()
{
    document().discard();
    auto *toast = Toast::show(*this, tr("Draft discarded."), tr("Undo"));
    connect(toast, &Toast::actionTriggered, this, [this, index = document().undoStack()->index()] {
        if (document().undoStack()->index() == index)
            document().undoStack()->undo();
    });
}

void EgressPanel::pressPrimary()
{
    if (isGone())
        Q_EMIT removeFromListRequested();
    else if (m_state.wantsSignIn())
        Q_EMIT signInRequested();
    else if (m_state.kind == ViewState::Kind::Failed || m_state.kind == ViewState::Kind::Offline)
        Q_EMIT refreshRequested();
    else
        Q_EMIT wakeAndLoadRequested();
}

void EgressPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find)) {
        focusFilter();
        return;
    }
    if (m_pages->currentWidget() == m_content && !m_rules.isReadOnly() &&
        undoOrRedo(*document().undoStack(), *event))
        return;
    QWidget::keyPressEvent(event);
}

} // namespace Spritarium
