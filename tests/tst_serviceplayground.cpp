// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundserver.h"
#include "service/apiclient.h"
#include "service/checkpointservice.h"
#include "service/policyservice.h"
#include "service/spriteservice.h"
#include "service/tokenprobe.h"
#include "support/patience.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Playground::Fault;
using Playground::PlaygroundServer;

Q_DECLARE_METATYPE(std::optional<ApiError>)

//! The service layer against a server that keeps real files, with every fault it knows.
class TestServicePlayground : public QObject
{
    Q_OBJECT

    const SpriteName m_name{u"test-otter"_s};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PlaygroundServer> m_server;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<SpriteService> m_sprites;
    std::unique_ptr<CheckpointService> m_checkpoints;

    static ApiLimits quick()
    {
        ApiLimits limits;
        limits.query = 20s;
        limits.stall = 2s;
        limits.settle = 100ms;
        limits.readBackoff = {1ms, 1ms};
        limits.wakingBackoff = {1ms, 1ms, 1ms};
        limits.checkBackoff = {0ms, 20ms, 20ms};
        return limits;
    }

    static SpriteTiming timing()
    {
        SpriteTiming timing;
        timing.watchBackoff = {1ms, 10ms};
        timing.relistDelay = 1ms;
        return timing;
    }

    //! Runs `start` and gives the one end it had.
    template <typename Service, typename Start>
    std::pair<Outcome, std::optional<ApiError>> endOf(Service &service, const Start &start)
    {
        QSignalSpy ended(&service, &Service::ended);
        start(newOperationId());
        if (!ended.wait(Test::Patience))
            return {Outcome::Running, {}};
        return {ended.first().at(1).value<Outcome>(), ended.first().at(2).value<std::optional<ApiError>>()};
    }

