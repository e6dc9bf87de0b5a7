// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egresstoolbar.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/icons.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Arrangement = PolicyRuleModel::Arrangement;

EgressToolbar::EgressToolbar(const ActionSet &actions, QWidget *parent)
    : QWidget(parent)
    , m_line(new QHBoxLayout(this))
    , m_filter(new QLineEdit(this))
    , m_more(new QToolButton(this))
    , m_menu(new QMenu(m_more))
    , m_views(new QActionGroup(this))
    , m_addRule(ownAction(u"addRuleAction"_s, tr("Add rule")))
    , m_addPreset(ownAction(u"addPresetAction"_s, tr("Add preset")))
    , m_paste(ownAction(u"pasteRulesAction"_s, tr("Paste")))
    , m_asSaved(ownAction(u"asSavedAction"_s, tr("As saved")))
    , m_asEvaluated(ownAction(u"asEvaluatedAction"_s, tr("As evaluated")))
    , m_json(ownAction(u"jsonAction"_s, tr("JSON")))
    , m_orderProof(ownAction(u"orderProofAction"_s, tr("Make order-proof…")))
{
    setObjectName(u"egressToolbar"_s);
    setMinimumHeight(40);
    m_line->setContentsMargins(Space::tiny, Space::tiny, Space::small, Space::tiny);
    m_line->setSpacing(Space::tiny);
    buildActions(actions);
    fillOverflow(actions);
    arrange();
}

QAction *EgressToolbar::ownAction(const QString &name, const QString &text)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    return action;
}

void EgressToolbar::buildActions(const ActionSet &actions)
{
    m_addRule->setToolTip(tr("Adds a rule below the selected one (Shift+Enter)"));
    m_addPreset->setToolTip(tr("Adds the development defaults as one rule"));
    m_paste->setToolTip(tr("Makes rules of the names on the clipboard (Ctrl+V)"));
    m_asEvaluated->setToolTip(tr("Groups the rules by precedence; the saved order stays"));
    m_asSaved->setToolTip(tr("Shows the rules in their saved order"));
    m_json->setToolTip(tr("Shows the same rules as text"));
    m_orderProof->setToolTip(tr("Puts the rules in an order in which both readings agree"));
    addDoor(*m_addRule, u"addRuleButton"_s, 100);
    addDoor(*m_addPreset, u"addPresetButton"_s, 40);
    addDoor(*m_paste, u"pasteRulesButton"_s, 30);
    buildViews();
    m_line->addSpacing(Space::tiny);
    m_line->addWidget(m_filter, 100);
    m_line->addStretch(1);
    m_json->setCheckable(true);
    addDoor(*m_json, u"jsonButton"_s, 60);
    if (QAction *history = actions.value(u"egress.history"_s))
        addDoor(*history, u"historyButton"_s, 20, tr("History"));
    addDoor(*m_orderProof, u"orderProofButton"_s, 10);
    m_more->setObjectName(u"egressMoreButton"_s);
    m_more->setIcon(icon(u"more"_s));
    m_more->setAutoRaise(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_menu);
    m_more->setToolTip(tr("More"));
    m_more->setAccessibleName(tr("More for these rules"));
    m_line->addWidget(m_more);
    m_filter->setObjectName(u"egressFilter"_s);
    m_filter->setAccessibleName(tr("Filter rules"));
    m_filter->setPlaceholderText(tr("Filter rules"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(320);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, this, &EgressToolbar::filterChanged);
    connect(m_addRule, &QAction::triggered, this, &EgressToolbar::addRuleRequested);
    connect(m_addPreset, &QAction::triggered, this, &EgressToolbar::addPresetRequested);
    connect(m_paste, &QAction::triggered, this, &EgressToolbar::pasteRequested);
    connect(m_orderProof, &QAction::triggered, this, &EgressToolbar::orderProofRequested);
    connect(m_json, &QAction::toggled, this, &EgressToolbar::jsonToggled);
}

void EgressToolbar::buildViews()
{
    m_line->addSpacing(Space::tiny);
    for (QAction *action : {m_asSaved, m_asEvaluated}) {
        action->setCheckable(true);
        m_views->addAction(action);
    }
    m_asSaved->setChecked(true);
    addDoor(*m_asSaved, u"asSavedButton"_s, 50);
    addDoor(*m_asEvaluated, u"asEvaluatedButton"_s, 50);
    connect(m_views, &QActionGroup::triggered, this, [this](const QAction *action) {
        Q_EMIT arrangementRequested(action == m_asEvaluated ? Arrangement::AsEvaluated
                                                            : Arrangement::AsSaved);
    });
}

void EgressToolbar::addDoor(QAction &action, const QString &name, int keep, const QString &text)
{
    QAbstractButton *button = nullptr;
    if (action.isCheckable()) {
        auto *tool = new QToolButton(this);
        tool->setAutoRaise(true);
        tool->setToolButtonStyle(Qt::ToolButtonTextOnly);
        tool->setFocusPolicy(Qt::StrongFocus);
        button = tool;
    } else {
        auto *push = new QPushButton(this);
        push->setAutoDefault(false);
        setButtonRole(*push, ButtonRole::Quiet);
        button = push;
    }
    button->setObjectName(name);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    button->setCheckable(action.isCheckable());
    m_line->addWidget(button);
    m_doors << Door{button, &action, keep, text};
    const Door door = m_doors.last();
    showAction(door);
    connect(&action, &QAction::changed, button, [this, door] {
        showAction(door);
        arrange();
    });
    connect(button, &QAbstractButton::clicked, &action, [&action, button] {
        action.trigger();
        button->setChecked(action.isChecked()); // an exclusive one stays on
    });
}

void EgressToolbar::showAction(const Door &door)
{
    door.button->setText(door.text.isEmpty() ? door.action->text() : door.text);
    door.button->setAccessibleName(door.action->text().remove(u'&'));
    door.button->setEnabled(door.action->isEnabled());
    door.button->setCheckable(door.action->isCheckable());
    door.button->setChecked(door.action->isChecked());
    door.button->setToolTip(door.action->toolTip());
    door.button->setStatusTip(door.action->statusTip());
    door.button->setAccessibleDescription(door.action->statusTip());
}

void EgressToolbar::fillOverflow(const ActionSet &actions)
{
    m_menu->setObjectName(u"egressMoreMenu"_s);
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, [this, actions] {
        m_menu->clear();
        for (const Door &door : std::as_const(m_doors)) {
            if (!door.button->isVisibleTo(this) && door.action->isVisible())
                m_menu->addAction(door.action);
        }
        m_menu->addSeparator();
        fillMenu(*m_menu, actions,
                 {u"egress.undo"_s, u"egress.redo"_s, QString(), u"egress.import"_s, u"egress.export"_s,
                  u"egress.copy-from"_s, u"egress.bulk"_s});
    });
    m_menu->addAction(m_orderProof); // a menu without actions does not open
}

