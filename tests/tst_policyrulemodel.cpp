// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/presetnames.h"
#include "models/policyrulemodel.h"
#include "support/modelprobes.h"
#include "support/patience.h"
#include "support/policywords.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QMimeData>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

using Model = PolicyRuleModel;

const SpriteKey Otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
const SpriteKey Heron{AccountId(u"acme"_s), SpriteName(u"shy-heron"_s)};
const QDateTime Noon(QDate(2026, 3, 4), QTime(12, 0), Qt::UTC);

} // namespace

class tst_PolicyRuleModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void rowsAreTheRulesAndEverythingElse();
    void withoutRulesEverythingIsAllowed();
    void aPresetSaysWhatItAllows();
    void whatTheServiceRefusesIsShown();
    void internationalNamesAreSpelledOut();
    void rowsAreSpoken_data();
    void rowsAreSpoken();
    void keysBesideTheRulesAreSpokenAndShown();
    void partsOfARowAreSpoken();
    void anActionIsAStep();
    void aPatternIsCleanedInView();
    void whatIsNoNameIsRefused();
    void aPresetCannotBeRenamed();
    void closingAnEditorChangesNothing();
    void aNoteGoesWithItsPattern();
    void readOnlyTakesNothing();
    void whatIsEmptiedByAViewStays();
    void editsKeepIndexesOnTheirRows_data();
    void editsKeepIndexesOnTheirRows();
    void randomEditsKeepIndexesOnTheirRows();
    void anotherOrderOfManyIsToldAtOnce();
    void anEditTellsOnlyItsRow();
    void rowsAreDraggedToTheirPlace_data();
    void rowsAreDraggedToTheirPlace();
    void onlyRulesOfThisTableAreDropped();
    void findingsComeWithTheAnalysis();
    void findingsThatStayTellNothing();
    void decidingRowsAreTold();
    void asEvaluatedHasHeadersAndAnotherOrder();
    void asEvaluatedFollowsEdits();
    void anotherSpriteResets();
    void theFilterSeesEverything();
    void columnsHaveNames();

private:
    void show(const QString &words);
    QString patterns() const;
    QString spoken(int row) const
    {
        return model->index(row, Model::Pattern).data(Qt::AccessibleTextRole).toString();
    }
    QVariant cell(int row, int column, int role = Qt::DisplayRole) const
    {
        return model->index(row, column).data(role);
    }

    std::unique_ptr<PolicyDocument> document;
    std::unique_ptr<PolicyAnalysis> analysis;
    std::unique_ptr<Model> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
};

void tst_PolicyRuleModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    document = std::make_unique<PolicyDocument>();
    analysis = std::make_unique<PolicyAnalysis>(*document);
    model = std::make_unique<Model>(*document, *analysis);
    tester = std::make_unique<QAbstractItemModelTester>(
        model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    document->open(Otter);
}

void tst_PolicyRuleModel::cleanup()
{
    tester.reset();
    model.reset();
    analysis.reset();
    document.reset();
}

//! Rules in force, and the analysis has told.
void tst_PolicyRuleModel::show(const QString &words)
{
    QSignalSpy changed(analysis.get(), &PolicyAnalysis::changed);
    document->setPublished(policyOf(words), Noon);
    QVERIFY(changed.wait(Test::Patience));
}

QString tst_PolicyRuleModel::patterns() const
{
    QStringList result;
    for (int row = 0; row < model->rowCount(); ++row)
        result << cell(row, Model::Pattern).toString();
    return result.join(u" | "_s);
}

