// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/operationdesk.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"

#include <QAction>
#include <QFile>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! What a verified restore leaves to decide: taking it back, and the rules that came with it.
class TestAfterRestore : public QObject
{
    Q_OBJECT

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;
    const QString m_sprite = u"calm-otter"_s;
    const QByteArray m_rules = R"({"rules":[{"domain":"a.example.com","action":"allow"}]})";

    QByteArray policyFile()
    {
        QFile file(m_playground->store().view(m_sprite).value().system + u"/policy/network.json"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    //! The next number, taken so many days ago.
    bool cut(const QString &comment, int daysAgo)
    {
        Playground::CheckpointRequest request = pointWith(comment);
        request.cutAt = QDateTime::currentDateTimeUtc().addDays(-daysAgo);
        return m_playground->store().checkpointNow(m_sprite, request).isOk();
    }

    bool closeBanner(const QString &name)
    {
        QWidget *banner = m_program->seen(name);
        auto *close = banner ? banner->findChild<QWidget *>(u"bannerClose"_s) : nullptr;
        if (!close)
            return false;
        QTest::mouseClick(close, Qt::LeftButton);
        return true;
    }

    //! v1 has no rules; they are set after it, so restoring it changes them.
    void restoreV1()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_VERIFY(m_program->isSeen(u"undoRestoreBanner"_s));
        QTRY_VERIFY(m_program->isSeen(u"egressBanner"_s));
        QVERIFY(!policyFile().contains("a.example.com"));
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<PlaygroundFixture>();
        QVERIFY(m_playground->start());
        for (const QString &name : {m_sprite, u"quiet-fjord"_s}) {
            Playground::SpriteRequest request = spriteNamed(name);
            request.createdAt = QDateTime::currentDateTimeUtc().addDays(-50);
            QVERIFY(m_playground->store().create(request).isOk());
            QVERIFY(m_playground->store().setStatus(name, u"running"_s).isOk());
        }
        QVERIFY(cut(u"Before rules"_s, 40));
        PlaygroundClient client(m_playground->url().toString(), m_playground->token());
        QCOMPARE(client.post(u"/v1/sprites/calm-otter/policy/network"_s, m_rules).status, 204);
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void theSheetNamesTheServicesThatRestart()
    {
        Playground::Fault fault;
        fault.kind = Playground::Fault::Kind::OtherAnswer;
        fault.method = "GET";
        fault.path = u"*/services"_s;
        fault.count = -1;
        fault.status = 200;
        fault.text = uR"([{"name":"db","cmd":"postgres","state":{"status":"running"}},)"
                     uR"({"name":"seldom","cmd":"sh","state":{"status":"stopped"}},)"
                     uR"({"name":"web","cmd":"node","state":{"status":"running"}}])"_s;
        m_playground->server().faults().add(fault);
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QTRY_VERIFY(m_program->text(u"stopServices"_s).contains("db, web"_L1));
        QVERIFY(!m_program->text(u"stopServices"_s).contains("seldom"_L1));
    }

    void oldSafetyCheckpointsAreDeletedOneAfterTheOther()
    {
        for (const int days : {30, 20, 1})
            QVERIFY(cut(u"Safety: before restoring v1"_s, days));                             // v2, v3, v4
        QVERIFY(m_playground->store().checkpointNow(m_sprite, pointWith(u"Today"_s)).isOk()); // v5
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v3"_s));
        QTRY_VERIFY(m_program->action("checkpoint.delete-old-safety"_L1)->isEnabled());
        QVERIFY(m_program->chooseMenu(u"checkpoint.delete-old-safety"_s));
        QTRY_VERIFY2(m_program->text(u"confirmText"_s).startsWith(u"v2 — Safety: before restoring v1"_s),
                     qPrintable(m_program->text(u"confirmText"_s)));
        QVERIFY(!m_program->text(u"confirmText"_s).contains("v4"_L1));
        QVERIFY(!m_program->text(u"confirmText"_s).contains("wakes"_L1)); // it runs
        QVERIFY(m_program->text(u"sheetTitle"_s).startsWith("Delete 2 safety checkpoint"_L1));
        QVERIFY(m_program->click(u"confirmVerb"_s));
        QTRY_VERIFY(!m_program->hasCheckpoint(u"v2"_s) && !m_program->hasCheckpoint(u"v3"_s));
        QVERIFY(m_program->hasCheckpoint(u"v4"_s));
        QTRY_VERIFY(!m_program->action("checkpoint.delete-old-safety"_L1)->isEnabled());
        QVERIFY(!m_playground->store().checkpoint(m_sprite, u"v2"_s).isOk());
        QVERIFY(!m_playground->store().checkpoint(m_sprite, u"v3"_s).isOk());
        QVERIFY(m_playground->store().checkpoint(m_sprite, u"v4"_s).isOk());
    }

    void aSafetyCheckpointOfUnsureAgeIsKept()
    {
        for (const int days : {30, 1})
            QVERIFY(cut(u"Safety: before restoring v1"_s, days)); // v2, v3
        QVERIFY(cut(u"The one that knew when v3 was taken"_s, 0));
        QVERIFY(cut(u"Today"_s, 0));
        QVERIFY(m_playground->store().removeCheckpoint(m_sprite, u"v4"_s).isOk());
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->action("checkpoint.delete-old-safety"_L1)->isEnabled());
        QVERIFY(m_program->chooseMenu(u"checkpoint.delete-old-safety"_s));
        QTRY_VERIFY(m_program->text(u"confirmText"_s).startsWith(u"v2 — Safety"_s));
        QVERIFY2(!m_program->text(u"confirmText"_s).contains("v3"_L1),
                 qPrintable(m_program->text(u"confirmText"_s)));
    }

    void deletingSaysThatItWakes()
    {
        QVERIFY(cut(u"Safety: before restoring v1"_s, 30));
        QVERIFY(cut(u"Today"_s, 0));
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->action("checkpoint.delete-old-safety"_L1)->isEnabled());
        // What is still being read wakes it again.
        const auto sleeps = [this] {
            return m_playground->store().setStatus(m_sprite, u"cold"_s).isOk() &&
                   m_program->isSeen(u"asleepStrip"_s);
        };
        QTRY_VERIFY(sleeps());
        QVERIFY(m_program->chooseMenu(u"checkpoint.delete-old-safety"_s));
        QTRY_VERIFY(m_program->text(u"confirmText"_s).contains("Deleting wakes the sprite"_L1));
    }

