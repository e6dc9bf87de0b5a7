// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/egressstory.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/bulkapplysheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using EgressStory::policy;

class TstBulkApplySheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_host.reset(); }

    void onlyAwakeSpritesThatWouldChangeAreApplied();
    void sleepingOnesFollowOnlyWhenWoken();
    void spaceTicksTheRowWhereverTheCurrentCellIs();
    void allTicksAndUnticksEveryRow();
    void theSelectedRowShowsItsDifference();
    void rulesReadMeanwhileTakeTheirPlace();
    void eachRowSaysHowItEnded();
    void retryAsksOnlyForThoseThatDidNotSucceed();
    void whileItRunsNothingIsChangedAndClosingIsExplained();
    void closingWhileItRunsIsAllowed();
    void anotherSourceForgetsTheEnds();
    void onlyWhatWasReadIsInForce();
    void whatIsToBeLookedAtIsTickedByThePerson();
    void whatASecondTryWouldReplaceIsShown();
    void whatFellAsleepIsSkippedUntilItMayBeWoken();
    void whatBreaksAnExpectationIsLeftUnticked();
    void aFileIsAskedForOnlyBetweenRuns();
    void aSourceReadLaterIsChosen();
    void aSourceReadDuringARunWaits();
    void withoutASourceNothingCanBeApplied();

private:
    static SpriteKey key(const QString &name) { return {AccountId(u"acme"_s), SpriteName(name)}; }
    void open(const QList<BulkApplySheet::Source> &sources)
    {
        delete m_sheet;
        const QDateTime now = QDateTime::currentDateTimeUtc();
        m_sheet =
            new BulkApplySheet(sources,
                               {{key(u"otter"_s), SpriteState::Running, policy({u"deny *"_s}), now},
                                {key(u"same"_s), SpriteState::Running, m_source, now},
                                {key(u"unread"_s), SpriteState::Running, {}, {}},
                                {key(u"birch"_s), SpriteState::Cold, policy({u"deny *"_s}), now.addDays(-1)},
                                {key(u"odd"_s), SpriteState::Unknown, {}, {}}},
                               m_host.get());
        m_sheet->open();
    }
    QTreeView *table() const { return m_sheet->findChild<QTreeView *>(u"bulkTargets"_s); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    QPushButton *button(const QString &name) const { return m_sheet->findChild<QPushButton *>(name); }
    QCheckBox *box(const QString &name) const { return m_sheet->findChild<QCheckBox *>(name); }
    QString label(const QString &name) const { return m_sheet->findChild<QLabel *>(name)->text(); }
    static QStringList namesOf(const QSignalSpy &spy)
    {
        QStringList names;
        for (const SpriteKey &one : spy.last().first().value<QList<SpriteKey>>())
            names << one.sprite.toString();
        return names;
    }
    QString lines() const
    {
        QString all;
        const auto *model = m_sheet->findChild<QListView *>(u"policyDiffList"_s)->model();
        for (int row = 0; row < model->rowCount(); ++row)
            all += model->index(row, 0).data().toString() + u'\n';
        return all;
    }
    void click(const QString &name) { QTest::mouseClick(button(name), Qt::LeftButton); }

    NetworkPolicy m_source;
    std::unique_ptr<QWidget> m_host;
    QPointer<BulkApplySheet> m_sheet;
};

void TstBulkApplySheet::init()
{
    failOnViewWarnings();
    qRegisterMetaType<QList<SpriteKey>>();
    m_host = std::make_unique<QWidget>();
    m_host->resize(1000, 800);
    m_host->show();
    m_source = policy({u"allow a.example.com"_s});
    open({{u"Draft"_s, m_source}, {u"Locked down"_s, NetworkPolicy::lockedDown()}});
}

