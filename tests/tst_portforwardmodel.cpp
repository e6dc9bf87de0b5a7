// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/portforwardmodel.h"
#include "support/modelprobes.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

using Model = PortForwardModel;
using Row = Model::RowState;

const SpriteKey Otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
const SpriteKey Heron{AccountId(u"acme"_s), SpriteName(u"shy-heron"_s)};

PortForward forwardOf(const QString &id, quint16 port, quint16 localPort)
{
    PortForward forward;
    forward.id = ForwardId(id);
    forward.sprite = Otter;
    forward.port = port;
    forward.localPort = localPort;
    return forward;
}

ForwardStatus statusOf(const QString &id, ForwardState state, quint16 localPort = 0)
{
    ForwardStatus status;
    status.id = ForwardId(id);
    status.state = state;
    status.localPort = localPort;
    return status;
}

ListeningPort portOf(quint16 port, const QString &command = {}, qint64 pid = 0)
{
    return {port, u"0.0.0.0"_s, pid, command, {}};
}

QStringList rowTexts(const Model &model, int role)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, 0).data(role).toString();
    return texts;
}

} // namespace

class tst_PortForwardModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsKnownAtFirst();
    void rowsStandInThreeGroups();
    void whatIsForwardedIsNotListedTwice();
    void aStoppedForwardLeavesItsPortListening();
    void aPortOfBothFamiliesIsOneRow();
    void whileAsleepTheListeningGroupSaysSo();
    void unknownPortsOfARunningSpriteHaveNoGroup();
    void aRowSaysItsState_data();
    void aRowSaysItsState();
    void anOpenConnectionProvesTheSpriteAwake();
    void aGuardThatRefusesSaysSoWhateverTheListSays();
    void aForwardStoppedByHandIsStoppedAtOnce();
    void theOfferedPortIsFree_data();
    void theOfferedPortIsFree();
    void theLocalColumnTellsWhereItListens();
    void anotherLocalPortIsSaid();
    void aPortTakenInsteadIsSaid();
    void whatTheWatchSeesListens();
    void whyNothingWasReachedIsSaid();
    void trafficIsCountedOrIdle_data();
    void trafficIsCountedOrIdle();
    void namesFallBack();
    void theProcessStandsInTheToolTip();
    void rowsAreSpoken_data();
    void rowsAreSpoken();
    void aNewLocalPortIsAskedFor();
    void aBadLocalPortIsRefused_data();
    void aBadLocalPortIsRefused();
    void aNewNameIsAskedFor();
    void closingAnEditorChangesNothing();
    void onlyForwardsCanBeEdited();
    void theFilterFindsWhatIsShown();
    void aStatusTellsOnlyItsRow();
    void theSameAgainIsSilent();
    void stoppingMovesTheRow();
    void aStatusMayComeFirst();
    void forwardsOfOtherSpritesAreLeftOut();
    void anotherSpriteBeginsEmpty();
    void randomChangesKeepIndexesOnTheirRows();

private:
    //! Forwards 1, 2 (stopped) and 3; ports 3000 (of forward 1) and 9229.
    void fill();
    QModelIndex cell(const QString &key, int column) const;
    QString text(const QString &key, int column) const;
    QString keys() const { return treeText(*model, Model::KeyRole); }

    std::unique_ptr<Model> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
};

void tst_PortForwardModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    QLocale::setDefault(QLocale::c());
    model = std::make_unique<Model>();
    tester = std::make_unique<QAbstractItemModelTester>(
        model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    model->showSprite(Otter);
}

void tst_PortForwardModel::cleanup()
{
    tester.reset();
    model.reset();
}

void tst_PortForwardModel::fill()
{
    PortForward stopped = forwardOf(u"2"_s, 5432, 5432);
    stopped.isStopped = true;
    stopped.name = u"db"_s;
    model->setSpriteState(SpriteState::Running);
    model->setForwards({forwardOf(u"1"_s, 3000, 3001), stopped, forwardOf(u"3"_s, 8080, 8080)});
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 3001));
    model->applyStatus(statusOf(u"3"_s, ForwardState::Starting));
    model->setListening(QList<ListeningPort>{portOf(9229, u"node"_s, 12), portOf(3000, u"node"_s, 12)});
}

QModelIndex tst_PortForwardModel::cell(const QString &key, int column) const
{
    const QModelIndexList found =
        model->match(model->index(0, 0), Model::KeyRole, key, 1, Qt::MatchExactly | Qt::MatchCaseSensitive);
    return found.isEmpty() ? QModelIndex() : found.first().siblingAtColumn(column);
}

QString tst_PortForwardModel::text(const QString &key, int column) const
{
    return cell(key, column).data().toString();
}

