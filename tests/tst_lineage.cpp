// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/lineage.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const QDateTime Start = QDateTime::fromString(u"2026-09-01T00:00:00Z"_s, Qt::ISODate);

//! "v2", "v4<v1" (parent told), "auto-3" (taken in minute 3), "Current"; times follow the service's habit.
QList<Checkpoint> listing(const QString &words)
{
    QList<Checkpoint> checkpoints;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts)) {
        Checkpoint checkpoint;
        const QString name = word.section(u'<', 0, 0);
        checkpoint.sourceId = CheckpointId(word.section(u'<', 1, 1));
        checkpoint.isAuto = name.startsWith(u"auto-"_s);
        const int minute = name.section(u'-', 1).toInt();
        checkpoint.id =
            checkpoint.isAuto
                ? CheckpointId(u"auto-"_s + QString::number(Start.addSecs(minute * 60).toMSecsSinceEpoch()))
                : CheckpointId(name);
        if (checkpoint.isAuto)
            checkpoint.createTime = Start.addSecs(minute * 60);
        else if (const auto version = checkpoint.version())
            checkpoint.createTime = Start.addSecs(std::max(0, *version - 1) * 600);
        checkpoints << checkpoint;
    }
    // Current was made when the newest was cut.
    std::optional<int> newest = newestVersion(checkpoints);
    for (Checkpoint &checkpoint : checkpoints) {
        if (checkpoint.isCurrent())
            checkpoint.createTime = Start.addSecs(newest.value_or(0) * 600);
    }
    return checkpoints;
}

//! "3>v1": v1 was restored while v3 was the newest.
QList<RestoreEvent> restores(const QString &words)
{
    QList<RestoreEvent> events;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts)) {
        RestoreEvent event;
        event.id = OperationId(word);
        event.newestVersion = word.section(u'>', 0, 0).toInt();
        event.restored = CheckpointId(word.section(u'>', 1, 1));
        event.at = Start.addSecs(event.newestVersion * 600 + 300 + int(events.size()));
        events << event;
    }
    return events;
}

QString nameOf(const TimelineItem &item)
{
    switch (item.type) {
    case TimelineItem::Type::Now:
        return u"now"_s;
    case TimelineItem::Type::Restore:
        return u"r"_s + item.restore.restored.toString();
    case TimelineItem::Type::Point:
        break;
    }
    return item.checkpoint.isAuto ? u"auto"_s : item.checkpoint.id.toString();
}

//! "v4@0^_" : lane 0, line above, line below; "+1" joins lane 1; "|1" lane 1 passes; "!" left behind; "*"
//! base.
QString textOf(const QList<TimelineItem> &items)
{
    QStringList rows;
    for (const TimelineItem &item : items) {
        QString row = nameOf(item) + u'@' + QString::number(item.lane.lane);
        row += item.lane.lineAbove ? u"^"_s : QString();
        row += item.lane.lineBelow ? u"_"_s : QString();
        for (const int lane : item.lane.joins)
            row += u'+' + QString::number(lane);
        for (const int lane : item.lane.through)
            row += u'|' + QString::number(lane);
        row += item.lane.leftBehind ? u"!"_s : QString();
        row += item.isBase ? u"*"_s : QString();
        rows << row;
    }
    return rows.join(u' ');
}

} // namespace

class tst_Lineage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void sourceAndBase_data();
    void sourceAndBase();
    void lanes_data();
    void lanes();
    void timesComeFromTheNextPoint();
    void aDeletedNeighbourMakesATimeApproximate();
    void ourClockWinsAndDoubtsTheService();
    void aTimeThatContradictsTheOrderIsNamed();
    void textFilterKeepsNow();
    void theRecordedListReads();
    void ancestorsMayNameDeletedOnes();
    void nonsenseIsDrawnAsLoosePoints();
};

