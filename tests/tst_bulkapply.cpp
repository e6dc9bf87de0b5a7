// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bulkrun.h"
#include "app/operationdesk.h"
#include "playground/networkpolicystore.h"
#include "store/store.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QMenu>
#include <QSignalSpy>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

namespace {

const QString Otter = u"calm-otter"_s;  // runs, open in the Egress tab
const QString Heron = u"brisk-heron"_s; // runs
const QString Fjord = u"quiet-fjord"_s; // asleep
const QString Rules = u"/policy/network"_s;

NetworkPolicy allowing(const QString &name)
{
    return {{allowRule(name)}};
}

const NetworkPolicy Shared = allowing(u"shared.example.com"_s);
const NetworkPolicy Theirs = allowing(u"theirs.example.com"_s);

} // namespace

//! Many sprites get the same rules (ux-spec 10.4), through the whole program: nothing is written over rules
//! that nobody saw, and nobody is woken who was not agreed upon.
class TestBulkApply : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;

    Playground::NetworkPolicyStore rules(const QString &sprite) const
    {
        return Playground::NetworkPolicyStore(m_playground->store().view(sprite).value());
    }
    void store(const QString &sprite, const NetworkPolicy &policy)
    {
        QVERIFY(rules(sprite).write(toJson(policy)).isOk());
    }
    NetworkPolicy stored(const QString &sprite) const
    {
        return parseNetworkPolicy(rules(sprite).read()).value();
    }
    void setStatus(const QString &sprite, const QString &status)
    {
        QVERIFY(m_playground->store().setStatus(sprite, status).isOk());
    }
    int reads(const QString &sprite) const
    {
        return m_playground->requestCount("GET", u"/v1/sprites/"_s + sprite + Rules);
    }
    int writes() const { return m_playground->requestCount("POST", Rules); }

    //! The Egress tab of calm-otter with its rules.
    void openProgram()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        openOtter();
    }
    void openOtter()
    {
        QVERIFY(m_program->selectSprite(Otter));
        m_program->key(Qt::Key_3, Qt::ControlModifier, &m_program->window());
        QTRY_VERIFY(m_program->text(u"egressStateText"_s).startsWith(u"Restricted"_s));
    }
    void openSheet()
    {
        QVERIFY(m_program->chooseMenu(u"egress.bulk"_s));
        QTRY_VERIFY(m_program->isSeen(u"bulkApplySheet"_s));
    }
    QTreeView &table() { return *m_program->seenAs<QTreeView>(u"bulkTargets"_s); }
    int rowOf(const QString &sprite)
    {
        const QAbstractItemModel &model = *table().model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data().toString() == sprite)
                return row;
        }
        return -1;
    }
    QString changes(const QString &sprite)
    {
        return table().model()->index(rowOf(sprite), 2).data().toString();
    }
    QString result(const QString &sprite)
    {
        return table().model()->index(rowOf(sprite), 3).data().toString();
    }
    bool isTicked(const QString &sprite)
    {
        return table().model()->index(rowOf(sprite), 0).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    }
    void toggle(const QString &sprite)
    {
        table().setCurrentIndex(table().model()->index(rowOf(sprite), 0));
        QTest::keyClick(&table(), Qt::Key_Space);
    }
    QComboBox &source() { return *m_program->seenAs<QComboBox>(u"bulkSource"_s); }
    void chooseFile(const QByteArray &text, const QString &name)
    {
        const QString path = m_program->homeFolder() + u'/' + name;
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QVERIFY(m_program->click(u"bulkFile"_s));
        auto *dialog = m_program->window().findChild<QFileDialog *>(u"bulkFileDialog"_s);
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(!m_program->window().findChild<QFileDialog *>(u"bulkFileDialog"_s));
    }

