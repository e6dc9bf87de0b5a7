// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/relativetime.h"

#include <QLocale>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestRelativeTime : public QObject
{
    Q_OBJECT

    const QDateTime m_now{QDate(2026, 3, 18), QTime(14, 5, 0)};

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void agesGrowCoarser_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("now") << qint64(3) << u"just now"_s;
        QTest::newRow("future") << qint64(-30) << u"just now"_s;
        QTest::newRow("seconds") << qint64(47) << u"40 s ago"_s;
        QTest::newRow("minutes") << qint64(12 * 60 + 3) << u"12 min ago"_s;
        QTest::newRow("hours") << qint64(5 * 3600) << u"5 h ago"_s;
        QTest::newRow("days") << qint64(3 * 86400) << u"3 d ago"_s;
    }

    void agesGrowCoarser()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, text);
        QCOMPARE(agoText(m_now.addSecs(-seconds), m_now), text);
    }

    void bothTimesStandTogether()
    {
        QCOMPARE(bothTimesText(m_now.addSecs(-720), m_now), u"12 min ago · today 13:53"_s);
        QVERIFY(bothTimesText(m_now.addDays(-1), m_now).startsWith(u"1 d ago · yesterday"_s));
        QVERIFY(bothTimesText({}, m_now).isEmpty());
    }

    void headersNameDaysThenMonths()
    {
        QCOMPARE(dayHeaderText(m_now, m_now), u"Today"_s);
        QCOMPARE(dayHeaderText(m_now.addDays(-1), m_now), u"Yesterday"_s);
        QCOMPARE(dayHeaderText(m_now.addDays(-3), m_now), u"Sunday"_s);
        QCOMPARE(dayHeaderText(m_now.addDays(-20), m_now), u"February 2026"_s);
    }

    void textsAreRefreshedNoMoreThanNeeded()
    {
        QCOMPARE(refreshInterval(m_now.addSecs(-5), m_now), std::chrono::seconds(10));
        QCOMPARE(refreshInterval(m_now.addSecs(-500), m_now), std::chrono::minutes(1));
        QCOMPARE(refreshInterval(m_now.addSecs(-5000), m_now), std::chrono::hours(1));
    }

    void durationsCountUp()
    {
        QCOMPARE(durationText(std::chrono::seconds(7)), u"0:07"_s);
        QCOMPARE(durationText(std::chrono::seconds(760)), u"12:40"_s);
        QCOMPARE(durationText(std::chrono::seconds(3723)), u"1:02:03"_s);
    }
};

QTEST_APPLESS_MAIN(TestRelativeTime)
#include "tst_relativetime.moc"
