// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/checkpointpopover.h"

#include "support/viewtesting.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstCheckpointPopover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void enterCreatesWithTheComment();
    void aCommentIsNotNeeded();
    void escapeKeepsTheDraft();
    void everyChangeOfTheDraftIsTold();
    void commentsEndAtTwoHundredCharacters();
    void recentCommentsAreOneClickAway();
    void theLineSaysWhatIsNotIncluded();
    void anErrorShowsInPlaceAndNothingIsLost();
    void aReasonDisablesTheButton();

private:
    QLineEdit *comment() const { return m_popover->findChild<QLineEdit *>(u"checkpointComment"_s); }
    QAbstractButton *create() const
    {
        return m_popover->findChild<QAbstractButton *>(u"createCheckpointConfirm"_s);
    }

    std::unique_ptr<QWidget> m_host;
    CheckpointPopover *m_popover = nullptr;
};

void TstCheckpointPopover::init()
{
    failOnViewWarnings();
    m_host = std::make_unique<QWidget>();
    m_host->resize(600, 400);
    m_host->show();
    m_popover = new CheckpointPopover(m_host.get());
    m_popover->openUnder(*m_host);
    QVERIFY(m_popover->isVisible());
}

void TstCheckpointPopover::cleanup()
{
    m_host.reset();
}

void TstCheckpointPopover::enterCreatesWithTheComment()
{
    QSignalSpy created(m_popover, &CheckpointPopover::createRequested);
    QTest::keyClicks(comment(), u"Before upgrade"_s);
    QTest::keyClick(comment(), Qt::Key_Return);
    QCOMPARE(created.size(), 1);
    QCOMPARE(created.first().first().toString(), u"Before upgrade"_s);
    QVERIFY(!m_popover->isVisible());
    QVERIFY(m_popover->draft().isEmpty());
}

void TstCheckpointPopover::aCommentIsNotNeeded()
{
    QSignalSpy created(m_popover, &CheckpointPopover::createRequested);
    QTest::mouseClick(create(), Qt::LeftButton);
    QCOMPARE(created.size(), 1);
    QVERIFY(created.first().first().toString().isEmpty());
}

void TstCheckpointPopover::escapeKeepsTheDraft()
{
    QSignalSpy created(m_popover, &CheckpointPopover::createRequested);
    QTest::keyClicks(comment(), u"half a thou"_s);
    QTest::keyClick(comment(), Qt::Key_Escape);
    QVERIFY(!m_popover->isVisible());
    QCOMPARE(created.size(), 0);
    m_popover->openUnder(*m_host);
    QCOMPARE(comment()->text(), u"half a thou"_s);
}

void TstCheckpointPopover::everyChangeOfTheDraftIsTold()
{
    QSignalSpy told(m_popover, &CheckpointPopover::draftChanged);
    QTest::keyClicks(comment(), u"abc"_s);
    QCOMPARE(told.size(), 3);
    QCOMPARE(told.last().first().toString(), u"abc"_s);
}

void TstCheckpointPopover::commentsEndAtTwoHundredCharacters()
{
    comment()->setText(QString(300, u'x'));
    QCOMPARE(comment()->text().size(), 200);
    QCOMPARE(comment()->placeholderText(), u"What is this state good for?"_s);
}

void TstCheckpointPopover::recentCommentsAreOneClickAway()
{
    m_popover->setRecentComments({u"Tests green"_s, QString(), u"Tests green"_s, u"Before upgrade"_s});
    QVERIFY(!m_popover->findChild<QAbstractButton *>(u"recentComment_2"_s));
    QTest::mouseClick(m_popover->findChild<QAbstractButton *>(u"recentComment_1"_s), Qt::LeftButton);
    QCOMPARE(comment()->text(), u"Before upgrade"_s);
}

void TstCheckpointPopover::theLineSaysWhatIsNotIncluded()
{
    const auto labels = m_popover->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text() == u"Files only. Memory and running processes are not included."_s;
    }));
}

void TstCheckpointPopover::anErrorShowsInPlaceAndNothingIsLost()
{
    QTest::keyClicks(comment(), u"Precious"_s);
    QTest::mouseClick(create(), Qt::LeftButton);
    m_popover->showError(ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(20)));
    m_popover->openUnder(*m_host);
    QCOMPARE(m_popover->draft(), u"Precious"_s);
    const auto *error = m_popover->findChild<QLabel *>(u"checkpointError"_s);
    QVERIFY(error->isVisible());
    QVERIFY(!error->text().isEmpty());
    QVERIFY(m_popover->rect().contains(create()->geometry()));
}

void TstCheckpointPopover::aReasonDisablesTheButton()
{
    m_popover->setDisabledReason(u"Offline"_s);
    QVERIFY(!create()->isEnabled());
    QSignalSpy created(m_popover, &CheckpointPopover::createRequested);
    QTest::keyClicks(comment(), u"later"_s);
    QTest::keyClick(comment(), Qt::Key_Return);
    QCOMPARE(created.size(), 0);
    QCOMPARE(m_popover->draft(), u"later"_s);
    QCOMPARE(m_popover->findChild<QLabel *>(u"checkpointError"_s)->text(), u"Offline"_s);
}

QTEST_MAIN(TstCheckpointPopover)
#include "tst_checkpointpopover.moc"
