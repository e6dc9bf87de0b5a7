// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/operationdesk.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"

#include <QComboBox>
#include <QLineEdit>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

namespace {

Fault faultOf(Fault::Kind kind, const QByteArray &method, const QString &path)
{
    Fault fault;
    fault.kind = kind;
    fault.method = method;
    fault.path = path;
    return fault;
}

Fault statusFault(int status, const QByteArray &method, const QString &path, int count = 1)
{
    Fault fault = faultOf(Fault::Kind::Status, method, path);
    fault.status = status;
    fault.count = count;
    fault.retryAfterSeconds = 2;
    return fault;
}

const QString CreatePath = u"*/checkpoint"_s;
const QString SpritesPath = u"/v1/sprites"_s;

} // namespace

//! Nothing typed is lost (design.md 4.7): what the service refused, what nobody knows the end of, and what
//! was never sent is there again, also for the next program on the same data folder.
class TestNothingLost : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;
    const QString m_sprite = u"calm-otter"_s;

    Playground::Faults &faults() { return m_playground->server().faults(); }

    void open()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    bool isIdle() { return m_program->workbench().desk().running().isEmpty(); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(m_sprite)).isOk());
        QVERIFY(m_playground->store().setStatus(m_sprite, u"running"_s).isOk());
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Before upgrade"_s)).isOk());
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void createFailures_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("end");
        QTest::newRow("late error") << int(Fault::Kind::LateError) << 0 << u"No checkpoint was created."_s;
        QTest::newRow("403") << int(Fault::Kind::Status) << 403 << u"No checkpoint was created."_s;
        QTest::newRow("429") << int(Fault::Kind::Status) << 429 << u"No checkpoint was created."_s;
        QTest::newRow("html 502")
            << int(Fault::Kind::HtmlBadGateway) << 0
            << u"The service did not say how it ended, and the list does not show the checkpoint."_s;
        QTest::newRow("drop before the answer")
            << int(Fault::Kind::DropBeforeAnswer) << 0
            << u"The service did not say how it ended, and the list does not show the checkpoint."_s;
        QTest::newRow("redirect") << int(Fault::Kind::RedirectOtherOrigin) << 0
                                  << u"No checkpoint was created."_s;
    }

    void createFailures()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, end);
        open();
        Fault fault = statusFault(status, "POST", CreatePath);
        fault.kind = static_cast<Fault::Kind>(kind);
        faults().add(fault);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->type(u"checkpointComment"_s, u"All tests green"_s));
        QVERIFY(m_program->click(u"createCheckpointConfirm"_s));
        QTRY_COMPARE(m_program->text(u"endText"_s), end);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QTRY_COMPARE(m_program->text(u"checkpointComment"_s), u"All tests green"_s);
        // Also for the next start.
        m_program->restart();
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QTRY_COMPARE(m_program->text(u"checkpointComment"_s), u"All tests green"_s);
    }

    void aCommentComesBackToItsOwnSprite()
    {
        QVERIFY(m_playground->store().create(Test::spriteNamed(u"quiet-fjord"_s)).isOk());
        open();
        Fault fault = faultOf(Fault::Kind::LateError, "POST", CreatePath);
        faults().add(fault);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->type(u"checkpointComment"_s, u"For the otter"_s));
        QVERIFY(m_program->click(u"createCheckpointConfirm"_s));
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(isIdle());
        QCOMPARE(m_program->window().findChild<QLineEdit *>(u"checkpointComment"_s)->text(), QString());
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_COMPARE(m_program->window().findChild<QLineEdit *>(u"checkpointComment"_s)->text(),
                     u"For the otter"_s);
    }

    void aTypedCommentSurvivesTheProgram()
    {
        open();
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->type(u"checkpointComment"_s, u"Half a thou"_s));
        m_program->restart();
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QTRY_COMPARE(m_program->text(u"checkpointComment"_s), u"Half a thou"_s);
    }

    void newSpriteRefusals_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::newRow("403") << int(Fault::Kind::Status) << 403
                             << u"This token is not allowed to do this: forbidden."_s;
        QTest::newRow("409") << int(Fault::Kind::Status) << 409
                             << u"The service refuses this now: conflict."_s;
        QTest::newRow("429") << int(Fault::Kind::Status) << 429 << u"Too many requests. Again in 2 s."_s;
        QTest::newRow("500") << int(Fault::Kind::Status) << 500 << u"The service failed (internal error)."_s;
        QTest::newRow("html 502") << int(Fault::Kind::HtmlBadGateway) << 0 << u"The service failed (502)."_s;
    }

    void newSpriteRefusals()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, words);
        open();
        Fault fault = statusFault(status, "POST", SpritesPath);
        fault.kind = static_cast<Fault::Kind>(kind);
        faults().add(fault);
        QVERIFY(m_program->chooseMenu(u"sprite.new"_s));
        QVERIFY(m_program->type(u"newName"_s, u"brave-lynx"_s));
        QVERIFY(m_program->type(u"labelField"_s, u"web"_s));
        m_program->seenAs<QComboBox>(u"newEgress"_s)->setCurrentIndex(2);
        QVERIFY(m_program->click(u"newCreate"_s));
        QTRY_VERIFY2(m_program->allText(u"newSpriteSheet"_s).contains(words),
                     qPrintable(m_program->allText(u"newSpriteSheet"_s)));
        QCOMPARE(m_program->text(u"newName"_s), u"brave-lynx"_s);
        QCOMPARE(m_program->seenAs<QComboBox>(u"newEgress"_s)->currentIndex(), 2);
        QCOMPARE(m_playground->requestCount("POST", SpritesPath), 1);

        m_program->restart();
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        QVERIFY(m_program->chooseMenu(u"sprite.new"_s));
        QTRY_COMPARE(m_program->text(u"newName"_s), u"brave-lynx"_s);
        QVERIFY(m_program->isSeen(u"label:web"_s));
        QVERIFY(m_program->click(u"newCreate"_s));
        QTRY_VERIFY(m_playground->store().sprite(u"brave-lynx"_s).isOk());
        // What was taken is no draft any more.
        QTRY_VERIFY(!m_program->isSeen(u"newSpriteSheet"_s));
        QTRY_VERIFY(isIdle());
        QVERIFY(m_program->chooseMenu(u"sprite.new"_s));
        QTRY_VERIFY(m_program->isSeen(u"newName"_s));
        QVERIFY(m_program->text(u"newName"_s) != "brave-lynx"_L1);
    }
};

QTEST_MAIN(TestNothingLost)
#include "tst_nothinglost.moc"
