// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/filetrees.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! The program is killed in the middle of each kind of operation, at a sign that it has begun, and started
//! again: the operation has happened or has not, no other files are left, and no process of any sprite.
class TestPlaygroundKillAll : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void creating();
    void deleting();
    void takingACheckpoint();
    void restoring();
    void restoringWhileProcessesWrite();
    void deletingWhileProcessesWrite();
    void runningACommand();
    void startingAService();
    void replacingAPolicy();
    void copyingAFolder();
    void deletingAFolder();
    void renamingAFolder();
    void deletingCheckpoints();
    void upgrading();
    void goingToSleep_data();
    void goingToSleep();
    void waking();
    void copyingWithoutPermissions();

private:
    void start(const QStringList &more = {});
    //! Kills it, waits until no process of its sprites is left, and starts it again. All it then still has
    //! is what it needs.
    void killAndStartAgain();
    //! The state folder holds nothing but these trees.
    void verifyNothingElseThanTrees(int count) const;
    QString status(const QString &sprite) const;
    //! Processes that see a part of the state folder as their own: those of sprites.
    int sandboxedCount() const;
    //! Processes that copy for a playground that may not read its files itself.
    int copyingCount() const;
    QString state() const { return m_folder->filePath(u"state"_s); }
    PlaygroundClient client() const
    {
        return {m_ready.value("url"_L1).toString(), m_ready.value("token"_L1).toString()};
    }
    void make(const QString &sprite) const;
    void write(const QString &sprite, const QString &file, const QByteArray &bytes) const;
    QByteArray read(const QString &sprite, const QString &file) const;
    bool checkpoint(const QString &sprite) const;
    QStringList checkpoints(const QString &sprite) const;
    std::unique_ptr<QNetworkReply> exec(PlaygroundClient &client, const QString &script) const;
    //! Every one of these requests at once over one connection; the statuses that came until `enough` did.
    QByteArray pour(const QList<QByteArray> &requests, const QByteArray &enough) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_before; //!< words in front of the program's own
    std::unique_ptr<QProcess> m_program;
    QJsonObject m_ready;
};

namespace {

constexpr int FileCount = 400;
constexpr int Many = 120;

QString spriteName(int number)
{
    return u"sprite-%1"_s.arg(number, 3, 10, QLatin1Char('0'));
}

} // namespace

void TestPlaygroundKillAll::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_before.clear();
    start();
}

void TestPlaygroundKillAll::cleanup()
{
    m_program->kill();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QTRY_COMPARE(sandboxedCount(), 0);
    m_program.reset();
    m_folder.reset();
}

void TestPlaygroundKillAll::start(const QStringList &more)
{
    m_program = std::make_unique<QProcess>();
    m_program->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QStringList words = m_before + QStringList{QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                                               u"--state"_s,
                                               state(),
                                               u"--empty"_s,
                                               u"--speed"_s,
                                               u"0"_s} +
                        more;
    const QString program = words.takeFirst();
    m_program->start(program, words);
    QVERIFY(QTest::qWaitFor([this] { return m_program->canReadLine(); }, Patience));
    m_ready = QJsonDocument::fromJson(m_program->readLine()).object();
}

void TestPlaygroundKillAll::killAndStartAgain()
{
    m_program->kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_program->state(), QProcess::NotRunning, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(sandboxedCount(), 0, Patience);
    start();
}

int TestPlaygroundKillAll::sandboxedCount() const
{
    const QByteArray own = QFileInfo(m_folder->path()).fileName().toLatin1();
    int count = 0;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/mountinfo"_s.arg(pid));
        if (file.open(QIODevice::ReadOnly))
            count += file.readAll().contains(own);
    }
    return count;
}

void TestPlaygroundKillAll::make(const QString &sprite) const
{
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":")" + sprite.toLatin1() + R"("})").status, 201);
}

void TestPlaygroundKillAll::write(const QString &sprite, const QString &file, const QByteArray &bytes) const
{
    const QString path =
        u"/v1/sprites/%1/fs/write?mkdirParents=true&path=/home/sprite/%2"_s.arg(sprite, file);
    QCOMPARE(client().send("PUT", path, bytes).status, 200);
}

QByteArray TestPlaygroundKillAll::read(const QString &sprite, const QString &file) const
{
    const Answer answer = client().get(u"/v1/sprites/%1/fs/read?path=/home/sprite/%2"_s.arg(sprite, file));
    return answer.status == 200 ? answer.body : QByteArray();
}

