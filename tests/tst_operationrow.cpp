// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/operationrow.h"

#include "models/operationlogmodel.h"
#include "support/patience.h"
#include "support/timelinestory.h"
#include "support/viewtesting.h"
#include "views/operationlogview.h"
#include "views/phaseline.h"
#include "views/spritariumstyle.h"

#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTest>
#include <QTimer>
#include <QVBoxLayout>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstOperationRow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aRunningRestoreShowsTitlePhasesAndDuration();
    void afterAMinuteItSaysThatItTakesLonger();
    void everyEndHasItsWords_data();
    void everyEndHasItsWords();
    void theWordsOfTheResultWin();
    void offersAskForWhatTheySay();
    void theMenuSaysThatNothingCanCancelIt();
    void messagesAppearWithTimeAndSource();
    void controlCharactersAreShown();
    void itFollowsTheNewestLineUntilScrolledUp();
    void tenThousandMessagesStayBounded();
    void aBurstKeepsTheInterfaceAwake();
    void theLogCanBeCopied();
    void aBurstLongerThanTheLogEndsWithItsLastLines();
    void thereIsNoPercentage();
    void phasesAreReadAloud();
    void aVerifiedEndTakesTheLogAway();

private:
    QString label(const QString &name) const;
    QStringList offers() const;
    void append(const QString &text, StreamMessage::Kind kind = StreamMessage::Kind::Info,
                const QString &type = u"info"_s);
    OperationLogView *logView() const { return m_row->findChild<OperationLogView *>(); }

    QDateTime m_now;
    std::unique_ptr<QWidget> m_host;
    std::unique_ptr<OperationLogModel> m_log;
    OperationRow *m_row = nullptr;
};

void TstOperationRow::initTestCase()
{
    StyleOptions options;
    options.theme = Theme::Light;
    options.reducedMotion = true;
    QApplication::setStyle(new SpritariumStyle(options));
    qRegisterMetaType<OperationId>();
    qRegisterMetaType<CheckpointId>();
}

void TstOperationRow::init()
{
    failOnViewWarnings();
    m_now = QDateTime::currentDateTimeUtc();
    m_host = std::make_unique<QWidget>();
    m_log = std::make_unique<OperationLogModel>();
    auto *column = new QVBoxLayout(m_host.get());
    m_row = new OperationRow(m_host.get());
    column->addWidget(m_row);
    m_row->setOperation(TimelineStory::runningRestore(m_now));
    m_row->setLog(m_log.get());
    m_host->resize(800, 500);
    m_host->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_host.get()));
}

void TstOperationRow::cleanup()
{
    m_host.reset();
    m_log.reset();
}

QString TstOperationRow::label(const QString &name) const
{
    const auto *found = m_row->findChild<QLabel *>(name);
    return found && found->isVisible() ? found->text() : QString();
}

QStringList TstOperationRow::offers() const
{
    QStringList texts;
    for (const QString &name : {u"tryAgainButton"_s, u"restoreWithoutSafetyButton"_s, u"deleteSafetyButton"_s,
                                u"checkAgainButton"_s, u"detailsButton"_s}) {
        const auto *button = m_row->findChild<QAbstractButton *>(name);
        if (button && button->isVisible())
            texts.append(button->text());
    }
    return texts;
}

void TstOperationRow::append(const QString &text, StreamMessage::Kind kind, const QString &type)
{
    m_log->append({kind, type, text, m_now});
}

void TstOperationRow::aRunningRestoreShowsTitlePhasesAndDuration()
{
    QCOMPARE(label(u"operationTitle"_s), u"Restoring v3"_s);
    m_row->refresh(m_now);
    QCOMPARE(label(u"operationDuration"_s), u"0:07"_s);
    QCOMPARE(m_row->findChild<PhaseLine *>()->phases().size(), 4);
    QVERIFY(m_row->heightFor(800) >= 72);
    QVERIFY(offers().isEmpty());
}

