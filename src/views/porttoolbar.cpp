// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/porttoolbar.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/flowlayout.h"
#include "views/icons.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

PortToolbar::PortToolbar(const ActionSet &actions, QWidget *parent)
    : QWidget(parent)
    , m_setsButton(new QPushButton(this))
    , m_sets(new QMenu(m_setsButton))
    , m_choiceButton(new QPushButton(this))
    , m_choices(new QActionGroup(this))
    , m_ignored(new QMenu(tr("Never asked about"), this))
    , m_filter(new QLineEdit(this))
{
    setObjectName(u"portToolbar"_s);
    setMinimumHeight(40);
    auto *line = new FlowLayout(Space::tiny, this);
    line->setContentsMargins(0, Space::tiny, 0, Space::tiny);
    addDoor(actions.value(u"ports.start-all"_s), u"portStartAll"_s);
    addDoor(actions.value(u"ports.stop-all"_s), u"portStopAll"_s);
    for (QPushButton *button : {m_setsButton, m_choiceButton}) {
        button->setAutoDefault(false);
        setButtonRole(*button, ButtonRole::Quiet);
        layout()->addWidget(button);
    }
    m_setsButton->setObjectName(u"portSetsButton"_s);
    m_setsButton->setText(tr("Sets"));
    m_setsButton->setToolTip(tr("Saves these forwards under a name, or loads such a set"));
    m_setsButton->setAccessibleName(tr("Sets of forwards"));
    m_setsButton->setMenu(m_sets);
    m_sets->setObjectName(u"portSetsMenu"_s);
    m_sets->setToolTipsVisible(true);
    fillSets();
    buildChoice();
    buildFilter();
}

