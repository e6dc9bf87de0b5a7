// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/policyevaluation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;

//! sprites-api 6.1.3, as a second writing beside the product's.
class TestPlaygroundPolicyEvaluation : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void decides_data();
    void decides();
    void openPoints_data();
    void openPoints();
    void allowsEverythingWithoutRules_data();
    void allowsEverythingWithoutRules();
    void namesTheEntryOfThePresetThatDecides();
    void theListOfDefaultsIsOfNames();
};

namespace {

const QStringList Preset{u"github.com"_s, u"*.npm.example"_s, u"PyPI.org"_s};

//! "allow a; deny *.b; defaults; deny defaults; deny" (the last without a name).
QByteArray policyOf(const QString &text)
{
    QJsonArray rules;
    for (const QString &part : text.split(u';', Qt::SkipEmptyParts)) {
        const QString rule = part.trimmed();
        const QString first = rule.section(u' ', 0, 0);
        const QString second = rule.section(u' ', 1).replace(u'_', u' ');
        if (first == "defaults"_L1)
            rules.append(QJsonObject{{u"include"_s, first}});
        else if (second == "defaults"_L1 || second == "other"_L1)
            rules.append(QJsonObject{{u"include"_s, second}, {u"action"_s, first}});
        else if (second.isEmpty())
            rules.append(QJsonObject{{u"action"_s, first}});
        else
            rules.append(QJsonObject{{u"domain"_s, second}, {u"action"_s, first}});
    }
    return QJsonDocument(QJsonObject{{u"rules"_s, rules}}).toJson();
}

QString said(const PolicyAnswer &answer)
{
    return (answer.allowed ? u"allow %1"_s : u"deny %1"_s).arg(answer.rule + 1);
}

} // namespace

void TestPlaygroundPolicyEvaluation::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestPlaygroundPolicyEvaluation::decides_data()
{
    // Expected: action and the place of the rule, from 1; 0 when no rule names it.
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("specific");
    QTest::addColumn<QString>("first");
    const auto row = [](const char *rules, const char *name, const char *specific, const char *first) {
        QTest::addRow("%s ? %s", rules, name) << QString::fromUtf8(rules) << QString::fromUtf8(name)
                                              << QString::fromUtf8(specific) << QString::fromUtf8(first);
    };
    // The table of 6.1.3.
    row("deny *; allow api.example.com", "api.example.com", "allow 2", "deny 1");
    row("allow *; deny bad.example", "bad.example", "deny 2", "allow 1");
    row("allow *.example.com; deny x.example.com", "x.example.com", "deny 2", "allow 1");
    row("deny *.a.example.com; allow *.example.com", "q.a.example.com", "deny 1", "deny 1");
    row("allow *.example.com; deny *.a.example.com", "q.a.example.com", "allow 1", "allow 1");
    row("allow example.com", "www.example.com", "deny 0", "deny 0");
    row("allow *.example.com", "example.com", "allow 1", "allow 1");
    // Ties go to the upper rule, at every tier.
    row("allow a.example; deny a.example", "a.example", "allow 1", "allow 1");
    row("deny a.example; allow a.example", "a.example", "deny 1", "deny 1");
    row("deny *.example; allow *.example", "a.example", "deny 1", "deny 1");
    row("allow *; deny *", "a.example", "allow 1", "allow 1");
    row("deny *; allow *", "a.example", "deny 1", "deny 1");
    // The catch-all may have no name.
    row("allow a.example; deny", "b.example", "deny 2", "deny 2");
    row("deny; allow a.example", "a.example", "allow 2", "deny 1");
    // Depth, and what only looks like an end.
    row("allow *.example.com", "a.b.c.example.com", "allow 1", "allow 1");
    row("allow *.example.com", "notexample.com", "deny 0", "deny 0");
    row("allow *.example.com", "example.com.evil.example", "deny 0", "deny 0");
    row("allow *.com", "example.com", "allow 1", "allow 1");
    row("allow example.com", "xexample.com", "deny 0", "deny 0");
    // Case and blanks on both sides, one dot at the end of a lookup.
    row("allow API.Example.COM", "api.example.com", "allow 1", "allow 1");
    row("allow api.example.com", " API.example.Com\t", "allow 1", "allow 1");
    row("allow _api.example.com_", "api.example.com", "allow 1", "allow 1");
    row("allow *.Example.COM", "Q.EXAMPLE.com", "allow 1", "allow 1");
    row("allow _*_", "a.example", "allow 1", "allow 1");
    row("allow api.example.com", "api.example.com.", "allow 1", "allow 1");
    row("allow *.example.com", "q.example.com.", "allow 1", "allow 1");
    // What can never match a lookup, and is no pattern.
    row("allow https://a.example/; deny *", "a.example", "deny 2", "deny 2");
    row("allow a.example:443", "a.example", "deny 0", "deny 0");
    row("allow *a.example", "aa.example", "deny 0", "deny 0");
    row("allow a.*.example", "a.b.example", "deny 0", "deny 0");
    row("allow a*", "a.example", "deny 0", "deny 0");
    // The preset: entries at their own tier, at the preset's place.
    row("defaults", "github.com", "allow 1", "allow 1");
    row("defaults", "api.github.com", "deny 0", "deny 0");
    row("defaults", "a.npm.example", "allow 1", "allow 1");
    row("defaults", "npm.example", "allow 1", "allow 1");
    row("defaults", "pypi.org", "allow 1", "allow 1");
    row("deny defaults", "github.com", "deny 1", "deny 1");
    row("allow *; deny defaults", "github.com", "deny 2", "allow 1");
    row("allow defaults", "github.com", "allow 1", "allow 1");
    row("defaults; deny github.com", "github.com", "allow 1", "allow 1");
    row("deny github.com; defaults", "github.com", "deny 1", "deny 1");
    row("defaults; deny *.github.com", "github.com", "allow 1", "allow 1");
    row("deny *.github.com; defaults", "github.com", "allow 2", "deny 1");
    row("deny *.github.com; defaults", "api.github.com", "deny 1", "deny 1");
    row("deny *; defaults", "github.com", "allow 2", "deny 1");
    row("deny *; defaults", "q.npm.example", "allow 2", "deny 1");
    row("defaults; deny x.npm.example", "x.npm.example", "deny 2", "allow 1");
    row("deny *.example; defaults", "x.npm.example", "deny 1", "deny 1");
    row("defaults; deny *.example", "x.npm.example", "allow 1", "allow 1");
    row("deny other; allow a.example", "github.com", "deny 0", "deny 0");
    row("deny other; allow github.com", "github.com", "allow 2", "allow 2");
}