void tst_PortForwardModel::nothingIsKnownAtFirst()
{
    QCOMPARE(model->rowCount(), 0);
    QCOMPARE(model->columnCount(), int(Model::ColumnCount));
    QStringList titles;
    for (int column = 0; column < Model::ColumnCount; ++column)
        titles << model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(titles.join(u'|'), u"State|Name|Sprite port|Local|Traffic|Actions"_s);
    QCOMPARE(model->status(ForwardId(u"x"_s)), statusOf(u"x"_s, ForwardState::Stopped));
}

void tst_PortForwardModel::rowsStandInThreeGroups()
{
    fill();
    QCOMPARE(treeText(*model, Qt::DisplayRole),
             u"Forwarded Forwarding Starting Listening, not forwarded Listening Saved, stopped Stopped"_s);
    QCOMPARE(keys(), u"header 0 forward 1 forward 3 header 1 port 9229 header 2 forward 2"_s);
    QCOMPARE(model->forwards().size(), 3);
    QCOMPARE(cell(u"port 9229"_s, 0).data(Model::GroupRole).toInt(), int(Model::Group::Listening));
    QCOMPARE(cell(u"header 1"_s, 0).data(Model::RowTypeRole).toInt(), int(Model::RowType::Header));
    QVERIFY(!cell(u"header 1"_s, 0).data(Model::RowStateRole).isValid());
    QCOMPARE(cell(u"port 9229"_s, 0).data(Model::PortRole).value<ListeningPort>(),
             portOf(9229, u"node"_s, 12));
    model->setForwards({});
    model->setListening(QList<ListeningPort>());
    QCOMPARE(model->rowCount(), 0);
}

void tst_PortForwardModel::whatIsForwardedIsNotListedTwice()
{
    model->setSpriteState(SpriteState::Running);
    model->setListening(QList<ListeningPort>{portOf(3000), portOf(5432)});
    QCOMPARE(keys(), u"header 1 port 3000 port 5432"_s);
    PortForward other = forwardOf(u"2"_s, 5432, 5432);
    other.host = u"db"_s; // the same number on another host is another port
    model->setForwards({forwardOf(u"1"_s, 3000, 3000), other});
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 3000));
    model->applyStatus(statusOf(u"2"_s, ForwardState::Forwarding, 5432));
    QCOMPARE(keys(), u"header 0 forward 1 forward 2 header 1 port 5432"_s);
    QCOMPARE(text(u"forward 2"_s, Model::SpritePort), u"db:5432"_s);
}

void tst_PortForwardModel::aStoppedForwardLeavesItsPortListening()
{
    fill();
    PortForward stopped = forwardOf(u"1"_s, 3000, 3001);
    stopped.isStopped = true;
    model->setForwards({stopped});
    QCOMPARE(keys(), u"header 1 port 3000 port 9229 header 2 forward 1"_s);
}

void tst_PortForwardModel::aPortOfBothFamiliesIsOneRow()
{
    model->setListening(QList<ListeningPort>{{3000, u"::"_s, 4, {}, {}},
                                             {3000, u"0.0.0.0"_s, 4, {}, {}},
                                             {0, u"0.0.0.0"_s, 4, {}, {}},
                                             {80, u"0.0.0.0"_s, 5, {}, {}}});
    QCOMPARE(keys(), u"header 1 port 80 port 3000"_s);
}

void tst_PortForwardModel::whileAsleepTheListeningGroupSaysSo()
{
    for (const SpriteState state : {SpriteState::Warm, SpriteState::Cold}) {
        model->setSpriteState(state);
        QCOMPARE(keys(), u"header 1 note"_s);
        QCOMPARE(text(u"note"_s, 0), u"Not known while asleep."_s);
        QCOMPARE(cell(u"note"_s, 0).data(Model::RowTypeRole).toInt(), int(Model::RowType::Note));
    }
    model->setListening(QList<ListeningPort>{portOf(80)}); // the state of the list lags behind the watch
    QCOMPARE(keys(), u"header 1 port 80"_s);
}

void tst_PortForwardModel::unknownPortsOfARunningSpriteHaveNoGroup()
{
    model->setForwards({forwardOf(u"1"_s, 3000, 3000)});
    for (const SpriteState state : {SpriteState::Running, SpriteState::Unknown}) {
        model->setSpriteState(state);
        QCOMPARE(keys(), u"header 2 forward 1"_s);
    }
}

