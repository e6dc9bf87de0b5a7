// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/relativetime.h"
#include "models/checkpointtimelinemodel.h"
#include "support/modelprobes.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

using Model = CheckpointTimelineModel;

const SpriteKey Otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
//! In the middle of a local day, so that "today" holds for some hours around.
const QDateTime Noon = QDateTime(QDate(2026, 9, 10), QTime(14, 17), Qt::LocalTime).toUTC();

Checkpoint point(const QString &id, const QDateTime &created, const QString &comment = {})
{
    Checkpoint checkpoint;
    checkpoint.id = CheckpointId(id);
    checkpoint.createTime = created;
    checkpoint.comment = comment;
    checkpoint.isAuto = id.startsWith(u"auto-"_s);
    return checkpoint;
}

//! v2 was taken 12 minutes ago, v1 yesterday, v0 long ago; parents told.
QList<Checkpoint> listing()
{
    QList<Checkpoint> list{
        point(u"Current"_s, Noon.addSecs(-12 * 60)), point(u"v2"_s, Noon.addDays(-1), u"Before upgrade"_s),
        point(u"auto-%1"_s.arg(Noon.addSecs(-3600).toMSecsSinceEpoch()), Noon.addSecs(-3600)),
        point(u"v1"_s, Noon.addDays(-60)), point(u"v0"_s, Noon.addDays(-60))};
    list[0].sourceId = list[1].id;
    list[1].sourceId = list[3].id;
    list[3].sourceId = list[4].id;
    return list;
}

Operation running(OperationKind kind, const QString &id)
{
    Operation operation;
    operation.id = OperationId(id);
    operation.kind = kind;
    operation.sprite = Otter;
    operation.startedAt = Noon;
    return operation;
}

RestoreEvent restoreOf(const QString &id, const QString &restored, int newest)
{
    return {OperationId(id), CheckpointId(restored), {}, newest, Noon.addSecs(-60)};
}

} // namespace

class tst_CheckpointTimelineModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsShownBeforeTheFirstListing();
    void rowsStandNewestFirst();
    void rowsReadAloudCompletely();
    void anIdenticalListingIsSilent();
    void chipsHideKindsAndCount();
    void filterKeepsNow();
    void aCreatedCheckpointTakesTheRowOfItsOperation();
    void aRestoreEventTakesTheRowOfItsOperation();
    void theBaseIsKnownFromRestoresOfThisComputer();
    void failedAndUnknownEndsStay();
    void operationsOfOthersHaveNoRow();
    void theBaseIsNotGuessed();
    void approximateTimesSaySo();
    void daysHaveHeaders();
    void agesTouchOnlyRowsThatChange();
    void aNewDayMovesTheHeaders();
    void anotherSpriteIsTheOnlyReset();
    void statesAreToldOnce();
    void restoreCarriesItsReason();
    void fiveThousandPointsApply();
    void randomListingsKeepEveryIndexOnItsRow();

private:
    QString keys() const { return treeText(*model, Model::RowKeyRole); }
    QVariant at(const QString &key, int role) const { return model->indexOfKey(key).data(role); }

    std::unique_ptr<Model> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
    std::unique_ptr<ModelSpy> spy;
};

void tst_CheckpointTimelineModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    model = std::make_unique<Model>(Noon);
    tester = std::make_unique<QAbstractItemModelTester>(
        model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    model->showSprite(Otter);
    spy = std::make_unique<ModelSpy>(*model);
}

void tst_CheckpointTimelineModel::cleanup()
{
    spy.reset();
    tester.reset();
    model.reset();
}

void tst_CheckpointTimelineModel::nothingIsShownBeforeTheFirstListing()
{
    QCOMPARE(model->rowCount(), 0);
    model->applyListing({}, Noon);
    QCOMPARE(keys(), u"now"_s);
    QCOMPARE(at(u"now"_s, Model::TitleRole).toString(), u"No checkpoint yet"_s);
}

