// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/fewdescriptors.h"
#include "support/insideclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"

#include "playground/insidesocket.h"
#include "playground/spritetasks.h"

#include <QLocalSocket>
#include <QRegularExpression>

#include <algorithm>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ino_t fileNumber(const QString &path)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_ino : 0;
}

} // namespace

//! The socket inside a sprite, and the tasks that are asked for there: sprites-api 13.1, row by row.
class TestPlaygroundTasks : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void speaksHttpOnAUnixSocket();
    void answersAgainAfterDescriptorsRanOut_data();
    void answersAgainAfterDescriptorsRanOut();
    void survivesWhoTakesAllDescriptors();
    void cannotBeRemovedFromInside();
    void createsAndLists();
    void refusesASecondOfTheSameName();
    void refusesAWrongTask_data();
    void refusesAWrongTask();
    void createsAndRefreshesByPut();
    void deletes();
    void isNotThereFromOutside();
    void servesServicesAndCheckpointsWithoutAToken();
    void knowsNothingElse();
    void acceptsARestoreAndDiesWithIt();
    void restoresWhenItsAnswerWasRead();
    void acceptsARestoreDuringAnother();
    void restoresNoOtherOfItsName();
    void refusesToRestoreWhatIsNotThere();
    void turnsAwayWhoIsOneTooMany();
    void keepsTheSpriteAwakeUntilItExpires();
    void survivesAPauseAndNotColdSleep();
    void isLostInARestore();
    void leavesNoSocketBehind();
    void leavesTheSocketOfALivingPlayground();

private:
    //! Starts another playground, with its sockets in `runtime`; the connected socket of its sprite "web".
    Agent::UniqueFd connectedInside(const QString &runtime);
    //! The status and the body of a call by the socket.
    QPair<int, QByteArray> call(const QString &words);
    QString status() const { return m_playground->store().sprite(u"web"_s)->status; }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<InsideClient> m_inside;
};

void TestPlaygroundTasks::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    SPRITARIUM_NEEDS_SANDBOX();
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_inside = std::make_unique<InsideClient>(*m_playground);
    QVERIFY(m_inside->create());
}

void TestPlaygroundTasks::cleanup()
{
    m_inside.reset();
    m_playground.reset();
}

QPair<int, QByteArray> TestPlaygroundTasks::call(const QString &words)
{
    const InsideClient::Run run = m_inside->env(u"curl -i "_s + words);
    const int status = run.output.mid(9, 3).toInt();
    return {status, run.output.mid(run.output.indexOf("\r\n\r\n") + 4)};
}

