// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accountsession.h"
#include "app/applypolicyflow.h"
#include "playground/networkpolicystore.h"
#include "support/patience.h"
#include "support/playgroundfixture.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Fault = Playground::Fault;

namespace {

const QString PolicyPath = u"*/policy/network"_s;

ApiLimits quickLimits()
{
    ApiLimits limits;
    limits.stall = 2s;
    limits.settle = 100ms;
    limits.readBackoff = {10ms};
    limits.wakingBackoff = {10ms};
    limits.checkBackoff = {0ms, 10ms};
    return limits;
}

SpriteTiming quietTiming()
{
    SpriteTiming timing;
    timing.watch = false;
    return timing;
}

NetworkPolicy oneRule(const QString &name)
{
    return {{allowRule(name)}};
}

} // namespace

//! Apply: read again, write once, read back, compare (ux-spec 10.4). Nothing is claimed that was not read
//! back.
class TestApplyPolicyFlow : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<AccountSession> m_session;
    const SpriteKey m_sprite{AccountId(u"acme"_s), SpriteName(u"web-1"_s)};
    const NetworkPolicy m_old = oneRule(u"old.example.com"_s);
    const NetworkPolicy m_new = oneRule(u"new.example.com"_s);
    std::optional<NetworkPolicy> m_theirs;
    std::optional<NetworkPolicy> m_readBack;
    bool m_inForce = false;

    Operation applied(const NetworkPolicy &policy, const std::optional<NetworkPolicy> &base)
    {
        auto *flow =
            new ApplyPolicyFlow(*m_session, m_sprite, {policy, base, u"applied"_s}, {}, m_session.get());
        QSignalSpy settled(flow, &OperationFlow::settled);
        flow->start();
        if (settled.isEmpty() && !settled.wait(Test::Patience))
            qWarning("the flow did not settle");
        m_theirs = flow->theirs();
        m_readBack = flow->readBack();
        m_inForce = flow->policyInForce().has_value();
        const Operation operation = flow->operation();
        delete flow;
        return operation;
    }

    Playground::NetworkPolicyStore rules() const
    {
        return Playground::NetworkPolicyStore(m_playground->store().view(u"web-1"_s).value());
    }

    void store(const NetworkPolicy &policy) { QVERIFY(rules().write(toJson(policy)).isOk()); }

    NetworkPolicy stored() const { return parseNetworkPolicy(rules().read()).value(); }

    int writes() const { return m_playground->requestCount("POST", u"/policy/network"_s); }

    void fault(Fault::Kind kind, int status = 500, const QString &text = {})
    {
        Fault fault;
        fault.kind = kind;
        fault.method = "POST";
        fault.path = PolicyPath;
        fault.status = status;
        fault.text = text;
        m_playground->server().faults().add(fault);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        Playground::SpriteRequest request;
        request.name = u"web-1"_s;
        QVERIFY(m_playground->store().create(request).isOk());
        QVERIFY(m_playground->store().setStatus(u"web-1"_s, u"running"_s).isOk());
        Account account;
        account.id = m_sprite.account;
        account.apiUrl = m_playground->url();
        m_session = std::make_unique<AccountSession>(account, m_playground->token(), quickLimits(),
                                                     quietTiming(), nullptr);
        store(m_old);
    }

    void cleanup()
    {
        m_session.reset();
        m_playground.reset();
    }

    void writesOnceAndReadsBack()
    {
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Succeeded);
        QVERIFY2(operation.resultText.startsWith(u"Applied and verified "_s),
                 qPrintable(operation.resultText));
        QVERIFY(m_inForce);
        QCOMPARE(writes(), 1);
        QCOMPARE(stored(), m_new);
        for (const Phase &phase : operation.phases)
            QCOMPARE(phase.state, PhaseState::Done);
    }

    void sendsNothingOverSomebodyElsesRules()
    {
        const NetworkPolicy theirs = oneRule(u"theirs.example.com"_s);
        store(theirs);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Canceled);
        QCOMPARE(operation.resultText, u"Somebody else changed the rules. Nothing was sent."_s);
        QCOMPARE(m_theirs, theirs);
        QCOMPARE(writes(), 0);
        QCOMPARE(stored(), theirs);
        // Seen and decided: what stands there is replaced.
        QCOMPARE(applied(m_new, theirs).outcome, Outcome::Succeeded);
        QCOMPARE(stored(), m_new);
    }

    void sendsNothingWhenTheRulesAreThereAlready()
    {
        store(m_new);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Succeeded);
        QCOMPARE(operation.resultText, u"These rules are in force already."_s);
        QVERIFY(!m_inForce);
        QCOMPARE(writes(), 0);
    }

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("text");
        QTest::newRow("400") << 400 << u"invalid policy config"_s;
        QTest::newRow("409") << 409 << u"policy is being replaced"_s;
        QTest::newRow("500") << 500 << u"failed to write temp file"_s;
    }

    void refusals()
    {
        QFETCH(int, status);
        QFETCH(QString, text);
        fault(Fault::Kind::Status, status, text);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Failed);
        QCOMPARE(operation.resultText, u"Refused by the service: %1. Nothing changed."_s.arg(text));
        QCOMPARE(m_readBack, m_old);
        QVERIFY(!m_inForce);
        QCOMPARE(writes(), 1);
    }

    void anErrorAfterTheWorkIsNotCalledNothing()
    {
        fault(Fault::Kind::OtherAnswer, 500, u"failed to reload"_s);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Succeeded);
        QCOMPARE(operation.resultText,
                 u"The service answered with an error, but reading back shows the new rules."_s);
        QCOMPARE(stored(), m_new);
    }

    void twoHundredIsAsGoodAsTwoHundredAndFour()
    {
        fault(Fault::Kind::OtherAnswer, 200, u"{\"ok\":true}"_s);
        QCOMPARE(applied(m_new, m_old).outcome, Outcome::Succeeded);
        QCOMPARE(stored(), m_new);
    }

    void aLostAnswerIsSettledByReading()
    {
        fault(Fault::Kind::DropAfterWork);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Succeeded);
        QVERIFY2(operation.resultText.startsWith(u"Applied and verified "_s),
                 qPrintable(operation.resultText));
        QCOMPARE(writes(), 1);
        QCOMPARE(stored(), m_new);
    }

    void aLostRequestIsNotSentAgain()
    {
        fault(Fault::Kind::DropBeforeAnswer);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Unknown);
        QCOMPARE(operation.resultText, u"No answer came. Reading back shows the old rules."_s);
        QCOMPARE(writes(), 1);
        QCOMPARE(stored(), m_old);
    }

    void otherRulesThanSentAreTold()
    {
        const NetworkPolicy other = oneRule(u"other.example.com"_s);
        fault(Fault::Kind::OtherBody, 204, QString::fromUtf8(toJson(other)));
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::SucceededWithDifferences);
        QCOMPARE(operation.resultText, u"Applied, but reading back shows something else."_s);
        QCOMPARE(m_readBack, other);
        QVERIFY(!m_inForce);
    }

    void whatCannotBeReadBackIsUnknown()
    {
        Fault fault;
        fault.kind = Fault::Kind::Status;
        fault.status = 403;
        fault.method = "GET";
        fault.path = PolicyPath;
        fault.skip = 1;
        m_playground->server().faults().add(fault);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Unknown);
        QCOMPARE(operation.resultText, u"The rules were sent, but could not be read back."_s);
        QVERIFY(operation.error.has_value());
    }

    void whatCannotBeReadAgainIsNotSent()
    {
        Fault fault;
        fault.kind = Fault::Kind::Status;
        fault.status = 403;
        fault.method = "GET";
        fault.path = PolicyPath;
        m_playground->server().faults().add(fault);
        const Operation operation = applied(m_new, m_old);
        QCOMPARE(operation.outcome, Outcome::Failed);
        QCOMPARE(operation.resultText, u"The rules could not be read again. Nothing was sent."_s);
        QCOMPARE(writes(), 0);
    }
};

QTEST_GUILESS_MAIN(TestApplyPolicyFlow)
#include "tst_applypolicyflow.moc"