void tst_PolicyRuleModel::rowsAreTheRulesAndEverythingElse()
{
    show(u"allow *.example.com; deny a.org; deny *"_s);
    QCOMPARE(patterns(), u"*.example.com | a.org | * | Everything else — Deny"_s);
    QCOMPARE(cell(0, Model::Number).toString(), u"1"_s);
    QCOMPARE(cell(0, Model::Action).toString(), u"Allow"_s);
    QCOMPARE(cell(1, Model::Action).toString(), u"Deny"_s);
    QCOMPARE(cell(0, Model::Kind).toString(), u"Subdomains"_s);
    QCOMPARE(cell(1, Model::Kind).toString(), u"Exact"_s);
    QCOMPARE(cell(2, Model::Kind).toString(), u"Everything"_s);
    QCOMPARE(cell(1, Model::Pattern, Model::RuleRole).value<EgressRule>(), denyRule(u"a.org"_s));
    QCOMPARE(cell(1, Model::Pattern, Model::RuleRowRole).toInt(), 1);
    QCOMPARE(cell(3, Model::Pattern, Model::RuleRowRole).toInt(), -1);
    QCOMPARE(cell(3, Model::Pattern, Model::RowTypeRole).toInt(), int(Model::RowType::Fallback));
    QVERIFY(cell(1, Model::Pattern, Model::DeniesRole).toBool());
    QVERIFY(cell(3, Model::Pattern, Model::DeniesRole).toBool());
    QVERIFY(!(model->flags(model->index(3, Model::Action)) & Qt::ItemIsEditable));
    QVERIFY(!model->setData(model->index(3, Model::Action), u"allow"_s));
}

void tst_PolicyRuleModel::withoutRulesEverythingIsAllowed()
{
    show(QString());
    QCOMPARE(patterns(), u"Everything — Allow"_s);
    QCOMPARE(spoken(0), u"Everything, allow"_s);
    document->insertRules(0, {denyRule(u"a.org"_s)});
    QCOMPARE(patterns(), u"a.org | Everything else — Deny"_s);
    document->undoStack()->undo();
    QCOMPARE(patterns(), u"Everything — Allow"_s);
}

void tst_PolicyRuleModel::aPresetSaysWhatItAllows()
{
    const int about = int((knownDefaults().names.size() + 5) / 10 * 10);
    show(u"+defaults; -defaults"_s);
    QCOMPARE(cell(0, Model::Pattern).toString(),
             u"Development defaults — allows about %1 names"_s.arg(about));
    QCOMPARE(cell(0, Model::Action).toString(), u"Allow"_s);
    QCOMPARE(cell(0, Model::Kind).toString(), u"Preset"_s);
    QCOMPARE(cell(1, Model::Pattern).toString(),
             u"Development defaults — denies about %1 names"_s.arg(about));
    QCOMPARE(cell(1, Model::Action).toString(), u"Deny"_s);
    const QString tip = cell(0, Model::Pattern, Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(u"A preset allows"_s), qPrintable(tip));
    QVERIFY2(tip.contains(u"List as known on %1; the service may differ."_s.arg(
                 QLocale().toString(knownDefaults().asOf, QLocale::ShortFormat))),
             qPrintable(tip));
}

void tst_PolicyRuleModel::whatTheServiceRefusesIsShown()
{
    show(u"+mine; allow a.org"_s);
    QCOMPARE(cell(0, Model::Pattern).toString(), u"Preset “mine” — refused by the service"_s);
    QCOMPARE(cell(0, Model::Findings).toString(), u"Would be refused"_s);
    NetworkPolicy odd;
    odd.rules = {EgressRule{u"a.org"_s, u"allow"_s, u"defaults"_s}, EgressRule{u"b.org"_s, {}, {}},
                 EgressRule{u"c.org"_s, u"log"_s, {}}, EgressRule{{}, u"allow"_s, {}}};
    document->replaceDraft(odd, u"x"_s);
    QCOMPARE(cell(0, Model::Pattern).toString(), u"a.org and preset “defaults”"_s);
    QCOMPARE(cell(0, Model::Kind).toString(), u"Invalid"_s);
    QCOMPARE(cell(1, Model::Action).toString(), u"No action"_s);
    QCOMPARE(cell(2, Model::Action).toString(), u"log"_s);
    QCOMPARE(cell(3, Model::Pattern).toString(), u"No name"_s);
    QVERIFY(model->setData(model->index(0, Model::Pattern), u"d.org"_s));
    QCOMPARE(document->rules().first().rule, allowRule(u"d.org"_s));
}

void tst_PolicyRuleModel::internationalNamesAreSpelledOut()
{
    show(u"allow *.xn--bcher-kva.example"_s);
    QCOMPARE(cell(0, Model::Pattern).toString(), u"*.bücher.example"_s);
    QCOMPARE(cell(0, Model::Pattern, Qt::EditRole).toString(), u"*.bücher.example"_s);
    QCOMPARE(cell(0, Model::Pattern, Model::PatternRole).toString(), u"*.xn--bcher-kva.example"_s);
    QVERIFY(cell(0, Model::Pattern, Qt::ToolTipRole).toString().contains(u"*.xn--bcher-kva.example"_s));
}