void tst_PortForwardModel::aRowSaysItsState_data()
{
    QTest::addColumn<ForwardState>("state");
    QTest::addColumn<SpriteState>("sprite");
    QTest::addColumn<bool>("guarded");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<Row>("row");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, ForwardState state, SpriteState sprite, bool guarded,
                        const QString &detail, Row expected, const QString &word, const QString &message) {
        QTest::newRow(name) << state << sprite << guarded << detail << expected << word << message;
    };
    const auto on = SpriteState::Running;
    const QString none;
    row("forwarding", ForwardState::Forwarding, on, false, none, Row::Forwarding, u"Forwarding"_s, none);
    row("guarded and awake", ForwardState::Forwarding, on, true, none, Row::Forwarding, u"Forwarding"_s,
        none);
    row("state not known", ForwardState::Forwarding, SpriteState::Unknown, false, none, Row::Forwarding,
        u"Forwarding"_s, none);
    row("starting", ForwardState::Starting, SpriteState::Cold, false, none, Row::Starting, u"Starting"_s,
        none);
    row("warm", ForwardState::Forwarding, SpriteState::Warm, false, none, Row::Asleep, u"Asleep"_s,
        u"Connecting wakes the sprite."_s);
    row("cold", ForwardState::Forwarding, SpriteState::Cold, false, none, Row::Asleep, u"Asleep"_s,
        u"Connecting wakes the sprite."_s);
    row("guarded", ForwardState::Forwarding, SpriteState::Cold, true, none, Row::Guarded, u"Guarded"_s,
        u"Refuses while asleep."_s);
    row("nothing listens", ForwardState::NothingListens, on, false, none, Row::NothingListens,
        u"Nothing listens"_s, u"Nothing listens on 3000."_s);
    row("nothing listened before it slept", ForwardState::NothingListens, SpriteState::Warm, false, none,
        Row::Asleep, u"Asleep"_s, u"Connecting wakes the sprite."_s);
    row("waiting", ForwardState::Waiting, on, false, none, Row::Waiting, u"Waiting"_s,
        u"Waiting for the sprite"_s);
    row("again", ForwardState::Waiting, on, false, u"Again in 8 s"_s, Row::Waiting, u"Waiting"_s,
        u"Again in 8 s"_s);
    row("busy", ForwardState::PortBusy, on, false, u"node (PID 4711)"_s, Row::PortBusy, u"Port busy"_s,
        u"3001 is used by node (PID 4711)."_s);
    row("busy by nobody known", ForwardState::PortBusy, on, false, none, Row::PortBusy, u"Port busy"_s,
        u"3001 is used by another program."_s);
    row("not permitted", ForwardState::NotPermitted, on, false, none, Row::NotPermitted, u"Not permitted"_s,
        u"Ports under 1024 need privileges."_s);
    row("failed", ForwardState::Failed, on, false, u"No IPv4 here."_s, Row::Failed, u"Failed"_s,
        u"No IPv4 here."_s);
    row("failed without a word", ForwardState::Failed, on, false, none, Row::Failed, u"Failed"_s,
        u"The forward could not be started."_s);
    row("stopped", ForwardState::Stopped, on, false, none, Row::Stopped, u"Stopped"_s, none);
}

void tst_PortForwardModel::aRowSaysItsState()
{
    QFETCH(const ForwardState, state);
    QFETCH(const SpriteState, sprite);
    QFETCH(const bool, guarded);
    QFETCH(const QString, detail);
    QFETCH(const Row, row);
    PortForward forward = forwardOf(u"1"_s, 3000, 3001);
    forward.guarded = guarded;
    ForwardStatus status = statusOf(u"1"_s, state);
    status.detail = detail;
    model->setForwards({forward});
    model->applyStatus(status);
    model->setSpriteState(sprite);
    const QModelIndex first = cell(u"forward 1"_s, Model::State);
    QCOMPARE(Row(first.data(Model::RowStateRole).toInt()), row);
    QTEST(first.data().toString(), "word");
    QTEST(first.data(Model::MessageRole).toString(), "message");
    QCOMPARE(first.data(Model::ForwardRole).value<PortForward>(), forward);
    QCOMPARE(first.data(Model::StatusRole).value<ForwardStatus>(), status);
    const auto group = row == Row::Stopped ? Model::Group::Stopped : Model::Group::Forwarded;
    QCOMPARE(first.data(Model::GroupRole).toInt(), int(group));
}

void tst_PortForwardModel::aGuardThatRefusesSaysSoWhateverTheListSays()
{
    PortForward forward;
    forward.port = 3000;
    forward.guarded = true;
    ForwardStatus status;
    status.state = ForwardState::Forwarding;
    for (const SpriteState state : {SpriteState::Running, SpriteState::Unknown}) {
        status.refuses = true;
        QCOMPARE(PortForwardRow::ofForward(forward, status, state).state, PortForwardRow::State::Guarded);
        status.refuses = false;
        QCOMPARE(PortForwardRow::ofForward(forward, status, state).state, PortForwardRow::State::Forwarding);
    }
}

