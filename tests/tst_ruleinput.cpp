// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/ruleinput.h"

#include "domain/policyevaluator.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const QString Address = u"Rules match names. Private addresses are always blocked."_s;
const QString Stars = u"A `*` stands alone or in front of a dot, as in `*.example.com`."_s;
const QString Several = u"This is more than one name. Paste it to make several rules."_s;
const QString EmptyPart = u"A part of this name is empty: two dots stand side by side, or one at an end."_s;

} // namespace

class TestRuleInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void goodInputIsCleanedInView_data();
    void goodInputIsCleanedInView();
    void badInputIsRefusedWithItsReason_data();
    void badInputIsRefusedWithItsReason();
    void pastedNamesAreSplit();
    void internationalNamesAreShownInBothForms_data();
    void internationalNamesAreShownInBothForms();
    void aNameOffersItsPatternAndBack_data();
    void aNameOffersItsPatternAndBack();
    void whatTheServiceRefusesIsSaid_data();
    void whatTheServiceRefusesIsSaid();
};

void TestRuleInput::goodInputIsCleanedInView_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("note");
    const auto add = [](const QString &typed, const QString &pattern, const QString &note) {
        QTest::addRow("%s", qPrintable(typed)) << typed << pattern << note;
    };
    const QString link = u"Saved as `api.example.com`. Ports and paths are not part of a rule."_s;
    add(u"api.example.com"_s, u"api.example.com"_s, {});
    add(u"  api.example.com\n"_s, u"api.example.com"_s, {});
    add(u"*"_s, u"*"_s, {});
    add(u"*.example.com"_s, u"*.example.com"_s, {});
    add(u"localhost"_s, u"localhost"_s, {});
    add(u"_dmarc.example.com"_s, u"_dmarc.example.com"_s, {});
    add(u"https://api.example.com:443/v1"_s, u"api.example.com"_s, link);
    add(u"https://api.example.com"_s, u"api.example.com"_s, link);
    add(u"HTTPS://API.example.com/"_s, u"api.example.com"_s, link);
    add(u"//api.example.com"_s, u"api.example.com"_s, link);
    add(u"api.example.com/v1"_s, u"api.example.com"_s, link);
    add(u"api.example.com:443/v1"_s, u"api.example.com"_s, link);
    add(u"api.example.com?x=1"_s, u"api.example.com"_s, link);
    add(u"https://user:word@api.example.com:8080/a?b=c#d"_s, u"api.example.com"_s, link);
    add(u"git+ssh://git@api.example.com/x.git"_s, u"api.example.com"_s, link);
    add(u"https://*.example.com/"_s, u"*.example.com"_s,
        u"Saved as `*.example.com`. Ports and paths are not part of a rule."_s);
    add(u"API.Example.com"_s, u"api.example.com"_s,
        u"Saved as `api.example.com`. Upper and lower case are the same."_s);
    add(u"api.example.com."_s, u"api.example.com"_s,
        u"Saved as `api.example.com`. Names in rules have no dot at the end."_s);
    add(u"api.example.com,"_s, u"api.example.com"_s, u"Saved as `api.example.com`."_s);
    add(u"\"api.example.com\""_s, u"api.example.com"_s, u"Saved as `api.example.com`."_s);
    add(u"<https://api.example.com>"_s, u"api.example.com"_s, link);
    add(u"B\u00fccher.example"_s, u"xn--bcher-kva.example"_s,
        u"Saved as `xn--bcher-kva.example`, the form of `b\u00fccher.example` that is looked up."_s);
    add(u"*.b\u00fccher.example"_s, u"*.xn--bcher-kva.example"_s,
        u"Saved as `*.xn--bcher-kva.example`, the form of `*.b\u00fccher.example` that is looked up."_s);
    add(u"https://b\u00fccher.example/x"_s, u"xn--bcher-kva.example"_s,
        u"Saved as `xn--bcher-kva.example`, the form of `b\u00fccher.example` that is looked up. Ports and "
        u"paths "
        u"are not part of a rule."_s);
}

