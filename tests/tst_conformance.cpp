// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/execclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/tunnelclient.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! What the official SDKs require of a server: the list of sprites-api 16, a function for each of its items,
//! with SDKs' own spelling of requests. Details are in the tests of the single calls.
class TestConformance : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void item01CreatesWith201UpdatesWith200AndDeletesWith204();
    void item02AnswersEveryGetWith200AndTheMissingWith404();
    void item03TakesPoliciesWith204AndRefusesThemWith400();
    void item04StreamsCheckpointsAndRestoresAndListsThemWithTimes();
    void item05KeepsServices();
    void item06TellsItsVersionToHead();
    void item07ListsSessionsInAnObject();
    void item08RunsCommandsAsTheSdksSendThem();
    void item09AttachesByPathAndInTheOldForm();
    void item10KillsWith200OrSaysGone();
    void item11TellsTheStatusOfAProxyFirst();
    void item12HasNoControlChannel();
    void item13KeepsFiles();
    void item14SaysErrorsInJsonOrText();
    void item15ExchangesTokens();
    void item16SpeaksWebSocketOnTheSamePort();
    void item17KeepsLinesShort();
    void item18DecodesNamesOnce();

private:
    std::unique_ptr<ExecClient> exec(const QStringList &argv, const QString &more)
    {
        const QString query = execQuery(argv, u"path=%1&%2"_s.arg(argv.constFirst(), more));
        return std::make_unique<ExecClient>(*m_playground, u"/v1/sprites/web/exec"_s + query);
    }
    QByteArray upgrade(const QByteArray &target) const { return m_http->upgrade(target); }
    Answer put(const QString &path, const QByteArray &body) { return m_http->send("PUT", path, body); }
    Answer remove(const QString &path) { return m_http->send("DELETE", path); }

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
};

namespace {

const QString Web = QStringLiteral("/v1/sprites/web");

QString lastType(const Answer &answer)
{
    const QList<QJsonObject> lines = answer.lines();
    return lines.isEmpty() ? QString() : lines.constLast().value("type"_L1).toString();
}

bool isRfc3339(const QJsonValue &time)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(u"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z"_s));
    return form.match(time.toString()).hasMatch() &&
           QDateTime::fromString(time.toString().left(19), Qt::ISODate).isValid();
}

bool isStream(const Answer &answer)
{
    return answer.status == 200 && answer.header("Content-Type") == "application/x-ndjson";
}

} // namespace

