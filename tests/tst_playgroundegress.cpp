// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/uniquefd.h"
#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! What the playground tells of a policy, somebody else's hand on it, and what can go wrong with it.
class TestPlaygroundEgress : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void tellsWhatTheStoredPolicySaysOfAName();
    void readsAsAsked_data();
    void readsAsAsked();
    void readsFirstMatchWhenStartedSo();
    void wantsANameAndASprite();
    void somebodyElseReplacesThePolicy();
    void somebodyElseAddsARuleOnTop();
    void somebodyElsePostsNonsense();
    void neitherWakesNorStandsInTheLog();
    void takesTheSeedsFormOnlyWhenLenient();
    void restoringBringsThePolicyBack();
    void answersOthersWhileAPolicyIsRead();
    void saysNothingOfFilesThatARestoreTookAway();
    void editsInTheOrderInWhichTheyCame();
    void editsNothingDuringARestore();

    void refusesInTheServicesWords_data();
    void refusesInTheServicesWords();
    void failsToShowThePolicy_data();
    void failsToShowThePolicy();
    void answersABodyWhereNoneShouldBe();
    void failsAfterTheRulesWereStored();
    void dropsTheAnswerAfterTheRulesWereStored();
    void dropsTheRequestBeforeTheRulesWereStored();
    void storesOtherRulesThanCame();
    void showsOtherRulesOnTheSecondLook();

private:
    void start();
    QByteArray stored() const { return NetworkPolicyStore(*m_playground->store().view(u"web"_s)).read(); }
    QJsonObject told(const QString &query) { return m_client->get(Told + query).object(); }
    //! The policy's file becomes one that who reads it waits for; `reader` sends `request`, which reads it,
    //! and waits. What is returned is to be written to and closed.
    Agent::UniqueFd makeThemWait(QTcpSocket &reader, const QByteArray &request);
    QByteArray question() const
    {
        return m_client->head("GET", "/playground/egress/web?name=one.example", "Connection: close\r\n");
    }
    QByteArray posted(const QString &path, const QByteArray &body) const
    {
        const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return m_client->head("POST", path.toLatin1(), "Connection: close\r\n" + length) + body;
    }

    inline static const QString Policy = u"/v1/sprites/web/policy/network"_s;
    inline static const QString Told = u"/playground/egress/web"_s;

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

namespace {

const QByteArray DenyFirst =
    R"({"rules":[{"domain":"*","action":"deny"},{"domain":"api.example.com","action":"allow"}]})";
const QByteArray OneRule = R"({"rules":[{"domain":"one.example","action":"allow"}]})";

QStringList domainsOf(const QByteArray &policy)
{
    QStringList domains;
    for (const QJsonValue &rule : QJsonDocument::fromJson(policy).object().value("rules"_L1).toArray())
        domains.append(rule["domain"_L1].toString());
    return domains;
}

} // namespace

void TestPlaygroundEgress::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
}

void TestPlaygroundEgress::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

void TestPlaygroundEgress::start()
{
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundEgress::tellsWhatTheStoredPolicySaysOfAName()
{
    start();
    QCOMPARE(told(u"?name=api.example.com"_s), (QJsonObject{{u"name"_s, u"api.example.com"_s},
                                                            {u"allowed"_s, true},
                                                            {u"rule"_s, -1},
                                                            {u"pattern"_s, QString()}}));
    QCOMPARE(
        m_client->post(Policy, R"({"rules":[{"domain":"x.example","action":"deny"},{"include":"defaults"}]})")
            .status,
        204);
    QCOMPARE(told(u"?name=GitHub.com"_s), (QJsonObject{{u"name"_s, u"GitHub.com"_s},
                                                       {u"allowed"_s, true},
                                                       {u"rule"_s, 1},
                                                       {u"pattern"_s, u"github.com"_s}}));
    QCOMPARE(told(u"?name=nobody.example"_s).value("allowed"_L1), QJsonValue(false));
}

void TestPlaygroundEgress::readsAsAsked_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("most specific") << DenyFirst << u"?name=api.example.com"_s << true;
    QTest::newRow("said so") << DenyFirst << u"?name=api.example.com&reading=specific"_s << true;
    QTest::newRow("first match") << DenyFirst << u"?name=api.example.com&reading=first"_s << false;
    const QByteArray two =
        R"({"rules":[{"domain":"*.example.com","action":"allow"},{"domain":"*.a.example.com","action":"deny"}]})";
    QTest::newRow("upper wildcard") << two << u"?name=q.a.example.com"_s << true;
    QTest::newRow("longest wildcard") << two << u"?name=q.a.example.com&longest=1"_s << false;
    QTest::newRow("base covered") << two << u"?name=example.com"_s << true;
    QTest::newRow("base not covered") << two << u"?name=example.com&base=0"_s << false;
}