void TestRuleInput::goodInputIsCleanedInView()
{
    QFETCH(QString, typed);
    const RuleInput input = cleanRuleInput(typed);
    QCOMPARE(input.refusal, QString());
    QVERIFY(input.isOk());
    QTEST(input.pattern, "pattern");
    QTEST(input.note, "note");
    // What was saved is clean.
    QCOMPARE(cleanRuleInput(input.pattern), (RuleInput{input.pattern, {}, {}}));
}

void TestRuleInput::badInputIsRefusedWithItsReason_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("refusal");
    const auto add = [](const char *title, const QString &typed, const QString &refusal) {
        QTest::newRow(title) << typed << refusal;
    };
    const QString label(60, u'a');
    add("nothing", u"  "_s, u"A rule needs a name, such as `example.com`."_s);
    add("a path only", u"/etc/passwd"_s, u"A rule needs a name, such as `example.com`."_s);
    add("address", u"10.0.0.1"_s, Address);
    add("address and port", u"10.0.0.1:80"_s, Address);
    add("network", u"10.0.0.0/8"_s, Address);
    add("address in a link", u"http://127.0.0.1:8080/x"_s, Address);
    add("pattern of an address", u"*.0.0.1"_s, Address);
    add("address 6", u"fe80::1"_s, Address);
    add("address 6 with zone", u"fe80::1%eth0"_s, Address);
    add("address 6 in brackets", u"[::1]:80"_s, Address);
    add("address 6 in a link", u"https://[2001:db8::1]:443/"_s, Address);
    add("address 4 in 6", u"::ffff:10.0.0.1"_s, Address);
    add("port", u"api.example.com:443"_s,
        u"Ports are not part of a rule. Write `api.example.com` without its port."_s);
    add("port of a pattern", u"*.example.com:443"_s,
        u"Ports are not part of a rule. Write `*.example.com` without its port."_s);
    add("port of an international name", u"b\u00fccher.example:443"_s,
        u"Ports are not part of a rule. Write `b\u00fccher.example` without its port."_s);
    add("empty part of an international name", u"b\u00fccher..example"_s, EmptyPart);
    add("international label that gets too long", QString(70, QChar(0x00fc)) + u".test"_s,
        u"`%1.test` cannot be written as a name that is looked up."_s.arg(QString(70, QChar(0x00fc))));
    add("star inside", u"api.*.com"_s, Stars);
    add("star at the end", u"example.*"_s, Stars);
    add("star without dot", u"*example.com"_s, Stars);
    add("two stars", u"*.*.example.com"_s, Stars);
    add("stars", u"**"_s, Stars);
    add("star and dot", u"*."_s, EmptyPart);
    add("empty part", u"api..example.com"_s, EmptyPart);
    add("dot in front", u".example.com"_s, EmptyPart);
    add("two dots at the end", u"example.com.."_s, EmptyPart);
    add("a dot", u"."_s, EmptyPart);
    add("mail", u"me@example.com"_s,
        u"Names are made of letters, digits, hyphens and dots. `@` is none of these."_s);
    add("sign", u"api!example.com"_s,
        u"Names are made of letters, digits, hyphens and dots. `!` is none of these."_s);
    add("blank", u"api example.com"_s, Several);
    add("two links", u"https://a.example/x\nhttps://b.example/y"_s, Several);
    add("a path before another name", u"a.example/x, b.example"_s, Several);
    add("a query before another name", u"a.example?x;b.example"_s, Several);
    add("a fragment before another name", u"a.example#x b.example"_s, Several);
    add("an unbreakable blank", u"a.example/x\u00a0b.example"_s, Several);
    add("separators only", u", ;"_s, u"A rule needs a name, such as `example.com`."_s);
    add("254 characters", label + u'.' + label + u'.' + label + u'.' + label + u".aaaaaaaaaa"_s,
        u"A name has at most 253 characters."_s);
    add("label of 64", QString(64, u'a') + u".test"_s, u"Each part of a name has at most 63 characters."_s);
}

void TestRuleInput::badInputIsRefusedWithItsReason()
{
    QFETCH(QString, typed);
    const RuleInput input = cleanRuleInput(typed);
    QTEST(input.refusal, "refusal");
    QCOMPARE(input.pattern, QString());
    QCOMPARE(input.note, QString());
}