void TstOperationRow::afterAMinuteItSaysThatItTakesLonger()
{
    QVERIFY(label(u"slowText"_s).isEmpty());
    QSignalSpy grew(m_row, &OperationRow::heightChanged);
    m_row->refresh(m_now.addSecs(60));
    QCOMPARE(label(u"slowText"_s), u"Longer than usual. The sprite may still be working."_s);
    QVERIFY(!grew.isEmpty());
}

void TstOperationRow::everyEndHasItsWords_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QStringList>("offered");
    const Operation running = TimelineStory::runningRestore(QDateTime::currentDateTimeUtc());

    Operation operation = running;
    operation.outcome = Outcome::Succeeded;
    QTest::newRow("verified") << operation << u"Restored v3. Everything checked."_s << QStringList();

    operation = running;
    operation.outcome = Outcome::Failed;
    operation.safety = {};
    operation.phases[0].state = PhaseState::Failed;
    QTest::newRow("safety step failed") << operation << u"Nothing was changed."_s
                                        << QStringList{u"Try again"_s, u"Restore without safety…"_s};

    operation = running;
    operation.outcome = Outcome::Failed;
    operation.phases[1].state = PhaseState::Failed;
    QTest::newRow("refused") << operation << u"Not restored. Safety checkpoint v10 was kept."_s
                             << QStringList{u"Try again"_s, u"Delete v10…"_s};

    operation = running;
    operation.outcome = Outcome::Unknown;
    QTest::newRow("no final message")
        << operation << u"The service did not say how it ended. Checking…"_s << QStringList{u"Check again"_s};

    operation.connectionLost = true;
    QTest::newRow("connection lost") << operation << u"Connection lost. The restore may still be running."_s
                                     << QStringList{u"Check again"_s};

    operation = running;
    operation.outcome = Outcome::SucceededWithDifferences;
    operation.differences = {u"Service web does not run."_s, u"3 egress rules fewer."_s};
    QTest::newRow("differences") << operation << u"Restored v3. 2 things need a look."_s << QStringList();

    operation = running;
    operation.kind = OperationKind::CreateCheckpoint;
    operation.outcome = Outcome::Failed;
    operation.error = ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(20));
    QTest::newRow("creation failed") << operation << u"No checkpoint was created."_s
                                     << QStringList{u"Try again"_s, u"Details"_s};
}

void TstOperationRow::everyEndHasItsWords()
{
    QFETCH(Operation, operation);
    QFETCH(QString, sentence);
    QFETCH(QStringList, offered);
    operation.lastMessage = u"the last words"_s;
    m_row->setOperation(operation);
    QCOMPARE(label(u"endText"_s), sentence);
    QTRY_COMPARE(offers(), offered);
    if (operation.outcome == Outcome::Failed || operation.outcome == Outcome::Unknown)
        QCOMPARE(label(u"endMessage"_s), u"the last words"_s);
    if (!operation.differences.isEmpty())
        QVERIFY(label(u"endMessage"_s).contains(operation.differences.first()));
}

void TstOperationRow::theWordsOfTheResultWin()
{
    Operation operation = m_row->operation();
    operation.outcome = Outcome::Failed;
    operation.resultText = u"Somebody knew better."_s;
    m_row->setOperation(operation);
    QCOMPARE(label(u"endText"_s), operation.resultText);
}

void TstOperationRow::offersAskForWhatTheySay()
{
    Operation operation = m_row->operation();
    operation.outcome = Outcome::Failed;
    operation.error = ApiError::invalid(u"no"_s);
    m_row->setOperation(operation);
    QSignalSpy again(m_row, &OperationRow::tryAgainRequested);
    QSignalSpy remove(m_row, &OperationRow::deleteRequested);
    QSignalSpy details(m_row, &OperationRow::detailsRequested);
    QSignalSpy hide(m_row, &OperationRow::hideRequested);
    for (const QString &name :
         {u"tryAgainButton"_s, u"deleteSafetyButton"_s, u"detailsButton"_s, u"hideButton"_s})
        QTest::mouseClick(m_row->findChild<QAbstractButton *>(name), Qt::LeftButton);
    QCOMPARE(again.size(), 1);
    QCOMPARE(remove.size(), 1);
    QCOMPARE(remove.first().first().value<CheckpointId>(), TimelineStory::version(10));
    QCOMPARE(details.size(), 1);
    QCOMPARE(hide.size(), 1);
    QCOMPARE(hide.first().first().value<OperationId>(), operation.id);
}