void tst_PolicyRuleModel::rowsAreSpoken_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("text");
    QTest::newRow("never decides") << u"deny a.org; deny b.org; allow *.example.com; deny *.example.com"_s
                                   << 3
                                   << u"Rule 4, deny, star dot example dot com, subdomains, never decides"_s;
    QTest::newRow("exact") << u"deny a.org"_s << 0 << u"Rule 1, deny, a dot org, exact"_s;
    QTest::newRow("star") << u"allow a.org; deny *"_s << 1 << u"Rule 2, deny, star, everything"_s;
    QTest::newRow("preset") << u"+defaults"_s << 0 << u"Rule 1, allow, development defaults, preset"_s;
    QTest::newRow("the rest") << u"+defaults"_s << 1 << u"Everything else, deny"_s;
    QTest::newRow("percent signs") << u"allow %1%2.org"_s << 0
                                   << u"Rule 1, allow, %1%2 dot org, exact, never matches"_s;
}

void tst_PolicyRuleModel::rowsAreSpoken()
{
    QFETCH(const QString, words);
    QFETCH(const int, row);
    QFETCH(const QString, text);
    show(words);
    QCOMPARE(spoken(row), text);
    QCOMPARE(cell(row, Model::Number, Qt::AccessibleTextRole).toString(), text);
}

void tst_PolicyRuleModel::keysBesideTheRulesAreSpokenAndShown()
{
    NetworkPolicy policy = policyOf(u"allow a.org"_s);
    policy.unknown = R"({"mode":"strict"})";
    document->replaceDraft(policy, u"JSON"_s);
    QTRY_COMPARE(spoken(0), u"Rule 1, allow, a dot org, exact, unknown keys beside the rules"_s);
    QCOMPARE(cell(0, Model::Findings).toString(), u"Unknown keys"_s);
}

void tst_PolicyRuleModel::partsOfARowAreSpoken()
{
    show(u"allow a.org"_s);
    QCOMPARE(cell(0, Model::Action, Qt::AccessibleTextRole).toString(), u"Allow"_s);
    QCOMPARE(cell(0, Model::Kind, Qt::AccessibleTextRole).toString(), u"Exact"_s);
    QCOMPARE(cell(0, Model::Note, Qt::AccessibleTextRole).toString(), u"No note"_s);
    QCOMPARE(cell(0, Model::Findings, Qt::AccessibleTextRole).toString(), u"No findings"_s);
    document->setNote(allowRule(u"a.org"_s), u"for builds"_s);
    model->setDeciding({0});
    QCOMPARE(cell(0, Model::Pattern, Qt::AccessibleDescriptionRole).toString(),
             u"Decides the tested name. Note: for builds"_s);
}

void tst_PolicyRuleModel::anActionIsAStep()
{
    show(u"allow a.org; +defaults"_s);
    QVERIFY(model->setData(model->index(0, Model::Action), u"deny"_s));
    QCOMPARE(document->rules().at(0).rule, denyRule(u"a.org"_s));
    QVERIFY(!model->setData(model->index(0, Model::Action), u"log"_s));
    QVERIFY(model->setData(model->index(1, Model::Action), u"allow"_s)); // it does already
    QCOMPARE(document->rules().at(1).rule, presetRule(u"defaults"_s));
    QCOMPARE(document->undoStack()->count(), 1);
    QVERIFY(model->setData(model->index(1, Model::Action), u"deny"_s));
    QCOMPARE(cell(1, Model::Action).toString(), u"Deny"_s);
}

void tst_PolicyRuleModel::aPatternIsCleanedInView()
{
    show(u"allow a.org; deny *"_s);
    QSignalSpy cleaned(model.get(), &Model::cleaned);
    QVERIFY(model->setData(model->index(0, Model::Pattern), u"https://api.example.com:443/v1"_s));
    QCOMPARE(document->rules().at(0).rule, allowRule(u"api.example.com"_s));
    QCOMPARE(cleaned.size(), 1);
    QCOMPARE(cleaned.first().at(0).toModelIndex(), model->index(0, Model::Pattern));
    QCOMPARE(cleaned.first().at(1).toString(),
             u"Saved as `api.example.com`. Ports and paths are not part of a rule."_s);
    QVERIFY(model->setData(model->index(0, Model::Pattern), u"b.org"_s));
    QCOMPARE(cleaned.size(), 1);
    QCOMPARE(document->undoStack()->count(), 2);
}

