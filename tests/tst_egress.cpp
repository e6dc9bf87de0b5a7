// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyrulemodel.h"
#include "playground/networkpolicystore.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"

#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QProcess>
#include <QTableView>

#include <cstdio>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

namespace {

const QString Sprite1 = u"calm-otter"_s;
const QString PolicyPath = u"*/policy/network"_s;

NetworkPolicy policyOf(const QStringList &allowed)
{
    NetworkPolicy policy;
    for (const QString &name : allowed)
        policy.rules << allowRule(name);
    return policy;
}

//! A person with a program in front: what is done to rules.
class Editor
{
public:
    explicit Editor(ProgramFixture &program)
        : m_program(program)
    {}

    bool open(const QString &sprite = Sprite1)
    {
        if (!m_program.selectSprite(sprite))
            return false;
        m_program.key(Qt::Key_3, Qt::ControlModifier, &m_program.window());
        return QTest::qWaitFor([this] { return m_program.isSeen(u"ruleTable"_s); }, Test::Patience);
    }
    QTableView &table() { return *m_program.seenAs<QTableView>(u"ruleTable"_s); }
    //! Patterns of the rows that are rules.
    QStringList patterns()
    {
        QStringList names;
        const QAbstractItemModel &model = *table().model();
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, PolicyRuleModel::Pattern);
            if (index.data(PolicyRuleModel::RuleRowRole).toInt() >= 0)
                names << index.data(PolicyRuleModel::PatternRole).toString();
        }
        return names;
    }
    void go(int row)
    {
        // The offscreen platform gives the focus back to nobody when a sheet closes.
        m_program.window().activateWindow();
        (void)QTest::qWaitForWindowActive(&m_program.window());
        table().setFocus();
        table().setCurrentIndex(table().model()->index(row, PolicyRuleModel::Pattern));
    }
    //! Shift+Enter below the last rule, the name, Enter.
    void add(const QString &name)
    {
        go(std::max(0, int(patterns().size()) - 1));
        m_program.key(Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), name);
        m_program.key(Qt::Key_Return);
    }
    bool apply()
    {
        m_program.key(Qt::Key_Return, Qt::ControlModifier, &m_program.window());
        return m_program.click(u"applyConfirm"_s);
    }
    bool applyOnTrial(int choice)
    {
        m_program.key(Qt::Key_Return, Qt::ControlModifier, &m_program.window());
        if (!m_program.click(u"applyGoBack"_s))
            return false;
        m_program.seenAs<QComboBox>(u"applyGoBackAfter"_s)->setCurrentIndex(choice);
        return m_program.click(u"applyConfirm"_s);
    }
    QString result() { return m_program.allText(u"egressResultBanner"_s); }

private:
    ProgramFixture &m_program;
};

//! The child of the kill: signs in, puts other rules on trial, says so, and waits for its end.
int putOnTrial(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList words = application.arguments();
    ProgramFixture program(words.at(2));
    program.start();
    Account account;
    account.organization = u"playground"_s;
    account.apiUrl = QUrl(words.at(3));
    account.id = accountIdFor(account.apiUrl, account.organization);
    account.storage = Account::Storage::File;
    program.workbench().accounts().signIn(account, words.at(4));
    Editor editor(program);
    if (!editor.open() || !QTest::qWaitFor([&] { return editor.patterns().size() == 1; }, Test::Patience))
        return 2;
    editor.add(u"trial.example.com"_s);
    if (!editor.applyOnTrial(1) ||
        !QTest::qWaitFor([&] { return program.isSeen(u"goBackBar"_s); }, Test::Patience))
        return 3;
    std::printf("on trial\n");
    std::fflush(stdout);
    return application.exec();
}

} // namespace

