// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portspanel.h"

#include "support/patience.h"
#include "support/portscene.h"
#include "support/viewtesting.h"
#include "views/portaskbanner.h"
#include "views/portdelegate.h"
#include "views/portmenus.h"
#include "views/quitforwardssheet.h"
#include "views/spritariumstyle.h"
#include "views/statepanel.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Kind = ViewState::Kind;
using Model = PortForwardModel;

class TstPortsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void cleanup() { m_scene.reset(); }

    void typedPortsAreReadAloudWhileTyping();
    void enterForwardsAndClears();
    void whatIsNoPortIsSaidUnderTheField();
    void aForwardThatIsThereIsNotAddedTwice();
    void theActionReachesTheField();
    void everyStateHasItsButtons_data();
    void everyStateHasItsButtons();
    void everyButtonAsksForItsThing();
    void aListeningPortIsForwarded();
    void useAnotherPortSaysWhichOne();
    void chooseEditsTheLocalPort();
    void aLocalPortThatCannotBeIsRefusedInPlace();
    void aClickOnTheAddressCopiesIt();
    void keysDoWhatTheRowOffers();
    void theGuardIsPutUpAndTakenDown();
    void theNetworkIsAskedFirst();
    void theMenuHoldsWhatHasNoRoom();
    void copiesAreOfferedWhereTheyAreKnown();
    void settingsAreEdits();
    void theRowSpeaks();
    void theFilterKeepsHeadersOfWhatItShows();
    void nothingMatchesOffersToClear();
    void theBannerAsksOncePerProcess();
    void anAnsweredQuestionGoes();
    void aQuestionGoesWithItsPorts();
    void setsAreSavedAndLoaded();
    void nothingIsNoSet();
    void theChoiceIsTold();
    void theAddressCardTellsWhoReachesIt();
    void startAllAndStopAllAreActions();
    void missingActionsAreLeftOut();
    void nothingListensYet();
    void notOfferedOffersAScan();
    void aLostWatchKeepsTheRows();
    void asleepLeavesForwardsUsable();
    void deniedKeepsOnlyWhatIsOurs();
    void goneOffersToRemove();
    void aRefusedTokenOffersToSignIn();
    void cancelStaysWithWhatIsThere();
    void anotherSpriteBeginsAfresh();
    void theSameNameElsewhereIsAnotherSprite();
    void troubleIsSaidOnce();
    void focusStaysWhenTheButtonGoes();
    void tabReachesTheButtonsOfTheRow();
    void quittingCountsForwards();
    void nothingIsCutInANarrowWindow();

private:
    QAbstractButton *button(const QString &name) const
    {
        const auto all = m_scene->panel->findChildren<QAbstractButton *>(name);
        for (QAbstractButton *one : all) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }
    QWidget *widget(const QString &name) const { return m_scene->find<QWidget>(name); }
    bool shows(const QString &name) const
    {
        const QWidget *found = widget(name);
        return found != nullptr && found->isVisible();
    }
    QLineEdit *field() const { return m_scene->find<QLineEdit>(u"portAddField"_s); }
    QString textOf(const QString &label) const { return m_scene->find<QLabel>(label)->text(); }
    QString texts(const QString &panel) const;
    QStringList buttonsOf(quint16 port) const;
    void click(const QString &name) const;
    void select(quint16 port) const;
    QRect cell(quint16 port, int column) const
    {
        return m_scene->table->visualRect(m_scene->rowOf(port).siblingAtColumn(column));
    }
    QAction *menuAction(quint16 port, const QString &name);

    std::unique_ptr<PortScene> m_scene;
    QPointer<QMenu> m_menu; //!< of the table
};

void TstPortsPanel::init()
{
    failOnViewWarnings();
    m_scene = std::make_unique<PortScene>();
    m_scene->show();
    QVERIFY(QTest::qWaitForWindowActive(m_scene.get()));
}

QString TstPortsPanel::texts(const QString &panel) const
{
    QStringList all;
    const auto labels = widget(panel)->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible() && !label->text().isEmpty())
            all << label->text();
    }
    return all.join(u'|');
}

QStringList TstPortsPanel::buttonsOf(quint16 port) const
{
    const QString key = PortRow::of(m_scene->rowOf(port)).key;
    const auto rows = m_scene->table->viewport()->findChildren<QWidget *>(u"portRow:"_s + key);
    QStringList names;
    for (const QWidget *row : rows) {
        if (!row->isVisible())
            continue;
        QList<QAbstractButton *> buttons = row->findChildren<QAbstractButton *>();
        buttons.removeIf([](const QAbstractButton *one) { return !one->isVisible(); });
        std::sort(buttons.begin(), buttons.end(),
                  [](const QWidget *a, const QWidget *b) { return a->x() < b->x(); });
        for (const QAbstractButton *one : buttons)
            names << one->objectName().section(u'_', 0, 0).mid(4);
    }
    return names;
}

void TstPortsPanel::click(const QString &name) const
{
    QAbstractButton *found = button(name);
    QVERIFY2(found != nullptr, qPrintable(name));
    QTest::mouseClick(found, Qt::LeftButton);
}

void TstPortsPanel::select(quint16 port) const
{
    m_scene->table->setFocus();
    m_scene->table->setCurrentIndex(m_scene->rowOf(port));
}

QAction *TstPortsPanel::menuAction(quint16 port, const QString &name)
{
    delete m_menu;
    m_menu = PortMenus::rowMenu(*m_scene->table, m_scene->rowOf(port));
    return m_menu->findChild<QAction *>(name);
}

void TstPortsPanel::typedPortsAreReadAloudWhileTyping()
{
    field()->setFocus();
    QTest::keyClicks(field(), u"3001:3000"_s);
    const auto *preview = m_scene->find<QLabel>(u"portAddPreview"_s);
    QCOMPARE(preview->accessibleName(), u"127.0.0.1:3001 → sprite 3000"_s);
    QTest::keyClicks(field(), u" db.internal:5432 db"_s);
    QCOMPARE(preview->accessibleName(),
             u"127.0.0.1:3001 → sprite 3000, 127.0.0.1:5432 → sprite db.internal:5432"_s);
    QVERIFY(preview->text().contains(u"1 more"_s));
    QVERIFY(!shows(u"portAddProblem"_s));
}