void tst_CheckpointTimelineModel::rowsStandNewestFirst()
{
    model->applyListing(listing(), Noon);
    QCOMPARE(spy->take(), u"insert 1"_s);
    QCOMPARE(keys(), u"now point:v2 point:v1 point:v0"_s);
    QCOMPARE(at(u"now"_s, Model::TitleRole).toString(), u"Based on v2 · 12 min ago"_s);
    QCOMPARE(at(u"point:v2"_s, Model::BadgesRole).toStringList(), QStringList{u"base"_s});
    QVERIFY(at(u"point:v2"_s, Model::RestorableRole).toBool());
    QVERIFY(!at(u"now"_s, Model::RestorableRole).toBool());
    QCOMPARE(at(u"point:v1"_s, Model::TitleRole).toString(), u"No comment"_s);
    QVERIFY(!at(u"point:v1"_s, Model::HasCommentRole).toBool());
    QCOMPARE(model->indexOf(CheckpointId(u"v1"_s)).row(), 2);
}

void tst_CheckpointTimelineModel::rowsReadAloudCompletely()
{
    model->applyListing(listing(), Noon);
    const QString clock = clockText(Noon.addSecs(-12 * 60));
    QCOMPARE(at(u"point:v2"_s, Qt::AccessibleTextRole).toString(),
             u"v2, Before upgrade, manual, today %1, 12 min ago, base of now"_s.arg(clock));
    QCOMPARE(at(u"point:v2"_s, Qt::DisplayRole), at(u"point:v2"_s, Qt::AccessibleTextRole));
    QCOMPARE(at(u"point:v2"_s, Model::TimeTextRole).toString(), u"12 min ago · today %1"_s.arg(clock));
    QCOMPARE(at(u"now"_s, Qt::AccessibleTextRole).toString(), u"Now, Based on v2 · 12 min ago"_s);
}

void tst_CheckpointTimelineModel::anIdenticalListingIsSilent()
{
    QSignalSpy summaries(model.get(), &Model::summaryChanged);
    model->applyListing(listing(), Noon);
    model->applyOperation(running(OperationKind::CreateCheckpoint, u"op"_s));
    spy->take();
    QCOMPARE(summaries.size(), 1);
    model->applyListing(listing(), Noon.addSecs(15));
    model->applyRestores({});
    model->applyKnownTimes({});
    model->applyOperation(running(OperationKind::CreateCheckpoint, u"op"_s));
    model->setOptions(model->options());
    QCOMPARE(spy->take(), QString());
    QCOMPARE(summaries.size(), 1);
}

void tst_CheckpointTimelineModel::chipsHideKindsAndCount()
{
    QList<Checkpoint> list = listing();
    list.insert(1, point(u"v3"_s, Noon.addSecs(-600), safetyComment(CheckpointId(u"v1"_s))));
    list[0].sourceId = list[1].id;
    list[1].sourceId = list[2].id;
    list[1].health = u"mount_failed"_s;
    model->applyListing(list, Noon);
    QCOMPARE(model->manualCount(), 3);
    QCOMPARE(model->safetyCount(), 1);
    QCOMPARE(model->automaticCount(), 1);
    QCOMPARE(at(u"point:v3"_s, Model::BadgesRole).toStringList(),
             QStringList({u"base"_s, u"safety"_s, u"unhealthy"_s}));
    QVERIFY(!at(u"point:v3"_s, Model::HealthyRole).toBool());
    TimelineOptions options = model->options();
    options.automatic = true;
    options.safety = false;
    spy->take();
    model->setOptions(options);
    QVERIFY(keys().startsWith(u"now point:v2 point:auto-"_s));
    QCOMPARE(spy->reset.size(), 0);
    options.manual = false;
    model->setOptions(options);
    QCOMPARE(model->rowCount(), 2);
}

void tst_CheckpointTimelineModel::filterKeepsNow()
{
    model->applyListing(listing(), Noon);
    model->setFilterText(u" UPGRADE "_s);
    QCOMPARE(keys(), u"now point:v2"_s);
    model->setFilterText(u"v0"_s);
    QCOMPARE(keys(), u"now point:v0"_s);
    model->setFilterText(QString());
    QCOMPARE(keys(), u"now point:v2 point:v1 point:v0"_s);
}