void PortToolbar::addDoor(QAction *action, const QString &name)
{
    if (action == nullptr)
        return;
    auto *button = new QPushButton(this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    setButtonRole(*button, ButtonRole::Quiet);
    bindButton(*button, *action);
    layout()->addWidget(button);
}

void PortToolbar::buildChoice()
{
    m_choiceButton->setObjectName(u"portChoiceButton"_s);
    auto *menu = new QMenu(m_choiceButton);
    menu->setObjectName(u"portChoiceMenu"_s);
    menu->addSection(tr("When something starts listening"));
    const std::array choices{std::tuple(NewPortChoice::Ask, u"portChoiceAsk"_s, tr("Ask")),
                             std::tuple(NewPortChoice::Forward, u"portChoiceForward"_s, tr("Forward")),
                             std::tuple(NewPortChoice::Nothing, u"portChoiceNothing"_s, tr("Do nothing"))};
    for (const auto &[choice, name, text] : choices) {
        QAction *action = menu->addAction(text);
        action->setObjectName(name);
        action->setCheckable(true);
        action->setData(int(choice));
        m_choices->addAction(action);
    }
    m_ignored->setObjectName(u"portIgnoredMenu"_s);
    menu->addSeparator();
    menu->addMenu(m_ignored);
    setIgnoredPorts({});
    m_choiceButton->setMenu(menu);
    setNewPortChoice(NewPortChoice::Ask);
    connect(m_choices, &QActionGroup::triggered, this, [this](const QAction *action) {
        const auto choice = static_cast<NewPortChoice>(action->data().toInt());
        setNewPortChoice(choice);
        Q_EMIT newPortChoiceChanged(choice);
    });
}

void PortToolbar::buildFilter()
{
    m_filter->setObjectName(u"portFilter"_s);
    m_filter->setAccessibleName(tr("Filter ports"));
    m_filter->setPlaceholderText(tr("Filter ports"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 20 + 60);
    m_filter->installEventFilter(this);
    layout()->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &PortToolbar::filterChanged);
}

void PortToolbar::setNewPortChoice(NewPortChoice choice)
{
    const QList<QAction *> actions = m_choices->actions();
    for (QAction *action : actions) {
        if (action->data().toInt() != int(choice))
            continue;
        action->setChecked(true);
        const QString text = tr("When something starts listening: %1").arg(action->text());
        m_choiceButton->setText(text);
        m_choiceButton->setAccessibleName(text);
        m_choiceButton->updateGeometry();
    }
}

void PortToolbar::setIgnoredPorts(const QList<quint16> &ports)
{
    m_ignored->clear();
    if (ports.isEmpty()) {
        m_ignored->addAction(tr("No port is left out"))->setEnabled(false);
        return;
    }
    for (const quint16 port : ports) {
        QAction *action = m_ignored->addAction(tr("Ask about %1 again").arg(port));
        action->setObjectName(u"portUnignore:%1"_s.arg(port));
        connect(action, &QAction::triggered, this, [this, port] { Q_EMIT unignoreRequested(port); });
    }
}

void PortToolbar::setChoiceDisabledReason(const QString &reason)
{
    m_choiceButton->setEnabled(reason.isEmpty());
    m_choiceButton->setToolTip(reason);
    m_choiceButton->setStatusTip(reason);
    m_choiceButton->setAccessibleDescription(reason);
}

void PortToolbar::setSets(const QStringList &names)
{
    m_names = names;
    fillSets();
}

void PortToolbar::fillSets()
{
    const auto menus = m_sets->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    for (QMenu *menu : menus) { // clear() leaves them
        menu->setObjectName({});
        menu->deleteLater();
    }
    m_sets->clear();
    if (!m_names.isEmpty())
        m_sets->addSection(tr("Load"));
    for (const QString &name : std::as_const(m_names)) {
        QString shown = name;
        QAction *action = m_sets->addAction(shown.replace(u'&', u"&&"_s));
        action->setObjectName(u"portSetLoad:"_s + name);
        connect(action, &QAction::triggered, this, [this, name] { Q_EMIT loadSetRequested(name); });
    }
    m_sets->addSeparator();
    QAction *save = m_sets->addAction(tr("Save as set…"));
    save->setObjectName(u"portSetSave"_s);
    giveReason(*save);
    connect(save, &QAction::triggered, this, [this] { Q_EMIT saveSetRequested(QString()); });
    if (m_names.isEmpty())
        return;
    addSetMenu(tr("Save over"), u"portSetSaveOver"_s, &PortToolbar::saveSetRequested);
    addSetMenu(tr("Add to"), u"portSetAddTo"_s, &PortToolbar::addToSetRequested);
    addSetMenu(tr("Remove set"), u"portSetRemove"_s, &PortToolbar::removeSetRequested);
}

void PortToolbar::setSaveDisabledReason(const QString &reason)
{
    if (reason == m_saveReason)
        return;
    m_saveReason = reason;
    fillSets();
}

void PortToolbar::giveReason(QAction &action) const
{
    action.setEnabled(m_saveReason.isEmpty());
    action.setToolTip(m_saveReason);
    action.setStatusTip(m_saveReason);
}

void PortToolbar::addSetMenu(const QString &title, const QString &name,
                             void (PortToolbar::*signal)(const QString &))
{
    QMenu *menu = m_sets->addMenu(title);
    menu->setObjectName(name + u"Menu"_s);
    if (signal != &PortToolbar::removeSetRequested)
        giveReason(*menu->menuAction());
    for (const QString &set : std::as_const(m_names)) {
        QString shown = set;
        QAction *action = menu->addAction(shown.replace(u'&', u"&&"_s));
        action->setObjectName(name + u':' + set);
        connect(action, &QAction::triggered, this, [this, set, signal] { Q_EMIT(this->*signal)(set); });
    }
}

void PortToolbar::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void PortToolbar::clearFilter()
{
    m_filter->clear();
}

bool PortToolbar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        const int key = press->key();
        if (press->modifiers() == Qt::NoModifier &&
            (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter)) {
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

} // namespace Spritarium