void tst_Lineage::sourceAndBase_data()
{
    QTest::addColumn<QString>("checkpoints");
    QTest::addColumn<QString>("events");
    QTest::addColumn<int>("source");
    QTest::addColumn<QString>("base");
    const int service = int(LineageSource::Service), ours = int(LineageSource::ThisComputer),
              none = int(LineageSource::None);
    QTest::newRow("nothing") << QString() << QString() << none << QString();
    QTest::newRow("no parents told, the base is not guessed")
        << u"Current v2 v1 v0"_s << QString() << none << QString();
    QTest::newRow("told parents of a plain line")
        << u"Current<v2 v2<v1 v1<v0 v0"_s << QString() << none << u"v2"_s;
    QTest::newRow("plain line with a gap") << u"Current<v4 v4<v1 v1<v0 v0"_s << QString() << none << u"v4"_s;
    QTest::newRow("service tells a branch")
        << u"Current<v3 v3<v1 v2<v1 v1<v0 v0"_s << QString() << service << u"v3"_s;
    QTest::newRow("service tells a restore")
        << u"Current<v1 v2<v1 v1<v0 v0"_s << QString() << service << u"v1"_s;
    QTest::newRow("our restore, nothing since") << u"Current v3 v2 v1 v0"_s << u"3>v1"_s << ours << u"v1"_s;
    QTest::newRow("our restore, one since") << u"Current v4 v3 v2 v1 v0"_s << u"3>v1"_s << ours << u"v4"_s;
    QTest::newRow("the last of two restores counts")
        << u"Current v3 v2 v1 v0"_s << u"3>v1 3>v2"_s << ours << u"v2"_s;
    QTest::newRow("the restored one is deleted since")
        << u"Current v3 v2 v0"_s << u"3>v1"_s << ours << u"v0"_s;
    QTest::newRow("the newest is deleted since") << u"Current v2 v1 v0"_s << u"3>v1"_s << ours << u"v1"_s;
    QTest::newRow("service before our record")
        << u"Current<v1 v2<v1 v1<v0 v0"_s << u"2>v0"_s << service << u"v1"_s;
}

void tst_Lineage::sourceAndBase()
{
    QFETCH(const QString, checkpoints);
    QFETCH(const QString, events);
    const Lineage lineage = lineageOf(listing(checkpoints), restores(events));
    QTEST(int(lineage.source), "source");
    QTEST(lineage.base.toString(), "base");
}

void tst_Lineage::lanes_data()
{
    QTest::addColumn<QString>("checkpoints");
    QTest::addColumn<QString>("events");
    QTest::addColumn<QString>("rows");
    QTest::newRow("empty") << QString() << QString() << u"now@0"_s;
    QTest::newRow("a line") << u"Current v2 v1 v0"_s << QString() << u"now@0_ v2@0^_ v1@0^_ v0@0^"_s;
    QTest::newRow("restore, nothing since")
        << u"Current v3 v2 v1 v0"_s << u"3>v1"_s << u"now@0_ rv1@0^_ v3@1_|0! v2@1^_|0! v1@0^_+1* v0@0^"_s;
    QTest::newRow("restore, one since") << u"Current v4 v3 v2 v1 v0"_s << u"3>v1"_s
                                        << u"now@0_ v4@0^_* rv1@0^_ v3@1_|0! v2@1^_|0! v1@0^_+1 v0@0^"_s;
    QTest::newRow("of two restores in a row one leads on")
        << u"Current v2 v1 v0"_s << u"2>v0 2>v1"_s << u"now@0_ rv1@0^_ rv0@0^_ v2@1_|0! v1@0^_+1* v0@0^"_s;
    QTest::newRow("two branches") << u"Current<v1 v3<v1 v2<v1 v1<v0 v0"_s << QString()
                                  << u"now@0_ v3@1_|0! v2@2_|0|1! v1@0^_+1+2* v0@0^"_s;
    QTest::newRow("a lane is used again") << u"Current<v5 v5<v3 v4<v3 v3<v1 v2<v1 v1<v0 v0"_s << QString()
                                          << u"now@0_ v5@0^_* v4@1_|0! v3@0^_+1 v2@1_|0! v1@0^_+1 v0@0^"_s;
    QTest::newRow("automatic ones stand on the line") << u"Current v2 auto-15 v1 v0 auto-25"_s << QString()
                                                      << u"now@0_ auto@0^_ v2@0^_ auto@0^_ v1@0^_ v0@0^"_s;
    QTest::newRow("an automatic one of a left branch is its tip")
        << u"Current v3 auto-32 v2 v1 v0"_s << u"3>v1"_s
        << u"now@0_ rv1@0^_ auto@1_|0! v3@1^_|0! v2@1^_|0! v1@0^_+1* v0@0^"_s;
    QTest::newRow("a restored automatic one is a parent")
        << u"Current<auto-15 v2<v1 auto-15<v1 v1<v0 v0"_s << QString()
        << u"now@0_ v2@1_|0! auto@0^_|1* v1@0^_+1 v0@0^"_s;
}

void tst_Lineage::lanes()
{
    QFETCH(const QString, checkpoints);
    QFETCH(const QString, events);
    const TimelineOptions all{true, true, true, true, {}};
    QList<Checkpoint> list = listing(checkpoints);
    for (Checkpoint &checkpoint : list) { // "<auto-15" names the minute
        if (checkpoint.sourceId.toString().startsWith(u"auto-"_s))
            checkpoint.sourceId = listing(checkpoint.sourceId.toString()).first().id;
    }
    QTEST(textOf(timelineOf(list, restores(events), {}, all)), "rows");
}