void TstPortsPanel::enterForwardsAndClears()
{
    QSignalSpy added(m_scene->panel, &PortsPanel::addRequested);
    field()->setFocus();
    QTest::keyClicks(field(), u"3001:3000 5432 db"_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(added.size(), 1);
    const auto forwards = added.first().first().value<QList<PortForward>>();
    QCOMPARE(forwards.size(), 2);
    QCOMPARE(forwards.first().localPort, 3001);
    QCOMPARE(forwards.first().port, 3000);
    QCOMPARE(forwards.last().name, u"db"_s);
    QVERIFY(field()->text().isEmpty());
    QTest::keyClicks(field(), u"8080"_s);
    click(u"portAddButton"_s);
    QCOMPARE(added.size(), 2);
    QTest::keyClick(field(), Qt::Key_Return); // an empty field asks for nothing
    QCOMPARE(added.size(), 2);
}

void TstPortsPanel::whatIsNoPortIsSaidUnderTheField()
{
    QSignalSpy added(m_scene->panel, &PortsPanel::addRequested);
    field()->setFocus();
    QTest::keyClicks(field(), u"99999"_s);
    QVERIFY(!shows(u"portAddProblem"_s));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(shows(u"portAddProblem"_s));
    QVERIFY(textOf(u"portAddProblem"_s).contains(u"1 to 65535"_s));
    QCOMPARE(field()->text(), u"99999"_s);
    QCOMPARE(field()->accessibleDescription(), textOf(u"portAddProblem"_s));
    QCOMPARE(added.size(), 0);
    QTest::keyClick(field(), Qt::Key_Backspace);
    QVERIFY(!shows(u"portAddProblem"_s));
}

void TstPortsPanel::aForwardThatIsThereIsNotAddedTwice()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->addForward(5432, ForwardState::Stopped);
    QSignalSpy added(m_scene->panel, &PortsPanel::addRequested);
    for (const QString &typed : {u"3000"_s, u"3000:4000"_s, u"5432"_s}) {
        field()->setFocus();
        field()->selectAll();
        QTest::keyClicks(field(), typed);
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY2(shows(u"portAddProblem"_s), qPrintable(typed));
        QCOMPARE(field()->text(), typed);
    }
    QCOMPARE(added.size(), 0);
    QCOMPARE(PortRow::of(m_scene->table->currentIndex()).forward.port, 5432);
}

void TstPortsPanel::theActionReachesTheField()
{
    m_scene->actions.value(u"ports.add"_s)->trigger();
    QCOMPARE(QApplication::focusWidget(), field());
    m_scene->panel->typeInAdd(u"3001:3000"_s);
    QCOMPARE(field()->text(), u"3001:3000"_s);
    m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    QTest::keyClick(field(), Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), m_scene->table);
    QTest::keyClick(m_scene->table, Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), widget(u"portFilter"_s));
}

void TstPortsPanel::everyStateHasItsButtons_data()
{
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QStringList>("buttons");
    const auto row = [](const char *name, int port, const QString &word, const QStringList &buttons) {
        QTest::newRow(name) << port << word << buttons;
    };
    row("forwarding", 3000, u"Forwarding"_s, {u"Open"_s, u"Copy"_s, u"Stop"_s, u"More"_s});
    row("nothing to open", 5432, u"Forwarding"_s, {u"Copy"_s, u"Stop"_s, u"More"_s});
    row("starting", 4000, u"Starting"_s, {u"Stop"_s, u"More"_s});
    row("nothing listens", 8000, u"Nothing listens"_s, {u"Open"_s, u"Copy"_s, u"Stop"_s, u"More"_s});
    row("waiting", 8001, u"Waiting"_s, {u"Open"_s, u"Copy"_s, u"Stop"_s, u"More"_s});
    row("port busy", 3001, u"Port busy"_s, {u"UseFree"_s, u"Choose"_s, u"TryAgain"_s, u"More"_s});
    row("not permitted", 80, u"Not permitted"_s, {u"UseFree"_s, u"Choose"_s, u"More"_s});
    row("failed", 6379, u"Failed"_s, {u"Details"_s, u"TryAgain"_s, u"More"_s});
    row("listening", 9229, u"Listening"_s, {u"Forward"_s, u"More"_s});
    row("stopped", 9200, u"Stopped"_s, {u"Start"_s, u"Remove"_s, u"More"_s});
}

void TstPortsPanel::everyStateHasItsButtons()
{
    QFETCH(int, port);
    QFETCH(QString, word);
    QFETCH(QStringList, buttons);
    fillWithEverything(*m_scene);
    m_scene->resize(1000, 900);
    settle();
    QCOMPARE(m_scene->rowOf(quint16(port)).data().toString(), word);
    QCOMPARE(buttonsOf(quint16(port)), buttons);
}

void TstPortsPanel::everyButtonAsksForItsThing()
{
    fillWithEverything(*m_scene);
    m_scene->resize(1000, 900);
    settle();
    QSignalSpy open(m_scene->panel, &PortsPanel::openRequested);
    QSignalSpy start(m_scene->panel, &PortsPanel::startRequested);
    QSignalSpy stop(m_scene->panel, &PortsPanel::stopRequested);
    QSignalSpy remove(m_scene->panel, &PortsPanel::removeRequested);
    click(u"portOpen_3000"_s);
    QCOMPARE(open.last().first().value<ForwardId>(), PortScene::idOf(3000));
    click(u"portStop_5432"_s);
    QCOMPARE(stop.last().first().value<ForwardId>(), PortScene::idOf(5432));
    click(u"portTryAgain_3001"_s);
    QCOMPARE(start.last().first().value<ForwardId>(), PortScene::idOf(3001));
    click(u"portTryAgain_6379"_s);
    QCOMPARE(start.last().first().value<ForwardId>(), PortScene::idOf(6379));
    click(u"portStart_db.internal:9200"_s);
    QCOMPARE(start.last().first().value<ForwardId>(), PortScene::idOf(9200));
    click(u"portRemove_db.internal:9200"_s);
    QCOMPARE(remove.last().first().value<QList<ForwardId>>(), QList{PortScene::idOf(9200)});
    click(u"portDetails_6379"_s);
    auto *details = m_scene->findChild<QDialog *>();
    QVERIFY(details != nullptr && details->isVisible());
    details->close();
    QCOMPARE(m_scene->table->currentIndex().row(), m_scene->rowOf(6379).row());
}

