// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/apireply.h"
#include "service/desktopproxy.h"
#include "service/portwatch.h"
#include "service/proxyenvironment.h"
#include "service/streamreply.h"
#include "service/systemproxy.h"
#include "support/connectonce.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/secureserver.h"
#include "support/webproxy.h"

#include <QPointer>
#include <QProcess>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! The way through a proxy that the system names, for calls, watches and tunnels.
class TestSystemProxy : public QObject
{
    Q_OBJECT

    const Certificate m_identity = Certificate::forHost("service.example");
    QTemporaryFile m_trusted;

    //! No resolver knows it: only a proxy can lead there.
    static QUrl url() { return QUrl(u"https://service.example:8443"_s); }

    static SystemProxy::Lookup always(const QNetworkProxy &proxy)
    {
        return [proxy](const QUrl &, QObject *asker, const SystemProxy::Answer &answer) {
            QTimer::singleShot(0, asker, [answer, proxy] { answer(proxy); });
        };
    }

    //! Keeps the question, for a test to answer.
    SystemProxy::Lookup later()
    {
        return [this](const QUrl &, QObject *asker, const SystemProxy::Answer &answer) {
            m_questions.append([asker = QPointer(asker), answer](const std::optional<QNetworkProxy> &proxy) {
                if (asker)
                    answer(proxy);
            });
        };
    }

    QList<SystemProxy::Answer> m_questions;