void tst_PolicyRuleModel::whatIsNoNameIsRefused()
{
    show(u"allow a.org"_s);
    QSignalSpy refused(model.get(), &Model::refused);
    QVERIFY(!model->setData(model->index(0, Model::Pattern), u"10.0.0.1"_s));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused.first().at(0).toModelIndex(), model->index(0, Model::Pattern));
    QCOMPARE(refused.first().at(1).toString(), u"10.0.0.1"_s);
    QCOMPARE(refused.first().at(2).toString(), u"Rules match names. Private addresses are always blocked."_s);
    QCOMPARE(cell(0, Model::Pattern).toString(), u"a.org"_s);
    QVERIFY(!model->setData(model->index(0, Model::Pattern), QString(u""_s)));
    QCOMPARE(document->undoStack()->count(), 0);
}

void tst_PolicyRuleModel::aPresetCannotBeRenamed()
{
    show(u"+defaults"_s);
    QSignalSpy refused(model.get(), &Model::refused);
    const QModelIndex index = model->index(0, Model::Pattern);
    QVERIFY(!(model->flags(index) & Qt::ItemIsEditable));
    QVERIFY(!model->setData(index, u"other"_s));
    QCOMPARE(refused.size(), 1);
    QVERIFY(refused.first().at(2).toString().startsWith(u"A preset cannot be renamed."_s));
}

void tst_PolicyRuleModel::closingAnEditorChangesNothing()
{
    show(u"allow Example.com:443; allow xn--bcher-kva.example"_s);
    QSignalSpy refused(model.get(), &Model::refused);
    for (int row = 0; row < 2; ++row) {
        const QModelIndex index = model->index(row, Model::Pattern);
        QVERIFY(model->setData(index, index.data(Qt::EditRole)));
    }
    QCOMPARE(document->undoStack()->count(), 0);
    QCOMPARE(refused.size(), 0);
}

void tst_PolicyRuleModel::aNoteGoesWithItsPattern()
{
    show(u"allow a.org; deny a.org; deny b.org"_s);
    QSignalSpy stored(document.get(), &PolicyDocument::notesChanged);
    QVERIFY(model->setData(model->index(0, Model::Note), u"for builds"_s));
    QCOMPARE(stored.size(), 1);
    QCOMPARE(cell(0, Model::Note).toString(), u"for builds"_s);
    QCOMPARE(cell(1, Model::Note).toString(), u"for builds"_s);
    QCOMPARE(document->undoStack()->count(), 0);
    QVERIFY(model->setData(model->index(0, Model::Pattern), u"c.org"_s));
    QCOMPARE(cell(0, Model::Note).toString(), u"for builds"_s);
    document->undoStack()->undo();
    QCOMPARE(cell(0, Model::Note).toString(), u"for builds"_s);
    document->restoreNotes({});
    QCOMPARE(cell(0, Model::Note).toString(), QString());
}

void tst_PolicyRuleModel::readOnlyTakesNothing()
{
    show(u"allow a.org; deny b.org"_s);
    const QModelIndex index = model->index(0, Model::Pattern);
    QVERIFY(model->flags(index) & Qt::ItemIsEditable);
    const std::unique_ptr<QMimeData> data(model->mimeData({index}));
    QSignalSpy changed(model.get(), &Model::dataChanged);
    model->setReadOnly(true);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!(model->flags(index) & (Qt::ItemIsEditable | Qt::ItemIsDragEnabled)));
    QVERIFY(!(model->flags({}) & Qt::ItemIsDropEnabled));
    QVERIFY(!model->setData(index, u"c.org"_s));
    QVERIFY(!model->setData(model->index(0, Model::Action), u"deny"_s));
    QVERIFY(!model->dropMimeData(data.get(), Qt::MoveAction, 2, 0, {}));
    QCOMPARE(document->undoStack()->count(), 0);
}

