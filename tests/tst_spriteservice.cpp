// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/spriteservice.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::optional<ApiError>)

namespace {

const SpriteName web(u"web-1"_s);

ApiLimits quick()
{
    ApiLimits limits;
    limits.readBackoff = {1ms, 1ms};
    limits.checkBackoff = {0ms, 1ms, 1ms};
    return limits;
}

SpriteTiming polling()
{
    SpriteTiming timing;
    timing.watch = false;
    timing.visible = 1h;
    timing.hidden = 2h;
    timing.relistDelay = 1ms;
    return timing;
}

SpriteTiming watching()
{
    SpriteTiming timing = polling();
    timing.watch = true;
    timing.watchBackoff = {1ms, 5ms};
    return timing;
}

QByteArray spriteJson(const QByteArray &name, const QByteArray &status = "warm", const QByteArray &more = {})
{
    return "{\"name\":\"" + name + "\",\"status\":\"" + status + "\"" + more + "}";
}

QByteArray page(const QList<QByteArray> &sprites, const QByteArray &token = "null", bool hasMore = true)
{
    return "{\"sprites\":[" + sprites.join(',') + "],\"has_more\":" + (hasMore ? "true" : "false") +
           ",\"next_continuation_token\":" + token + "}";
}

bool isWatch(const RawRequest &request)
{
    return request.headers.value("accept") == "application/x-ndjson";
}

QStringList namesIn(const QVariant &list)
{
    QStringList names;
    for (const Sprite &sprite : list.value<QList<Sprite>>())
        names << sprite.name.toString();
    return names;
}

} // namespace

