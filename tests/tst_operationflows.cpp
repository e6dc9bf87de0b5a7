// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/createcheckpointflow.h"
#include "app/createspriteflow.h"
#include "app/deletecheckpointflow.h"
#include "app/deletespriteflow.h"
#include "app/operationdesk.h"
#include "app/restoreflow.h"
#include "app/updatespriteflow.h"
#include "support/patience.h"
#include "support/playgroundfixture.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Fault = Playground::Fault;

namespace {

ApiLimits quickLimits()
{
    ApiLimits limits;
    limits.stall = 2s;
    limits.settle = 100ms;
    limits.readBackoff = {10ms};
    limits.wakingBackoff = {10ms, 10ms};
    limits.checkBackoff = {0ms, 10ms};
    return limits;
}

FlowTiming quickTiming()
{
    FlowTiming timing{10ms, 3, 20ms, 600ms, 20ms, 400ms, 600ms};
    timing.factsWithin = 30s; // a slow computer is no wedged sprite
    return timing;
}

Playground::SpriteRequest spriteRequest()
{
    Playground::SpriteRequest request;
    request.name = u"web-1"_s;
    return request;
}

Playground::CheckpointRequest commented(const QString &comment)
{
    Playground::CheckpointRequest request;
    request.comment = comment;
    return request;
}

SpriteTiming quietTiming()
{
    SpriteTiming timing;
    timing.watch = false;
    return timing;
}

} // namespace