void tst_PolicyRuleModel::whatIsEmptiedByAViewStays()
{
    show(u"allow a.org"_s);
    document->setNote(allowRule(u"a.org"_s), u"for builds"_s);
    for (int column = 0; column < Model::ColumnCount; ++column)
        QVERIFY(!model->setData(model->index(0, column), QVariant()));
    QCOMPARE(cell(0, Model::Note).toString(), u"for builds"_s);
    QVERIFY(!model->removeRows(0, 1));
}

void tst_PolicyRuleModel::editsKeepIndexesOnTheirRows_data()
{
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("signalled");
    QTest::newRow("one more") << u"allow a; allow b; allow c; allow d; allow e; allow f"_s << u"insert 1"_s;
    QTest::newRow("one less in the middle")
        << u"allow a; allow b; allow d; allow e"_s << u"remove 1 change 1"_s;
    QTest::newRow("first to the end")
        << u"allow b; allow c; allow d; allow e; allow a"_s << u"move 1 change 1"_s;
    QTest::newRow("last to the top") << u"allow e; allow a; allow b; allow c; allow d"_s
                                     << u"move 1 change 1"_s;
    QTest::newRow("three of them") << u"allow c; allow a; allow e; allow d; allow b"_s
                                   << u"move 3 change 2"_s;
    QTest::newRow("all gone") << QString() << u"remove 1 change 1"_s;
    QTest::newRow("another action") << u"allow a; deny b; allow c; allow d; allow e"_s << u"change 1"_s;
}

void tst_PolicyRuleModel::editsKeepIndexesOnTheirRows()
{
    QFETCH(const QString, after);
    QFETCH(const QString, signalled);
    show(u"allow a; allow b; allow c; allow d; allow e"_s);
    PersistentProbe probe(*model, Model::PatternRole);
    ModelSpy spy(*model);
    const NetworkPolicy wanted = policyOf(after);
    document->replaceDraft(wanted, u"x"_s);
    QCOMPARE(spy.take(), signalled);
    QCOMPARE(document->draft(), wanted);
    QStringList still;
    for (int row = 0; row < wanted.rules.size(); ++row) {
        QCOMPARE(cell(row, Model::Pattern).toString(), wanted.rules.at(row).domain);
        QCOMPARE(cell(row, Model::Number).toString(), QString::number(row + 1));
        still << wanted.rules.at(row).domain;
    }
    QCOMPARE(probe.problem(still), QString());
}

void tst_PolicyRuleModel::randomEditsKeepIndexesOnTheirRows()
{
    QRandomGenerator random(3);
    show(u"allow a0; allow b0; allow c0; allow d0; allow e0; allow f0"_s);
    ModelSpy spy(*model);
    for (int step = 1; step <= 300; ++step) {
        PersistentProbe probe(*model, Model::PatternRole);
        const int count = int(document->rules().size());
        const int row = random.bounded(count + 1);
        switch (random.bounded(6)) {
        case 0:
            document->insertRules(row, {allowRule(u"n%1"_s.arg(step)), denyRule(u"m%1"_s.arg(step))});
            break;
        case 1:
            document->removeRules({row, random.bounded(count + 1)});
            break;
        case 2:
        case 3:
            document->moveRules({row, random.bounded(count + 1), random.bounded(count + 1)},
                                random.bounded(count + 1));
            break;
        case 4:
            document->undoStack()->undo();
            break;
        default:
            document->undoStack()->redo();
        }
        QStringList still;
        for (const DraftRule &rule : document->rules())
            still << rule.rule.domain;
        still << QString();
        QCOMPARE(probe.problem(still), QString());
        QCOMPARE(model->rowCount(), document->rules().size() + 1);
        for (int i = 0; i < document->rules().size(); ++i)
            QCOMPARE(cell(i, 0, Model::PatternRole).toString(), document->rules().at(i).rule.domain);
        if (step % 10 == 0)
            QCoreApplication::sendPostedEvents();
    }
    QVERIFY(spy.reset.isEmpty());
    QVERIFY(spy.layout.isEmpty());
}

