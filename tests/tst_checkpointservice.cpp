// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/checkpointservice.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const SpriteName web(u"web-1"_s);

ApiLimits quick()
{
    ApiLimits limits;
    limits.settle = 20ms;
    limits.readBackoff = {1ms, 1ms};
    limits.wakingBackoff = {1ms, 1ms, 1ms};
    return limits;
}

//! How a stream goes after its lines.
enum class After { End, Cut, Silence };

} // namespace
Q_DECLARE_METATYPE(After)
Q_DECLARE_METATYPE(std::optional<ApiError>)

class TestCheckpointService : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void lastLineDecidesTheEnd_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<After>("after");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<std::optional<ApiError::Kind>>("kind");
        using Kind = ApiError::Kind;
        const QByteArray info = "{\"type\":\"info\",\"data\":\"Restoring from checkpoint v1...\"}\n";
        const QByteArray odd = "{\"type\":\"progress\",\"percent\":12}\n";
        const QByteArray error =
            "{\"type\":\"error\",\"error\":\"Failed to create checkpoint: file exists\"}\n";
        const QByteArray complete = "{\"type\":\"complete\",\"data\":\"Restore from v1 complete\"}\n";
        const auto row = [](const char *name, const QByteArray &lines, After after, Outcome outcome,
                            std::optional<Kind> kind = {}) {
            QTest::newRow(name) << lines << after << outcome << kind;
        };
        row("recorded create", fixture(u"wire/checkpoint-create.ndjson"_s), After::End, Outcome::Succeeded);
        row("recorded restore", fixture(u"wire/checkpoint-restore.ndjson"_s), After::End, Outcome::Succeeded);
        row("recorded failure under 200", fixture(u"wire/checkpoint-restore-failed.ndjson"_s), After::End,
            Outcome::Failed, Kind::NotFound);
        row("late error", info + info + error, After::End, Outcome::Failed, Kind::Server);
        row("error then complete", info + error + complete, After::End, Outcome::Succeeded);
        row("complete then error", info + complete + error, After::End, Outcome::Failed, Kind::Server);
        row("ends without a last word", info, After::End, Outcome::Unknown, Kind::Protocol);
        row("says nothing", {}, After::End, Outcome::Unknown, Kind::Protocol);
        row("cut before complete", info, After::Cut, Outcome::Unknown, Kind::Network);
        row("cut after complete", info + complete, After::Cut, Outcome::Succeeded);
        row("cut after error", info + error, After::Cut, Outcome::Failed, Kind::Server);
        row("stalls", info, After::Silence, Outcome::Unknown, Kind::Timeout);
        row("stays open after complete", info + complete, After::Silence, Outcome::Succeeded);
        row("stays open after error", info + error, After::Silence, Outcome::Failed, Kind::Server);
        row("unknown types before complete", odd + odd + complete, After::End, Outcome::Succeeded);
        row("unknown type last", complete + odd, After::End, Outcome::Unknown, Kind::Protocol);
        row("unreadable line", info + "<html>\n", After::End, Outcome::Unknown, Kind::Protocol);
    }
    void lastLineDecidesTheEnd()
    {
        QFETCH(QByteArray, lines);
        QFETCH(After, after);
        QFETCH(Outcome, outcome);
        QFETCH(std::optional<ApiError::Kind>, kind);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            if (!lines.isEmpty())
                exchange.chunk(lines);
            if (after == After::End)
                exchange.endStream();
            else if (after == After::Cut)
                exchange.drop();
        });
        ApiLimits limits = quick();
        if (after == After::Silence)
            limits.stall = 1s; // the lines must come within it
        ApiClient client(server.url(), testToken(), limits, nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        QSignalSpy messages(&service, &CheckpointService::messageReceived);
        const OperationId id = newOperationId();
        service.restore(id, web, CheckpointId(u"v1"_s));
        QCOMPARE(ended.size(), 0);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(0).value<OperationId>(), id);
        QCOMPARE(ended.first().at(1).value<Outcome>(), outcome);
        const auto error = ended.first().at(2).value<std::optional<ApiError>>();
        QCOMPARE(error.has_value(), kind.has_value());
        if (kind)
            QCOMPARE(error->kind, *kind);
        QCOMPARE(messages.size(), lines.count('\n') - lines.count("<html>"));
        QCOMPARE(server.count("POST", "/v1/sprites/web-1/checkpoints/v1/restore"), 1);
        QCOMPARE(server.requests().size(), 1);
    }

    void failureTellsTheServicesWords()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk("{\"type\":\"error\",\"error\":\"bad " + testToken().toLatin1() + "\"}\n");
            exchange.endStream();
        });
        const LogHygiene log;
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        QSignalSpy messages(&service, &CheckpointService::messageReceived);
        service.create(newOperationId(), web, {});
        QVERIFY(ended.wait(Patience));
        const auto error = ended.first().at(2).value<std::optional<ApiError>>();
        QCOMPARE(error->serverText, u"bad [token]"_s);
        QCOMPARE(error->requestId, u"01STREAM-fra"_s);
        QVERIFY(!holdsToken(*error));
        QVERIFY(!holdsToken(messages.first().at(1).value<StreamMessage>().text));
        QVERIFY(!LogHygiene::tokenWasLogged());
    }

    void refusalBeforeTheStreamFails_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::newRow("nothing running")
            << 503 << QByteArray("No process is running to checkpoint\n") << ApiError::Kind::Server;
        QTest::newRow("unknown sprite")
            << 404 << QByteArray("{\"error\":\"sprite not found\"}") << ApiError::Kind::NotFound;
        QTest::newRow("401") << 401 << QByteArray("{\"error\":\"authentication failed\"}")
                             << ApiError::Kind::Unauthorized;
        QTest::newRow("429") << 429 << QByteArray("{\"error\":\"slow down\"}") << ApiError::Kind::RateLimited;
        QTest::newRow("500") << 500 << QByteArray("failed\n") << ApiError::Kind::Server;
    }
    void refusalBeforeTheStreamFails()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ApiError::Kind, kind);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) { exchange.answer(status, body); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        service.create(newOperationId(), web, u"x"_s);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), Outcome::Failed);
        QCOMPARE(ended.first().at(2).value<std::optional<ApiError>>()->kind, kind);
        QCOMPARE(server.requests().size(), 1);
    }

    void aGatewayThatGivesUpLeavesTheEndUnknown_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("HTML 502") << 502 << QByteArray("<html><body>Bad gateway</body></html>");
        QTest::newRow("empty 502") << 502 << QByteArray();
        QTest::newRow("empty 503") << 503 << QByteArray();
        QTest::newRow("504") << 504 << QByteArray("timeout\n");
    }
    void aGatewayThatGivesUpLeavesTheEndUnknown()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) { exchange.answer(status, body); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        service.restore(newOperationId(), web, CheckpointId(u"v1"_s));
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), Outcome::Unknown);
        QCOMPARE(server.requests().size(), 1);
    }

    void createPostsTheCommentToTheSingularPath()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk(fixture(u"wire/checkpoint-create.ndjson"_s));
            exchange.endStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        service.create(newOperationId(), web, u"before \"upgrade\""_s);
        service.create(newOperationId(), web, {});
        QTRY_COMPARE(ended.size(), 2);
        QCOMPARE(server.count("POST", "/v1/sprites/web-1/checkpoint"), 2);
        QList<QByteArray> bodies = {server.requests().at(0).body, server.requests().at(1).body};
        QVERIFY(bodies.contains("{\"comment\":\"before \\\"upgrade\\\"\"}"));
        QVERIFY(bodies.contains("{}"));
    }

    void stopWatchingEndsAsCanceled()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.beginStream();
            exchange.chunk("{\"type\":\"info\",\"data\":\"a\"}\n");
        });
        ApiClient client(server.url(), testToken(), {}, nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        QSignalSpy messages(&service, &CheckpointService::messageReceived);
        const OperationId id = newOperationId();
        service.create(id, web, {});
        QVERIFY(messages.wait(Patience));
        service.stopWatching(id);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), Outcome::Canceled);
        service.stopWatching(id);
        QCOMPARE(ended.size(), 1);
    }

    void listAsksForWhatIsWanted_data()
    {
        QTest::addColumn<CheckpointListOptions>("options");
        QTest::addColumn<QByteArray>("target");
        const QByteArray path = "/v1/sprites/web-1/checkpoints";
        QTest::newRow("with automatic ones") << CheckpointListOptions{true, {}} << path + "?includeAuto=true";
        QTest::newRow("manual ones") << CheckpointListOptions{false, {}} << path;
        QTest::newRow("filtered") << CheckpointListOptions{false, CheckpointId(u"v1;x"_s)}
                                  << path + "?history=v1%3Bx";
    }
    void listAsksForWhatIsWanted()
    {
        QFETCH(CheckpointListOptions, options);
        QFETCH(QByteArray, target);
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, fixture(u"wire/checkpoints-list.json"_s));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy listed(&service, &CheckpointService::listed);
        service.list(web, options);
        QVERIFY(listed.wait(Patience));
        QCOMPARE(listed.first().at(0).value<SpriteName>(), web);
        QCOMPARE(listed.first().at(1).value<QList<Checkpoint>>().size(), 6);
        QCOMPARE(server.requests().first().target, target);
    }

    void filterAnsweredInPlainTextIsNotOffered()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, {}, "text/plain; charset=utf-8");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy failed(&service, &CheckpointService::listFailed);
        service.list(web, {true, CheckpointId(u"v1"_s)});
        QVERIFY(failed.wait(Patience));
        const auto error = failed.first().at(1).value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Invalid);
        QCOMPARE(error.code, CheckpointService::notOfferedCode());
    }

    void wedgedSpriteEndsInATimeout()
    {
        RawServer server;
        ApiLimits limits = quick();
        limits.query = 40ms;
        ApiClient client(server.url(), testToken(), limits, nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy failed(&service, &CheckpointService::listFailed);
        service.list(web);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().at(1).value<ApiError>().kind, ApiError::Kind::Timeout);
    }

    void garbledListFailsWithoutTheToken()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, "<html>" + testToken().toLatin1());
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy failed(&service, &CheckpointService::listFailed);
        service.list(web);
        QVERIFY(failed.wait(Patience));
        const auto error = failed.first().at(1).value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Protocol);
        QVERIFY(!holdsToken(error));
    }

    void laterListReplacesTheEarlierOne()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.target.contains("includeAuto"))
                exchange.answer(200, fixture(u"wire/checkpoints-list.json"_s));
            else
                exchange.answer(200, "null");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy listed(&service, &CheckpointService::listed);
        service.list(web, {true, {}});
        service.list(web, {false, {}});
        QVERIFY(listed.wait(Patience));
        service.list(web, {false, {}});
        QVERIFY(listed.wait(Patience));
        QCOMPARE(listed.size(), 2);
        QCOMPARE(listed.first().at(1).value<QList<Checkpoint>>().size(), 0);
    }

    void getTellsMissingFromBroken_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::newRow("404") << 404 << QByteArray("404 page not found\n") << ApiError::Kind::NotFound;
        QTest::newRow("recorded 500") << 500
                                      << QByteArray("Failed to get checkpoint: failed to get checkpoint: "
                                                    "checkpoint not found: checkpoint with "
                                                    "path checkpoints/v9 not found\n")
                                      << ApiError::Kind::NotFound;
        QTest::newRow("other 500") << 500 << QByteArray("disk on fire\n") << ApiError::Kind::Server;
    }
    void getTellsMissingFromBroken()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ApiError::Kind, kind);
        RawServer server;
        server.setHandler(
            [&](const RawRequest &, RawExchange exchange) { exchange.answer(status, body, "text/plain"); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy failed(&service, &CheckpointService::fetchFailed);
        service.get(web, CheckpointId(u"v9"_s));
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().at(1).value<CheckpointId>(), CheckpointId(u"v9"_s));
        QCOMPARE(failed.first().at(2).value<ApiError>().kind, kind);
    }

    void getReadsOneCheckpoint()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200,
                            "{\"id\":\"v1\",\"create_time\":\"2026-09-02T20:46:34Z\",\"is_auto\":false}");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy fetched(&service, &CheckpointService::fetched);
        service.get(web, CheckpointId(u"v1"_s));
        QVERIFY(fetched.wait(Patience));
        QCOMPARE(fetched.first().at(1).value<Checkpoint>().id, CheckpointId(u"v1"_s));
    }

    void removeEndsAsTheCheckpointIs_data()
    {
        QTest::addColumn<int>("deleteStatus"); // 0: the answer is lost
        QTest::addColumn<int>("getStatus");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("deleted") << 204 << 0 << Outcome::Succeeded;
        QTest::newRow("not there") << 404 << 0 << Outcome::Succeeded;
        QTest::newRow("active") << 409 << 0 << Outcome::Failed;
        QTest::newRow("failing") << 500 << 0 << Outcome::Failed;
        QTest::newRow("lost and gone") << 0 << 404 << Outcome::Succeeded;
        QTest::newRow("lost and there") << 0 << 200 << Outcome::Unknown;
        QTest::newRow("lost and unclear") << 0 << 500 << Outcome::Unknown;
    }
    void removeEndsAsTheCheckpointIs()
    {
        QFETCH(int, deleteStatus);
        QFETCH(int, getStatus);
        QFETCH(Outcome, outcome);
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            const int status = request.method == "DELETE" ? deleteStatus : getStatus;
            if (status)
                exchange.answer(status, "said\n", "text/plain");
            else
                exchange.drop();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        CheckpointService service(client, nullptr);
        QSignalSpy ended(&service, &CheckpointService::ended);
        service.remove(newOperationId(), web, CheckpointId(u"v2"_s));
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), outcome);
        QCOMPARE(ended.first().at(2).value<std::optional<ApiError>>().has_value(),
                 outcome != Outcome::Succeeded);
        QCOMPARE(server.count("DELETE"), 1);
    }
};

QTEST_GUILESS_MAIN(TestCheckpointService)
#include "tst_checkpointservice.moc"