void tst_PortForwardModel::anOpenConnectionProvesTheSpriteAwake()
{
    ForwardStatus status = statusOf(u"1"_s, ForwardState::Forwarding, 3001);
    status.connections = 1;
    model->setSpriteState(SpriteState::Cold);
    model->setForwards({forwardOf(u"1"_s, 3000, 3001)});
    model->applyStatus(status);
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Forwarding"_s);
    status.connections = 0;
    model->applyStatus(status);
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Asleep"_s);
}

void tst_PortForwardModel::aForwardStoppedByHandIsStoppedAtOnce()
{
    fill();
    PortForward stopped = forwardOf(u"1"_s, 3000, 3001);
    stopped.isStopped = true;
    model->setForwards({stopped});
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Stopped"_s); // before the forwarder says so
    QCOMPARE(text(u"forward 1"_s, Model::Traffic), QString());
}

void tst_PortForwardModel::theOfferedPortIsFree_data()
{
    QTest::addColumn<ForwardState>("state");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("offered");
    QTest::newRow("the next") << ForwardState::PortBusy << 4000 << 4001;
    QTest::newRow("not that of another forward") << ForwardState::PortBusy << 3001 << 3004;
    QTest::newRow("none behind the last") << ForwardState::PortBusy << 65535 << 0;
    QTest::newRow("8080 for 80") << ForwardState::NotPermitted << 80 << 8080;
    QTest::newRow("8443 for 443") << ForwardState::NotPermitted << 443 << 8443;
    QTest::newRow("8022 for 22") << ForwardState::NotPermitted << 22 << 8022;
    QTest::newRow("a busy privileged one") << ForwardState::PortBusy << 80 << 8080;
    QTest::newRow("none while all is well") << ForwardState::Forwarding << 4000 << 0;
}

void tst_PortForwardModel::theOfferedPortIsFree()
{
    QFETCH(const ForwardState, state);
    QFETCH(const int, wanted);
    model->setForwards({forwardOf(u"1"_s, 3000, quint16(wanted)), forwardOf(u"2"_s, 3000, 3002),
                        forwardOf(u"3"_s, 3000, 4444)});
    model->applyStatus(statusOf(u"1"_s, state));
    model->applyStatus(statusOf(u"3"_s, ForwardState::Forwarding, 3003));
    QTEST(cell(u"forward 1"_s, 0).data(Model::FreePortRole).toInt(), "offered");
}

void tst_PortForwardModel::theLocalColumnTellsWhereItListens()
{
    fill();
    QCOMPARE(text(u"forward 1"_s, Model::Local), u"127.0.0.1:3001"_s);
    QCOMPARE(text(u"forward 2"_s, Model::Local), u"127.0.0.1:5432"_s);
    QCOMPARE(text(u"port 9229"_s, Model::Local), QString());
    PortForward open = forwardOf(u"4"_s, 80, 0);
    model->setForwards({open});
    QCOMPARE(text(u"forward 4"_s, Model::Local), u"any free port"_s);
    open.onNetwork = true;
    model->setForwards({open});
    model->applyStatus(statusOf(u"4"_s, ForwardState::Forwarding, 40123));
    QCOMPARE(text(u"forward 4"_s, Model::Local), u"0.0.0.0:40123"_s);
    QVERIFY(cell(u"forward 4"_s, Model::Local)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(u"Any computer that reaches this one can connect."_s));
}

void tst_PortForwardModel::anotherLocalPortIsSaid()
{
    model->setForwards({forwardOf(u"1"_s, 3000, 3000)});
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 3001));
    const QModelIndex local = cell(u"forward 1"_s, Model::Local);
    QCOMPARE(local.data().toString(), u"127.0.0.1:3001"_s);
    QCOMPARE(local.data(Model::MetaRole).toString(), u"wanted 3000"_s);
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 3000));
    QCOMPARE(local.data(Model::MetaRole).toString(), QString());
    model->setForwards({forwardOf(u"1"_s, 3000, 0)}); // any port was wanted
    QCOMPARE(cell(u"forward 1"_s, 0).data(Model::MetaRole).toString(), QString());
}

void tst_PortForwardModel::aPortTakenInsteadIsSaid()
{
    PortForward forward = forwardOf(u"1"_s, 80, 3001);
    forward.wantedPort = 3000;
    model->setForwards({forward});
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 3001));
    const QModelIndex local = cell(u"forward 1"_s, Model::Local);
    QCOMPARE(local.data(Model::MetaRole).toString(), u"wanted 3000"_s);
    QSignalSpy asked(model.get(), &Model::editRequested);
    QVERIFY(model->setData(local, 4000));
    QCOMPARE(asked.last().first().value<PortForward>(), forwardOf(u"1"_s, 80, 4000));
    QVERIFY(model->setData(cell(u"forward 1"_s, Model::Name), u"web"_s)); // another name is no other wish
    QCOMPARE(asked.last().first().value<PortForward>().wantedPort, quint16(3000));
}