bool TestPlaygroundKillAll::checkpoint(const QString &sprite) const
{
    return client().post(u"/v1/sprites/%1/checkpoint"_s.arg(sprite)).body.contains("complete");
}

QStringList TestPlaygroundKillAll::checkpoints(const QString &sprite) const
{
    QStringList ids;
    const QJsonArray list = client().get(u"/v1/sprites/%1/checkpoints"_s.arg(sprite)).array();
    for (const QJsonValue &checkpoint : list)
        ids.append(checkpoint["id"_L1].toString());
    return ids;
}

std::unique_ptr<QNetworkReply> TestPlaygroundKillAll::exec(PlaygroundClient &client,
                                                           const QString &script) const
{
    const QString query = u"?cmd=sh&cmd=-c&cmd="_s + QString::fromLatin1(QUrl::toPercentEncoding(script));
    return client.begin("POST", u"/v1/sprites/web/exec"_s + query);
}

QByteArray TestPlaygroundKillAll::pour(const QList<QByteArray> &requests, const QByteArray &enough) const
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_ready.value("url"_L1).toString()).port()));
    socket.write(requests.join());
    QByteArray answer;
    (void)QTest::qWaitFor([&] { return (answer += socket.readAll()).contains(enough); }, Patience);
    m_program->kill();
    (void)QTest::qWaitFor([&] { return socket.state() == QTcpSocket::UnconnectedState; }, Patience);
    return answer + socket.readAll();
}

void TestPlaygroundKillAll::creating()
{
    QList<QByteArray> requests;
    for (int i = 0; i < Many; ++i) {
        const QByteArray body = R"({"name":")" + spriteName(i).toLatin1() + R"("})";
        requests << client().head("POST", "/v1/sprites",
                                  "Content-Length: " + QByteArray::number(body.size()) + "\r\n") +
                        body;
    }
    const auto told = pour(requests, "HTTP/1.1 201 ").count("HTTP/1.1 201 ");
    killAndStartAgain();
    const QJsonArray list =
        client().get(u"/v1/sprites?max_results=500"_s).object().value("sprites"_L1).toArray();
    QVERIFY2(list.size() >= told && told > 0, QByteArray::number(list.size()).constData());
    // In the order in which they were asked for, without a gap, and each can be used.
    for (int i = 0; i < list.size(); ++i) {
        QCOMPARE(list.at(i)["name"_L1].toString(), spriteName(i));
        QCOMPARE(checkpoints(spriteName(i)), (QStringList{u"Current"_s, u"v0"_s}));
    }
    write(spriteName(0), u"a"_s, "1");
    make(u"another"_s);
}

void TestPlaygroundKillAll::deleting()
{
    constexpr int Some = 30;
    QList<QByteArray> requests;
    for (int i = 0; i < Some; ++i) {
        make(spriteName(i));
        write(spriteName(i), u"a"_s, "1");
        QVERIFY(checkpoint(spriteName(i)));
        requests << client().head("DELETE", "/v1/sprites/" + spriteName(i).toLatin1());
    }
    QTRY_COMPARE(countTrees(state()), 2 * Some);
    const auto told = pour(requests, "HTTP/1.1 204 ").count("HTTP/1.1 204 ");
    killAndStartAgain();
    const QJsonArray list =
        client().get(u"/v1/sprites?max_results=500"_s).object().value("sprites"_L1).toArray();
    QVERIFY(told > 0 && list.size() <= Some - told);
    for (int i = 0; i < list.size(); ++i) {
        const QString name = list.at(i)["name"_L1].toString();
        QCOMPARE(name, spriteName(Some - int(list.size()) + i));
        QCOMPARE(read(name, u"a"_s), QByteArray("1"));
        QVERIFY(
            client().post(u"/v1/sprites/%1/checkpoints/v1/restore"_s.arg(name)).body.contains("complete"));
        QCOMPARE(read(name, u"a"_s), QByteArray("1"));
    }
    QTRY_COMPARE(countTrees(state()), 2 * list.size());
}

