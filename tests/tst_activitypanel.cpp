// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/activitypanel.h"

#include "models/activitymodel.h"
#include "support/patience.h"
#include "support/timelinestory.h"
#include "support/viewtesting.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstActivityPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void operationsAreListedNewestFirst();
    void anOperationOpensIntoItsParts();
    void enterOpensAndClosesARow();
    void filtersNarrowBySpriteKindAndResult();
    void filtersThatHideEverythingCanBeCleared();
    void logAndIssueTextAreCopied();
    void clearingIsAskedFirst();
    void showingAnOperationOverridesFilters();
    void nothingYetIsSaid();

private:
    void add(const QString &id, const QString &sprite, OperationKind kind, Outcome outcome);
    QComboBox *box(const QString &name) const { return m_panel->findChild<QComboBox *>(name); }
    QAbstractButton *button(const QString &name) const { return m_panel->findChild<QAbstractButton *>(name); }
    void choose(const QString &name, const QString &text);
    int rows() const { return m_panel->tree()->model()->rowCount(); }

    QDateTime m_now;
    std::unique_ptr<ActivityModel> m_model;
    std::unique_ptr<ActivityPanel> m_panel;
};

void TstActivityPanel::init()
{
    failOnViewWarnings();
    qRegisterMetaType<OperationId>();
    m_now = QDateTime::currentDateTimeUtc();
    m_model = std::make_unique<ActivityModel>();
    m_panel = std::make_unique<ActivityPanel>(*m_model);
    m_panel->resize(1000, 400);
    m_panel->show();
}

void TstActivityPanel::cleanup()
{
    m_panel.reset();
    m_model.reset();
}

void TstActivityPanel::add(const QString &id, const QString &sprite, OperationKind kind, Outcome outcome)
{
    Operation operation = TimelineStory::runningRestore(m_now.addSecs(rows()));
    operation.id = OperationId(id);
    operation.sprite.sprite = SpriteName(sprite);
    operation.kind = kind;
    operation.outcome = outcome;
    m_model->applyOperation(operation, u"acme"_s);
    m_model->applyMessage(operation.id,
                          {StreamMessage::Kind::Info, u"info"_s, u"message of %1"_s.arg(id), m_now});
    m_model->applyRequest(operation.id, {u"POST"_s, u"/v1/sprites/x"_s, 200, 12, u"01H"_s, m_now});
}

void TstActivityPanel::choose(const QString &name, const QString &text)
{
    QComboBox *chosen = box(name);
    const int index = chosen->findText(text);
    QVERIFY2(index >= 0, qPrintable(text));
    chosen->setCurrentIndex(index);
    Q_EMIT chosen->activated(index);
}

void TstActivityPanel::operationsAreListedNewestFirst()
{
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Succeeded);
    add(u"two"_s, u"calm-otter"_s, OperationKind::CreateCheckpoint, Outcome::Running);
    QCOMPARE(rows(), 2);
    QCOMPARE(m_panel->tree()->model()->columnCount(), 5);
    QCOMPARE(m_panel->tree()->model()->index(0, 0).data(ActivityModel::OperationIdRole).toString(), u"two"_s);
}

void TstActivityPanel::anOperationOpensIntoItsParts()
{
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Failed);
    const QModelIndex top = m_panel->tree()->model()->index(0, 0);
    m_panel->tree()->setCurrentIndex(top);
    QTest::keyClick(m_panel->tree(), Qt::Key_Right);
    QVERIFY(m_panel->tree()->isExpanded(top));
    QTRY_COMPARE(m_panel->tree()->model()->rowCount(top), 6); // four phases, a message, a request
}

void TstActivityPanel::enterOpensAndClosesARow()
{
    add(u"o1"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Succeeded);
    QTreeView *tree = m_panel->tree();
    QTRY_COMPARE(rows(), 1);
    const QModelIndex row = tree->model()->index(0, 0);
    tree->setCurrentIndex(row);
    QTest::keyClick(tree, Qt::Key_Return);
    QTRY_VERIFY(tree->isExpanded(row));
    QTest::keyClick(tree, Qt::Key_Return);
    QTRY_VERIFY(!tree->isExpanded(row));
}

