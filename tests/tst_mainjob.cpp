// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/operationdesk.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"
#include "views/timelinelist.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

//! The main job of the console, clicked and typed through the real window against a real playground.
class TestMainJob : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;
    const QString m_sprite = u"calm-otter"_s;

    QString stateFile(const QString &sprite)
    {
        return m_playground->store().view(sprite).value().root + u"/home/sprite/state.txt"_s;
    }

    void writeState(const QByteArray &content)
    {
        const QString path = stateFile(m_sprite);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    QByteArray readState()
    {
        QFile file(stateFile(m_sprite));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    //! Texts of the messages of the newest operation, as Activity keeps them.
    QStringList activityMessages()
    {
        auto *tree = m_program->window().findChild<QTreeView *>(u"activityTree"_s);
        QStringList texts;
        collect(*tree->model(), {}, texts);
        return texts;
    }

    static void collect(const QAbstractItemModel &model, const QModelIndex &parent, QStringList &texts)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            texts << index.data().toString();
            collect(model, index, texts);
        }
    }

    void openCalmOtter()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    bool fillNewSprite(const QString &name, int egress)
    {
        m_program->key(Qt::Key_N, Qt::ControlModifier, &m_program->window());
        if (!m_program->type(u"newName"_s, name))
            return false;
        auto *choice = m_program->seenAs<QComboBox>(u"newEgress"_s);
        choice->setCurrentIndex(egress);
        return m_program->click(u"newCreate"_s);
    }

    QByteArray policyOf(const QString &sprite)
    {
        QFile file(m_playground->store().view(sprite).value().system + u"/policy/network.json"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(m_sprite)).isOk());
        QVERIFY(m_playground->store().create(Test::spriteNamed(u"quiet-fjord"_s)).isOk());
        QVERIFY(m_playground->store().setStatus(m_sprite, u"running"_s).isOk());
        writeState("one");
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Before upgrade"_s)).isOk());
        writeState("two");
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void theSpritesOfTheAccountAreListed()
    {
        m_program->start();
        QVERIFY(m_program->isSeen(u"welcomeView"_s));
        m_program->signIn(*m_playground);
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        QVERIFY(m_program->treeRows().first().startsWith("playground"_L1));
        QVERIFY(m_program->treeRows().join(u'\n').contains("quiet-fjord | Cold"_L1));
        QVERIFY(!m_program->isSeen(u"welcomeView"_s));
        QTRY_VERIFY(m_program->text(u"treeCounts"_s).startsWith("1 of 10 running"_L1));
    }

    void severalSpritesGetACheckpointAtOnce()
    {
        openCalmOtter();
        QVERIFY(!m_program->action("checkpoint.bulk"_L1)->isEnabled());
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s, Qt::ControlModifier));
        QVERIFY(m_program->click(u"barCheckpoint"_s));
        QTRY_VERIFY(m_program->isSeen(u"bulkCheckpointSheet"_s));
        const QString text = m_program->allText(u"bulkCheckpointSheet"_s);
        QVERIFY2(text.contains(u"calm-otter"_s) && text.contains(u"quiet-fjord"_s), qPrintable(text));
        QVERIFY2(text.contains(u"which starts billing"_s), qPrintable(text)); // one of them sleeps
        QVERIFY(m_program->type(u"bulkCheckpointComment"_s, u"Before the move"_s));
        QVERIFY(m_program->click(u"bulkCheckpointConfirm"_s));
        QTRY_VERIFY2(m_program->text(u"toastText"_s).startsWith(u"Created 2 checkpoint"_s),
                     qPrintable(m_program->text(u"toastText"_s)));
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 2);
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
    }

    void nothingOfARealAccountIsOpenedByItself()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QTRY_COMPARE(m_program->treeRows().size(), 3);
        QTRY_VERIFY(m_program->text(u"treeCounts"_s).startsWith("1 of 10 running"_L1));
        for (const Playground::RequestLogEntry &entry : m_playground->server().requestLog().entries())
            QCOMPARE(entry.reach, Playground::Reach::Control);
    }

    void aRunningSpriteOpensWithItsCheckpoints()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QCOMPARE(m_program->text(u"headerName"_s), m_sprite);
        QCOMPARE(m_program->text(u"headerState"_s), u"Running"_s);
        QVERIFY(m_program->window().windowTitle().startsWith(u"calm-otter — playground — Spritarium"_s));
        QTRY_VERIFY(m_program->isSeen(u"restoreButton_v1"_s));
    }

    void aCheckpointIsCreatedWithItsComment()
    {
        openCalmOtter();
        m_program->key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier, &m_program->window());
        QVERIFY(m_program->type(u"checkpointComment"_s, u"Works on my machine"_s));
        m_program->key(Qt::Key_Return, {}, m_program->seen(u"checkpointComment"_s));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QCOMPARE(m_playground->store().checkpoint(m_sprite, u"v2"_s).value().comment,
                 u"Works on my machine"_s);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
        // The comment is offered again, and the draft is gone.
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QTRY_COMPARE(m_program->text(u"checkpointComment"_s), QString());
        QCOMPARE(m_program->text(u"recentComment_0"_s), u"Works on my machine"_s);
    }

    void everyMessageOfACreateIsShown()
    {
        openCalmOtter();
        m_playground->fault(Fault::Kind::UnknownType, "POST", u"*/checkpoint"_s);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->click(u"createCheckpointConfirm"_s));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty()); // nothing more is said
        QVERIFY(m_program->chooseMenu(u"view.activity"_s));
        const QString all = activityMessages().join(u'\n');
        QVERIFY2(all.contains("Creating checkpoint"_L1), qPrintable(all));
        QVERIFY2(all.contains("telemetry"_L1) || all.contains("a type from the future"_L1), qPrintable(all));
        QVERIFY2(all.contains("v2"_L1), qPrintable(all));
    }

    void aRestoreIsMadeWithASafetyCheckpointAndCanBeUndone()
    {
        openCalmOtter();
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QTRY_VERIFY(m_program->text(u"restoreReadState"_s).contains("was read again"_L1));
        QVERIFY(m_program->seenAs<QCheckBox>(u"safetyBox"_s)->isChecked());
        QCOMPARE(m_program->text(u"sheetTitle"_s), u"Restore v1 — Before upgrade"_s);
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_VERIFY(m_program->isSeen(u"undoRestoreButton"_s));
        QCOMPARE(m_program->text(u"bannerText"_s), u"Restored v1. Everything checked."_s);
        QCOMPARE(readState(), QByteArray("one"));
        QCOMPARE(m_playground->store().checkpoint(m_sprite, u"v2"_s).value().comment,
                 u"Safety: before restoring v1"_s);
        QVERIFY(m_program->hasCheckpoint(u"v2"_s));

        QVERIFY(m_program->click(u"undoRestoreButton"_s));
        QTRY_VERIFY(m_program->text(u"restoreReadState"_s).contains("was read again"_L1));
        QVERIFY(m_program->text(u"sheetTitle"_s).startsWith("Restore v2"_L1));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QVERIFY(!m_program->isSeen(u"undoRestoreButton"_s)); // of the restore before: obsolete
        QTRY_COMPARE(readState(), QByteArray("two"));
        QTRY_COMPARE(m_program->text(u"bannerText"_s), u"Restored v2. Everything checked."_s);
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 2);
    }

    void aRestoreWithoutSafetyAsksInRed()
    {
        openCalmOtter();
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QTRY_VERIFY(m_program->isSeen(u"safetyBox"_s));
        m_program->seenAs<QCheckBox>(u"safetyBox"_s)->click();
        QCOMPARE(m_program->text(u"safetyNote"_s), u"The files you have now cannot be recovered."_s);
        QCOMPARE(m_program->text(u"restoreConfirmButton"_s), u"Restore v1 without safety"_s);
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_COMPARE(readState(), QByteArray("one"));
        QTRY_COMPARE(m_program->text(u"chipRestores"_s), u"Restores (1)"_s);
        QVERIFY(!m_program->isSeen(u"undoRestoreButton"_s));
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 0);
    }

    void aCheckpointIsDeletedAfterAQuestion()
    {
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Newer"_s)).isOk());
        openCalmOtter();
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        QVERIFY(m_program->chooseMenu(u"checkpoint.delete"_s));
        QTRY_VERIFY(m_program->text(u"deleteCheckpointText"_s)
                        .contains("Its space is freed. Other checkpoints are not affected."_L1));
        QVERIFY(m_program->click(u"deleteConfirmButton"_s));
        QTRY_VERIFY(!m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(!m_playground->store().checkpoint(m_sprite, u"v1"_s).isOk());
    }

    void theBaseOfTheSpriteCannotBeDeletedAndSaysWhy()
    {
        openCalmOtter();
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        m_program->key(Qt::Key_Delete, {}, m_program->window().findChild<TimelineList *>());
        QVERIFY(m_program->click(u"deleteConfirmButton"_s));
        QTRY_COMPARE(m_program->text(u"endText"_s),
                     u"The sprite is based on this checkpoint. Restore another one first."_s);
        QVERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    void automaticPointsAreShownWhenTheirChipIsOn()
    {
        Playground::CheckpointRequest automatic;
        automatic.isAuto = true;
        const QString id = m_playground->store().checkpointNow(m_sprite, automatic).value().id;
        openCalmOtter();
        QCOMPARE(m_program->text(u"chipAutomatic"_s), u"Automatic (1)"_s);
        QVERIFY(!m_program->hasCheckpoint(id));
        QVERIFY(m_program->click(u"chipAutomatic"_s));
        QTRY_VERIFY(m_program->hasCheckpoint(id));
    }

    void aNewSpriteGetsTheChosenRules_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<QByteArray>("rule");
        QTest::newRow("development defaults") << 0 << QByteArray("defaults");
        QTest::newRow("unrestricted") << 1 << QByteArray();
        QTest::newRow("locked down") << 2 << QByteArray("deny");
        QTest::newRow("copy from another") << 3 << QByteArray();
    }

    void aNewSpriteGetsTheChosenRules()
    {
        QFETCH(int, choice);
        QFETCH(QByteArray, rule);
        openCalmOtter();
        QVERIFY(fillNewSprite(u"brave-lynx"_s, choice));
        QTRY_VERIFY(m_playground->store().sprite(u"brave-lynx"_s).isOk());
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"brave-lynx"_s);
        QTRY_VERIFY(m_program->treeRows().join(u'\n').contains("brave-lynx"_L1));
        QTRY_VERIFY2(policyOf(u"brave-lynx"_s).contains(rule), policyOf(u"brave-lynx"_s).constData());
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
        QCOMPARE(m_playground->requestCount("POST", u"/policy/network"_s), choice == 1 ? 0 : 1);
        QCOMPARE(m_playground->requestCount("POST", u"/v1/sprites"_s), 1);
    }

    void aSpriteIsDeletedByItsTypedName()
    {
        openCalmOtter();
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QVERIFY(m_program->chooseMenu(u"sprite.delete"_s));
        QTRY_VERIFY(m_program->isSeen(u"deleteSpriteSheet"_s));
        QVERIFY(!m_program->seenAs<QPushButton>(u"deleteConfirm"_s)->isEnabled());
        QVERIFY(m_program->type(u"deleteTyped"_s, u"quiet-fjord"_s));
        QVERIFY(m_program->click(u"deleteConfirm"_s));
        QTRY_VERIFY(!m_playground->store().sprite(u"quiet-fjord"_s).isOk());
        QTRY_VERIFY(!m_program->treeRows().join(u'\n').contains("quiet-fjord"_L1));
        QTRY_VERIFY(m_program->isSeen(u"noSelectionPanel"_s));
    }

    void severalSpritesAreDeletedByTheirNumber()
    {
        openCalmOtter();
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s, Qt::ControlModifier));
        QTRY_COMPARE(m_program->text(u"selectionCount"_s), u"2 selected"_s);
        m_program->key(Qt::Key_Delete, {}, m_program->window().findChild<QTreeView *>(u"spriteTree"_s));
        QVERIFY(m_program->type(u"deleteTyped"_s, u"2"_s));
        QVERIFY(m_program->click(u"deleteConfirm"_s));
        QTRY_COMPARE(m_playground->store().count(), 0);
        QTRY_VERIFY(m_program->allText(u"treeState"_s).contains("No sprites in playground"_L1));
    }

    void labelsAreChangedAndTakenBack()
    {
        openCalmOtter();
        QVERIFY(m_program->chooseMenu(u"sprite.labels"_s));
        QVERIFY(m_program->type(u"labelField"_s, u"web"_s));
        QVERIFY(m_program->click(u"labelsSave"_s));
        QTRY_COMPARE(m_playground->store().sprite(m_sprite).value().labels, QStringList{u"web"_s});
        QTRY_COMPARE(m_program->text(u"toastText"_s), u"Changed labels of calm-otter."_s);
        QVERIFY(m_program->click(u"toastAction"_s));
        QTRY_COMPARE(m_playground->store().sprite(m_sprite).value().labels, QStringList());
    }

    void theAddressBecomesPublicAfterAQuestionAndPrivateAtOnce()
    {
        openCalmOtter();
        QVERIFY(m_program->chooseMenu(u"sprite.address"_s));
        QTRY_VERIFY(m_program->isSeen(u"addressSheet"_s));
        QVERIFY(m_program->click(u"confirmVerb"_s));
        QTRY_COMPARE(m_playground->store().sprite(m_sprite).value().auth, u"public"_s);
        QTRY_VERIFY(!m_program->isSeen(u"addressSheet"_s));
        QTRY_VERIFY(m_program->text(u"headerPrivacy"_s).contains("Public"_L1, Qt::CaseInsensitive));
        QVERIFY(m_program->chooseMenu(u"sprite.address"_s));
        QTRY_COMPARE(m_playground->store().sprite(m_sprite).value().auth, u"sprite"_s);
        QTRY_COMPARE(m_program->text(u"toastText"_s), u"The address of calm-otter is private."_s);
    }

    void whatWasDoneIsStillListedAfterARestart()
    {
        openCalmOtter();
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_VERIFY(m_program->isSeen(u"undoRestoreButton"_s));
        m_program->restart();
        QTRY_VERIFY(m_program->hasCheckpoint(u"v2"_s));
        QTRY_VERIFY(m_program->workbench().desk().running().isEmpty()); // nothing more is said
        QVERIFY(m_program->chooseMenu(u"view.activity"_s));
        QTRY_VERIFY(activityMessages().join(u'\n').contains("Restored v1"_L1));
        QTRY_COMPARE(m_program->text(u"chipRestores"_s), u"Restores (1)"_s);
    }
};

QTEST_MAIN(TestMainJob)
#include "tst_mainjob.moc"