    static bool writeProgram(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + text + '\n') < 0)
            return false;
        file.close();
        return file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    }

    static ApiRequest listing() { return ApiRequest::get(Reach::ControlPlane, "/v1/sprites"); }

    //! How one connection through a forward went.
    static std::optional<ApiError> forwardThrough(const QNetworkProxy &proxy, const QByteArray &wanted,
                                                  const TunnelTiming &timing = {})
    {
        auto route = std::make_shared<ProxyRoute>();
        route->setProxy(proxy);
        route->setKnown();
        return forwardOn(route, wanted, timing);
    }

    static std::optional<ApiError> forwardOn(const std::shared_ptr<const ProxyRoute> &route,
                                             const QByteArray &wanted, const TunnelTiming &timing)
    {
        const ForwardResult result =
            connectOnce(TunnelOrigin{url(), testToken(), timing, route}, wanted.size());
        if (!result.error)
            [&] { QCOMPARE(result.bytes, wanted); }();
        return result.error;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt has no TLS here");
        QVERIFY(m_trusted.open());
        m_trusted.write(m_identity.certificate);
        QVERIFY(m_trusted.flush());
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_trusted.fileName()));
        qputenv("SSL_CERT_DIR", "/nonexistent");
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificate(QSslCertificate(m_identity.certificate));
        QSslConfiguration::setDefaultConfiguration(trusting);
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        for (const char *name :
             {"https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
            qunsetenv(name);
        m_questions.clear();
    }

    void theEnvironmentIsKnownAtOnce()
    {
        qputenv("https_proxy", "http://ann:secret@proxy.example:3128");
        SystemProxy proxy(url(), nullptr);
        QVERIFY(proxy.isKnown());
        QCOMPARE(proxy.route()->proxy(),
                 QNetworkProxy(QNetworkProxy::HttpProxy, u"proxy.example"_s, 3128, u"ann"_s, u"secret"_s));
        QCOMPARE(proxyName(proxy.route()->proxy()), u"proxy.example:3128"_s);
        qputenv("no_proxy", "service.example");
        SystemProxy direct(url(), nullptr);
        QVERIFY(direct.isKnown());
        QCOMPARE(direct.route()->proxy().type(), QNetworkProxy::NoProxy);
    }

    void thisComputerIsReachedDirectly_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("name") << u"http://localhost:8080"_s;
        QTest::newRow("IPv4") << u"http://127.0.0.1:8080"_s;
        QTest::newRow("IPv6") << u"http://[::1]:8080"_s;
    }

    void thisComputerIsReachedDirectly()
    {
        QFETCH(QString, address);
        qputenv("https_proxy", "proxy.example");
        SystemProxy proxy(QUrl(address), nullptr, later());
        QVERIFY(proxy.isKnown());
        proxy.askAgain();
        QVERIFY(m_questions.isEmpty());
        QCOMPARE(proxy.route()->proxy().type(), QNetworkProxy::NoProxy);
    }

    void whoHasWaitedGoesDirectlyAndALaterAnswerCounts()
    {
        const QNetworkProxy late(QNetworkProxy::HttpProxy, u"2001:db8::1"_s, 3128);
        SystemProxy proxy(url(), nullptr, later(), std::chrono::milliseconds(1));
        QSignalSpy known(&proxy, &SystemProxy::known);
        QVERIFY(!proxy.isKnown());
        QTRY_COMPARE(known.size(), 1);
        QCOMPARE(proxy.route()->proxy().type(), QNetworkProxy::NoProxy);
        proxy.askAgain();
        QCOMPARE(m_questions.size(), 1);
        m_questions.takeFirst()(late);
        QCOMPARE(proxy.route()->proxy(), late);
        QCOMPARE(proxyName(late), u"[2001:db8::1]:3128"_s);
        QCOMPARE(known.size(), 1);
    }

    void theDesktopIsAskedByAnotherProgram_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<bool>("isLearned");
        QTest::addColumn<QNetworkProxy>("proxy");
        const QNetworkProxy none(QNetworkProxy::NoProxy);
        QTest::newRow("names one") << "echo http://ann:a%3Ab@proxy.example:3128"_ba << true
                                   << QNetworkProxy(QNetworkProxy::HttpProxy, u"proxy.example"_s, 3128,
                                                    u"ann"_s, u"a:b"_s);
        QTest::newRow("gets the address alone")
            << "test \"$*\" = https://service.example:8443 && echo socks5://p"_ba << true
            << QNetworkProxy(QNetworkProxy::Socks5Proxy, u"p"_s, 1080);
        QTest::newRow("gets no token and no variables")
            << "test -z \"$SPRITE_TOKEN$https_proxy\" && echo p:1"_ba << true
            << QNetworkProxy(QNetworkProxy::HttpProxy, u"p"_s, 1);
        QTest::newRow("names none") << "echo direct"_ba << true << none;
        QTest::newRow("says nothing") << "exit 0"_ba << false << none;
        QTest::newRow("dies") << "echo p:1; kill -9 $$"_ba << false << none;
        QTest::newRow("never ends") << "exec sleep 1000"_ba << false << none;
        QTest::newRow("cannot be started") << QByteArray() << false << none;
    }

    void theDesktopIsAskedByAnotherProgram()
    {
        QFETCH(QByteArray, program);
        QFETCH(bool, isLearned);
        QFETCH(QNetworkProxy, proxy);
        qputenv("SPRITE_TOKEN", "never");
        qputenv("https_proxy", "never");
        QTemporaryDir folder;
        const QString path = folder.filePath(u"ask"_s);
        if (!program.isEmpty())
            QVERIFY(writeProgram(path, program));
        const bool isEndless = program.contains("sleep");
        QObject asker;
        QList<std::optional<QNetworkProxy>> answers;
        askDesktopBy(
            path, url(), &asker,
            [&answers](const std::optional<QNetworkProxy> &answer) { answers << answer; },
            std::chrono::milliseconds(isEndless ? 100 : 60'000));
        QVERIFY(answers.isEmpty());
        QTRY_COMPARE(answers.size(), 1);
        QCOMPARE(answers.constFirst().has_value(), isLearned);
        if (isLearned)
            QCOMPARE(*answers.constFirst(), proxy);
        qunsetenv("SPRITE_TOKEN");
    }

    void aMissingProgramIsNoAnswer()
    {
        QObject asker;
        int answers = 0;
        askDesktopBy({}, url(), &asker,
                     [&answers](const std::optional<QNetworkProxy> &answer) { answers += answer ? 100 : 1; });
        QCOMPARE(answers, 0);
        QTRY_COMPARE(answers, 1);
    }

    void theProgramThatIsInstalledAnswers()
    {
        // The variables are what a library without a desktop goes by.
        QProcess program;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert(u"https_proxy"_s, u"http://an%40n:s%23@p:1"_s);
        program.setProcessEnvironment(variables);
        program.start(QStringLiteral(SPRITARIUM_SYSTEM_PROXY), {url().toString()});
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QCOMPARE(program.exitCode(), 0);
        const QString line = QString::fromUtf8(program.readAllStandardOutput()).trimmed();
        QCOMPARE(line, u"http://an%40n:s%23@p:1"_s);
        QCOMPARE(proxyFromText(line), QNetworkProxy(QNetworkProxy::HttpProxy, u"p"_s, 1, u"an@n"_s, u"s#"_s));
        program.start(QStringLiteral(SPRITARIUM_SYSTEM_PROXY), QStringList());
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QCOMPARE(program.exitCode(), 2);
    }

    void whatCouldNotBeLearnedLeavesTheWayAsItIs()
    {
        const QNetworkProxy good(QNetworkProxy::HttpProxy, u"p"_s, 1);
        SystemProxy proxy(url(), nullptr, later());
        m_questions.takeFirst()(good);
        proxy.askAgain();
        m_questions.takeFirst()({});
        QCOMPARE(proxy.route()->proxy(), good);
        proxy.askAgain();
        m_questions.takeFirst()(QNetworkProxy(QNetworkProxy::NoProxy));
        QCOMPARE(proxy.route()->proxy().type(), QNetworkProxy::NoProxy);
    }

    void aVariableThatIsNotUnderstoodStopsEveryCall()
    {
        qputenv("https_proxy", "https://ann:secret@p:443");
        ApiClient client(url(), testToken(), {}, nullptr);
        ApiReply *reply = client.send(listing());
        QSignalSpy failed(reply, &ApiReply::failed);
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed.constFirst().constFirst().value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Invalid);
        QVERIFY2(error.serverText.startsWith(u"https_proxy names a proxy in a form"_s),
                 qPrintable(error.serverText));
        QVERIFY(!error.serverText.contains(u"secret"_s));
        const auto tunnel = forwardOn(client.route(), "never", {});
        QVERIFY(tunnel);
        QCOMPARE(tunnel->kind, ApiError::Kind::Network);
    }

    void aQuestionEndsWithWhoAsked()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"ask"_s);
        const QString pid = folder.filePath(u"pid"_s);
        QVERIFY(writeProgram(path, "echo $$ >" + QFile::encodeName(pid) + ".new; mv " +
                                       QFile::encodeName(pid) + ".new " + QFile::encodeName(pid) +
                                       "; exec sleep 1000"));
        auto asker = std::make_unique<QObject>();
        askDesktopBy(path, url(), asker.get(),
                     [](const std::optional<QNetworkProxy> &) { qFatal("nobody waits"); });
        QTRY_VERIFY(QFile::exists(pid));
        QFile file(pid);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto process = static_cast<pid_t>(file.readAll().trimmed().toInt());
        QCOMPARE(::kill(process, 0), 0);
        asker.reset();
        QTRY_VERIFY(::kill(process, 0) != 0);
    }

    void callsWaitUntilItIsKnownAndGoThroughIt()
    {
        SecureServer service(m_identity);
        service.banner = "banner";
        WebProxy web(QNetworkProxy::HttpProxy, service.serverPort());
        ApiClient client(url(), testToken(), {}, nullptr, later());
        ApiReply *reply = client.send(listing());
        ApiReply *canceled = client.send(listing());
        QSignalSpy ended(reply, &ApiReply::succeeded);
        QSignalSpy canceledEnd(canceled, &ApiReply::canceled);
        QTest::qWait(0);
        canceled->cancel();
        QTRY_COMPARE(canceledEnd.size(), 1);
        QVERIFY(ended.isEmpty());
        QCOMPARE(m_questions.size(), 1);
        m_questions.takeFirst()(web.proxy());
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(web.asked, QList<QByteArray>{"service.example:8443"});
        QCOMPARE(service.heads.size(), 1);
        QVERIFY(service.heads.constFirst().contains(testToken().toLatin1()));
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }

    void aProxyThatRefusesIsNamedWithoutItsPassword()
    {
        WebProxy web(QNetworkProxy::HttpProxy, 1);
        web.refusal = "403 Forbidden";
        ApiClient client(url(), testToken(), {}, nullptr, always(web.proxy(u"ann"_s, u"secret"_s)));
        ApiReply *reply = client.send(listing());
        QSignalSpy failed(reply, &ApiReply::failed);
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed.constFirst().constFirst().value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Network);
        QVERIFY2(error.serverText.contains(u"127.0.0.1:%1"_s.arg(web.serverPort())),
                 qPrintable(error.serverText));
        QVERIFY(!error.serverText.contains(u"secret"_s));
    }

    void aChangeThatNeverLeftHasFailed_data()
    {
        QTest::addColumn<QByteArray>("refusal");
        QTest::addColumn<bool>("isStream");
        for (const bool isStream : {false, true}) {
            for (const char *status : {"403 Forbidden", "407 Who", "500 Oops", "502 Bad Gateway", "503 Busy"})
                QTest::addRow("%s%s", status, isStream ? " for a stream" : "")
                    << QByteArray(status) << isStream;
            QTest::addRow("nobody there%s", isStream ? " for a stream" : "") << QByteArray() << isStream;
        }
    }

    void aChangeThatNeverLeftHasFailed()
    {
        QFETCH(QByteArray, refusal);
        QFETCH(bool, isStream);
        WebProxy web(QNetworkProxy::HttpProxy, 1);
        web.refusal = refusal;
        const QNetworkProxy proxy = web.proxy();
        if (refusal.isEmpty())
            web.close();
        ApiClient client(url(), testToken(), {}, nullptr, always(proxy));
        const ApiRequest change = ApiRequest::post(Reach::InsideSprite, "/v1/sprites/a/checkpoint", "{}");
        ApiReply *reply = isStream ? static_cast<ApiReply *>(client.stream(change)) : client.send(change);
        QSignalSpy failed(reply, &ApiReply::failed);
        QSignalSpy ended(reply, &ApiReply::finished);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(failed.size(), 1);
        QVERIFY(web.asked.size() <= 1);
    }

    void aStreamBehindASilentProxyHasFailed()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const QNetworkProxy proxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, silent.serverPort());
        ApiLimits limits;
        limits.stall = std::chrono::milliseconds(200);
        ApiClient client(url(), testToken(), limits, nullptr, always(proxy));
        ApiReply *reply =
            client.stream(ApiRequest::post(Reach::InsideSprite, "/v1/sprites/a/checkpoint", "{}"));
        QSignalSpy failed(reply, &ApiReply::failed);
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed.constFirst().constFirst().value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Timeout);
        QCOMPARE(error.serverText, u"The way leads through the proxy %1."_s.arg(proxyName(proxy)));
    }

    void aChangeIsSentOnceThroughIt()
    {
        SecureServer service(m_identity);
        service.banner = "banner";
        WebProxy web(QNetworkProxy::Socks5Proxy, service.serverPort());
        web.user = "ann";
        web.password = "secret";
        ApiClient client(url(), testToken(), {}, nullptr, later());
        ApiReply *reply =
            client.send(ApiRequest::post(Reach::InsideSprite, "/v1/sprites/a/checkpoint", "{}"));
        QSignalSpy succeeded(reply, &ApiReply::succeeded);
        m_questions.takeFirst()(web.proxy(u"ann"_s, u"secret"_s));
        QTRY_COMPARE(succeeded.size(), 1);
        QCOMPARE(service.heads.size(), 1);
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }

    void whoGoesWhileCallsWaitIsNotCalled()
    {
        auto client = std::make_unique<ApiClient>(url(), testToken(), ApiLimits(), nullptr, later());
        client->send(listing());
        client->stream(listing());
        QTest::qWait(0);
        client.reset();
        m_questions.takeFirst()(QNetworkProxy(QNetworkProxy::NoProxy));
    }

    void aProxyThatSaysNothingIsNamed()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        TunnelTiming timing;
        timing.handshake = std::chrono::milliseconds(200);
        const QNetworkProxy proxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, silent.serverPort());
        const auto error = forwardThrough(proxy, "never", timing);
        QVERIFY(error);
        QCOMPARE(error->serverText, u"The proxy %1 does not answer."_s.arg(proxyName(proxy)));
    }

    void aProxyThatHangsUpIsToldOf()
    {
        QTcpServer rude;
        QVERIFY(rude.listen(QHostAddress::LocalHost));
        connect(&rude, &QTcpServer::newConnection, &rude, [&rude] {
            QTcpSocket *socket = rude.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->disconnectFromHost();
            });
        });
        const auto error =
            forwardThrough({QNetworkProxy::HttpProxy, u"127.0.0.1"_s, rude.serverPort()}, "never");
        QVERIFY(error);
        QCOMPARE(error->serverText, u"The proxy ended the connection."_s);
    }

    void aProxyWithoutANameIsNotThisComputer()
    {
        const auto error =
            forwardThrough({QNetworkProxy::HttpProxy, u"a b"_s, 3128, u"ann"_s, u"secret"_s}, "never");
        QVERIFY(error);
        QVERIFY2(error->serverText.startsWith(u"The proxy a b:3128 cannot be reached"_s),
                 qPrintable(error->serverText));
    }

    void tunnelsWaitUntilItIsKnown()
    {
        SecureServer service(m_identity);
        service.banner = "banner";
        WebProxy web(QNetworkProxy::HttpProxy, service.serverPort());
        auto route = std::make_shared<ProxyRoute>();
        QTimer::singleShot(120, this, [&web, route] {
            route->setProxy(web.proxy());
            route->setKnown();
        });
        const auto error = forwardOn(route, "banner", {});
        QVERIFY2(!error, error ? qPrintable(error->serverText) : "");
    }

    void anotherNetworkIsNoticedWhenNothingAnswers()
    {
        SecureServer service(m_identity);
        service.banner = "banner";
        WebProxy gone(QNetworkProxy::HttpProxy, 1);
        WebProxy here(QNetworkProxy::HttpProxy, service.serverPort());
        gone.refusal = "502 Gone";
        ApiClient client(url(), testToken(), {}, nullptr, later());
        m_questions.takeFirst()(gone.proxy());
        ApiReply *reply = client.send(listing());
        QSignalSpy ended(reply, &ApiReply::finished);
        QTRY_COMPARE(m_questions.size(), 1);
        m_questions.takeFirst()(here.proxy());
        QCOMPARE(client.route()->proxy(), here.proxy());
        // A read tries again by itself, and may have come through by now.
        QTRY_COMPARE(ended.size(), 1);
        ApiReply *again = client.send(listing());
        QSignalSpy endedAgain(again, &ApiReply::succeeded);
        QTRY_COMPARE(endedAgain.size(), 1);
    }

    void tunnelsGoThroughIt_data()
    {
        QTest::addColumn<bool>("isSocks");
        QTest::addColumn<bool>("signsIn");
        QTest::newRow("http") << false << false;
        QTest::newRow("http with a user") << false << true;
        QTest::newRow("socks") << true << false;
        QTest::newRow("socks with a user") << true << true;
    }

    void tunnelsGoThroughIt()
    {
        QFETCH(bool, isSocks);
        QFETCH(bool, signsIn);
        SecureServer service(m_identity);
        service.banner = "banner";
        WebProxy web(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, service.serverPort());
        if (signsIn) {
            web.user = "ann";
            web.password = "secret";
        }
        const QNetworkProxy proxy = signsIn ? web.proxy(u"ann"_s, u"secret"_s) : web.proxy();
        const auto error = forwardThrough(proxy, "banner");
        QVERIFY2(!error, error ? qPrintable(error->serverText) : "");
        QCOMPARE(web.asked, QList<QByteArray>{"service.example:8443"});
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }

    void tunnelsSayWhyTheProxyDoesNotHelp_data()
    {
        QTest::addColumn<bool>("isSocks");
        QTest::addColumn<QByteArray>("refusal");
        QTest::addColumn<QString>("text");
        QTest::newRow("http") << false << "403 Forbidden"_ba << u"the proxy refused: 403 Forbidden"_s;
        QTest::newRow("http, no user")
            << false << QByteArray() << u"the proxy wants another user or password"_s;
        QTest::newRow("socks") << true << "\x02"_ba << u"the proxy does not allow it"_s;
        QTest::newRow("socks, no user")
            << true << QByteArray() << u"the proxy wants another user or password"_s;
    }

    void tunnelsSayWhyTheProxyDoesNotHelp()
    {
        QFETCH(bool, isSocks);
        QFETCH(QByteArray, refusal);
        QFETCH(QString, text);
        WebProxy web(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, 1);
        web.refusal = refusal;
        if (refusal.isEmpty())
            web.user = "ann";
        const auto error = forwardThrough(web.proxy(), "never");
        QVERIFY(error);
        QCOMPARE(error->kind, ApiError::Kind::Network);
        QCOMPARE(error->serverText, text);
    }

    void aProxyThatIsNotThereIsNamed()
    {
        QNetworkProxy nobody;
        {
            QTcpServer closed;
            QVERIFY(closed.listen(QHostAddress::LocalHost));
            nobody = {QNetworkProxy::HttpProxy, u"127.0.0.1"_s, closed.serverPort()};
        }
        const auto error = forwardThrough(nobody, "never");
        QVERIFY(error);
        QVERIFY2(error->serverText.startsWith(u"The proxy %1 cannot be reached: "_s.arg(proxyName(nobody))),
                 qPrintable(error->serverText));
    }

    void watchesGoThroughIt()
    {
        SecureServer service(m_identity);
        service.banner = "banner";
        WebProxy web(QNetworkProxy::HttpProxy, service.serverPort());
        auto route = std::make_shared<ProxyRoute>();
        PortWatch watch(TunnelOrigin{url(), testToken(), {}, route}, SpriteName(u"calm-otter"_s), nullptr);
        watch.start();
        // It does not set out before the way is known.
        QTest::qWait(1);
        route->setProxy(web.proxy());
        route->setKnown();
        QTRY_COMPARE(service.heads.size(), 1);
        QCOMPARE(web.asked, QList<QByteArray>{"service.example:8443"});
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }
};

QTEST_GUILESS_MAIN(TestSystemProxy)
#include "tst_systemproxy.moc"