class TestOperationFlows : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<AccountSession> m_session;
    const SpriteKey m_sprite{AccountId(u"acme"_s), SpriteName(u"web-1"_s)};
    const QString m_create = u"*/checkpoint"_s;
    const QString m_restore = u"*/restore"_s;

    Operation endOf(OperationFlow *flow)
    {
        QSignalSpy settled(flow, &OperationFlow::settled);
        flow->setParent(m_session.get());
        flow->start();
        if (settled.isEmpty() && !settled.wait(Test::Patience))
            qWarning("the flow did not settle");
        return flow->operation();
    }

    Operation restored(const QString &target, bool withSafety = true)
    {
        return endOf(
            new RestoreFlow(*m_session, m_sprite, CheckpointId(target), withSafety, quickTiming(), nullptr));
    }

    static PhaseState phase(const Operation &operation, PhaseName name)
    {
        for (const Phase &phase : operation.phases) {
            if (phase.name == name)
                return phase.state;
        }
        return PhaseState::Skipped;
    }

    void writeFile(const QByteArray &content)
    {
        const auto view = m_playground->store().view(u"web-1"_s);
        QFile file(view.value().root + u"/home/sprite/state.txt"_s);
        QDir().mkpath(QFileInfo(file).path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    QByteArray readFile()
    {
        const auto view = m_playground->store().view(u"web-1"_s);
        QFile file(view.value().root + u"/home/sprite/state.txt"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    //! So many times the list of services is this one: names and states.
    void answerServices(const QList<std::pair<QString, QString>> &services, int count)
    {
        QStringList objects;
        for (const auto &[name, status] : services)
            objects << uR"({"name":"%1","cmd":"serve","state":{"name":"%1","status":"%2"}})"_s.arg(name,
                                                                                                   status);
        Fault fault;
        fault.kind = Fault::Kind::OtherAnswer;
        fault.method = "GET";
        fault.path = u"*/services"_s;
        fault.count = count;
        fault.status = 200;
        fault.text = u'[' + objects.join(u',') + u']';
        m_playground->server().faults().add(fault);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(spriteRequest()).isOk());
        writeFile("one");
        QVERIFY(m_playground->store().checkpointNow(u"web-1"_s, commented(u"first"_s)).isOk());
        writeFile("two");
        Account account;
        account.id = AccountId(u"acme"_s);
        account.apiUrl = m_playground->url();
        m_session = std::make_unique<AccountSession>(account, m_playground->token(), quickLimits(),
                                                     quietTiming(), nullptr);
    }

    void cleanup()
    {
        m_session.reset();
        m_playground.reset();
    }

    void aCheckpointIsCreatedOnceTheListShowsIt()
    {
        auto *flow =
            new CreateCheckpointFlow(*m_session, m_sprite, u"before upgrade"_s, quickTiming(), nullptr);
        QSignalSpy messages(flow, &OperationFlow::messageReceived);
        const Operation end = endOf(flow);
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QCOMPARE(end.created, CheckpointId(u"v2"_s));
        QCOMPARE(messages.size(), 10);
        QCOMPARE(phase(end, PhaseName::Listed), PhaseState::Done);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
    }

    void aCheckpointThatFailsLateIsNotClaimed()
    {
        m_playground->fault(Fault::Kind::LateError, "POST", m_create);
        const Operation end =
            endOf(new CreateCheckpointFlow(*m_session, m_sprite, u"x"_s, quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.resultText, u"No checkpoint was created."_s);
        QVERIFY(end.error && !end.error->serverText.isEmpty());
    }

    void aCheckpointWithoutAnEndIsFoundInTheList()
    {
        m_playground->fault(Fault::Kind::NoComplete, "POST", m_create);
        const Operation end =
            endOf(new CreateCheckpointFlow(*m_session, m_sprite, u"x"_s, quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QCOMPARE(end.created, CheckpointId(u"v2"_s));
    }

    void aCheckpointThatCannotBeFoundStaysUnknown()
    {
        m_playground->fault(Fault::Kind::DropBeforeAnswer, "POST", m_create);
        const Operation end =
            endOf(new CreateCheckpointFlow(*m_session, m_sprite, u"x"_s, quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Unknown);
        QVERIFY(end.connectionLost);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
    }

    void aRestoreIsTwoVerifiedSteps()
    {
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QCOMPARE(end.safety, CheckpointId(u"v2"_s));
        QCOMPARE(end.resultText, u"Restored v1. Everything checked."_s);
        for (const Phase &phase : end.phases)
            QCOMPARE(phase.state, PhaseState::Done);
        QCOMPARE(readFile(), QByteArray("one"));
        const auto safety = m_playground->store().checkpoint(u"web-1"_s, u"v2"_s);
        QCOMPARE(safety.value().comment, u"Safety: before restoring v1"_s);
    }

    void aRestoreWithoutSafetyTakesNoCheckpoint()
    {
        const Operation end = restored(u"v1"_s, false);
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QVERIFY(end.safety.isEmpty());
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 0);
    }

    void nothingIsRestoredWhenTheSafetyCheckpointFails()
    {
        m_playground->fault(Fault::Kind::LateError, "POST", m_create);
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.resultText, u"Nothing was changed."_s);
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 0);
        QCOMPARE(readFile(), QByteArray("two"));
    }

    void anIdThatDoesNotExistIsNotRestoredAndTheSafetyIsKept()
    {
        const Operation end = restored(u"v77"_s);
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.resultText, u"Not restored. Safety checkpoint v2 was kept."_s);
        QVERIFY(end.lastMessage.contains("not found"_L1));
        QCOMPARE(readFile(), QByteArray("two"));
    }

    void aLateErrorIsAFailureThoughTheStatusWasFine()
    {
        m_playground->fault(Fault::Kind::LateError, "POST", m_restore);
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.resultText, u"Not restored. Safety checkpoint v2 was kept."_s);
    }

    void aStreamWithoutAnEndIsResolvedByReading()
    {
        m_playground->fault(Fault::Kind::NoComplete, "POST", m_restore);
        auto *flow =
            new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, quickTiming(), nullptr);
        QStringList texts;
        connect(flow, &OperationFlow::changed, this, [&texts](const Operation &operation) {
            if (!operation.resultText.isEmpty() && !texts.contains(operation.resultText))
                texts << operation.resultText;
        });
        const Operation end = endOf(flow);
        QCOMPARE(texts.first(), u"The service did not say how it ended. Checking…"_s);
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QCOMPARE(readFile(), QByteArray("one"));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
    }

    void aLostConnectionThatChangedNothingStaysUnknown()
    {
        m_playground->fault(Fault::Kind::DropBeforeAnswer, "POST", m_restore);
        auto *flow =
            new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, quickTiming(), nullptr);
        bool saidSo = false;
        connect(flow, &OperationFlow::changed, this, [&saidSo](const Operation &operation) {
            saidSo =
                saidSo || (operation.connectionLost && operation.outcome == Outcome::Unknown &&
                           operation.resultText == u"Connection lost. The restore may still be running."_s);
        });
        const Operation end = endOf(flow);
        QVERIFY(saidSo);
        // Never "not restored": the service may still be at it.
        QCOMPARE(end.outcome, Outcome::Unknown);
        QVERIFY(end.resultText.startsWith("The sprite still has the files from before."_L1));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
    }

    void lookingAfterALostEndNeverWakes()
    {
        m_playground->fault(Fault::Kind::DropBeforeAnswer, "POST", m_restore);
        auto *flow =
            new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, quickTiming(), nullptr);
        connect(flow, &OperationFlow::changed, this, [this](const Operation &operation) {
            if (operation.outcome == Outcome::Unknown)
                QVERIFY(m_playground->store().setStatus(u"web-1"_s, u"cold"_s).isOk());
        });
        const Operation end = endOf(flow);
        QCOMPARE(end.outcome, Outcome::Unknown);
        bool sent = false;
        for (const Playground::RequestLogEntry &entry : m_playground->server().requestLog().entries()) {
            QVERIFY2(!sent || !entry.woke, qPrintable(entry.path));
            sent = sent || entry.path.endsWith("/restore"_L1);
        }
        QVERIFY(sent);
    }

    void aSessionThatClosesTakesItsFlowsWithIt()
    {
        OperationDesk desk(nullptr);
        m_playground->fault(Fault::Kind::Stall, "POST", m_restore);
        const OperationId id = desk.start(
            new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, quickTiming(), nullptr));
        QTRY_COMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
        const QList<Operation> unknown = desk.dropAccount(m_sprite.account);
        QCOMPARE(unknown.size(), 1);
        QCOMPARE(unknown.first().id, id);
        QVERIFY(!desk.isBusy(m_sprite));
        m_session.reset();
        QVERIFY(!desk.flow(id));
    }

    void aRestoreStoppedBeforeItWasSentSaysSo()
    {
        m_playground->fault(Fault::Kind::Stall, "POST", m_create);
        auto *flow = new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, quickTiming(),
                                     m_session.get());
        flow->start();
        QTRY_COMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
        flow->stopWatching();
        QCOMPARE(flow->operation().outcome, Outcome::Canceled);
        QCOMPARE(flow->operation().resultText,
                 u"Stopped before the restore was sent. Nothing was restored."_s);
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 0);
    }

    void aStalledStreamIsUnknownNotDone()
    {
        m_playground->fault(Fault::Kind::Stall, "POST", m_restore);
        auto *flow =
            new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, quickTiming(), nullptr);
        QList<Outcome> outcomes;
        connect(flow, &OperationFlow::changed, this, [&outcomes](const Operation &operation) {
            if (outcomes.isEmpty() || outcomes.last() != operation.outcome)
                outcomes << operation.outcome;
        });
        endOf(flow);
        QVERIFY(outcomes.contains(Outcome::Unknown));
    }

    void aRefusedTokenInTheMiddleEndsWithItsReason()
    {
        Playground::Fault fault;
        fault.kind = Fault::Kind::Status;
        fault.status = 401;
        fault.method = "POST";
        fault.path = m_restore;
        m_playground->server().faults().add(fault);
        QSignalSpy refused(&m_session->client(), &ApiClient::tokenRefused);
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.error->kind, ApiError::Kind::Unauthorized);
        QCOMPARE(refused.size(), 1);
    }

    void changedRulesNeedALook()
    {
        const QByteArray rules = R"({"rules":[{"domain":"a.example.com","action":"allow"}]})";
        QNetworkAccessManager manager;
        QNetworkRequest request(QUrl(m_playground->url().toString() + u"/v1/sprites/web-1/policy/network"_s));
        request.setRawHeader("Authorization", "Bearer " + m_playground->token().toUtf8());
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        QNetworkReply *reply = manager.post(request, rules);
        QTRY_VERIFY(reply->isFinished());
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.outcome, Outcome::SucceededWithDifferences);
        QCOMPARE(end.resultText, u"Restored v1. 1 thing(s) need a look."_s);
        QCOMPARE(end.differences.size(), 1);
        QVERIFY(end.differences.first().startsWith("Egress rules changed"_L1));
    }

    void servicesThatAreOtherOnesNeedALook()
    {
        answerServices({{u"web"_s, u"running"_s}, {u"old"_s, u"running"_s}}, 1);
        answerServices({{u"web"_s, u"failed"_s}, {u"new"_s, u"running"_s}}, -1);
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.outcome, Outcome::SucceededWithDifferences);
        const QStringList expected{u"Services that ran before and do not run now: web."_s,
                                   u"Services that are gone with this restore: old."_s,
                                   u"Services that came with this restore: new."_s};
        QCOMPARE(end.differences, expected);
    }

    void servicesHaveTimeToStart()
    {
        answerServices({{u"web"_s, u"running"_s}}, 1);
        answerServices({{u"web"_s, u"stopped"_s}}, 1);
        answerServices({{u"web"_s, u"starting"_s}}, 1);
        answerServices({{u"web"_s, u"running"_s}}, -1);
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.resultText, u"Restored v1. Everything checked."_s);
        QCOMPARE(m_playground->requestCount("GET", u"/services"_s), 4);
    }

    void servicesThatAreNotReadAfterwardsNeedALook()
    {
        answerServices({{u"web"_s, u"running"_s}}, 1);
        m_playground->fault(Fault::Kind::Status, "GET", u"*/services"_s, -1);
        const Operation end = restored(u"v1"_s);
        QCOMPARE(end.differences, QStringList{u"Services could not be compared."_s});
    }

    void whatIsReadToCompareDoesNotHoldTheRestoreBack()
    {
        m_playground->fault(Fault::Kind::Stall, "GET", u"*/services"_s, 1); // its next try would be answered
        FlowTiming timing = quickTiming();
        timing.factsWithin = 300ms;
        const Operation end =
            endOf(new RestoreFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), true, timing, nullptr));
        QCOMPARE(end.outcome, Outcome::SucceededWithDifferences);
        QVERIFY(end.differences.contains(u"Services could not be compared."_s));
    }

    void aServiceWithoutServicesIsNoDifference()
    {
        Fault fault;
        fault.kind = Fault::Kind::Status;
        fault.method = "GET";
        fault.path = u"*/services"_s;
        fault.status = 404;
        fault.count = -1;
        m_playground->server().faults().add(fault);
        QCOMPARE(restored(u"v1"_s).resultText, u"Restored v1. Everything checked."_s);
    }

    void aCheckpointIsDeletedOnceTheListLacksIt()
    {
        QVERIFY(m_playground->store().checkpointNow(u"web-1"_s, commented(u"second"_s)).isOk());
        const Operation end = endOf(
            new DeleteCheckpointFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Succeeded);
    }

    void theBaseOfTheSpriteIsNotDeleted()
    {
        const Operation end = endOf(
            new DeleteCheckpointFlow(*m_session, m_sprite, CheckpointId(u"v1"_s), quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.resultText, u"The sprite is based on this checkpoint. Restore another one first."_s);
    }

    void aNewSpriteIsLockedDownBeforeAnythingElse()
    {
        const NewSprite sprite{SpriteName(u"new-one"_s), {u"ci"_s}, false};
        const Operation end = endOf(
            new CreateSpriteFlow(*m_session, sprite, NetworkPolicy::lockedDown(), quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QCOMPARE(end.phases.size(), 3);
        QVERIFY(m_playground->store().sprite(u"new-one"_s).isOk());
    }

    void aNewSpriteWithoutItsRulesSaysSo()
    {
        m_playground->fault(Fault::Kind::EmptyUnavailable, "POST", u"*/policy/network"_s);
        const Operation end =
            endOf(new CreateSpriteFlow(*m_session, {SpriteName(u"new-one"_s), {}, false},
                                       NetworkPolicy::lockedDown(), quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::SucceededWithDifferences);
        QCOMPARE(end.resultText, u"Created, but egress rules are not in place."_s);
    }

    void aTakenNameIsRefused()
    {
        const Operation end = endOf(new CreateSpriteFlow(*m_session, {SpriteName(u"web-1"_s), {}, false},
                                                         std::nullopt, quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.error->kind, ApiError::Kind::Conflict);
    }

    void aDeletedSpriteIsReadToBeGone()
    {
        const Operation end = endOf(new DeleteSpriteFlow(*m_session, m_sprite, quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QVERIFY(!m_playground->store().sprite(u"web-1"_s).isOk());
    }

    void labelsAreReplacedAndReadBack()
    {
        const Operation end = endOf(
            new UpdateSpriteFlow(*m_session, m_sprite, QStringList{u"a"_s, u"b"_s}, quickTiming(), nullptr));
        QCOMPARE(end.outcome, Outcome::Succeeded);
        QCOMPARE(m_playground->store().sprite(u"web-1"_s).value().labels, QStringList({u"a"_s, u"b"_s}));
    }

    void theDeskKnowsWhichSpriteIsBusy()
    {
        OperationDesk desk(nullptr);
        QSignalSpy busy(&desk, &OperationDesk::busyChanged);
        QSignalSpy settled(&desk, &OperationDesk::settled);
        desk.start(new CreateCheckpointFlow(*m_session, m_sprite, {}, quickTiming(), nullptr));
        QVERIFY(desk.isBusy(m_sprite));
        QCOMPARE(desk.running().size(), 1);
        const auto record = [](const QString &method, const QString &path) {
            RequestRecord made;
            made.method = method;
            made.path = path;
            return made;
        };
        QVERIFY(desk.operationOf(m_sprite.account, record(u"POST"_s, u"/v1/sprites/web-1/checkpoint"_s)));
        QVERIFY(!desk.operationOf(m_sprite.account, record(u"POST"_s, u"/v1/sprites/web-10/checkpoint"_s)));
        QVERIFY(!desk.operationOf(m_sprite.account, record(u"GET"_s, u"/v1/sprites"_s)));
        QVERIFY(settled.wait(Test::Patience));
        QVERIFY(!desk.isBusy(m_sprite));
        QCOMPARE(busy.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestOperationFlows)
#include "tst_operationflows.moc"
