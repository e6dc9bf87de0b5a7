// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundserver.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

class TestPlaygroundFaults : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void hitsOnlyWhatMatchesAndOnlyAsOftenAsSaid();
    void letsAsManyThroughAsSaid();
    void answersLater();
    void dropsBeforeTheAnswer();
    void dropsTheAnswerOfWorkThatWasDone();
    void dropsAfterTheHeaders();
    void staysSilent();
    void fallsSilentInTheMiddleOfAStream();
    void cutsAStreamInTheMiddleOfALine();
    void cutsAPlainBody();
    void failsAtTheEndWithoutHavingDoneAnything();
    void endsWithoutComplete();
    void answersAStatus_data();
    void answersAStatus();
    void answersTooManyRequests();
    void answersAnHtmlPage();
    void answersNothingButAStatus();
    void breaksTheJson();
    void intrudesIntoAStream_data();
    void intrudesIntoAStream();
    void floodsAStream();
    void holdsAFloodBackWhileNobodyReads();
    void redirectsOnTheSameOrigin();
    void redirectsElsewhere();
    void isChosenOverHttp();
    void refusesWhatIsNoFault_data();
    void refusesWhatIsNoFault();

private:
    void add(Fault fault);
    QByteArray checkpointHead() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PlaygroundServer> m_server;
    std::unique_ptr<PlaygroundClient> m_client;
};

namespace {

const QString CheckpointPath = u"/v1/sprites/web/checkpoint"_s;
const QString CheckpointsPath = u"/v1/sprites/web/checkpoints"_s;

QString lastType(const Answer &answer)
{
    return answer.lines().last().value("type"_L1).toString();
}

} // namespace

void TestPlaygroundFaults::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    PlaygroundOptions options;
    options.stateFolder = m_folder->filePath(u"state"_s);
    options.speed = 0;
    options.seeds = false;
    options.store.durability = Durability::KillSafe;
    m_server = std::make_unique<PlaygroundServer>(options);
    const auto address = m_server->start();
    QVERIFY(address.isOk());
    m_client = std::make_unique<PlaygroundClient>(address->url, address->token);
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundFaults::cleanup()
{
    m_client.reset();
    m_server.reset();
    m_folder.reset();
}

void TestPlaygroundFaults::add(Fault fault)
{
    m_server->faults().add(fault);
}

QByteArray TestPlaygroundFaults::checkpointHead() const
{
    return m_client->head("POST", CheckpointPath.toLatin1(), "Content-Length: 0\r\n");
}

void TestPlaygroundFaults::hitsOnlyWhatMatchesAndOnlyAsOftenAsSaid()
{
    add({.kind = Fault::Kind::EmptyUnavailable,
         .method = "GET",
         .path = u"/v1/sprites/*/checkpoints*"_s,
         .count = 2});
    add({.kind = Fault::Kind::HtmlBadGateway, .path = CheckpointsPath, .count = -1});
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 200);
    QCOMPARE(m_client->post(CheckpointPath).status, 200);
    QCOMPARE(m_client->get(CheckpointsPath).status, 503);
    QCOMPARE(m_client->get(CheckpointsPath + u"/v1"_s).status, 503);
    QCOMPARE(m_client->get(CheckpointsPath).status, 502);
    QCOMPARE(m_client->get(CheckpointsPath).status, 502);
    m_server->faults().clear();
    QCOMPARE(m_client->get(CheckpointsPath).status, 200);
}

void TestPlaygroundFaults::letsAsManyThroughAsSaid()
{
    add({.kind = Fault::Kind::EmptyUnavailable, .path = CheckpointsPath, .skip = 2});
    add({.kind = Fault::Kind::HtmlBadGateway, .path = CheckpointsPath});
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 200);
    QCOMPARE(m_client->get(CheckpointsPath).status, 502);
    QCOMPARE(m_client->get(CheckpointsPath).status, 200);
    QCOMPARE(m_client->get(CheckpointsPath).status, 503);
    QCOMPARE(m_client->get(CheckpointsPath).status, 200);
}

void TestPlaygroundFaults::answersLater()
{
    add({.kind = Fault::Kind::Latency, .milliseconds = 120});
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 200);
    QVERIFY(timer.elapsed() >= 119);
}

void TestPlaygroundFaults::dropsBeforeTheAnswer()
{
    add({.kind = Fault::Kind::DropBeforeAnswer});
    QCOMPARE(m_client->raw(m_client->head("GET", "/v1/sprites")), QByteArray());
}