void TstActivityPanel::filtersNarrowBySpriteKindAndResult()
{
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Succeeded);
    add(u"two"_s, u"calm-otter"_s, OperationKind::CreateCheckpoint, Outcome::Failed);
    add(u"three"_s, u"brave-heron"_s, OperationKind::CreateCheckpoint, Outcome::Unknown);
    choose(u"activitySprite"_s, u"calm-otter"_s);
    QCOMPARE(rows(), 2);
    choose(u"activityResult"_s, u"Failed"_s);
    QCOMPARE(rows(), 1);
    choose(u"activityResult"_s, u"All results"_s);
    choose(u"activitySprite"_s, u"All sprites"_s);
    choose(u"activityKind"_s, u"Checkpoint"_s);
    QCOMPARE(rows(), 2);
    add(u"four"_s, u"brave-heron"_s, OperationKind::CreateCheckpoint, Outcome::Running);
    QCOMPARE(rows(), 3);
    QCOMPARE(box(u"activityKind"_s)->currentText(), u"Checkpoint"_s);
}

void TstActivityPanel::filtersThatHideEverythingCanBeCleared()
{
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Succeeded);
    choose(u"activityResult"_s, u"Unknown"_s);
    QVERIFY(!m_panel->tree()->isVisible());
    auto *state = m_panel->findChild<QWidget *>(u"activityState"_s);
    QAbstractButton *clear = nullptr;
    for (QAbstractButton *one : state->findChildren<QAbstractButton *>()) {
        if (one->text() == u"Clear filters"_s)
            clear = one;
    }
    QVERIFY(clear);
    QTest::mouseClick(clear, Qt::LeftButton);
    QVERIFY(m_panel->tree()->isVisible());
    QCOMPARE(rows(), 1);
}

void TstActivityPanel::logAndIssueTextAreCopied()
{
    QVERIFY(!button(u"activityCopyLog"_s)->isEnabled());
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Failed);
    m_panel->showOperation(OperationId(u"one"_s));
    QTest::mouseClick(button(u"activityCopyLog"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_model->logText(OperationId(u"one"_s)));
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"message of one"_s));
    QTest::mouseClick(button(u"activityCopyIssue"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_model->issueText(OperationId(u"one"_s)));
}

void TstActivityPanel::clearingIsAskedFirst()
{
    QVERIFY(!button(u"activityClear"_s)->isEnabled());
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Failed);
    QSignalSpy cleared(m_panel.get(), &ActivityPanel::clearRequested);
    QTest::mouseClick(button(u"activityClear"_s), Qt::LeftButton);
    QCOMPARE(cleared.size(), 0);
    auto *sheet = m_panel->window()->findChild<QWidget *>(u"clearActivitySheet"_s);
    QVERIFY(sheet && sheet->isVisible());
    QTest::mouseClick(sheet->findChild<QAbstractButton *>(u"clearActivityConfirm"_s), Qt::LeftButton);
    QCOMPARE(cleared.size(), 1);
}

void TstActivityPanel::showingAnOperationOverridesFilters()
{
    add(u"one"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Succeeded);
    add(u"two"_s, u"calm-otter"_s, OperationKind::RestoreCheckpoint, Outcome::Failed);
    choose(u"activityResult"_s, u"Failed"_s);
    m_panel->showOperation(OperationId(u"one"_s));
    QCOMPARE(m_panel->currentOperation(), OperationId(u"one"_s));
    QVERIFY(m_panel->tree()->isExpanded(m_panel->tree()->currentIndex()));
}

void TstActivityPanel::nothingYetIsSaid()
{
    QVERIFY(!m_panel->tree()->isVisible());
    QVERIFY(m_panel->findChild<QWidget *>(u"activityState"_s)->isVisible());
}

QTEST_MAIN(TstActivityPanel)
#include "tst_activitypanel.moc"