void tst_PortForwardModel::whatTheWatchSeesListens()
{
    model->setSpriteState(SpriteState::Running);
    model->setForwards({forwardOf(u"1"_s, 3000, 3000)});
    ForwardStatus status = statusOf(u"1"_s, ForwardState::NothingListens, 3000);
    model->applyStatus(status);
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Nothing listens"_s);
    model->setListening(QList<ListeningPort>{portOf(3000)});
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Forwarding"_s);
    status.bytesUp = 5; // counters come another way
    model->applyStatus(status);
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Forwarding"_s);
    model->setListening(QList<ListeningPort>());
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Nothing listens"_s);
}

void tst_PortForwardModel::whyNothingWasReachedIsSaid()
{
    model->setSpriteState(SpriteState::Running);
    model->setForwards({forwardOf(u"1"_s, 3000, 3000)});
    ForwardStatus status = statusOf(u"1"_s, ForwardState::NothingListens, 3000);
    const auto message = [&](const QString &detail) {
        status.detail = detail;
        model->applyStatus(status);
        return cell(u"forward 1"_s, 0).data(Model::MessageRole).toString();
    };
    QCOMPARE(message(u"dial tcp 10.0.0.1:3000: connect: Connection refused"_s),
             u"Nothing listens on 3000."_s);
    const QString unknown = u"dial tcp: lookup db: no such host"_s;
    QCOMPARE(message(unknown), unknown);
    QCOMPARE(message({}), u"Nothing listens on 3000."_s);
}

void tst_PortForwardModel::trafficIsCountedOrIdle_data()
{
    QTest::addColumn<int>("connections");
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<int>("secondsAgo");
    QTest::addColumn<QString>("text");
    QTest::newRow("open") << 2 << qint64(1'200'000) << 0 << u"2 open · 1.2 MB"_s;
    QTest::newRow("open without a byte") << 1 << qint64(0) << 0 << u"1 open · 0 bytes"_s;
    QTest::newRow("much") << 500 << qint64(3'400'000'000) << 0 << u"500 open · 3.4 GB"_s;
    QTest::newRow("never") << 0 << qint64(0) << -1 << u"not used yet"_s;
    QTest::newRow("a moment ago") << 0 << qint64(9) << 20 << u"idle"_s;
    QTest::newRow("minutes") << 0 << qint64(9) << 4 * 60 + 5 << u"idle 4 min"_s;
    QTest::newRow("hours") << 0 << qint64(9) << 3 * 3600 + 5 << u"idle 3 h"_s;
    QTest::newRow("days") << 0 << qint64(9) << 72 * 3600 + 5 << u"idle 3 d"_s;
}

void tst_PortForwardModel::trafficIsCountedOrIdle()
{
    QFETCH(const int, connections);
    QFETCH(const qint64, bytes);
    QFETCH(const int, secondsAgo);
    ForwardStatus status = statusOf(u"1"_s, ForwardState::Forwarding, 3001);
    status.connections = connections;
    status.bytesUp = bytes / 3;
    status.bytesDown = bytes - bytes / 3;
    if (secondsAgo >= 0)
        status.lastActivity = QDateTime::currentDateTimeUtc().addSecs(-secondsAgo);
    model->setForwards({forwardOf(u"1"_s, 3000, 3001)});
    model->applyStatus(status);
    QTEST(text(u"forward 1"_s, Model::Traffic), "text");
}

void tst_PortForwardModel::namesFallBack()
{
    PortForward forward = forwardOf(u"1"_s, 5432, 5432);
    model->setForwards({forward});
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 5432));
    const auto name = [this] { return text(u"forward 1"_s, Model::Name); };
    QCOMPARE(name(), u"PostgreSQL"_s);
    ListeningPort port = portOf(5432, u"postgres -D data"_s, 7);
    model->setListening(QList<ListeningPort>{port});
    QCOMPARE(name(), u"postgres -D data"_s);
    port.service = u"database"_s;
    model->setListening(QList<ListeningPort>{port});
    QCOMPARE(name(), u"database"_s);
    forward.name = u"main"_s;
    model->setForwards({forward});
    QCOMPARE(name(), u"main"_s);
    model->setListening(QList<ListeningPort>{portOf(6379), portOf(4321)});
    QCOMPARE(text(u"port 6379"_s, Model::Name), u"Redis"_s);
    QCOMPARE(text(u"port 4321"_s, Model::Name), QString());
}

