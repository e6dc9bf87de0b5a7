// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bareclient.h"
#include "benchprogram.h"
#include "runs.h"

#include "domain/expectation.h"
#include "domain/policydiff.h"
#include "domain/policylint.h"
#include "domain/policyorder.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"

#include <QJsonArray>
#include <QLineEdit>
#include <QTableView>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

const QString Restricted = u"bench-00001"_s;

//! Exact names, patterns and a preset as they might have grown: some shadowed, some that depend on the order.
NetworkPolicy grownPolicy(int count)
{
    NetworkPolicy policy;
    for (int i = 0; policy.rules.size() < count - 2; ++i) {
        const QString host = u"host%1.team%2.example.com"_s.arg(i).arg(i % 37);
        policy.rules << (i % 5 == 0 ? denyRule(host) : allowRule(host));
        if (i % 7 == 0)
            policy.rules << allowRule(u"*.team%1.example.com"_s.arg(i / 7));
        if (i % 11 == 0)
            policy.rules << denyRule(u"*.part%1.team%2.example.com"_s.arg(i).arg(i % 37));
    }
    policy.rules = policy.rules.mid(0, count - 2);
    policy.rules.insert(policy.rules.size() / 2, presetRule(u"defaults"_s));
    policy.rules << denyRule(u"*"_s);
    return policy;
}

//! The median of many, ms.
template <typename Work>
double medianOf(Work work)
{
    QList<double> times;
    for (int i = 0; i < 21; ++i) {
        const qint64 begin = monotonicNow();
        work();
        times << double(monotonicNow() - begin) / 1e6;
    }
    std::sort(times.begin(), times.end());
    return times.at(times.size() / 2);
}

//! The rules alone, without a window.
QJsonObject pureFigures(const NetworkPolicy &policy)
{
    const PolicyEvaluator before(policy);
    NetworkPolicy edited = policy;
    edited.rules.first().action = edited.rules.first().denies() ? u"allow"_s : u"deny"_s;
    const PolicyEvaluator after(edited);
    qsizetype findings = 0, changes = 0;
    return {{u"read"_s, medianOf([&] { PolicyEvaluator{policy}; })},
            {u"verdict"_s, medianOf([&] { before.verdict(u"host7.team7.example.com"_s); })},
            {u"lint"_s, medianOf([&] { findings = findPolicyProblems(before, false).size(); })},
            {u"changes"_s, medianOf([&] {
                 changes = verdictChanges(before, after, namesOfInterest(before, after)).size();
             })},
            {u"order"_s, medianOf([&] { makeOrderProof(policy); })},
            {u"findings"_s, findings}};
}

} // namespace

int runEgress(BenchApplication &application, const BenchArguments &arguments)
{
    const NetworkPolicy policy = grownPolicy(arguments.count);
    BareClient client(arguments);
    client.get(u"/v1/sprites/%1/checkpoints"_s.arg(Restricted)); // so that it runs
    client.post(u"/playground/egress/%1"_s.arg(Restricted), toJson(policy));
    BenchProgram program(application, arguments);
    program.start();
    program.workbench().window().resize(1280, 800);
    program.signIn();
    SpriteTreeModel &tree = program.workbench().tree();
    program.until([&] {
        const std::optional<Sprite> sprite = tree.sprite(program.key(Restricted));
        return sprite && sprite->isRunning();
    });
    program.workbench().window().showTab(u"egress"_s);
    program.clickSprite(Restricted);
    auto *table = program.workbench().window().findChild<QTableView *>(u"ruleTable"_s);
    auto *tester = program.workbench().window().findChild<QLineEdit *>(u"testerField"_s);
    if (!table || !tester ||
        !program.until([&] { return table->model()->rowCount() >= int(policy.rules.size()); }))
        return 1;
    tester->setFocus();
    QTest::keyClicks(tester, u"host7.team7.example.com"_s);
    program.untilQuiet(1000);

    QJsonArray edits, computing;
    double typing = 0;
    for (int i = 0; i < 15; ++i) {
        // A letter into the tester: its answer comes after a pause of its own, so the work is what counts.
        program.stalls().restart();
        QTest::keyClick(tester, i % 2 == 0 ? Qt::Key_X : Qt::Key_Backspace);
        program.untilQuiet(300);
        typing = std::max(typing, program.stalls().longestCpu());
        // Space flips a rule: verdict, findings and table are right in the next painted frame.
        table->setFocus();
        table->setCurrentIndex(table->model()->index(3, 2));
        program.untilQuiet(100);
        program.stalls().restart();
        application.watchPaint(table->viewport());
        const qint64 begin = monotonicNow();
        QTest::keyClick(table, Qt::Key_Space);
        if (!program.until([&] { return application.paintCount() > 0; }))
            return 1;
        edits.append(double(monotonicNow() - begin) / 1e6);
        program.untilQuiet(100);
        computing.append(program.stalls().longestCpu());
        tester->setFocus();
    }
    QJsonObject figures = pureFigures(policy);
    figures.insert(u"edits"_s, edits);
    figures.insert(u"computing"_s, computing);
    figures.insert(u"typing"_s, typing);
    figures.insert(u"rows"_s, table->model()->rowCount());
    tell(figures);
    return 0;
}

} // namespace Spritarium::Bench