void TestRuleInput::pastedNamesAreSplit()
{
    const QList<RuleInput> inputs =
        cleanPastedNames(u"a.test, b.test;c.test\n\n https://d.test/x\t10.0.0.1 ,, *.e.test\r\n"_s);
    QCOMPARE(inputs.size(), 6);
    QStringList patterns;
    for (const RuleInput &input : inputs)
        patterns << input.pattern;
    QCOMPARE(patterns, (QStringList{u"a.test"_s, u"b.test"_s, u"c.test"_s, u"d.test"_s, {}, u"*.e.test"_s}));
    QCOMPARE(inputs.at(4).refusal, Address);
    QVERIFY(cleanPastedNames(u" \n,"_s).isEmpty());
    const QList<RuleInput> links = cleanPastedNames(u"https://a.example/x\nhttps://b.example/y"_s);
    QCOMPARE(links.size(), 2);
    QCOMPARE(links.at(0).pattern, u"a.example"_s);
    QCOMPARE(links.at(1).pattern, u"b.example"_s);
    QCOMPARE(cleanPastedNames(u"a.test\u00a0b.test\u2028c.test"_s).size(), 3);
    QString many;
    for (int i = 0; i < 40; ++i)
        many += u"host%1.test\n"_s.arg(i);
    QCOMPARE(cleanPastedNames(many).size(), 40);
}

void TestRuleInput::internationalNamesAreShownInBothForms_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"*.example.com"_s << u"*.example.com"_s;
    QTest::newRow("encoded") << u"xn--bcher-kva.example"_s << u"b\u00fccher.example"_s;
    QTest::newRow("pattern") << u"*.xn--bcher-kva.com"_s << u"*.b\u00fccher.com"_s;
    QTest::newRow("broken code") << u"xn--\u00fc.example"_s << u"xn--\u00fc.example"_s;
}

void TestRuleInput::internationalNamesAreShownInBothForms()
{
    QFETCH(QString, pattern);
    QTEST(displayPattern(pattern), "shown");
}

void TestRuleInput::aNameOffersItsPatternAndBack_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("companion");
    QTest::newRow("name") << u"example.com"_s << u"*.example.com"_s;
    QTest::newRow("pattern") << u"*.example.com"_s << u"example.com"_s;
    QTest::newRow("star") << u"*"_s << QString();
    QTest::newRow("address") << u"10.0.0.1"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("link") << u"https://Example.com/x"_s << u"*.example.com"_s;
}

void TestRuleInput::aNameOffersItsPatternAndBack()
{
    QFETCH(QString, pattern);
    QTEST(companionPattern(pattern), "companion");
}

void TestRuleInput::whatTheServiceRefusesIsSaid_data()
{
    QTest::addColumn<EgressRule>("rule");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("name") << allowRule(u"a.test"_s) << QString();
    QTest::newRow("preset") << presetRule(u"defaults"_s) << QString();
    QTest::newRow("preset denied") << EgressRule{{}, u"deny"_s, u"defaults"_s, {}} << QString();
    QTest::newRow("other preset") << presetRule(u"corp"_s)
                                  << u"The service has no preset `corp`, only `defaults`."_s;
    QTest::newRow("both") << EgressRule{u"a.test"_s, u"allow"_s, u"defaults"_s, {}}
                          << u"A rule has either a name or a preset, not both."_s;
    QTest::newRow("no action") << EgressRule{u"a.test"_s, {}, {}, {}}
                               << u"A rule with a name needs an action, allow or deny."_s;
    QTest::newRow("other action") << EgressRule{u"a.test"_s, u"block"_s, {}, {}}
                                  << u"The action is allow or deny, not `block`."_s;
    QTest::newRow("unknown keys") << EgressRule{u"a.test"_s, u"allow"_s, {}, R"({"note":1})"}
                                  << u"The service refuses keys that it does not know: `{\"note\":1}`."_s;
}

void TestRuleInput::whatTheServiceRefusesIsSaid()
{
    QFETCH(EgressRule, rule);
    QTEST(ruleRefusal(rule), "refusal");
}

QTEST_APPLESS_MAIN(TestRuleInput)
#include "tst_ruleinput.moc"