void TstPortsPanel::aListeningPortIsForwarded()
{
    fillWithEverything(*m_scene);
    settle();
    QSignalSpy forward(m_scene->panel, &PortsPanel::forwardPortRequested);
    click(u"portForward_9229"_s);
    QCOMPARE(forward.size(), 1);
    QCOMPARE(forward.last().first().value<ListeningPort>().port, 9229);
    for (const auto key : {Qt::Key_Return, Qt::Key_Space}) {
        select(8888);
        QTest::keyClick(m_scene->table, key);
        QCOMPARE(forward.last().first().value<ListeningPort>().port, 8888);
    }
    QCOMPARE(forward.size(), 3);
}

void TstPortsPanel::useAnotherPortSaysWhichOne()
{
    m_scene->addForward(3001, ForwardState::PortBusy);
    m_scene->addForward(80, ForwardState::NotPermitted);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    QCOMPARE(button(u"portUseFree_3001"_s)->text(), u"Use 3002"_s);
    QCOMPARE(button(u"portUseFree_80"_s)->text(), u"Use 8080"_s);
    click(u"portUseFree_3001"_s);
    QCOMPARE(edit.size(), 1);
    QCOMPARE(edit.first().first().value<PortForward>().localPort, 3002);
    QCOMPARE(edit.first().first().value<PortForward>().port, 3001);
}

void TstPortsPanel::chooseEditsTheLocalPort()
{
    m_scene->addForward(3001, ForwardState::PortBusy);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    click(u"portChoose_3001"_s);
    auto *editor = m_scene->find<QLineEdit>(u"portLocalEditor"_s);
    QVERIFY(editor != nullptr);
    QCOMPARE(editor->text(), u"3001"_s);
    QTest::keyClicks(editor, u"4001"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(edit.size(), 1);
    QCOMPARE(edit.first().first().value<PortForward>().localPort, 4001);
    QCOMPARE(QApplication::focusWidget(), m_scene->table);
}

void TstPortsPanel::aLocalPortThatCannotBeIsRefusedInPlace()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->addForward(5432, ForwardState::Forwarding);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    select(3000);
    QTest::keyClick(m_scene->table, Qt::Key_F2);
    QPointer<QLineEdit> editor = m_scene->find<QLineEdit>(u"portLocalEditor"_s);
    for (const QString &typed : {u"70000"_s, u"5432"_s}) {
        editor->selectAll();
        QTest::keyClicks(editor, typed);
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY2(editor && editor->isVisible(), qPrintable(typed));
        QVERIFY(shows(u"portNote"_s));
        QVERIFY(!editor->accessibleDescription().isEmpty());
        QCOMPARE(editor->text(), typed);
    }
    QTest::keyClick(editor, Qt::Key_Escape);
    QTRY_VERIFY(!editor);
    QVERIFY(!shows(u"portNote"_s));
    QCOMPARE(edit.size(), 0);
}

void TstPortsPanel::aClickOnTheAddressCopiesIt()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    QSignalSpy copied(m_scene->panel, &PortsPanel::copied);
    QTest::mouseClick(m_scene->table->viewport(), Qt::LeftButton, {}, cell(3000, Model::Local).center());
    QCOMPARE(QApplication::clipboard()->text(), u"127.0.0.1:3000"_s);
    QCOMPARE(copied.size(), 1);
    QTest::mouseClick(m_scene->table->viewport(), Qt::LeftButton, {}, cell(3000, Model::Name).center());
    QCOMPARE(copied.size(), 1);
    // Between two buttons nothing happens.
    const QRect stop = button(u"portStop_3000"_s)->geometry();
    QTest::mouseClick(button(u"portStop_3000"_s)->parentWidget(), Qt::LeftButton, {},
                      QPoint(stop.right() + 3, stop.center().y()));
    QCOMPARE(copied.size(), 1);
}

void TstPortsPanel::keysDoWhatTheRowOffers()
{
    fillWithEverything(*m_scene);
    settle();
    QSignalSpy open(m_scene->panel, &PortsPanel::openRequested);
    QSignalSpy start(m_scene->panel, &PortsPanel::startRequested);
    QSignalSpy stop(m_scene->panel, &PortsPanel::stopRequested);
    QSignalSpy remove(m_scene->panel, &PortsPanel::removeRequested);
    QSignalSpy status(m_scene->panel, &PortsPanel::statusTextRequested);
    select(3000);
    QTest::keyClick(m_scene->table, Qt::Key_Return);
    QCOMPARE(open.size(), 1);
    QTest::keyClick(m_scene->table, Qt::Key_Space);
    QCOMPARE(stop.size(), 1);
    QTest::keyClick(m_scene->table, Qt::Key_Delete);
    QCOMPARE(remove.size(), 1);
    select(9200);
    QTest::keyClick(m_scene->table, Qt::Key_Return);
    QTest::keyClick(m_scene->table, Qt::Key_Space);
    QCOMPARE(start.size(), 2);
    select(5432); // nothing opens a database
    QTest::keyClick(m_scene->table, Qt::Key_Return);
    QCOMPARE(open.size(), 1);
    QCOMPARE(status.size(), 1);
    select(9229);
    QTest::keyClick(m_scene->table, Qt::Key_Delete);
    QCOMPARE(remove.size(), 1);
    QCOMPARE(status.size(), 2);
    select(3000);
    QTest::keyClick(m_scene->table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"127.0.0.1:3000"_s);
}