void tst_PolicyRuleModel::anotherOrderOfManyIsToldAtOnce()
{
    QStringList before, after;
    for (int i = 0; i < 300; ++i)
        before << u"allow n%1"_s.arg(i);
    for (int i = 299; i > 0; --i) // one goes, one comes, all others turn round
        after << u"allow n%1"_s.arg(i);
    after.insert(100, u"deny new"_s);
    show(before.join(u"; "_s));
    PersistentProbe probe(*model, Model::PatternRole);
    const QPersistentModelIndex note(model->index(7, Model::Note));
    ModelSpy spy(*model);
    document->replaceDraft(policyOf(after.join(u"; "_s)), u"x"_s);
    QCOMPARE(spy.take(), u"insert 1 remove 1 change 3 layout 1"_s);
    QStringList still;
    for (int row = 0; row < 300; ++row) {
        QCOMPARE(cell(row, 0, Model::RuleRole).value<EgressRule>(), document->rules().at(row).rule);
        still << document->rules().at(row).rule.domain;
    }
    QCOMPARE(cell(300, 0, Model::RowTypeRole).toInt(), int(Model::RowType::Fallback));
    QCOMPARE(probe.problem(still), QString());
    QCOMPARE(note.row(), 293);
    QCOMPARE(note.column(), int(Model::Note));
    PersistentProbe again(*model, Model::PatternRole);
    document->undoStack()->undo();
    QCOMPARE(again.problem(still.filter(u"n1"_s)), QString());
    QCOMPARE(cell(7, Model::Pattern).toString(), u"n7"_s);
}

void tst_PolicyRuleModel::anEditTellsOnlyItsRow()
{
    show(u"allow a.org; allow b.org; deny *"_s);
    QSignalSpy changed(model.get(), &Model::dataChanged);
    document->changeRule(1, allowRule(u"c.org"_s));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.first().at(1).toModelIndex(), model->index(1, Model::ColumnCount - 1));
}

void tst_PolicyRuleModel::rowsAreDraggedToTheirPlace_data()
{
    QTest::addColumn<QList<int>>("dragged");
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("onto");
    QTest::addColumn<QString>("after");
    QTest::newRow("down") << QList{0} << 2 << -1 << u"b | a | c | d"_s;
    QTest::newRow("up") << QList{3} << 0 << -1 << u"d | a | b | c"_s;
    QTest::newRow("several") << QList{3, 0} << 2 << -1 << u"b | a | d | c"_s;
    QTest::newRow("above everything else") << QList{0} << 4 << -1 << u"b | c | d | a"_s;
    QTest::newRow("below everything else") << QList{0} << 5 << -1 << u"b | c | d | a"_s;
    QTest::newRow("beside the rows") << QList{1} << -1 << -1 << u"a | c | d | b"_s;
    QTest::newRow("onto a row") << QList{3} << -1 << 1 << u"a | d | b | c"_s;
    QTest::newRow("to where it is") << QList{1} << 2 << -1 << u"a | b | c | d"_s;
}

void tst_PolicyRuleModel::rowsAreDraggedToTheirPlace()
{
    QFETCH(const QList<int>, dragged);
    QFETCH(const int, row);
    QFETCH(const int, onto);
    QFETCH(const QString, after);
    show(u"allow a; allow b; allow c; allow d"_s);
    PersistentProbe probe(*model, Model::PatternRole);
    QModelIndexList indexes;
    for (const int from : dragged) {
        for (int column = 0; column < Model::ColumnCount; ++column)
            indexes << model->index(from, column);
        QVERIFY(model->flags(indexes.last()) & Qt::ItemIsDragEnabled);
    }
    const std::unique_ptr<QMimeData> data(model->mimeData(indexes));
    QVERIFY(data);
    QCOMPARE(data->formats(), model->mimeTypes());
    const QModelIndex parent = onto < 0 ? QModelIndex() : model->index(onto, 0);
    QVERIFY(model->canDropMimeData(data.get(), Qt::MoveAction, row, 0, parent));
    QVERIFY(!model->dropMimeData(data.get(), Qt::MoveAction, row, 0, parent)); // nothing to remove
    QCOMPARE(patterns(), after + u" | Everything else — Deny"_s);
    QCOMPARE(probe.problem({u"a"_s, u"b"_s, u"c"_s, u"d"_s}), QString());
    QVERIFY(document->undoStack()->count() <= 1);
    document->undoStack()->undo();
    QCOMPARE(patterns(), u"a | b | c | d | Everything else — Deny"_s);
}

