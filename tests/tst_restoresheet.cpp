// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/restoresheet.h"

#include "support/patience.h"
#include "support/timelinestory.h"
#include "support/viewtesting.h"
#include "views/deletecheckpointsheet.h"

#include <QCheckBox>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstRestoreSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void theTitleNamesVersionAndComment();
    void theSafetyBoxIsAlwaysTickedOnOpening();
    void enterRestoresWithSafety();
    void withoutSafetyTheButtonSaysSoAndCancelIsTheDefault();
    void escapeAsksNothing();
    void whatStopsIsListed();
    void whatRunsIsNamed();
    void anUnhealthyPointIsAnnounced();
    void aGoneCheckpointCannotBeRestored();
    void aFailedReadStillLetsRestore();
    void aReasonDisablesTheButton();
    void deletingIsAskedWithAVerb();
    void aRefusedDeletionSaysWhatToDo();

private:
    RestoreSheet *open(const Checkpoint &checkpoint);
    static QPushButton *restoreButton(const RestoreSheet &sheet)
    {
        return sheet.findChild<QPushButton *>(u"restoreConfirmButton"_s);
    }
    static QString label(const QWidget &sheet, const QString &name)
    {
        return sheet.findChild<QLabel *>(name)->text();
    }

    Checkpoint m_checkpoint;
    std::unique_ptr<QWidget> m_host;
};

void TstRestoreSheet::initTestCase()
{
    qRegisterMetaType<CheckpointId>();
}

void TstRestoreSheet::init()
{
    failOnViewWarnings();
    m_checkpoint = TimelineStory::checkpoint(3, u"Before upgrade"_s, QDateTime::currentDateTimeUtc());
    m_host = std::make_unique<QWidget>();
    m_host->resize(800, 600);
    m_host->show();
}

void TstRestoreSheet::cleanup()
{
    m_host.reset();
}

RestoreSheet *TstRestoreSheet::open(const Checkpoint &checkpoint)
{
    auto *sheet = new RestoreSheet(checkpoint, m_host.get());
    sheet->open();
    return sheet;
}

void TstRestoreSheet::theTitleNamesVersionAndComment()
{
    QCOMPARE(open(m_checkpoint)->windowTitle(), u"Restore v3 — Before upgrade"_s);
    m_checkpoint.comment.clear();
    QCOMPARE(open(m_checkpoint)->windowTitle(), u"Restore v3"_s);
}

void TstRestoreSheet::theSafetyBoxIsAlwaysTickedOnOpening()
{
    RestoreSheet *first = open(m_checkpoint);
    first->findChild<QCheckBox *>(u"safetyBox"_s)->click();
    first->reject();
    const RestoreSheet *second = open(m_checkpoint);
    QVERIFY(second->findChild<QCheckBox *>(u"safetyBox"_s)->isChecked());
    QCOMPARE(label(*second, u"safetyNote"_s),
             u"Keeps the files you have now, so this restore can be undone."_s);
    QCOMPARE(restoreButton(*second)->text(), u"Restore v3"_s);
    QVERIFY(restoreButton(*second)->isDefault());
}

void TstRestoreSheet::enterRestoresWithSafety()
{
    RestoreSheet *sheet = open(m_checkpoint);
    sheet->showStillThere(m_checkpoint);
    QSignalSpy confirmed(sheet, &RestoreSheet::restoreConfirmed);
    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(confirmed.size(), 1);
    QCOMPARE(confirmed.first().at(0).value<CheckpointId>(), m_checkpoint.id);
    QCOMPARE(confirmed.first().at(1).toBool(), true);
}

void TstRestoreSheet::withoutSafetyTheButtonSaysSoAndCancelIsTheDefault()
{
    RestoreSheet *sheet = open(m_checkpoint);
    sheet->findChild<QCheckBox *>(u"safetyBox"_s)->click();
    QCOMPARE(label(*sheet, u"safetyNote"_s), u"The files you have now cannot be recovered."_s);
    QPushButton *restore = restoreButton(*sheet);
    QCOMPARE(restore->text(), u"Restore v3 without safety"_s);
    QCOMPARE(buttonRole(*restore), ButtonRole::Danger);
    auto *cancel = sheet->findChild<QPushButton *>(u"sheetCancel"_s);
    QVERIFY(cancel->isDefault());
    QVERIFY(!restore->isDefault());
    QSignalSpy confirmed(sheet, &RestoreSheet::restoreConfirmed);
    QTest::mouseClick(restore, Qt::LeftButton);
    QCOMPARE(confirmed.first().at(1).toBool(), false);
}

void TstRestoreSheet::escapeAsksNothing()
{
    RestoreSheet *sheet = open(m_checkpoint);
    QSignalSpy confirmed(sheet, &RestoreSheet::restoreConfirmed);
    const QPointer<RestoreSheet> watched(sheet);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(watched.isNull());
    QCOMPARE(confirmed.size(), 0);
}