private Q_SLOTS:
    void init();
    void cleanup();

    void manySpritesGetTheSameRules();
    void rulesOfRunningSpritesAreReadWhenTheSheetOpens();
    void rulesNobodySawAreNotWrittenOver();
    void rulesChangedMeanwhileAreShownFirst();
    void anOldListIsNotBelieved();
    void whatFellAsleepIsNotWoken();
    void whatFellAsleepBeforeARetryIsNotWoken();
    void anotherSheetIsNotToldOfAnEarlierRun();
    void rulesOfOtherSpritesAreASource();
    void aFileIsASource();
    void aFileOfTooManyRulesIsRefused();
    void theMenuOfTheTreeOpensIt();
    void whatBreaksAnExpectationIsNotTicked();
};

void TestBulkApply::init()
{
    failOnViewWarnings();
    m_playground = std::make_unique<Test::PlaygroundFixture>();
    QVERIFY(m_playground->start());
    for (const QString &name : {Otter, Heron, Fjord})
        QVERIFY(m_playground->store().create(Test::spriteNamed(name)).isOk());
    setStatus(Otter, u"running"_s);
    setStatus(Heron, u"running"_s);
    setStatus(Fjord, u"cold"_s);
    store(Otter, Shared);
    m_program = std::make_unique<ProgramFixture>();
}

void TestBulkApply::cleanup()
{
    m_program.reset();
    m_playground.reset();
}

void TestBulkApply::manySpritesGetTheSameRules()
{
    openProgram();
    openSheet();
    QTRY_COMPARE(reads(Heron), 1);
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(stored(Heron), Shared);
    QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
    QTRY_VERIFY2(result(Heron).startsWith(u"Applied and verified "_s), qPrintable(result(Heron)));
    QVERIFY(stored(Fjord).isUnrestricted());
    QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
    QCOMPARE(writes(), 1);
    // With its sheet the work goes, too.
    QCOMPARE(m_program->workbench().findChildren<BulkRun *>().size(), 1);
    QVERIFY(m_program->click(u"sheetCancel"_s));
    QTRY_COMPARE(m_program->workbench().findChildren<BulkRun *>().size(), 0);
    QVERIFY(!m_program->isSeen(u"toast"_s));
}

void TestBulkApply::rulesOfRunningSpritesAreReadWhenTheSheetOpens()
{
    store(Heron, Theirs);
    openProgram();
    openSheet();
    QTRY_VERIFY2(changes(Heron).contains(u"removed"_s), qPrintable(changes(Heron)));
    QCOMPARE(changes(Fjord), u"Not read yet"_s);
    QCOMPARE(reads(Heron), 1);
    QCOMPARE(writes(), 0);
    QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
}

void TestBulkApply::rulesNobodySawAreNotWrittenOver()
{
    store(Fjord, Theirs);
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    toggle(Heron);
    m_program->seenAs<QCheckBox>(u"bulkWake"_s)->click();
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(result(Fjord), u"Look at the difference, then apply again."_s);
    QVERIFY2(changes(Fjord).contains(u"removed"_s), qPrintable(changes(Fjord)));
    QVERIFY(!isTicked(Fjord));
    QVERIFY(!m_program->isSeen(u"bulkRetry"_s));
    QCOMPARE(stored(Fjord), Theirs);
    QCOMPARE(writes(), 0);
    toggle(Fjord);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(stored(Fjord), Shared);
    QTRY_VERIFY2(result(Fjord).startsWith(u"Applied and verified "_s), qPrintable(result(Fjord)));
}

void TestBulkApply::rulesChangedMeanwhileAreShownFirst()
{
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    store(Heron, Theirs);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(result(Heron),
                 u"Somebody else changed the rules. Look at the difference, then apply again."_s);
    QVERIFY2(changes(Heron).contains(u"removed"_s), qPrintable(changes(Heron)));
    QVERIFY(!m_program->isSeen(u"bulkRetry"_s));
    QCOMPARE(writes(), 0);
    toggle(Heron);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(stored(Heron), Shared);
}

