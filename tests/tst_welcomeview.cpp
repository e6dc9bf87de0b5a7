// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/viewtesting.h"
#include "views/welcomeview.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestWelcomeView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnViewWarnings(); }
    void arrowsGoFromCardToCardAndEnterChooses();
    void arrowsFollowTheReadingDirection();
    void whatCannotBeUsedIsNotShown();

private:
    static WelcomeCard *card(const WelcomeView &view, const QString &name)
    {
        return view.findChild<WelcomeCard *>(name);
    }
};

void TestWelcomeView::arrowsGoFromCardToCardAndEnterChooses()
{
    WelcomeView view;
    view.setCliOrganizations({u"acme"_s, u"personal"_s});
    view.resize(1000, 600);
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    view.setFocus();
    QSignalSpy token(&view, &WelcomeView::tokenRequested);
    QSignalSpy cli(&view, &WelcomeView::cliImportRequested);
    QSignalSpy playground(&view, &WelcomeView::playgroundRequested);
    QVERIFY(card(view, u"welcomePlayground"_s)->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QVERIFY(card(view, u"welcomeToken"_s)->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTest::mouseClick(card(view, u"welcomePlayground"_s), Qt::LeftButton);
    QCOMPARE(token.count(), 1);
    QCOMPARE(cli.count(), 1);
    QCOMPARE(playground.count(), 1);
    QCOMPARE(card(view, u"welcomeCli"_s)->accessibleDescription(), u"Found: acme, personal."_s);
}

void TestWelcomeView::arrowsFollowTheReadingDirection()
{
    WelcomeView view;
    view.setLayoutDirection(Qt::RightToLeft);
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    view.setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
    QVERIFY(card(view, u"welcomeToken"_s)->hasFocus());
}

void TestWelcomeView::whatCannotBeUsedIsNotShown()
{
    WelcomeView view;
    view.show();
    QVERIFY(!card(view, u"welcomeCli"_s)->isVisible());
    auto *environment = view.findChild<QPushButton *>(u"welcomeEnvironment"_s);
    QVERIFY(!environment->isVisible());
    view.setEnvironmentTokenOffered(true);
    QVERIFY(environment->isVisible());
    view.setPlaygroundOffered(false);
    QVERIFY(!card(view, u"welcomePlayground"_s)->isVisible());
    QSignalSpy asked(&view, &WelcomeView::environmentTokenRequested);
    QTest::mouseClick(environment, Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

QTEST_MAIN(TestWelcomeView)
#include "tst_welcomeview.moc"