void EgressToolbar::arrange()
{
    if (m_arranging)
        return;
    m_arranging = true;
    const int filter = fontMetrics().averageCharWidth() * 18 + 48;
    m_filter->setMinimumWidth(filter);
    const int around = m_line->contentsMargins().left() + m_line->contentsMargins().right() + filter +
                       m_more->sizeHint().width() + 8 * Space::tiny;
    int needed = around;
    QList<Door> doors = m_doors;
    std::stable_sort(doors.begin(), doors.end(),
                     [](const Door &a, const Door &b) { return a.keep > b.keep; });
    bool room = true;
    for (qsizetype i = 0; i < doors.size(); ++i) {
        const Door &door = doors.at(i);
        // The two arrangements are one switch.
        int width = door.button->sizeHint().width() + Space::tiny;
        if (i + 1 < doors.size() && doors.at(i + 1).keep == door.keep)
            width += doors.at(i + 1).button->sizeHint().width() + Space::tiny;
        const bool second = i > 0 && doors.at(i - 1).keep == door.keep;
        if (!second) {
            room = room && needed + width <= this->width();
            needed += width;
        }
        door.button->setVisible(room && door.action->isVisible());
    }
    m_arranging = false;
}

void EgressToolbar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool EgressToolbar::event(QEvent *event)
{
    // A button's new text or font is known only after its own turn.
    if (event->type() == QEvent::LayoutRequest)
        arrange();
    return QWidget::event(event);
}

bool EgressToolbar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool plain = static_cast<QKeyEvent *>(event)->modifiers() == Qt::NoModifier;
        if (plain && (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter)) {
            Q_EMIT leaveRequested();
            return true;
        }
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void EgressToolbar::setArrangement(Arrangement arrangement)
{
    (arrangement == Arrangement::AsEvaluated ? m_asEvaluated : m_asSaved)->setChecked(true);
}

void EgressToolbar::setJsonShown(bool shown)
{
    m_json->setChecked(shown);
    for (QAction *action : {m_asSaved, m_asEvaluated})
        action->setEnabled(!shown);
    m_filter->setEnabled(!shown);
}

void EgressToolbar::setEditDisabledReason(const QString &reason)
{
    for (QAction *action : {m_addRule, m_addPreset, m_paste, m_orderProof}) {
        if (!action->property("usualTip").isValid())
            action->setProperty("usualTip", action->toolTip());
        action->setEnabled(reason.isEmpty());
        action->setToolTip(reason.isEmpty() ? action->property("usualTip").toString() : reason);
        action->setStatusTip(reason);
    }
}

void EgressToolbar::setOrderProofOffered(bool offered)
{
    m_orderProof->setVisible(offered);
}

void EgressToolbar::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void EgressToolbar::clearFilter()
{
    m_filter->clear();
}

} // namespace Spritarium