void tst_PortForwardModel::theProcessStandsInTheToolTip()
{
    fill();
    const auto toolTip = [this](const QString &key) {
        return cell(key, Model::Name).data(Qt::ToolTipRole).toString();
    };
    QCOMPARE(toolTip(u"port 9229"_s), u"node, PID 12"_s);
    QCOMPARE(toolTip(u"forward 1"_s), u"node, PID 12"_s);
    QVERIFY(!cell(u"forward 2"_s, Model::Name).data(Qt::ToolTipRole).isValid());
    model->setListening(QList<ListeningPort>{portOf(9229, {}, 13)});
    QCOMPARE(toolTip(u"port 9229"_s), u"PID 13"_s);
    ForwardStatus status = statusOf(u"1"_s, ForwardState::Forwarding, 3001);
    status.error = ApiError::network(u"api.sprites.dev"_s, u"connection lost"_s);
    model->applyStatus(status);
    QVERIFY(toolTip(u"forward 1"_s).startsWith(u"The last connection failed: "_s));
}

void tst_PortForwardModel::rowsAreSpoken_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("spoken");
    QTest::newRow("forwarding") << u"forward 1"_s
                                << u"Port 3000, node, forwarded to 127.0.0.1 port 3001, 2 connection(s)"_s;
    QTest::newRow("stopped") << u"forward 2"_s << u"Port 5432, db, stopped, 127.0.0.1 port 5432"_s;
    QTest::newRow("busy") << u"forward 3"_s << u"Port 8080, port busy, 127.0.0.1 port 8080"_s;
    QTest::newRow("elsewhere")
        << u"forward 4"_s << u"Port 80 of db, forwarded to 0.0.0.0 port 8081, wanted 8080, 0 connection(s)"_s;
    QTest::newRow("listening") << u"port 9229"_s << u"Port 9229, node, listening, not forwarded"_s;
    QTest::newRow("header") << u"header 1"_s << u"Listening, not forwarded"_s;
}

void tst_PortForwardModel::rowsAreSpoken()
{
    QFETCH(const QString, key);
    fill();
    PortForward other = forwardOf(u"4"_s, 80, 8080);
    other.host = u"db"_s;
    other.onNetwork = true;
    model->setForwards(model->forwards() + QList{other});
    model->applyStatus(statusOf(u"4"_s, ForwardState::Forwarding, 8081));
    model->applyStatus(statusOf(u"3"_s, ForwardState::PortBusy));
    ForwardStatus status = statusOf(u"1"_s, ForwardState::Forwarding, 3001);
    status.connections = 2;
    model->applyStatus(status);
    QTEST(cell(key, Model::State).data(Qt::AccessibleTextRole).toString(), "spoken");
    QTEST(cell(key, Model::Name).data(Qt::AccessibleTextRole).toString(), "spoken");
    QCOMPARE(cell(key, Model::Local).data(Qt::AccessibleTextRole).toString(), text(key, Model::Local));
    if (key == u"forward 3")
        QCOMPARE(cell(key, Model::State).data(Qt::AccessibleDescriptionRole).toString(),
                 u"8080 is used by another program."_s);
}

void tst_PortForwardModel::aNewLocalPortIsAskedFor()
{
    fill();
    QSignalSpy asked(model.get(), &Model::editRequested);
    QSignalSpy refused(model.get(), &Model::refused);
    const QModelIndex local = cell(u"forward 1"_s, Model::Local);
    QCOMPARE(local.data(Qt::EditRole), QVariant(3001));
    QVERIFY(model->setData(local, u" 4000 "_s));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<PortForward>(), forwardOf(u"1"_s, 3000, 4000));
    QCOMPARE(local.data().toString(), u"127.0.0.1:3001"_s); // until its owner says so
    QVERIFY(model->setData(local, 5432));                   // only a stopped forward wants it
    QCOMPARE(asked.last().first().value<PortForward>().localPort, quint16(5432));
    QCOMPARE(refused.size(), 0);
}

void tst_PortForwardModel::aBadLocalPortIsRefused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nothing") << u" "_s << u"The port is missing."_s;
    QTest::newRow("zero") << u"0"_s << u"0 is not a port: ports go from 1 to 65535."_s;
    QTest::newRow("too high") << u"65536"_s << u"65536 is not a port: ports go from 1 to 65535."_s;
    QTest::newRow("a word") << u"x"_s << u"“x” is not a port: it takes a number, such as 5432."_s;
    QTest::newRow("taken") << u"8080"_s << u"Local port 8080 already forwards to 8080."_s;
}

