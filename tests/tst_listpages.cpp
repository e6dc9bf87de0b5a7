// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/listpages.h"
#include "support/patience.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestListPages : public QObject
{
    Q_OBJECT

    const AccountId m_acme{u"acme"_s};
    const AccountId m_other{u"other"_s};

    static QList<Sprite> page(int from, int count)
    {
        QList<Sprite> sprites;
        for (int i = from; i < from + count; ++i) {
            Sprite sprite;
            sprite.name = SpriteName(u"s-%1"_s.arg(i));
            sprites << sprite;
        }
        return sprites;
    }

    static qsizetype rows(const QSignalSpy &told, qsizetype at)
    {
        return told.at(at).at(1).value<QList<Sprite>>().size();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void theFirstPageIsToldAtOnce()
    {
        ListPages pages(nullptr);
        QSignalSpy told(&pages, &ListPages::ready);
        pages.add(m_acme, page(0, 100), {}, true);
        QCOMPARE(told.size(), 1);
        QCOMPARE(rows(told, 0), 100);
    }

    void laterPagesAreToldTogetherAndSoon()
    {
        ListPages pages(nullptr);
        QSignalSpy told(&pages, &ListPages::ready);
        pages.add(m_acme, page(0, 100), {}, true);
        pages.add(m_acme, page(100, 100), {}, false);
        OrganizationCounts counts;
        counts.running = 3;
        pages.add(m_acme, page(200, 100), counts, false);
        QCOMPARE(told.size(), 1);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(rows(told, 1), 200);
        QCOMPARE(told.at(1).at(2).value<OrganizationCounts>(), counts);
    }

    void manyRowsDoNotWait()
    {
        ListPages pages(nullptr);
        QSignalSpy told(&pages, &ListPages::ready);
        pages.add(m_acme, page(0, 500), {}, true);
        pages.add(m_acme, page(500, 500), {}, false);
        pages.add(m_acme, page(1000, 500), {}, false);
        QCOMPARE(told.size(), 2);
        QCOMPARE(rows(told, 1), 1000);
    }

    void whatIsDroppedIsNeverTold()
    {
        ListPages pages(nullptr);
        QSignalSpy told(&pages, &ListPages::ready);
        pages.add(m_acme, page(0, 100), {}, true);
        pages.add(m_acme, page(100, 100), {}, false);
        pages.add(m_other, page(0, 100), {}, false);
        pages.drop(m_acme);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.at(1).at(0).value<AccountId>(), m_other);
    }

    void aNewReadingForgetsTheUnfinishedOne()
    {
        ListPages pages(nullptr);
        QSignalSpy told(&pages, &ListPages::ready);
        pages.add(m_acme, page(0, 100), {}, false);
        pages.add(m_acme, page(0, 10), {}, true);
        QCOMPARE(told.size(), 1);
        QCOMPARE(rows(told, 0), 10);
    }
};

QTEST_GUILESS_MAIN(TestListPages)
#include "tst_listpages.moc"