void tst_Lineage::timesComeFromTheNextPoint()
{
    const QHash<CheckpointId, PointTime> times = pointTimesOf(listing(u"Current v2 v1 auto-7 v0"_s), {});
    QCOMPARE(times.value(CheckpointId(u"v2"_s)), (PointTime{Start.addSecs(1200), false, false}));
    QCOMPARE(times.value(CheckpointId(u"v1"_s)), (PointTime{Start.addSecs(600), false, false}));
    QCOMPARE(times.value(listing(u"auto-7"_s).first().id), (PointTime{Start.addSecs(420), false, false}));
}

void tst_Lineage::aDeletedNeighbourMakesATimeApproximate()
{
    const QHash<CheckpointId, PointTime> times = pointTimesOf(listing(u"Current v4 v2 v1 v0"_s), {});
    QCOMPARE(times.value(CheckpointId(u"v2"_s)), (PointTime{Start.addSecs(600), true, false}));
    QVERIFY(!times.value(CheckpointId(u"v1"_s)).approximate);
}

void tst_Lineage::ourClockWinsAndDoubtsTheService()
{
    const CheckpointId v1(u"v1"_s), v2(u"v2"_s);
    const QHash<CheckpointId, PointTime> times =
        pointTimesOf(listing(u"Current v2 v1 v0"_s), {{v2, Start.addSecs(60)}});
    QCOMPARE(times.value(v2), (PointTime{Start.addSecs(60), false, false}));
    QVERIFY(times.value(v1).contradictsOrder);
    QVERIFY(times.value(v1).approximate);
}

void tst_Lineage::aTimeThatContradictsTheOrderIsNamed()
{
    QList<Checkpoint> list = listing(u"Current v3 v2 v1 v0"_s);
    list[1].createTime = Start.addSecs(-60); // v3's says when v2 was taken
    const QHash<CheckpointId, PointTime> times = pointTimesOf(list, {});
    QVERIFY(times.value(CheckpointId(u"v2"_s)).contradictsOrder);
    QVERIFY(!times.value(CheckpointId(u"v3"_s)).contradictsOrder);
    QVERIFY(!times.value(CheckpointId(u"v1"_s)).contradictsOrder);
    QCOMPARE(textOf(timelineOf(list, {}, {}, {})), u"now@0_ v3@0^_ v2@0^_ v1@0^_ v0@0^"_s);
}

void tst_Lineage::textFilterKeepsNow()
{
    QList<Checkpoint> list = listing(u"Current<v3 v3<v2 v2<v1 v1<v0 v0"_s);
    list[2].comment = u"Before Upgrade"_s;
    TimelineOptions options;
    options.containing = u"upgrade"_s;
    QCOMPARE(textOf(timelineOf(list, {}, {}, options)), u"now@0_ v2@0^"_s);
    options.containing = u"V1"_s;
    QCOMPARE(textOf(timelineOf(list, {}, {}, options)), u"now@0_ v1@0^"_s);
}

void tst_Lineage::theRecordedListReads()
{
    QFile file(QStringLiteral(SPRITARIUM_TEST_DATA "/wire/checkpoints-list.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<QList<Checkpoint>> list = parseCheckpoints(file.readAll());
    QVERIFY(list.isOk());
    QCOMPARE(textOf(timelineOf(list.value(), {}, {}, {})), u"now@0_ v3@0^_ v2@0^_ v1@0^_ v0@0^"_s);
    const TimelineOptions all{true, true, true, true, {}};
    QCOMPARE(textOf(timelineOf(list.value(), {}, {}, all)), u"now@0_ v3@0^_ auto@0^_ v2@0^_ v1@0^_ v0@0^"_s);
    const QHash<CheckpointId, PointTime> times = pointTimesOf(list.value(), {});
    QCOMPARE(times.value(CheckpointId(u"v3"_s)).at,
             QDateTime::fromString(u"2026-09-10T08:15:30Z"_s, Qt::ISODate));
}

void tst_Lineage::ancestorsMayNameDeletedOnes()
{
    QList<Checkpoint> list = listing(u"Current v5 v2 v1 v0"_s);
    list[1].history = {CheckpointId(u"v0"_s), CheckpointId(u"v1"_s), CheckpointId(u"v4"_s)};
    list[0].history = list[1].history + QList{CheckpointId(u"v5"_s)};
    const Lineage lineage = lineageOf(list, {});
    QCOMPARE(lineage.source, LineageSource::Service);
    QCOMPARE(lineage.parents.value(CheckpointId(u"v5"_s)), CheckpointId(u"v1"_s));
    QCOMPARE(lineage.base, CheckpointId(u"v5"_s));
}

void tst_Lineage::nonsenseIsDrawnAsLoosePoints()
{
    const QList<TimelineItem> items =
        timelineOf(listing(u"Current<v1 v2<v2 v1<v2 v0 cp_abc v0"_s), {}, {}, {});
    QVERIFY(items.size() >= 4);
    QCOMPARE(items.first().type, TimelineItem::Type::Now);
}

QTEST_APPLESS_MAIN(tst_Lineage)
#include "tst_lineage.moc"
