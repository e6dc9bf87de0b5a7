// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/activitymodel.h"
#include "models/checkpointtimelinemodel.h"
#include "support/patience.h"
#include "support/timelinestory.h"
#include "support/viewtesting.h"
#include "views/activitypanel.h"
#include "views/checkpointpopover.h"
#include "views/inspectorpanel.h"
#include "views/operationlayer.h"
#include "views/restoresheet.h"
#include "views/timelinelist.h"
#include "views/timelinepanel.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstTimelineAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void everyControlHasAnObjectNameAndSaysWhatItIs();
    void theTimelineIsAListOfNamedItems();
    void restoreIsAButtonThatCanBePressed();
    void namesOfButtonsAreUniqueAmongRows();
    void theKeyboardAloneReachesEveryPart();
    void glyphsAndLanesHaveNoNameOfTheirOwn();
    void sheetsAndSidePanelsAreNamedToo();

private:
    static QStringList namelessControls(const QWidget &root);

    QDateTime m_now;
    std::unique_ptr<CheckpointTimelineModel> m_model;
    std::unique_ptr<TimelinePanel> m_panel;
};

void TstTimelineAccessibility::initTestCase()
{
    QAccessible::setActive(true);
    qRegisterMetaType<CheckpointId>();
}

void TstTimelineAccessibility::init()
{
    failOnViewWarnings();
    m_now = QDateTime::currentDateTimeUtc();
    m_model = std::make_unique<CheckpointTimelineModel>();
    m_panel = std::make_unique<TimelinePanel>(*m_model, TimelineActions());
    m_panel->resize(900, 700);
    m_panel->show();
    const auto history = TimelineStory::branchedHistory(m_now);
    m_model->showSprite(TimelineStory::spriteKey());
    m_model->applyKnownTimes(history.knownTimes);
    m_model->applyRestores(history.restores);
    m_model->applyListing(history.checkpoints, m_now);
    m_model->applyState({ViewState::Kind::Ready, m_now, {}});
    m_model->applyOperation(TimelineStory::runningRestore(m_now));
    QTRY_VERIFY(m_panel->list()->operations().row(OperationId(u"operation-1"_s)));
    QTRY_VERIFY(m_panel->findChild<QAbstractButton *>(u"restoreButton_v9"_s));
}

void TstTimelineAccessibility::cleanup()
{
    m_panel.reset();
    m_model.reset();
}

QStringList TstTimelineAccessibility::namelessControls(const QWidget &root)
{
    QStringList nameless;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                             qobject_cast<QComboBox *>(widget) || qobject_cast<QPlainTextEdit *>(widget);
        if (!control || !widget->isVisible() || widget->objectName().startsWith(u"qt_"_s))
            continue;
        // The clear button inside a line edit is the toolkit's.
        if (qobject_cast<QLineEdit *>(widget->parentWidget()))
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        const QString name = widget->accessibleName().isEmpty() && spoken ? spoken->text(QAccessible::Name)
                                                                          : widget->accessibleName();
        if (name.isEmpty() || widget->objectName().isEmpty())
            nameless.append(QString::fromLatin1(widget->metaObject()->className()) + u' ' +
                            widget->objectName());
    }
    return nameless;
}

void TstTimelineAccessibility::everyControlHasAnObjectNameAndSaysWhatItIs()
{
    QCOMPARE(namelessControls(*m_panel), QStringList());
}

void TstTimelineAccessibility::theTimelineIsAListOfNamedItems()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_panel->list());
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), u"Checkpoints"_s);
    const QModelIndex index = m_model->indexOf(TimelineStory::version(9));
    const QString spoken = index.data(Qt::AccessibleTextRole).toString();
    QVERIFY2(spoken.startsWith(u"v9, Login page works, manual"_s), qPrintable(spoken));
    bool found = false;
    for (int i = 0; i < list->childCount(); ++i) {
        const QAccessibleInterface *child = list->child(i);
        found = found ||
                (child && child->role() == QAccessible::ListItem && child->text(QAccessible::Name) == spoken);
    }
    QVERIFY(found);
}

void TstTimelineAccessibility::restoreIsAButtonThatCanBePressed()
{
    auto *button = m_panel->findChild<QAbstractButton *>(u"restoreButton_v9"_s);
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(button);
    QCOMPARE(spoken->role(), QAccessible::Button);
    QCOMPARE(spoken->text(QAccessible::Name), u"Restore v9…"_s);
    QSignalSpy asked(m_panel.get(), &TimelinePanel::restoreRequested);
    spoken->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QTRY_COMPARE(asked.size(), 1);
}

void TstTimelineAccessibility::namesOfButtonsAreUniqueAmongRows()
{
    QStringList names;
    for (const QAbstractButton *button : m_panel->list()->findChildren<QAbstractButton *>()) {
        if (button->isVisible())
            names.append(button->accessibleName());
    }
    QVERIFY(names.size() > 6);
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
}

void TstTimelineAccessibility::theKeyboardAloneReachesEveryPart()
{
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    m_panel->selectCheckpoint(TimelineStory::version(9));
    m_panel->focusFilter();
    QSet<QString> reached;
    for (int i = 0; i < 40; ++i) {
        if (QWidget *focused = QApplication::focusWidget())
            reached.insert(focused->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    for (const QString &name :
         {u"timelineFilter"_s, u"chipManual"_s, u"chipRestores"_s, u"createCheckpointButton"_s,
          u"confidenceHelp"_s, u"timelineList"_s, u"restoreButton_v9"_s, u"moreButton_v9"_s, u"hideButton"_s})
        QVERIFY2(reached.contains(name), qPrintable(name));
    QVERIFY(!reached.contains(u"restoreButton_v8"_s));
}

void TstTimelineAccessibility::glyphsAndLanesHaveNoNameOfTheirOwn()
{
    for (const QWidget *widget : m_panel->findChildren<QWidget *>()) {
        if (QLatin1StringView(widget->metaObject()->className()).contains("GlyphLabel"_L1))
            QVERIFY(widget->accessibleName().isEmpty());
    }
}

void TstTimelineAccessibility::sheetsAndSidePanelsAreNamedToo()
{
    RestoreSheet sheet(TimelineStory::checkpoint(3, u"Before upgrade"_s, m_now));
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
    sheet.show();
    QCOMPARE(namelessControls(sheet), QStringList());
    InspectorPanel inspector(*m_model);
    inspector.showCheckpoint(TimelineStory::version(9));
    inspector.show();
    QCOMPARE(namelessControls(inspector), QStringList());
    ActivityModel activity;
    ActivityPanel panel(activity);
    panel.show();
    QCOMPARE(namelessControls(panel), QStringList());
    CheckpointPopover popover;
    popover.setRecentComments({u"Tests green"_s});
    popover.show();
    QCOMPARE(namelessControls(popover), QStringList());
}

QTEST_MAIN(TstTimelineAccessibility)
#include "tst_timelineaccessibility.moc"