void TestPlaygroundEgress::readsAsAsked()
{
    QFETCH(QByteArray, policy);
    QFETCH(QString, query);
    QFETCH(bool, allowed);
    start();
    QCOMPARE(m_client->post(Policy, policy).status, 204);
    QCOMPARE(told(query).value("allowed"_L1), QJsonValue(allowed));
}

void TestPlaygroundEgress::readsFirstMatchWhenStartedSo()
{
    m_playground->options().policies.firstMatch = true;
    start();
    QCOMPARE(m_client->post(Policy, DenyFirst).status, 204);
    QCOMPARE(told(u"?name=api.example.com"_s).value("allowed"_L1), QJsonValue(false));
    QCOMPARE(told(u"?name=api.example.com&reading=specific"_s).value("allowed"_L1), QJsonValue(true));
}

void TestPlaygroundEgress::wantsANameAndASprite()
{
    start();
    QCOMPARE(m_client->get(Told).status, 400);
    QCOMPARE(m_client->get(u"/playground/egress/nobody?name=a.example"_s).status, 404);
    QCOMPARE(m_client->post(u"/playground/egress/nobody"_s, OneRule).status, 404);
    m_client->setToken("another");
    QCOMPARE(m_client->post(Told, OneRule).status, 401);
}

void TestPlaygroundEgress::somebodyElseReplacesThePolicy()
{
    start();
    const Answer answer = m_client->post(Told, OneRule);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, OneRule);
    QCOMPARE(m_client->get(Policy).body, OneRule);
}

void TestPlaygroundEgress::somebodyElseAddsARuleOnTop()
{
    start();
    QCOMPARE(m_client->post(Told, {}).status, 200);
    QCOMPARE(domainsOf(stored()), QStringList{u"added-elsewhere.example"_s});
    QCOMPARE(m_client->post(Policy, OneRule).status, 204);
    QCOMPARE(m_client->post(Told, {}).status, 200);
    const QByteArray policy = m_client->get(Policy).body;
    QCOMPARE(domainsOf(policy), (QStringList{u"added-elsewhere.example"_s, u"one.example"_s}));
    QCOMPARE(policyFault(policy, PolicyStrictness::Strict), QString());
}

void TestPlaygroundEgress::somebodyElsePostsNonsense()
{
    start();
    const Answer answer = m_client->post(Told, R"({"rules":[{"domain":"a"}]})");
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.body.contains("rule 1 has no action"));
    QCOMPARE(domainsOf(stored()), QStringList());
}

void TestPlaygroundEgress::neitherWakesNorStandsInTheLog()
{
    start();
    QVERIFY(m_playground->store().setStatus(u"web"_s, u"cold"_s).isOk());
    const size_t before = m_playground->server().requestLog().entries().size();
    m_playground->fault(Fault::Kind::EmptyUnavailable, {}, u"*"_s, -1);
    QCOMPARE(m_client->post(Told, OneRule).status, 200);
    QCOMPARE(told(u"?name=one.example"_s).value("allowed"_L1), QJsonValue(true));
    QCOMPARE(m_playground->store().sprite(u"web"_s)->status, u"cold"_s);
    QCOMPARE(m_playground->server().requestLog().entries().size(), before);
}

void TestPlaygroundEgress::takesTheSeedsFormOnlyWhenLenient()
{
    const QByteArray seeds =
        R"({"rules":[{"include":"ai"},{"domain":"a.example","action":"allow"},{"action":"deny"}]})";
    start();
    QCOMPARE(m_client->post(Policy, seeds).status, 400);
    m_client.reset();
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().policies.strictness = PolicyStrictness::Lenient;
    start();
    QCOMPARE(m_client->post(Policy, seeds).status, 204);
    QCOMPARE(told(u"?name=b.example"_s).value("pattern"_L1), QJsonValue(u"*"_s));
    QCOMPARE(told(u"?name=a.example"_s).value("allowed"_L1), QJsonValue(true));
    QCOMPARE(m_client->post(Told, {}).status, 200);
}

void TestPlaygroundEgress::restoringBringsThePolicyBack()
{
    start();
    QCOMPARE(m_client->post(Policy, OneRule).status, 204);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QCOMPARE(m_client->post(Policy, DenyFirst).status, 204);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s).status, 200);
    QCOMPARE(m_client->get(Policy).body, OneRule);
    QCOMPARE(told(u"?name=api.example.com"_s).value("allowed"_L1), QJsonValue(false));
}