void tst_CheckpointTimelineModel::aCreatedCheckpointTakesTheRowOfItsOperation()
{
    model->applyListing(listing(), Noon);
    Operation operation = running(OperationKind::CreateCheckpoint, u"op"_s);
    model->applyOperation(operation);
    QCOMPARE(keys(), u"now operation:op point:v2 point:v1 point:v0"_s);
    const QPersistentModelIndex selected = model->indexOfKey(u"operation:op"_s);

    operation.outcome = Outcome::Succeeded;
    operation.created = CheckpointId(u"v3"_s);
    model->applyOperation(operation);
    QCOMPARE(selected.data(Model::RowKindRole).toInt(), int(Model::RowKind::Operation));
    QList<Checkpoint> list = listing();
    list.insert(1, point(u"v3"_s, Noon.addSecs(-12 * 60), u"new"_s));
    list[0].createTime = Noon;
    spy->take();
    model->applyListing(list, Noon);
    QCOMPARE(keys(), u"now point:v3 point:v2 point:v1 point:v0"_s);
    QVERIFY(selected.isValid());
    QCOMPARE(selected.data(Model::CheckpointIdRole).toString(), u"v3"_s);
    QVERIFY(spy->inserted.isEmpty() && spy->removed.isEmpty());
}

void tst_CheckpointTimelineModel::aRestoreEventTakesTheRowOfItsOperation()
{
    model->applyListing(listing(), Noon);
    Operation operation = running(OperationKind::RestoreCheckpoint, u"op"_s);
    operation.target = CheckpointId(u"v1"_s);
    model->applyOperation(operation);
    const QPersistentModelIndex selected = model->indexOfKey(u"operation:op"_s);
    operation.outcome = Outcome::Succeeded;
    model->applyOperation(operation);
    QVERIFY(model->indexOfKey(u"operation:op"_s).isValid());
    model->applyRestores({restoreOf(u"op"_s, u"v1"_s, 2)});
    QCOMPARE(keys(), u"now restore:op point:v2 point:v1 point:v0"_s);
    QCOMPARE(selected.data(Model::RowKeyRole).toString(), u"restore:op"_s);
    QCOMPARE(selected.data(Model::TitleRole).toString(), u"Restored v1"_s);
    QVERIFY(selected.data(Model::TimeTextRole).toString().endsWith(u" · from this computer"_s));
    QCOMPARE(model->restoreCount(), 1);
}

void tst_CheckpointTimelineModel::theBaseIsKnownFromRestoresOfThisComputer()
{
    QList<Checkpoint> untold = listing();
    for (Checkpoint &each : untold)
        each.sourceId = {};
    model->applyListing(untold, Noon);
    QCOMPARE(model->base(), CheckpointId());
    model->applyRestores({restoreOf(u"op"_s, u"v1"_s, 2)});
    QCOMPARE(model->base(), CheckpointId(u"v1"_s));
}

void tst_CheckpointTimelineModel::failedAndUnknownEndsStay()
{
    model->applyListing(listing(), Noon);
    for (const Outcome outcome : {Outcome::Failed, Outcome::Unknown, Outcome::SucceededWithDifferences}) {
        Operation operation = running(OperationKind::RestoreCheckpoint, u"op"_s);
        operation.outcome = outcome;
        model->applyOperation(operation);
        model->applyListing(listing(), Noon);
        QVERIFY(model->indexOfKey(u"operation:op"_s).isValid());
    }
    model->removeOperation(OperationId(u"op"_s));
    QVERIFY(!model->indexOfKey(u"operation:op"_s).isValid());
    Operation canceled = running(OperationKind::CreateCheckpoint, u"c"_s);
    canceled.outcome = Outcome::Canceled;
    model->applyOperation(canceled);
    QVERIFY(!model->indexOfKey(u"operation:c"_s).isValid());
}

