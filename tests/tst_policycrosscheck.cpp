// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyevaluator.h"
#include "playground/policyevaluation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

//! The product and the playground read rules by code that was written twice from the same facts
//! (sprites-api 6.1.3); here they answer the same questions.
class TestPolicyCrossCheck : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void bothListsOfDefaultsHoldTheSameNames();
    void bothSayTheSame_data();
    void bothSayTheSame();
    void bothSayTheSameOfEveryDefault();
};

namespace {

//! Few labels, so that names, patterns and each other's ends meet often.
class Chance
{
public:
    explicit Chance(quint32 seed)
        : m_random(seed)
    {}

    QString name()
    {
        static const QStringList labels{u"a"_s, u"b"_s, u"aa"_s, u"x-1"_s, u"example"_s};
        QString name = one({u"test"_s, u"example"_s});
        for (int more = number(4); more > 0; --more)
            name.prepend(one(labels) + u'.');
        return name;
    }

    QString pattern()
    {
        const int kind = number(20);
        if (kind == 0)
            return u"*"_s;
        if (kind == 1)
            return one({u"*a.test"_s, u"a.*.test"_s, u"a.test:443"_s, u"https://a.test/"_s, u"10.0.0.1"_s,
                        u"*."_s, u"*.*"_s, u"**"_s, u"a..test"_s, u"a.test."_s, u"*.test."_s,
                        u"xn--br-via.test"_s, u"b\u00e4r.test"_s});
        return kind < 10 ? u"*."_s + name() : name();
    }

    QJsonObject rule()
    {
        const QString action = number(2) == 0 ? u"allow"_s : u"deny"_s;
        switch (number(24)) {
        case 0:
            return {{u"include"_s, u"defaults"_s}};
        case 1:
            return {{u"include"_s, u"defaults"_s}, {u"action"_s, action}};
        case 2: // the catch-all as the seeds write it
            return {{u"action"_s, action}};
        default:
            return {{u"domain"_s, worn(pattern())}, {u"action"_s, action}};
        }
    }

    //! The body of a policy.
    QByteArray policy()
    {
        QJsonArray rules;
        for (int more = number(9); more > 0; --more)
            rules.append(rule());
        return QJsonDocument(QJsonObject{{u"rules"_s, rules}}).toJson(QJsonDocument::Compact);
    }

    PresetNames preset()
    {
        PresetNames preset{u"defaults"_s, QDate(2026, 11, 22), {}};
        for (int names = number(6); names > 0; --names)
            preset.names.append(number(3) == 0 ? u"*."_s + name() : name());
        preset.names.removeDuplicates();
        return preset;
    }

    //! As a person may write it: in capitals, with blanks around it.
    QString worn(const QString &text)
    {
        switch (number(8)) {
        case 0:
            return text.toUpper();
        case 1:
            return u" \t"_s + text + u'\n';
        default:
            return text;
        }
    }

private:
    int number(int below) { return m_random.bounded(below); }
    QString one(const QStringList &texts) { return texts.at(number(int(texts.size()))); }

    QRandomGenerator m_random;
};

QList<ReadingOptions> allReadings()
{
    QList<ReadingOptions> readings;
    for (const Reading reading : {Reading::MostSpecific, Reading::FirstMatch}) {
        for (const bool longest : {false, true}) {
            for (const bool base : {false, true})
                readings.append({reading, longest, base});
        }
    }
    return readings;
}

//! What the playground says, in the product's words.
Decision playgroundDecision(const QByteArray &policy, const QString &name, const ReadingOptions &options,
                            const QStringList &defaults)
{
    const Playground::PolicyReading reading{options.reading == Reading::FirstMatch, options.longestWins,
                                            options.starCoversBase};
    const Playground::PolicyAnswer answer = Playground::evaluatePolicy(policy, name, reading, defaults);
    return {answer.allowed ? Access::Allowed : Access::Denied, answer.rule, answer.pattern};
}

QString described(const Decision &decision)
{
    return u"%1 by %2 \"%3\""_s.arg(decision.access == Access::Allowed ? u"allowed"_s : u"denied"_s)
        .arg(decision.rule)
        .arg(decision.pattern);
}

//! Empty if both agree on this name under every reading. `policy` is what `product` was read from.
QString difference(const QByteArray &policy, const PolicyEvaluator &product, const QString &name)
{
    const QStringList &defaults = product.preset().names;
    QList<ReadingDecision> asked;
    for (const ReadingOptions &options : allReadings())
        asked.append({options, product.decide(name, options)});
    asked += product.verdict(name).readings;
    for (const ReadingDecision &each : std::as_const(asked)) {
        const Decision other = playgroundDecision(policy, name, each.options, defaults);
        // Whether it rests on the list only the product says.
        if (each.decision.access == other.access && each.decision.rule == other.rule &&
            each.decision.pattern == other.pattern)
            continue;
        return u"\"%1\" under %2, preset [%3], %4 longest %5 base %6: product %7, playground %8"_s.arg(
            name, QString::fromUtf8(policy), defaults.join(u' '),
            each.options.reading == Reading::FirstMatch ? u"first match,"_s : u"most specific,"_s,
            QString::number(each.options.longestWins), QString::number(each.options.starCoversBase),
            described(each.decision), described(other));
    }
    return {};
}

} // namespace

void TestPolicyCrossCheck::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestPolicyCrossCheck::bothListsOfDefaultsHoldTheSameNames()
{
    QVERIFY(!knownDefaults().names.isEmpty());
    QCOMPARE(Playground::defaultNames(), knownDefaults().names);
}

void TestPolicyCrossCheck::bothSayTheSame_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1u, 20261122u, 3405691582u, 77u})
        QTest::addRow("seed %u", seed) << seed;
}

void TestPolicyCrossCheck::bothSayTheSame()
{
    QFETCH(quint32, seed);
    Chance chance(seed);
    for (int round = 0; round < 750; ++round) {
        const QByteArray policy = chance.policy();
        const Result<NetworkPolicy> read = parseNetworkPolicy(policy);
        QVERIFY2(read.isOk(), policy.constData());
        const PolicyEvaluator product(read.value(), chance.preset());
        QStringList names = product.mentionedNames(true).mid(0, 8);
        for (int more = 0; more < 6; ++more)
            names.append(lookupName(chance.worn(chance.name())));
        names.append({product.unmentionedName(), lookupName(u"B\u00c4R.test."_s)});
        for (const QString &name : std::as_const(names)) {
            const QString difference = ::difference(policy, product, name);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
    }
}

void TestPolicyCrossCheck::bothSayTheSameOfEveryDefault()
{
    const EgressRule github = denyRule(u"*.github.com"_s);
    const EgressRule defaults = presetRule(u"defaults"_s);
    const EgressRule org = denyRule(u"*.org"_s);
    const QList<NetworkPolicy> policies{{{defaults}},
                                        {{github, defaults, org, denyRule(u"*"_s)}},
                                        {{denyRule(u"*"_s), org, defaults, github}}};
    for (const NetworkPolicy &policy : policies) {
        const PolicyEvaluator product(policy);
        for (const QString &name : product.mentionedNames(true)) {
            const QString difference = ::difference(toJson(policy), product, name);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
    }
}

QTEST_GUILESS_MAIN(TestPolicyCrossCheck)
#include "tst_policycrosscheck.moc"