void TstPortsPanel::theGuardIsPutUpAndTakenDown()
{
    const PortForward forward = m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->setSpriteState(SpriteState::Warm);
    m_scene->setState(Kind::Asleep);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    QCOMPARE(buttonsOf(3000), QStringList({u"Guard"_s, u"Copy"_s, u"Stop"_s, u"More"_s}));
    QCOMPARE(PortRow::of(m_scene->rowOf(3000)).message, u"Connecting wakes the sprite."_s);
    click(u"portGuard_3000"_s);
    PortForward guarded = edit.last().first().value<PortForward>();
    QVERIFY(guarded.guarded);
    m_scene->replace(guarded);
    settle();
    QCOMPARE(buttonsOf(3000), QStringList({u"RemoveGuard"_s, u"Copy"_s, u"Stop"_s, u"More"_s}));
    QCOMPARE(PortRow::of(m_scene->rowOf(3000)).message, u"Refuses while asleep."_s);
    click(u"portRemoveGuard_3000"_s);
    QCOMPARE(edit.last().first().value<PortForward>(), forward);
}

void TstPortsPanel::theNetworkIsAskedFirst()
{
    const PortForward forward = m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    QSignalSpy network(m_scene->panel, &PortsPanel::networkRequested);
    menuAction(3000, u"portNetwork"_s)->trigger();
    QPointer<QDialog> sheet = m_scene->findChild<QDialog *>(u"portNetworkSheet"_s);
    QVERIFY(sheet && sheet->isVisible());
    QCOMPARE(sheet->findChild<QLabel *>(u"confirmText"_s)->text(),
             u"Any computer that reaches this one can connect."_s);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QCOMPARE(network.size(), 0);
    QTRY_VERIFY(!sheet);
    menuAction(3000, u"portNetwork"_s)->trigger();
    sheet = m_scene->findChild<QDialog *>(u"portNetworkSheet"_s);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"confirmVerb"_s), Qt::LeftButton);
    QCOMPARE(network.size(), 1);
    QCOMPARE(network.last().at(1).toBool(), true);
    PortForward open = forward;
    open.onNetwork = true;
    m_scene->replace(open);
    menuAction(3000, u"portNetwork"_s)->trigger(); // the way back is not asked
    QCOMPARE(network.size(), 2);
    QCOMPARE(network.last().at(1).toBool(), false);
}

void TstPortsPanel::theMenuHoldsWhatHasNoRoom()
{
    fillWithEverything(*m_scene);
    m_scene->resize(620, 900);
    settle();
    const QStringList shown = buttonsOf(3001);
    QVERIFY(shown.contains(u"UseFree"_s) && shown.contains(u"More"_s) && !shown.contains(u"TryAgain"_s));
    QSignalSpy start(m_scene->panel, &PortsPanel::startRequested);
    QSignalSpy stop(m_scene->panel, &PortsPanel::stopRequested);
    menuAction(3001, u"portMenu%1"_s.arg(int(PortAction::TryAgain)))->trigger();
    QCOMPARE(start.size(), 1);
    menuAction(3001, u"portMenuStop"_s)->trigger();
    QCOMPARE(stop.size(), 1);
    QVERIFY(menuAction(3001, u"portEditLocal"_s) != nullptr);
    click(u"portMore_3001"_s);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->objectName(), u"portMenu"_s);
    menu->close();
}

void TstPortsPanel::copiesAreOfferedWhereTheyAreKnown()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->addForward(5432, ForwardState::Forwarding);
    settle();
    QSignalSpy copied(m_scene->panel, &PortsPanel::copied);
    const auto copy = [&](quint16 port, const QString &name) {
        QAction *action = menuAction(port, name);
        if (action == nullptr)
            return QString();
        action->trigger();
        return QApplication::clipboard()->text();
    };
    QCOMPARE(copy(3000, u"portCopyAddress"_s), u"127.0.0.1:3000"_s);
    QCOMPARE(copy(3000, u"portCopyLink"_s), u"http://127.0.0.1:3000/"_s);
    QCOMPARE(copy(3000, u"portCopyConnection"_s), QString());
    QCOMPARE(copy(5432, u"portCopyLink"_s), QString());
    QCOMPARE(copy(5432, u"portCopyConnection"_s), u"postgres://127.0.0.1:5432/"_s);
    QCOMPARE(copy(5432, u"portCopyCli"_s), u"sprite proxy -o acme -s calm-otter 5432:5432"_s);
    QCOMPARE(copied.size(), 4);
    click(u"portCopy_5432"_s);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr && menu->findChild<QAction *>(u"portCopyConnection"_s) != nullptr);
    menu->close();
}

void TstPortsPanel::settingsAreEdits()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    const auto edited = [&] { return edit.last().first().value<PortForward>(); };
    menuAction(3000, u"portStartWithProgram"_s)->trigger();
    QVERIFY(edited().startWithProgram);
    menuAction(3000, u"portGuardTick"_s)->trigger();
    QVERIFY(edited().guarded && !edited().startWithProgram);
    QVERIFY(menuAction(3000, u"portScheme%1"_s.arg(int(PortScheme::Http)))->isChecked());
    menuAction(3000, u"portScheme%1"_s.arg(int(PortScheme::Https)))->trigger();
    QCOMPARE(edited().scheme, PortScheme::Https);
    menuAction(3000, u"portRename"_s)->trigger();
    auto *editor = m_scene->find<QLineEdit>(u"portNameEditor"_s);
    QVERIFY(editor != nullptr);
    QTest::keyClicks(editor, u"web"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(edited().name, u"web"_s);
    QCOMPARE(edit.size(), 4);
}

void TstPortsPanel::theRowSpeaks()
{
    PortForward forward = m_scene->addForward(3000, ForwardState::Forwarding);
    forward.localPort = 3001;
    m_scene->replace(forward);
    ForwardStatus status = m_scene->statusOf(3000);
    status.localPort = 3001;
    status.connections = 2;
    m_scene->setStatus(status);
    m_scene->model.setListening(
        QList<ListeningPort>{{.port = 3000, .address = {}, .pid = 812, .command = u"node"_s, .service = {}}});
    settle();
    QAccessibleInterface *table = QAccessible::queryAccessibleInterface(m_scene->table);
    QVERIFY(table != nullptr && table->tableInterface() != nullptr);
    const int row = m_scene->rowOf(3000).row();
    const QString spoken = table->tableInterface()->cellAt(row, 0)->text(QAccessible::Name);
    QVERIFY2(spoken.startsWith(u"Port 3000, node, forwarded to 127.0.0.1 port 3001, 2 connection"_s),
             qPrintable(spoken));
    QCOMPARE(button(u"portStop_3000"_s)->accessibleName(), u"Stop port 3000"_s);
}