void TestPlaygroundPolicyEvaluation::decides()
{
    QFETCH(QString, rules);
    QFETCH(QString, name);
    QFETCH(QString, specific);
    QFETCH(QString, first);
    const QByteArray policy = policyOf(rules);
    QCOMPARE(said(evaluatePolicy(policy, name, {}, Preset)), specific);
    QCOMPARE(said(evaluatePolicy(policy, name, {.firstMatch = true}, Preset)), first);
}

void TestPlaygroundPolicyEvaluation::openPoints_data()
{
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("name");
    QTest::addColumn<PolicyReading>("reading");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *rules, const char *name, PolicyReading reading, const char *expected) {
        QTest::addRow("%s ? %s %d%d%d", rules, name, reading.firstMatch, reading.longestWins,
                      reading.starCoversBase)
            << QString::fromUtf8(rules) << QString::fromUtf8(name) << reading << QString::fromUtf8(expected);
    };
    const PolicyReading longest{.longestWins = true};
    const PolicyReading noBase{.starCoversBase = false};
    const char *const wideFirst = "allow *.example.com; deny *.a.example.com";
    row(wideFirst, "q.a.example.com", longest, "deny 2");
    row(wideFirst, "a.example.com", longest, "deny 2");
    row(wideFirst, "a.example.com", {.longestWins = true, .starCoversBase = false}, "allow 1");
    row(wideFirst, "q.a.example.com", {.firstMatch = true, .longestWins = true}, "allow 1");
    row("deny *.example; allow *.example", "a.example", longest, "deny 1");
    row("allow *.example.com; deny x.example.com", "x.example.com", longest, "deny 2");
    row("allow *.example.com", "example.com", noBase, "deny 0");
    row("allow *.example.com; allow *", "example.com", noBase, "allow 2");
    row("allow *.example.com", "q.example.com", noBase, "allow 1");
    row("deny *.example.com; allow *", "example.com", {.firstMatch = true, .starCoversBase = false},
        "allow 2");
    row("defaults", "npm.example", noBase, "deny 0");
    row("deny *.example; defaults", "x.npm.example", longest, "allow 2");
}

void TestPlaygroundPolicyEvaluation::openPoints()
{
    QFETCH(QString, rules);
    QFETCH(QString, name);
    QFETCH(PolicyReading, reading);
    QFETCH(QString, expected);
    QCOMPARE(said(evaluatePolicy(policyOf(rules), name, reading, Preset)), expected);
}

void TestPlaygroundPolicyEvaluation::allowsEverythingWithoutRules_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::newRow("none") << QByteArray("{\"rules\":[]}");
    QTest::newRow("nothing stored") << QByteArray("{\n  \"rules\": []\n}\n");
    QTest::newRow("no policy") << QByteArray("rules");
}

void TestPlaygroundPolicyEvaluation::allowsEverythingWithoutRules()
{
    QFETCH(QByteArray, policy);
    for (const bool firstMatch : {false, true})
        QCOMPARE(evaluatePolicy(policy, u"a.example"_s, {.firstMatch = firstMatch}, Preset), PolicyAnswer());
}

void TestPlaygroundPolicyEvaluation::namesTheEntryOfThePresetThatDecides()
{
    const QByteArray policy = policyOf(u"deny x.example; defaults"_s);
    QCOMPARE(evaluatePolicy(policy, u"deep.q.npm.example"_s, {}, Preset),
             (PolicyAnswer{true, 1, u"*.npm.example"_s}));
    QCOMPARE(evaluatePolicy(policy, u"pypi.org"_s, {.firstMatch = true}, Preset),
             (PolicyAnswer{true, 1, u"pypi.org"_s}));
    QCOMPARE(evaluatePolicy(policy, u"X.example"_s, {}, Preset), (PolicyAnswer{false, 0, u"x.example"_s}));
}

void TestPlaygroundPolicyEvaluation::theListOfDefaultsIsOfNames()
{
    const QStringList names = defaultNames();
    QVERIFY(names.size() > 50);
    const QRegularExpression pattern(u"^(\\*\\.)?([a-z0-9-]+\\.)+[a-z]+$"_s);
    for (const QString &name : names)
        QVERIFY2(pattern.match(name).hasMatch(), qPrintable(name));
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
    for (const QString &own : {u"github.com"_s, u"pypi.org"_s, u"api.sprites.dev"_s})
        QVERIFY2(names.contains(own), qPrintable(own));
}

QTEST_GUILESS_MAIN(TestPlaygroundPolicyEvaluation)
#include "tst_playgroundpolicyevaluation.moc"