void TstBulkApplySheet::onlyAwakeSpritesThatWouldChangeAreApplied()
{
    QCOMPARE(cell(1, 2), u"No changes"_s);
    QCOMPARE(cell(1, 3), u"Nothing to apply"_s);
    QCOMPARE(cell(2, 2), u"Not read yet"_s);
    QCOMPARE(cell(3, 3), u"Skipped: asleep"_s);
    QCOMPARE(cell(4, 3), u"Skipped: may be asleep"_s);
    QVERIFY(cell(3, 2).contains(u"as last seen"_s));
    QCOMPARE(button(u"bulkApply"_s)->text(), u"Apply to 2 sprite(s)"_s);
    QSignalSpy asked(m_sheet, &BulkApplySheet::applyRequested);
    click(u"bulkApply"_s);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(namesOf(asked), QStringList({u"otter"_s, u"unread"_s}));
    QCOMPARE(asked.first().at(1).value<NetworkPolicy>(), m_source);
}

void TstBulkApplySheet::sleepingOnesFollowOnlyWhenWoken()
{
    QVERIFY(label(u"bulkAsleep"_s).startsWith(u"2 "_s));
    QTest::mouseClick(box(u"bulkWake"_s), Qt::LeftButton, {}, {8, 10});
    QCOMPARE(cell(3, 3), QString());
    QSignalSpy asked(m_sheet, &BulkApplySheet::applyRequested);
    click(u"bulkApply"_s);
    QCOMPARE(namesOf(asked), QStringList({u"otter"_s, u"unread"_s, u"birch"_s, u"odd"_s}));
    // Only those that were shown as asleep may be woken.
    QCOMPARE(asked.first().at(2).value<QList<SpriteKey>>(),
             QList<SpriteKey>({key(u"birch"_s), key(u"odd"_s)}));
}

void TstBulkApplySheet::spaceTicksTheRowWhereverTheCurrentCellIs()
{
    table()->setCurrentIndex(table()->model()->index(0, 2));
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(cell(0, 3), u"Not ticked"_s);
    QCOMPARE(button(u"bulkApply"_s)->text(), u"Apply to 1 sprite(s)"_s);
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(button(u"bulkApply"_s)->text(), u"Apply to 2 sprite(s)"_s);
}

void TstBulkApplySheet::allTicksAndUnticksEveryRow()
{
    QTest::keyClick(box(u"bulkAll"_s), Qt::Key_Space);
    QVERIFY(!button(u"bulkApply"_s)->isEnabled());
    QVERIFY(!button(u"bulkApply"_s)->toolTip().isEmpty());
    table()->setCurrentIndex(table()->model()->index(0, 0));
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(box(u"bulkAll"_s)->checkState(), Qt::PartiallyChecked);
    QTest::keyClick(box(u"bulkAll"_s), Qt::Key_Space);
    QCOMPARE(box(u"bulkAll"_s)->checkState(), Qt::Checked);
    QCOMPARE(button(u"bulkApply"_s)->text(), u"Apply to 2 sprite(s)"_s);
}

void TstBulkApplySheet::theSelectedRowShowsItsDifference()
{
    QCOMPARE(label(u"bulkDiffTitle"_s), u"Changes on otter"_s);
    QVERIFY(lines().contains(u"Removed, was rule 1: Deny *"_s));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Down);
    QVERIFY(!lines().contains(u"Removed"_s));
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(label(u"bulkDiffTitle"_s), u"New rules of unread; its own are not read yet"_s);
    QCOMPARE(lines(), u"Added as rule 1: Allow a.example.com\n"_s);
}

void TstBulkApplySheet::rulesReadMeanwhileTakeTheirPlace()
{
    table()->setCurrentIndex(table()->model()->index(2, 0));
    m_sheet->setRules(key(u"unread"_s), policy({u"allow b.example.com"_s}), QDateTime::currentDateTimeUtc());
    QVERIFY(!cell(2, 2).contains(u"Not read"_s));
    QVERIFY(lines().contains(u"Removed, was rule 1: Allow b.example.com"_s));
    m_sheet->setRules(key(u"unread"_s), m_source, QDateTime::currentDateTimeUtc());
    QCOMPARE(cell(2, 2), u"No changes"_s);
    QCOMPARE(button(u"bulkApply"_s)->text(), u"Apply to 1 sprite(s)"_s);
    m_sheet->setRules(key(u"stranger"_s), m_source, {}); // not of this table
}