void TstPortsPanel::theFilterKeepsHeadersOfWhatItShows()
{
    fillWithEverything(*m_scene);
    settle();
    auto *filter = m_scene->find<QLineEdit>(u"portFilter"_s);
    filter->setFocus();
    QTest::keyClicks(filter, u"node 92"_s);
    settle();
    QCOMPARE(m_scene->table->model()->rowCount(), 2);
    QCOMPARE(m_scene->table->model()->index(0, 0).data().toString(), u"Listening, not forwarded"_s);
    QVERIFY(m_scene->rowOf(9229).isValid());
    QTest::keyClick(filter, Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), m_scene->table);
    QCOMPARE(m_scene->table->currentIndex().row(), m_scene->rowOf(9229).row());
}

void TstPortsPanel::nothingMatchesOffersToClear()
{
    fillWithEverything(*m_scene);
    auto *filter = m_scene->find<QLineEdit>(u"portFilter"_s);
    QTest::keyClicks(filter, u"zzz"_s);
    QVERIFY(shows(u"portsEmpty"_s));
    const auto buttons = widget(u"portsEmpty"_s)->findChildren<QPushButton *>();
    for (QPushButton *one : buttons) {
        if (one->isVisible() && one->text() == u"Clear filter"_s)
            one->click();
    }
    QVERIFY(filter->text().isEmpty());
    QVERIFY(m_scene->table->isVisible());
}

void TstPortsPanel::theBannerAsksOncePerProcess()
{
    const ListeningPort web{.port = 3000, .address = {}, .pid = 812, .command = u"node"_s, .service = {}};
    const ListeningPort inspector{
        .port = 9229, .address = {}, .pid = 812, .command = u"node"_s, .service = {}};
    m_scene->model.setListening(QList<ListeningPort>{web, inspector});
    m_scene->panel->askAbout({web, inspector});
    auto *banner = m_scene->find<PortAskBanner>(u"portAskBanner"_s);
    QVERIFY(banner != nullptr && banner->isVisible());
    QCOMPARE(banner->text(), u"node listens on 3000 and 9229."_s);
    QCOMPARE(button(u"portAskForward"_s)->text(), u"Forward 3000"_s);
    QCOMPARE(button(u"portAskForwardAll"_s)->text(), u"Forward both"_s);
    QCOMPARE(button(u"portAskIgnore"_s)->text(), u"Ignore 9229 always"_s);
    QSignalSpy forward(m_scene->panel, &PortsPanel::forwardPortRequested);
    click(u"portAskForwardAll"_s);
    QCOMPARE(forward.size(), 2);
    QTRY_VERIFY(m_scene->find<PortAskBanner>(u"portAskBanner"_s) == nullptr);
    QCOMPARE(listeningText({{.port = 80, .address = {}, .pid = 0, .command = {}, .service = {}}}),
             u"A process listens on 80."_s);
}

void TstPortsPanel::anAnsweredQuestionGoes()
{
    const ListeningPort web{.port = 3000, .address = {}, .pid = 1, .command = u"node"_s, .service = {}};
    m_scene->model.setListening(QList<ListeningPort>{web});
    m_scene->panel->askAbout({web});
    QSignalSpy ignore(m_scene->panel, &PortsPanel::ignoreRequested);
    QVERIFY(button(u"portAskForwardAll"_s) == nullptr);
    click(u"portAskIgnore"_s);
    QCOMPARE(ignore.size(), 1);
    QCOMPARE(ignore.first().first().value<QList<quint16>>(), QList<quint16>{3000});
    QTRY_VERIFY(m_scene->find<PortAskBanner>(u"portAskBanner"_s) == nullptr);
    menuAction(3000, u"portIgnore"_s)->trigger();
    QCOMPARE(ignore.size(), 2);
}

void TstPortsPanel::aQuestionGoesWithItsPorts()
{
    const ListeningPort web{.port = 3000, .address = {}, .pid = 1, .command = u"node"_s, .service = {}};
    m_scene->model.setListening(QList<ListeningPort>{web});
    m_scene->panel->askAbout({web});
    m_scene->addForward(3000, ForwardState::Forwarding);
    QTRY_VERIFY(m_scene->find<PortAskBanner>(u"portAskBanner"_s) == nullptr);
}

void TstPortsPanel::setsAreSavedAndLoaded()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    m_scene->panel->setSets({u"web & db"_s});
    QSignalSpy load(m_scene->panel, &PortsPanel::loadSetRequested);
    QSignalSpy save(m_scene->panel, &PortsPanel::saveSetRequested);
    m_scene->find<QAction>(u"portSetLoad:web & db"_s)->trigger();
    QCOMPARE(load.last().first().toString(), u"web & db"_s);
    m_scene->find<QAction>(u"portSetSave"_s)->trigger();
    auto *sheet = m_scene->findChild<QDialog *>(u"portSetSheet"_s);
    QVERIFY(sheet != nullptr && sheet->isVisible());
    auto *name = sheet->findChild<QLineEdit *>(u"portSetName"_s);
    auto *button = sheet->findChild<QPushButton *>(u"portSetSave"_s);
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(name, u"web & db"_s);
    QCOMPARE(button->text(), u"Replace"_s);
    QTest::keyClicks(name, u" 2"_s);
    QCOMPARE(button->text(), u"Save"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(save.size(), 1);
    QCOMPARE(save.last().first().toString(), u"web & db 2"_s);
}

void TstPortsPanel::nothingIsNoSet()
{
    m_scene->panel->setSets({u"web"_s});
    const auto entry = [this](const QString &name) {
        for (QMenu *menu : m_scene->panel->findChildren<QMenu *>(name))
            return menu->menuAction();
        return m_scene->find<QAction>(name);
    };
    const QStringList names{u"portSetSave"_s, u"portSetSaveOverMenu"_s, u"portSetAddToMenu"_s};
    for (const QString &name : names) {
        QVERIFY2(!entry(name)->isEnabled(), qPrintable(name));
        QCOMPARE(entry(name)->toolTip(), u"Nothing is forwarded."_s);
    }
    QVERIFY(entry(u"portSetLoad:web"_s)->isEnabled());
    QVERIFY(entry(u"portSetRemoveMenu"_s)->isEnabled());
    m_scene->addForward(3000, ForwardState::Stopped);
    for (const QString &name : names)
        QTRY_VERIFY2(entry(name)->isEnabled(), qPrintable(name));
    m_scene->model.setForwards({});
    QTRY_VERIFY(!entry(u"portSetSave"_s)->isEnabled());
}