void TestPlaygroundFaults::dropsTheAnswerOfWorkThatWasDone()
{
    add({.kind = Fault::Kind::DropAfterWork});
    const QByteArray body = R"({"name":"other"})";
    const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    QCOMPARE(m_client->raw(m_client->head("POST", "/v1/sprites", length) + body), QByteArray());
    QVERIFY(m_server->store().sprite(u"other"_s).isOk());
    add({.kind = Fault::Kind::DropAfterWork});
    QCOMPARE(m_client->raw(checkpointHead()), QByteArray());
    QTRY_VERIFY(m_server->store().checkpoint(u"web"_s, u"v1"_s).isOk());
}

void TestPlaygroundFaults::dropsAfterTheHeaders()
{
    add({.kind = Fault::Kind::DropAfterHeaders});
    const QByteArray plain = m_client->raw(m_client->head("GET", "/v1/sprites"));
    QVERIFY(plain.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(plain.endsWith("\r\n\r\n"));
    add({.kind = Fault::Kind::DropAfterHeaders});
    const QByteArray stream = m_client->raw(checkpointHead());
    QVERIFY(stream.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(stream.endsWith("\r\n\r\n"));
}

void TestPlaygroundFaults::staysSilent()
{
    add({.kind = Fault::Kind::Stall});
    const auto reply = m_client->begin("GET", u"/v1/sprites"_s);
    QSignalSpy anything(reply.get(), &QNetworkReply::metaDataChanged);
    QVERIFY(!anything.wait(150));
    QVERIFY(!reply->isFinished());
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 200);
}

void TestPlaygroundFaults::fallsSilentInTheMiddleOfAStream()
{
    add({.kind = Fault::Kind::Stall, .afterLines = 3});
    const auto reply = m_client->begin("POST", CheckpointPath, "{}");
    QTRY_COMPARE(reply->bytesAvailable() > 0 ? reply->peek(10'000).count('\n') : 0, 3);
    QSignalSpy more(reply.get(), &QNetworkReply::readyRead);
    QVERIFY(!more.wait(150));
    QVERIFY(!reply->isFinished());
    QTRY_VERIFY(m_server->store().checkpoint(u"web"_s, u"v1"_s).isOk());
}

void TestPlaygroundFaults::cutsAStreamInTheMiddleOfALine()
{
    add({.kind = Fault::Kind::CutMidLine, .path = CheckpointPath, .afterLines = 2});
    // Raw, because QNetworkAccessManager sometimes takes the end of such a stream for a proper one.
    const QByteArray answer = m_client->raw(checkpointHead());
    QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
    QCOMPARE(answer.count("{\"type\":"), 3);
    QCOMPARE(answer.count("\"}\n"), 2);
    QVERIFY(!answer.contains("\r\n0\r\n"));
    QTRY_COMPARE(m_client->get(CheckpointsPath).array().size(), 3); // the work goes on
}

void TestPlaygroundFaults::cutsAPlainBody()
{
    add({.kind = Fault::Kind::CutMidLine, .path = u"/v1/sprites/web"_s});
    const QByteArray answer = m_client->raw(m_client->head("GET", "/v1/sprites/web"));
    QVERIFY(answer.contains(R"("created_at")"));
    QVERIFY(!answer.endsWith('}'));
}

void TestPlaygroundFaults::failsAtTheEndWithoutHavingDoneAnything()
{
    add({.kind = Fault::Kind::LateError});
    const Answer created = m_client->post(CheckpointPath);
    QCOMPARE(created.status, 200);
    QVERIFY(created.isWhole);
    QCOMPARE(lastType(created), u"error"_s);
    QCOMPARE(m_client->get(CheckpointsPath).array().size(), 2);
    add({.kind = Fault::Kind::LateError});
    QCOMPARE(lastType(m_client->post(CheckpointsPath + u"/v0/restore"_s)), u"error"_s);
}

void TestPlaygroundFaults::endsWithoutComplete()
{
    add({.kind = Fault::Kind::NoComplete});
    const Answer created = m_client->post(CheckpointPath);
    QVERIFY(created.isWhole);
    QCOMPARE(created.lines().size(), 9);
    QCOMPARE(lastType(created), u"info"_s);
    QCOMPARE(m_client->get(CheckpointsPath).array().size(), 3);
}

void TestPlaygroundFaults::answersAStatus_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {401, 403, 404, 409, 500, 504})
        QTest::addRow("%d", status) << status;
}

void TestPlaygroundFaults::answersAStatus()
{
    QFETCH(int, status);
    add({.kind = Fault::Kind::Status, .status = status});
    const Answer answer = m_client->post(CheckpointPath);
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.body.isEmpty());
    QVERIFY(!answer.header("Fly-Request-Id").isEmpty());
    QCOMPARE(m_client->get(CheckpointsPath).array().size(), 2);
}