void TestPlaygroundKillAll::takingACheckpoint()
{
    make(u"web"_s);
    for (int i = 0; i < FileCount; ++i)
        write(u"web"_s, u"d/%1"_s.arg(i), QByteArray(32 * 1024, 'x'));
    PlaygroundClient asking = client();
    const auto reply = asking.begin("POST", u"/v1/sprites/web/checkpoint"_s, "{}");
    QTRY_COMPARE(countTrees(state()), 2); // its folder is there, so the copying goes on
    const bool isTold = reply->bytesAvailable() > 0 && reply->peek(100'000).contains("complete");
    killAndStartAgain();
    const bool isThere = checkpoints(u"web"_s).contains(u"v1"_s);
    QVERIFY(isThere || !isTold);
    QTRY_COMPARE(countTrees(state()), isThere ? 2 : 1);
    if (!isThere)
        QVERIFY(checkpoint(u"web"_s));
    const QString path = u"/v1/sprites/web/fs/list?path=/.sprite/checkpoints/v1/home/sprite/d"_s;
    QCOMPARE(client().get(path).object().value("count"_L1).toInt(), FileCount);
}

void TestPlaygroundKillAll::restoring()
{
    make(u"web"_s);
    for (int i = 0; i < FileCount; ++i)
        write(u"web"_s, u"d/%1"_s.arg(i), QByteArray(32 * 1024, 'x'));
    QVERIFY(checkpoint(u"web"_s));
    write(u"web"_s, u"now"_s, "1");
    PlaygroundClient asking = client();
    const auto reply = asking.begin("POST", u"/v1/sprites/web/checkpoints/v1/restore"_s, "{}");
    // Three trees are there while the copy and its clean-up last; a quick disk may be through by the first
    // look.
    QTRY_VERIFY(countTrees(state()) == 3 || reply->peek(100'000).contains("complete"));
    const bool isTold = reply->bytesAvailable() > 0 && reply->peek(100'000).contains("complete");
    killAndStartAgain();
    const bool isRestored = client().get(u"/v1/sprites/web/fs/read?path=/home/sprite/now"_s).status == 404;
    QVERIFY(isRestored || !isTold);
    for (const QString &root : {u"/home/sprite/d"_s, u"/.sprite/checkpoints/v1/home/sprite/d"_s}) {
        const Answer list = client().get(u"/v1/sprites/web/fs/list?path="_s + root);
        QCOMPARE(list.object().value("count"_L1).toInt(), FileCount);
    }
    QTRY_COMPARE(countTrees(state()), 2);
}

void TestPlaygroundKillAll::runningACommand()
{
    if (m_ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    make(u"web"_s);
    PlaygroundClient asking = client();
    const auto reply = exec(asking, u"trap '' TERM HUP; echo 1 > begun; setsid sleep 1000 & sleep 1000"_s);
    QTRY_COMPARE(read(u"web"_s, u"begun"_s), QByteArray("1\n"));
    QVERIFY(sandboxedCount() > 0);
    killAndStartAgain();
    QCOMPARE(read(u"web"_s, u"begun"_s), QByteArray("1\n"));
    QCOMPARE(client().get(u"/v1/sprites/web/exec"_s).object().value("count"_L1).toInt(), 0);
    QVERIFY(client()
                .post(u"/v1/sprites/web/exec?cmd=cat&cmd=begun"_s, {})
                .body.startsWith("\1"
                                 "1\n"));
}

void TestPlaygroundKillAll::startingAService()
{
    if (m_ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    make(u"web"_s);
    PlaygroundClient asking = client();
    const QByteArray body = R"({"cmd":"sh","args":["-c","echo $$ >> begun; exec sleep 1000"]})";
    const auto reply = asking.begin("PUT", u"/v1/sprites/web/services/api?duration=60s"_s, body);
    QTRY_COMPARE(read(u"web"_s, u"begun"_s).size(), 2); // a small number and the end of its line
    killAndStartAgain();
    const QJsonArray services = client().get(u"/v1/sprites/web/services"_s).array();
    QCOMPARE(services.size(), 1);
    QCOMPARE(services.at(0)["cmd"_L1].toString(), u"sh"_s);
    // It comes back with the sprite, once.
    QVERIFY(client().post(u"/v1/sprites/web/exec?cmd=true"_s, {}).status == 200);
    const auto state = [this] { return client().get(u"/v1/sprites/web/services/api"_s).body; };
    QTRY_VERIFY2(read(u"web"_s, u"begun"_s).count('\n') == 2, state().constData());
    const auto status = [&] {
        return QJsonDocument::fromJson(state()).object().value("state"_L1)["status"_L1].toString();
    };
    QTRY_COMPARE(status(), u"running"_s);
}

void TestPlaygroundKillAll::restoringWhileProcessesWrite()
{
    if (m_ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    make(u"web"_s);
    write(u"web"_s, u"kept"_s, "1");
    QVERIFY(checkpoint(u"web"_s));
    PlaygroundClient asking = client();
    const auto running = exec(asking, u"while :; do mkdir -p a/b; echo x >> a/b/c; done"_s);
    QTRY_VERIFY(!read(u"web"_s, u"a/b/c"_s).isEmpty());
    const auto reply = asking.begin("POST", u"/v1/sprites/web/checkpoints/v1/restore"_s, "{}");
    QTRY_VERIFY(reply->bytesAvailable() > 0);
    killAndStartAgain();
    QCOMPARE(read(u"web"_s, u"kept"_s), QByteArray("1"));
    QTRY_COMPARE(countTrees(state()), 2);
}

void TestPlaygroundKillAll::deletingWhileProcessesWrite()
{
    if (m_ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    make(u"web"_s);
    PlaygroundClient asking = client();
    const auto running = exec(asking, u"while :; do mkdir -p a/b; echo x >> a/b/c; done"_s);
    QTRY_VERIFY(!read(u"web"_s, u"a/b/c"_s).isEmpty());
    const auto reply = asking.begin("DELETE", u"/v1/sprites/web"_s);
    QTRY_VERIFY(reply->isFinished());
    killAndStartAgain();
    QCOMPARE(client().get(u"/v1/sprites/web"_s).status, 404);
    QTRY_COMPARE(
        QDir(state() + u"/trees"_s).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList());
}

void TestPlaygroundKillAll::replacingAPolicy()
{
    make(u"web"_s);
    QList<QByteArray> requests;
    for (int i = 0; i < Many; ++i) {
        const QByteArray body = R"({"rules":[{"domain":"a%1.example.com","action":"allow"}]})";
        const QByteArray own = QString::fromLatin1(body).arg(i).toLatin1();
        requests << client().head("POST", "/v1/sprites/web/policy/network",
                                  "Content-Length: " + QByteArray::number(own.size()) + "\r\n") +
                        own;
    }
    const auto told = pour(requests, "HTTP/1.1 204 ").count("HTTP/1.1 204 ");
    killAndStartAgain();
    const QJsonArray rules =
        client().get(u"/v1/sprites/web/policy/network"_s).object().value("rules"_L1).toArray();
    QCOMPARE(rules.size(), 1);
    const QString domain = rules.at(0)["domain"_L1].toString();
    const int number = domain.section(u'.', 0, 0).mid(1).toInt();
    QVERIFY2(told > 0 && number >= int(told) - 1, qPrintable(domain));
}

void TestPlaygroundKillAll::verifyNothingElseThanTrees(int count) const
{
    constexpr auto All = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    QTRY_COMPARE(countTrees(state()), count);
    QTRY_COMPARE(QDir(state() + u"/trees"_s).entryList({u".*"_s}, All), QStringList());
    QCOMPARE(QDir(state() + u"/incoming"_s).entryList(All), QStringList());
    QCOMPARE(QDir(state()).entryList(All, QDir::Name),
             (QStringList{u"incoming"_s, u"journal.jsonl"_s, u"playground.lock"_s, u"trees"_s}));
}

QString TestPlaygroundKillAll::status(const QString &sprite) const
{
    return client().get(u"/v1/sprites/"_s + sprite).object().value("status"_L1).toString();
}

void TestPlaygroundKillAll::copyingAFolder()
{
    make(u"web"_s);
    for (int i = 0; i < FileCount; ++i)
        write(u"web"_s, u"d/sub/%1"_s.arg(i), QByteArray(32 * 1024, 'x'));
    PlaygroundClient asking = client();
    const auto reply = asking.begin(
        "POST", u"/v1/sprites/web/fs/copy"_s,
        R"({"source":"/home/sprite/d","dest":"/home/sprite/e","recursive":true,"workingDir":"/"})");
    QTRY_VERIFY(!QDir(state() + u"/incoming"_s).isEmpty() || reply->isFinished());
    const bool isTold = reply->isFinished();
    killAndStartAgain();
    const Answer list = client().get(u"/v1/sprites/web/fs/list?path=/home/sprite/e/sub"_s);
    QVERIFY(list.status == 200 || (list.status == 404 && !isTold));
    if (list.status == 200)
        QCOMPARE(list.object().value("count"_L1).toInt(), FileCount);
    else
        QCOMPARE(client().get(u"/v1/sprites/web/fs/list?path=/home/sprite/e"_s).status, 404);
    verifyNothingElseThanTrees(1);
}

void TestPlaygroundKillAll::deletingAFolder()
{
    make(u"web"_s);
    for (int i = 0; i < 3 * FileCount; ++i)
        write(u"web"_s, u"d/sub/%1"_s.arg(i), "x");
    PlaygroundClient asking = client();
    const auto reply =
        asking.begin("DELETE", u"/v1/sprites/web/fs/delete?path=/home/sprite/d&recursive=true"_s);
    QTRY_VERIFY(!QDir(state() + u"/incoming"_s).isEmpty() || reply->isFinished());
    killAndStartAgain();
    // It had begun.
    QCOMPARE(client().get(u"/v1/sprites/web/fs/list?path=/home/sprite/d"_s).status, 404);
    verifyNothingElseThanTrees(1);
}

void TestPlaygroundKillAll::renamingAFolder()
{
    make(u"web"_s);
    for (int i = 0; i < 20; ++i)
        write(u"web"_s, u"a0/%1"_s.arg(i), "x");
    QList<QByteArray> requests;
    for (int i = 0; i < Many; ++i) {
        const QByteArray from = "/home/sprite/a" + QByteArray::number(i);
        const QByteArray to = "/home/sprite/a" + QByteArray::number(i + 1);
        const QByteArray body = R"({"source":")" + from + R"(","dest":")" + to + R"(","workingDir":"/"})";
        requests << client().head("POST", "/v1/sprites/web/fs/rename",
                                  "Content-Length: " + QByteArray::number(body.size()) + "\r\n") +
                        body;
    }
    const auto told = pour(requests, "HTTP/1.1 200 ").count("HTTP/1.1 200 ");
    killAndStartAgain();
    const QJsonArray entries = client()
                                   .get(u"/v1/sprites/web/fs/list?path=/home/sprite&recursive=true"_s)
                                   .object()
                                   .value("entries"_L1)
                                   .toArray();
    QCOMPARE(entries.size(), 21);
    QVERIFY(entries.at(0)["name"_L1].toString().mid(1).toInt() >= told);
    verifyNothingElseThanTrees(1);
}

void TestPlaygroundKillAll::deletingCheckpoints()
{
    constexpr int Some = 30;
    make(u"web"_s);
    write(u"web"_s, u"a"_s, "1");
    QList<QByteArray> requests;
    for (int i = 1; i <= Some; ++i) {
        QVERIFY(checkpoint(u"web"_s));
        if (i < Some)
            requests << client().head("DELETE", "/v1/sprites/web/checkpoints/v" + QByteArray::number(i));
    }
    const auto told = pour(requests, "HTTP/1.1 204 ").count("HTTP/1.1 204 ");
    killAndStartAgain();
    const QStringList left = checkpoints(u"web"_s);
    QVERIFY(told > 0 && left.size() <= Some + 2 - told);
    QStringList expected{u"Current"_s};
    for (int i = Some; expected.size() < left.size() - 1; --i)
        expected << u"v%1"_s.arg(i);
    QCOMPARE(left, expected << u"v0"_s); // asked for from the oldest on
    verifyNothingElseThanTrees(1 + int(left.size()) - 2);
    QVERIFY(client().post(u"/v1/sprites/web/checkpoints/v%1/restore"_s.arg(Some)).body.contains("complete"));
    QCOMPARE(read(u"web"_s, u"a"_s), QByteArray("1"));
}

void TestPlaygroundKillAll::upgrading()
{
    QList<QByteArray> requests;
    for (int i = 0; i < Many; ++i) {
        make(spriteName(i));
        requests << client().head("POST", "/v1/sprites/" + spriteName(i).toLatin1() + "/upgrade",
                                  "Content-Length: 0\r\n");
    }
    const auto told = pour(requests, "HTTP/1.1 204 ").count("HTTP/1.1 204 ");
    killAndStartAgain();
    int upgraded = 0;
    for (int i = 0; i < Many; ++i) {
        const QJsonObject sprite = client().get(u"/v1/sprites/"_s + spriteName(i)).object();
        const bool isNew = !sprite.value("environment_version"_L1).isNull();
        QVERIFY(!isNew || upgraded == i); // one after the other
        upgraded += isNew;
    }
    QVERIFY2(told > 0 && upgraded >= told, QByteArray::number(upgraded).constData());
    verifyNothingElseThanTrees(0);
}

void TestPlaygroundKillAll::goingToSleep_data()
{
    QTest::addColumn<QString>("where");
    QTest::newRow("warm") << u"warm"_s;
    QTest::newRow("cold") << u"cold"_s;
}

void TestPlaygroundKillAll::goingToSleep()
{
    QFETCH(QString, where);
    if (m_ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    m_program->kill();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    start({u"--idle"_s, u"1"_s, u"--cold-after"_s, where == u"warm"_s ? u"3600"_s : u"4"_s});
    make(u"web"_s);
    PlaygroundClient asking = client();
    const auto reply = exec(asking, u"for i in 1 2 3 4 5; do setsid sleep 1000 & done; echo 1 > begun"_s);
    QTRY_VERIFY(reply->isFinished());
    QVERIFY(sandboxedCount() > 0);
    QTRY_COMPARE_WITH_TIMEOUT(status(u"web"_s), where, Patience);
    killAndStartAgain();
    // What had stopped in memory is gone with the program; nothing says that it is there.
    QCOMPARE(status(u"web"_s), u"cold"_s);
    QCOMPARE(read(u"web"_s, u"begun"_s), QByteArray("1\n"));
    QCOMPARE(client().get(u"/v1/sprites/web/exec"_s).object().value("count"_L1).toInt(), 0);
    verifyNothingElseThanTrees(1);
}

void TestPlaygroundKillAll::waking()
{
    if (m_ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    make(u"web"_s);
    write(u"web"_s, u"kept"_s, "1");
    for (int i = 0; i < 3; ++i) {
        PlaygroundClient asking = client();
        const auto reply = exec(asking, u"sleep 1000"_s);
        QTRY_VERIFY(sandboxedCount() > 0); // it may not have its agent yet
        killAndStartAgain();
        QCOMPARE(status(u"web"_s), u"cold"_s);
        verifyNothingElseThanTrees(1);
    }
    QVERIFY(client()
                .post(u"/v1/sprites/web/exec?cmd=cat&cmd=kept"_s, {})
                .body.startsWith("\1"
                                 "1"));
}

int TestPlaygroundKillAll::copyingCount() const
{
    const QByteArray own = QFileInfo(m_folder->path()).fileName().toLatin1();
    int count = 0;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        const QByteArray words = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        count += words.contains("--copy") && words.contains(own);
    }
    return count;
}

void TestPlaygroundKillAll::copyingWithoutPermissions()
{
    m_program->kill();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    if (::geteuid() == 0) {
        // Root may read everything.
        const QString tool = QStandardPaths::findExecutable(u"setpriv"_s);
        if (tool.isEmpty())
            QSKIP("setpriv is not installed");
        m_before = QStringList{tool, u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s, u"--"_s};
        m_folder = std::make_unique<QTemporaryDir>();
        QCOMPARE(::chown(qPrintable(m_folder->path()), 65534, 65534), 0);
    }
    start();
    make(u"web"_s);
    for (int i = 0; i < FileCount; ++i)
        write(u"web"_s, u"d/%1"_s.arg(i), QByteArray(256 * 1024, 'x'));
    write(u"web"_s, u"secret"_s, "1");
    const QByteArray mode = R"({"path":"/home/sprite/secret","mode":"0000","workingDir":"/"})";
    QCOMPARE(client().post(u"/v1/sprites/web/fs/chmod"_s, mode).status, 200);
    PlaygroundClient asking = client();
    const auto reply = asking.begin("POST", u"/v1/sprites/web/checkpoint"_s, "{}");
    QTRY_VERIFY(copyingCount() > 0 || reply->isFinished());
    const QByteArray said = reply->peek(100'000);
    if (said.contains("user namespace"))
        QSKIP(said.constData());
    m_program->kill();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QTRY_COMPARE(copyingCount(), 0);
    start();
    verifyNothingElseThanTrees(checkpoints(u"web"_s).contains(u"v1"_s) ? 2 : 1);
    QVERIFY(checkpoint(u"web"_s));
}

QTEST_GUILESS_MAIN(TestPlaygroundKillAll)
#include "tst_playgroundkillall.moc"
