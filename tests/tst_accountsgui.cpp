// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/rawserver.h"
#include "support/viewtesting.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QRadioButton>
#include <QTcpServer>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

//! The ways in and out of accounts (ux-spec 14), typed into the real sheets, and where the token may rest.
class TestAccountsGui : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::LogHygiene> m_logs;
    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;

    std::unique_ptr<Test::PlaygroundFixture> playgroundOf(const QString &organization)
    {
        auto playground = std::make_unique<Test::PlaygroundFixture>();
        playground->options().organization = organization;
        playground->options().token = organization + Test::testToken().mid(4);
        if (!playground->start())
            return nullptr;
        (void)playground->store().create(Test::spriteNamed(organization + u"-one"_s));
        (void)playground->store().setStatus(organization + u"-one"_s, u"running"_s);
        (void)playground->store().create(Test::spriteNamed(organization + u"-two"_s));
        return playground;
    }

    bool openTokenSheet()
    {
        return m_program->isSeen(u"welcomeToken"_s) ? m_program->click(u"welcomeToken"_s)
                                                    : m_program->chooseMenu(u"account.add"_s);
    }

    bool fillTokenSheet(const QUrl &address, const QString &token)
    {
        if (!m_program->isSeen(u"tokenAddress"_s) && !m_program->click(u"tokenDetails"_s))
            return false;
        return m_program->type(u"tokenAddress"_s, address.toString()) &&
               m_program->type(u"tokenField"_s, token);
    }

    bool signInByHand(Test::PlaygroundFixture &playground, const QString &storage = u"storeSession"_s)
    {
        if (!openTokenSheet() || !fillTokenSheet(playground.url(), playground.token()) ||
            !m_program->click(storage) || !m_program->click(u"tokenSignIn"_s))
            return false;
        const auto isDone = [this] { return m_program->text(u"tokenSignIn"_s) == "Done"_L1; };
        return QTest::qWaitFor(isDone, Test::Patience) && m_program->click(u"tokenSignIn"_s);
    }

    //! Nowhere but in the private file: not in data, settings, log lines or the clipboard.
    void requireTokenOnlyIn(const QStringList &files)
    {
        const QString root = QFileInfo(m_program->dataFolder()).path();
        QCOMPARE(Test::filesHoldingToken(root, Test::testToken()), files);
        QVERIFY(!Test::LogHygiene::tokenWasLogged());
        QVERIFY(!Test::holdsToken(QGuiApplication::clipboard()->text()));
    }

    QString tokenFile() const
    {
        const QDir folder(m_program->dataFolder() + u"/tokens"_s);
        const QStringList names = folder.entryList(QDir::Files);
        return names.size() == 1 ? folder.filePath(names.first()) : QString();
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_logs = std::make_unique<Test::LogHygiene>();
        QGuiApplication::clipboard()->clear();
        m_playground = playgroundOf(u"acme"_s);
        QVERIFY(m_playground);
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
        m_logs.reset();
    }

    void theFirstStartWelcomes()
    {
        m_program->start();
        QCOMPARE(m_program->text(u"welcomeLine"_s), u"Spritarium manages Fly Sprites from your desktop."_s);
        QVERIFY(!m_program->isSeen(u"welcomeCli"_s)); // no CLI here
        QVERIFY(!m_program->isSeen(u"welcomeEnvironment"_s));
        QVERIFY(m_program->allText(u"treeState"_s).contains("No account yet"_L1));
    }

    void aGoodTokenSignsIn()
    {
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(fillTokenSheet(m_playground->url(), m_playground->token()));
        QCOMPARE(m_program->text(u"tokenShape"_s), u"Looks like a token for acme"_s);
        QVERIFY(m_program->click(u"tokenSignIn"_s));
        QTRY_VERIFY2(
            m_program->allText(u"tokenSheet"_s).contains("Signed in to acme: 1 running, 0 warm, 1 cold."_L1),
            qPrintable(m_program->allText(u"tokenSheet"_s)));
        QVERIFY(m_program->click(u"tokenSignIn"_s));
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"acme-one"_s);
        requireTokenOnlyIn({});
    }

    void aRefusedTokenSaysSoAndKeepsWhatWasTyped()
    {
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(fillTokenSheet(m_playground->url(), u"acme/1/wrong/token"_s));
        QVERIFY(m_program->click(u"tokenSignIn"_s));
        QTRY_VERIFY(m_program->allText(u"tokenSheet"_s).contains("The service refuses this token."_L1));
        QCOMPARE(m_program->text(u"tokenField"_s), u"acme/1/wrong/token"_s);
        QVERIFY(m_program->workbench().accounts().accounts().isEmpty());
    }

    void nobodyThereIsNoAnswer()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(fillTokenSheet(QUrl(u"http://127.0.0.1:%1"_s.arg(port)), Test::testToken()));
        QVERIFY(m_program->click(u"tokenSignIn"_s));
        QTRY_VERIFY(m_program->allText(u"tokenSheet"_s).contains("No answer from 127.0.0.1."_L1));
        requireTokenOnlyIn({});
    }

    void anotherServiceIsNotTheSpritesService()
    {
        Test::RawServer server;
        server.setHandler([](const Test::RawRequest &, Test::RawExchange exchange) {
            exchange.answer(200, "<!DOCTYPE html><html><body>Welcome</body></html>", "text/html");
        });
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(fillTokenSheet(server.url(), Test::testToken()));
        QVERIFY(m_program->click(u"tokenSignIn"_s));
        QTRY_VERIFY(
            m_program->allText(u"tokenSheet"_s).contains("Answered, but not like the Sprites service."_L1));
        QCOMPARE(server.requests().size(), 1); // one cheap call
        requireTokenOnlyIn({});
    }

    void plainHttpIsForThisComputerOnly()
    {
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(fillTokenSheet(QUrl(u"http://sprites.example.com"_s), Test::testToken()));
        QVERIFY(m_program->text(u"addressProblem"_s)
                    .startsWith("Only addresses that begin with https can be used"_L1));
        auto *signIn = m_program->seenAs<QPushButton>(u"tokenSignIn"_s);
        QVERIFY(!signIn->isEnabled());
        QCOMPARE(signIn->accessibleDescription(), m_program->text(u"addressProblem"_s));
    }

    void withoutAKeychainTheTokenIsKeptUntilQuit()
    {
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(m_program->allText(u"tokenSheet"_s)
                    .contains("No keychain found. Keep the token until you quit?"_L1));
        QVERIFY(m_program->seenAs<QRadioButton>(u"storeSession"_s)->isChecked());
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QVERIFY(signInByHand(*m_playground));
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        requireTokenOnlyIn({});
        // The next start knows the account, and that it has no token.
        m_program->restart();
        QTRY_COMPARE(m_program->treeRows().size(), 1);
        QTRY_VERIFY2(m_program->treeRows().first().contains("Sign in again."_L1),
                     qPrintable(m_program->treeRows().first()));
        QVERIFY(!m_program->treeRows().first().contains("refused"_L1)); // nobody refused anything
    }

    void theFileIsForItsOwnerOnlyAndSignsInAgain()
    {
        m_program->start();
        QVERIFY(signInByHand(*m_playground, u"storeFile"_s));
        QTRY_VERIFY(!tokenFile().isEmpty());
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(tokenFile()) & others, QFile::Permissions());
        QCOMPARE(QFile::permissions(QFileInfo(tokenFile()).path()) & others, QFile::Permissions());
        requireTokenOnlyIn({tokenFile()});
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        m_program->restart();
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"acme-one"_s);
    }

    void signingOutForgetsTheToken()
    {
        m_program->start();
        QVERIFY(signInByHand(*m_playground, u"storeFile"_s));
        QTRY_VERIFY(!tokenFile().isEmpty());
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"acme-one"_s);
        QVERIFY(m_program->chooseMenu(u"account.sign-out"_s));
        QTRY_COMPARE(m_program->text(u"confirmText"_s),
                     u"Signs out of acme on this computer. Sprites keep running."_s);
        QVERIFY(m_program->click(u"confirmVerb"_s));
        QTRY_VERIFY(m_program->isSeen(u"welcomeView"_s));
        QTRY_VERIFY(tokenFile().isEmpty());
        requireTokenOnlyIn({});
        m_program->restart();
        QTRY_VERIFY(m_program->isSeen(u"welcomeView"_s));
        QVERIFY(m_program->treeRows().isEmpty());
    }

    void theCliAccountsAreImported()
    {
        const QString path = m_program->homeFolder() + u"/.sprites/sprites.json"_s;
        QDir().mkpath(QFileInfo(path).path());
        QFile config(path);
        QVERIFY(config.open(QIODevice::WriteOnly));
        const QByteArray content = QByteArray(R"({"version":"1","urls":{"URL":{"url":"URL","orgs":)"
                                              R"({"acme":{"name":"acme","token":"TOKEN"}}}}})")
                                       .replace("URL", m_playground->url().toEncoded())
                                       .replace("TOKEN", m_playground->token().toUtf8());
        config.write(content);
        config.close();
        m_program->start();
        QVERIFY(m_program->click(u"welcomeCli"_s));
        QVERIFY(m_program->click(u"cliImport"_s));
        QTRY_COMPARE(m_program->text(u"cliResult:acme"_s),
                     u"Signed in to acme: 1 running, 0 warm, 1 cold."_s);
        QTRY_COMPARE(m_program->text(u"cliImport"_s), u"Done"_s);
        QVERIFY(m_program->click(u"cliImport"_s));
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        QVERIFY(config.open(QIODevice::ReadOnly));
        QCOMPARE(config.readAll(), content); // the CLI's file is as it was
        requireTokenOnlyIn({path});
    }

    void aTokenInTheEnvironmentIsOffered()
    {
        m_program->options().environment = {{u"SPRITE_TOKEN"_s, m_playground->token()},
                                            {u"SPRITES_API_URL"_s, m_playground->url().toString()}};
        m_program->start();
        QVERIFY(m_playground->server().requestLog().entries().empty()); // offered, not used
        QVERIFY(m_program->click(u"welcomeEnvironment"_s));
        QTRY_COMPARE(m_program->text(u"tokenField"_s), m_playground->token());
        QVERIFY(m_program->click(u"tokenSignIn"_s));
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        requireTokenOnlyIn({});
    }

    void aTokenInTheClipboardIsOfferedButNotSent()
    {
        QGuiApplication::clipboard()->setText(m_playground->token());
        m_program->start();
        QVERIFY(openTokenSheet());
        QVERIFY(m_program->click(u"tokenPaste"_s));
        QCOMPARE(m_program->text(u"tokenField"_s), m_playground->token());
        QVERIFY(m_playground->server().requestLog().entries().empty());
        QGuiApplication::clipboard()->clear();
    }

    void aRefusedViewSignsInAgainThoughTheListIsAnswered()
    {
        Fault fault;
        fault.kind = Fault::Kind::Status;
        fault.method = "GET";
        fault.path = u"*/policy/network"_s;
        fault.status = 401;
        fault.count = -1;
        m_playground->server().faults().add(fault);
        m_program->start();
        m_program->signIn(*m_playground, u"acme"_s);
        m_program->window().showTab(u"egress"_s);
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        QTRY_COMPARE(m_program->text(u"statePrimary"_s), u"Sign in again"_s);
        QTRY_VERIFY(!m_program->action("account.sign-in"_L1)->isEnabled());
        QVERIFY(m_program->click(u"statePrimary"_s));
        QTRY_VERIFY(m_program->isSeen(u"tokenField"_s));
    }

    void severalOrganizationsAreRootsOfOneTree()
    {
        const std::unique_ptr<Test::PlaygroundFixture> other = playgroundOf(u"personal"_s);
        QVERIFY(other);
        m_program->start();
        QVERIFY(signInByHand(*m_playground));
        QVERIFY(signInByHand(*other));
        QTRY_COMPARE(m_program->treeRows().size(), 6);
        const QString rows = m_program->treeRows().join(u'\n');
        for (const QString &name : {u"acme"_s, u"acme-one"_s, u"personal"_s, u"personal-two"_s})
            QVERIFY2(rows.contains(name), qPrintable(rows));
        QVERIFY(m_program->selectSprite(u"personal-one"_s));
        QTRY_VERIFY(m_program->window().windowTitle().contains("personal"_L1));
        // Each is asked with its own token only; a wrong one would be refused.
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        QTRY_VERIFY(m_program->isSeen(u"checkpointNowButton"_s));
        // One refused token is told at its root and leaves the other alone.
        Fault refused;
        refused.kind = Fault::Kind::Status;
        refused.status = 401;
        refused.count = -1;
        other->server().faults().add(refused);
        QTRY_VERIFY(m_program->treeRows().join(u'\n').contains("Token refused. Sign in again."_L1));
        QCOMPARE(m_program->treeRows().size(), 4);
        QVERIFY(m_program->isSeen(u"checkpointNowButton"_s));
    }

    void thePlaygroundIsMarkedAndSharesNoStore()
    {
        m_program->start();
        m_program->workbench().accounts().openPlayground(m_playground->url(), m_playground->token());
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        QTRY_VERIFY(m_program->isSeen(u"playgroundStripe"_s));
        QCOMPARE(m_program->text(u"accountButton"_s), u"Playground"_s);
        QTRY_VERIFY(m_program->window().windowTitle().contains("Playground"_L1));
        m_program->restart();
        QTRY_VERIFY(m_program->isSeen(u"welcomeView"_s)); // it is no account of this computer
        requireTokenOnlyIn({});
    }

    void thePlaygroundIsShownWhenItIsAskedFor()
    {
#ifndef Q_OS_UNIX
        QSKIP("A shell stands in for the playground's program.");
#else
        const auto practice = playgroundOf(u"practice"_s);
        QVERIFY(practice);
        QTemporaryDir folder;
        QFile ready(folder.filePath(u"ready.json"_s));
        QVERIFY(ready.open(QIODevice::WriteOnly));
        const QJsonObject line{{u"url"_s, practice->url().toString()}, {u"token"_s, practice->token()}};
        ready.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
        ready.close();
        m_program->options().playgroundProgram = u"/bin/sh"_s;
        const QString pid = folder.filePath(u"pid"_s);
        m_program->options().playgroundArguments = {
            u"-c"_s, u"echo $$ >'%1'; cat '%2'; exec cat >/dev/null"_s.arg(pid, ready.fileName())};
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(u"acme-two"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"acme-two"_s);
        QVERIFY(m_program->chooseMenu(u"account.playground"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"practice-one"_s);
        // Also when it runs already.
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"acme-one"_s);
        QVERIFY(m_program->chooseMenu(u"account.playground"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"practice-one"_s);
        // While it has no sprite there is nothing to show, and one that is made later takes nothing away.
        const auto listsPractice = [this] {
            return m_program->treeRows().join(u'\n').contains(u"practice-"_s);
        };
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        for (const QString &name : {u"practice-one"_s, u"practice-two"_s})
            QVERIFY(practice->store().remove(name).isOk());
        QTRY_VERIFY(!listsPractice());
        QVERIFY(m_program->chooseMenu(u"account.playground"_s));
        QVERIFY(m_program->selectSprite(u"acme-two"_s));
        const int listings = practice->requestCount("GET", u"/v1/sprites"_s);
        QVERIFY(practice->store().create(Test::spriteNamed(u"practice-three"_s)).isOk());
        QTRY_VERIFY(listsPractice() && practice->requestCount("GET", u"/v1/sprites"_s) > listings);
        settle();
        QCOMPARE(m_program->text(u"headerName"_s), u"acme-two"_s);
        // Its program ends with this one.
        QFile number(pid);
        QVERIFY(number.open(QIODevice::ReadOnly));
        const auto process = pid_t(number.readAll().trimmed().toInt());
        QVERIFY(process > 0);
        m_program->window().close();
        QTRY_VERIFY(::kill(process, 0) != 0);
#endif
    }

    void whatIsCopiedHasNoToken()
    {
        QVERIFY(m_playground->store().checkpointNow(u"acme-one"_s, Test::pointWith(u"x"_s)).isOk());
        m_program->start();
        QVERIFY(signInByHand(*m_playground));
        QVERIFY(m_program->selectSprite(u"acme-one"_s));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        for (const QLatin1StringView id : {"sprite.copy-cli"_L1, "sprite.copy-request"_L1,
                                           "checkpoint.copy-cli"_L1, "checkpoint.copy-request"_L1}) {
            QGuiApplication::clipboard()->clear();
            m_program->action(id)->trigger();
            const QString copied = QGuiApplication::clipboard()->text();
            QVERIFY2(copied.contains("acme-one"_L1), id.data());
            QVERIFY2(!Test::holdsToken(copied), qPrintable(copied));
            if (id.endsWith("request"_L1))
                QVERIFY2(copied.contains("$SPRITE"_L1), qPrintable(copied));
        }
        requireTokenOnlyIn({});
    }
};

QTEST_MAIN(TestAccountsGui)
#include "tst_accountsgui.moc"
