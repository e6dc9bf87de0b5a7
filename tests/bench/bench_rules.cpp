// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyorder.h"
#include "models/policyrulemodel.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSortFilterProxyModel>
#include <QTextStream>

#include <algorithm>

using namespace Spritarium;
using namespace Qt::StringLiterals;

// What a keystroke costs in the models of the egress editor, in milliseconds; a frame has 16. The middle
// and the worst of some rounds. It measures and asserts nothing.

namespace {

constexpr int Rounds = 25;

//! Names, wildcards and the preset, mixed, as long lists are.
NetworkPolicy manyRules(int count)
{
    NetworkPolicy policy;
    for (int i = 0; i < count - 2; ++i) {
        const QString name = u"host-%1.zone-%2.example.com"_s.arg(i).arg(i % 37);
        const QString pattern = i % 3 == 0 ? u"*."_s + name : name;
        policy.rules << (i % 5 == 0 ? denyRule(pattern) : allowRule(pattern));
    }
    policy.rules << presetRule(u"defaults"_s) << denyRule(u"*"_s);
    return policy;
}

void print(const QString &what, QList<qint64> nanoseconds)
{
    std::sort(nanoseconds.begin(), nanoseconds.end());
    const auto text = [](qint64 time) {
        return QString::number(double(time) / 1e6, 'f', 2).rightJustified(9);
    };
    QTextStream(stdout) << what.leftJustified(56) << text(nanoseconds.at(nanoseconds.size() / 2))
                        << text(nanoseconds.last()) << " ms\n";
}

class Bench
{
public:
    explicit Bench(int count)
        : m_count(count)
        , m_analysis(m_document)
        , m_model(m_document, m_analysis)
    {
        m_filter.setSourceModel(&m_model);
        m_filter.setFilterRole(PolicyRuleModel::SearchRole);
        m_document.open({AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)});
        m_document.setPublished(manyRules(count), QDateTime::currentDateTimeUtc());
        for (int i = 0; i < 20; ++i)
            m_document.addTested(u"host-%1.example.com"_s.arg(i));
        settle();
    }

    void run()
    {
        measure(u"a key in the tester"_s,
                [this](int i) { m_analysis.test(u"host-%1.example.org"_s.arg(i)); });
        const auto key = [this](int i) {
            m_document.changeRule(m_count / 2, allowRule(u"n%1.org"_s.arg(i)), 1);
        };
        measure(u"a key in a rule: the table"_s, key);
        measure(
            u"  then verdict and findings"_s,
            [this](int i) {
                m_analysis.test(u"n%1.org"_s.arg(i));
                m_analysis.findings();
            },
            key);
        measure(
            u"  then the table's findings"_s, [this](int) { settle(); }, key);
        measure(
            u"  then verdict changes"_s, [this](int) { m_analysis.verdictChanges(); }, key);
        measure(
            u"  then the diff"_s, [this](int) { m_analysis.changes(); }, key);
        measure(u"first rule to the end"_s, [this](int) { m_document.moveRules({0}, m_count); });
        measure(u"a rule above all"_s,
                [this](int i) { m_document.insertRules(0, {denyRule(u"x%1"_s.arg(i))}); });
        measure(u"a JSON keystroke"_s, [this](int i) {
            NetworkPolicy policy = m_document.draft();
            policy.rules[3] = allowRule(u"typed-%1.org"_s.arg(i));
            m_document.replaceDraft(policy, u"JSON"_s, 1);
        });
        measure(
            u"order-proof over the whole table"_s,
            [this](int) { m_document.replaceDraft(makeOrderProof(m_document.draft()).policy, u"x"_s); },
            [this](int) { m_document.discard(); });
        m_model.setArrangement(PolicyRuleModel::Arrangement::AsEvaluated);
        measure(u"a key in a rule, as evaluated"_s, key);
    }

private:
    void settle() { QCoreApplication::sendPostedEvents(); }

    template <typename Work>
    void measure(const QString &what, Work work)
    {
        measure(what, work, [](int) {});
    }

    template <typename Work, typename Before>
    void measure(const QString &what, Work work, Before before)
    {
        QList<qint64> times;
        for (int i = 0; i < Rounds; ++i) {
            before(i);
            QElapsedTimer clock;
            clock.start();
            work(i);
            times << clock.nsecsElapsed();
            settle();
        }
        print(u"%1 rules: %2"_s.arg(m_count).arg(what), times);
    }

    const int m_count;
    PolicyDocument m_document;
    PolicyAnalysis m_analysis;
    PolicyRuleModel m_model;
    QSortFilterProxyModel m_filter;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    for (const int count : {20, 500, 2000})
        Bench(count).run();
    return 0;
}