void TstOperationRow::theMenuSaysThatNothingCanCancelIt()
{
    QSignalSpy stopped(m_row, &OperationRow::stopWatchingRequested);
    QTest::mouseClick(m_row->findChild<QAbstractButton *>(u"operationMenuButton"_s), Qt::LeftButton);
    auto *menu = m_row->findChild<QMenu *>(u"operationMenu"_s);
    QVERIFY(menu);
    auto *stop = menu->findChild<QAction *>(u"stopWatchingAction"_s);
    QVERIFY(stop);
    QCOMPARE(stop->text(), u"The service cannot cancel this. Stop watching"_s);
    stop->trigger();
    QCOMPARE(stopped.size(), 1);
    menu->close();
}

void TstOperationRow::messagesAppearWithTimeAndSource()
{
    append(u"Restoring from checkpoint v3…"_s);
    append(u"to the output"_s, StreamMessage::Kind::Stdout, u"stdout"_s);
    append(u"to the errors"_s, StreamMessage::Kind::Stderr, u"stderr"_s);
    append(u"{\"step\":2}"_s, StreamMessage::Kind::Other, u"progress"_s);
    QTRY_COMPARE(logView()->blockCount(), 4);
    const QStringList lines = logView()->toPlainText().split(u'\n');
    const QString time = m_now.toLocalTime().toString(u"HH:mm:ss"_s);
    QCOMPARE(lines.at(0), time + u"  Restoring from checkpoint v3…"_s);
    QCOMPARE(lines.at(1), time + u"  out  to the output"_s);
    QCOMPARE(lines.at(2), time + u"  err  to the errors"_s);
    QCOMPARE(lines.at(3), time + u"  progress  {\"step\":2}"_s);
    QVERIFY(logView()->isVisible());
    QCOMPARE(logView()->layoutDirection(), Qt::LeftToRight);
}

void TstOperationRow::controlCharactersAreShown()
{
    QCOMPARE(visibleControls(u"a\x1b[31m\tb\n"_s), u"a␛[31m␉b␊"_s);
    QCOMPARE(visibleControls(u"user\u202Egnp.exe"_s), u"user<U+202E>gnp.exe"_s);
    append(u"<b>not bold</b>\x07"_s);
    QTRY_VERIFY(logView()->toPlainText().contains(u"<b>not bold</b>␇"_s));
}

void TstOperationRow::itFollowsTheNewestLineUntilScrolledUp()
{
    for (int i = 0; i < 40; ++i)
        append(u"line %1"_s.arg(i));
    QTRY_COMPARE(logView()->blockCount(), 40);
    QScrollBar *bar = logView()->verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());
    QVERIFY(bar->maximum() > 0);
    QVERIFY(logView()->isFollowing());

    bar->setValue(bar->maximum() - 10);
    QVERIFY(!logView()->isFollowing());
    const int read = bar->value();
    append(u"a newer line"_s);
    QTRY_COMPARE(logView()->blockCount(), 41);
    QCOMPARE(bar->value(), read);

    bar->setValue(bar->maximum());
    append(u"the newest line"_s);
    QTRY_COMPARE(logView()->blockCount(), 42);
    QCOMPARE(bar->value(), bar->maximum());
}

