// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/expectation.h"
#include "support/policywords.h"

#include <QRegularExpression>
#include <QLocale>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestExpectation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void expectationsAreCheckedUnderEveryReading_data();
    void expectationsAreCheckedUnderEveryReading();
    void whatRestsOnTheListOfThePresetSaysSo();
    void whatIsExpectedIsSaid();
    void theyAreCounted();
};

void TestExpectation::expectationsAreCheckedUnderEveryReading_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    QTest::addColumn<Access>("wanted");
    QTest::addColumn<ExpectationState>("state");
    QTest::addColumn<int>("blame");
    QTest::addColumn<QString>("text");
    const auto add = [](const QString &words, const QString &name, Access wanted, ExpectationState state,
                        int blame, const QString &text) {
        QTest::addRow("%s | %s | %s", qPrintable(words), wanted == Access::Allowed ? "must" : "must not",
                      qPrintable(name))
            << words << name << wanted << state << blame << text;
    };
    constexpr Access reach = Access::Allowed;
    constexpr Access notReach = Access::Denied;
    using State = ExpectationState;
    add(u"allow a.test; deny *"_s, u"a.test"_s, reach, State::Holds, -1, u"Holds."_s);
    add(u"allow a.test; deny *"_s, u"b.test"_s, reach, State::Fails, 1, u"Denied by rule 2 `*`."_s);
    add(u"allow a.test"_s, u"b.test"_s, reach, State::Fails, -1, u"Denied: no rule names it."_s);
    add(u"allow a.test"_s, u"*"_s, notReach, State::Holds, -1, u"Holds."_s);
    add({}, u"*"_s, notReach, State::Fails, -1, u"Allowed: there are no rules."_s);
    add(u"deny a.test; allow *"_s, u"*"_s, notReach, State::Fails, 1, u"Allowed by rule 2 `*`."_s);
    add(u"deny a.test; allow *"_s, u"A.test."_s, notReach, State::Holds, -1, u"Holds."_s);
    add(u"deny *; allow a.test"_s, u"a.test"_s, reach, State::Depends, 0,
        u"Depends on the reading: Most specific: allowed by 2. First match: denied by 1."_s);
    add(u"deny *; allow a.test"_s, u"a.test"_s, notReach, State::Depends, 1,
        u"Depends on the reading: Most specific: allowed by 2. First match: denied by 1."_s);
    add(u"allow *.a.test"_s, u"a.test"_s, reach, State::Depends, -1,
        u"Depends on the reading: If `*.a.test` also covers `a.test`: allowed by 1. If not: denied, no rule "
        u"names it."_s);
    add(u"+other"_s, u"a.test"_s, reach, State::Depends, -1,
        u"Depends on the names of the preset in rule 1, which are not known here."_s);
    add(u"+other; deny *"_s, u"a.test"_s, notReach, State::Depends, 0,
        u"Depends on the names of the preset in rule 1, which are not known here."_s);
}

void TestExpectation::expectationsAreCheckedUnderEveryReading()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    QFETCH(Access, wanted);
    const PolicyEvaluator evaluator(policyOf(words), smallPreset());
    const QList<CheckedExpectation> checked = checkExpectations(evaluator, {{name, wanted}});
    QCOMPARE(checked.size(), 1);
    QTEST(checked.first().state, "state");
    QTEST(checked.first().blame, "blame");
    QTEST(expectationStateText(checked.first()), "text");
}

void TestExpectation::whatRestsOnTheListOfThePresetSaysSo()
{
    const QString day = QLocale().toString(smallPreset().asOf, QLocale::ShortFormat);
    const PolicyEvaluator evaluator(policyOf(u"allow a.test; +defaults"_s), smallPreset());
    const auto checked = checkExpectations(evaluator, {{u"x.test"_s, Access::Denied},
                                                       {u"x.test"_s, Access::Allowed},
                                                       {u"github.com"_s, Access::Allowed},
                                                       {u"a.test"_s, Access::Allowed}});
    const QString holds =
        u"Holds, as far as the development defaults are known (%1); the service may differ."_s.arg(day);
    QCOMPARE(checked.at(0).state, ExpectationState::Holds);
    QVERIFY(checked.at(0).restsOnPreset);
    QCOMPARE(expectationStateText(checked.at(0)), holds);
    QCOMPARE(checked.at(1).state, ExpectationState::Fails);
    QVERIFY(checked.at(1).restsOnPreset);
    QCOMPARE(
        expectationStateText(checked.at(1)),
        u"Denied: no rule names it, as far as the development defaults are known (%1); the service may differ."_s
            .arg(day));
    QCOMPARE(checked.at(2).state, ExpectationState::Holds);
    QCOMPARE(expectationStateText(checked.at(2)), holds);
    QVERIFY(!checked.at(3).restsOnPreset);
    QCOMPARE(expectationStateText(checked.at(3)), u"Holds."_s);
}

void TestExpectation::whatIsExpectedIsSaid()
{
    QCOMPARE(expectationText({u"api.example.com"_s, Access::Allowed}), u"must reach api.example.com"_s);
    QCOMPARE(expectationText({u"*"_s, Access::Denied}), u"must not reach *"_s);
}

void TestExpectation::theyAreCounted()
{
    const PolicyEvaluator evaluator(policyOf(u"allow a.test"_s), smallPreset());
    const auto checked = checkExpectations(
        evaluator,
        {{u"a.test"_s, Access::Allowed}, {u"*"_s, Access::Denied}, {u"b.test"_s, Access::Allowed}});
    QCOMPARE(expectationSummary(checked), u"2 of 3 hold"_s);
    QCOMPARE(expectationSummary({}), u"0 of 0 hold"_s);
}

QTEST_APPLESS_MAIN(TestExpectation)
#include "tst_expectation.moc"