void tst_PolicyRuleModel::onlyRulesOfThisTableAreDropped()
{
    show(u"allow a.org; deny b.org"_s);
    QVERIFY(!model->mimeData({model->index(2, 0)}));
    const std::unique_ptr<QMimeData> data(model->mimeData({model->index(0, 0)}));
    QVERIFY(!model->canDropMimeData(data.get(), Qt::CopyAction, 2, 0, {}));
    PolicyDocument otherDocument;
    PolicyAnalysis otherAnalysis(otherDocument);
    Model other(otherDocument, otherAnalysis);
    otherDocument.open(Heron);
    otherDocument.setPublished(policyOf(u"allow x; allow y"_s), Noon);
    QVERIFY(!other.canDropMimeData(data.get(), Qt::MoveAction, 2, 0, {}));
    QMimeData broken;
    broken.setData(model->mimeTypes().first(), "x");
    QVERIFY(!model->canDropMimeData(&broken, Qt::MoveAction, 2, 0, {}));
    document->removeRules({0});
    QVERIFY(!model->canDropMimeData(data.get(), Qt::MoveAction, 1, 0, {}));
    document->undoStack()->undo();
    model->setArrangement(Model::Arrangement::AsEvaluated);
    QVERIFY(!model->canDropMimeData(data.get(), Qt::MoveAction, 2, 0, {}));
    QVERIFY(!(model->flags(model->index(1, 0)) & Qt::ItemIsDragEnabled));
}

void tst_PolicyRuleModel::findingsComeWithTheAnalysis()
{
    show(u"allow *.a.org; deny b.org"_s);
    document->insertRules(2, {denyRule(u"b.org"_s)});
    QTRY_COMPARE(model->index(2, Model::Findings).data().toString(), u"Same as 2"_s);
    const auto findings = model->index(2, 0).data(Model::FindingsRole).value<QList<Finding>>();
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.first().kind, FindingKind::SameAs);
    QCOMPARE(findings.first().other, 1);
    QVERIFY(model->index(2, 0).data(Qt::ToolTipRole).toString().contains(u"Rule 2 says the same."_s));
    document->moveRules({2}, 0);
    QTRY_COMPARE(model->index(2, Model::Findings).data().toString(), u"Same as 1"_s);
    QVERIFY(model->index(0, Model::Findings).data().toString().isEmpty());
}

void tst_PolicyRuleModel::findingsThatStayTellNothing()
{
    show(u"allow *.a.org; deny b.org; deny b.org"_s);
    QSignalSpy told(analysis.get(), &PolicyAnalysis::changed);
    ModelSpy spy(*model);
    document->addTested(u"x.org"_s);
    QVERIFY(told.wait(Test::Patience));
    document->markPublished(document->draft(), Noon.addSecs(1));
    QVERIFY(told.wait(Test::Patience));
    QCOMPARE(spy.take(), QString());
}

void tst_PolicyRuleModel::decidingRowsAreTold()
{
    show(u"allow a.org; deny b.org; deny *"_s);
    QSignalSpy changed(model.get(), &Model::dataChanged);
    model->setDeciding({0, 2});
    QCOMPARE(changed.size(), 2);
    QVERIFY(changed.first().at(2).value<QList<int>>().contains(Model::DecidingRole));
    QVERIFY(cell(0, 0, Model::DecidingRole).toBool());
    QVERIFY(!cell(1, 0, Model::DecidingRole).toBool());
    model->setDeciding({2});
    QCOMPARE(changed.size(), 3);
    QVERIFY(!cell(0, 0, Model::DecidingRole).toBool());
    model->setDeciding({2});
    QCOMPARE(changed.size(), 3);
    QVERIFY(!cell(3, 0, Model::DecidingRole).toBool());
}

