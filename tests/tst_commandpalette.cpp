// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/viewtesting.h"
#include "views/commandpalette.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestCommandPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void opensUnderItsFieldAndFindsByLetters();
    void enterChoosesWhatTheArrowsMarked();
    void aDisabledActionCannotBeChosen();
    void arrowsPassThroughDisabledRows();
    void escapeClosesAndEmptiesTheField();
    void theFieldKeepsTheFocusOnClicks();

private:
    QListView *list() const { return m_palette->findChild<QListView *>(u"paletteList"_s); }
    SpriteKey otter() const { return {AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)}; }

    std::unique_ptr<QWidget> m_window;
    PaletteModel *m_model = nullptr;
    QLineEdit *m_field = nullptr;
    CommandPalette *m_palette = nullptr;
};

void TestCommandPalette::init()
{
    failOnViewWarnings();
    m_window = std::make_unique<QWidget>();
    m_window->resize(1000, 600);
    m_field = new QLineEdit(m_window.get());
    m_field->setGeometry(340, 10, 320, 32);
    m_model = new PaletteModel(m_window.get());
    m_model->setSprites({{otter(), u"acme"_s}});
    m_model->setActions(
        {{.id = u"checkpoint.create"_s, .text = u"Checkpoint now…"_s, .shortcut = {}, .disabledReason = {}},
         {.id = u"checkpoint.restore"_s,
          .text = u"Restore…"_s,
          .shortcut = {},
          .disabledReason = u"Offline"_s}});
    m_palette = new CommandPalette(*m_model, *m_field, m_window.get());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(!m_palette->isVisible());
}

void TestCommandPalette::cleanup()
{
    m_window.reset();
}

void TestCommandPalette::opensUnderItsFieldAndFindsByLetters()
{
    m_palette->open();
    QVERIFY(m_palette->isVisible());
    QVERIFY(m_palette->y() >= m_field->geometry().bottom());
    QCOMPARE(m_palette->width(), 640);
    QTest::keyClicks(m_field, u"cotr"_s);
    QCOMPARE(m_model->rowCount(), 1);
    QSignalSpy sprite(m_palette, &CommandPalette::spriteChosen);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(sprite.first().first().value<SpriteKey>(), otter());
    QVERIFY(!m_palette->isVisible());
}

void TestCommandPalette::enterChoosesWhatTheArrowsMarked()
{
    m_palette->open();
    QSignalSpy action(m_palette, &CommandPalette::actionChosen);
    QSignalSpy chosen(m_palette, &CommandPalette::chosen);
    int row = 0;
    while (list()->currentIndex().data(PaletteModel::IdRole).toString() != u"checkpoint.create"_s &&
           row++ < 5)
        QTest::keyClick(m_field, Qt::Key_Down);
    QCOMPARE(m_field->accessibleDescription(), u"Checkpoint now…"_s);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(action.first().first().toString(), u"checkpoint.create"_s);
    QCOMPARE(chosen.first().first().toString(), u"checkpoint.create"_s);
}

void TestCommandPalette::aDisabledActionCannotBeChosen()
{
    m_palette->open();
    QTest::keyClicks(m_field, u"restore"_s);
    QCOMPARE(list()->currentIndex().data(PaletteModel::DisabledReasonRole).toString(), u"Offline"_s);
    QSignalSpy action(m_palette, &CommandPalette::actionChosen);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(action.count(), 0);
    QVERIFY(m_palette->isVisible());
}

void TestCommandPalette::arrowsPassThroughDisabledRows()
{
    m_palette->open();
    QCOMPARE(m_model->rowCount(), 3);
    QStringList seen;
    for (int row = 0; row < 3; ++row) {
        seen.append(list()->currentIndex().data(PaletteModel::IdRole).toString());
        QTest::keyClick(m_field, Qt::Key_Down);
    }
    seen.removeDuplicates();
    QCOMPARE(seen.size(), 3);
    QCOMPARE(list()->currentIndex().row(), 0);
}

void TestCommandPalette::escapeClosesAndEmptiesTheField()
{
    m_palette->open();
    QTest::keyClicks(m_field, u"otter"_s);
    QTest::keyClick(m_field, Qt::Key_Escape);
    QVERIFY(!m_palette->isVisible());
    QVERIFY(m_field->text().isEmpty());
}

void TestCommandPalette::theFieldKeepsTheFocusOnClicks()
{
    m_palette->open();
    QTest::keyClicks(m_field, u"otter"_s);
    QSignalSpy sprite(m_palette, &CommandPalette::spriteChosen);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      list()->visualRect(m_model->index(0, 0)).center());
    QCOMPARE(sprite.count(), 1);
}

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
