// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/checkpoint.h"

#include <QFile>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theListIsABareArray()
    {
        QFile file(QStringLiteral(SPRITARIUM_TEST_DATA "/wire/checkpoints-list.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Result<QList<Checkpoint>> list = parseCheckpoints(file.readAll());
        QVERIFY(list.isOk());
        QCOMPARE(list.value().size(), 6);
        QVERIFY(list.value().at(0).isCurrent());
        QCOMPARE(list.value().at(1).version(), 3);
        QCOMPARE(list.value().at(1).comment, u"pre-migration"_s);
        QVERIFY(list.value().at(2).isAuto);
        QVERIFY(!list.value().at(2).version());
        QCOMPARE(newestVersion(list.value()), 3);
    }

    void nullIsAnEmptyList() { QVERIFY(parseCheckpoints("null\n").value().isEmpty()); }

    void textIsNoList()
    {
        QVERIFY(!parseCheckpoints("").isOk());
        QVERIFY(!parseCheckpoints("v1/.history: to=v0;time=...").isOk());
    }

    void lineageComesFromEitherField()
    {
        const auto list = parseCheckpoints(
            R"([{"id":"v4","history":["v0","v2"]},{"id":"v5","source_id":"v4"},{"id":"v1"}])");
        QCOMPARE(list.value().at(0).parent(), CheckpointId(u"v2"_s));
        QCOMPARE(list.value().at(1).parent(), CheckpointId(u"v4"_s));
        QVERIFY(list.value().at(2).parent().isEmpty());
    }

    void longHistoriesAreCutWhereTheParentIsTold()
    {
        QByteArray ids;
        for (int i = 0; i < 100; ++i)
            ids += (i ? ",\"v" : "\"v") + QByteArray::number(i) + '"';
        const auto told =
            parseCheckpoint("{\"id\":\"v100\",\"source_id\":\"v99\",\"history\":[" + ids + "]}");
        QCOMPARE(told.value().history.size(), 8);
        QCOMPARE(told.value().history.last(), CheckpointId(u"v99"_s));
        const auto untold = parseCheckpoint("{\"id\":\"v100\",\"history\":[" + ids + "]}");
        QCOMPARE(untold.value().history.size(), 100);
    }

    void aSafetyCheckpointIsKnownByItsComment()
    {
        Checkpoint checkpoint;
        checkpoint.comment = safetyComment(CheckpointId(u"v3"_s));
        QCOMPARE(checkpoint.comment, u"Safety: before restoring v3"_s);
        QVERIFY(checkpoint.isSafety());
        checkpoint.comment = u"Safety first"_s;
        QVERIFY(!checkpoint.isSafety());
    }

    void theStreamHintsAtTheId_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("id");
        QTest::newRow("details") << u"  ID: v12"_s << u"v12"_s;
        QTest::newRow("complete") << u"Checkpoint v3 created successfully"_s << u"v3"_s;
        QTest::newRow("other wording") << u"Checkpoint v8 created"_s << u"v8"_s;
        QTest::newRow("path") << u"  Path: checkpoints/v2"_s << QString();
        QTest::newRow("first line") << u"Creating checkpoint..."_s << QString();
    }

    void theStreamHintsAtTheId()
    {
        QFETCH(QString, text);
        QFETCH(QString, id);
        const std::optional<CheckpointId> hint = checkpointIdHint(text);
        QCOMPARE(hint ? hint->toString() : QString(), id);
    }

    void theBodyIsEmptyWithoutAComment()
    {
        QCOMPARE(checkpointRequestBody({}), QByteArray("{}"));
        QCOMPARE(checkpointRequestBody(u"before \"x\""_s), QByteArray("{\"comment\":\"before \\\"x\\\"\"}"));
    }
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