void TstRestoreSheet::whatStopsIsListed()
{
    RestoreSheet *sheet = open(m_checkpoint);
    QStringList texts;
    for (const QLabel *one : sheet->findChildren<QLabel *>())
        texts.append(one->text());
    const QString all = texts.join(u'\n');
    for (const QString &sentence :
         {u"Running processes and terminals end."_s, u"Egress rules are checked afterwards."_s})
        QVERIFY2(all.contains(sentence), qPrintable(sentence));
}

void TstRestoreSheet::whatRunsIsNamed()
{
    RestoreSheet *sheet = open(m_checkpoint);
    auto *processes = sheet->findChild<QLabel *>(u"stopProcesses"_s);
    auto *services = sheet->findChild<QLabel *>(u"stopServices"_s);
    sheet->setSessions({});
    QVERIFY(processes->text().endsWith(u"Running processes and terminals end."_s));
    sheet->setSessions({u"bash"_s, u"python3"_s});
    QVERIFY2(processes->text().endsWith(u"terminals end: bash, python3."_s), qPrintable(processes->text()));
    sheet->setServices({u"db"_s, u"web"_s});
    QVERIFY2(services->text().contains(u"db, web"_s), qPrintable(services->text()));
    sheet->setServices({});
    QVERIFY(!services->isVisible());
}

void TstRestoreSheet::anUnhealthyPointIsAnnounced()
{
    RestoreSheet *sheet = open(m_checkpoint);
    QVERIFY(!sheet->findChild<QLabel *>(u"restoreUnhealthy"_s)->isVisible());
    m_checkpoint.health = u"mount_failed"_s;
    sheet->showStillThere(m_checkpoint);
    QVERIFY(sheet->findChild<QLabel *>(u"restoreUnhealthy"_s)->isVisible());
    QCOMPARE(label(*sheet, u"restoreUnhealthy"_s), u"The service marks this checkpoint as unhealthy."_s);
    QVERIFY(restoreButton(*sheet)->isEnabled());
}

void TstRestoreSheet::aGoneCheckpointCannotBeRestored()
{
    RestoreSheet *sheet = open(m_checkpoint);
    QVERIFY(label(*sheet, u"restoreReadState"_s).contains(u"v3"_s));
    sheet->showGone();
    QCOMPARE(label(*sheet, u"restoreReadState"_s), u"v3 no longer exists."_s);
    QVERIFY(!restoreButton(*sheet)->isEnabled());
    QVERIFY(!restoreButton(*sheet)->toolTip().isEmpty());
    QSignalSpy confirmed(sheet, &RestoreSheet::restoreConfirmed);
    QTest::mouseClick(restoreButton(*sheet), Qt::LeftButton);
    QCOMPARE(confirmed.size(), 0);
}

void TstRestoreSheet::aFailedReadStillLetsRestore()
{
    RestoreSheet *sheet = open(m_checkpoint);
    sheet->showReadFailed(ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(20)));
    QVERIFY(label(*sheet, u"restoreReadState"_s).endsWith(u"You can still restore."_s));
    QVERIFY(restoreButton(*sheet)->isEnabled());
}

void TstRestoreSheet::aReasonDisablesTheButton()
{
    RestoreSheet *sheet = open(m_checkpoint);
    sheet->setDisabledReason(u"Offline"_s);
    QVERIFY(!restoreButton(*sheet)->isEnabled());
    QCOMPARE(restoreButton(*sheet)->toolTip(), u"Offline"_s);
    sheet->setDisabledReason({});
    QVERIFY(restoreButton(*sheet)->isEnabled());
}

void TstRestoreSheet::deletingIsAskedWithAVerb()
{
    auto *sheet = new DeleteCheckpointSheet(m_checkpoint, m_host.get());
    sheet->open();
    QCOMPARE(sheet->windowTitle(), u"Delete v3 — Before upgrade?"_s);
    QCOMPARE(label(*sheet, u"deleteCheckpointText"_s),
             u"Its space is freed. Other checkpoints are not affected."_s);
    QVERIFY(!sheet->findChild<QWidget *>(u"deleteCheckpointWakes"_s));
    sheet->showWakes();
    QCOMPARE(label(*sheet, u"deleteCheckpointWakes"_s),
             u"Deleting wakes the sprite, which starts billing."_s);
    QVERIFY(sheet->findChild<QPushButton *>(u"sheetCancel"_s)->isDefault());
    QSignalSpy confirmed(sheet, &DeleteCheckpointSheet::deleteConfirmed);
    auto *remove = sheet->findChild<QPushButton *>(u"deleteConfirmButton"_s);
    QCOMPARE(remove->text(), u"Delete v3"_s);
    QTest::mouseClick(remove, Qt::LeftButton);
    QCOMPARE(confirmed.size(), 1);
}

void TstRestoreSheet::aRefusedDeletionSaysWhatToDo()
{
    ApiError error;
    error.kind = ApiError::Kind::Conflict;
    QCOMPARE(deleteRefusedText(m_checkpoint.id, error),
             u"The sprite is based on this checkpoint. Restore another one first."_s);
}

QTEST_MAIN(TstRestoreSheet)
#include "tst_restoresheet.moc"
