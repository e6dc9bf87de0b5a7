// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/statepanel.h"

#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStatePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnViewWarnings(); }
    void showsTitleSentenceAndActions();
    void absentPartsAreHidden();
    void loadingShowsNothingThenSkeletonThenCancel();
    void aMessageEndsLoading();
    void anErrorOffersRetryAndCopyableDetails();
};

void TestStatePanel::showsTitleSentenceAndActions()
{
    StatePanel panel;
    panel.resize(500, 400);
    panel.show();
    panel.showMessage({.icon = u"account"_s,
                       .title = u"No account yet"_s,
                       .sentence = u"Add an account or try the playground."_s,
                       .primary = u"Add account…"_s,
                       .link = u"Open playground"_s});
    QCOMPARE(panel.findChild<QLabel *>(u"stateTitle"_s)->text(), u"No account yet"_s);
    QSignalSpy primary(&panel, &StatePanel::primaryTriggered);
    QSignalSpy link(&panel, &StatePanel::linkTriggered);
    QTest::mouseClick(panel.findChild<QPushButton *>(u"statePrimary"_s), Qt::LeftButton);
    QTest::keyClick(panel.findChild<QPushButton *>(u"stateLink"_s), Qt::Key_Space);
    QCOMPARE(primary.count(), 1);
    QCOMPARE(link.count(), 1);
    QCOMPARE(panel.accessibleName(), u"No account yet"_s);
}

void TestStatePanel::absentPartsAreHidden()
{
    StatePanel panel;
    panel.show();
    panel.showMessage({.icon = {}, .title = u"Nothing"_s, .sentence = {}, .primary = {}, .link = {}});
    QVERIFY(!panel.findChild<QPushButton *>(u"statePrimary"_s)->isVisible());
    QVERIFY(!panel.findChild<QPushButton *>(u"stateLink"_s)->isVisible());
    QVERIFY(!panel.findChild<QLabel *>(u"stateSentence"_s)->isVisible());
}

void TestStatePanel::loadingShowsNothingThenSkeletonThenCancel()
{
    StatePanel panel;
    panel.setDelays(30ms, 2s); // each is to be seen
    panel.show();
    panel.showLoading();
    auto *skeleton = panel.findChild<QWidget *>(u"stateSkeleton"_s);
    auto *cancel = panel.findChild<QPushButton *>(u"stateLink"_s);
    QVERIFY(!skeleton->isVisible());
    QTRY_VERIFY(skeleton->isVisible());
    QTRY_VERIFY(cancel->isVisible());
    QVERIFY(!skeleton->isVisible());
    QCOMPARE(panel.findChild<QLabel *>(u"stateTitle"_s)->text(), u"Still loading…"_s);
    QSignalSpy canceled(&panel, &StatePanel::cancelRequested);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(canceled.count(), 1);
}

void TestStatePanel::aMessageEndsLoading()
{
    StatePanel panel;
    panel.setDelays(1ms, 50ms);
    panel.show();
    panel.showLoading();
    panel.showMessage({.icon = {}, .title = u"Empty"_s, .sentence = {}, .primary = {}, .link = {}});
    QVERIFY(!panel.isLoading());
    QTest::qWait(80); // the time in which a forgotten timer would have spoken
    QCOMPARE(panel.findChild<QLabel *>(u"stateTitle"_s)->text(), u"Empty"_s);
}

void TestStatePanel::anErrorOffersRetryAndCopyableDetails()
{
    ApiError error = ApiError::timeout(u"api.sprites.dev"_s, 30s);
    error.requestId = u"01HX-req"_s;
    StatePanel panel;
    panel.show();
    panel.showError(error);
    QCOMPARE(panel.findChild<QPushButton *>(u"statePrimary"_s)->text(), u"Retry"_s);
    QTest::mouseClick(panel.findChild<QPushButton *>(u"stateLink"_s), Qt::LeftButton);
    auto *details = panel.findChild<QDialog *>(u"errorDetails"_s);
    QVERIFY(details);
    QCOMPARE(details->findChild<QLabel *>(u"detailRequestId"_s)->text(), u"01HX-req"_s);
    QTest::mouseClick(details->findChild<QPushButton *>(u"detailCopy"_s), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"01HX-req"_s));
}

QTEST_MAIN(TestStatePanel)
#include "tst_statepanel.moc"
