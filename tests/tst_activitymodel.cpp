// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/activitymodel.h"
#include "support/modelprobes.h"
#include "support/patience.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const QDateTime Start = QDateTime::fromString(u"2026-09-10T12:00:00Z"_s, Qt::ISODate);

Operation operation(const QString &id, int minute, Outcome outcome = Outcome::Running)
{
    Operation operation;
    operation.id = OperationId(id);
    operation.kind = OperationKind::RestoreCheckpoint;
    operation.sprite = {AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
    operation.target = CheckpointId(u"v3"_s);
    operation.startedAt = Start.addSecs(60 * minute);
    operation.outcome = outcome;
    if (outcome != Outcome::Running)
        operation.endedAt = operation.startedAt.addSecs(7);
    operation.phases = {{PhaseName::SafetyCheckpoint, PhaseState::Done, u"v9"_s},
                        {PhaseName::Restore, PhaseState::Running, {}}};
    return operation;
}

StreamMessage message(const QString &text)
{
    return {StreamMessage::Kind::Info, u"info"_s, text, Start};
}

QString ids(const ActivityModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << model.index(row, 0).data(ActivityModel::OperationIdRole).toString();
    return list.join(u' ');
}

} // namespace

class tst_ActivityModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newestStandFirst();
    void theSameOperationIsSilent();
    void phasesMessagesAndRequestsAreChildren();
    void messagesComeInBatchesAndAtMostTwoHundred();
    void whatWasKeptJoinsWhatRuns();
    void runningIsTold();
    void clearLeavesWhatRuns();
    void atMostFiveThousand();
    void logTextHoldsEverything();
    void randomLifeKeepsEveryIndexOnItsRow();

private:
    std::unique_ptr<ActivityModel> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
    std::unique_ptr<ModelSpy> spy;
};

void tst_ActivityModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    model = std::make_unique<ActivityModel>();
    tester = std::make_unique<QAbstractItemModelTester>(
        model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    spy = std::make_unique<ModelSpy>(*model);
}

void tst_ActivityModel::cleanup()
{
    spy.reset();
    tester.reset();
    model.reset();
}

void tst_ActivityModel::newestStandFirst()
{
    model->applyOperation(operation(u"a"_s, 0), u"acme"_s);
    model->applyOperation(operation(u"c"_s, 2), u"acme"_s);
    model->applyOperation(operation(u"b"_s, 1), u"acme"_s);
    QCOMPARE(ids(*model), u"c b a"_s);
    QCOMPARE(spy->take(), u"insert 3"_s);
    const QModelIndex first = model->index(0, 0);
    QCOMPARE(first.data().toString(), u"Restoring v3"_s);
    QCOMPARE(first.siblingAtColumn(1).data().toString(), u"acme"_s);
    QCOMPARE(first.data(ActivityModel::SpriteRole).value<SpriteKey>().sprite, SpriteName(u"calm-otter"_s));
}

void tst_ActivityModel::theSameOperationIsSilent()
{
    model->applyOperation(operation(u"a"_s, 0), u"acme"_s);
    spy->take();
    model->applyOperation(operation(u"a"_s, 0), u"acme"_s);
    QCOMPARE(spy->take(), QString());
    model->applyOperation(operation(u"a"_s, 0, Outcome::Failed), u"acme"_s);
    QCOMPARE(spy->take(), u"change 1"_s);
    QCOMPARE(model->index(0, int(ActivityModel::Column::Duration)).data().toString(), u"0:07"_s);
}

void tst_ActivityModel::phasesMessagesAndRequestsAreChildren()
{
    const OperationId a(u"a"_s);
    model->applyOperation(operation(u"a"_s, 0), u"acme"_s);
    model->applyRequest(a, {u"POST"_s, u"/v1/sprites/x/checkpoint"_s, 200, 812, u"01ABC"_s, Start});
    model->applyMessage(a, message(u"Restoring"_s));
    const QModelIndex top = model->index(0, 0);
    QTRY_COMPARE(model->rowCount(top), 4);
    QStringList kinds;
    for (int row = 0; row < 4; ++row)
        kinds << model->index(row, 0, top).data(ActivityModel::ChildKindRole).toString();
    QCOMPARE(kinds, QStringList({u"phase"_s, u"phase"_s, u"message"_s, u"request"_s}));
    QVERIFY(model->index(0, 0, top).data().toString().contains(u"v9"_s));
    QVERIFY(model->index(2, 0, top).data().toString().endsWith(u"Restoring"_s));
    QCOMPARE(model->index(3, 0, top).data().toString(), u"POST /v1/sprites/x/checkpoint"_s);
    QCOMPARE(model->index(3, 4, top).data().toString(), u"200"_s);
    Operation later = operation(u"a"_s, 0);
    later.phases[1].state = PhaseState::Done;
    later.phases.append({PhaseName::Verify, PhaseState::Running, {}});
    spy->take();
    model->applyOperation(later, u"acme"_s);
    QCOMPARE(spy->take(), u"insert 1 change 2"_s);
    QCOMPARE(model->rowCount(top), 5);
}

void tst_ActivityModel::messagesComeInBatchesAndAtMostTwoHundred()
{
    const OperationId a(u"a"_s);
    model->applyOperation(operation(u"a"_s, 0), u"acme"_s);
    spy->take();
    for (int i = 0; i < 50; ++i)
        model->applyMessage(a, message(QString::number(i)));
    QTRY_COMPARE(model->rowCount(model->index(0, 0)), 52);
    QCOMPARE(spy->take(), u"insert 1"_s);
    for (int i = 50; i < 5000; ++i)
        model->applyMessage(a, message(QString::number(i)));
    QTRY_COMPARE(model->rowCount(model->index(0, 0)), 202);
    QCOMPARE(model->entry(a)->messages.first().text, u"4800"_s);
    model->applyMessage(OperationId(u"nobody"_s), message(u"lost"_s));
}