void TestConformance::init()
{
    SPRITARIUM_NEEDS_SANDBOX();
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    QCOMPARE(m_http->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestConformance::cleanup()
{
    m_http.reset();
    m_playground.reset();
}

void TestConformance::item01CreatesWith201UpdatesWith200AndDeletesWith204()
{
    const Answer made = m_http->post(u"/v1/sprites"_s, R"({"name":"api","labels":["prod"]})");
    QCOMPARE(made.status, 201);
    QCOMPARE(made.object().value("name"_L1).toString(), u"api"_s);
    const Answer updated = put(u"/v1/sprites/api"_s, R"({"url_settings":{"auth":"public"}})");
    QCOMPARE(updated.status, 200);
    QCOMPARE(updated.object().value("url_settings"_L1)["auth"_L1].toString(), u"public"_s);
    const int upgraded = m_http->post(u"/v1/sprites/api/upgrade"_s, {}).status;
    QVERIFY(upgraded == 200 || upgraded == 204);
    const Answer gone = remove(u"/v1/sprites/api"_s);
    QCOMPARE(gone.status, 204);
    QCOMPARE(gone.body, QByteArray());
    QCOMPARE(m_http->get(u"/v1/sprites/api"_s).status, 404);
}

void TestConformance::item02AnswersEveryGetWith200AndTheMissingWith404()
{
    QCOMPARE(put(Web + u"/fs/write?path=/home/sprite/a"_s, "x").status, 200);
    for (const QString &path : {u""_s, u"/checkpoints"_s, u"/checkpoints/v0"_s, u"/exec"_s, u"/services"_s,
                                u"/policy/network"_s, u"/policy/privileges"_s, u"/policy/resources"_s,
                                u"/fs/list?path=/"_s, u"/fs/read?path=/home/sprite/a"_s})
        QVERIFY2(m_http->get(Web + path).status == 200, qPrintable(path));
    QCOMPARE(m_http->get(u"/v1/sprites"_s).status, 200);
    const Answer sprite = m_http->get(u"/v1/sprites/nobody"_s);
    QCOMPARE(sprite.status, 404);
    QCOMPARE(sprite.object().value("error"_L1).toString(), u"sprite not found"_s);
    QCOMPARE(m_http->get(Web + u"/services/nobody"_s).status, 404);
    QCOMPARE(m_http->get(Web + u"/fs/read?path=/home/sprite/nothing"_s).status, 404);
    QCOMPARE(m_http->get(Web + u"/checkpoints/v9"_s).status, 404);
}

void TestConformance::item03TakesPoliciesWith204AndRefusesThemWith400()
{
    const QByteArray rules = R"({"rules":[{"domain":"example.com","action":"allow"}]})";
    QCOMPARE(m_http->post(Web + u"/policy/network"_s, rules).status, 204);
    QCOMPARE(m_http->get(Web + u"/policy/network"_s).object().value("rules"_L1).toArray().size(), 1);
    QCOMPARE(m_http->post(Web + u"/policy/network"_s, R"({"rules":[{"host":"x"}]})").status, 400);
    QCOMPARE(m_http->post(Web + u"/policy/network"_s, "{").status, 400);
    QCOMPARE(m_http->post(Web + u"/policy/privileges"_s, R"({"profile":"minimal"})").status, 204);
}

void TestConformance::item04StreamsCheckpointsAndRestoresAndListsThemWithTimes()
{
    // The comment as Go sends it, and the body that it sends without one.
    const Answer made = m_http->post(Web + u"/checkpoint"_s, R"({"comment":"<first> & more"})");
    QVERIFY(isStream(made));
    QCOMPARE(lastType(made), u"complete"_s);
    QVERIFY(isStream(m_http->post(Web + u"/checkpoint"_s, "{}")));
    QVERIFY(isStream(m_http->post(Web + u"/checkpoint"_s, {})));
    for (const QJsonObject &line : made.lines()) {
        QVERIFY(isRfc3339(line.value("time"_L1)));
        QVERIFY(line.contains("data"_L1));
    }
    const QJsonArray list = m_http->get(Web + u"/checkpoints"_s).array();
    QCOMPARE(list.size(), 5);
    for (const QJsonValue &checkpoint : list)
        QVERIFY2(isRfc3339(checkpoint["create_time"_L1]), qPrintable(checkpoint["id"_L1].toString()));
    const Answer restored = m_http->post(Web + u"/checkpoints/v1/restore"_s, {});
    QVERIFY(isStream(restored));
    QCOMPARE(lastType(restored), u"complete"_s);
    const Answer unknown = m_http->post(Web + u"/checkpoints/v9/restore"_s, {});
    QVERIFY(isStream(unknown));
    QCOMPARE(lastType(unknown), u"error"_s);
}

void TestConformance::item05KeepsServices()
{
    const QByteArray body = R"({"cmd":"sleep","args":["1000"],"needs":[],"http_port":3000})";
    const Answer made = put(Web + u"/services/api?duration=0s"_s, body);
    QVERIFY(isStream(made));
    QCOMPARE(lastType(made), u"complete"_s);
    for (const QJsonObject &line : made.lines())
        QVERIFY(line.value("timestamp"_L1).isDouble());
    const QJsonArray list = m_http->get(Web + u"/services"_s).array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.at(0)["state"_L1]["status"_L1].toString(), u"running"_s);
    const Answer signalled = m_http->post(Web + u"/services/signal"_s, R"({"name":"api","signal":"USR1"})");
    QCOMPARE(signalled.status, 204);
    QVERIFY(isStream(m_http->post(Web + u"/services/api/stop?timeout=10s"_s, {})));
    const Answer again = m_http->post(Web + u"/services/api/stop"_s, {});
    QCOMPARE(again.status, 409);
    QCOMPARE(again.body.trimmed(), QByteArray("service is not running: api"));
    QVERIFY(isStream(m_http->post(Web + u"/services/api/start?duration=0s"_s, {})));
    QVERIFY(isStream(m_http->get(Web + u"/services/api/logs?lines=5"_s)));
    const Answer bad = put(Web + u"/services/other"_s, R"({"args":[]})");
    QCOMPARE(bad.status, 400);
    QCOMPARE(bad.body.trimmed(), QByteArray("cmd field is required"));
    const Answer second = put(Web + u"/services/other"_s, body);
    QCOMPARE(second.status, 409);
    QVERIFY(second.body.contains("another service already has an HTTP port configured"));
    QCOMPARE(m_http->get(Web + u"/services/nobody"_s).body.trimmed(),
             QByteArray("service not found: nobody"));
    const Answer gone = remove(Web + u"/services/api"_s);
    QCOMPARE(gone.status, 204);
    QCOMPARE(gone.body, QByteArray());
    QCOMPARE(m_http->get(Web + u"/services"_s).body.trimmed(), QByteArray("[]"));
}

void TestConformance::item06TellsItsVersionToHead()
{
    const QByteArray head =
        m_http->raw(m_http->head("HEAD", "/v1/sprites/web/exec", "Connection: close\r\n"));
    // Go attaches by path from rc30 on.
    static const QRegularExpression version(u"\r\nSprite-Version: v\\d+\\.\\d+\\.\\d+-rc(\\d+)\r\n"_s);
    const auto match = version.match(QString::fromLatin1(head));
    QVERIFY2(match.hasMatch(), head.constData());
    QVERIFY(match.captured(1).toInt() >= 30);
    QVERIFY(head.endsWith("\r\n\r\n"));
}

void TestConformance::item07ListsSessionsInAnObject()
{
    QCOMPARE(m_http->get(Web + u"/exec"_s).object(),
             (QJsonObject{{u"count"_s, 0}, {u"sessions"_s, QJsonArray()}}));
    const auto client = exec({u"sleep"_s, u"1000"_s}, u"stdin=false"_s);
    QVERIFY(client->waitInfo());
    const QJsonObject list = m_http->get(Web + u"/exec"_s).object();
    QCOMPARE(list.value("count"_L1).toInt(), 1);
    const QJsonObject session = list.value("sessions"_L1)[0].toObject();
    QCOMPARE(session.value("id"_L1).toString(), client->id());
    QVERIFY(session.value("id"_L1).isString());
    QVERIFY(isRfc3339(session.value("created"_L1)));
    QVERIFY(session.value("tty"_L1).isBool() && session.value("is_active"_L1).isBool());
}

void TestConformance::item08RunsCommandsAsTheSdksSendThem()
{
    const auto pipes =
        exec({u"sh"_s, u"-c"_s, u"cat; echo a; echo b >&2; exit 3"_s}, u"stdin=false&detachable=true"_s);
    QVERIFY(pipes->waitInfo());
    pipes->sendEndOfInput();
    QVERIFY(pipes->waitOver());
    QCOMPARE(pipes->messages.constFirst().type(), u"session_info"_s);
    QCOMPARE(pipes->output(), QByteArray("a\n"));
    QCOMPARE(pipes->stream(2), QByteArray("b\n"));
    QCOMPARE(pipes->order().mid(pipes->order().size() - 2), (QStringList{u"exit"_s, u"3"_s}));
    QCOMPARE(pipes->exitCode(), 3);
    QCOMPARE(pipes->messages.constLast().bytes, QByteArray("\3\3"));
    QCOMPARE(pipes->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);

    const auto terminal = exec({u"sh"_s, u"-c"_s, u"stty size; exit 4"_s},
                               u"tty=true&stdin=true&rows=33&cols=99&env=TERM%3Dxterm&env=PATH%3D/bin"_s);
    QVERIFY(terminal->waitOver());
    QCOMPARE(terminal->output().trimmed(), QByteArray("33 99"));
    QCOMPARE(terminal->messages.constLast().type(), u"exit"_s);
    QCOMPARE(terminal->exitCode(), 4);
    QCOMPARE(terminal->socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
}

void TestConformance::item09AttachesByPathAndInTheOldForm()
{
    const auto owner = exec({u"sh"_s, u"-c"_s, u"echo shown; read x; echo got $x"_s}, u"tty=true"_s);
    QVERIFY(owner->waitOutput("shown"));
    ExecClient byPath(*m_playground, Web + u"/exec/"_s + owner->id() + u"?stdin=true"_s);
    QVERIFY(byPath.waitOutput("shown"));
    QCOMPARE(byPath.messages.constFirst().type(), u"session_info"_s);
    QVERIFY(byPath.isTerminal());
    ExecClient oldForm(*m_playground, Web + u"/exec?tty=true&stdin=true&id="_s + owner->id());
    QVERIFY(oldForm.waitOutput("shown"));
    byPath.socket().sendBinaryMessage("word\n");
    for (ExecClient *client : {owner.get(), &byPath, &oldForm}) {
        QVERIFY(client->waitOver());
        QVERIFY(client->output().contains("got word"));
        QCOMPARE(client->exitCode(), 0);
    }
    QVERIFY(upgrade("/v1/sprites/web/exec/" + owner->id().toLatin1()).startsWith("HTTP/1.1 404 "));
}

void TestConformance::item10KillsWith200OrSaysGone()
{
    const auto client = exec({u"sleep"_s, u"1000"_s}, u"tty=true"_s);
    QVERIFY(client->waitInfo());
    const QString kill = Web + u"/exec/%1/kill?signal=SIGTERM&timeout=10s"_s.arg(client->id());
    const Answer killed = m_http->post(kill, {});
    QVERIFY(isStream(killed));
    QCOMPARE(lastType(killed), u"complete"_s);
    QCOMPARE(killed.lines().constLast().value("exit_code"_L1).toInt(), 143);
    const int again = m_http->post(kill, {}).status;
    QVERIFY2(again == 410 || again == 404, QByteArray::number(again).constData());
    QCOMPARE(m_http->post(Web + u"/exec/99999/kill"_s, {}).status, 404);
}

void TestConformance::item11TellsTheStatusOfAProxyFirst()
{
    const auto server = exec({u"python3"_s, u"-c"_s,
                              u"import socket\ns=socket.create_server(('127.0.0.1',4000))\nprint(1,flush=1)\n"
                              "c,_=s.accept()\nc.sendall(c.makefile('rb').read(4).upper())"_s},
                             u"stdin=false"_s);
    if (!server->waitOutput("1"))
        QSKIP("Python is not installed, so nothing listens");
    ExecClient proxy(*m_playground, Web + u"/proxy"_s);
    QTRY_COMPARE(proxy.socket().state(), QAbstractSocket::ConnectedState);
    proxy.sendText({{u"host"_s, u"localhost"_s}, {u"port"_s, 4000}});
    QVERIFY(proxy.waitInfo());
    QVERIFY(proxy.messages.constFirst().isText);
    QCOMPARE(proxy.info().value("status"_L1).toString(), u"connected"_s);
    QVERIFY(proxy.info().value("target"_L1).toString().endsWith(u":4000"_s));
    proxy.socket().sendTextMessage(u"passed over"_s);
    proxy.socket().sendBinaryMessage("word");
    QVERIFY(proxy.waitOver());
    QByteArray answered; // in one message, or in more
    for (const auto &message : proxy.messages.mid(1))
        answered += message.bytes;
    QCOMPARE(answered, QByteArray("WORD"));

    ExecClient refused(*m_playground, Web + u"/proxy?host=localhost&port=4001"_s);
    QVERIFY(refused.waitOver());
    QVERIFY(refused.messages.constFirst().isText);
    QVERIFY(refused.info().value("status"_L1).toString() != u"connected"_s);
}

void TestConformance::item12HasNoControlChannel()
{
    for (const QByteArray query : {"", "?op=exec", "?op=proxy"})
        QVERIFY(upgrade("/v1/sprites/web/control" + query).startsWith("HTTP/1.1 404 "));
    QCOMPARE(m_http->get(Web + u"/control"_s).status, 404);
}

void TestConformance::item13KeepsFiles()
{
    const QString fs = Web + u"/fs/"_s;
    const Answer written =
        put(fs + u"write?path=a/b.txt&workingDir=/home/sprite&mkdirParents=true&mode=0600"_s, "hello");
    QCOMPARE(written.status, 200);
    QCOMPARE(written.object(),
             (QJsonObject{{u"path"_s, u"/home/sprite/a/b.txt"_s}, {u"size"_s, 5}, {u"mode"_s, u"0600"_s}}));
    QCOMPARE(m_http->get(fs + u"read?path=b.txt&workingDir=/home/sprite/a"_s).body, QByteArray("hello"));
    const QJsonObject entry = m_http->get(fs + u"list?path=/home/sprite/a/b.txt&workingDir=/"_s)
                                  .object()
                                  .value("entries"_L1)[0]
                                  .toObject();
    QCOMPARE(entry.value("path"_L1).toString(), u"/home/sprite/a/b.txt"_s);
    QCOMPARE(entry.value("size"_L1).toInt(), 5);
    QCOMPARE(entry.value("isDir"_L1), QJsonValue(false));
    QVERIFY(isRfc3339(entry.value("modTime"_L1)));
    QCOMPARE(
        m_http->post(fs + u"rename"_s, R"({"source":"a/b.txt","dest":"a/c.txt","workingDir":"/home/sprite"})")
            .status,
        200);
    QCOMPARE(m_http->post(fs + u"chmod"_s, R"({"path":"a/c.txt","workingDir":"/home/sprite","mode":"0644"})")
                 .status,
             200);
    const Answer full = remove(fs + u"delete?path=/home/sprite/a&workingDir=/"_s);
    QVERIFY(full.status >= 400);
    QCOMPARE(full.object().value("code"_L1).toString(), u"ENOTEMPTY"_s);
    const Answer gone = remove(fs + u"delete?path=a&workingDir=/home/sprite&recursive=true"_s);
    QCOMPARE(gone.status, 200);
    QVERIFY(gone.object().value("deleted"_L1).isArray());
    const Answer missing = m_http->get(fs + u"read?path=/home/sprite/a/c.txt&workingDir=/"_s);
    QCOMPARE(missing.status, 404);
    QCOMPARE(missing.object().value("code"_L1).toString(), u"ENOENT"_s);
}

void TestConformance::item14SaysErrorsInJsonOrText()
{
    const Answer taken = m_http->post(u"/v1/sprites"_s, R"({"name":"web"})");
    QCOMPARE(taken.status, 409);
    QVERIFY(taken.object().value("error"_L1).toString().contains(u"already exists"_s));
    const Answer invalid = m_http->post(u"/v1/sprites"_s, R"({"name":"No Name"})");
    QCOMPARE(invalid.status, 400);
    QCOMPARE(invalid.object().value("errors"_L1).toArray(), QJsonArray{u"invalid sprite name format"_s});
    const Answer text = m_http->post(Web + u"/exec?tty=true&cmd=ls"_s, {});
    QCOMPARE(text.status, 400);
    QCOMPARE(text.header("Content-Type"), QByteArray("text/plain; charset=utf-8"));
    QCOMPARE(text.body, QByteArray("TTY not supported on POST /exec\n"));
    m_http->setToken("wrong");
    const Answer stranger = m_http->get(u"/v1/sprites"_s);
    QCOMPARE(stranger.status, 401);
    QCOMPARE(stranger.object().value("error"_L1).toString(), u"authentication failed"_s);
}

void TestConformance::item15ExchangesTokens()
{
    const QString path = u"/v1/organizations/%1/tokens"_s.arg(m_playground->options().organization);
    const QByteArray body = R"({"description":"Sprite SDK Token"})";
    const QByteArray head = "POST " + path.toLatin1() +
                            " HTTP/1.1\r\nHost: localhost\r\nAuthorization: FlyV1 fm2_abc\r\n"
                            "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                            QByteArray::number(body.size()) + "\r\n\r\n";
    const QByteArray answer = m_http->raw(head + body);
    QVERIFY2(answer.startsWith("HTTP/1.1 201 ") || answer.startsWith("HTTP/1.1 200 "), answer.constData());
    const QJsonObject object = QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
    QCOMPARE(object.value("token"_L1).toString(), m_playground->token());
}

void TestConformance::item16SpeaksWebSocketOnTheSamePort()
{
    const QByteArray answer = upgrade("/v1/sprites/web/exec?cmd=true&path=true&stdin=false");
    QVERIFY2(answer.startsWith("HTTP/1.1 101 "), answer.constData());
    QVERIFY(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    for (const QByteArray path : {"fs/watch", "ports/watch", "proxy"})
        QVERIFY2(upgrade("/v1/sprites/web/" + path).startsWith("HTTP/1.1 101 "), path.constData());
}

void TestConformance::item17KeepsLinesShort()
{
    constexpr qsizetype Most = 64 * 1024;
    const QByteArray body =
        R"({"cmd":"sh","args":["-c","head -c 300000 /dev/zero | tr '\\0' '<'; sleep 1000"]})";
    const Answer service = put(Web + u"/services/long?duration=1s"_s, body);
    QVERIFY(isStream(service));
    // The stream of a start may pass over output when its client is slow; the log does not.
    Answer log;
    const auto logged = [&] {
        log = m_http->get(Web + u"/services/long/logs"_s);
        qsizetype told = 0;
        for (const QJsonObject &line : log.lines())
            told += line.value("data"_L1).toString().count(u'<');
        return told;
    };
    QTRY_COMPARE(logged(), 300'000);
    const QByteArray comment = R"({"comment":")" + QByteArray(200'000, '<') + R"("})";
    for (const Answer &answer :
         {service, log, m_http->post(Web + u"/checkpoint"_s, comment),
          m_http->post(Web + u"/checkpoints/%1/restore"_s.arg(QString(2000, u'<').toHtmlEscaped()), {})}) {
        for (const QByteArray &line : answer.body.split('\n'))
            QVERIFY2(line.size() < Most, QByteArray::number(line.size()).constData());
    }
}

void TestConformance::item18DecodesNamesOnce()
{
    QCOMPARE(m_http->get(u"/v1/sprites/%77eb"_s).object().value("name"_L1).toString(), u"web"_s);
    QCOMPARE(m_http->get(u"/v1/sprites/%2577eb"_s).status, 404);
    const QByteArray bare = m_http->raw(m_http->head("GET", "/v1/sprites/we b", "Connection: close\r\n"));
    QVERIFY2(bare.startsWith("HTTP/1.1 4"), bare.left(40).constData());
    QCOMPARE(put(Web + u"/fs/write?path=/home/sprite/100%2525"_s, "x").status, 200);
    QCOMPARE(m_http->get(Web + u"/fs/read?path=/home/sprite/100%2525"_s).body, QByteArray("x"));
    const QJsonObject list = m_http->get(Web + u"/fs/list?path=/home/sprite"_s).object();
    QCOMPARE(list.value("entries"_L1)[0]["name"_L1].toString(), u"100%25"_s);
}

QTEST_GUILESS_MAIN(TestConformance)
#include "tst_conformance.moc"