void TstOperationRow::tenThousandMessagesStayBounded()
{
    for (int i = 0; i < 10'000; ++i)
        append(u"message %1"_s.arg(i));
    QTRY_VERIFY(logView()->toPlainText().endsWith(u"message 9999"_s));
    QCOMPARE(logView()->blockCount(), m_log->rowCount());
    QVERIFY(m_log->rowCount() <= 5000);
    for (int i = 0; i < 100; ++i)
        append(u"later %1"_s.arg(i));
    QTRY_VERIFY(logView()->toPlainText().endsWith(u"later 99"_s));
    QCOMPARE(logView()->blockCount(), m_log->rowCount());
    QCOMPARE(logView()->verticalScrollBar()->value(), logView()->verticalScrollBar()->maximum());
    QVERIFY(m_row->heightFor(800) < 400); // six lines, then it scrolls
}

void TstOperationRow::aBurstKeepsTheInterfaceAwake()
{
    // Measured, not asserted: the longest time between two turns of the event loop while 5,000 lines come at
    // once.
    QElapsedTimer turn;
    qint64 longest = 0;
    QTimer pulse;
    connect(&pulse, &QTimer::timeout, this, [&] { longest = std::max(longest, turn.restart()); });
    for (int i = 0; i < 5'000; ++i)
        append(u"message %1 of a burst, about as long as messages usually are"_s.arg(i));
    turn.start();
    pulse.start(0);
    QTRY_VERIFY(logView()->latestLine().contains(u"message 4999"_s));
    QTest::setBenchmarkResult(qreal(longest), QTest::WalltimeMilliseconds);
}

void TstOperationRow::theLogCanBeCopied()
{
    append(u"worth keeping"_s);
    QTRY_VERIFY(logView()->isVisible());
    QTest::mouseClick(m_row->findChild<QAbstractButton *>(u"operationMenuButton"_s), Qt::LeftButton);
    auto *menu = m_row->findChild<QMenu *>(u"operationMenu"_s);
    menu->findChild<QAction *>(u"copyLogAction"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"worth keeping"_s));
    menu->close();
    logView()->setFocus();
    QTest::keyClick(logView(), Qt::Key_A, Qt::ControlModifier);
    QVERIFY(logView()->textCursor().hasSelection());
}

void TstOperationRow::thereIsNoPercentage()
{
    QVERIFY(m_row->findChildren<QProgressBar *>().isEmpty());
    for (const QLabel *one : m_row->findChildren<QLabel *>())
        QVERIFY(!one->text().contains(u'%'));
}

void TstOperationRow::phasesAreReadAloud()
{
    const auto *phases = m_row->findChild<PhaseLine *>();
    const QString spoken = phases->accessibleName();
    QVERIFY2(spoken.contains(phaseText(PhaseName::Restore) + u": "_s + phaseStateText(PhaseState::Running)),
             qPrintable(spoken));
    QVERIFY(spoken.contains(u"v10"_s));
}

void TstOperationRow::aBurstLongerThanTheLogEndsWithItsLastLines()
{
    OperationLogModel model(1000);
    OperationLogView view;
    view.setModel(&model);
    StreamMessage message;
    int sent = 0;
    // Faster than lines can be shown: most are overtaken before anybody sees them.
    for (int turn = 0; turn < 12; ++turn) {
        for (int i = 0; i < 700; ++i) {
            message.text = u"line %1"_s.arg(++sent);
            model.append(message);
        }
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(view.blockCount(), 1000);
    QVERIFY(view.document()->firstBlock().text().endsWith(u"line %1"_s.arg(sent - 999)));
    QVERIFY(view.document()->lastBlock().text().endsWith(u"line %1"_s.arg(sent)));
    model.clear();
    QCOMPARE(view.toPlainText(), QString());
}

void TstOperationRow::aVerifiedEndTakesTheLogAway()
{
    append(u"something"_s);
    QTRY_VERIFY(logView()->isVisible());
    Operation operation = m_row->operation();
    operation.outcome = Outcome::Succeeded;
    m_row->setOperation(operation);
    QVERIFY(!logView()->isVisible());
}

QTEST_MAIN(TstOperationRow)
#include "tst_operationrow.moc"