void tst_ActivityModel::whatWasKeptJoinsWhatRuns()
{
    model->applyOperation(operation(u"live"_s, 10), u"acme"_s);
    spy->take();
    Operation stale = operation(u"live"_s, 10, Outcome::Unknown);
    model->applyEntries({{operation(u"b"_s, 2, Outcome::Succeeded), u"acme"_s, {}, {message(u"x"_s)}},
                         {stale, u"acme"_s, {}, {}},
                         {operation(u"a"_s, 1, Outcome::Failed), u"acme"_s, {}, {}}});
    QCOMPARE(ids(*model), u"live b a"_s);
    QCOMPARE(spy->take(), u"insert 1"_s);
    QVERIFY(model->entry(OperationId(u"live"_s))->operation.isRunning());
    model->applyEntries({{operation(u"c"_s, 5, Outcome::Failed), u"acme"_s, {}, {}}});
    QCOMPARE(ids(*model), u"live c b a"_s);
}

void tst_ActivityModel::runningIsTold()
{
    QSignalSpy changes(model.get(), &ActivityModel::runningChanged);
    model->applyOperation(operation(u"a"_s, 0), u"acme"_s);
    model->applyOperation(operation(u"b"_s, 1), u"acme"_s);
    QCOMPARE(changes.size(), 2);
    QCOMPARE(model->runningCount(), 2);
    QCOMPARE(model->newestRunning()->id, OperationId(u"b"_s));
    model->applyOperation(operation(u"b"_s, 1, Outcome::Succeeded), u"acme"_s);
    QCOMPARE(changes.size(), 3);
    QCOMPARE(model->newestRunning()->id, OperationId(u"a"_s));
    model->applyOperation(operation(u"a"_s, 0, Outcome::Succeeded), u"acme"_s);
    QVERIFY(!model->newestRunning());
}

void tst_ActivityModel::clearLeavesWhatRuns()
{
    model->applyOperation(operation(u"a"_s, 0, Outcome::Failed), u"acme"_s);
    model->applyOperation(operation(u"b"_s, 1), u"acme"_s);
    model->applyOperation(operation(u"c"_s, 2, Outcome::Succeeded), u"acme"_s);
    model->clear();
    QCOMPARE(ids(*model), u"b"_s);
    QCOMPARE(spy->reset.size(), 0);
}

void tst_ActivityModel::atMostFiveThousand()
{
    tester.reset();
    QList<ActivityEntry> entries;
    for (int i = 0; i < 5100; ++i)
        entries << ActivityEntry{operation(QString::number(i), i, Outcome::Succeeded), u"acme"_s, {}, {}};
    model->applyEntries(entries);
    QCOMPARE(model->rowCount(), 5000);
    QCOMPARE(model->index(0, 0).data(ActivityModel::OperationIdRole).toString(), u"5099"_s);
    model->applyOperation(operation(u"new"_s, 6000), u"acme"_s);
    QCOMPARE(model->rowCount(), 5000);
}

void tst_ActivityModel::logTextHoldsEverything()
{
    const OperationId a(u"a"_s);
    Operation failed = operation(u"a"_s, 0, Outcome::Failed);
    failed.error = ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(30));
    model->applyOperation(failed, u"acme"_s);
    model->applyRequest(a,
                        {u"POST"_s, u"/v1/sprites/x/checkpoints/v3/restore"_s, 200, 812, u"01ABC"_s, Start});
    model->applyMessage(a, message(u"Restoring from v3"_s));
    const QString log = model->logText(a);
    for (const QString &part : {u"Restoring from v3"_s, u"/v1/sprites/x/checkpoints/v3/restore"_s, u"01ABC"_s,
                                u"v9"_s, u"2026-09-10T12:00:00Z"_s, u"acme"_s})
        QVERIFY2(log.contains(part), qPrintable(part + u" is missing in\n"_s + log));
    const QString issue = model->issueText(a);
    QVERIFY(issue.startsWith(u"### "_s));
    QCOMPARE(issue.count(u"```"_s) % 2, 0);
    QVERIFY(issue.contains(u"01ABC"_s));
    QCOMPARE(model->logText(OperationId(u"nobody"_s)), QString());
}

void tst_ActivityModel::randomLifeKeepsEveryIndexOnItsRow()
{
    QRandomGenerator random(5);
    for (int round = 0; round < 400; ++round) {
        const PersistentProbe probe(*model, ActivityModel::OperationIdRole);
        const int number = random.bounded(30);
        const OperationId id(QString::number(number));
        switch (random.bounded(5)) {
        case 0:
            model->applyMessage(id, message(u"m"_s));
            break;
        case 1:
            model->applyRequest(id, {u"GET"_s, u"/"_s, 200, 1, {}, Start});
            break;
        case 2:
            model->applyEntries(
                {{operation(id.toString(), number, Outcome::Failed), u"acme"_s, {}, {message(u"x"_s)}}});
            break;
        default: {
            Operation next = operation(id.toString(), number, Outcome(random.bounded(5)));
            next.phases.resize(random.bounded(3));
            model->applyOperation(next, u"acme"_s);
        }
        }
        if (round % 50 == 49) {
            model->clear();
            continue;
        }
        QStringList all;
        for (int row = 0; row < model->rowCount(); ++row)
            all << model->index(row, 0).data(ActivityModel::OperationIdRole).toString();
        QVERIFY(std::is_sorted(all.begin(), all.end(),
                               [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); }));
        QCOMPARE(probe.problem({}), QString());
    }
    QCOMPARE(spy->reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_ActivityModel)
#include "tst_activitymodel.moc"
