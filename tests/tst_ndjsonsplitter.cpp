// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/ndjsonsplitter.h"

#include <QTest>

using namespace Spritarium;

class TestNdjsonSplitter : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".+"))); }

    void cutAtEveryByteGivesTheSameLines()
    {
        const QByteArray text =
            "{\"type\":\"info\",\"data\":\"a\"}\r\n\n  \n{\"n\":\"\xc3\xa4\"}\n{\"last\":true}";
        const QList<QByteArray> expected = {"{\"type\":\"info\",\"data\":\"a\"}", "{\"n\":\"\xc3\xa4\"}",
                                            "{\"last\":true}"};
        for (qsizetype first = 0; first <= text.size(); ++first) {
            for (qsizetype second = first; second <= text.size(); ++second) {
                NdjsonSplitter splitter;
                QList<QByteArray> lines = splitter.feed(text.left(first));
                lines += splitter.feed(text.mid(first, second - first));
                lines += splitter.feed(text.mid(second));
                if (const QByteArray rest = splitter.takeRemainder(); !rest.isEmpty())
                    lines += rest;
                QCOMPARE(lines, expected);
            }
        }
    }

    void remainderIsTakenOnce()
    {
        NdjsonSplitter splitter;
        QVERIFY(splitter.feed("half").isEmpty());
        QCOMPARE(splitter.takeRemainder(), QByteArray("half"));
        QVERIFY(splitter.takeRemainder().isEmpty());
    }

    void lineAtTheLimitPasses()
    {
        NdjsonSplitter splitter(8);
        QCOMPARE(splitter.feed("12345678\r\n"), QList<QByteArray>{"12345678"});
        QVERIFY(!splitter.overflowed());
    }

    void lineAboveTheLimitOverflowsEvenWithoutItsEnd()
    {
        NdjsonSplitter splitter(8);
        QCOMPARE(splitter.feed("ok\n1234567890"), QList<QByteArray>{"ok"});
        QVERIFY(splitter.overflowed());
        QCOMPARE(splitter.overflowExcerpt(), QByteArray("1234567890"));
        QVERIFY(splitter.feed("more\n").isEmpty());
        QVERIFY(splitter.takeRemainder().isEmpty());
    }

    void overflowKeepsAShortExcerpt()
    {
        NdjsonSplitter splitter;
        splitter.feed(QByteArray(70 * 1024, 'x') + '\n');
        QVERIFY(splitter.overflowed());
        QCOMPARE(splitter.overflowExcerpt().size(), 120);
    }
};

QTEST_APPLESS_MAIN(TestNdjsonSplitter)
#include "tst_ndjsonsplitter.moc"