void TestBulkApply::anOldListIsNotBelieved()
{
    openProgram();
    m_program->stop();
    setStatus(Heron, u"cold"_s);
    Fault fault;
    fault.kind = Fault::Kind::Status;
    fault.method = "GET";
    fault.path = u"/v1/sprites"_s;
    fault.status = 500;
    fault.count = -1;
    m_playground->server().faults().add(fault);
    m_program->start();
    openOtter();
    openSheet();
    QTRY_COMPARE(table().model()->index(rowOf(Heron), 1).data().toString(), u"Cold"_s);
    QVERIFY(m_playground->requestCount("GET", u"/v1/sprites/"_s + Heron) > 0);
    QCOMPARE(changes(Heron), u"Not read yet"_s);
    QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
}

void TestBulkApply::whatFellAsleepIsNotWoken()
{
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    setStatus(Heron, u"cold"_s);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(result(Heron), u"Skipped: asleep"_s);
    QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
    QCOMPARE(writes(), 0);
    // Agreeing to wake is all that it takes.
    m_program->seenAs<QCheckBox>(u"bulkWake"_s)->click();
    toggle(Fjord);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(stored(Heron), Shared);
}

void TestBulkApply::whatFellAsleepBeforeARetryIsNotWoken()
{
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    Fault fault;
    fault.kind = Fault::Kind::Status;
    fault.method = "POST";
    fault.path = u"*"_s + Rules;
    fault.status = 500;
    fault.text = u"failed"_s;
    m_playground->server().faults().add(fault);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_VERIFY2(result(Heron).startsWith(u"Refused by the service"_s), qPrintable(result(Heron)));
    setStatus(Heron, u"cold"_s);
    QVERIFY(m_program->click(u"bulkRetry"_s));
    QTRY_COMPARE(result(Heron), u"Skipped: asleep"_s);
    QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
    QCOMPARE(writes(), 1);
}

void TestBulkApply::anotherSheetIsNotToldOfAnEarlierRun()
{
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    Fault fault;
    fault.kind = Fault::Kind::Latency;
    fault.method = "POST";
    fault.path = u"*"_s + Rules;
    fault.milliseconds = 300;
    m_playground->server().faults().add(fault);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(writes(), 1);
    QVERIFY(m_program->click(u"sheetCancel"_s));
    QTRY_VERIFY(!m_program->isSeen(u"bulkApplySheet"_s));
    openSheet();
    source().setCurrentIndex(source().findText(u"Locked down"_s));
    QTRY_VERIFY(m_program->workbench().desk().running().isEmpty());
    QTRY_VERIFY2(m_program->allText(u"toast"_s).contains(u"were applied to 1 sprite"_s),
                 qPrintable(m_program->allText(u"toast"_s)));
    QCOMPARE(stored(Heron), Shared);
    // What is in force now is compared with the new source, and was not applied by this sheet.
    QTRY_VERIFY2(changes(Heron).contains(u"removed"_s), qPrintable(changes(Heron)));
    QCOMPARE(result(Heron), QString());
    QVERIFY(!m_program->isSeen(u"bulkSummary"_s));
}

void TestBulkApply::rulesOfOtherSpritesAreASource()
{
    store(Heron, Theirs);
    openProgram();
    QVERIFY(m_program->selectSprite(Heron));
    QTRY_COMPARE(reads(Heron), 1);
    QTRY_VERIFY(m_program->text(u"egressStateText"_s).startsWith(u"Restricted"_s));
    openOtter();
    openSheet();
    const int at = source().findText(u"Rules of brisk-heron, as seen "_s, Qt::MatchStartsWith);
    QVERIFY(at >= 0);
    source().setCurrentIndex(at);
    QTRY_COMPARE(changes(Heron), u"No changes"_s);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(stored(Otter), Theirs);
}