//! The Egress tab through the whole program by keys and clicks (ux-spec 10): the draft is never lost, and the
//! screen never says more than was read back.
class TestEgress : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;
    std::unique_ptr<Editor> m_editor;

    Playground::NetworkPolicyStore rules(const QString &sprite) const
    {
        return Playground::NetworkPolicyStore(m_playground->store().view(sprite).value());
    }
    void store(const NetworkPolicy &policy, const QString &sprite = Sprite1)
    {
        QVERIFY(rules(sprite).write(toJson(policy)).isOk());
    }
    NetworkPolicy stored(const QString &sprite = Sprite1) const
    {
        return parseNetworkPolicy(rules(sprite).read()).value();
    }
    void open(const QStringList &patterns)
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_editor->open());
        QTRY_COMPARE(m_editor->patterns(), patterns);
    }
    void fault(Fault::Kind kind, int status = 500, const QString &text = {})
    {
        Fault fault;
        fault.kind = kind;
        fault.method = "POST";
        fault.path = PolicyPath;
        fault.status = status;
        fault.text = text;
        m_playground->server().faults().add(fault);
    }
    int writes() const { return m_playground->requestCount("POST", u"/policy/network"_s); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(Sprite1)).isOk());
        QVERIFY(m_playground->store().setStatus(Sprite1, u"running"_s).isOk());
        m_program = std::make_unique<ProgramFixture>();
        m_editor = std::make_unique<Editor>(*m_program);
    }

    void cleanup()
    {
        m_editor.reset();
        m_program.reset();
        m_playground.reset();
    }

    void aPolicyIsBuiltFromNothingWithTheKeyboardAlone()
    {
        open({});
        QTRY_COMPARE(m_program->text(u"egressStateText"_s),
                     u"Unrestricted. This sprite can reach any name."_s);
        for (int tabs = 0; tabs < 60 && QApplication::focusWidget() != &m_editor->table(); ++tabs)
            m_program->key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), &m_editor->table());
        m_program->key(Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"API.example.com"_s);
        m_program->key(Qt::Key_Return);
        QCOMPARE(m_editor->patterns(), QStringList{u"api.example.com"_s});
        m_editor->add(u"*.example.org"_s);
        m_editor->go(1);
        m_program->key(Qt::Key_Space);
        QCOMPARE(m_editor->patterns(), (QStringList{u"api.example.com"_s, u"*.example.org"_s}));
        m_program->key(Qt::Key_Return, Qt::ControlModifier, &m_program->window());
        QTRY_VERIFY(m_program->isSeen(u"applySheet"_s));
        m_program->key(Qt::Key_Return, {}, m_program->seen(u"applySheet"_s));
        QTRY_VERIFY2(m_editor->result().contains(u"Applied and verified "_s), qPrintable(m_editor->result()));
        QCOMPARE(stored(), (NetworkPolicy{{allowRule(u"api.example.com"_s), denyRule(u"*.example.org"_s)}}));
        QVERIFY(!m_program->isSeen(u"egressDraftBar"_s));
        QTRY_COMPARE(m_program->text(u"egressStateText"_s),
                     u"Restricted. Everything is blocked except 1 rule(s)."_s);
    }

    void fortyNamesArePastedInOneStep()
    {
        open({});
        QStringList names;
        for (int i = 0; i < 40; ++i)
            names << u"host%1.example.com"_s.arg(i);
        QGuiApplication::clipboard()->setText(names.mid(0, 20).join(u'\n') + u", "_s +
                                              names.mid(20).join(u' '));
        m_editor->go(0);
        m_program->key(Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(m_editor->patterns(), names);
        m_program->key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_editor->patterns(), QStringList());
        m_program->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(m_editor->patterns(), names);
    }

    void everyEditIsUndoneAndRedone()
    {
        store(policyOf({u"a.example.com"_s, u"b.example.com"_s, u"c.example.com"_s}));
        const NetworkPolicy before = stored();
        open({u"a.example.com"_s, u"b.example.com"_s, u"c.example.com"_s});
        m_editor->go(0);
        m_program->key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(m_editor->patterns().at(1), u"a.example.com"_s);
        m_program->key(Qt::Key_Space);
        m_editor->go(2);
        m_program->key(Qt::Key_Delete);
        m_editor->add(u"d.example.com"_s);
        const QStringList edited{u"b.example.com"_s, u"a.example.com"_s, u"d.example.com"_s};
        QCOMPARE(m_editor->patterns(), edited);
        m_editor->table().setFocus();
        for (int i = 0; i < 4; ++i)
            m_program->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->patterns(),
                 (QStringList{u"a.example.com"_s, u"b.example.com"_s, u"c.example.com"_s}));
        QTRY_VERIFY(!m_program->isSeen(u"egressDraftBar"_s));
        for (int i = 0; i < 4; ++i)
            m_program->key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m_editor->patterns(), edited);
        QVERIFY(m_program->click(u"draftDiscard"_s));
        QCOMPARE(m_editor->patterns(),
                 (QStringList{u"a.example.com"_s, u"b.example.com"_s, u"c.example.com"_s}));
        QVERIFY(m_program->click(u"toastAction"_s));
        QCOMPARE(m_editor->patterns(), edited);
        QCOMPARE(stored(), before);
        QCOMPARE(writes(), 0);
    }

    void aDraftSurvivesTheProgramAndOtherSprites()
    {
        QVERIFY(m_playground->store().create(Test::spriteNamed(u"quiet-fjord"_s)).isOk());
        open({});
        m_editor->add(u"kept.example.com"_s);
        QVERIFY(m_program->window().isWindowModified());
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(!m_program->window().isWindowModified());
        QVERIFY(m_editor->open());
        QTRY_COMPARE(m_editor->patterns(), QStringList{u"kept.example.com"_s});
        m_program->restart();
        QVERIFY(m_editor->open());
        QTRY_COMPARE(m_editor->patterns(), QStringList{u"kept.example.com"_s});
        QTRY_VERIFY(m_program->isSeen(u"egressDraftBar"_s));
        QCOMPARE(writes(), 0);
    }

    void somebodyElsesRulesAreShownAndRebasedOn()
    {
        store(policyOf({u"base.example.com"_s}));
        open({u"base.example.com"_s});
        m_editor->add(u"mine.example.com"_s);
        store(policyOf({u"base.example.com"_s, u"theirs.example.com"_s}));
        QVERIFY(m_editor->apply());
        QTRY_VERIFY(m_program->isSeen(u"policyConflict"_s));
        QCOMPARE(writes(), 0);
        QVERIFY(m_program->click(u"applyRebase"_s));
        QTRY_COMPARE(m_editor->patterns().size(), 3);
        QVERIFY(m_program->click(u"applyConfirm"_s));
        QTRY_VERIFY2(m_editor->result().contains(u"Applied and verified "_s),
                     qPrintable(m_editor->result() + m_program->allText(u"applySheet"_s)));
        const QStringList patterns = m_editor->patterns();
        QVERIFY(patterns.contains(u"mine.example.com"_s) && patterns.contains(u"theirs.example.com"_s));
        QCOMPARE(stored().rules.size(), 3);
        QCOMPARE(writes(), 1);
    }

    void somebodyElsesRulesAreReplacedOnlyWhenAsked()
    {
        store(policyOf({u"base.example.com"_s}));
        open({u"base.example.com"_s});
        m_editor->add(u"mine.example.com"_s);
        store(policyOf({u"theirs.example.com"_s}));
        QVERIFY(m_editor->apply());
        QVERIFY(m_program->click(u"applyReplaceTheirs"_s));
        QTRY_VERIFY2(m_editor->result().contains(u"Applied and verified "_s), qPrintable(m_editor->result()));
        QCOMPARE(stored(), policyOf({u"base.example.com"_s, u"mine.example.com"_s}));
    }

    void badEnds_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("isApplied");
        const auto row = [](const char *name, Fault::Kind kind, int status, const QString &text,
                            const QString &words, bool isApplied) {
            QTest::newRow(name) << int(kind) << status << text << words << isApplied;
        };
        row("400", Fault::Kind::Status, 400, u"invalid policy config"_s,
            u"Refused by the service: invalid policy config. Nothing changed."_s, false);
        row("409", Fault::Kind::Status, 409, u"busy"_s, u"Refused by the service: busy. Nothing changed."_s,
            false);
        row("500", Fault::Kind::Status, 500, u"failed to write temp file"_s,
            u"Refused by the service: failed to write temp file. Nothing changed."_s, false);
        row("200", Fault::Kind::OtherAnswer, 200, u"{}"_s, u"Applied and verified "_s, true);
        row("answer dropped after the work", Fault::Kind::DropAfterWork, 0, {}, u"Applied and verified "_s,
            true);
        row("request dropped", Fault::Kind::DropBeforeAnswer, 0, {},
            u"No answer came. Reading back shows the old rules."_s, false);
        row("something else is stored", Fault::Kind::OtherBody, 204,
            QString::fromUtf8(toJson(policyOf({u"other.example.com"_s}))),
            u"Applied, but reading back shows something else."_s, false);
    }

    void badEnds()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, text);
        QFETCH(QString, words);
        QFETCH(bool, isApplied);
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"new.example.com"_s);
        const QStringList draft{u"old.example.com"_s, u"new.example.com"_s};
        fault(Fault::Kind(kind), status, text);
        QVERIFY(m_editor->apply());
        const auto told = [this] { return m_editor->result() + u'\n' + m_program->allText(u"applySheet"_s); };
        QTRY_VERIFY2(told().contains(words), qPrintable(told()));
        QCOMPARE(writes(), 1);
        // The draft is where it was, also for the next start.
        if (m_program->isSeen(u"applySheet"_s))
            m_program->key(Qt::Key_Escape, {}, m_program->seen(u"applySheet"_s));
        QTRY_VERIFY(!m_program->isSeen(u"applySheet"_s));
        QCOMPARE(m_editor->patterns(), draft);
        QCOMPARE(m_program->isSeen(u"egressDraftBar"_s), !isApplied);
        QCOMPARE(stored() == policyOf(draft), isApplied);
        m_program->restart();
        QVERIFY(m_editor->open());
        QTRY_COMPARE(m_editor->patterns(), draft);
        QTRY_COMPARE(m_program->isSeen(u"egressDraftBar"_s), !isApplied);
    }

    void rulesOnTrialGoBackByThemselves()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(0));
        QTRY_VERIFY(m_program->isSeen(u"goBackBar"_s));
        // In every view of the sprite.
        m_program->key(Qt::Key_2, Qt::ControlModifier, &m_program->window());
        QVERIFY(m_program->isSeen(u"goBackBar"_s));
        QTRY_COMPARE(stored(), policyOf({u"old.example.com"_s}));
        QTRY_VERIFY(!m_program->isSeen(u"goBackBar"_s));
        m_program->key(Qt::Key_3, Qt::ControlModifier, &m_program->window());
        QTRY_COMPARE(m_editor->patterns(), QStringList{u"old.example.com"_s});
        QVERIFY2(m_editor->result().contains(u"The previous rules of calm-otter are back."_s),
                 qPrintable(m_editor->result()));
        QCOMPARE(writes(), 2);
    }

    void keptRulesStay()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(2));
        QVERIFY(m_program->click(u"goBackKeep"_s));
        QVERIFY(!m_program->isSeen(u"goBackBar"_s));
        m_program->restart();
        QVERIFY(m_editor->open());
        QTRY_COMPARE(m_editor->patterns().size(), 2);
        QVERIFY(!m_program->isSeen(u"goBackBar"_s));
        QCOMPARE(writes(), 1);
    }

    void goingBackIsTriedUntilItIsDone()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(2));
        QTRY_VERIFY(m_program->isSeen(u"goBackBar"_s));
        Fault fault;
        fault.kind = Fault::Kind::DropBeforeAnswer;
        fault.path = PolicyPath;
        fault.count = -1;
        m_playground->server().faults().add(fault);
        QVERIFY(m_program->click(u"goBackNow"_s));
        QTRY_VERIFY2(m_program->allText(u"goBackBar"_s)
                         .contains(u"Could not go back. The new rules are still active."_s),
                     qPrintable(m_program->allText(u"goBackBar"_s)));
        QCOMPARE(stored().rules.size(), 2);
        m_playground->server().faults().clear();
        QTRY_COMPARE_WITH_TIMEOUT(stored(), policyOf({u"old.example.com"_s}), Test::Patience);
        QTRY_VERIFY(!m_program->isSeen(u"goBackBar"_s));
    }

    void nothingIsPutBackOverSomebodyElsesRules()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(2));
        QTRY_VERIFY(m_program->isSeen(u"goBackBar"_s));
        store(policyOf({u"theirs.example.com"_s}));
        QVERIFY(m_program->click(u"goBackNow"_s));
        QTRY_VERIFY2(m_editor->result().contains(
                         u"The rules of calm-otter changed meanwhile, so nothing was put back."_s),
                     qPrintable(m_editor->result()));
        QCOMPARE(stored(), policyOf({u"theirs.example.com"_s}));
    }

    void aLostAnswerKeepsTheWayBack()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        fault(Fault::Kind::DropBeforeAnswer);
        QVERIFY(m_editor->applyOnTrial(0));
        QTRY_VERIFY(m_program->isSeen(u"goBackBar"_s));
        // The request was only slow: its rules come into force after the old ones were read back.
        store(policyOf({u"old.example.com"_s, u"trial.example.com"_s}));
        QTRY_COMPARE(stored(), policyOf({u"old.example.com"_s}));
        QTRY_VERIFY(!m_program->isSeen(u"goBackBar"_s));
        // What went back is not lost, though nobody read it at its time.
        QVERIFY(m_program->chooseMenu(u"egress.history"_s));
        QTRY_VERIFY(m_program->isSeen(u"historyVersions"_s));
        QTRY_COMPARE(m_program->seenAs<QAbstractItemView>(u"historyVersions"_s)->model()->rowCount(), 2);
    }

    void rulesNeverInForceAreNotSaidToGoBack()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        fault(Fault::Kind::DropBeforeAnswer);
        QVERIFY(m_editor->applyOnTrial(0));
        QTRY_VERIFY(m_program->isSeen(u"goBackBar"_s));
        QTRY_VERIFY(!m_program->isSeen(u"goBackBar"_s));
        QVERIFY2(m_editor->result().contains(u"The new ones were not in force."_s),
                 qPrintable(m_editor->result()));
        QCOMPARE(m_editor->patterns(), (QStringList{u"old.example.com"_s, u"trial.example.com"_s}));
        QVERIFY(m_program->isSeen(u"egressDraftBar"_s));
    }

    void aTrialOverATrialGoesBackToTheRulesThatWereKept()
    {
        store(policyOf({u"kept.example.com"_s}));
        open({u"kept.example.com"_s});
        m_editor->add(u"first.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(2));
        QTRY_COMPARE(stored().rules.size(), 2);
        QTRY_VERIFY(!m_program->isSeen(u"applySheet"_s));
        m_editor->add(u"second.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(0));
        QTRY_COMPARE(stored().rules.size(), 3);
        QTRY_COMPARE(stored(), policyOf({u"kept.example.com"_s}));
        QTRY_VERIFY(!m_program->isSeen(u"goBackBar"_s));
    }

    void aRefusedTrialLeavesTheEarlierOneCounting()
    {
        store(policyOf({u"kept.example.com"_s}));
        open({u"kept.example.com"_s});
        m_editor->add(u"first.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(1));
        QTRY_COMPARE(stored().rules.size(), 2);
        QTRY_VERIFY(!m_program->isSeen(u"applySheet"_s));
        m_editor->add(u"second.example.com"_s);
        fault(Fault::Kind::Status, 400, u"invalid policy config"_s);
        QVERIFY(m_editor->applyOnTrial(0));
        QTRY_VERIFY(m_program->allText(u"applySheet"_s).contains(u"Nothing changed."_s));
        m_program->key(Qt::Key_Escape, {}, m_program->seen(u"applySheet"_s));
        QTRY_COMPARE(stored(), policyOf({u"kept.example.com"_s}));
    }

    void signingOutNamesTheRulesOnTrial()
    {
        store(policyOf({u"old.example.com"_s}));
        open({u"old.example.com"_s});
        m_editor->add(u"trial.example.com"_s);
        QVERIFY(m_editor->applyOnTrial(2));
        QTRY_VERIFY(m_program->isSeen(u"goBackBar"_s));
        QVERIFY(m_program->chooseMenu(u"account.sign-out"_s));
        QTRY_VERIFY(m_program->isSeen(u"signOutSheet"_s));
        QVERIFY2(m_program->allText(u"signOutSheet"_s).contains(u"calm-otter"_s),
                 qPrintable(m_program->allText(u"signOutSheet"_s)));
    }

    void rulesOnTrialGoBackAlsoAfterAKill()
    {
        store(policyOf({u"old.example.com"_s}));
        QTemporaryDir place;
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(
            QCoreApplication::applicationFilePath(),
            {u"--put-on-trial"_s, place.path(), m_playground->url().toString(), m_playground->token()});
        QTRY_VERIFY_WITH_TIMEOUT(child.canReadLine(), 30000);
        QCOMPARE(child.readLine(), QByteArray("on trial\n"));
        child.kill();
        QTRY_COMPARE(child.state(), QProcess::NotRunning);
        QCOMPARE(stored(), policyOf({u"old.example.com"_s, u"trial.example.com"_s}));
        m_editor.reset();
        m_program = std::make_unique<ProgramFixture>(place.path());
        m_editor = std::make_unique<Editor>(*m_program);
        m_program->start();
        QTRY_COMPARE_WITH_TIMEOUT(stored(), policyOf({u"old.example.com"_s}), Test::Patience);
        QVERIFY(m_editor->open());
        QTRY_COMPARE(m_editor->patterns(), QStringList{u"old.example.com"_s});
    }

    void aSleepingSpriteShowsWhatWasSeenAndIsNotWoken()
    {
        store(policyOf({u"seen.example.com"_s}));
        open({u"seen.example.com"_s});
        m_program->stop();
        QVERIFY(m_playground->store().setStatus(Sprite1, u"cold"_s).isOk());
        m_program->start();
        QVERIFY(m_program->selectSprite(Sprite1));
        m_program->key(Qt::Key_3, Qt::ControlModifier, &m_program->window());
        QTRY_VERIFY(m_program->isSeen(u"asleepStrip"_s));
        QTRY_COMPARE(m_editor->patterns(), QStringList{u"seen.example.com"_s});
        QVERIFY(m_program->click(u"editDraftButton"_s));
        m_editor->add(u"draft.example.com"_s);
        QCOMPARE(m_editor->patterns().size(), 2);
        QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
        // Applying says that it wakes, and does.
        m_program->key(Qt::Key_Return, Qt::ControlModifier, &m_program->window());
        QTRY_VERIFY2(m_program->allText(u"applySheet"_s).contains(u"wakes"_s),
                     qPrintable(m_program->allText(u"applySheet"_s)));
        QVERIFY(m_program->click(u"applyConfirm"_s));
        QTRY_COMPARE(stored().rules.size(), 2);
    }

    void neverReadRulesAreLoadedByAClickOnly()
    {
        QVERIFY(m_playground->store().setStatus(Sprite1, u"cold"_s).isOk());
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(Sprite1));
        m_program->key(Qt::Key_3, Qt::ControlModifier, &m_program->window());
        QTRY_VERIFY2(m_program->allText(u"egressPanel"_s).contains(u"Rules not loaded"_s),
                     qPrintable(m_program->allText(u"egressPanel"_s)));
        QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
        // What was never read is not exported as if it were empty.
        QVERIFY(!m_program->chooseMenu(u"egress.export"_s));
        QVERIFY(m_program->click(u"statePrimary"_s));
        QTRY_COMPARE(m_program->text(u"egressStateText"_s),
                     u"Unrestricted. This sprite can reach any name."_s);
    }

    void theHistoryGivesADraft()
    {
        open({});
        m_editor->add(u"first.example.com"_s);
        QVERIFY(m_editor->apply());
        QTRY_VERIFY(m_editor->result().contains(u"Applied and verified "_s));
        m_editor->add(u"second.example.com"_s);
        QVERIFY(m_editor->apply());
        QTRY_COMPARE(stored().rules.size(), 2);
        QTRY_VERIFY(!m_program->isSeen(u"applySheet"_s));
        QVERIFY(m_program->chooseMenu(u"egress.history"_s));
        QTRY_VERIFY(m_program->isSeen(u"historyVersions"_s));
        auto *versions = m_program->seenAs<QAbstractItemView>(u"historyVersions"_s);
        QTRY_COMPARE(versions->model()->rowCount(), 2);
        versions->setCurrentIndex(versions->model()->index(1, 0));
        QVERIFY(m_program->click(u"historyMakeDraft"_s));
        QTRY_COMPARE(m_editor->patterns(), QStringList{u"first.example.com"_s});
        QVERIFY(m_program->isSeen(u"egressDraftBar"_s));
        QCOMPARE(stored().rules.size(), 2);
    }

    void thePaletteAsksTheTester()
    {
        store(policyOf({u"api.example.com"_s}));
        open({u"api.example.com"_s});
        m_program->key(Qt::Key_K, Qt::ControlModifier, &m_program->window());
        QTest::keyClicks(m_program->window().paletteField(), u"api.example.com"_s);
        QTRY_VERIFY(m_program->isSeen(u"commandPalette"_s));
        QTest::keyClick(m_program->window().paletteField(), Qt::Key_Return);
        QTRY_COMPARE(m_program->text(u"testerField"_s), u"api.example.com"_s);
        QTRY_VERIFY(m_program->isSeen(u"testerVerdict"_s));
        QVERIFY2(m_program->seen(u"testerVerdict"_s)->accessibleName().contains(u"Allowed"_s),
                 qPrintable(m_program->seen(u"testerVerdict"_s)->accessibleName()));
    }
};

int main(int argc, char **argv)
{
    if (argc == 5 && qstrcmp(argv[1], "--put-on-trial") == 0)
        return putOnTrial(argc, argv);
    QApplication application(argc, argv);
    TestEgress test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_egress.moc"
