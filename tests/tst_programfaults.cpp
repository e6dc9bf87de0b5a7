// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts.h"
#include "app/operationdesk.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/rawserver.h"
#include "support/viewtesting.h"
#include "views/statepanel.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QPushButton>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

namespace {

Fault faultOf(Fault::Kind kind, const QByteArray &method, const QString &path)
{
    Fault fault;
    fault.kind = kind;
    fault.method = method;
    fault.path = path;
    return fault;
}

Fault statusFault(int status, const QByteArray &method, const QString &path, int count = 1)
{
    Fault fault = faultOf(Fault::Kind::Status, method, path);
    fault.status = status;
    fault.count = count;
    fault.retryAfterSeconds = 2;
    return fault;
}

Fault limitFault(const QString &path, int seconds)
{
    Fault fault = statusFault(429, "GET", path);
    fault.retryAfterSeconds = seconds;
    return fault;
}

//! Of "Again in 5 s."; 0 if there is no such text.
int secondsIn(const QString &text)
{
    static const QRegularExpression countdown(u"Too many requests\\. Again in (\\d+) s\\."_s);
    return countdown.match(text).captured(1).toInt();
}

const QString CreatePath = u"*/checkpoint"_s;
const QString RestorePath = u"*/restore"_s;
const QString ListPath = u"*/checkpoints"_s;
const QString SpritesPath = u"/v1/sprites"_s;

} // namespace

