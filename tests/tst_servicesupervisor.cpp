// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicesupervisor.h"
#include "support/filetrees.h"
#include "support/machinefixture.h"
#include "support/patience.h"

#include <QRegularExpression>

#include <csignal>

#include <sys/resource.h>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ServiceDefinition service(const QString &name, const QStringList &needs = {})
{
    ServiceDefinition definition;
    definition.name = name;
    definition.cmd = u"sleep"_s;
    definition.args = QStringList{u"1000"_s};
    definition.needs = needs;
    return definition;
}

ServiceOrder::Services services(const QList<ServiceDefinition> &list)
{
    ServiceOrder::Services all;
    for (const ServiceDefinition &definition : list)
        all.insert(definition.name, definition);
    return all;
}

ServiceTimes times(std::chrono::milliseconds first)
{
    ServiceTimes times;
    times.firstRestart = first;
    return times;
}

//! Lets files grow so far and no further, as a disk that is full does, while it lives.
class FileSizeLimit
{
public:
    FileSizeLimit()
        : m_before(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_limit);
    }
    ~FileSizeLimit()
    {
        lift();
        std::signal(SIGXFSZ, m_before);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

    void set(qint64 bytes) const
    {
        const rlimit small{rlim_t(bytes), m_limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    void lift() const { ::setrlimit(RLIMIT_FSIZE, &m_limit); }

private:
    void (*m_before)(int);
    rlimit m_limit{};
};

} // namespace

//! What there is to know of services without a client: who starts when.
class TestServiceSupervisor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void putsNeedsFirst();
    void namesTheCircle();
    void namesTheDependencyThatIsUnknown();
    void ordersAlsoWhatHangsTogetherInACircle();
    void ordersALongChain();
    void waitsTwiceAsLongEachTimeUpToAMinute();
    void beginsAnewAfterARunOfAMinute();
    void keepsTheDefinitions();
    void leavesOutWhatIsNoService();
    void keepsTheLastLines_data();
    void keepsTheLastLines();
    void tellsTheEndOfALongLog();
    void putsALongLogAside();
    void remembersWhichStreamALineWasWrittenTo();
    void aLogHasABoundHoweverItIsWritten();
    void aLogThatChangesItsStreamOftenIsPutAside();
    void passesOverMarkersThatCannotBe_data();
    void passesOverMarkersThatCannotBe();
    void goesOnAfterAMarkerThatAKillHasTorn();
    void aFullDiskLosesWholePieces();
    void startsNeedsFirst();
    void startsWhatBreaksAgain();
    void doesNotStartWhatHasDoneItsWork();
    void tellsWhatCannotBeStarted();
    void waitsWhileItsSpritePauses();
    void killsWhatDoesNotStop();

private:
    static QList<ServiceLogReader::Piece> pieces(const QTemporaryDir &folder, qint64 lines)
    {
        // As after a new start of the program.
        const ServiceLog again(folder.path(), u"web"_s, 1000);
        ServiceLogReader reader(again, lines);
        QList<ServiceLogReader::Piece> all;
        while (const auto piece = reader.next())
            all.append(*piece);
        return all;
    }
    static ServiceDefinition shell(const QString &name, const QString &script)
    {
        ServiceDefinition definition = service(name);
        definition.cmd = u"sh"_s;
        definition.args = QStringList{u"-c"_s, script};
        return definition;
    }
};

void TestServiceSupervisor::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestServiceSupervisor::putsNeedsFirst()
{
    const auto all = services({service(u"a"_s, {u"c"_s, u"b"_s}), service(u"b"_s, {u"d"_s}), service(u"c"_s),
                               service(u"d"_s), service(u"e"_s)});
    QCOMPARE(ServiceOrder::toStart(all, u"a"_s), (QStringList{u"c"_s, u"d"_s, u"b"_s, u"a"_s}));
    QCOMPARE(ServiceOrder::all(all), (QStringList{u"c"_s, u"d"_s, u"b"_s, u"a"_s, u"e"_s}));
    QCOMPARE(ServiceOrder::dependants(all, u"d"_s), QStringList{u"b"_s});
}

