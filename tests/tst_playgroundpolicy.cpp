// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sidepolicystore.h"
#include "playground/spritefiles.h"
#include "playground/spritestore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Spritarium::Playground;

class TestPlaygroundPolicy : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void acceptsWhatTheServiceAccepts_data();
    void acceptsWhatTheServiceAccepts();
    void namesTheRuleThatIsWrong();
    void keepsTheBytesAsPosted();
    void answersNoRulesWhenNothingIsStored();
    void aRefusedPolicyLeavesTheOldOne();
    void checkpointAndRestoreTakeThePolicyAlong();
    void acceptsTheOtherPolicies_data();
    void acceptsTheOtherPolicies();
    void theOtherPoliciesTravelWithCheckpoints();
};

void TestPlaygroundPolicy::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestPlaygroundPolicy::acceptsWhatTheServiceAccepts_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("strict");
    QTest::addColumn<bool>("lenient");
    const auto rule = [](const char *inner) { return QByteArray("{\"rules\":[") + inner + "]}"; };
    QTest::newRow("no rules") << QByteArray("{\"rules\":[]}") << true << true;
    QTest::newRow("spaces") << QByteArray(" {\n \"rules\" : [ ] }\n") << true << true;
    QTest::newRow("domain") << rule(R"({"domain":"example.com","action":"allow"})") << true << true;
    QTest::newRow("deny all") << rule(R"({"domain":"*","action":"deny"})") << true << true;
    QTest::newRow("odd domain") << rule(R"({"domain":"http://x:1/","action":"deny"})") << true << true;
    QTest::newRow("defaults") << rule(R"({"include":"defaults"})") << true << true;
    QTest::newRow("defaults denied") << rule(R"({"include":"defaults","action":"deny"})") << true << true;
    QTest::newRow("empty include beside domain")
        << rule(R"({"domain":"a","include":"","action":"deny"})") << true << true;
    QTest::newRow("null include beside domain")
        << rule(R"({"domain":"a","include":null,"action":"deny"})") << true << true;
    QTest::newRow("several") << rule(R"({"include":"defaults"},{"domain":"*","action":"deny"})") << true
                             << true;
    QTest::newRow("empty body") << QByteArray() << false << false;
    QTest::newRow("no JSON") << QByteArray("rules") << false << false;
    QTest::newRow("cut") << QByteArray("{\"rules\":[") << false << false;
    QTest::newRow("more behind") << QByteArray("{\"rules\":[]} x") << false << false;
    QTest::newRow("bad UTF-8") << rule("{\"domain\":\"\xff\",\"action\":\"deny\"}") << false << false;
    QTest::newRow("bare array") << QByteArray("[]") << false << false;
    QTest::newRow("nothing in it") << QByteArray("{}") << false << false;
    QTest::newRow("rules null") << QByteArray("{\"rules\":null}") << false << false;
    QTest::newRow("rules object") << QByteArray("{\"rules\":{}}") << false << false;
    QTest::newRow("unknown key on top") << QByteArray("{\"rules\":[],\"$schema\":\"x\"}") << false << false;
    QTest::newRow("unknown key in rule")
        << rule(R"({"domain":"a","action":"allow","id":1})") << false << false;
    QTest::newRow("key in capitals") << rule(R"({"Domain":"a","action":"allow"})") << false << false;
    QTest::newRow("rule null") << rule("null") << false << false;
    QTest::newRow("rule text") << rule("\"a\"") << false << false;
    QTest::newRow("domain number") << rule(R"({"domain":1,"action":"allow"})") << false << false;
    QTest::newRow("both") << rule(R"({"domain":"a","include":"defaults","action":"allow"})") << false
                          << false;
    QTest::newRow("no action") << rule(R"({"domain":"a"})") << false << false;
    QTest::newRow("empty action") << rule(R"({"domain":"a","action":""})") << false << false;
    QTest::newRow("odd action") << rule(R"({"domain":"a","action":"block"})") << false << false;
    QTest::newRow("action in capitals") << rule(R"({"domain":"a","action":"Allow"})") << false << false;
    QTest::newRow("odd action of preset") << rule(R"({"include":"defaults","action":"x"})") << false << false;
    QTest::newRow("empty rule") << rule("{}") << false << false;
    QTest::newRow("catch-all of the seeds") << rule(R"({"action":"deny"})") << false << true;
    QTest::newRow("other preset") << rule(R"({"include":"ai"})") << false << true;
}

void TestPlaygroundPolicy::acceptsWhatTheServiceAccepts()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, strict);
    QFETCH(bool, lenient);
    QCOMPARE(policyFault(body, PolicyStrictness::Strict).isEmpty(), strict);
    QCOMPARE(policyFault(body, PolicyStrictness::Lenient).isEmpty(), lenient);
}

void TestPlaygroundPolicy::namesTheRuleThatIsWrong()
{
    QCOMPARE(policyFault(R"({"rules":[{"include":"defaults"},{"domain":"a","action":"allow","note":""}]})",
                         PolicyStrictness::Strict),
             u"rule 2 unknown key \"note\""_s);
}

namespace {

struct Fixture
{
    QTemporaryDir folder;
    SpriteStore store{folder.path(), StoreOptions{{}, Durability::KillSafe}};

    Fixture()
    {
        SpriteRequest request;
        request.name = u"a"_s;
        if (store.open())
            static_cast<void>(store.create(request).isOk());
    }
    NetworkPolicyStore policy() { return NetworkPolicyStore(*store.view(u"a"_s)); }
};

} // namespace

void TestPlaygroundPolicy::keepsTheBytesAsPosted()
{
    Fixture fixture;
    const QByteArray odd = "{ \"rules\":\n\n [ {\"action\":\"deny\" , \"domain\":\"B\\u00e4r.example\"} ]\t}";
    QVERIFY(fixture.policy().write(odd).isOk());
    QCOMPARE(fixture.policy().read(), odd);
}