void tst_PortForwardModel::aBadLocalPortIsRefused()
{
    QFETCH(const QString, typed);
    fill();
    QSignalSpy asked(model.get(), &Model::editRequested);
    QSignalSpy refused(model.get(), &Model::refused);
    const QModelIndex local = cell(u"forward 1"_s, Model::Local);
    QVERIFY(!model->setData(local, typed));
    QCOMPARE(asked.size(), 0);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused.first().first().toModelIndex(), local);
    QCOMPARE(refused.first().at(1).toString(), typed);
    QTEST(refused.first().at(2).toString(), "reason");
}

void tst_PortForwardModel::aNewNameIsAskedFor()
{
    fill();
    QSignalSpy asked(model.get(), &Model::editRequested);
    QSignalSpy refused(model.get(), &Model::refused);
    QCOMPARE(cell(u"forward 1"_s, Model::Name).data(Qt::EditRole), QVariant(QString()));
    QVERIFY(model->setData(cell(u"forward 1"_s, Model::Name), u"  my\n web "_s));
    QCOMPARE(asked.first().first().value<PortForward>().name, u"my web"_s);
    QVERIFY(model->setData(cell(u"forward 2"_s, Model::Name), u""_s));
    QCOMPARE(asked.last().first().value<PortForward>().name, QString());
    QVERIFY(!model->setData(cell(u"forward 2"_s, Model::Name), QString(61, u'x')));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(asked.size(), 2);
}

void tst_PortForwardModel::closingAnEditorChangesNothing()
{
    fill();
    QSignalSpy asked(model.get(), &Model::editRequested);
    QSignalSpy refused(model.get(), &Model::refused);
    for (const QString &key : {u"forward 1"_s, u"forward 2"_s, u"forward 3"_s}) {
        for (const int column : {int(Model::Local), int(Model::Name)}) {
            const QModelIndex place = cell(key, column);
            QVERIFY(model->setData(place, place.data(Qt::EditRole)));
        }
    }
    model->setForwards({forwardOf(u"1"_s, 3000, 0)});
    model->applyStatus(statusOf(u"1"_s, ForwardState::Starting));
    QVERIFY(model->setData(cell(u"forward 1"_s, Model::Local), 0)); // any port, as it was
    QCOMPARE(asked.size() + refused.size(), 0);
}

void tst_PortForwardModel::onlyForwardsCanBeEdited()
{
    fill();
    for (int row = 0; row < model->rowCount(); ++row) {
        for (int column = 0; column < Model::ColumnCount; ++column) {
            const QModelIndex place = model->index(row, column);
            const bool isForward = place.data(Model::RowTypeRole).toInt() == int(Model::RowType::Forward);
            const bool isEditable = isForward && (column == Model::Local || column == Model::Name);
            QCOMPARE(place.flags().testFlag(Qt::ItemIsEditable), isEditable);
            if (!isEditable)
                QVERIFY(!model->setData(place, 4000));
        }
    }
    QVERIFY(!cell(u"header 0"_s, 0).flags().testFlag(Qt::ItemIsSelectable));
    QVERIFY(cell(u"port 9229"_s, 0).flags().testFlag(Qt::ItemIsSelectable));
}

void tst_PortForwardModel::theFilterFindsWhatIsShown()
{
    fill();
    const QString forward = cell(u"forward 1"_s, 0).data(Model::SearchRole).toString();
    for (const QString &word : {u"3000"_s, u"3001"_s, u"node"_s, u"Forwarding"_s})
        QVERIFY2(forward.contains(word), qPrintable(word));
    QVERIFY(cell(u"port 9229"_s, 0).data(Model::SearchRole).toString().contains(u"9229"_s));
    QCOMPARE(cell(u"header 0"_s, 0).data(Model::SearchRole).toString(), QString());
}

void tst_PortForwardModel::aStatusTellsOnlyItsRow()
{
    fill();
    ModelSpy spy(*model);
    ForwardStatus status = statusOf(u"1"_s, ForwardState::Forwarding, 3001);
    status.connections = 3;
    model->applyStatus(status);
    QCOMPARE(spy.changed.first().first().toModelIndex(), cell(u"forward 1"_s, 0));
    QCOMPARE(spy.changed.first().at(1).toModelIndex(), cell(u"forward 1"_s, Model::ColumnCount - 1));
    QCOMPARE(spy.take(), u"change 1"_s);
}

void tst_PortForwardModel::theSameAgainIsSilent()
{
    fill();
    ModelSpy spy(*model);
    fill();
    model->showSprite(Otter);
    QCOMPARE(spy.take(), QString());
}