void TestPlaygroundTasks::speaksHttpOnAUnixSocket()
{
    const QTemporaryDir folder;
    QByteArray asked;
    InsideSocket server(
        [&](HttpExchange *exchange) {
            exchange->collectBody(10'000'000, [&asked, exchange](const QByteArray &body) {
                asked += exchange->request().target + ' ' + QByteArray::number(body.size()) + '\n';
                exchange->respond(HttpResponse::insideText(200, QString::number(body.size())));
            });
        },
        HttpLimits(), nullptr);
    QVERIFY(server.listen(folder.filePath(u"s"_s)));
    QLocalSocket client;
    QSignalSpy connected(&client, &QLocalSocket::connected);
    client.connectToServer(folder.filePath(u"s"_s));
    QVERIFY(client.state() == QLocalSocket::ConnectedState || connected.wait(Patience));
    // Two in one connection, the first with more than any buffer holds.
    client.write("PUT /big HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                 QByteArray(3'000'000, 'x') + "GET /small HTTP/1.1\r\nHost: x\r\n\r\n");
    QByteArray answer;
    connect(&client, &QLocalSocket::readyRead, this, [&] { answer += client.readAll(); });
    QTRY_VERIFY(answer.contains("\r\n\r\n3000000\n") && answer.endsWith("\r\n\r\n0\n"));
    QCOMPARE(asked, QByteArray("/big 3000000\n/small 0\n"));
}

void TestPlaygroundTasks::answersAgainAfterDescriptorsRanOut_data()
{
    QTest::addColumn<int>("padding"); // open besides
    QTest::newRow("none left") << 0;
    QTest::newRow("a few left for others") << 64;
}

void TestPlaygroundTasks::answersAgainAfterDescriptorsRanOut()
{
    QFETCH(int, padding);
    std::vector<Agent::UniqueFd> others;
    for (int i = 0; i < padding; ++i)
        others.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const QTemporaryDir folder;
    int asked = 0;
    InsideSocket server(
        [&asked](HttpExchange *exchange) {
            ++asked;
            exchange->respond(HttpResponse::insideText(200, u"here"_s));
        },
        HttpLimits(), nullptr);
    QVERIFY(server.listen(folder.filePath(u"s"_s)));
    const ino_t file = fileNumber(server.path());
    QByteArray answers;
    QLocalSocket first;
    QLocalSocket second;
    for (QLocalSocket *client : {&first, &second}) {
        connect(client, &QLocalSocket::readyRead, this, [&answers, client] { answers += client->readAll(); });
        client->connectToServer(server.path());
        QCOMPARE(client->state(), QLocalSocket::ConnectedState);
        client->write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    {
        const FewDescriptors few(padding > 0 ? 8 : 0);
        QSignalSpy read(&first, &QLocalSocket::readyRead);
        QVERIFY(!read.wait(300)); // several breaths
        QCOMPARE(asked, 0);
    }
    QTRY_COMPARE(answers.count("here\n"), 2);
    QVERIFY(server.isListening());
    QCOMPARE(fileNumber(server.path()), file); // which is what a sandbox shows
}

void TestPlaygroundTasks::survivesWhoTakesAllDescriptors()
{
    if (m_inside->sh(u"perl -MIO::Socket::UNIX -e 1"_s).code != 0)
        QSKIP("Needs perl.");
    {
        const FewDescriptors few(60);
        const InsideClient::Run run = m_inside->sh(u"perl -MIO::Socket::UNIX -e '@s = grep { $_ } map { "
                                                   u"IO::Socket::UNIX->new(\"/.sprite/api.sock\") } "
                                                   "1..80; print scalar @s; sleep 1'"_s);
        QCOMPARE(run.output, QByteArray("80")); // those that are not taken wait
    }
    QTRY_COMPARE(call(u"/v1/tasks"_s), qMakePair(200, QByteArray("{\"tasks\":[]}\n")));
}

void TestPlaygroundTasks::cannotBeRemovedFromInside()
{
    QVERIFY(m_inside->sh(u"test -S /.sprite/api.sock && echo socket"_s).output.contains("socket"));
    QVERIFY(m_inside->sh(u"rm -f /.sprite/api.sock; test -S /.sprite/api.sock && echo still"_s)
                .output.contains("still"));
}

void TestPlaygroundTasks::createsAndLists()
{
    QCOMPARE(call(u"/v1/tasks"_s), qMakePair(200, QByteArray("{\"tasks\":[]}\n")));
    const auto made = call(uR"(-X POST /v1/tasks -d '{"name":"build","expire":120}')"_s);
    QCOMPARE(made.first, 201);
    const QJsonObject task = QJsonDocument::fromJson(made.second).object();
    QCOMPARE(task.keys(), (QStringList{u"expires_at"_s, u"name"_s, u"started_at"_s}));
    const auto time = [&](const QString &key) {
        return QDateTime::fromString(task.value(key).toString(), Qt::ISODateWithMs);
    };
    QCOMPARE(time(u"started_at"_s).secsTo(time(u"expires_at"_s)), 120);
    const auto all = call(u"http://sprite/v1/tasks"_s);
    QCOMPARE(QJsonDocument::fromJson(all.second).object().value("tasks"_L1).toArray(), QJsonArray{task});
}

void TestPlaygroundTasks::refusesASecondOfTheSameName()
{
    QCOMPARE(call(uR"(/v1/tasks -d '{"name":"a","expire":"5m"}')"_s).first, 201);
    QCOMPARE(call(uR"(/v1/tasks -d '{"name":"a","expire":"5m"}')"_s),
             qMakePair(409, QByteArray("task already exists: a\n")));
}

void TestPlaygroundTasks::refusesAWrongTask_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QByteArray>("text");
    const QByteArray positive = "expire must be a positive number of seconds or a duration\n";
    QTest::newRow("no json") << u"x"_s << QByteArray("invalid request body\n");
    QTest::newRow("no name") << uR"({"expire":5})"_s << QByteArray("name is required\n");
    QTest::newRow("no time") << uR"({"name":"a"})"_s << positive;
    QTest::newRow("zero") << uR"({"name":"a","expire":0})"_s << positive;
    QTest::newRow("negative") << uR"({"name":"a","expire":-5})"_s << positive;
    QTest::newRow("a half") << uR"({"name":"a","expire":1.5})"_s << positive;
    QTest::newRow("no duration") << uR"({"name":"a","expire":"soon"})"_s << positive;
    QTest::newRow("too long") << uR"({"name":"a","expire":7200})"_s
                              << QByteArray("expire 7200 seconds exceeds maximum 3600 seconds\n");
    QTest::newRow("too long a text") << uR"({"name":"a","expire":"2h"})"_s
                                     << QByteArray("expire 7200 seconds exceeds maximum 3600 seconds\n");
}

void TestPlaygroundTasks::refusesAWrongTask()
{
    QFETCH(QString, body);
    QFETCH(QByteArray, text);
    QCOMPARE(call(u"/v1/tasks -d '%1'"_s.arg(body)), qMakePair(400, text));
    QCOMPARE(call(u"/v1/tasks"_s).second, QByteArray("{\"tasks\":[]}\n"));
}

void TestPlaygroundTasks::createsAndRefreshesByPut()
{
    QCOMPARE(call(uR"(-X PUT /v1/tasks/a -d '{"expire":"90s"}')"_s).first, 200);
    const auto again = call(uR"(-X PUT /v1/tasks -d '{"name":"a","expire":3600}')"_s);
    QCOMPARE(again.first, 200);
    const QJsonArray all =
        QJsonDocument::fromJson(call(u"/v1/tasks"_s).second).object().value("tasks"_L1).toArray();
    QCOMPARE(all, QJsonArray{QJsonDocument::fromJson(again.second).object()});
}

void TestPlaygroundTasks::deletes()
{
    QCOMPARE(call(uR"(/v1/tasks -d '{"name":"a","expire":"5m"}')"_s).first, 201);
    QCOMPARE(call(u"-X DELETE /v1/tasks/a"_s).first, 204);
    QCOMPARE(call(u"-X DELETE /v1/tasks/a"_s), qMakePair(404, QByteArray("task not found: a\n")));
    QCOMPARE(call(u"-X PATCH /v1/tasks/a"_s).first, 405);
}

void TestPlaygroundTasks::isNotThereFromOutside()
{
    const Answer answer = m_inside->client.get(u"/v1/sprites/web/tasks"_s);
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.body, QByteArray("404 page not found\n"));
}