void TestServiceSupervisor::namesTheCircle()
{
    const auto all = services({service(u"a"_s, {u"b"_s}), service(u"b"_s, {u"c"_s}), service(u"c"_s)});
    QCOMPARE(ServiceOrder::fault(all, service(u"c"_s, {u"a"_s})), u"circular dependency: c -> a -> b -> c"_s);
    QCOMPARE(ServiceOrder::fault(all, service(u"d"_s, {u"d"_s})), u"circular dependency: d -> d"_s);
    QCOMPARE(ServiceOrder::fault(all, service(u"d"_s, {u"a"_s, u"c"_s})), QString());
}

void TestServiceSupervisor::namesTheDependencyThatIsUnknown()
{
    QCOMPARE(ServiceOrder::fault({}, service(u"a"_s, {u"b"_s})), u"unknown dependency: b"_s);
}

void TestServiceSupervisor::ordersAlsoWhatHangsTogetherInACircle()
{
    const auto all = services({service(u"a"_s, {u"b"_s, u"gone"_s}), service(u"b"_s, {u"a"_s})});
    QCOMPARE(ServiceOrder::all(all), (QStringList{u"b"_s, u"a"_s}));
}

void TestServiceSupervisor::ordersALongChain()
{
    ServiceOrder::Services all;
    constexpr int Count = 20'000;
    for (int i = 0; i < Count; ++i) {
        const QStringList needs = i == 0 ? QStringList() : QStringList{u"s%1"_s.arg(i - 1)};
        all.insert(u"s%1"_s.arg(i), service(u"s%1"_s.arg(i), needs));
    }
    const QStringList order = ServiceOrder::toStart(all, u"s%1"_s.arg(Count - 1));
    QCOMPARE(order.size(), Count);
    QCOMPARE(order.constFirst(), u"s0"_s);
}

void TestServiceSupervisor::waitsTwiceAsLongEachTimeUpToAMinute()
{
    ServiceBackoff backoff{ServiceTimes()};
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s})
        QCOMPARE(backoff.next(0s).count(), std::chrono::milliseconds(wait).count());
    QCOMPARE(backoff.count(), 8);
    backoff.reset();
    QCOMPARE(backoff.next(59s).count(), 1000);
}

void TestServiceSupervisor::beginsAnewAfterARunOfAMinute()
{
    ServiceBackoff backoff{ServiceTimes()};
    (void)backoff.next(0s);
    (void)backoff.next(59'999ms);
    QCOMPARE(backoff.next(59'999ms).count(), 4000);
    QCOMPARE(backoff.next(60s).count(), 1000);
    QCOMPARE(backoff.count(), 1);
}

void TestServiceSupervisor::keepsTheDefinitions()
{
    const QTemporaryDir folder;
    SpriteView view;
    view.system = folder.path();
    const ServiceStore store(view);
    QVERIFY(!store.exists());
    QVERIFY(store.read().isEmpty());
    ServiceDefinition web = service(u"web"_s, {u"db"_s});
    web.httpPort = 3000;
    web.env.insert(u"A"_s, u"b=c"_s);
    web.dir = u"/home/sprite/app"_s;
    web.isStoppedByHand = true;
    const auto all = services({web, service(u"db"_s)});
    QVERIFY(store.write(all).isOk());
    QVERIFY(store.exists());
    QCOMPARE(store.read(), all);
}

void TestServiceSupervisor::leavesOutWhatIsNoService()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"services.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"services":[{"name":"a","cmd":"x","needs":["b"]},{"name":"b","cmd":"x","needs":["a"]},
        {"name":"../c","cmd":"x"},{"name":"d","cmd":7},{"name":"e"},7,{"name":"f","cmd":"x"}]})");
    file.close();
    SpriteView view;
    view.system = folder.path();
    QCOMPARE(ServiceStore(view).read().keys(), QStringList{u"f"_s});
}

void TestServiceSupervisor::keepsTheLastLines_data()
{
    QTest::addColumn<qint64>("lines");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("all") << qint64(-1) << QByteArray("one\ntwo\nthree\nfour");
    QTest::newRow("one") << qint64(1) << QByteArray("four");
    QTest::newRow("across both files") << qint64(3) << QByteArray("two\nthree\nfour");
    QTest::newRow("more than there are") << qint64(9) << QByteArray("one\ntwo\nthree\nfour");
}