void TstPortsPanel::theChoiceIsTold()
{
    QSignalSpy choice(m_scene->panel, &PortsPanel::newPortChoiceChanged);
    QCOMPARE(button(u"portChoiceButton"_s)->text(), u"When something starts listening: Ask"_s);
    m_scene->find<QAction>(u"portChoiceForward"_s)->trigger();
    QCOMPARE(choice.size(), 1);
    QCOMPARE(choice.last().first().value<NewPortChoice>(), NewPortChoice::Forward);
    m_scene->panel->setNewPortChoice(NewPortChoice::Nothing);
    QCOMPARE(choice.size(), 1);
    QCOMPARE(button(u"portChoiceButton"_s)->accessibleName(),
             u"When something starts listening: Do nothing"_s);
}

void TstPortsPanel::theAddressCardTellsWhoReachesIt()
{
    QSignalSpy change(m_scene->panel, &PortsPanel::addressChangeRequested);
    QSignalSpy open(m_scene->panel, &PortsPanel::openAddressRequested);
    QSignalSpy copied(m_scene->panel, &PortsPanel::copied);
    auto *who = m_scene->find<QAbstractButton>(u"portsAddressWho"_s);
    QCOMPARE(who->text(), u"Private — organization members"_s);
    m_scene->sprite.urlAuth = u"public"_s;
    m_scene->panel->setSprite(m_scene->sprite);
    QCOMPARE(who->text(), u"Public — anyone with the link"_s);
    click(u"portsAddressChange"_s);
    click(u"portsAddressOpen"_s);
    click(u"portsAddressCopy"_s);
    QCOMPARE(change.size() + open.size() + copied.size(), 3);
    QCOMPARE(QApplication::clipboard()->text(), m_scene->sprite.url.toString());
    m_scene->sprite.url = {};
    m_scene->panel->setSprite(m_scene->sprite);
    QVERIFY(!shows(u"portsAddressCard"_s));
}

void TstPortsPanel::startAllAndStopAllAreActions()
{
    QSignalSpy start(m_scene->panel, &PortsPanel::startAllRequested);
    QSignalSpy stop(m_scene->panel, &PortsPanel::stopAllRequested);
    QSignalSpy refresh(m_scene->panel, &PortsPanel::refreshRequested);
    click(u"portStartAll"_s);
    click(u"portStopAll"_s);
    QCOMPARE(start.size(), 1);
    QCOMPARE(stop.size(), 1);
    m_scene->actions.value(u"view.refresh"_s)->trigger();
    QCOMPARE(refresh.size(), 1);
    m_scene->panel->hide();
    m_scene->actions.value(u"view.refresh"_s)->trigger();
    QCOMPARE(refresh.size(), 1);
}

void TstPortsPanel::missingActionsAreLeftOut()
{
    PortForwardModel model;
    PortsPanel panel(model, {});
    QVERIFY(panel.findChild<QWidget *>(u"portStartAll"_s) == nullptr);
    QVERIFY(panel.findChild<QWidget *>(u"portStopAll"_s) == nullptr);
}

void TstPortsPanel::nothingListensYet()
{
    m_scene->model.setListening(QList<ListeningPort>());
    QVERIFY(texts(u"portsEmpty"_s)
                .contains(u"Nothing listens yet|Ports appear here as soon as a process listens."_s));
    QVERIFY(field()->isVisible());
    m_scene->addForward(3000, ForwardState::Forwarding);
    QTRY_VERIFY(m_scene->table->isVisible());
}

void TstPortsPanel::notOfferedOffersAScan()
{
    QSignalSpy scan(m_scene->panel, &PortsPanel::scanRequested);
    m_scene->panel->applyWatchState({Kind::NotOffered, {}, {}});
    QVERIFY(texts(u"portsEmpty"_s).contains(u"Listening ports cannot be watched here."_s));
    QVERIFY(!shows(u"portsRefresh"_s));
    QVERIFY(!button(u"portChoiceButton"_s)->isEnabled());
    m_scene->panel->setScanOffered(true);
    QVERIFY(shows(u"portsRefresh"_s));
    QCOMPARE(textOf(u"portsAge"_s), u"Listening ports cannot be watched here."_s);
    click(u"portsRefresh"_s);
    QCOMPARE(scan.size(), 1);
    m_scene->panel->setScanning(true);
    QVERIFY(!button(u"portsRefresh"_s)->isEnabled());
    m_scene->panel->setScanning(false);
    m_scene->setState(Kind::NotOffered); // it was read another way
    QVERIFY(textOf(u"portsAge"_s).startsWith(u"As of "_s));
    QVERIFY(texts(u"portsEmpty"_s).contains(u"Nothing listened at "_s));
    m_scene->setState(Kind::NotOffered, ApiError{.kind = ApiError::Kind::Server, .httpStatus = 500});
    QVERIFY(textOf(u"portsAge"_s).contains(u"The scan failed: "_s));
    m_scene->setSpriteState(SpriteState::Cold); // a scan would wake it
    QVERIFY(!shows(u"portsRefresh"_s));
}