void tst_CheckpointTimelineModel::operationsOfOthersHaveNoRow()
{
    Operation other = running(OperationKind::CreateCheckpoint, u"a"_s);
    other.sprite.sprite = SpriteName(u"other"_s);
    model->applyOperation(other);
    model->applyOperation(running(OperationKind::UpdateLabels, u"b"_s));
    QCOMPARE(model->rowCount(), 0);
    model->applyOperation(running(OperationKind::CreateCheckpoint, u"c"_s));
    QCOMPARE(keys(), u"operation:c"_s);
}

void tst_CheckpointTimelineModel::theBaseIsNotGuessed()
{
    QList<Checkpoint> list = listing();
    for (Checkpoint &checkpoint : list)
        checkpoint.sourceId = {};
    model->applyListing(list, Noon);
    QCOMPARE(model->lineageSource(), LineageSource::None);
    QCOMPARE(at(u"now"_s, Model::TitleRole).toString(), u"Newest checkpoint v2 · 12 min ago"_s);
    QVERIFY(!at(u"point:v2"_s, Model::IsBaseRole).toBool());
    model->applyRestores({restoreOf(u"r"_s, u"v1"_s, 2)});
    QCOMPARE(model->lineageSource(), LineageSource::ThisComputer);
    QVERIFY(at(u"point:v1"_s, Model::IsBaseRole).toBool());
    QVERIFY(at(u"point:v2"_s, Model::LeftBehindRole).toBool());
    QCOMPARE(model->laneCount(), 2);
    QCOMPARE(at(u"point:v2"_s, Model::LaneRole).value<LaneRow>().lane, 1);
}

void tst_CheckpointTimelineModel::approximateTimesSaySo()
{
    QList<Checkpoint> list = listing();
    list[0].createTime = Noon.addDays(-90); // v2 before v1: contradicts
    model->applyListing(list, Noon);
    QVERIFY(at(u"point:v2"_s, Model::TimeTextRole).toString().startsWith(u"about "_s));
    QCOMPARE(at(u"point:v2"_s, Model::TimeToolTipRole).toString(),
             u"The service reported a time that does not fit the order."_s);
    model->applyKnownTimes({{CheckpointId(u"v2"_s), Noon.addSecs(-30)}});
    QVERIFY(at(u"point:v2"_s, Model::TimeTextRole).toString().startsWith(u"30 s ago"_s));
    QVERIFY(at(u"point:v2"_s, Model::TimeToolTipRole).toString().endsWith(u" UTC"_s));
}

void tst_CheckpointTimelineModel::daysHaveHeaders()
{
    model->applyListing(listing(), Noon);
    QCOMPARE(at(u"now"_s, Model::DayHeaderRole).toString(), QString());
    QCOMPARE(at(u"point:v2"_s, Model::DayHeaderRole).toString(), u"Today"_s);
    QCOMPARE(at(u"point:v1"_s, Model::DayHeaderRole).toString(), u"Yesterday"_s);
    QVERIFY(at(u"point:v2"_s, Model::FirstOfDayRole).toBool());
    QVERIFY(at(u"point:v1"_s, Model::FirstOfDayRole).toBool());
    model->applyKnownTimes({{CheckpointId(u"v1"_s), Noon.addSecs(-1800)}});
    QVERIFY(!at(u"point:v1"_s, Model::FirstOfDayRole).toBool());
}

void tst_CheckpointTimelineModel::agesTouchOnlyRowsThatChange()
{
    model->applyListing(listing(), Noon);
    spy->take();
    model->refreshAges(Noon.addSecs(5));
    QCOMPARE(spy->take(), QString());
    model->refreshAges(Noon.addSecs(65));
    QCOMPARE(spy->take(), u"change 2"_s); // Now and v2
    QCOMPARE(at(u"now"_s, Model::TitleRole).toString(), u"Based on v2 · 13 min ago"_s);
}

void tst_CheckpointTimelineModel::aNewDayMovesTheHeaders()
{
    model->applyListing(listing(), Noon);
    model->refreshAges(Noon.addDays(1));
    QCOMPARE(at(u"point:v2"_s, Model::DayHeaderRole).toString(), u"Yesterday"_s);
    QCOMPARE(spy->reset.size(), 0);
}