//! What a person sees when things go wrong: every fault of the playground through the whole program, each
//! with its end of ux-spec 9.6 and its words of ux-spec 16.
//!
//! Where each text of ux-spec 16 is met:
//!   401               aRefusedTokenTakesTheContentAway, restoreEnds "401"
//!   403               listFailures "403", restoreEnds "403"
//!   404 sprite        aSpriteThatIsGoneSaysSo
//!   429 countdown     aReadThatIsLimitedCountsDown, aReadThatIsLimitedIsReadAgain, aLimitedListOfSprites...
//!   429 of a change   restoreEnds "429": never repeated
//!   limit             aFullOrganizationSaysHowFull; refusals of a new sprite: tst_nothinglost
//!   5xx               listFailures "500", "html 502", "empty 503"
//!   timeout           listFailures "stall"
//!   name, TLS         anAddressThatDoesNotAnswer...
//!   unknown type      restoreEnds "unknown type"; unknown state: anUnknownStateIsShownRaw
//!   disk              aTokenThatCannotBeSavedSaysSo, aDamagedStoreIsToldAndKept
class TestProgramFaults : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;
    const QString m_sprite = u"calm-otter"_s;

    Playground::Faults &faults() { return m_playground->server().faults(); }

    void open()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    void restoreV1()
    {
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
    }

    bool isIdle() { return m_program->workbench().desk().running().isEmpty(); }

    //! Everything the Checkpoints tab says now.
    QString panelText() { return m_program->allText(u"timelinePanel"_s); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(m_sprite)).isOk());
        QVERIFY(m_playground->store().setStatus(m_sprite, u"running"_s).isOk());
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Before upgrade"_s)).isOk());
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    // --- Reading the checkpoints -----------------------------------------------------------------------

    void listFailures_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::newRow("403") << int(Fault::Kind::Status) << 403
                             << u"This token is not allowed to do this: forbidden."_s;
        QTest::newRow("409") << int(Fault::Kind::Status) << 409
                             << u"The service refuses this now: conflict."_s;
        QTest::newRow("500") << int(Fault::Kind::Status) << 500 << u"The service failed (internal error)."_s;
        QTest::newRow("html 502") << int(Fault::Kind::HtmlBadGateway) << 0 << u"The service failed (502)."_s;
        QTest::newRow("empty 503") << int(Fault::Kind::EmptyUnavailable) << 0
                                   << u"The service failed (503)."_s;
        QTest::newRow("stall") << int(Fault::Kind::Stall) << 0 << u"No answer after 1 s."_s;
        QTest::newRow("malformed JSON") << int(Fault::Kind::MalformedJson) << 0
                                        << u"The service answered in a way Spritarium does not understand"_s;
        QTest::newRow("drop before the answer")
            << int(Fault::Kind::DropBeforeAnswer) << 0 << u"Cannot reach 127.0.0.1: "_s;
        QTest::newRow("drop after the headers")
            << int(Fault::Kind::DropAfterHeaders) << 0 << u"Cannot reach 127.0.0.1: "_s;
    }

    void listFailures()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, words);
        if (static_cast<Fault::Kind>(kind) == Fault::Kind::Stall)
            m_program->options().session.limits.query = 1s;
        open();
        Fault fault = statusFault(status, "GET", ListPath, -1);
        fault.kind = static_cast<Fault::Kind>(kind);
        faults().add(fault);
        m_program->key(Qt::Key_F5);
        QTRY_VERIFY2(panelText().contains(words), qPrintable(panelText()));
        // What was last seen stays, unless it may not be seen any more.
        QCOMPARE(m_program->isSeen(u"timelineList"_s), status != 403);
        if (status == 403)
            QCOMPARE(m_program->action("checkpoint.create"_L1)->toolTip(),
                     u"This token may not create checkpoints."_s);
        faults().clear();
        m_program->key(Qt::Key_F5);
        QTRY_VERIFY2(!panelText().contains(words), qPrintable(panelText()));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    void aFailedReadOffersRetryAndDetails()
    {
        open();
        faults().add(statusFault(500, "GET", ListPath));
        m_program->key(Qt::Key_F5);
        QVERIFY(m_program->click(u"failureDetailsButton"_s));
        QTRY_VERIFY(m_program->isSeen(u"detailClose"_s));
        const QString details = m_program->allText(u"errorDetails"_s);
        QVERIFY2(details.contains("-lcl"_L1), qPrintable(details)); // the request id
        QVERIFY(m_program->click(u"detailClose"_s));
        QVERIFY(m_program->click(u"failureRetryButton"_s));
        QTRY_VERIFY(!m_program->isSeen(u"failureBanner"_s));
    }

    void aReadThatIsLimitedCountsDown()
    {
        open();
        faults().add(limitFault(ListPath, 600));
        m_program->key(Qt::Key_F5);
        QTRY_VERIFY(secondsIn(panelText()) > 0);
        // Which of the numbers is met is a matter of luck, and that they grow less is not.
        const int first = secondsIn(panelText());
        const int before = m_playground->requestCount("GET", u"/checkpoints"_s);
        QTRY_VERIFY(secondsIn(panelText()) > 0 && secondsIn(panelText()) < first);
        QCOMPARE(m_playground->requestCount("GET", u"/checkpoints"_s), before);
    }

    void aReadThatIsLimitedIsReadAgain()
    {
        open();
        const int before = m_playground->requestCount("GET", u"/checkpoints"_s);
        faults().add(limitFault(ListPath, 1));
        m_program->key(Qt::Key_F5);
        QTRY_VERIFY(m_playground->requestCount("GET", u"/checkpoints"_s) >= before + 2);
        QTRY_VERIFY(m_program->isSeen(u"timelineList"_s));
        QTRY_VERIFY(!panelText().contains("Too many requests"_L1));
    }

    void aLimitedListOfSpritesCountsDownAndIsNotAskedMeanwhile()
    {
        open();
        const auto seconds = [this] { return secondsIn(m_program->treeRows().first()); };
        faults().add(limitFault(SpritesPath, 600));
        QTRY_VERIFY(seconds() > 0);
        const int first = seconds();
        const int before = m_playground->requestCount("GET", SpritesPath);
        QTRY_VERIFY(seconds() > 0 && seconds() < first);
        QCOMPARE(m_playground->requestCount("GET", SpritesPath), before);
    }

    void aLimitedListOfSpritesIsAskedAgain()
    {
        open();
        const int before = m_playground->requestCount("GET", SpritesPath);
        faults().add(limitFault(SpritesPath, 1));
        QTRY_VERIFY(m_playground->requestCount("GET", SpritesPath) >= before + 2);
        QTRY_VERIFY(!m_program->treeRows().first().contains("Too many requests"_L1));
    }

    void aSpriteThatIsGoneSaysSo()
    {
        QVERIFY(m_playground->store().create(Test::spriteNamed(u"quiet-fjord"_s)).isOk());
        open();
        QVERIFY(m_playground->store().remove(m_sprite).isOk());
        QTRY_COMPARE(m_program->text(u"stateTitle"_s), u"calm-otter no longer exists."_s);
        QVERIFY(!m_program->isSeen(u"timelineList"_s));
        QVERIFY(m_program->click(u"statePrimary"_s));
        QTRY_VERIFY(m_program->isSeen(u"noSelectionPanel"_s));
        QVERIFY(!m_program->treeRows().join(u'\n').contains(m_sprite));
    }

    void aMissingSpriteIsToldBeforeTheListKnows()
    {
        open();
        faults().add(statusFault(404, "GET", ListPath));
        m_program->key(Qt::Key_F5);
        QTRY_VERIFY(panelText().contains("calm-otter no longer exists."_L1));
    }

    void aRefusedTokenTakesTheContentAway()
    {
        open();
        faults().add(statusFault(401, "GET", u"*"_s, -1));
        QTRY_VERIFY(m_program->treeRows().first().contains("Token refused. Sign in again."_L1));
        QCOMPARE(m_program->treeRows().size(), 1);
        QTRY_VERIFY(panelText().contains("The service refuses this token. It may be revoked."_L1));
        QVERIFY(!m_program->isSeen(u"timelineList"_s));
        QVERIFY(!m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(!m_program->action("checkpoint.create"_L1)->isEnabled());
        QTRY_COMPARE(m_program->action("checkpoint.create"_L1)->toolTip(),
                     u"The service refuses this token. Sign in again."_s);
        QVERIFY(panelText().contains("Sign in again"_L1));
        auto *state = m_program->window().findChild<QWidget *>(u"timelineState"_s);
        QTest::mouseClick(state->findChild<QPushButton *>(u"statePrimary"_s), Qt::LeftButton);
        QTRY_VERIFY(m_program->isSeen(u"tokenSheet"_s));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        // A sign-in repairs it.
        faults().clear();
        m_program->signIn(*m_playground);
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QTRY_VERIFY(m_program->isSeen(u"timelineList"_s));
    }

    void waitingForAListCanBeStopped_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("tab");
        QTest::addColumn<QString>("state");
        QTest::newRow("checkpoints") << ListPath << u"checkpoints"_s << u"timelineState"_s;
        QTest::newRow("egress") << u"*/policy/network"_s << u"egress"_s << u"egressState"_s;
    }

    void waitingForAListCanBeStopped()
    {
        QFETCH(QString, path);
        QFETCH(QString, tab);
        QFETCH(QString, state);
        m_program->options().session.limits.query = 300s;
        m_program->start();
        m_program->signIn(*m_playground);
        Fault fault = faultOf(Fault::Kind::Stall, "GET", path);
        fault.count = -1;
        faults().add(fault);
        auto *panel = m_program->window().findChild<StatePanel *>(state);
        panel->setDelays(1ms, 1ms);
        m_program->window().showTab(tab);
        QVERIFY(m_program->selectSprite(m_sprite));
        auto *cancel = panel->findChild<QPushButton *>(u"stateLink"_s);
        QTRY_VERIFY(cancel->isVisible() && cancel->text() == "Cancel"_L1);
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY(m_program->allText(state).contains("Loading was stopped."_L1));
        faults().clear();
        QTest::mouseClick(panel->findChild<QPushButton *>(u"statePrimary"_s), Qt::LeftButton); // Retry
        QTRY_VERIFY2(!panel->isVisible(), qPrintable(m_program->allText(state)));
    }

    void aRefusedTokenIsSignedInAgainFromTheTree()
    {
        open();
        faults().add(statusFault(401, "GET", SpritesPath, -1));
        QTRY_VERIFY(m_program->treeRows().first().contains("Token refused"_L1));
        auto *tree = m_program->window().findChild<QTreeView *>(u"spriteTree"_s);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {},
                          tree->visualRect(tree->model()->index(0, 0)).center());
        QTRY_VERIFY(m_program->isSeen(u"tokenSheet"_s));
    }

    void aLostNetworkIsToldOnceAndEndsByItself()
    {
        open();
        faults().add([] {
            Fault fault = faultOf(Fault::Kind::DropBeforeAnswer, {}, u"*"_s);
            fault.count = -1;
            return fault;
        }());
        QTRY_COMPARE(m_program->text(u"offlineText"_s), u"Offline. Showing what was last seen."_s);
        QVERIFY(m_program->hasCheckpoint(u"v1"_s)); // still shown
        QTRY_VERIFY(!m_program->action("checkpoint.create"_L1)->isEnabled());
        QCOMPARE(m_program->action("checkpoint.create"_L1)->toolTip(), u"Offline"_s);
        QTRY_COMPARE(m_program->action("sprite.labels"_L1)->toolTip(), u"Offline"_s);
        faults().clear();
        QVERIFY(m_program->click(u"offlineRetry"_s));
        QTRY_VERIFY(!m_program->isSeen(u"offlineText"_s));
        QTRY_VERIFY(m_program->action("checkpoint.create"_L1)->isEnabled());
        QTRY_VERIFY(m_program->action("sprite.labels"_L1)->isEnabled());
    }

    void anUnknownStateIsShownRaw()
    {
        Test::RawServer server;
        server.setHandler([](const Test::RawRequest &request, Test::RawExchange exchange) {
            if (request.path() == "/v1/sprites")
                exchange.answer(200, R"({"sprites":[{"name":"odd-one","status":"hibernating"}],)"
                                     R"("has_more":false})");
            else
                exchange.answer(404, "404 page not found", "text/plain");
        });
        m_program->start();
        Account account;
        account.organization = u"acme"_s;
        account.apiUrl = server.url();
        account.id = accountIdFor(account.apiUrl, account.organization);
        account.storage = Account::Storage::Session;
        m_program->workbench().accounts().signIn(account, Test::secretToken());
        QTRY_VERIFY(m_program->treeRows().join(u'\n').contains("odd-one | hibernating"_L1));
        QVERIFY(m_program->selectSprite(u"odd-one"_s));
        QTRY_COMPARE(m_program->text(u"headerState"_s), u"hibernating"_s);
    }

    // --- Restoring ------------------------------------------------------------------------------------

    void restoreEnds_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, Fault::Kind kind, int status, const QString &end,
                            const QString &words) {
            QTest::newRow(name) << int(kind) << status << end << words;
        };
        const QString kept = u"Not restored. Safety checkpoint v2 was kept."_s;
        const QString fine = u"Restored v1. Everything checked."_s;
        row("late error", Fault::Kind::LateError, 0, kept, {});
        row("401", Fault::Kind::Status, 401, kept, u"The service refuses this token. It may be revoked."_s);
        row("403", Fault::Kind::Status, 403, kept, u"This token is not allowed to do this: forbidden."_s);
        row("404", Fault::Kind::Status, 404, kept, u"v1 no longer exists."_s);
        row("409", Fault::Kind::Status, 409, kept, u"The service refuses this now: conflict."_s);
        row("429", Fault::Kind::Status, 429, kept, u"Too many requests. Again in 2 s."_s);
        row("500", Fault::Kind::Status, 500, kept, u"The service failed (internal error)."_s);
        // The edge gave up: the restore may be running behind it.
        row("html 502", Fault::Kind::HtmlBadGateway, 0, {}, {});
        row("empty 503", Fault::Kind::EmptyUnavailable, 0, {}, {});
        row("redirect", Fault::Kind::RedirectOtherOrigin, 0, kept,
            u"The service redirects to another address."_s);
        row("no complete", Fault::Kind::NoComplete, 0, fine, {});
        row("cut in the middle", Fault::Kind::CutMidLine, 0, {}, {});
        row("unknown type", Fault::Kind::UnknownType, 0, fine, {});
        row("odd bytes", Fault::Kind::OddBytes, 0, fine, {});
        row("oversize line", Fault::Kind::OversizeLine, 0, fine, {});
        row("latency", Fault::Kind::Latency, 0, fine, {});
    }

    void restoreEnds()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, end);
        QFETCH(QString, words);
        open();
        Fault fault = statusFault(status, "POST", RestorePath);
        fault.kind = static_cast<Fault::Kind>(kind);
        fault.afterLines = 1;
        fault.milliseconds = 20;
        faults().add(fault);
        restoreV1();
        QTRY_COMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
        QTRY_VERIFY(isIdle());
        if (end.startsWith("Restored"_L1)) {
            QTRY_COMPARE(m_program->text(u"bannerText"_s), end);
            QTRY_VERIFY(m_program->isSeen(u"undoRestoreButton"_s));
        } else if (!end.isEmpty()) {
            const bool gone = status == 401;
            QTRY_VERIFY2(gone || m_program->text(u"endText"_s) == end, qPrintable(panelText()));
            QVERIFY2(gone || m_program->isSeen(u"tryAgainButton"_s), qPrintable(panelText()));
            QVERIFY2(gone || m_program->text(u"deleteSafetyButton"_s) == u"Delete v2…"_s,
                     qPrintable(panelText()));
        } else {
            QTRY_VERIFY2(m_program->isSeen(u"checkAgainButton"_s) ||
                             m_program->isSeen(u"undoRestoreButton"_s),
                         qPrintable(panelText()));
        }
        QVERIFY2(panelText().contains(words), qPrintable(panelText()));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1); // never twice
        QVERIFY(m_playground->store().checkpoint(m_sprite, u"v2"_s).isOk());
    }

    void aRestoreOfWhatIsNotThereIsNotRestored()
    {
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Newer"_s)).isOk());
        open();
        // Somebody else deletes it between the list and the click.
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QTRY_VERIFY(m_program->text(u"restoreReadState"_s).contains("was read again"_L1));
        QVERIFY(m_playground->store().removeCheckpoint(m_sprite, u"v1"_s).isOk());
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_COMPARE(m_program->text(u"endText"_s), u"Not restored. Safety checkpoint v3 was kept."_s);
        QVERIFY(panelText().contains("not found"_L1));
        // "Delete v3…" leads to the question for it.
        QVERIFY(m_program->click(u"deleteSafetyButton"_s));
        QTRY_VERIFY(m_program->text(u"deleteCheckpointText"_s).contains("v3"_L1) ||
                    m_program->text(u"sheetTitle"_s).contains("v3"_L1));
    }

    void theSheetSaysThatThePointIsGone()
    {
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Newer"_s)).isOk());
        open();
        QVERIFY(m_playground->store().removeCheckpoint(m_sprite, u"v1"_s).isOk());
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QTRY_COMPARE(m_program->text(u"restoreReadState"_s), u"v1 no longer exists."_s);
        QVERIFY(!m_program->seenAs<QPushButton>(u"restoreConfirmButton"_s)->isEnabled());
    }

    void aLostConnectionSaysThatItMayStillRun()
    {
        open();
        m_program->stop();
        m_program->options().flows.giveUpAfter = 20s; // keeps the sentence on the screen
        m_program->start();
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        Fault fault = faultOf(Fault::Kind::DropBeforeAnswer, "POST", RestorePath);
        faults().add(fault);
        restoreV1();
        QTRY_COMPARE(m_program->text(u"endText"_s), u"Connection lost. The restore may still be running."_s);
        QVERIFY(m_program->isSeen(u"checkAgainButton"_s));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
    }

    void aStalledStreamIsLookedAfter()
    {
        open();
        Fault fault = faultOf(Fault::Kind::Stall, "POST", RestorePath);
        fault.afterLines = 1; // the work goes on and is done
        faults().add(fault);
        restoreV1();
        QTRY_VERIFY(m_program->isSeen(u"endText"_s) || m_program->isSeen(u"undoRestoreButton"_s));
        QTRY_COMPARE(m_program->text(u"bannerText"_s), u"Restored v1. Everything checked."_s);
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
    }

    void nothingIsChangedWhenTheSafetyCheckpointFails()
    {
        open();
        faults().add(faultOf(Fault::Kind::LateError, "POST", CreatePath));
        restoreV1();
        QTRY_COMPARE(m_program->text(u"endText"_s), u"Nothing was changed."_s);
        QVERIFY(m_program->isSeen(u"tryAgainButton"_s));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 0);
        QVERIFY(m_program->click(u"restoreWithoutSafetyButton"_s));
        QTRY_COMPARE(m_program->text(u"restoreConfirmButton"_s), u"Restore v1 without safety"_s);
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_COMPARE(m_program->text(u"chipRestores"_s), u"Restores (1)"_s);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
    }

    void tryAgainRestoresTheSamePoint()
    {
        open();
        faults().add(statusFault(500, "POST", RestorePath));
        restoreV1();
        QVERIFY(m_program->click(u"tryAgainButton"_s));
        QTRY_COMPARE(m_program->text(u"bannerText"_s), u"Restored v1. Everything checked."_s);
    }

    void theTokenDoesNotFollowARedirect()
    {
        Test::RawServer elsewhere;
        elsewhere.setHandler([](const Test::RawRequest &, Test::RawExchange exchange) {
            exchange.answer(200, R"({"sprites":[],"has_more":false})");
        });
        open();
        for (const QByteArray method : {"GET", "POST"}) {
            Fault fault = faultOf(Fault::Kind::RedirectOtherOrigin, method, u"*"_s);
            fault.location = elsewhere.url().toString() + u"/v1/sprites"_s;
            fault.count = -1;
            faults().add(fault);
        }
        m_program->key(Qt::Key_F5);
        QTRY_VERIFY2(panelText().contains("The service redirects to another address."_L1),
                     qPrintable(panelText()));
        QTRY_VERIFY(m_program->treeRows().first().contains("redirects to another address"_L1));
        QVERIFY(elsewhere.requests().isEmpty());
    }

    // --- Sprites, limits and this computer --------------------------------------------------------------

    void aFullOrganizationSaysHowFull()
    {
        m_playground.reset();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        m_playground->options().limits.enforced = true;
        m_playground->options().limits.runningLimit = 1;
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(m_sprite)).isOk());
        QVERIFY(m_playground->store().create(Test::spriteNamed(u"quiet-fjord"_s)).isOk());
        QVERIFY(m_playground->store().setStatus(m_sprite, u"running"_s).isOk());
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Before upgrade"_s)).isOk());
        open();
        QVERIFY(m_program->chooseMenu(u"sprite.new"_s));
        QVERIFY(m_program->type(u"newName"_s, u"brave-lynx"_s));
        QVERIFY(m_program->click(u"newCreate"_s));
        QTRY_VERIFY(m_program->allText(u"newSpriteSheet"_s)
                        .contains("1 of 1 running. Free one or wait for capacity."_L1));
        QVERIFY(m_program->click(u"sheetCancel"_s));

        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QVERIFY(m_program->click(u"wakeAndLoad"_s));
        QTRY_VERIFY2(panelText().contains("1 of 1 running. Free one, wait, or raise the limit."_L1),
                     qPrintable(panelText()));
    }

    void rulesThatAreNotInPlaceAreDangerAndCanBeAppliedAgain()
    {
        open();
        m_playground->fault(Fault::Kind::EmptyUnavailable, "POST", u"*/policy/network"_s);
        QVERIFY(m_program->chooseMenu(u"sprite.new"_s));
        QVERIFY(m_program->type(u"newName"_s, u"brave-lynx"_s));
        m_program->seenAs<QComboBox>(u"newEgress"_s)->setCurrentIndex(2);
        QVERIFY(m_program->click(u"newCreate"_s));
        QTRY_VERIFY(m_program->isSeen(u"egressMissingBanner"_s));
        QVERIFY(m_program->allText(u"egressMissingBanner"_s)
                    .contains("Created, but egress rules are not in place."_L1));
        QVERIFY(m_program->click(u"applyEgressAgain"_s));
        QTRY_COMPARE(m_playground->requestCount("POST", u"/policy/network"_s), 2);
        QTRY_VERIFY(isIdle());
    }

    void deletingASpriteThatIsRefusedSaysWhy()
    {
        open();
        faults().add(statusFault(403, "DELETE", u"*"_s));
        QVERIFY(m_program->chooseMenu(u"sprite.delete"_s));
        QVERIFY(m_program->type(u"deleteTyped"_s, m_sprite));
        QVERIFY(m_program->click(u"deleteConfirm"_s));
        QTRY_VERIFY(
            m_program->text(u"toastText"_s).contains("This token is not allowed to do this: forbidden."_L1));
        QVERIFY(m_playground->store().sprite(m_sprite).isOk());
        QTRY_VERIFY(m_program->treeRows().join(u'\n').contains(m_sprite));
    }

    void changedLabelsThatAreRefusedSayWhy()
    {
        open();
        faults().add(statusFault(500, "PUT", u"*"_s));
        QVERIFY(m_program->chooseMenu(u"sprite.labels"_s));
        QVERIFY(m_program->type(u"labelField"_s, u"web"_s));
        QVERIFY(m_program->click(u"labelsSave"_s));
        QTRY_VERIFY(m_program->text(u"toastText"_s).contains("The service failed (internal error)."_L1));
    }

    void aTokenThatCannotBeSavedSaysSo()
    {
        // A file where the folder of the tokens should be.
        QFile inTheWay(m_program->dataFolder() + u"/tokens"_s);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        m_program->start();
        m_program->signIn(*m_playground);
        QTRY_VERIFY(m_program->allText(u"failureSheet"_s).contains("Could not save the token: "_L1));
        // The session goes on; and once the disk is well again, the token rests on it.
        QTRY_COMPARE(m_program->treeRows().size(), 2);
        QVERIFY(inTheWay.remove());
        QVERIFY(m_program->click(u"failureTryAgain"_s));
        QTRY_VERIFY(QFileInfo(m_program->dataFolder() + u"/tokens"_s).isDir());
        m_program->restart();
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    void aDamagedStoreIsToldAndKept()
    {
        QFile store(m_program->dataFolder() + u"/spritarium.sqlite"_s);
        QVERIFY(store.open(QIODevice::WriteOnly));
        store.write("this is no database, but somebody's file of a good length");
        store.close();
        m_program->start();
        QTRY_VERIFY2(m_program->allText(u"failureSheet"_s).contains("It was damaged"_L1),
                     qPrintable(m_program->allText(u"failureSheet"_s)));
        QVERIFY(m_program->click(u"failureClose"_s));
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }
};

QTEST_MAIN(TestProgramFaults)
#include "tst_programfaults.moc"