void tst_PolicyRuleModel::asEvaluatedHasHeadersAndAnotherOrder()
{
    show(u"deny *; allow *.a.org; +defaults; allow b.org; deny *.a.org"_s);
    QSignalSpy reset(model.get(), &Model::modelReset);
    model->setArrangement(Model::Arrangement::AsEvaluated);
    QCOMPARE(reset.size(), 1);
    const QString preset = cell(3, Model::Pattern).toString();
    QCOMPARE(patterns(),
             u"Exact names | b.org | Presets | %1 | Subdomains | *.a.org | *.a.org | Everything | * | "
             "Everything else — Deny"_s.arg(preset));
    QCOMPARE(cell(0, 0, Model::RowTypeRole).toInt(), int(Model::RowType::Header));
    QCOMPARE(cell(0, 0, Model::RuleRowRole).toInt(), -1);
    QVERIFY(!(model->flags(model->index(0, 0)) & Qt::ItemIsSelectable));
    QCOMPARE(cell(1, Model::Number).toString(), u"4"_s);
    QVERIFY(cell(5, 0, Model::DecidesRole).toBool());
    QVERIFY(!cell(6, 0, Model::DecidesRole).toBool());
    QCOMPARE(model->indexOf(4, Model::Kind), model->index(6, Model::Kind));
    QVERIFY(!model->indexOf(9).isValid());
    QVERIFY(!model->indexOf(-1).isValid());
    model->setArrangement(Model::Arrangement::AsSaved);
    QCOMPARE(cell(0, Model::Pattern).toString(), u"*"_s);
}

void tst_PolicyRuleModel::asEvaluatedFollowsEdits()
{
    show(u"deny *; allow *.a.org"_s);
    model->setArrangement(Model::Arrangement::AsEvaluated);
    ModelSpy spy(*model);
    const QPersistentModelIndex star(model->indexOf(0, Model::Pattern));
    QSignalSpy cleaned(model.get(), &Model::cleaned);
    QVERIFY(model->setData(model->indexOf(1), u"HTTPS://b.org/"_s));
    QCOMPARE(patterns(), u"Exact names | b.org | Everything | * | Everything else — Deny"_s);
    QCOMPARE(cleaned.first().at(0).toModelIndex(), model->indexOf(1));
    QCOMPARE(star.data().toString(), u"*"_s);
    document->insertRules(0, {allowRule(u"z.org"_s)});
    QCOMPARE(patterns(), u"Exact names | z.org | b.org | Everything | * | Everything else — Deny"_s);
    QCOMPARE(star.data(Model::RuleRowRole).toInt(), 1);
    QVERIFY(spy.reset.isEmpty());
    QCOMPARE(document->rules().at(1).rule.domain, u"*"_s);
}

void tst_PolicyRuleModel::anotherSpriteResets()
{
    show(u"allow a.org; deny *"_s);
    model->setDeciding({1});
    QSignalSpy reset(model.get(), &Model::modelReset);
    document->open(Heron);
    QCOMPARE(reset.size(), 1);
    QCOMPARE(patterns(), u"Everything — Allow"_s);
    document->setPublished(policyOf(u"allow b.org; deny *"_s), Noon);
    QCOMPARE(reset.size(), 1);
    QVERIFY(!cell(1, 0, Model::DecidingRole).toBool());
}

void tst_PolicyRuleModel::theFilterSeesEverything()
{
    show(u"allow xn--bcher-kva.example; deny b.org; deny b.org; +defaults"_s);
    document->setNote(denyRule(u"b.org"_s), u"for builds"_s);
    const auto search = [this](int row) { return cell(row, 0, Model::SearchRole).toString(); };
    QVERIFY(search(0).contains(u"xn--bcher"_s) && search(0).contains(u"bücher"_s));
    QVERIFY(search(1).contains(u"for builds"_s) && search(1).contains(u"Deny"_s));
    QVERIFY(search(2).contains(u"Same as 2"_s));
    QVERIFY(search(3).contains(u"Development defaults"_s) && search(3).contains(u"Preset"_s));
}

void tst_PolicyRuleModel::columnsHaveNames()
{
    QStringList names;
    for (int column = 0; column < Model::ColumnCount; ++column)
        names << model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(names,
             QStringList({u"#"_s, u"Action"_s, u"Name pattern"_s, u"Kind"_s, u"Notes"_s, u"Findings"_s}));
    QCOMPARE(model->headerData(Model::Note, Qt::Horizontal, Qt::ToolTipRole).toString(),
             u"Only on this computer"_s);
    show(u"allow a.org"_s);
    QCOMPARE(model->headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), u"1"_s);
    QCOMPARE(model->headerData(1, Qt::Vertical, Qt::DisplayRole).toString(), QString());
}

QTEST_GUILESS_MAIN(tst_PolicyRuleModel)
#include "tst_policyrulemodel.moc"