void TestPlaygroundFaults::answersTooManyRequests()
{
    add({.kind = Fault::Kind::Status, .status = 429, .retryAfterSeconds = 7});
    const Answer answer = m_client->get(u"/v1/sprites"_s);
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.header("Retry-After"), QByteArray("7"));
    QCOMPARE(answer.object().value("retry_after_seconds"_L1).toInt(), 7);
    QCOMPARE(answer.object().value("upgrade_available"_L1).toBool(), true);
}

void TestPlaygroundFaults::answersAnHtmlPage()
{
    add({.kind = Fault::Kind::HtmlBadGateway});
    const Answer answer = m_client->get(u"/v1/sprites"_s);
    QCOMPARE(answer.status, 502);
    QCOMPARE(answer.header("Content-Type"), QByteArray("text/html; charset=utf-8"));
    QVERIFY(answer.body.startsWith("<!DOCTYPE html>"));
}

void TestPlaygroundFaults::answersNothingButAStatus()
{
    add({.kind = Fault::Kind::EmptyUnavailable});
    const Answer answer = m_client->get(u"/v1/sprites"_s);
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.body, QByteArray());
}

void TestPlaygroundFaults::breaksTheJson()
{
    add({.kind = Fault::Kind::MalformedJson});
    const Answer answer = m_client->get(u"/v1/sprites"_s);
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.body.isEmpty());
    QVERIFY(QJsonDocument::fromJson(answer.body).isNull());
}

void TestPlaygroundFaults::intrudesIntoAStream_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<qsizetype>("atLeast");
    QTest::newRow("odd bytes") << Fault::Kind::OddBytes << qsizetype(10);
    QTest::newRow("unknown type") << Fault::Kind::UnknownType << qsizetype(40);
    QTest::newRow("oversize line") << Fault::Kind::OversizeLine << qsizetype(256 * 1024);
}

void TestPlaygroundFaults::intrudesIntoAStream()
{
    QFETCH(Fault::Kind, kind);
    QFETCH(qsizetype, atLeast);
    add({.kind = kind, .afterLines = 4});
    const Answer answer = m_client->post(CheckpointPath);
    QVERIFY(answer.isWhole);
    const QList<QByteArray> lines = answer.body.split('\n');
    QCOMPARE(lines.size(), 12);
    QVERIFY(lines.at(4).size() >= atLeast);
    QCOMPARE(QJsonDocument::fromJson(lines.at(4)).isNull(), kind == Fault::Kind::OddBytes);
    QCOMPARE(lastType(answer), u"complete"_s);
}