void TstPortsPanel::aLostWatchKeepsTheRows()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    QVERIFY(!shows(u"portsAge"_s));
    m_scene->setState(Kind::Failed, ApiError{.kind = ApiError::Kind::Server, .httpStatus = 502});
    QVERIFY(!shows(u"portsStopRetrying"_s));
    m_scene->panel->setRetryIn(std::chrono::seconds(8));
    QVERIFY(textOf(u"portsAge"_s).contains(u"Again in 8 s"_s));
    QCOMPARE(button(u"portsRefresh"_s)->text(), u"Now"_s);
    QSignalSpy left(m_scene->panel, &PortsPanel::retryStopRequested);
    click(u"portsStopRetrying"_s);
    QCOMPARE(left.size(), 1);
    m_scene->panel->setRetryIn(std::nullopt);
    QVERIFY(m_scene->table->isVisible());
    QVERIFY(textOf(u"portsAge"_s).contains(u"forwards are not affected"_s));
    QSignalSpy refresh(m_scene->panel, &PortsPanel::refreshRequested);
    click(u"portsRefresh"_s);
    QCOMPARE(refresh.size(), 1);
    m_scene->setState(Kind::Stale);
    QVERIFY(textOf(u"portsAge"_s).startsWith(u"As of "_s));
    m_scene->setState(Kind::Offline);
    QVERIFY(textOf(u"portsAge"_s).startsWith(u"Offline."_s));
    m_scene->setState(Kind::Ready);
    QVERIFY(!shows(u"portsAge"_s));
}

void TstPortsPanel::asleepLeavesForwardsUsable()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->addForward(5432, ForwardState::Stopped);
    m_scene->setSpriteState(SpriteState::Cold);
    m_scene->setState(Kind::Asleep);
    settle();
    QVERIFY(shows(u"asleepStrip"_s));
    QStringList lines;
    for (int row = 0; row < m_scene->table->model()->rowCount(); ++row)
        lines << m_scene->table->model()->index(row, 0).data().toString();
    QVERIFY2(lines.contains(u"Not known while asleep."_s), qPrintable(lines.join(u'|')));
    QSignalSpy wake(m_scene->panel, &PortsPanel::wakeRequested);
    QSignalSpy start(m_scene->panel, &PortsPanel::startRequested);
    QSignalSpy added(m_scene->panel, &PortsPanel::addRequested);
    click(u"portStart_5432"_s);
    QTest::keyClicks(field(), u"8080\r"_s);
    QCOMPARE(start.size(), 1);
    QCOMPARE(added.size(), 1);
    QCOMPARE(wake.size(), 0);
    click(u"wakeAndLoad"_s);
    QCOMPARE(wake.size(), 1);
}

void TstPortsPanel::deniedKeepsOnlyWhatIsOurs()
{
    const ApiError forbidden{.kind = ApiError::Kind::Forbidden, .httpStatus = 403};
    m_scene->setState(Kind::Denied, forbidden);
    QVERIFY(texts(u"portsState"_s).startsWith(u"This token may not see listening ports."_s));
    QVERIFY(!field()->isVisible());
    m_scene->addForward(3000, ForwardState::Forwarding); // it can still be stopped
    QTRY_VERIFY(m_scene->table->isVisible());
    QCOMPARE(textOf(u"portsAge"_s), u"This token may not see listening ports."_s);
    auto *refresh = m_scene->panel->findChild<QPushButton *>(u"portsRefresh"_s);
    QVERIFY(!refresh->isVisible());
    m_scene->setState(Kind::Denied, ApiError{.kind = ApiError::Kind::Unauthorized, .httpStatus = 401});
    QCOMPARE(refresh->text(), u"Sign in again"_s);
    QSignalSpy signIn(m_scene->panel, &PortsPanel::signInRequested);
    click(u"portsRefresh"_s);
    QCOMPARE(signIn.size(), 1);
}

void TstPortsPanel::aRefusedTokenOffersToSignIn()
{
    QSignalSpy signIn(m_scene->panel, &PortsPanel::signInRequested);
    auto *primary = widget(u"portsState"_s)->findChild<QPushButton *>(u"statePrimary"_s);
    m_scene->setState(Kind::Denied, ApiError{.kind = ApiError::Kind::Forbidden, .httpStatus = 403});
    QVERIFY(!primary->isVisible());
    m_scene->setState(Kind::Denied, ApiError{.kind = ApiError::Kind::Unauthorized, .httpStatus = 401});
    QVERIFY(primary->isVisible());
    QVERIFY(texts(u"portsState"_s).startsWith(u"Listening ports cannot be seen"_s));
    QCOMPARE(primary->text(), u"Sign in again"_s);
    primary->click();
    QCOMPARE(signIn.size(), 1);
}

void TstPortsPanel::goneOffersToRemove()
{
    m_scene->setState(Kind::Failed, ApiError{.kind = ApiError::Kind::NotFound, .httpStatus = 404});
    QVERIFY(texts(u"portsState"_s).contains(u"calm-otter no longer exists."_s));
    QSignalSpy remove(m_scene->panel, &PortsPanel::removeFromListRequested);
    const auto buttons = widget(u"portsState"_s)->findChildren<QPushButton *>();
    for (QPushButton *one : buttons) {
        if (one->isVisible() && one->text() == u"Remove from list"_s)
            one->click();
    }
    QCOMPARE(remove.size(), 1);
}

void TstPortsPanel::anotherSpriteBeginsAfresh()
{
    fillWithEverything(*m_scene);
    m_scene->panel->typeInAdd(u"8080"_s);
    m_scene->panel->askAbout({{.port = 9229, .address = {}, .pid = 1, .command = u"node"_s, .service = {}}});
    m_scene->find<QLineEdit>(u"portFilter"_s)->setText(u"node"_s);
    m_scene->sprite.name = SpriteName(u"quiet-maple"_s);
    m_scene->panel->setSprite(m_scene->sprite);
    QVERIFY(field()->text().isEmpty());
    QVERIFY(m_scene->find<QLineEdit>(u"portFilter"_s)->text().isEmpty());
    QVERIFY(m_scene->find<PortAskBanner>(u"portAskBanner"_s) == nullptr);
    m_scene->model.showSprite({AccountId(u"acme"_s), SpriteName(u"quiet-maple"_s)});
    QTRY_VERIFY(!m_scene->table->isVisible());
}

void TstPortsPanel::theSameNameElsewhereIsAnotherSprite()
{
    m_scene->panel->typeInAdd(u"8080"_s);
    m_scene->sprite.organization = u"umbrella"_s;
    m_scene->panel->setSprite(m_scene->sprite);
    QVERIFY(field()->text().isEmpty());
}

