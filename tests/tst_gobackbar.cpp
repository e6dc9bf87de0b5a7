// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/gobackbar.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstGoBackBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bar.reset(); }

    void theTextCountsByMinutesAndSeconds();
    void theTextFollowsTheClockByItself();
    void itStandsAtZeroUntilTheOwnerSaysMore();
    void bothButtonsAskByClickAndByKey();
    void whileItGoesBackNothingCanBePressed();
    void aFailureSaysThatTheNewRulesAreActive();
    void afterAFailureItCanBeTriedAgainAtOnce();
    void onlyTheMarksAreAnnounced();

private:
    QString text() const { return m_bar->findChild<QLabel *>(u"goBackText"_s)->text(); }
    QString spoken() const { return m_bar->findChild<QLabel *>(u"goBackText"_s)->accessibleName(); }
    QPushButton *keep() const { return m_bar->findChild<QPushButton *>(u"goBackKeep"_s); }
    QPushButton *goBack() const { return m_bar->findChild<QPushButton *>(u"goBackNow"_s); }
    void dueIn(double seconds)
    {
        m_bar->setDue(QDateTime::currentDateTimeUtc().addMSecs(qint64(seconds * 1000)));
    }

    std::unique_ptr<GoBackBar> m_bar;
};

void TstGoBackBar::init()
{
    failOnViewWarnings();
    m_bar = std::make_unique<GoBackBar>();
    m_bar->resize(900, 44);
    m_bar->show();
}

void TstGoBackBar::theTextCountsByMinutesAndSeconds()
{
    dueIn(101.9);
    QCOMPARE(text(), u"New rules go back in 1:42"_s);
    dueIn(599.9);
    QCOMPARE(text(), u"New rules go back in 10:00"_s);
    QVERIFY(m_bar->height() >= 44);
}

void TstGoBackBar::theTextFollowsTheClockByItself()
{
    dueIn(12.9);
    QCOMPARE(text(), u"New rules go back in 0:13"_s);
    QTRY_COMPARE(text(), u"New rules go back in 0:12"_s);
    QTRY_COMPARE(text(), u"New rules go back in 0:11"_s);
}

void TstGoBackBar::itStandsAtZeroUntilTheOwnerSaysMore()
{
    QSignalSpy asked(m_bar.get(), &GoBackBar::goBackRequested);
    dueIn(0.2);
    QTRY_COMPARE(text(), u"New rules go back in 0:00"_s);
    m_bar->setDue(QDateTime::currentDateTimeUtc().addSecs(-30));
    QCOMPARE(text(), u"New rules go back in 0:00"_s);
    QCOMPARE(asked.size(), 0);
}

void TstGoBackBar::bothButtonsAskByClickAndByKey()
{
    QSignalSpy kept(m_bar.get(), &GoBackBar::keepRequested);
    QSignalSpy back(m_bar.get(), &GoBackBar::goBackRequested);
    dueIn(100);
    QTest::mouseClick(keep(), Qt::LeftButton);
    QTest::keyClick(goBack(), Qt::Key_Space);
    QCOMPARE(kept.size(), 1);
    QCOMPARE(back.size(), 1);
}

void TstGoBackBar::whileItGoesBackNothingCanBePressed()
{
    dueIn(100);
    m_bar->showGoingBack();
    QCOMPARE(text(), u"Going back…"_s);
    QCOMPARE(spoken(), u"Going back…"_s);
    QVERIFY(!keep()->isEnabled());
    QVERIFY(!goBack()->isEnabled());
    QVERIFY(!goBack()->toolTip().isEmpty());
    QTest::qWait(1100); // a second passes; the count must not come back
    QCOMPARE(text(), u"Going back…"_s);
}

void TstGoBackBar::aFailureSaysThatTheNewRulesAreActive()
{
    m_bar->showFailure(u"No network."_s);
    QCOMPARE(text(), u"Could not go back. The new rules are still active."_s);
    QCOMPARE(m_bar->findChild<QLabel *>(u"goBackReason"_s)->text(), u"No network."_s);
    QVERIFY(m_bar->findChild<QLabel *>(u"goBackReason"_s)->isVisible());
    QCOMPARE(spoken(), u"Could not go back. The new rules are still active. No network."_s);
    m_bar->showGoingBack();
    QVERIFY(!m_bar->findChild<QLabel *>(u"goBackReason"_s)->isVisible());
}

void TstGoBackBar::afterAFailureItCanBeTriedAgainAtOnce()
{
    m_bar->showGoingBack();
    m_bar->showFailure(u"No network."_s);
    QSignalSpy back(m_bar.get(), &GoBackBar::goBackRequested);
    QTest::mouseClick(goBack(), Qt::LeftButton);
    QCOMPARE(back.size(), 1);
}

void TstGoBackBar::onlyTheMarksAreAnnounced()
{
    dueIn(32.4);
    const QString first = spoken();
    QVERIFY(first.contains(u"33"_s));
    QTRY_COMPARE(text(), u"New rules go back in 0:32"_s);
    QCOMPARE(spoken(), first);
    QTRY_COMPARE_WITH_TIMEOUT(text(), u"New rules go back in 0:30"_s, 6000);
    QVERIFY(spoken().contains(u"30"_s));
    QTRY_COMPARE(text(), u"New rules go back in 0:29"_s);
    QVERIFY(spoken().contains(u"30"_s));
}

QTEST_MAIN(TstGoBackBar)
#include "tst_gobackbar.moc"