class TestSpriteService : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void nothingIsAskedBeforeTheStart()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(200, page({})); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        service.setVisible(false);
        service.refresh();
        QVERIFY(listed.wait(Patience));
        QCOMPARE(server.requests().size(), 1);
    }

    void recordedListIsReadWithItsCounts()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, fixture(u"wire/sprites-list.json"_s));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy counts(&service, &SpriteService::countsChanged);
        service.refresh();
        QVERIFY(listed.wait(Patience));
        QCOMPARE(namesIn(listed.first().at(0)), (QStringList{u"web-1"_s, u"build-box"_s, u"demo"_s}));
        QCOMPARE(listed.first().at(1).value<OrganizationCounts>().runningLimit, std::optional(3));
        service.refresh();
        QVERIFY(listed.wait(Patience));
        QCOMPARE(counts.size(), 1);
    }

    void pagingStopsWhereItShould_data()
    {
        QTest::addColumn<QList<QByteArray>>("tokens"); // of each page, as JSON
        QTest::addColumn<bool>("hasMore");
        QTest::addColumn<int>("pages");
        QTest::newRow("null token, has_more true") << QList<QByteArray>{"null"} << true << 1;
        QTest::newRow("empty token") << QList<QByteArray>{"\"a\"", "\"\""} << true << 2;
        QTest::newRow("same token twice") << QList<QByteArray>{"\"a\"", "\"a\"", "\"a\""} << true << 2;
        QTest::newRow("tokens in a circle")
            << QList<QByteArray>{"\"a\"", "\"b\"", "\"a\"", "\"b\""} << true << 3;
        QTest::newRow("has_more false with a token") << QList<QByteArray>{"\"a\"", "null"} << false << 2;
    }
    void pagingStopsWhereItShould()
    {
        QFETCH(QList<QByteArray>, tokens);
        QFETCH(bool, hasMore);
        QFETCH(int, pages);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            const qsizetype n = server.requests().size() - 1;
            exchange.answer(200, page({spriteJson("s" + QByteArray::number(n)), spriteJson("same")},
                                      tokens.value(n, "null"), hasMore));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy paged(&service, &SpriteService::pageListed);
        QSignalSpy listed(&service, &SpriteService::listed);
        service.refresh();
        QVERIFY(listed.wait(Patience));
        QCOMPARE(paged.size(), pages);
        QCOMPARE(server.requests().size(), pages);
        for (int n = 0; n < pages; ++n)
            QCOMPARE(paged.at(n).at(2).toBool(), n == 0);
        // A name on two pages is one sprite.
        QCOMPARE(namesIn(listed.first().at(0)).size(), pages + 1);
        QCOMPARE(server.requests().first().target, QByteArray("/v1/sprites?max_results=100"));
    }

    void failureInTheMiddleEndsTheReading()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            if (server.requests().size() == 1)
                exchange.answer(200, page({spriteJson("a")}, "\"next\""));
            else
                exchange.answer(429, "{\"error\":\"slow\",\"retry_after_seconds\":7}");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy failed(&service, &SpriteService::listFailed);
        service.refresh();
        QVERIFY(failed.wait(Patience));
        const auto error = failed.first().first().value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::RateLimited);
        QCOMPARE(error.retryAfter, std::optional(7s));
        QCOMPARE(listed.size(), 0);
        QVERIFY(!service.isRefreshing());
    }

    void pollsAtTheGivenPace()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(200, page({})); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteTiming timing = polling();
        timing.visible = 5ms;
        SpriteService service(client, timing, nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy live(&service, &SpriteService::liveChanged);
        service.start();
        QTRY_VERIFY(listed.size() >= 3);
        QCOMPARE(live.size(), 1);
        QCOMPARE(live.first().first().toBool(), false);
        service.setVisible(false);
        QCOMPARE(live.size(), 2);
        QCOMPARE(live.last().at(1).value<std::chrono::seconds>(), std::chrono::seconds(7200));
    }

    void becomingVisibleLateReadsAtOnce()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(200, page({})); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteTiming timing = polling();
        timing.visible = 0ms;
        timing.hidden = 1h;
        SpriteService service(client, timing, nullptr);
        service.setVisible(false);
        QSignalSpy listed(&service, &SpriteService::listed);
        service.start();
        QVERIFY(listed.wait(Patience));
        service.setVisible(true);
        QVERIFY(listed.wait(Patience));
    }

    void failedReadingIsTriedAgainInTime()
    {
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            if (server.requests().size() == 1)
                exchange.answer(500, {});
            else
                exchange.answer(200, page({}));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteTiming timing = polling();
        timing.visible = 5ms;
        SpriteService service(client, timing, nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        service.start();
        QVERIFY(listed.wait(Patience));
    }

    void watchTellsChanges()
    {
        RawServer server;
        RawExchange feed(nullptr);
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page({spriteJson("web-1", "cold", ",\"labels\":[\"prod\"]")}));
            feed = exchange;
            feed.beginStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy live(&service, &SpriteService::liveChanged);
        QSignalSpy changed(&service, &SpriteService::changed);
        QSignalSpy removed(&service, &SpriteService::removed);
        QSignalSpy counts(&service, &SpriteService::countsChanged);
        service.start();
        QTRY_COMPARE(live.size(), 2);
        QCOMPARE(live.last().first().toBool(), true);
        QTRY_COMPARE(listed.size(), 2); // once at the start, once when the feed stood

        feed.chunk(spriteJson("web-1", "running", ",\"org\":{\"name\":\"acme\",\"running\":1}") + "\n");
        QVERIFY(changed.wait(Patience));
        const auto sprite = changed.first().at(1).value<Sprite>();
        QCOMPARE(sprite.state, SpriteState::Running);
        QCOMPARE(sprite.labels, QStringList{u"prod"_s});
        QCOMPARE(counts.size(), 1);

        feed.chunk(spriteJson("web-1", "deleted") + "\n");
        QVERIFY(removed.wait(Patience));
        QCOMPARE(removed.first().first().value<SpriteName>(), web);
        QCOMPARE(listed.size(), 2);
    }

    void lineOfAnUnknownSpriteReadsTheList()
    {
        RawServer server;
        RawExchange feed(nullptr);
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page({}));
            feed = exchange;
            feed.beginStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy changed(&service, &SpriteService::changed);
        service.start();
        QTRY_COMPARE(listed.size(), 2);
        feed.chunk(spriteJson("new-one", "running") + "\n");
        QTRY_COMPARE(changed.size(), 1);
        QTRY_COMPARE(listed.size(), 3);
        feed.chunk("{\"status\":\"running\"}\n"); // of whom?
        QTRY_COMPARE(listed.size(), 4);
    }

    void heartbeatOfTheWatchReadsNothing()
    {
        RawServer server;
        RawExchange feed(nullptr);
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page({spriteJson("web-1", "cold")}));
            feed = exchange;
            feed.beginStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy changed(&service, &SpriteService::changed);
        service.start();
        QTRY_COMPARE(listed.size(), 2);
        const QByteArray heartbeat = R"({"type":"heartbeat","timestamp":"2026-09-10T08:15:30.000000Z"})";
        for (int i = 0; i < 20; ++i) {
            feed.chunk(heartbeat + "\n");
            feed.chunk(spriteJson("web-1", i % 2 == 0 ? "running" : "warm") + "\n");
            QTRY_COMPARE(changed.size(), i + 1);
        }
        // By now the list would have been read for one of them.
        QCOMPARE(listed.size(), 2);
        QCOMPARE(server.requests().size(), 3);
    }

    void plainJsonMeansTheWatchIsNotOffered_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("answered as a list") << 200;
        QTest::newRow("406") << 406;
        QTest::newRow("404") << 404;
    }
    void plainJsonMeansTheWatchIsNotOffered()
    {
        QFETCH(int, status);
        RawServer server;
        int watches = 0;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            watches += isWatch(request) ? 1 : 0;
            exchange.answer(isWatch(request) ? status : 200, page({}));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteTiming timing = watching();
        timing.visible = 5ms;
        SpriteService service(client, timing, nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy live(&service, &SpriteService::liveChanged);
        service.start();
        QTRY_VERIFY(listed.size() >= 5);
        QCOMPARE(watches, 1);
        QCOMPARE(live.size(), 1);
        QCOMPARE(live.first().first().toBool(), false);
    }

    void brokenWatchFallsBackAndComesBack()
    {
        RawServer server;
        RawExchange feed(nullptr);
        int watches = 0;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page({}));
            if (++watches == 2)
                return exchange.answer(503, {});
            feed = exchange;
            feed.beginStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy live(&service, &SpriteService::liveChanged);
        service.start();
        QTRY_COMPARE(live.size(), 2);
        feed.drop();
        QTRY_COMPARE(live.size(), 4);
        QCOMPARE(live.at(2).first().toBool(), false);
        QCOMPARE(live.at(3).first().toBool(), true);
        QCOMPARE(watches, 3);
    }

    void silentWatchIsRenewedWithoutGoingDark()
    {
        RawServer server;
        int watches = 0;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page({}));
            ++watches;
            exchange.beginStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteTiming timing = watching();
        timing.watchSilence = 500ms; // it opens within that time
        SpriteService service(client, timing, nullptr);
        QSignalSpy live(&service, &SpriteService::liveChanged);
        service.start();
        QTRY_VERIFY(watches >= 3);
        QCOMPARE(live.size(), 2);
        QCOMPARE(live.last().first().toBool(), true);
    }

    void changeDuringAReadingIsNotUndoneByIt()
    {
        RawServer server;
        RawExchange feed(nullptr);
        RawExchange waiting(nullptr);
        int lists = 0;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (isWatch(request)) {
                feed = exchange;
                feed.beginStream();
            } else if (++lists == 2) {
                waiting = exchange;
            } else {
                exchange.answer(200, page({spriteJson("web-1", "cold")}));
            }
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy changed(&service, &SpriteService::changed);
        service.start();
        QTRY_COMPARE(lists, 2);
        feed.chunk(spriteJson("web-1", "running") + "\n");
        QTRY_COMPARE(changed.size(), 1);
        waiting.answer(200, page({spriteJson("web-1", "cold")}));
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(listed.size(), 2);
        QCOMPARE(changed.last().at(1).value<Sprite>().state, SpriteState::Running);
    }

    void feedThatBeginsWithEverySpriteTellsNoChange()
    {
        RawServer server;
        RawExchange feed(nullptr);
        const QList<QByteArray> all = {spriteJson("a", "cold"), spriteJson("web-1", "cold")};
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page(all));
            feed = exchange;
            feed.beginStream();
            feed.chunk(all.join('\n') + '\n');
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy listed(&service, &SpriteService::listed);
        QSignalSpy changed(&service, &SpriteService::changed);
        service.start();
        QTRY_COMPARE(listed.size(), 2);
        feed.chunk(spriteJson("a", "warm") + "\n");
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().value<SpriteName>(), SpriteName(u"a"_s));
    }

    void stopIsSilent()
    {
        RawServer server;
        RawExchange feed(nullptr);
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (!isWatch(request))
                return exchange.answer(200, page({}));
            feed = exchange;
            feed.beginStream();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, watching(), nullptr);
        QSignalSpy live(&service, &SpriteService::liveChanged);
        QSignalSpy gone(&server, &RawServer::disconnected);
        service.start();
        QTRY_COMPARE(live.size(), 2);
        service.stop();
        QTRY_VERIFY(gone.size() >= 1);
        QTRY_VERIFY(!feed.isOpen());
        QCOMPARE(live.size(), 2);
        QVERIFY(!service.isRefreshing());
    }

    void getTellsMissingFromBroken_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::newRow("404") << 404 << QByteArray("{\"error\":\"sprite not found\"}")
                             << ApiError::Kind::NotFound;
        QTest::newRow("recorded 500")
            << 500 << QByteArray("{\"error\":\"failed to retrieve sprite\"}") << ApiError::Kind::NotFound;
        QTest::newRow("other 500") << 500 << QByteArray("{\"error\":\"database\"}") << ApiError::Kind::Server;
        QTest::newRow("garbled") << 200 << QByteArray("<html>") << ApiError::Kind::Protocol;
    }
    void getTellsMissingFromBroken()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ApiError::Kind, kind);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) { exchange.answer(status, body); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy failed(&service, &SpriteService::fetchFailed);
        service.get(web);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(failed.first().at(0).value<SpriteName>(), web);
        QCOMPARE(failed.first().at(1).value<ApiError>().kind, kind);
    }

    void getReadsOneSprite()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, fixture(u"wire/sprite-get.json"_s));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy fetched(&service, &SpriteService::fetched);
        service.get(web);
        QVERIFY(fetched.wait(Patience));
        QCOMPARE(fetched.first().first().value<Sprite>().labels, (QStringList{u"prod"_s, u"web"_s}));
    }

    void createEndsAsTheSpriteIs_data()
    {
        QTest::addColumn<int>("status"); // 0: the answer is lost
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("getStatus");
        QTest::addColumn<QByteArray>("getBody");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<int>("created");
        const QByteArray now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1();
        const QByteArray fresh = spriteJson("web-1", "cold", ",\"created_at\":\"" + now + "\"");
        const QByteArray old = spriteJson("web-1", "cold", ",\"created_at\":\"2020-01-01T00:00:00Z\"");
        const QByteArray gone = "{\"error\":\"sprite not found\"}";
        QTest::newRow("created") << 201 << fresh << 0 << QByteArray() << Outcome::Succeeded << 1;
        QTest::newRow("only a name") << 201 << QByteArray("{\"name\":\"web-1\"}") << 0 << QByteArray()
                                     << Outcome::Succeeded << 1;
        QTest::newRow("exists") << 409 << QByteArray("{\"error\":\"exists\"}") << 0 << QByteArray()
                                << Outcome::Failed << 0;
        QTest::newRow("limit") << 429 << QByteArray("{\"error\":\"concurrent_sprite_limit_exceeded\"}") << 0
                               << QByteArray() << Outcome::Failed << 0;
        QTest::newRow("lost, is there") << 0 << QByteArray() << 200 << fresh << Outcome::Succeeded << 1;
        QTest::newRow("lost, somebody else's") << 0 << QByteArray() << 200 << old << Outcome::Unknown << 0;
        QTest::newRow("lost, not there") << 0 << QByteArray() << 404 << gone << Outcome::Unknown << 0;
        QTest::newRow("lost, nobody answers")
            << 0 << QByteArray() << 500 << QByteArray() << Outcome::Unknown << 0;
        QTest::newRow("garbled, is there")
            << 201 << QByteArray("<html>") << 200 << fresh << Outcome::Succeeded << 1;
    }
    void createEndsAsTheSpriteIs()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, getStatus);
        QFETCH(QByteArray, getBody);
        QFETCH(Outcome, outcome);
        QFETCH(int, created);
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.method == "GET")
                exchange.answer(getStatus, getBody);
            else if (status)
                exchange.answer(status, body);
            else
                exchange.drop();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy ended(&service, &SpriteService::ended);
        QSignalSpy told(&service, &SpriteService::created);
        const OperationId id = newOperationId();
        service.create(id, {web, {u"prod"_s}, false});
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(0).value<OperationId>(), id);
        QCOMPARE(ended.first().at(1).value<Outcome>(), outcome);
        QCOMPARE(ended.first().at(2).value<std::optional<ApiError>>().has_value(),
                 outcome != Outcome::Succeeded);
        QCOMPARE(told.size(), created);
        QCOMPARE(server.count("POST", "/v1/sprites"), 1);
        const QJsonObject sent = QJsonDocument::fromJson(server.requests().first().body).object();
        QCOMPARE(sent.value("name"_L1).toString(), u"web-1"_s);
        QCOMPARE(sent.value("labels"_L1).toArray(), (QJsonArray{u"prod"_s}));
    }

    void labelsAreReplacedNotAppended()
    {
        RawServer server;
        server.setHandler([](const RawRequest &request, RawExchange exchange) {
            const QJsonObject body = QJsonDocument::fromJson(request.body).object();
            exchange.answer(
                200, spriteJson("web-1", "cold",
                                ",\"labels\":" + QJsonDocument(body.value("labels"_L1).toArray()).toJson()));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy ended(&service, &SpriteService::ended);
        QSignalSpy updated(&service, &SpriteService::updated);
        service.updateLabels(newOperationId(), web, {u"b"_s, u"a"_s});
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), Outcome::Succeeded);
        QCOMPARE(updated.first().at(1).value<Sprite>().labels.size(), 2);
        QCOMPARE(server.requests().first().method, QByteArray("PUT"));
        QCOMPARE(server.requests().first().body,
                 QByteArray("{\"clear_labels\":true,\"labels\":[\"b\",\"a\"]}"));
        service.updateLabels(newOperationId(), web, {});
        QVERIFY(ended.wait(Patience));
        QCOMPARE(server.requests().last().body, QByteArray("{\"clear_labels\":true}"));
    }

    void answerThatShowsAnotherValueIsToldApart()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, spriteJson("web-1", "cold", ",\"url_settings\":{\"auth\":\"sprite\"}"));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy ended(&service, &SpriteService::ended);
        service.updateAddress(newOperationId(), web, true);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), Outcome::SucceededWithDifferences);
        QCOMPARE(server.requests().first().body, QByteArray("{\"url_settings\":{\"auth\":\"public\"}}"));
    }

    void lostUpdateIsReadBack_data()
    {
        QTest::addColumn<QByteArray>("auth");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("took effect") << QByteArray("public") << Outcome::Succeeded;
        QTest::newRow("did not, yet") << QByteArray("sprite") << Outcome::Unknown;
    }
    void lostUpdateIsReadBack()
    {
        QFETCH(QByteArray, auth);
        QFETCH(Outcome, outcome);
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.method == "PUT")
                exchange.drop();
            else
                exchange.answer(200,
                                spriteJson("web-1", "cold", ",\"url_settings\":{\"auth\":\"" + auth + "\"}"));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy ended(&service, &SpriteService::ended);
        service.updateAddress(newOperationId(), web, true);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), outcome);
        QCOMPARE(server.count("PUT"), 1);
    }

    void removeEndsAsTheSpriteIs_data()
    {
        QTest::addColumn<int>("status"); // 0: the answer is lost
        QTest::addColumn<int>("getStatus");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("204") << 204 << 0 << Outcome::Succeeded;
        QTest::newRow("not there") << 404 << 0 << Outcome::Succeeded;
        QTest::newRow("recorded 500, not there") << 500 << 404 << Outcome::Succeeded;
        QTest::newRow("recorded 500, still there") << 500 << 200 << Outcome::Failed;
        QTest::newRow("403") << 403 << 0 << Outcome::Failed;
        QTest::newRow("lost, gone") << 0 << 404 << Outcome::Succeeded;
        QTest::newRow("lost, still there") << 0 << 200 << Outcome::Unknown;
    }
    void removeEndsAsTheSpriteIs()
    {
        QFETCH(int, status);
        QFETCH(int, getStatus);
        QFETCH(Outcome, outcome);
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.method == "GET")
                exchange.answer(getStatus, spriteJson("web-1"));
            else if (status)
                exchange.answer(status, "{\"error\":\"failed to delete sprite\"}");
            else
                exchange.drop();
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy ended(&service, &SpriteService::ended);
        service.remove(newOperationId(), web);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), outcome);
        QCOMPARE(server.count("DELETE", "/v1/sprites/web-1"), 1);
    }

    void upgradeEndsAsTheServiceSays()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.answer(204); });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        SpriteService service(client, polling(), nullptr);
        QSignalSpy ended(&service, &SpriteService::ended);
        service.upgrade(newOperationId(), web);
        QVERIFY(ended.wait(Patience));
        QCOMPARE(ended.first().at(1).value<Outcome>(), Outcome::Succeeded);
        QCOMPARE(server.count("POST", "/v1/sprites/web-1/upgrade"), 1);
    }

    void everythingStaysOnTheControlPlane()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, page({spriteJson("web-1", "cold")}));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        QList<Reach> reaches;
        connect(&client, &ApiClient::requestFinished, this,
                [&](const RequestRecord &, Reach reach) { reaches << reach; });
        SpriteTiming timing = watching();
        timing.visible = 2ms;
        SpriteService service(client, timing, nullptr);
        service.start();
        service.get(web);
        QTRY_VERIFY(reaches.size() >= 5);
        QVERIFY(!reaches.contains(Reach::InsideSprite));
        for (const RawRequest &request : server.requests())
            QVERIFY(request.path() == "/v1/sprites" || request.path() == "/v1/sprites/web-1");
    }
};

QTEST_GUILESS_MAIN(TestSpriteService)
#include "tst_spriteservice.moc"