void TstBulkApplySheet::eachRowSaysHowItEnded()
{
    const QString before = cell(0, 2);
    click(u"bulkApply"_s);
    QCOMPARE(cell(0, 3), u"Waiting"_s);
    m_sheet->setProgress(key(u"otter"_s), Outcome::Running, u"Writing…"_s);
    QCOMPARE(cell(0, 3), u"Writing…"_s);
    m_sheet->setProgress(key(u"otter"_s), Outcome::Succeeded, u"Applied and verified 14:05."_s);
    m_sheet->setProgress(key(u"unread"_s), Outcome::Unknown, u"No answer after 20 s."_s);
    QCOMPARE(cell(0, 3), u"Applied and verified 14:05."_s);
    QCOMPARE(cell(0, 2), before); // still says what the run changed
    QCOMPARE(label(u"bulkEnd"_s), u"Applied and verified 14:05."_s);
    QVERIFY(label(u"bulkSummary"_s).contains(u"1 applied"_s));
    QVERIFY(label(u"bulkSummary"_s).contains(u"1 unknown"_s));
    QVERIFY(label(u"bulkSummary"_s).contains(u"2 skipped"_s));
    QVERIFY(!button(u"bulkApply"_s)->isVisible());
    QCOMPARE(button(u"sheetCancel"_s)->text(), u"Close"_s);
}

void TstBulkApplySheet::retryAsksOnlyForThoseThatDidNotSucceed()
{
    QSignalSpy asked(m_sheet, &BulkApplySheet::applyRequested);
    box(u"bulkWake"_s)->click();
    click(u"bulkApply"_s);
    QVERIFY(!button(u"bulkRetry"_s)->isVisible());
    m_sheet->setProgress(key(u"otter"_s), Outcome::Succeeded, {});
    m_sheet->setProgress(key(u"unread"_s), Outcome::Failed, u"Refused."_s);
    m_sheet->setProgress(key(u"birch"_s), Outcome::Unknown, {});
    m_sheet->setProgress(key(u"odd"_s), Outcome::Canceled, {});
    QVERIFY(button(u"bulkRetry"_s)->isVisible());
    click(u"bulkRetry"_s);
    QCOMPARE(asked.size(), 2);
    QCOMPARE(namesOf(asked), QStringList({u"unread"_s, u"birch"_s, u"odd"_s}));
    QVERIFY(!button(u"bulkRetry"_s)->isVisible());
    for (const QString &name : {u"unread"_s, u"birch"_s, u"odd"_s})
        m_sheet->setProgress(key(name), Outcome::Succeeded, {});
    QVERIFY(!button(u"bulkRetry"_s)->isVisible());
    QVERIFY(!button(u"bulkApply"_s)->isVisible());
}