Agent::UniqueFd TestPlaygroundEgress::makeThemWait(QTcpSocket &reader, const QByteArray &request)
{
    const QByteArray file =
        QFile::encodeName(m_playground->store().view(u"web"_s)->system + u"/policy/network.json"_s);
    QFile::remove(QFile::decodeName(file));
    if (::mkfifo(file.constData(), 0600) != 0)
        return {};
    reader.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    reader.write(request);
    Agent::UniqueFd writing;
    (void)QTest::qWaitFor(
        [&] {
            writing.reset(::open(file.constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
            return bool(writing);
        },
        30'000);
    return writing;
}

void TestPlaygroundEgress::answersOthersWhileAPolicyIsRead()
{
    start();
    QTcpSocket reader;
    Agent::UniqueFd writing = makeThemWait(reader, question());
    QVERIFY(writing);
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).status, 200);
    QCOMPARE(reader.bytesAvailable(), 0);
    QCOMPARE(::write(writing.get(), OneRule.constData(), std::size_t(OneRule.size())), OneRule.size());
    writing.reset();
    QByteArray answer;
    QTRY_VERIFY((answer += reader.readAll()).contains(R"("pattern":"one.example")"));
}

void TestPlaygroundEgress::saysNothingOfFilesThatARestoreTookAway()
{
    start();
    const QString before = m_playground->store().view(u"web"_s)->system;
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    QTcpSocket reader;
    Agent::UniqueFd writing = makeThemWait(reader, question());
    QVERIFY(writing);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s).status, 200);
    QVERIFY(m_playground->store().view(u"web"_s)->system != before);
    QVERIFY(QFile::exists(before + u"/policy/network.json"_s));
    writing.reset();
    QByteArray answer;
    QTRY_VERIFY((answer += reader.readAll()).startsWith("HTTP/1.1 503 "));
    QTRY_VERIFY(!QFile::exists(before));
}

void TestPlaygroundEgress::editsInTheOrderInWhichTheyCame()
{
    start();
    QTcpSocket first;
    Agent::UniqueFd writing = makeThemWait(first, posted(Told, {}));
    QVERIFY(writing);
    QTcpSocket second;
    second.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    second.write(posted(Policy, OneRule));
    QTRY_COMPARE(m_playground->requestCount("POST", u"/policy/network"_s), 1);
    QVERIFY(!QTest::qWaitFor([&] { return second.bytesAvailable() > 0; }, 100)); // waits for the first
    writing.reset();
    QByteArray answer;
    QTRY_VERIFY((answer += second.readAll()).startsWith("HTTP/1.1 204 "));
    QVERIFY(first.bytesAvailable() > 0);
    QCOMPARE(stored(), OneRule);
}

void TestPlaygroundEgress::editsNothingDuringARestore()
{
    start();
    const QDir home(m_playground->store().view(u"web"_s)->root + u"/home/sprite"_s);
    for (int i = 0; i < 1'000; ++i) {
        QFile file(home.filePath(QString::number(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s).status, 200);
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_playground->store().startRestore(u"web"_s, u"v1"_s).isOk());
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_playground->url().port()));
    socket.write(posted(Told, OneRule));
    QByteArray text;
    QTRY_VERIFY((text += socket.readAll()).endsWith("sprite is not ready\n"));
    QVERIFY(text.startsWith("HTTP/1.1 503 "));
}

void TestPlaygroundEgress::refusesInTheServicesWords_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");
    QTest::newRow("400") << 400 << u"invalid policy config"_s;
    QTest::newRow("409") << 409 << u"policy is being written"_s;
    QTest::newRow("500") << 500 << u"failed to write temp file"_s;
}

void TestPlaygroundEgress::refusesInTheServicesWords()
{
    QFETCH(int, status);
    QFETCH(QString, text);
    start();
    const QByteArray fault = QJsonDocument(QJsonObject{{u"kind"_s, u"status"_s},
                                                       {u"method"_s, u"POST"_s},
                                                       {u"path"_s, u"*/policy/network"_s},
                                                       {u"status"_s, status},
                                                       {u"text"_s, text}})
                                 .toJson();
    QCOMPARE(m_client->post(u"/playground/faults"_s, fault).status, 200);
    const Answer answer = m_client->post(Policy, OneRule);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.body, text.toUtf8() + '\n');
    QCOMPARE(answer.header("Content-Type"), QByteArray("text/plain; charset=utf-8"));
    QCOMPARE(domainsOf(stored()), QStringList());
}

