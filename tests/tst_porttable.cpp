// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/porttable.h"

#include "support/portscene.h"
#include "support/viewtesting.h"
#include "views/spritariumstyle.h"

#include <QAbstractButton>
#include <QApplication>
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

private:
    QAbstractButton *button(const QString &name) const;
    void carry(quint16 port, qint64 bytes) const;
    void settle() const { QTest::qWait(1); }
    void select(quint16 port) const;

    std::unique_ptr<PortScene> m_scene;
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

QTEST_MAIN(TstPortTable)
#include "tst_porttable.moc"
