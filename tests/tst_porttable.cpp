// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/porttable.h"

#include "support/portscene.h"
#include "support/viewtesting.h"
#include "views/portmenus.h"
#include "views/spritariumstyle.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMenu>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstPortTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void cleanup() { m_scene.reset(); }
    void aPressOutlastsTraffic();
    void theKeyboardStaysThroughTraffic();
    void whatIsSelectedIsRemovedTogether();
    void anotherPortRemembersTheOneWanted();
    void aMenuChangesWhatIsThereWhenChosen();
    void enterWakesNobody();
    void detailsOfALastFailureAreInTheMenu();

private:
    QAbstractButton *button(const QString &name) const;
    QAction *menuAction(quint16 port, const QString &name);
    void carry(quint16 port, qint64 bytes) const;
    void select(quint16 port) const;

    std::unique_ptr<PortScene> m_scene;
    QPointer<QMenu> m_menu; //!< of the table
};

void TstPortTable::init()
{
    failOnViewWarnings();
    m_scene = std::make_unique<PortScene>();
    m_scene->show();
    QVERIFY(QTest::qWaitForWindowActive(m_scene.get()));
}

QAbstractButton *TstPortTable::button(const QString &name) const
{
    const auto all = m_scene->panel->findChildren<QAbstractButton *>(name);
    for (QAbstractButton *one : all) {
        if (one->isVisible())
            return one;
    }
    return nullptr;
}

//! As the forwarder tells it, four times a second.
void TstPortTable::carry(quint16 port, qint64 bytes) const
{
    ForwardStatus status = m_scene->statusOf(port);
    status.connections = 1;
    status.bytesDown = bytes;
    m_scene->setStatus(status);
}

void TstPortTable::select(quint16 port) const
{
    m_scene->table->setFocus();
    m_scene->table->setCurrentIndex(m_scene->rowOf(port));
    settle();
}

void TstPortTable::aPressOutlastsTraffic()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    carry(3000, 1);
    settle();
    QSignalSpy stop(m_scene->panel, &PortsPanel::stopRequested);
    QAbstractButton *pressed = button(u"portStop_3000"_s);
    QWindow *window = pressed->window()->windowHandle(); // as the system does: a hidden button is not told
    const QPoint at = pressed->mapTo(pressed->window(), pressed->rect().center());
    QTest::mousePress(window, Qt::LeftButton, {}, at);
    carry(3000, 2'000'000);
    settle();
    QTest::mouseRelease(window, Qt::LeftButton, {}, at);
    QCOMPARE(stop.size(), 1);
}

void TstPortTable::theKeyboardStaysThroughTraffic()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    carry(3000, 1);
    select(3000);
    QAbstractButton *copy = button(u"portCopy_3000"_s);
    copy->setFocus();
    QSignalSpy focus(qApp, &QApplication::focusChanged);
    carry(3000, 2'000'000);
    settle();
    QCOMPARE(QApplication::focusWidget(), copy);
    QCOMPARE(focus.size(), 0);
}

void TstPortTable::whatIsSelectedIsRemovedTogether()
{
    for (const quint16 port : {3000, 5432, 8080})
        m_scene->addForward(port, ForwardState::Forwarding);
    m_scene->model.setListening(
        QList<ListeningPort>{{.port = 9229, .address = {}, .pid = 1, .command = {}, .service = {}}});
    settle();
    QSignalSpy remove(m_scene->panel, &PortsPanel::removeRequested);
    m_scene->table->setFocus();
    m_scene->table->selectAll(); // the port that listens among them is no forward
    QTest::keyClick(m_scene->table, Qt::Key_Delete);
    QCOMPARE(remove.size(), 1);
    const QList<ForwardId> all{PortScene::idOf(3000), PortScene::idOf(5432), PortScene::idOf(8080)};
    QCOMPARE(remove.first().first().value<QList<ForwardId>>(), all);
}

QAction *TstPortTable::menuAction(quint16 port, const QString &name)
{
    delete m_menu;
    m_menu = PortMenus::rowMenu(*m_scene->table, m_scene->rowOf(port));
    return m_menu->findChild<QAction *>(name);
}

void TstPortTable::anotherPortRemembersTheOneWanted()
{
    m_scene->addForward(3000, ForwardState::PortBusy);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    button(u"portUseFree_3000"_s)->click();
    PortForward moved = edit.last().first().value<PortForward>();
    QCOMPARE(moved.localPort, 3001);
    QCOMPARE(moved.wantedPort, 3000);
    m_scene->replace(moved);
    settle();
    QCOMPARE(PortRow::of(m_scene->rowOf(3000)).meta, u"wanted 3000"_s);
    button(u"portUseFree_3000"_s)->click(); // that one is taken, too
    QCOMPARE(edit.last().first().value<PortForward>().localPort, 3002);
    QCOMPARE(edit.last().first().value<PortForward>().wantedPort, 3000);
}

void TstPortTable::aMenuChangesWhatIsThereWhenChosen()
{
    PortForward forward = m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    QSignalSpy edit(m_scene->panel, &PortsPanel::editRequested);
    const QString names[] = {u"portStartWithProgram"_s, u"portGuardTick"_s,
                             u"portScheme%1"_s.arg(int(PortScheme::Https))};
    for (const QString &name : names) {
        QAction *action = menuAction(3000, name);
        forward.name += u'x'; // by another way, while the menu is open
        m_scene->replace(forward);
        action->trigger();
        QCOMPARE(edit.last().first().value<PortForward>().name, forward.name);
    }
    QCOMPARE(edit.size(), 3);
    QAction *gone = menuAction(3000, u"portGuardTick"_s);
    m_scene->model.setForwards({});
    gone->trigger();
    QCOMPARE(edit.size(), 3);
}

void TstPortTable::enterWakesNobody()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    m_scene->setSpriteState(SpriteState::Warm);
    settle();
    QSignalSpy open(m_scene->panel, &PortsPanel::openRequested);
    QSignalSpy status(m_scene->panel, &PortsPanel::statusTextRequested);
    select(3000);
    QTest::keyClick(m_scene->table, Qt::Key_Return);
    QCOMPARE(open.size(), 0);
    QCOMPARE(status.size(), 1);
    QAction *wake = menuAction(3000, u"portMenuOpen"_s);
    QCOMPARE(wake->text(), u"Open and wake the sprite"_s);
    wake->trigger();
    QCOMPARE(open.size(), 1);
}

void TstPortTable::detailsOfALastFailureAreInTheMenu()
{
    m_scene->addForward(3000, ForwardState::Forwarding);
    settle();
    const QString name = u"portMenuDetails"_s;
    QVERIFY(menuAction(3000, name) == nullptr);
    ForwardStatus status = m_scene->statusOf(3000);
    status.error = ApiError{.kind = ApiError::Kind::Server, .httpStatus = 502};
    m_scene->setStatus(status);
    QVERIFY(PortRow::of(m_scene->rowOf(3000)).message.startsWith(u"The last connection failed: "_s));
    QSignalSpy details(m_scene->table, &PortTable::detailsRequested);
    QAction *action = menuAction(3000, name);
    QVERIFY(action != nullptr);
    action->trigger();
    QCOMPARE(details.size(), 1);
    QCOMPARE(details.first().first().value<ApiError>(), *status.error);
}

QTEST_MAIN(TstPortTable)
#include "tst_porttable.moc"