    QList<Checkpoint> listNow(const CheckpointListOptions &options = {})
    {
        QSignalSpy listed(m_checkpoints.get(), &CheckpointService::listed);
        m_checkpoints->list(m_name, options);
        return listed.wait(Test::Patience) ? listed.first().at(1).value<QList<Checkpoint>>()
                                           : QList<Checkpoint>();
    }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        Playground::PlaygroundOptions options;
        options.stateFolder = m_folder->filePath(u"state"_s);
        options.speed = 0;
        options.seeds = false;
        m_server = std::make_unique<PlaygroundServer>(options);
        QVERIFY(m_server->start());
        m_client = std::make_unique<ApiClient>(QUrl(m_server->url()), m_server->token(), quick(), nullptr);
        m_sprites = std::make_unique<SpriteService>(*m_client, timing(), nullptr);
        m_checkpoints = std::make_unique<CheckpointService>(*m_client, nullptr);
        const auto [outcome, error] = endOf(*m_sprites, [this](const OperationId &id) {
            m_sprites->create(id, {m_name, {u"a"_s}, false});
        });
        QCOMPARE(outcome, Outcome::Succeeded);
    }

    void cleanup()
    {
        m_checkpoints.reset();
        m_sprites.reset();
        m_client.reset();
        m_server.reset();
    }

    void checkpointIsCreatedListedRestoredAndDeleted()
    {
        QSignalSpy messages(m_checkpoints.get(), &CheckpointService::messageReceived);
        auto end = endOf(*m_checkpoints,
                         [this](const OperationId &id) { m_checkpoints->create(id, m_name, u"before"_s); });
        QCOMPARE(end.first, Outcome::Succeeded);
        QVERIFY(messages.size() >= 3);
        const QList<Checkpoint> before = listNow();
        const std::optional<int> version = newestVersion(before);
        QVERIFY(version.has_value());
        const CheckpointId made(u"v%1"_s.arg(*version));
        QSignalSpy fetched(m_checkpoints.get(), &CheckpointService::fetched);
        m_checkpoints->get(m_name, made);
        QVERIFY(fetched.wait(Test::Patience));
        QCOMPARE(fetched.first().at(1).value<Checkpoint>().comment, u"before"_s);

        end = endOf(*m_checkpoints, [&](const OperationId &id) { m_checkpoints->restore(id, m_name, made); });
        QCOMPARE(end.first, Outcome::Succeeded);
        end = endOf(*m_checkpoints, [this](const OperationId &id) { m_checkpoints->create(id, m_name, {}); });
        QCOMPARE(end.first, Outcome::Succeeded);
        end = endOf(*m_checkpoints, [this](const OperationId &id) {
            m_checkpoints->remove(id, m_name, CheckpointId(u"v0"_s));
        });
        const qsizetype count = listNow().size();
        end = endOf(*m_checkpoints, [this](const OperationId &id) {
            m_checkpoints->remove(id, m_name, CheckpointId(u"v0"_s));
        });
        QCOMPARE(end.first, Outcome::Succeeded); // once more changes nothing
        QCOMPARE(listNow().size(), count);
    }

    void restoreOfWhatDoesNotExistFails()
    {
        const auto [outcome, error] = endOf(*m_checkpoints, [this](const OperationId &id) {
            m_checkpoints->restore(id, m_name, CheckpointId(u"v99"_s));
        });
        QCOMPARE(outcome, Outcome::Failed);
        QCOMPARE(error->kind, ApiError::Kind::NotFound);
        QVERIFY(!error->requestId.isEmpty());
    }

    void historyFilterIsAnsweredInJsonHere()
    {
        endOf(*m_checkpoints, [this](const OperationId &id) { m_checkpoints->create(id, m_name, {}); });
        endOf(*m_checkpoints, [this](const OperationId &id) { m_checkpoints->create(id, m_name, {}); });
        QVERIFY(!listNow({true, CheckpointId(u"v2"_s)}).isEmpty());
    }

    void everyFaultHasItsEnd_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<std::optional<ApiError::Kind>>("kind");
        using Kind = ApiError::Kind;
        const auto row = [](const char *name, Outcome outcome, std::optional<Kind> kind = {}) {
            QTest::newRow(name) << QString::fromLatin1(name) << outcome << kind;
        };
        row("latency", Outcome::Succeeded);
        row("dropBeforeAnswer", Outcome::Unknown, Kind::Network);
        row("dropAfterHeaders", Outcome::Unknown, Kind::Network);
        row("stall", Outcome::Unknown, Kind::Timeout);
        row("cutMidLine", Outcome::Unknown, Kind::Network);
        row("lateError", Outcome::Failed, Kind::Server);
        row("noComplete", Outcome::Unknown, Kind::Protocol);
        row("status", Outcome::Failed, Kind::RateLimited);
        row("htmlBadGateway", Outcome::Unknown, Kind::Server);
        row("emptyUnavailable", Outcome::Unknown, Kind::Server);
        row("oddBytes", Outcome::Unknown, Kind::Protocol);
        row("unknownType", Outcome::Succeeded);
        row("oversizeLine", Outcome::Unknown, Kind::Protocol);
        row("manyLines", Outcome::Succeeded);
        row("redirectSameOrigin", Outcome::Failed, Kind::Protocol);
        row("redirectOtherOrigin", Outcome::Failed, Kind::Protocol);
    }
    void everyFaultHasItsEnd()
    {
        QFETCH(QString, fault);
        QFETCH(Outcome, outcome);
        QFETCH(std::optional<ApiError::Kind>, kind);
        Fault injected;
        injected.kind = Fault::kindFromName(fault).value();
        injected.method = "POST";
        injected.milliseconds = 20;
        injected.afterLines = 1;
        injected.lines = fault == "manyLines"_L1 ? 5000 : 256;
        injected.status = 429;
        m_server->faults().add(injected);
        QSignalSpy messages(m_checkpoints.get(), &CheckpointService::messageReceived);
        const auto [end, error] =
            endOf(*m_checkpoints, [this](const OperationId &id) { m_checkpoints->create(id, m_name, {}); });
        QCOMPARE(end, outcome);
        QCOMPARE(error.has_value(), kind.has_value());
        if (kind)
            QCOMPARE(error->kind, *kind);
        if (fault == "manyLines"_L1)
            QVERIFY(messages.size() >= 5000);
        int posts = 0;
        for (const auto &entry : m_server->requestLog().entries())
            posts += entry.method == "POST" && entry.path.endsWith("/checkpoint"_L1) ? 1 : 0;
        QCOMPARE(posts, 1);
    }

    void everyFaultOfAReadIsSurvivedOrTold_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<std::optional<ApiError::Kind>>("kind");
        using Kind = ApiError::Kind;
        const auto row = [](const char *name, std::optional<Kind> kind = {}) {
            QTest::newRow(name) << QString::fromLatin1(name) << kind;
        };
        row("dropBeforeAnswer");
        row("dropAfterHeaders");
        row("htmlBadGateway");
        row("emptyUnavailable");
        row("redirectSameOrigin");
        row("malformedJson", Kind::Protocol);
        row("status", Kind::RateLimited);
        row("redirectOtherOrigin", Kind::Protocol);
    }
    void everyFaultOfAReadIsSurvivedOrTold()
    {
        QFETCH(QString, fault);
        QFETCH(std::optional<ApiError::Kind>, kind);
        Fault injected;
        injected.kind = Fault::kindFromName(fault).value();
        injected.path = u"*/checkpoints"_s;
        injected.status = 429;
        m_server->faults().add(injected);
        QSignalSpy listed(m_checkpoints.get(), &CheckpointService::listed);
        QSignalSpy failed(m_checkpoints.get(), &CheckpointService::listFailed);
        m_checkpoints->list(m_name);
        QTRY_COMPARE(listed.size() + failed.size(), 1);
        QCOMPARE(failed.size(), kind ? 1 : 0);
        if (kind)
            QCOMPARE(failed.first().at(1).value<ApiError>().kind, *kind);
    }

    void watchKeepsTheListFresh()
    {
        QSignalSpy live(m_sprites.get(), &SpriteService::liveChanged);
        QSignalSpy changed(m_sprites.get(), &SpriteService::changed);
        QSignalSpy removed(m_sprites.get(), &SpriteService::removed);
        m_sprites->start();
        QTRY_VERIFY(!live.isEmpty() && live.last().first().toBool());
        // Somebody else: another client.
        ApiClient elsewhere(QUrl(m_server->url()), m_server->token(), quick(), nullptr);
        SpriteService other(elsewhere, timing(), nullptr);
        const SpriteName made(u"made-elsewhere"_s);
        endOf(other, [&](const OperationId &id) { other.create(id, {made, {}, false}); });
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(changed.last().first().value<SpriteName>(), made);
        const auto end = endOf(other, [&](const OperationId &id) { other.updateLabels(id, made, {u"x"_s}); });
        QCOMPARE(end.first, Outcome::Succeeded);
        QTRY_COMPARE(changed.last().at(1).value<Sprite>().labels, QStringList{u"x"_s});
        endOf(other, [&](const OperationId &id) { other.remove(id, made); });
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().value<SpriteName>(), made);
    }

    void lookingWakesNobody()
    {
        QSignalSpy live(m_sprites.get(), &SpriteService::liveChanged);
        QSignalSpy listed(m_sprites.get(), &SpriteService::listed);
        m_sprites->start();
        QTRY_VERIFY(listed.size() >= 2);
        m_sprites->setVisible(false);
        m_sprites->setVisible(true);
        m_sprites->get(m_name);
        m_sprites->refresh();
        QTRY_VERIFY(listed.size() >= 3);
        for (const auto &entry : m_server->requestLog().entries())
            QCOMPARE(entry.reach, Playground::Reach::Control);
    }

    void policyIsReplacedAndReadBack()
    {
        PolicyService policies(*m_client, nullptr);
        QSignalSpy loaded(&policies, &PolicyService::loaded);
        const NetworkPolicy policy = NetworkPolicy::lockedDown();
        auto end = endOf(policies, [&](const OperationId &id) { policies.apply(id, m_name, policy); });
        QCOMPARE(end.first, Outcome::Succeeded);
        policies.load(m_name);
        QVERIFY(loaded.wait(Test::Patience));
        QCOMPARE(loaded.first().at(1).value<NetworkPolicy>(), policy);
        end = endOf(policies, [&](const OperationId &id) {
            policies.apply(id, m_name, NetworkPolicy{{{u"x.example"_s, u"perhaps"_s, {}}}});
        });
        QCOMPARE(end.first, Outcome::Failed);
        QCOMPARE(end.second->kind, ApiError::Kind::Invalid);
    }

    void tokenIsTried()
    {
        TokenProbe probe(quick(), nullptr);
        QSignalSpy finished(&probe, &TokenProbe::finished);
        probe.probe(QUrl(m_server->url()), m_server->token());
        QVERIFY(finished.wait(Test::Patience));
        QCOMPARE(finished.last().first().value<ProbeResult>().kind, ProbeResult::Kind::SignedIn);
        QCOMPARE(finished.last().first().value<ProbeResult>().organization, u"playground"_s);
        probe.probe(QUrl(m_server->url()), u"wrong/token/value"_s);
        QVERIFY(finished.wait(Test::Patience));
        QCOMPARE(finished.last().first().value<ProbeResult>().kind, ProbeResult::Kind::Refused);
    }
};

QTEST_GUILESS_MAIN(TestServicePlayground)
#include "tst_serviceplayground.moc"
