// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/palettemodel.h"
#include "models/subsequencematch.h"
#include "support/modelprobes.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

ActionFacts action(const QString &id, const QString &text, const QString &reason = {})
{
    return {id, text, u"Ctrl+X"_s, reason, true};
}

PaletteModel::SpriteEntry sprite(const QString &name)
{
    return {{AccountId(u"one"_s), SpriteName(name)}, u"acme"_s};
}

QString texts(const PaletteModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows << model.index(row).data(PaletteModel::TextRole).toString();
    return rows.join(u'|');
}

} // namespace

class tst_PaletteModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void subsequences_data();
    void subsequences();
    void betterMatchesStandFirst();
    void recentChoicesStandFirst();
    void aDisabledActionShowsItsReasonAndStaysShut();
    void anActionThatDoesNotApplyIsAbsent();
    void matchedLettersAreNamed();
    void atMostFiftyRows();
    void aKeystrokeKeepsRowsThatStay();
};

void tst_PaletteModel::subsequences_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("positions");
    QTest::addColumn<bool>("matches");
    QTest::newRow("nothing typed") << QString() << u"abc"_s << QList<int>() << true;
    QTest::newRow("in a row") << u"bc"_s << u"abc"_s << QList<int>{1, 2} << true;
    QTest::newRow("letter case aside") << u"CN"_s << u"Checkpoint now"_s << QList<int>{0, 11} << true;
    QTest::newRow("blanks aside") << u"ch now"_s << u"Checkpoint now"_s << QList<int>{0, 1, 11, 12, 13}
                                  << true;
    QTest::newRow("beginning of a later word") << u"ot"_s << u"robot otter"_s << QList<int>{6, 7} << true;
    QTest::newRow("missing letter") << u"xz"_s << u"abc"_s << QList<int>() << false;
    QTest::newRow("wrong order") << u"cb"_s << u"abc"_s << QList<int>() << false;
}

void tst_PaletteModel::subsequences()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, text);
    QFETCH(const QList<int>, positions);
    QFETCH(const bool, matches);
    const auto match = subsequenceMatch(typed, text);
    QCOMPARE(match.has_value(), matches);
    if (match)
        QCOMPARE(match->positions, positions);
}

void tst_PaletteModel::betterMatchesStandFirst()
{
    PaletteModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSprites({sprite(u"calm-otter"_s), sprite(u"robot"_s), sprite(u"other"_s)});
    model.setActions({action(u"a"_s, u"Open terminal"_s)});
    model.setQuery(u"ot"_s);
    QCOMPARE(texts(model), u"other|Open terminal|calm-otter|robot"_s);
    model.setQuery(u"otter"_s);
    QCOMPARE(texts(model), u"calm-otter"_s);
    QCOMPARE(model.index(0).data(PaletteModel::SpriteKeyRole).value<SpriteKey>(),
             sprite(u"calm-otter"_s).key);
    QCOMPARE(model.index(0).data().toString(), u"calm-otter, acme"_s);
}

void tst_PaletteModel::recentChoicesStandFirst()
{
    PaletteModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setActions({action(u"a"_s, u"Alpha"_s), action(u"b"_s, u"Beta"_s), action(u"c"_s, u"Gamma"_s)});
    model.setRecent({u"c"_s, u"gone"_s, u"b"_s});
    QCOMPARE(texts(model), u"Gamma|Beta|Alpha"_s);
    model.setQuery(u"a"_s);
    QCOMPARE(texts(model), u"Gamma|Beta|Alpha"_s);
    QVERIFY(model.index(0).data(PaletteModel::RecentRole).toBool());
    QVERIFY(!model.index(2).data(PaletteModel::RecentRole).toBool());
}

void tst_PaletteModel::aDisabledActionShowsItsReasonAndStaysShut()
{
    PaletteModel model;
    model.setActions({action(u"a"_s, u"Restore"_s, u"Offline"_s), action(u"b"_s, u"Restart"_s)});
    model.setQuery(u"rest"_s);
    QCOMPARE(model.rowCount(), 2);
    for (int row = 0; row < 2; ++row) {
        const QModelIndex index = model.index(row);
        const bool isRestore = index.data(PaletteModel::IdRole).toString() == u"a"_s;
        QCOMPARE(model.canActivate(index), !isRestore);
        QCOMPARE(index.flags().testFlag(Qt::ItemIsEnabled), !isRestore);
        QCOMPARE(index.data(PaletteModel::DisabledReasonRole).toString(),
                 isRestore ? u"Offline"_s : QString());
    }
}

void tst_PaletteModel::anActionThatDoesNotApplyIsAbsent()
{
    PaletteModel model;
    ActionFacts hidden = action(u"a"_s, u"Hidden"_s);
    hidden.visible = false;
    model.setActions({hidden});
    model.setSettings({action(u"s"_s, u"Theme"_s)});
    QCOMPARE(texts(model), u"Theme"_s);
    QCOMPARE(model.index(0).data(PaletteModel::KindRole).toInt(), int(PaletteModel::EntryKind::Setting));
}

void tst_PaletteModel::matchedLettersAreNamed()
{
    PaletteModel model;
    model.setActions({action(u"a"_s, u"Checkpoint now"_s)});
    model.setQuery(u"now"_s);
    QCOMPARE(model.index(0).data(PaletteModel::MatchPositionsRole).toList(), (QVariantList{11, 12, 13}));
}

void tst_PaletteModel::atMostFiftyRows()
{
    PaletteModel model;
    QList<PaletteModel::SpriteEntry> sprites;
    for (int i = 0; i < 1000; ++i)
        sprites << sprite(u"sprite-%1"_s.arg(i));
    model.setSprites(sprites);
    QCOMPARE(model.rowCount(), 50);
    model.setQuery(u"9"_s);
    QCOMPARE(model.rowCount(), 50);
}

void tst_PaletteModel::aKeystrokeKeepsRowsThatStay()
{
    PaletteModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSprites({sprite(u"ant"_s), sprite(u"bee"_s), sprite(u"cat"_s)});
    const QPersistentModelIndex cat = model.index(2);
    ModelSpy spy(model);
    model.setQuery(u"c"_s);
    QVERIFY(cat.isValid());
    QCOMPARE(cat.data(PaletteModel::TextRole).toString(), u"cat"_s);
    QCOMPARE(spy.reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_PaletteModel)
#include "tst_palettemodel.moc"