void TestPlaygroundTasks::servesServicesAndCheckpointsWithoutAToken()
{
    QCOMPARE(call(uR"(-X PUT '/v1/services/a?duration=0' -d '{"cmd":"sleep","args":["100"]}')"_s).first, 200);
    QVERIFY(call(u"/v1/services/a"_s).second.contains("\"running\""));
    const auto made = call(uR"(/v1/checkpoint -d '{"comment":"from inside"}')"_s);
    QCOMPARE(made.first, 200);
    QVERIFY(made.second.contains("Checkpoint v1 created successfully"));
    QVERIFY(call(u"/v1/checkpoints"_s).second.contains("from inside"));
    QCOMPARE(call(u"/v1/checkpoints/v9"_s).first, 404);
}

void TestPlaygroundTasks::knowsNothingElse()
{
    for (const QString &path : {u"/"_s, u"/v1"_s, u"/v1/sprites"_s, u"/v1/sprites/web/services"_s,
                                u"/v1/exec"_s, u"/playground/log"_s})
        QCOMPARE(call(path), qMakePair(404, QByteArray("404 page not found\n")));
}

void TestPlaygroundTasks::acceptsARestoreAndDiesWithIt()
{
    m_playground->options().restoreGrace = 4s; // for the answer to get out of the sprite
    QVERIFY(m_playground->start());
    m_inside = std::make_unique<InsideClient>(*m_playground);
    QVERIFY(m_inside->sh(u"echo first > /home/sprite/a"_s).code == 0);
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QVERIFY(m_inside->sh(u"echo second > /home/sprite/a"_s).code == 0);
    QSignalSpy restored(&m_playground->store(), &SpriteStore::jobFinished);
    const auto accepted = call(u"-X POST /v1/checkpoints/v1/restore"_s);
    QCOMPARE(accepted.first, 202);
    QCOMPARE(QJsonDocument::fromJson(accepted.second).object(),
             (QJsonObject{{u"status"_s, u"accepted"_s},
                          {u"checkpoint_id"_s, u"v1"_s},
                          {u"message"_s, u"Restore initiated. Environment will restart shortly."_s}}));
    QTRY_COMPARE(restored.size(), 1);
    QCOMPARE(m_inside->sh(u"cat /home/sprite/a"_s).output, QByteArray("first\n"));
}

