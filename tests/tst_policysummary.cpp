// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policysummary.h"
#include "support/policywords.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestPolicySummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void everyPolicyHasItsSentence_data();
    void everyPolicyHasItsSentence();
};

void TestPolicySummary::everyPolicyHasItsSentence_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("text");
    const auto add = [](const QString &words, const QString &word, const QString &text) {
        QTest::addRow("%s", qPrintable(words)) << words << word << text;
    };
    // Without a translation the source text shows its plural as it is written.
    add({}, u"Unrestricted"_s, u"Unrestricted. This sprite can reach any name."_s);
    add(u"deny *"_s, u"Locked down"_s, u"Locked down. No name can be reached."_s);
    add(u"deny a.test"_s, u"Locked down"_s, u"Locked down. No name can be reached."_s);
    add(u"-defaults"_s, u"Locked down"_s, u"Locked down. No name can be reached."_s);
    add(u"+defaults"_s, u"Restricted"_s,
        u"Restricted. Everything is blocked except the development defaults."_s);
    add(u"=defaults; deny *"_s, u"Restricted"_s,
        u"Restricted. Everything is blocked except the development defaults."_s);
    add(u"allow a.test; allow *.b.test; deny c.test"_s, u"Restricted"_s,
        u"Restricted. Everything is blocked except 2 rule(s)."_s);
    add(u"allow a.test; allow b.test; allow c.test; allow d.test; +defaults; deny *"_s, u"Restricted"_s,
        u"Restricted. Everything is blocked except 4 rule(s) and the development defaults."_s);
    add(u"allow *"_s, u"Open"_s, u"Open. Everything is reachable."_s);
    add(u"allow *; deny a.test; deny *.b.test; allow c.test"_s, u"Open"_s,
        u"Open. Everything is reachable except the names of 2 rule(s)."_s);
    add(u"deny *; allow *"_s, u"Locked down"_s, u"Locked down. No name can be reached."_s);
    add(u"+other"_s, u"Restricted"_s, u"Restricted. Everything is blocked except 1 rule(s)."_s);
    add(u"permit a.test"_s, u"Locked down"_s, u"Locked down. No name can be reached."_s);
}

void TestPolicySummary::everyPolicyHasItsSentence()
{
    QFETCH(QString, words);
    const PolicySummary summary = summarize(policyOf(words));
    QTEST(summaryWord(summary), "word");
    QTEST(summaryText(summary), "text");
}

QTEST_APPLESS_MAIN(TestPolicySummary)
#include "tst_policysummary.moc"