void TstPortsPanel::cancelStaysWithWhatIsThere()
{
    QSignalSpy refresh(m_scene->panel, &PortsPanel::refreshRequested);
    auto *empty = m_scene->find<StatePanel>(u"portsEmpty"_s);
    m_scene->setState(Kind::Loading);
    QVERIFY(empty->isLoading());
    Q_EMIT empty->cancelRequested();
    QVERIFY(!empty->isLoading());
    QCOMPARE(refresh.size(), 0);
    QVERIFY(texts(u"portsEmpty"_s).contains(u"Listening ports are not known yet"_s));
    m_scene->setState(Kind::Loading); // told again, it is still the same wait
    QVERIFY(!empty->isLoading());
    Q_EMIT empty->primaryTriggered();
    QCOMPARE(refresh.size(), 1);
    QVERIFY(empty->isLoading());
    Q_EMIT empty->cancelRequested();
    m_scene->setState(Kind::Ready);
    m_scene->setState(Kind::Loading);
    QVERIFY(empty->isLoading());
}

void TstPortsPanel::troubleIsSaidOnce()
{
    QWidget *news = widget(u"portNews"_s);
    QVERIFY(news->isVisible());
    const auto takeNews = [news] {
        const QString said = news->accessibleName();
        news->setAccessibleName({});
        return said;
    };
    m_scene->panel->askAbout({{.port = 80, .address = {}, .pid = 1, .command = u"node"_s, .service = {}}});
    QCOMPARE(takeNews(), u"node listens on 80."_s);
    m_scene->addForward(3000, ForwardState::PortBusy); // as it was found
    QCOMPARE(takeNews(), QString());
    ForwardStatus status = m_scene->statusOf(3000);
    const auto become = [&](ForwardState state) {
        status.state = state;
        m_scene->setStatus(status);
        return takeNews();
    };
    QCOMPARE(become(ForwardState::Forwarding), QString());
    QCOMPARE(become(ForwardState::NothingListens), u"Port 3000: Nothing listens on 3000."_s);
    status.bytesUp = 7;
    QCOMPARE(become(ForwardState::NothingListens), QString());
    QCOMPARE(become(ForwardState::Waiting), u"Port 3000: Waiting for the sprite"_s);
    QCOMPARE(become(ForwardState::Starting), QString());
    QCOMPARE(become(ForwardState::PortBusy), u"Port 3000: 3000 is used by another program."_s);
    QCOMPARE(become(ForwardState::NotPermitted), u"Port 3000: Ports under 1024 need privileges."_s);
    QCOMPARE(become(ForwardState::Failed), u"Port 3000: The forward could not be started."_s);
    m_scene->model.showSprite({AccountId(u"acme"_s), SpriteName(u"quiet-maple"_s)});
    m_scene->addForward(5432, ForwardState::Failed);
    QCOMPARE(takeNews(), QString());
}

void TstPortsPanel::focusStaysWhenTheButtonGoes()
{
    PortForward forward = m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    select(3000);
    settle();
    button(u"portStop_3000"_s)->setFocus();
    forward.isStopped = true;
    m_scene->replace(forward);
    settle();
    QCOMPARE(QApplication::focusWidget(), m_scene->table);
    QCOMPARE(PortRow::of(m_scene->table->currentIndex()).forward.port, 3000);
    QVERIFY(button(u"portStart_3000"_s) != nullptr);
}

void TstPortsPanel::tabReachesTheButtonsOfTheRow()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->addForward(8000, ForwardState::Forwarding);
    settle();
    select(8000);
    settle();
    QSignalSpy stop(m_scene->panel, &PortsPanel::stopRequested);
    for (const QString &name : {u"portOpen_8000"_s, u"portCopy_8000"_s, u"portStop_8000"_s}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), name);
    }
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(stop.size(), 1);
    QCOMPARE(stop.first().first().value<ForwardId>(), PortScene::idOf(8000));
}

void TstPortsPanel::quittingCountsForwards()
{
    QuitForwardsSheet sheet(3);
    QVERIFY(sheet.accessibleName().contains(u"3 forward"_s) || sheet.windowTitle().contains(u"3 forward"_s));
    QSignalSpy quit(&sheet, &ConfirmSheet::confirmed);
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
    sheet.open();
    QCOMPARE(sheet.findChild<QPushButton *>(u"confirmVerb"_s)->text(), u"Quit"_s);
    QTest::keyClick(&sheet, Qt::Key_Escape);
    QCOMPARE(quit.size(), 0);
    sheet.open();
    QTest::mouseClick(sheet.findChild<QPushButton *>(u"confirmVerb"_s), Qt::LeftButton);
    QCOMPARE(quit.size(), 1);
}

void TstPortsPanel::nothingIsCutInANarrowWindow()
{
    const QFont usual = QApplication::font();
    for (const int percent : {100, 200}) {
        QFont font = usual;
        font.setPointSizeF(usual.pointSizeF() * percent / 100);
        m_scene.reset();
        QApplication::setFont(font);
        m_scene = std::make_unique<PortScene>();
        m_scene->show();
        fillWithEverything(*m_scene);
        m_scene->resize(620 * percent / 100, 900 * percent / 100);
        settle();
        const auto buttons = m_scene->panel->findChildren<QPushButton *>();
        for (const QPushButton *one : buttons) {
            if (!one->isVisible() || one->text().isEmpty())
                continue;
            const QString facts = u"%1 %2 x %3 at %4"_s.arg(one->objectName())
                                      .arg(one->width())
                                      .arg(one->height())
                                      .arg(percent);
            QVERIFY2(one->width() >= one->fontMetrics().horizontalAdvance(one->text()), qPrintable(facts));
            QVERIFY2(one->height() >= one->fontMetrics().height(), qPrintable(facts));
            const QRect inside(one->mapTo(m_scene->panel, QPoint()), one->size());
            QVERIFY2(inside.left() >= 0 && inside.right() < m_scene->panel->width(), qPrintable(facts));
        }
        QVERIFY(m_scene->table->rowHeight(m_scene->rowOf(3001).row()) >= 2 * m_scene->fontMetrics().height());
    }
    QApplication::setFont(usual);
}

QTEST_MAIN(TstPortsPanel)
#include "tst_portspanel.moc"