void tst_CheckpointTimelineModel::anotherSpriteIsTheOnlyReset()
{
    model->applyListing(listing(), Noon);
    TimelineOptions options;
    options.automatic = true;
    model->setOptions(options);
    spy->take();
    model->showSprite(Otter);
    QCOMPARE(spy->take(), QString());
    model->showSprite({Otter.account, SpriteName(u"other"_s)});
    QCOMPARE(spy->take(), u"reset 1"_s);
    QCOMPARE(model->rowCount(), 0);
    QVERIFY(model->options().automatic);
    QCOMPARE(model->state().kind, ViewState::Kind::Loading);
    model->showSprite({});
    QCOMPARE(model->state().kind, ViewState::Kind::NoSelection);
}

void tst_CheckpointTimelineModel::statesAreToldOnce()
{
    QSignalSpy states(model.get(), &Model::stateChanged);
    ViewState asleep;
    asleep.kind = ViewState::Kind::Asleep;
    asleep.asOf = Noon;
    model->applyState(asleep);
    model->applyState(asleep);
    QCOMPARE(states.size(), 1);
    QCOMPARE(model->state(), asleep);
}

void tst_CheckpointTimelineModel::restoreCarriesItsReason()
{
    model->applyListing(listing(), Noon);
    spy->take();
    model->setRestoreDisabledReason(u"Offline"_s);
    QCOMPARE(spy->take(), u"change 1"_s);
    QCOMPARE(at(u"point:v2"_s, Model::DisabledReasonRole).toString(), u"Offline"_s);
    QCOMPARE(at(u"now"_s, Model::DisabledReasonRole).toString(), QString());
    model->setRestoreDisabledReason(QString());
    QCOMPARE(at(u"point:v2"_s, Model::DisabledReasonRole).toString(), QString());
}

void tst_CheckpointTimelineModel::fiveThousandPointsApply()
{
    QList<Checkpoint> list{point(u"Current"_s, Noon)};
    for (int version = 4999; version >= 0; --version)
        list << point(u"v%1"_s.arg(version), Noon.addSecs(-60 * (5000 - version)));
    model->applyListing(list, Noon);
    QCOMPARE(model->rowCount(), 5001);
    QCOMPARE(spy->take(), u"insert 1"_s);
}

void tst_CheckpointTimelineModel::randomListingsKeepEveryIndexOnItsRow()
{
    QRandomGenerator random(99);
    for (int round = 0; round < 400; ++round) {
        QList<Checkpoint> list{point(u"Current"_s, Noon)};
        QStringList there{u"now"_s};
        for (int version = 15; version >= 0; --version) {
            if (random.bounded(4) == 0)
                continue;
            list << point(u"v%1"_s.arg(version), Noon.addSecs(-600 * (16 - version)),
                          QString::number(random.bounded(3)));
            there << u"point:v%1"_s.arg(version);
            if (version > 1 && random.bounded(3) == 0)
                list.last().sourceId = CheckpointId(u"v%1"_s.arg(random.bounded(version)));
        }
        QList<RestoreEvent> events;
        for (int i = random.bounded(3); i > 0; --i) {
            events << restoreOf(u"r%1"_s.arg(i), u"v%1"_s.arg(random.bounded(16)), random.bounded(16));
            there << u"restore:r%1"_s.arg(i);
        }
        const PersistentProbe probe(*model, Model::RowKeyRole);
        model->applyRestores(events);
        model->applyListing(list, Noon);
        QCOMPARE(probe.problem(there), QString());
        QCOMPARE(model->rowCount(), int(there.size()));
        for (int row = 0; row < model->rowCount(); ++row)
            QCOMPARE(model->indexOfKey(model->index(row).data(Model::RowKeyRole).toString()),
                     model->index(row));
    }
    QCOMPARE(spy->reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_CheckpointTimelineModel)
#include "tst_checkpointtimelinemodel.moc"