void TestPlaygroundEgress::failsToShowThePolicy_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("401") << 401 << QString() << QByteArray(R"({"error":"authentication failed"})");
    QTest::newRow("403") << 403 << QString() << QByteArray(R"({"error":"forbidden"})");
    QTest::newRow("404") << 404 << QString() << QByteArray(R"({"error":"sprite not found"})");
    QTest::newRow("429") << 429 << QString() << QByteArray();
    QTest::newRow("503") << 503 << u"Policy not ready"_s << QByteArray("Policy not ready\n");
}

void TestPlaygroundEgress::failsToShowThePolicy()
{
    QFETCH(int, status);
    QFETCH(QString, text);
    QFETCH(QByteArray, body);
    start();
    m_playground->server().faults().add({.kind = Fault::Kind::Status,
                                         .method = "GET",
                                         .path = u"*/policy/network"_s,
                                         .status = status,
                                         .text = text});
    const Answer answer = m_client->get(Policy);
    QCOMPARE(answer.status, status);
    if (!body.isEmpty())
        QCOMPARE(answer.body, body);
    QCOMPARE(m_client->get(Policy).status, 200);
}

void TestPlaygroundEgress::answersABodyWhereNoneShouldBe()
{
    start();
    m_playground->server().faults().add({.kind = Fault::Kind::OtherAnswer,
                                         .method = "POST",
                                         .path = Policy,
                                         .status = 200,
                                         .text = u"{\"rules\":[]}"_s});
    const Answer answer = m_client->post(Policy, OneRule);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("{\"rules\":[]}"));
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
    QCOMPARE(stored(), OneRule);
}

void TestPlaygroundEgress::failsAfterTheRulesWereStored()
{
    start();
    m_playground->server().faults().add({.kind = Fault::Kind::OtherAnswer,
                                         .method = "POST",
                                         .path = Policy,
                                         .status = 500,
                                         .text = u"failed to reload"_s});
    const Answer answer = m_client->post(Policy, OneRule);
    QCOMPARE(answer.status, 500);
    QCOMPARE(answer.body, QByteArray("failed to reload\n"));
    QCOMPARE(stored(), OneRule);
}

void TestPlaygroundEgress::dropsTheAnswerAfterTheRulesWereStored()
{
    start();
    m_playground->fault(Fault::Kind::DropAfterWork, "POST", Policy);
    // Raw: QNetworkAccessManager might send a request once more whose answer never began.
    const QByteArray length = "Content-Length: " + QByteArray::number(OneRule.size()) + "\r\n";
    QCOMPARE(m_client->raw(m_client->head("POST", Policy.toLatin1(), length) + OneRule), QByteArray());
    QCOMPARE(stored(), OneRule);
}

void TestPlaygroundEgress::dropsTheRequestBeforeTheRulesWereStored()
{
    start();
    m_playground->fault(Fault::Kind::DropBeforeAnswer, "POST", Policy);
    const QByteArray length = "Content-Length: " + QByteArray::number(OneRule.size()) + "\r\n";
    QCOMPARE(m_client->raw(m_client->head("POST", Policy.toLatin1(), length) + OneRule), QByteArray());
    QCOMPARE(domainsOf(stored()), QStringList());
}

void TestPlaygroundEgress::storesOtherRulesThanCame()
{
    start();
    m_playground->server().faults().add({.kind = Fault::Kind::OtherBody,
                                         .method = "POST",
                                         .path = Policy,
                                         .text = QString::fromUtf8(DenyFirst)});
    QCOMPARE(m_client->post(Policy, OneRule).status, 204);
    QCOMPARE(m_client->get(Policy).body, DenyFirst);
}

void TestPlaygroundEgress::showsOtherRulesOnTheSecondLook()
{
    start();
    m_playground->server().faults().add({.kind = Fault::Kind::OtherAnswer,
                                         .method = "GET",
                                         .path = Policy,
                                         .status = 200,
                                         .text = QString::fromUtf8(DenyFirst),
                                         .skip = 1});
    QCOMPARE(m_client->post(Policy, OneRule).status, 204);
    QCOMPARE(m_client->get(Policy).body, OneRule);
    QCOMPARE(m_client->get(Policy).body, DenyFirst);
    QCOMPARE(m_client->get(Policy).body, OneRule);
}

QTEST_GUILESS_MAIN(TestPlaygroundEgress)
#include "tst_playgroundegress.moc"