void tst_PortForwardModel::stoppingMovesTheRow()
{
    fill();
    const QPersistentModelIndex first = cell(u"forward 1"_s, 0);
    QList<PortForward> forwards = model->forwards();
    forwards[0].isStopped = true;
    model->setForwards(forwards);
    QVERIFY(first.isValid());
    QCOMPARE(first.data(Model::KeyRole).toString(), u"forward 1"_s);
    QCOMPARE(first.data().toString(), u"Stopped"_s);
    forwards[0].isStopped = false;
    model->setForwards(forwards);
    QCOMPARE(first.data().toString(), u"Forwarding"_s);
}

void tst_PortForwardModel::aStatusMayComeFirst()
{
    model->applyStatus(statusOf(u"1"_s, ForwardState::Forwarding, 3001));
    QCOMPARE(model->rowCount(), 0);
    model->setForwards({forwardOf(u"1"_s, 3000, 3001)});
    QCOMPARE(text(u"forward 1"_s, Model::State), u"Forwarding"_s);
    QCOMPARE(model->status(ForwardId(u"1"_s)).localPort, quint16(3001));
}

void tst_PortForwardModel::forwardsOfOtherSpritesAreLeftOut()
{
    PortForward other = forwardOf(u"2"_s, 80, 80);
    other.sprite = Heron;
    model->setForwards({forwardOf(u"1"_s, 3000, 3001), other});
    QCOMPARE(keys(), u"header 2 forward 1"_s);
    QCOMPARE(model->forwards().size(), 1);
}

void tst_PortForwardModel::anotherSpriteBeginsEmpty()
{
    fill();
    ModelSpy spy(*model);
    model->showSprite(Heron);
    QCOMPARE(spy.take(), u"reset 1"_s);
    QCOMPARE(model->rowCount(), 0);
    QCOMPARE(model->status(ForwardId(u"1"_s)), statusOf(u"1"_s, ForwardState::Stopped));
    model->setSpriteState(SpriteState::Cold);
    QCOMPARE(keys(), u"header 1 note"_s);
}

void tst_PortForwardModel::randomChangesKeepIndexesOnTheirRows()
{
    QRandomGenerator random(4711);
    const auto randomForwards = [&random] {
        QList<PortForward> forwards;
        for (int i = 0; i < 8; ++i) {
            if (random.bounded(4) == 0)
                continue;
            PortForward forward = forwardOf(QString::number(i), quint16(3000 + i), quint16(3000 + i));
            forward.isStopped = random.bounded(3) == 0;
            forward.guarded = random.bounded(3) == 0;
            forwards.insert(random.bounded(int(forwards.size()) + 1), forward);
        }
        return forwards;
    };
    const auto randomPorts = [&random] {
        QList<ListeningPort> ports;
        for (int i = 0; i < 12; ++i) {
            if (random.bounded(2) == 0)
                ports << portOf(quint16(3000 + i), u"node"_s, random.bounded(3));
        }
        return random.bounded(5) == 0 ? std::nullopt : std::optional(ports);
    };
    QList<PortForward> forwards;
    std::optional<QList<ListeningPort>> ports;
    SpriteState state = SpriteState::Unknown;
    QHash<int, ForwardStatus> statuses;
    for (int round = 0; round < 400; ++round) {
        const PersistentProbe probe(*model, Model::KeyRole);
        const int id = random.bounded(8);
        switch (random.bounded(5)) {
        case 0:
            model->setForwards(forwards = randomForwards());
            break;
        case 1:
            model->setListening(ports = randomPorts());
            break;
        case 2:
            model->setSpriteState(state = SpriteState(random.bounded(4)));
            break;
        case 3:
            statuses[id] = statusOf(QString::number(id), ForwardState(random.bounded(8)),
                                    quint16(random.bounded(3) * 3000));
            model->applyStatus(statuses[id]);
            break;
        default:
            statuses[id].id = ForwardId(QString::number(id));
            statuses[id].connections = random.bounded(3);
            model->applyStatus(statuses[id]);
        }
        const QStringList now = rowTexts(*model, Model::KeyRole);
        QCOMPARE(QSet<QString>(now.cbegin(), now.cend()).size(), now.size());
        QCOMPARE(probe.problem(now), QString());

        Model other; // the same from nothing
        other.showSprite(Otter);
        for (const ForwardStatus &status : std::as_const(statuses))
            other.applyStatus(status);
        other.setSpriteState(state);
        other.setListening(ports);
        other.setForwards(forwards);
        for (const int role : {int(Model::KeyRole), int(Qt::AccessibleTextRole), int(Model::MessageRole),
                               int(Model::FreePortRole), int(Qt::ToolTipRole)})
            QCOMPARE(rowTexts(*model, role), rowTexts(other, role));
    }
}

QTEST_GUILESS_MAIN(tst_PortForwardModel)

#include "tst_portforwardmodel.moc"