Agent::UniqueFd TestPlaygroundTasks::connectedInside(const QString &runtime)
{
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime));
    const bool isStarted = m_playground->start();
    qunsetenv("XDG_RUNTIME_DIR");
    m_inside = std::make_unique<InsideClient>(*m_playground);
    if (!isStarted || m_inside->sh(u"true"_s).code != 0)
        return {};
    const QStringList folders = QDir(runtime).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const QByteArray path = QFile::encodeName(runtime + u'/' + folders.value(0) + u"/1"_s);
    Agent::UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.cbegin(), path.cend(), std::begin(address.sun_path));
    const bool isConnected =
        ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    return isConnected ? std::move(socket) : Agent::UniqueFd();
}

void TestPlaygroundTasks::restoresWhenItsAnswerWasRead()
{
#ifdef Q_OS_LINUX
    const QTemporaryDir runtime;
    m_playground->options().restoreGrace = 0ms;
    const Agent::UniqueFd socket = connectedInside(runtime.path());
    QVERIFY(socket);
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QSignalSpy restored(&m_playground->store(), &SpriteStore::jobFinished);
    const QByteArray wanted = "POST /v1/checkpoints/v1/restore HTTP/1.1\r\nHost: sprite\r\n\r\n";
    QCOMPARE(::write(socket.get(), wanted.constData(), size_t(wanted.size())), wanted.size());
    QByteArray answer(10'000, '\0');
    const auto peek = [&] { return ::recv(socket.get(), answer.data(), 10'000, MSG_PEEK | MSG_DONTWAIT); };
    QTRY_VERIFY(peek() > 0);
    QVERIFY(!restored.wait(100)); // it would have run long since
    QVERIFY(!m_playground->store().isRestoring(u"web"_s));
    QVERIFY(::read(socket.get(), answer.data(), 10'000) > 0);
    QVERIFY(answer.startsWith("HTTP/1.1 202 "));
    QTRY_COMPARE(restored.size(), 1);
    QVERIFY(qvariant_cast<JobEnd>(restored.at(0).at(2)).isRestore);
#endif
}

void TestPlaygroundTasks::acceptsARestoreDuringAnother()
{
#ifdef Q_OS_LINUX
    const QTemporaryDir runtime;
    m_playground->options().restoreGrace = 0ms;
    const Agent::UniqueFd socket = connectedInside(runtime.path());
    QVERIFY(socket);
    QCOMPARE(
        m_inside->sh(u"mkdir /home/sprite/many && cd /home/sprite/many && seq 1000 | xargs touch"_s).code, 0);
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QSignalSpy restored(&m_playground->store(), &SpriteStore::jobFinished);
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_playground->store().startRestore(u"web"_s, u"v1"_s).isOk());
    const QByteArray wanted = "POST /v1/checkpoints/v1/restore HTTP/1.1\r\nHost: sprite\r\n\r\n";
    QCOMPARE(::write(socket.get(), wanted.constData(), size_t(wanted.size())), wanted.size());
    QByteArray answer(10'000, '\0');
    const auto read = [&] { return ::recv(socket.get(), answer.data(), 10'000, MSG_DONTWAIT); };
    QVERIFY(QTest::qWaitFor([&] { return read() > 0; }, Patience));
    QVERIFY(m_playground->store().isRestoring(u"web"_s));
    QVERIFY(answer.startsWith("HTTP/1.1 202 "));
    QTRY_COMPARE(restored.size(), 4);
#endif
}

void TestPlaygroundTasks::restoresNoOtherOfItsName()
{
#ifdef Q_OS_LINUX
    const QTemporaryDir runtime;
    m_playground->options().restoreGrace = 0ms;
    const Agent::UniqueFd socket = connectedInside(runtime.path());
    QVERIFY(socket);
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    const QByteArray wanted = "POST /v1/checkpoints/v1/restore HTTP/1.1\r\nHost: sprite\r\n\r\n";
    QCOMPARE(::write(socket.get(), wanted.constData(), size_t(wanted.size())), wanted.size());
    QByteArray answer(10'000, '\0');
    const auto peek = [&] { return ::recv(socket.get(), answer.data(), 10'000, MSG_PEEK | MSG_DONTWAIT); };
    QTRY_VERIFY(peek() > 0);
    // It waits for us to read. Meanwhile:
    SpriteStore &store = m_playground->store();
    const QString first = store.sprite(u"web"_s)->id;
    QCOMPARE(m_inside->client.send("DELETE", u"/v1/sprites/web"_s).status, 204);
    QVERIFY(m_inside->create());
    QVERIFY(store.sprite(u"web"_s)->id != first);
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QSignalSpy finished(&store, &SpriteStore::jobFinished);
    QVERIFY(::read(socket.get(), answer.data(), 10'000) > 0);
    QVERIFY(answer.startsWith("HTTP/1.1 202 "));
    QVERIFY(!finished.wait(300)); // it would have run long since
    QVERIFY(!store.isRestoring(u"web"_s));
#endif
}

void TestPlaygroundTasks::turnsAwayWhoIsOneTooMany()
{
    const QTemporaryDir runtime;
    m_playground->options().insideHttp.connections = 1;
    Agent::UniqueFd first = connectedInside(runtime.path());
    QVERIFY(first);
    // A sprite uses up its own places, and no other's.
    QTRY_COMPARE(call(u"/v1/tasks"_s), qMakePair(503, QByteArray("too many connections\n")));
    QCOMPARE(m_inside->client.get(u"/v1/sprites/web/services"_s).status, 200);
    first.reset();
    QTRY_COMPARE(call(u"/v1/tasks"_s), qMakePair(200, QByteArray("{\"tasks\":[]}\n")));
}

void TestPlaygroundTasks::refusesToRestoreWhatIsNotThere()
{
    QCOMPARE(
        call(u"-X POST /v1/checkpoints/v7/restore"_s),
        qMakePair(404, QByteArray("checkpoint not found: checkpoint with path checkpoints/v7 not found\n")));
}

void TestPlaygroundTasks::keepsTheSpriteAwakeUntilItExpires()
{
    MachineFixture fixture;
    SleepTimes times;
    times.idle = 1ms;
    times.coldAfter = 1h;
    times.warmWake = 0ms;
    times.heldAtStart = 0ms;
    SleepKeeper sleep(fixture.store, times, 0, nullptr);
    SpriteTasks tasks(fixture.store, sleep, nullptr);
    const QString web = u"web"_s;
    const auto status = [&] { return fixture.store.sprite(web)->status; };
    tasks.set(web, u"a"_s, 100ms);
    tasks.set(web, u"a"_s, 1h);
    tasks.set(web, u"b"_s, 10ms);
    QTRY_VERIFY(!tasks.contains(web, u"b"_s));
    QSignalSpy changed(&fixture.store, &SpriteStore::spriteChanged);
    QVERIFY(!changed.wait(50)); // it would have slept long since
    QCOMPARE(status(), u"running"_s);
    QVERIFY(tasks.remove(web, u"a"_s));
    QTRY_COMPARE(status(), u"warm"_s);
}

void TestPlaygroundTasks::survivesAPauseAndNotColdSleep()
{
    QCOMPARE(call(uR"(/v1/tasks -d '{"name":"a","expire":"5m"}')"_s).first, 201);
    QCOMPARE(m_inside->client.post(u"/playground/pause/web"_s).status, 204);
    QCOMPARE(status(), u"warm"_s);
    QVERIFY(call(u"/v1/tasks"_s).second.contains("\"a\""));
    QVERIFY(m_playground->store().setStatus(u"web"_s, u"cold"_s).isOk());
    QVERIFY(m_playground->store().setStatus(u"web"_s, u"running"_s).isOk());
    QCOMPARE(call(u"/v1/tasks"_s).second, QByteArray("{\"tasks\":[]}\n"));
}

void TestPlaygroundTasks::isLostInARestore()
{
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QCOMPARE(call(uR"(/v1/tasks -d '{"name":"a","expire":"5m"}')"_s).first, 201);
    QCOMPARE(m_inside->client.post(u"/v1/sprites/web/checkpoints/v1/restore"_s).status, 200);
    QCOMPARE(call(u"/v1/tasks"_s).second, QByteArray("{\"tasks\":[]}\n"));
}

void TestPlaygroundTasks::leavesNoSocketBehind()
{
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
    // Of one that was killed: no process has such a number.
    QVERIFY(QDir(runtime.path()).mkdir(u"spritarium-99999999-abcdef"_s));
    QVERIFY(m_playground->start());
    InsideClient inside(*m_playground);
    QCOMPARE(inside.env(u"curl /v1/tasks"_s).code, 0);
    const QFileInfoList folders =
        QDir(runtime.path()).entryInfoList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    QCOMPARE(folders.size(), 1);
    QCOMPARE(folders.constFirst().permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                                   QFile::ReadOther | QFile::WriteOther | QFile::ExeOther),
             QFile::Permissions());
    QCOMPARE(inside.client.send("DELETE", u"/v1/sprites/web"_s).status, 204);
    QTRY_VERIFY(QDir(folders.constFirst().filePath()).isEmpty());
    m_playground->server().stop();
    QVERIFY(QDir(runtime.path()).isEmpty());
    qunsetenv("XDG_RUNTIME_DIR");
}

void TestPlaygroundTasks::leavesTheSocketOfALivingPlayground()
{
    // One in another container that shares the folder: its process cannot be seen from here, its lock can.
    const QTemporaryDir runtime;
    const QString living = runtime.filePath(u"spritarium-99999999-abcdef"_s);
    QVERIFY(QDir().mkpath(living));
    Agent::UniqueFd held(::open(QFile::encodeName(living).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    QCOMPARE(::flock(held.get(), LOCK_EX | LOCK_NB), 0);
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
    QVERIFY(m_playground->start());
    QVERIFY(QDir(living).exists());
    held.reset();
    m_playground->server().stop();
    QVERIFY(m_playground->start());
    qunsetenv("XDG_RUNTIME_DIR");
    QVERIFY(!QDir(living).exists());
    // Ours is held as well.
    const QStringList folders = QDir(runtime.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(folders.size(), 1);
    held.reset(::open(QFile::encodeName(runtime.filePath(folders.constFirst())).constData(),
                      O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    QVERIFY(::flock(held.get(), LOCK_EX | LOCK_NB) != 0);
}

QTEST_GUILESS_MAIN(TestPlaygroundTasks)
#include "tst_playgroundtasks.moc"
