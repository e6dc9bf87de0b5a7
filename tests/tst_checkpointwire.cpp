// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/checkpointledger.h"
#include "playground/checkpointwire.h"
#include "playground/httpresponse.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;

//! Checkpoints as text.
class TestCheckpointWire : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void quotesAsOtherTextsAre_data();
    void quotesAsOtherTextsAre();
    void leavesOutWhatThereIsNot();
    void tellsTheNearestAncestors_data();
    void tellsTheNearestAncestors();
    void listsNoneAndSeveral();
};

void TestCheckpointWire::quotesAsOtherTextsAre_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("letters") << u"before the upgrade, 2nd"_s;
    QTest::newRow("quotes and slashes") << u"a \"b\" \\ c/d"_s;
    QTest::newRow("for HTML") << u"<b>&amp;</b>"_s;
    QTest::newRow("controls") << u"a\nb\tc\x01\x1f\x7f"_s;
    QTest::newRow("other languages") << u"grün, \u65e5\u672c"_s;
    QTest::newRow("two units") << u"ok \U0001f44d"_s;
}

void TestCheckpointWire::quotesAsOtherTextsAre()
{
    QFETCH(QString, text);
    QByteArray quoted("before ");
    appendQuoted(quoted, text);
    const QByteArray array = toWireJson(QJsonArray{text});
    QCOMPARE(quoted, "before " + array.sliced(1, array.size() - 2));
}

void TestCheckpointWire::leavesOutWhatThereIsNot()
{
    Checkpoint checkpoint;
    checkpoint.id = u"v1"_s;
    checkpoint.createTime = QDateTime(QDate(2026, 1, 5), QTime(10, 0, 7, 900), Qt::UTC);
    QCOMPARE(checkpointText(checkpoint, 50),
             QByteArray(R"({"id":"v1","create_time":"2026-01-05T10:00:07Z","is_auto":false})"));
    checkpoint.isAuto = true;
    checkpoint.comment = u"a <b>"_s;
    checkpoint.history = QStringList{u"v0"_s};
    checkpoint.sourceId = u"v0"_s;
    checkpoint.health = u"mount_failed"_s;
    QCOMPARE(checkpointText(checkpoint, 50),
             QByteArray(R"({"id":"v1","create_time":"2026-01-05T10:00:07Z","is_auto":true,)"
                        R"("comment":"a \u003cb\u003e","history":["v0"],"source_id":"v0",)"
                        R"("health":"mount_failed"})"));
}

void TestCheckpointWire::tellsTheNearestAncestors_data()
{
    QTest::addColumn<qsizetype>("ancestors");
    QTest::addColumn<QStringList>("told");
    QTest::newRow("all there are") << qsizetype(50) << QStringList{u"v0"_s, u"v1"_s, u"v2"_s};
    QTest::newRow("as many") << qsizetype(3) << QStringList{u"v0"_s, u"v1"_s, u"v2"_s};
    QTest::newRow("fewer") << qsizetype(2) << QStringList{u"v1"_s, u"v2"_s};
    QTest::newRow("one") << qsizetype(1) << QStringList{u"v2"_s};
}

void TestCheckpointWire::tellsTheNearestAncestors()
{
    QFETCH(qsizetype, ancestors);
    QFETCH(QStringList, told);
    CheckpointLedger ledger;
    CheckpointRecord record;
    for (int i = 0; i < 4; ++i) {
        record.source = record.id;
        record.id = u"v%1"_s.arg(i);
        ledger.put(record);
    }
    const QList<Checkpoint> list = ledger.list(true, {}, ancestors);
    QCOMPARE(list.constFirst().history, told);
    const Checkpoint newest = ledger.describe(record, {});
    const QJsonObject object = QJsonDocument::fromJson(checkpointText(newest, ancestors)).object();
    QCOMPARE(object.value("history"_L1), QJsonValue(QJsonArray::fromStringList(told)));
}

void TestCheckpointWire::listsNoneAndSeveral()
{
    QCOMPARE(checkpointsText({}, 50), QByteArray("[]"));
    Checkpoint one;
    one.id = u"v1"_s;
    Checkpoint two;
    two.id = u"v2"_s;
    QCOMPARE(checkpointsText({two, one}, 50),
             '[' + checkpointText(two, 50) + ',' + checkpointText(one, 50) + ']');
}

QTEST_GUILESS_MAIN(TestCheckpointWire)
#include "tst_checkpointwire.moc"