void TstBulkApplySheet::whileItRunsNothingIsChangedAndClosingIsExplained()
{
    QSignalSpy asked(m_sheet, &BulkApplySheet::applyRequested);
    click(u"bulkApply"_s);
    click(u"bulkApply"_s);
    QCOMPARE(asked.size(), 1);
    QVERIFY(!m_sheet->findChild<QComboBox *>(u"bulkSource"_s)->isEnabled());
    QVERIFY(!box(u"bulkWake"_s)->isEnabled());
    table()->setCurrentIndex(table()->model()->index(0, 0));
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(table()->model()->index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    QVERIFY(label(u"bulkSummary"_s).contains(u"Closing this does not stop it."_s));
}

void TstBulkApplySheet::closingWhileItRunsIsAllowed()
{
    click(u"bulkApply"_s);
    click(u"sheetCancel"_s);
    QTRY_VERIFY(m_sheet.isNull());
}

void TstBulkApplySheet::anotherSourceForgetsTheEnds()
{
    click(u"bulkApply"_s);
    m_sheet->setRules(key(u"otter"_s), m_source, QDateTime::currentDateTimeUtc());
    m_sheet->setProgress(key(u"otter"_s), Outcome::Succeeded, u"Applied."_s);
    m_sheet->setProgress(key(u"unread"_s), Outcome::Failed, u"Refused."_s);
    QTest::keyClick(m_sheet->findChild<QComboBox *>(u"bulkSource"_s), Qt::Key_Down);
    QCOMPARE(cell(0, 3), QString());
    QVERIFY(button(u"bulkApply"_s)->isVisible());
    QVERIFY(!button(u"bulkRetry"_s)->isVisible());
    QVERIFY(lines().contains(u"Removed, was rule 1: Allow a.example.com"_s)); // what was just applied
}

void TstBulkApplySheet::onlyWhatWasReadIsInForce()
{
    click(u"bulkApply"_s);
    m_sheet->setProgress(key(u"otter"_s), Outcome::Succeeded, u"Applied."_s);
    m_sheet->setProgress(key(u"unread"_s), Outcome::Succeeded, u"Applied."_s);
    QTest::keyClick(m_sheet->findChild<QComboBox *>(u"bulkSource"_s), Qt::Key_Down);
    QCOMPARE(cell(2, 2), u"Not read yet"_s);
    QVERIFY(!lines().contains(u"a.example.com"_s)); // of otter, whose rules nobody told
}

void TstBulkApplySheet::whatIsToBeLookedAtIsTickedByThePerson()
{
    click(u"bulkApply"_s);
    m_sheet->setProgress(key(u"otter"_s), Outcome::Succeeded, u"Applied."_s);
    m_sheet->setRules(key(u"unread"_s), policy({u"allow b.example.com"_s}), QDateTime::currentDateTimeUtc());
    m_sheet->askToLook(key(u"unread"_s), u"Look at the difference, then apply again."_s);
    QCOMPARE(cell(2, 3), u"Look at the difference, then apply again."_s);
    QCOMPARE(table()->model()->index(2, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    QVERIFY(!button(u"bulkRetry"_s)->isVisible());
    QVERIFY(label(u"bulkSummary"_s).contains(u"1 to look at"_s));
    table()->setCurrentIndex(table()->model()->index(2, 0));
    QVERIFY(lines().contains(u"Removed, was rule 1: Allow b.example.com"_s));
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(cell(2, 3), QString());
    QSignalSpy asked(m_sheet, &BulkApplySheet::applyRequested);
    click(u"bulkApply"_s);
    QCOMPARE(namesOf(asked), QStringList{u"unread"_s});
}

void TstBulkApplySheet::whatASecondTryWouldReplaceIsShown()
{
    click(u"bulkApply"_s);
    m_sheet->setRules(key(u"otter"_s), policy({u"allow c.example.com"_s}), QDateTime::currentDateTimeUtc());
    QVERIFY(!lines().contains(u"c.example.com"_s)); // what the run changes
    m_sheet->setProgress(key(u"otter"_s), Outcome::SucceededWithDifferences, u"Something else."_s);
    QVERIFY(lines().contains(u"Removed, was rule 1: Allow c.example.com"_s));
}

void TstBulkApplySheet::whatFellAsleepIsSkippedUntilItMayBeWoken()
{
    click(u"bulkApply"_s);
    m_sheet->setProgress(key(u"unread"_s), Outcome::Failed, u"Refused."_s);
    m_sheet->skip(key(u"otter"_s), SpriteState::Cold);
    QCOMPARE(cell(0, 3), u"Skipped: asleep"_s);
    QVERIFY(label(u"bulkSummary"_s).contains(u"3 skipped"_s));
    m_sheet->setState(key(u"unread"_s), SpriteState::Cold);
    QVERIFY(!button(u"bulkRetry"_s)->isVisible());
    QSignalSpy asked(m_sheet, &BulkApplySheet::applyRequested);
    box(u"bulkWake"_s)->click();
    QVERIFY(button(u"bulkRetry"_s)->isVisible());
    click(u"bulkApply"_s);
    QCOMPARE(namesOf(asked), QStringList({u"otter"_s, u"birch"_s, u"odd"_s}));
    QCOMPARE(asked.first().at(2).value<QList<SpriteKey>>().size(), 3);
}

void TstBulkApplySheet::whatBreaksAnExpectationIsLeftUnticked()
{
    delete m_sheet;
    BulkApplySheet::Target heron{key(u"heron"_s), SpriteState::Running, policy({u"deny *"_s}),
                                 QDateTime::currentDateTimeUtc()};
    heron.expectations = {{u"needed.example.com"_s, Access::Allowed}};
    m_sheet =
        new BulkApplySheet({{u"Draft"_s, m_source}, {u"Needed"_s, policy({u"allow needed.example.com"_s})}},
                           {heron}, m_host.get());
    m_sheet->open();
    const auto isTicked = [this] {
        return table()->model()->index(0, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    };
    QCOMPARE(cell(0, 3), u"1 expectation(s) fail"_s);
    QVERIFY(!isTicked());
    QVERIFY(!button(u"bulkApply"_s)->isEnabled());
    QVERIFY(label(u"bulkEnd"_s).startsWith(u"must reach needed.example.com: "_s));
    auto *source = m_sheet->findChild<QComboBox *>(u"bulkSource"_s);
    source->setCurrentIndex(1);
    QVERIFY(isTicked());
    QCOMPARE(cell(0, 3), QString());
    source->setCurrentIndex(0);
    QVERIFY(!isTicked());
    QTest::keyClick(table(), Qt::Key_Space);
    QVERIFY(isTicked());
    QVERIFY(button(u"bulkApply"_s)->isEnabled());
    // What is read later does not undo what the person decided.
    m_sheet->setRules(key(u"heron"_s), policy({u"deny x.example.com"_s}), QDateTime::currentDateTimeUtc());
    QVERIFY(isTicked());
}

void TstBulkApplySheet::aFileIsAskedForOnlyBetweenRuns()
{
    QSignalSpy asked(m_sheet, &BulkApplySheet::fileRequested);
    click(u"bulkFile"_s);
    QCOMPARE(asked.size(), 1);
    click(u"bulkApply"_s);
    QVERIFY(!button(u"bulkFile"_s)->isEnabled());
}

void TstBulkApplySheet::aSourceReadLaterIsChosen()
{
    m_sheet->addSource({u"Rules of brisk-heron"_s, policy({u"deny *"_s})});
    QCOMPARE(m_sheet->findChild<QComboBox *>(u"bulkSource"_s)->currentText(), u"Rules of brisk-heron"_s);
    QCOMPARE(cell(0, 2), u"No changes"_s);
}

void TstBulkApplySheet::aSourceReadDuringARunWaits()
{
    click(u"bulkApply"_s);
    m_sheet->addSource({u"Rules of brisk-heron"_s, policy({u"deny *"_s})});
    QCOMPARE(m_sheet->findChild<QComboBox *>(u"bulkSource"_s)->currentText(), u"Draft"_s);
    QCOMPARE(cell(0, 3), u"Waiting"_s);
}

void TstBulkApplySheet::withoutASourceNothingCanBeApplied()
{
    open({});
    QVERIFY(!button(u"bulkApply"_s)->isEnabled());
    QCOMPARE(button(u"bulkApply"_s)->toolTip(), u"There are no rules to choose from."_s);
    m_sheet->addSource({u"Locked down"_s, NetworkPolicy::lockedDown()});
    QVERIFY(button(u"bulkApply"_s)->isEnabled());
}

QTEST_MAIN(TstBulkApplySheet)
#include "tst_bulkapplysheet.moc"