void TestPlaygroundFaults::floodsAStream()
{
    add({.kind = Fault::Kind::ManyLines, .lines = 20'000});
    const Answer answer = m_client->post(CheckpointPath);
    QVERIFY(answer.isWhole);
    const QList<QJsonObject> lines = answer.lines();
    QCOMPARE(lines.size(), 20'010);
    QCOMPARE(lines.at(1).value("data"_L1).toString(), u"Generated message 1"_s);
    QCOMPARE(lines.at(20'000).value("data"_L1).toString(), u"Generated message 20000"_s);
    QCOMPARE(lastType(answer), u"complete"_s);
}

void TestPlaygroundFaults::holdsAFloodBackWhileNobodyReads()
{
    add({.kind = Fault::Kind::ManyLines, .lines = 200'000});
    QNetworkRequest request = m_client->request(CheckpointPath);
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.post(request, QByteArray("{}")));
    reply->setReadBufferSize(64 * 1024);
    QTRY_VERIFY(reply->bytesAvailable() > 0);
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 200); // the server does not wait for that reader
    QVERIFY(!reply->isFinished());
    qint64 lines = 0;
    QByteArray tail;
    const auto drain = [&] {
        const QByteArray bytes = reply->readAll();
        lines += bytes.count('\n');
        tail = (tail + bytes).right(200);
        return reply->isFinished() && reply->bytesAvailable() == 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(drain(), 60'000);
    QCOMPARE(lines, 200'010);
    QVERIFY(tail.contains("complete"));
}

void TestPlaygroundFaults::redirectsOnTheSameOrigin()
{
    add({.kind = Fault::Kind::RedirectSameOrigin, .count = -1});
    const Answer answer = m_client->get(u"/v1/sprites?prefix=w"_s);
    QCOMPARE(answer.status, 307);
    QCOMPARE(answer.header("Location"), QByteArray("/v1/sprites?prefix=w&redirected=1"));
    QCOMPARE(m_client->get(u"/v1/sprites?prefix=w&redirected=1"_s).status, 200);
}

void TestPlaygroundFaults::redirectsElsewhere()
{
    add({.kind = Fault::Kind::RedirectOtherOrigin, .location = u"http://127.0.0.1:1234/catch"_s});
    add({.kind = Fault::Kind::RedirectOtherOrigin});
    QCOMPARE(m_client->get(u"/v1/sprites"_s).header("Location"), QByteArray("http://127.0.0.1:1234/catch"));
    QCOMPARE(m_client->get(u"/v1/sprites"_s).header("Location"), QByteArray("http://127.0.0.1:9/v1/sprites"));
}

void TestPlaygroundFaults::isChosenOverHttp()
{
    const QString faults = u"/playground/faults"_s;
    const Answer added = m_client->post(
        faults,
        R"({"faults":[{"kind":"emptyUnavailable","path":"/v1/sprites"},{"kind":"stall","count":-1}]})");
    QCOMPARE(added.status, 200);
    QCOMPARE(added.object().value("faults"_L1).toArray().size(), 2);
    QCOMPARE(m_server->faults().list().at(0).kind, Fault::Kind::EmptyUnavailable);
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 503);
    QCOMPARE(m_client->get(faults).object().value("faults"_L1)[0]["kind"_L1].toString(), u"stall"_s);
    QCOMPARE(m_client->send("DELETE", faults).status, 204);
    QCOMPARE(m_client->get(u"/v1/sprites"_s).status, 200);
    const Fault fault{.kind = Fault::Kind::Status,
                      .method = "GET",
                      .path = u"*"_s,
                      .count = 3,
                      .status = 409,
                      .text = u"busy"_s,
                      .skip = 2};
    const auto read = Fault::fromJson(fault.toJson());
    QVERIFY(read.isOk());
    QCOMPARE(*read, fault);
}

void TestPlaygroundFaults::refusesWhatIsNoFault_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("why");
    QTest::newRow("a kind") << QByteArray(R"({"kind":"earthquake"})")
                            << u"unknown kind of fault: earthquake"_s;
    QTest::newRow("no object") << QByteArray("[]") << u"no fault given"_s;
    QTest::newRow("a key") << QByteArray(R"({"kind":"latency","miliseconds":5})")
                           << u"unknown key of a fault: miliseconds"_s;
    QTest::newRow("a text") << QByteArray(R"({"kind":"latency","milliseconds":"5"})")
                            << u"milliseconds must be a whole number of 0 or more"_s;
    QTest::newRow("a fraction") << QByteArray(R"({"kind":"stall","count":0.5})")
                                << u"count must be a whole number"_s;
    QTest::newRow("less than nothing") << QByteArray(R"({"kind":"stall","afterLines":-1})")
                                       << u"afterLines must be a whole number of 0 or more"_s;
    QTest::newRow("no request at all")
        << QByteArray(R"({"kind":"stall","count":0})") << u"count must not be 0"_s;
    QTest::newRow("a number") << QByteArray(R"({"kind":"stall","path":5})") << u"path must be a text"_s;
    QTest::newRow("no answer") << QByteArray(R"({"kind":"status","status":100})")
                               << u"status must be from 200 to 599"_s;
    QTest::newRow("no status") << QByteArray(R"({"kind":"status","status":99999})")
                               << u"status must be from 200 to 599"_s;
    QTest::newRow("no close code") << QByteArray(R"({"kind":"refuseByClose","status":5000})")
                                   << u"status must be from 200 to 4999"_s;
    QTest::newRow("one of two") << QByteArray(R"({"faults":[{"kind":"stall"},{"kind":"stal"}]})")
                                << u"unknown kind of fault: stal"_s;
}

void TestPlaygroundFaults::refusesWhatIsNoFault()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, why);
    const Answer answer = m_client->post(u"/playground/faults"_s, body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.object().value("errors"_L1).toArray(), QJsonArray{why});
    QVERIFY(m_server->faults().list().isEmpty());
}

QTEST_GUILESS_MAIN(TestPlaygroundFaults)
#include "tst_playgroundfaults.moc"