void TestBulkApply::aFileIsASource()
{
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    chooseFile("one.example.com two.example.com\n", u"names.txt"_s);
    QCOMPARE(source().currentText(), u"names.txt"_s);
    QVERIFY(m_program->click(u"bulkApply"_s));
    const NetworkPolicy both{{allowRule(u"one.example.com"_s), allowRule(u"two.example.com"_s)}};
    QTRY_COMPARE(stored(Heron), both);
    QTRY_COMPARE(stored(Otter), both);
}

void TestBulkApply::aFileOfTooManyRulesIsRefused()
{
    openProgram();
    openSheet();
    const int sources = source().count();
    QByteArray names;
    for (int i = 0; i <= 5000; ++i)
        names += "host" + QByteArray::number(i) + ".example.com\n";
    chooseFile(names, u"names.txt"_s);
    const QString refusal = u"names.txt holds more than %1 rules."_s.arg(QLocale().toString(5000));
    QVERIFY2(m_program->allText(u"bulkApplySheet"_s).contains(refusal),
             qPrintable(m_program->allText(u"bulkApplySheet"_s)));
    NetworkPolicy many;
    for (int i = 0; i <= 5000; ++i)
        many.rules << allowRule(u"host%1.example.com"_s.arg(i));
    chooseFile(toJson(many), u"rules.json"_s);
    QVERIFY(m_program->allText(u"bulkApplySheet"_s).contains(u"rules.json holds more than "_s));
    QCOMPARE(source().count(), sources);
}

void TestBulkApply::theMenuOfTheTreeOpensIt()
{
    openProgram();
    auto *tree = m_program->window().findChild<QTreeView *>(u"spriteTree"_s);
    const auto bulk = [this, tree]() -> QAction * {
        delete m_program->window().findChild<QMenu *>(u"treeMenu"_s);
        Q_EMIT tree->customContextMenuRequested(QPoint(20, 20));
        const QList<QAction *> entries = m_program->window().findChild<QMenu *>(u"treeMenu"_s)->actions();
        QAction *action = m_program->action("egress.bulk"_L1);
        return entries.contains(action) ? action : nullptr;
    };
    QVERIFY(!bulk());
    QVERIFY(m_program->selectSprite(Heron, Qt::ControlModifier));
    QAction *action = bulk();
    QVERIFY(action && action->isEnabled());
    m_program->window().findChild<QMenu *>(u"treeMenu"_s)->close();
    action->trigger();
    QTRY_VERIFY(m_program->isSeen(u"bulkApplySheet"_s));
    QCOMPARE(table().model()->rowCount(), 2);
    QCOMPARE(rowOf(Fjord), -1);
}

void TestBulkApply::whatBreaksAnExpectationIsNotTicked()
{
    {
        Store store(m_program->dataFolder() + u"/spritarium.sqlite"_s);
        const SpriteKey key{accountIdFor(m_playground->url(), u"playground"_s), SpriteName(Heron)};
        PolicyNotes notes;
        notes.expectations = {{u"needed.example.com"_s, Access::Allowed}};
        store.savePolicyNotes(key, notes);
    }
    openProgram();
    openSheet();
    QTRY_VERIFY(changes(Heron) != u"Not read yet"_s);
    QVERIFY2(result(Heron).startsWith(u"1 expectation"_s), qPrintable(result(Heron)));
    QVERIFY(!isTicked(Heron));
    table().setCurrentIndex(table().model()->index(rowOf(Heron), 0));
    QVERIFY2(m_program->text(u"bulkEnd"_s).contains(u"must reach needed.example.com"_s),
             qPrintable(m_program->text(u"bulkEnd"_s)));
    source().setCurrentIndex(source().findText(u"Unrestricted"_s));
    QCOMPARE(result(Heron), u"Nothing to apply"_s);
    source().setCurrentIndex(0);
    QVERIFY(!isTicked(Heron));
    // The person may want it nevertheless.
    toggle(Heron);
    QVERIFY(m_program->click(u"bulkApply"_s));
    QTRY_COMPARE(stored(Heron), Shared);
}

QTEST_MAIN(TestBulkApply)
#include "tst_bulkapply.moc"
