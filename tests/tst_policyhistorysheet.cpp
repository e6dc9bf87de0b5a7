// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/egressstory.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/policyhistorysheet.h"

#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using EgressStory::policy;

class TstPolicyHistorySheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_host.reset(); }

    void anEmptyHistorySaysSo();
    void everyVersionSaysWhenAndWhy();
    void theDifferenceIsToTheOneBefore();
    void theDifferenceCanBeToWhatIsInForce();
    void theOldestShowsAllItsRules();
    void aVersionBecomesTheDraft();
    void newVersionsKeepTheSelection();
    void aWordOfALaterProgramIsShownAsItIs();

private:
    QListWidget *list() const { return m_sheet->findChild<QListWidget *>(u"historyVersions"_s); }
    QString lines() const
    {
        QString all;
        const auto *model = m_sheet->findChild<QListView *>(u"policyDiffList"_s)->model();
        for (int row = 0; row < model->rowCount(); ++row)
            all += model->index(row, 0).data().toString() + u'\n';
        return all;
    }
    QString meaning() const { return m_sheet->findChild<QLabel *>(u"historyMeaning"_s)->text(); }
    QPushButton *makeDraft() const { return m_sheet->findChild<QPushButton *>(u"historyMakeDraft"_s); }

    QList<PolicyVersion> m_versions;
    std::unique_ptr<QWidget> m_host;
    PolicyHistorySheet *m_sheet = nullptr;
};

void TstPolicyHistorySheet::init()
{
    failOnViewWarnings();
    qRegisterMetaType<PolicyVersion>();
    m_host = std::make_unique<QWidget>();
    m_host->resize(900, 700);
    m_host->show();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_versions = {{u"3"_s, policy({u"allow c.example.com"_s}), now.addSecs(-720), u"applied"_s},
                  {u"2"_s, policy({u"allow b.example.com"_s}), now.addSecs(-7200), u"went-back"_s},
                  {u"1"_s, policy({u"allow a.example.com"_s}), now.addDays(-90), u"with-sprite"_s}};
    m_sheet = new PolicyHistorySheet(u"calm-otter"_s, m_versions.first().policy, m_host.get());
    m_sheet->open();
}

void TstPolicyHistorySheet::anEmptyHistorySaysSo()
{
    const auto *empty = m_sheet->findChild<QLabel *>(u"historyEmpty"_s);
    QVERIFY(empty->isVisible());
    QCOMPARE(empty->text(), u"Nothing was applied from this computer yet."_s);
    QVERIFY(!list()->isVisible());
    QVERIFY(!makeDraft()->isVisible());
    m_sheet->setVersions(m_versions);
    QVERIFY(!empty->isVisible());
    QVERIFY(list()->isVisible());
    QVERIFY(makeDraft()->isVisible());
}

void TstPolicyHistorySheet::everyVersionSaysWhenAndWhy()
{
    m_sheet->setVersions(m_versions);
    QCOMPARE(list()->count(), 3);
    QVERIFY2(list()->item(0)->text().startsWith(u"12 min ago · "_s), qPrintable(list()->item(0)->text()));
    QVERIFY(list()->item(0)->text().endsWith(u"Applied · in force"_s));
    QVERIFY(list()->item(1)->text().endsWith(u"Went back by itself"_s));
    QVERIFY(list()->item(2)->text().endsWith(u"With the new sprite"_s));
    m_versions[0].why = u"put-back"_s;
    m_versions[1].why = u"bulk"_s;
    m_sheet->setVersions(m_versions);
    QVERIFY(list()->item(0)->text().contains(u"Put back after a restore"_s));
    QVERIFY(list()->item(1)->text().contains(u"Applied to several sprites"_s));
}

void TstPolicyHistorySheet::theDifferenceIsToTheOneBefore()
{
    m_sheet->setVersions(m_versions);
    QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(lines(), u"Removed, was rule 1: Allow a.example.com\nAdded as rule 1: Allow b.example.com\n"_s);
    QCOMPARE(meaning(), u"What this version changed."_s);
}

void TstPolicyHistorySheet::theDifferenceCanBeToWhatIsInForce()
{
    m_sheet->setVersions(m_versions);
    QTest::keyClick(list(), Qt::Key_Down);
    QTest::keyClick(m_sheet->findChild<QRadioButton *>(u"historyToInForce"_s), Qt::Key_Space);
    QCOMPARE(lines(), u"Removed, was rule 1: Allow c.example.com\nAdded as rule 1: Allow b.example.com\n"_s);
    QCOMPARE(meaning(), u"What would change if this version were applied now."_s);
    QTest::mouseClick(m_sheet->findChild<QRadioButton *>(u"historyToBefore"_s), Qt::LeftButton, {}, {8, 10});
    QVERIFY(lines().contains(u"a.example.com"_s));
}

void TstPolicyHistorySheet::theOldestShowsAllItsRules()
{
    m_sheet->setVersions(m_versions);
    QTest::keyClick(list(), Qt::Key_End);
    QCOMPARE(lines(), u"Added as rule 1: Allow a.example.com\n"_s);
    QVERIFY(meaning().startsWith(u"The oldest version known here."_s));
}

void TstPolicyHistorySheet::aVersionBecomesTheDraft()
{
    m_sheet->setVersions(m_versions);
    QTest::keyClick(list(), Qt::Key_Down);
    QSignalSpy asked(m_sheet, &PolicyHistorySheet::draftRequested);
    const QPointer<QWidget> watched(m_sheet);
    QTest::mouseClick(makeDraft(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<PolicyVersion>(), m_versions.at(1));
    QTRY_VERIFY(watched.isNull());
}

void TstPolicyHistorySheet::newVersionsKeepTheSelection()
{
    m_sheet->setVersions(m_versions);
    QTest::keyClick(list(), Qt::Key_Down);
    m_versions.prepend({u"4"_s, policy({u"deny *"_s}), QDateTime::currentDateTimeUtc(), u"applied"_s});
    m_sheet->setVersions(m_versions);
    QCOMPARE(list()->currentRow(), 2);
    QVERIFY(lines().contains(u"b.example.com"_s));
}

void TstPolicyHistorySheet::aWordOfALaterProgramIsShownAsItIs()
{
    m_versions[1].why = u"scheduled"_s;
    m_sheet->setVersions(m_versions);
    QVERIFY(list()->item(1)->text().endsWith(u"scheduled"_s));
}

QTEST_MAIN(TstPolicyHistorySheet)
#include "tst_policyhistorysheet.moc"