void TestPlaygroundPolicy::answersNoRulesWhenNothingIsStored()
{
    Fixture fixture;
    QCOMPARE(fixture.policy().read(), QByteArray("{\n  \"rules\": []\n}\n"));
}

void TestPlaygroundPolicy::aRefusedPolicyLeavesTheOldOne()
{
    Fixture fixture;
    QVERIFY(fixture.policy().write("{\"rules\":[]}").isOk());
    const StoreResult<Done> refused = fixture.policy().write("{}");
    QVERIFY(!refused);
    QCOMPARE(refused.error().fault, StoreFault::Invalid);
    QCOMPARE(fixture.policy().read(), QByteArray("{\"rules\":[]}"));
}

void TestPlaygroundPolicy::checkpointAndRestoreTakeThePolicyAlong()
{
    Fixture fixture;
    const QByteArray then = R"({"rules":[{"domain":"*","action":"deny"}]})";
    QVERIFY(fixture.policy().write(then).isOk());
    QVERIFY(fixture.store.checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(fixture.policy().write("{\"rules\":[]}").isOk());
    QVERIFY(fixture.store.restoreNow(u"a"_s, u"v1"_s).isOk());
    QCOMPARE(fixture.policy().read(), then);
    QVERIFY(fixture.store.restoreNow(u"a"_s, u"v0"_s).isOk());
    QCOMPARE(fixture.policy().read(), QByteArray("{\n  \"rules\": []\n}\n"));
}

void TestPlaygroundPolicy::acceptsTheOtherPolicies_data()
{
    QTest::addColumn<SidePolicy>("policy");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("strict");
    QTest::addColumn<bool>("lenient");
    const auto row = [](const char *name, SidePolicy policy, const char *body, bool strict, bool lenient) {
        QTest::newRow(name) << policy << QByteArray(body) << strict << lenient;
    };
    const SidePolicy privileges = SidePolicy::Privileges;
    row("all keys", privileges, R"({"profile":"minimal","devices":["kvm"],"noNewPrivileges":true})", true,
        true);
    row("nothing", privileges, "{}", true, true);
    row("nulls", privileges, R"({"profile":null,"devices":null})", true, true);
    row("empty profile", privileges, R"({"profile":""})", true, true);
    row("unknown profile", privileges, R"({"profile":"root"})", false, false);
    row("devices text", privileges, R"({"devices":"kvm"})", false, false);
    row("device number", privileges, R"({"devices":[1]})", false, false);
    row("flag text", privileges, R"({"noNewPrivileges":"yes"})", false, false);
    row("unknown key", privileges, R"({"capabilities":[]})", false, true);
    row("no JSON", privileges, "profile: minimal", false, false);
    row("array", privileges, "[]", false, false);
    const SidePolicy resources = SidePolicy::Resources;
    row("memory", resources, R"({"memory":{"limit_mb":4096,"autoscale":true}})", true, true);
    row("other spelling", resources, R"({"memory":{"limitMB":512}})", true, true);
    row("no memory", resources, "{}", true, true);
    row("memory number", resources, R"({"memory":4096})", false, false);
    row("negative", resources, R"({"memory":{"limit_mb":-1}})", false, false);
    row("fraction", resources, R"({"memory":{"limit_mb":1.5}})", false, false);
    row("unknown key inside", resources, R"({"memory":{"swap_mb":1}})", false, true);
}

void TestPlaygroundPolicy::acceptsTheOtherPolicies()
{
    QFETCH(SidePolicy, policy);
    QFETCH(QByteArray, body);
    QFETCH(bool, strict);
    QFETCH(bool, lenient);
    QCOMPARE(sidePolicyFault(policy, body, PolicyStrictness::Strict).isEmpty(), strict);
    QCOMPARE(sidePolicyFault(policy, body, PolicyStrictness::Lenient).isEmpty(), lenient);
}

void TestPlaygroundPolicy::theOtherPoliciesTravelWithCheckpoints()
{
    Fixture fixture;
    const auto stored = [&fixture](SidePolicy policy) {
        return SidePolicyStore(*fixture.store.view(u"a"_s), policy);
    };
    for (const SidePolicy policy : {SidePolicy::Privileges, SidePolicy::Resources}) {
        QCOMPARE(stored(policy).read(), QByteArray("{}\n"));
        QVERIFY(stored(policy).remove().isOk());
    }
    const QByteArray then = R"({ "profile" : "minimal" })";
    QVERIFY(stored(SidePolicy::Privileges).write(then).isOk());
    QVERIFY(!stored(SidePolicy::Privileges).write(R"({"profile":1})").isOk());
    QVERIFY(fixture.store.checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(stored(SidePolicy::Privileges).remove().isOk());
    QVERIFY(stored(SidePolicy::Resources).write(R"({"memory":{"limit_mb":1}})").isOk());
    QCOMPARE(stored(SidePolicy::Privileges).read(), QByteArray("{}\n"));
    QVERIFY(fixture.store.restoreNow(u"a"_s, u"v1"_s).isOk());
    QCOMPARE(stored(SidePolicy::Privileges).read(), then);
    QCOMPARE(stored(SidePolicy::Resources).read(), QByteArray("{}\n"));
    const auto inside = SpriteFiles(*fixture.store.view(u"a"_s)).list(u"/.sprite/policy"_s);
    QCOMPARE(inside->entries.size(), 1);
    QCOMPARE(inside->entries.at(0).path, u"/.sprite/policy/privileges.json"_s);
}

QTEST_GUILESS_MAIN(TestPlaygroundPolicy)
#include "tst_playgroundpolicy.moc"
