// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/operationlogmodel.h"
#include "support/modelprobes.h"
#include "support/patience.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

StreamMessage info(const QString &text)
{
    return {StreamMessage::Kind::Info, u"info"_s, text,
            QDateTime(QDate(2026, 9, 10), QTime(14, 5, 12), Qt::LocalTime).toUTC()};
}

} // namespace

class tst_OperationLogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void linesOfOneTurnAreInsertedAtOnce();
    void theOldestLinesGoFirst();
    void aBurstLargerThanTheRingKeepsItsEnd();
    void everyKindHasItsPrefix();
    void controlCharactersAreShown();
    void textHoldsWhatStillWaits();
    void clearForgetsWhatWaits();
};

void tst_OperationLogModel::linesOfOneTurnAreInsertedAtOnce()
{
    OperationLogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ModelSpy spy(model);
    for (int i = 0; i < 40; ++i)
        model.append(info(QString::number(i)));
    QCOMPARE(model.rowCount(), 0);
    QTRY_COMPARE(model.rowCount(), 40);
    QCOMPARE(spy.take(), u"insert 1"_s);
    model.append(info(u"next"_s));
    QTRY_COMPARE(model.rowCount(), 41);
    QCOMPARE(spy.take(), u"insert 1"_s);
}

void tst_OperationLogModel::theOldestLinesGoFirst()
{
    OperationLogModel model(3);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const QString &text : {u"a"_s, u"b"_s, u"c"_s, u"d"_s}) {
        model.append(info(text));
        QTRY_COMPARE(model.lastText(), text);
    }
    QTRY_COMPARE(treeText(model, OperationLogModel::TextRole), u"b c d"_s);
    model.append(info(u"e"_s));
    QTRY_COMPARE(treeText(model, OperationLogModel::TextRole), u"c d e"_s);
    QCOMPARE(model.droppedCount(), 2);
}

void tst_OperationLogModel::aBurstLargerThanTheRingKeepsItsEnd()
{
    OperationLogModel model(100);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 100000; ++i)
        model.append(info(QString::number(i)));
    QTRY_COMPARE(model.rowCount(), 100);
    QCOMPARE(model.index(0).data(OperationLogModel::TextRole).toString(), u"99900"_s);
    QCOMPARE(model.droppedCount(), 99900);
}

void tst_OperationLogModel::everyKindHasItsPrefix()
{
    OperationLogModel model;
    model.append({StreamMessage::Kind::Stdout, u"stdout"_s, u"one"_s, info({}).time});
    model.append({StreamMessage::Kind::Stderr, u"stderr"_s, u"two"_s, info({}).time});
    model.append({StreamMessage::Kind::Other, u"progress"_s, u"three"_s, {}});
    model.append(info(u"four"_s));
    QTRY_COMPARE(treeText(model, OperationLogModel::TypeRole), u"out err progress "_s);
    QCOMPARE(model.index(0).data().toString(), u"14:05:12  out  one"_s);
    QCOMPARE(model.index(3).data().toString(), u"14:05:12  four"_s);
    QVERIFY(!model.index(2).data(OperationLogModel::TimeTextRole).toString().isEmpty());
}

void tst_OperationLogModel::controlCharactersAreShown()
{
    OperationLogModel model;
    model.append(info(u"\nCheckpoint \x1b[31mDetails"_s));
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data(OperationLogModel::TextRole).toString(), u"\nCheckpoint \x1b[31mDetails"_s);
    QCOMPARE(model.index(0).data().toString(), u"14:05:12  \u240aCheckpoint \u241b[31mDetails"_s);
}

void tst_OperationLogModel::textHoldsWhatStillWaits()
{
    OperationLogModel model;
    model.append(info(u"one"_s));
    QTRY_COMPARE(model.rowCount(), 1);
    model.append(info(u"two"_s));
    QCOMPARE(model.text(), u"14:05:12  one\n14:05:12  two\n"_s);
    QCOMPARE(model.lastText(), u"two"_s);
}

void tst_OperationLogModel::clearForgetsWhatWaits()
{
    OperationLogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.append(info(u"one"_s));
    QTRY_COMPARE(model.rowCount(), 1);
    model.append(info(u"two"_s));
    model.clear();
    model.append(info(u"three"_s));
    QTRY_COMPARE(treeText(model, OperationLogModel::TextRole), u"three"_s);
}

QTEST_GUILESS_MAIN(tst_OperationLogModel)
#include "tst_operationlogmodel.moc"