    void whatDoesNotGoStopsTheDeleting()
    {
        for (const int days : {30, 20})
            QVERIFY(cut(u"Safety: before restoring v1"_s, days)); // v2, v3
        QVERIFY(m_playground->store().checkpointNow(m_sprite, pointWith(u"Today"_s)).isOk());
        m_playground->fault(Playground::Fault::Kind::Status, "DELETE", u"*/checkpoints/*"_s);
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->action("checkpoint.delete-old-safety"_L1)->isEnabled());
        QVERIFY(m_program->chooseMenu(u"checkpoint.delete-old-safety"_s));
        QVERIFY(m_program->click(u"confirmVerb"_s));
        QTRY_COMPARE(m_program->text(u"endText"_s), u"v2 was not deleted."_s);
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
        QVERIFY(m_playground->store().checkpoint(m_sprite, u"v3"_s).isOk());
        QCOMPARE(m_playground->requestCount("DELETE", u"/checkpoints/v3"_s), 0);
    }

    void rulesArePutBackThoughTheOtherBannerWasClosed()
    {
        restoreV1();
        QVERIFY(closeBanner(u"undoRestoreBanner"_s));
        QTRY_VERIFY(!m_program->isSeen(u"undoRestoreBanner"_s));
        QVERIFY(m_program->click(u"egressPutBackButton"_s));
        QTRY_VERIFY(policyFile().contains("a.example.com"));
        QTRY_VERIFY(!m_program->isSeen(u"egressBanner"_s));
    }

    void aRestoreCanBeUndoneAfterARestartOfTheProgram()
    {
        restoreV1();
        m_program->restart();
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QTRY_VERIFY(m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
        QVERIFY(m_program->chooseMenu(u"checkpoint.undo-restore"_s));
        QTRY_VERIFY(m_program->text(u"sheetTitle"_s).startsWith("Restore v2"_L1));
        // Of a sprite that was never restored nothing is undone.
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(!m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
    }

    void aNewSpriteOfTheNameHasNothingToUndo()
    {
        restoreV1();
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QVERIFY(m_program->chooseMenu(u"sprite.delete"_s));
        QVERIFY(m_program->type(u"deleteTyped"_s, m_sprite));
        QVERIFY(m_program->click(u"deleteConfirm"_s));
        QTRY_VERIFY(!m_program->treeRows().join(u'\n').contains(m_sprite));
        QTRY_VERIFY(m_program->isSeen(u"noSelectionPanel"_s));
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
        QVERIFY(m_playground->store().create(spriteNamed(m_sprite)).isOk());
        QVERIFY(m_playground->store().setStatus(m_sprite, u"running"_s).isOk());
        QVERIFY(cut(u"Of the new one"_s, 0));
        QVERIFY(cut(u"Also of the new one"_s, 0));
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QVERIFY(!m_program->isSeen(u"undoRestoreBanner"_s));
        QVERIFY(!m_program->isSeen(u"egressBanner"_s));
        QVERIFY(!m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
    }

    void afterARestoreOfUnknownEndTheOneBeforeIsNotUndone()
    {
        restoreV1();
        m_program->restart();
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QTRY_VERIFY(m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
        m_playground->fault(Playground::Fault::Kind::DropBeforeAnswer, "POST", u"*/restore"_s);
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_VERIFY(m_program->text(u"endText"_s).contains("seems not to have happened"_L1));
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
        QVERIFY(m_program->hasCheckpoint(u"v2"_s));
        QVERIFY(!m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(!m_program->hasCheckpoint(u"v2"_s));
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QVERIFY(!m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
    }

    void aRestoreThatWasStoppedBeforeItWasSentLeavesTheOneBeforeToUndo()
    {
        restoreV1();
        m_program->restart();
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QTRY_VERIFY(m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
        m_playground->fault(Playground::Fault::Kind::Stall, "POST", u"*/checkpoint"_s);
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_COMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 2);
        OperationDesk &desk = m_program->workbench().desk();
        QCOMPARE(desk.running().size(), 1);
        desk.flow(desk.running().constFirst().id)->stopWatching();
        QTRY_VERIFY(desk.running().isEmpty());
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
        QTRY_VERIFY(m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
    }

    void keepingTheRulesLeavesTheRestoreToUndo()
    {
        restoreV1();
        QVERIFY(m_program->click(u"egressKeepButton"_s));
        QTRY_VERIFY(!m_program->isSeen(u"egressBanner"_s));
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(!m_program->isSeen(u"undoRestoreBanner"_s));
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->isSeen(u"undoRestoreBanner"_s));
        QVERIFY(!m_program->isSeen(u"egressBanner"_s));
    }

    void aClosedBannerDoesNotComeBackButTheMenuStillUndoes()
    {
        restoreV1();
        QVERIFY(closeBanner(u"undoRestoreBanner"_s));
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(!m_program->isSeen(u"egressBanner"_s));
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->isSeen(u"egressBanner"_s));
        QVERIFY(!m_program->isSeen(u"undoRestoreBanner"_s));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QTRY_VERIFY(m_program->action("checkpoint.undo-restore"_L1)->isEnabled());
        QVERIFY(m_program->chooseMenu(u"checkpoint.undo-restore"_s));
        QTRY_VERIFY(m_program->text(u"sheetTitle"_s).startsWith("Restore v2"_L1));
    }
};

QTEST_MAIN(TestAfterRestore)
#include "tst_afterrestore.moc"
