// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/operationdesk.h"
#include "models/palettemodel.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"
#include "views/timelinelist.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStatusBar>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

//! One action, every door (ux-spec 1.5): menus, buttons, keys and the palette tell the same, reasons
//! included.
class TestActions : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;

    void open()
    {
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(u"calm-otter"_s));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
        m_program->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_program->window()));
    }

    QAction *menuEntry(const QString &id)
    {
        const QList<QMenu *> menus = m_program->window().findChildren<QMenu *>();
        for (const QMenu *menu : menus) {
            for (QAction *entry : menu->actions()) {
                if (entry->objectName() == id)
                    return entry;
            }
        }
        return nullptr;
    }

    //! The reason the palette shows for an action; "(not listed)" when it is not there.
    QString paletteReason(const QString &id)
    {
        const QAbstractItemModel *model =
            m_program->window().findChild<QListView *>(u"paletteList"_s)->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex index = model->index(row, 0);
            if (index.data(PaletteModel::IdRole).toString() == id)
                return index.data(PaletteModel::DisabledReasonRole).toString();
        }
        return u"(not listed)"_s;
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier)
    {
        m_program->key(key, modifiers, &m_program->window());
    }

    void requireReason(QLatin1StringView id, const QString &reason)
    {
        const QAction *action = m_program->action(id);
        QTRY_COMPARE(action->isEnabled(), reason.isEmpty());
        if (!reason.isEmpty())
            QCOMPARE(action->toolTip(), reason);
        QCOMPARE(action->statusTip(), reason);
        const QAction *entry = menuEntry(QString(id));
        QVERIFY2(entry == action, id.data());
        press(Qt::Key_K);
        auto *field = m_program->seenAs<QLineEdit>(u"paletteField"_s);
        field->clear();
        QString text = action->text();
        QTest::keyClicks(field, text.remove(u'…').left(12));
        QTRY_COMPARE(paletteReason(QString(id)), reason);
        QTest::keyClick(field, Qt::Key_Escape);
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        for (const QString &name : {u"calm-otter"_s, u"quiet-fjord"_s})
            QVERIFY(m_playground->store().create(Test::spriteNamed(name)).isOk());
        QVERIFY(m_playground->store().setStatus(u"calm-otter"_s, u"running"_s).isOk());
        QVERIFY(m_playground->store()
                    .checkpointNow(u"calm-otter"_s, Test::pointWith(u"Before upgrade"_s))
                    .isOk());
        m_program = std::make_unique<ProgramFixture>();
        m_program->options().session.limits.stall = 60s; // longer than any of these tests
        m_program->start();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void withoutASpriteNothingCanBeDoneToOne()
    {
        for (const QLatin1StringView id : {"checkpoint.create"_L1, "sprite.delete"_L1, "sprite.labels"_L1})
            requireReason(id, u"No sprite is selected."_s);
        requireReason("sprite.new"_L1, u"No account is signed in."_s);
    }

    void everyDoorIsOpenOnAnIdleSprite()
    {
        open();
        for (const QLatin1StringView id : {"checkpoint.create"_L1, "sprite.delete"_L1, "sprite.labels"_L1,
                                           "sprite.new"_L1, "sprite.address"_L1})
            requireReason(id, {});
        requireReason("checkpoint.restore"_L1, u"No checkpoint is selected."_s);
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        requireReason("checkpoint.restore"_L1, {});
        requireReason("checkpoint.delete"_L1, {});
        for (const QString &door : {u"tool:checkpoint.create"_s, u"headerCheckpoint"_s,
                                    u"createCheckpointButton"_s, u"checkpointNowButton"_s}) {
            const auto *button = m_program->seenAs<QAbstractButton>(door);
            QVERIFY2(button && button->isEnabled(), qPrintable(door));
        }
    }

    void everyDoorIsClosedForTheSameReasonWhileAnOperationRuns()
    {
        open();
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        Fault fault;
        fault.kind = Fault::Kind::Stall;
        fault.method = "POST";
        fault.path = u"*/checkpoint"_s;
        m_playground->server().faults().add(fault);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->click(u"createCheckpointConfirm"_s));
        QTRY_COMPARE(m_program->workbench().desk().running().size(), 1);
        const QString reason = u"Another operation runs on this sprite."_s;
        for (const QLatin1StringView id : {"checkpoint.create"_L1, "checkpoint.restore"_L1,
                                           "checkpoint.delete"_L1, "sprite.delete"_L1, "sprite.labels"_L1})
            requireReason(id, reason);
        for (const QString &door :
             {u"tool:checkpoint.create"_s, u"headerCheckpoint"_s, u"createCheckpointButton"_s,
              u"checkpointNowButton"_s, u"restoreButton_v1"_s}) {
            const auto *button = m_program->seenAs<QAbstractButton>(door);
            QVERIFY2(button, qPrintable(door));
            QVERIFY2(!button->isEnabled(), qPrintable(door));
            QVERIFY2(button->toolTip().contains(reason), qPrintable(door + button->toolTip()));
            QVERIFY2(button->accessibleDescription() == reason || door.startsWith("tool:"_L1),
                     qPrintable(door + button->accessibleDescription()));
        }
        // The other sprite is free.
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        requireReason("sprite.labels"_L1, {});
    }

    void theKeysOfTheWindowWork()
    {
        open();
        press(Qt::Key_1);
        QCOMPARE(m_program->window().currentTab(), u"overview"_s);
        press(Qt::Key_2);
        QCOMPARE(m_program->window().currentTab(), u"checkpoints"_s);
        press(Qt::Key_L);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"treeFilter"_s);
        press(Qt::Key_F);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"timelineFilter"_s);
        press(Qt::Key_K);
        QTRY_VERIFY(m_program->isSeen(u"paletteList"_s));
        press(Qt::Key_Escape, {});
        QTest::keyClick(m_program->seen(u"paletteField"_s), Qt::Key_Escape);
        for (const auto &[key, dock] : {std::pair(Qt::Key_B, u"spriteTreePanel"_s),
                                        {Qt::Key_J, u"activityPanel"_s},
                                        {Qt::Key_I, u"inspectorPanel"_s}}) {
            const bool before = m_program->isSeen(dock);
            press(key);
            QTRY_COMPARE(m_program->isSeen(dock), !before);
            press(key);
            QTRY_COMPARE(m_program->isSeen(dock), before);
        }
        const int lists = m_playground->requestCount("GET", u"/checkpoints"_s);
        press(Qt::Key_F5, {});
        QTRY_VERIFY(m_playground->requestCount("GET", u"/checkpoints"_s) > lists);
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
        press(Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"calm-otter"_s);
        press(Qt::Key_Right, Qt::AltModifier);
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
    }

    void theKeysOfSpritesWork()
    {
        open();
        press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(QApplication::clipboard()->text().contains("calm-otter"_L1));
        press(Qt::Key_N);
        QTRY_VERIFY(m_program->isSeen(u"newSpriteSheet"_s));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QTRY_VERIFY(!m_program->isSeen(u"newSpriteSheet"_s));
        m_program->key(Qt::Key_Delete, {}, m_program->window().findChild<QTreeView *>(u"spriteTree"_s));
        QTRY_VERIFY(m_program->isSeen(u"deleteSpriteSheet"_s));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QTRY_VERIFY(!m_program->isSeen(u"deleteSpriteSheet"_s));
    }

    void theKeysOfCheckpointsWork()
    {
        open();
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_program->isSeen(u"restoreSheet"_s));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QTRY_VERIFY(!m_program->isSeen(u"restoreSheet"_s));
        auto *list = m_program->window().findChild<TimelineList *>();
        m_program->key(Qt::Key_Return, {}, list);
        QTRY_VERIFY(m_program->isSeen(u"restoreSheet"_s));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QTRY_VERIFY(!m_program->isSeen(u"restoreSheet"_s));
        m_program->key(Qt::Key_Delete, {}, list);
        QTRY_VERIFY(m_program->isSeen(u"deleteCheckpointSheet"_s));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QTRY_VERIFY(!m_program->isSeen(u"deleteCheckpointSheet"_s));
        m_program->key(Qt::Key_C, Qt::ControlModifier, list);
        QCOMPARE(QApplication::clipboard()->text(), u"v1"_s);
        press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_program->isSeen(u"checkpointPopover"_s));
    }

    void aDoubleClickOpensTheInspector()
    {
        open();
        if (m_program->isSeen(u"inspectorPanel"_s))
            press(Qt::Key_I);
        QTRY_VERIFY(!m_program->isSeen(u"inspectorPanel"_s));
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        auto *list = m_program->window().findChild<TimelineList *>();
        const QRect row = list->visualRect(list->currentIndex());
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {},
                           QPoint(row.left() + row.width() / 3, row.center().y()));
        QTRY_VERIFY(m_program->isSeen(u"inspectorPanel"_s));
        QTRY_VERIFY(m_program->allText(u"inspectorPanel"_s).contains("v1"_L1));
    }

    void aKeyThatCannotActSaysWhyInTheStatusBar()
    {
        open();
        auto *list = m_program->window().findChild<TimelineList *>();
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        Fault fault;
        fault.kind = Fault::Kind::Stall;
        fault.method = "POST";
        m_playground->server().faults().add(fault);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->click(u"createCheckpointConfirm"_s));
        QTRY_COMPARE(m_program->workbench().desk().running().size(), 1);
        QTRY_VERIFY(!m_program->action("checkpoint.restore"_L1)->isEnabled());
        QVERIFY(m_program->selectCheckpoint(u"v1"_s));
        m_program->key(Qt::Key_Return, {}, list);
        QTRY_COMPARE(m_program->window().statusBar()->currentMessage(),
                     u"Another operation runs on this sprite."_s);
    }

    void aKeyChosenByThePersonReplacesTheStandardOne()
    {
        open();
        m_program->workbench().actions().setShortcut(u"sprite.new"_s, QKeySequence(u"Ctrl+Shift+Y"_s));
        press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_program->isSeen(u"newSpriteSheet"_s));
    }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