void TestServiceSupervisor::keepsTheLastLines()
{
    QFETCH(qint64, lines);
    QFETCH(QByteArray, expected);
    const QTemporaryDir folder;
    ServiceLog log(folder.path(), u"web"_s, 14);
    for (const char *part : {"one\n", "two\n", "three\n", "four"})
        log.append(false, part);
    QVERIFY(QFile::exists(folder.filePath(u"web.log.1"_s)));
    ServiceLogReader reader(log, lines);
    QByteArray read;
    while (const auto piece = reader.next())
        read += piece->bytes;
    QCOMPARE(read, expected);
}

void TestServiceSupervisor::tellsTheEndOfALongLog()
{
    const QTemporaryDir folder;
    ServiceLog log(folder.path(), u"web"_s, 300'000);
    QByteArrayList written;
    for (int i = 0; i < 9'000; ++i) {
        written.append("line " + QByteArray::number(i) + QByteArray(i % 80, '.') + '\n');
        log.append(false, written.constLast());
    }
    // Both files are longer than what is looked through at once.
    QVERIFY(QFileInfo(folder.filePath(u"web.log"_s)).size() > 100'000);
    QVERIFY(QFileInfo(folder.filePath(u"web.log.1"_s)).size() > 200'000);
    const auto told = [&folder](qint64 lines) {
        QByteArray bytes;
        for (const ServiceLogReader::Piece &piece : pieces(folder, lines))
            bytes += piece.bytes;
        return bytes;
    };
    const QByteArray all = told(-1);
    const qint64 count = all.count('\n');
    for (const qint64 lines : {qint64(1), qint64(2), qint64(1'300), qint64(1'301), qint64(3'000), count})
        QCOMPARE(told(lines), written.mid(written.size() - lines).join());
    QCOMPARE(told(count + 1), all);
    QCOMPARE(told(all.size() + 1), all);
    QCOMPARE(told(0), QByteArray());
    log.append(false, "no end");
    QCOMPARE(told(2), written.constLast() + "no end");
}

void TestServiceSupervisor::putsALongLogAside()
{
    const QTemporaryDir folder;
    ServiceLog log(folder.path(), u"web"_s, 1000);
    for (int i = 0; i < 99; ++i)
        log.append(false, QByteArray(99, 'x') + '\n');
    const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 2);
    for (const QFileInfo &file : files)
        QCOMPARE(file.size(), 900);
}

void TestServiceSupervisor::remembersWhichStreamALineWasWrittenTo()
{
    const QTemporaryDir folder;
    using Piece = ServiceLogReader::Piece;
    for (int run = 0; run < 2; ++run) {
        ServiceLog log(folder.path(), u"web"_s, 1000);
        log.append(false, "a\n");
        log.append(false, "b\n");
        log.append(true, "wrong\n");
        log.append(false, "c\n");
    }
    QCOMPARE(pieces(folder, -1), (QList<Piece>{{false, "a\nb\n"},
                                               {true, "wrong\n"},
                                               {false, "c\n"},
                                               {false, "a\nb\n"},
                                               {true, "wrong\n"},
                                               {false, "c\n"}}));
    QCOMPARE(pieces(folder, 2), (QList<Piece>{{true, "wrong\n"}, {false, "c\n"}}));
    QCOMPARE(Spritarium::readFile(folder.filePath(u"web.log"_s)), QByteArray("a\nb\nwrong\nc\n").repeated(2));
    // Torn by a kill, or of a log from before this was remembered.
    QVERIFY(QFile(folder.filePath(u".web.streams"_s)).resize(3));
    QCOMPARE(pieces(folder, 1), (QList<Piece>{{false, "c\n"}}));
    QVERIFY(QFile::remove(folder.filePath(u".web.streams"_s)));
    QCOMPARE(pieces(folder, 1), (QList<Piece>{{false, "c\n"}}));
}

void TestServiceSupervisor::aLogHasABoundHoweverItIsWritten()
{
    const QTemporaryDir folder;
    constexpr qint64 Most = 4000;
    ServiceLog log(folder.path(), u"web"_s, Most);
    for (int i = 0; i < 20'000; ++i)
        log.append(i % 2 == 0, "x");
    qint64 size = 0;
    const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files)
        size += file.size();
    QVERIFY2(size <= 2 * Most + 16, QByteArray::number(size).constData());
    // What cannot be put aside goes.
    QVERIFY(QFile::remove(folder.filePath(u"web.log.1"_s)));
    QVERIFY(QDir(folder.path()).mkdir(u"web.log.1"_s));
    QVERIFY(Spritarium::writeFile(folder.filePath(u"web.log.1/x"_s), "1"));
    for (int i = 0; i < 20; ++i)
        log.append(false, QByteArray(999, 'y') + '\n');
    QVERIFY(QFileInfo(folder.filePath(u"web.log"_s)).size() <= Most);
}

void TestServiceSupervisor::aLogThatChangesItsStreamOftenIsPutAside()
{
    constexpr qint64 MostMarkers = 512 * 1024;
    const QTemporaryDir folder;
    ServiceLog log(folder.path(), u"web"_s, 8 * 1024 * 1024);
    const QString aside = folder.filePath(u"web.log.1"_s);
    int count = 0;
    for (; !QFile::exists(aside) && count < MostMarkers; ++count)
        log.append(count % 2 != 0, count % 2 != 0 ? "e" : "o");
    QVERIFY(QFile::exists(aside));
    QVERIFY(QFileInfo(folder.filePath(u".web.streams.1"_s)).size() < MostMarkers + 16);
    const QList<ServiceLogReader::Piece> all = pieces(folder, -1);
    QCOMPARE(all.size(), count);
    for (qsizetype i = 0; i < all.size(); ++i)
        QCOMPARE(all.at(i), (ServiceLogReader::Piece{i % 2 != 0, i % 2 != 0 ? "e" : "o"}));
}

void TestServiceSupervisor::passesOverMarkersThatCannotBe_data()
{
    using Piece = ServiceLogReader::Piece;
    QTest::addColumn<QByteArray>("markers");
    QTest::addColumn<QList<Piece>>("expected");
    const QList<Piece> right{{false, "a\n"}, {true, "b\n"}, {false, "c\n"}};
    QTest::newRow("right") << QByteArray("0 o\n2 e\n4 o\n") << right;
    QTest::newRow("beyond the log") << QByteArray("0 o\n2 e\n7 e\n4 o\n900 e\n") << right;
    QTest::newRow("lower than the one before") << QByteArray("0 e\n5 e\n0 o\n2 e\n4 o\n") << right;
    QTest::newRow("two for one place") << QByteArray("0 o\n2 o\n2 e\n4 e\n4 o\n") << right;
    QTest::newRow("torn") << QByteArray("0 o\n2\n2 \n2 e\n2 e4 e\n-1 e\n\n4 o\n5") << right;
    QTest::newRow("the first are missing")
        << QByteArray("4 e\n") << QList<Piece>{{false, "a\nb\n"}, {true, "c\n"}};
    QTest::newRow("none") << QByteArray() << QList<Piece>{{false, "a\nb\nc\n"}};
}

void TestServiceSupervisor::passesOverMarkersThatCannotBe()
{
    QFETCH(QByteArray, markers);
    QFETCH(QList<ServiceLogReader::Piece>, expected);
    const QTemporaryDir folder;
    QVERIFY(Spritarium::writeFile(folder.filePath(u"web.log"_s), "a\nb\nc\n"));
    QVERIFY(Spritarium::writeFile(folder.filePath(u".web.streams"_s), markers));
    QCOMPARE(pieces(folder, -1), expected);
    QCOMPARE(pieces(folder, 1), (QList<ServiceLogReader::Piece>{{expected.constLast().isErrors, "c\n"}}));
}

void TestServiceSupervisor::goesOnAfterAMarkerThatAKillHasTorn()
{
    const QTemporaryDir folder;
    QVERIFY(Spritarium::writeFile(folder.filePath(u"web.log"_s), "a\n"));
    QVERIFY(Spritarium::writeFile(folder.filePath(u".web.streams"_s), "0 o\n1"));
    ServiceLog log(folder.path(), u"web"_s, 1000);
    log.append(true, "wrong\n");
    log.append(false, QByteArray(50, 'x') + '\n');
    QCOMPARE(pieces(folder, -1),
             (QList<ServiceLogReader::Piece>{
                 {false, "a\n"}, {true, "wrong\n"}, {false, QByteArray(50, 'x') + '\n'}}));
}

void TestServiceSupervisor::aFullDiskLosesWholePieces()
{
    const FileSizeLimit limit;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"web.log"_s);
    const QString streams = folder.filePath(u".web.streams"_s);
    ServiceLog log(folder.path(), u"web"_s, 1000);
    for (int i = 0; i < 10; ++i)
        log.append(i % 2 != 0, "x\n");
    const QByteArray written = Spritarium::readFile(path);
    const QByteArray markers = Spritarium::readFile(streams);
    // In the middle of a marker.
    limit.set(markers.size() + 2);
    log.append(false, "lost\n");
    QCOMPARE(Spritarium::readFile(path), written);
    QCOMPARE(Spritarium::readFile(streams), markers);
    // In the middle of a piece.
    limit.set(markers.size() + 20);
    log.append(false, QByteArray(100, 'y') + '\n');
    QCOMPARE(Spritarium::readFile(path), written);
    QCOMPARE(Spritarium::readFile(streams), markers);
    limit.lift();
    log.append(false, "out\n");
    log.append(true, "wrong\n");
    QCOMPARE(pieces(folder, 3),
             (QList<ServiceLogReader::Piece>{{true, "x\n"}, {false, "out\n"}, {true, "wrong\n"}}));
}

void TestServiceSupervisor::startsNeedsFirst()
{
    SPRITARIUM_NEEDS_SANDBOX();
    MachineFixture fixture;
    const PlaygroundOptions options;
    ServiceSupervisor supervisor(fixture.store, *fixture.machines, options, u"web"_s, nullptr);
    for (const ServiceDefinition &definition :
         {service(u"z"_s), service(u"y"_s, {u"z"_s}), service(u"a"_s, {u"y"_s})})
        QVERIFY(!supervisor.define(definition));
    QStringList started;
    for (SupervisedService *one : supervisor.services())
        connect(one, &SupervisedService::started, this, [&started, one] { started.append(one->name()); });
    QSignalSpy finished(supervisor.start(supervisor.find(u"a"_s)), &ServiceStart::finished);
    QVERIFY(finished.wait(Patience));
    QCOMPARE(finished.constFirst().constFirst().toString(), QString());
    QCOMPARE(started, (QStringList{u"z"_s, u"y"_s, u"a"_s}));
    QCOMPARE(supervisor.whyNotStop(supervisor.find(u"z"_s))->text,
             u"cannot stop service z: service y depends on it and is running"_s);
    QVERIFY(!supervisor.whyNotStop(supervisor.find(u"a"_s)));
    fixture.web().endAndWait();
}

void TestServiceSupervisor::startsWhatBreaksAgain()
{
    SPRITARIUM_NEEDS_SANDBOX();
    MachineFixture fixture;
    PlaygroundOptions options;
    options.services = times(1ms);
    ServiceSupervisor supervisor(fixture.store, *fixture.machines, options, u"web"_s, nullptr);
    QVERIFY(!supervisor.define(shell(u"worker"_s, u"echo again; exit 3"_s)));
    SupervisedService *worker = supervisor.find(u"worker"_s);
    QSignalSpy exited(worker, &SupervisedService::exited);
    supervisor.start(worker);
    QTRY_VERIFY(exited.size() >= 3);
    QCOMPARE(exited.constFirst().constFirst().toInt(), 3);
    const QJsonObject state = worker->toJson().value("state"_L1).toObject();
    QVERIFY(state.value("restart_count"_L1).toInt() >= 2);
    worker->stop(1s);
    QTRY_COMPARE(worker->status(), SupervisedService::Status::Stopped);
}

void TestServiceSupervisor::doesNotStartWhatHasDoneItsWork()
{
    SPRITARIUM_NEEDS_SANDBOX();
    MachineFixture fixture;
    PlaygroundOptions options;
    options.services = times(1ms);
    ServiceSupervisor supervisor(fixture.store, *fixture.machines, options, u"web"_s, nullptr);
    QVERIFY(!supervisor.define(shell(u"once"_s, u"exit 0"_s)));
    SupervisedService *once = supervisor.find(u"once"_s);
    QSignalSpy exited(once, &SupervisedService::exited);
    supervisor.start(once);
    QVERIFY(exited.wait(Patience));
    QCOMPARE(once->status(), SupervisedService::Status::Stopped);
    QVERIFY(!once->toJson().value("state"_L1).toObject().contains("next_restart_at"_L1));
}

void TestServiceSupervisor::tellsWhatCannotBeStarted()
{
    SPRITARIUM_NEEDS_SANDBOX();
    MachineFixture fixture;
    PlaygroundOptions options;
    options.services = times(1h);
    ServiceSupervisor supervisor(fixture.store, *fixture.machines, options, u"web"_s, nullptr);
    ServiceDefinition missing = service(u"missing"_s);
    missing.cmd = u"/no/such/program"_s;
    QVERIFY(!supervisor.define(missing));
    QVERIFY(!supervisor.define(service(u"user"_s, {u"missing"_s})));
    QSignalSpy finished(supervisor.start(supervisor.find(u"user"_s)), &ServiceStart::finished);
    QVERIFY(finished.wait(Patience));
    const QString error = finished.constFirst().constFirst().toString();
    QVERIFY2(error.startsWith("dependency missing: "_L1), qPrintable(error));
    QCOMPARE(supervisor.find(u"missing"_s)->status(), SupervisedService::Status::Failed);
    QCOMPARE(supervisor.find(u"user"_s)->status(), SupervisedService::Status::Stopped);
}

void TestServiceSupervisor::waitsWhileItsSpritePauses()
{
    SPRITARIUM_NEEDS_SANDBOX();
    MachineFixture fixture;
    PlaygroundOptions options;
    options.services = times(300ms);
    ServiceSupervisor supervisor(fixture.store, *fixture.machines, options, u"web"_s, nullptr);
    QVERIFY(!supervisor.define(shell(u"worker"_s, u"exit 3"_s)));
    SupervisedService *worker = supervisor.find(u"worker"_s);
    QSignalSpy exited(worker, &SupervisedService::exited);
    supervisor.start(worker);
    QVERIFY(exited.wait(Patience));
    supervisor.suspend();
    QCOMPARE(worker->status(), SupervisedService::Status::Failed);
    QVERIFY(worker->toJson().value("state"_L1).toObject().contains("next_restart_at"_L1));
    const qsizetype before = exited.size();
    supervisor.resume();
    QTRY_VERIFY(exited.size() > before);
    supervisor.goDown();
}

void TestServiceSupervisor::killsWhatDoesNotStop()
{
    SPRITARIUM_NEEDS_SANDBOX();
    MachineFixture fixture;
    const PlaygroundOptions options;
    ServiceSupervisor supervisor(fixture.store, *fixture.machines, options, u"web"_s, nullptr);
    QVERIFY(!supervisor.define(shell(u"deaf"_s, u"trap '' TERM; echo ready; while :; do sleep 1; done"_s)));
    SupervisedService *deaf = supervisor.find(u"deaf"_s);
    QSignalSpy output(deaf, &SupervisedService::output);
    QSignalSpy stopped(deaf, &SupervisedService::stopped);
    supervisor.start(deaf);
    QVERIFY(output.wait(Patience));
    deaf->stop(1ms);
    QVERIFY(stopped.wait(Patience));
    QCOMPARE(stopped.constFirst().constFirst().toInt(), 137);
    QCOMPARE(deaf->status(), SupervisedService::Status::Stopped);
}

QTEST_GUILESS_MAIN(TestServiceSupervisor)
#include "tst_servicesupervisor.moc"
