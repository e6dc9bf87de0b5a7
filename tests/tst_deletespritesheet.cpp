// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/viewtesting.h"
#include "views/deletespritesheet.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestDeleteSpriteSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnViewWarnings(); }
    void oneIsArmedByItsExactName();
    void severalAreArmedByTheirNumber();
    void whatIsLostIsListed();
    void enterDoesNothingUntilArmed();

private:
    static SpriteKey key(const QString &name) { return {AccountId(u"acme"_s), SpriteName(name)}; }
};

void TestDeleteSpriteSheet::oneIsArmedByItsExactName()
{
    DeleteSpriteSheet sheet(
        {{.key = key(u"calm-otter"_s), .checkpoints = 9, .isPublic = false, .address = {}}});
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
    sheet.open();
    auto *typed = sheet.findChild<QLineEdit *>(u"deleteTyped"_s);
    auto *confirm = sheet.findChild<QPushButton *>(u"deleteConfirm"_s);
    QSignalSpy asked(&sheet, &DeleteSpriteSheet::deleteRequested);
    QTest::keyClicks(typed, u"calm-otte"_s);
    QVERIFY(!confirm->isEnabled());
    QVERIFY(!confirm->accessibleDescription().isEmpty());
    QTest::keyClicks(typed, u"r"_s);
    QVERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().value<QList<SpriteKey>>(), QList<SpriteKey>{key(u"calm-otter"_s)});
    QVERIFY(!sheet.isVisible());
}

void TestDeleteSpriteSheet::severalAreArmedByTheirNumber()
{
    DeleteSpriteSheet sheet({{.key = key(u"a-one"_s), .checkpoints = {}, .isPublic = false, .address = {}},
                             {.key = key(u"b-two"_s), .checkpoints = {}, .isPublic = false, .address = {}}});
    sheet.open();
    auto *typed = sheet.findChild<QLineEdit *>(u"deleteTyped"_s);
    auto *confirm = sheet.findChild<QPushButton *>(u"deleteConfirm"_s);
    QTest::keyClicks(typed, u"a-one"_s);
    QVERIFY(!confirm->isEnabled());
    typed->clear();
    QTest::keyClicks(typed, u"2"_s);
    QVERIFY(confirm->isEnabled());
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
}

void TestDeleteSpriteSheet::whatIsLostIsListed()
{
    DeleteSpriteSheet sheet({{.key = key(u"calm-otter"_s),
                              .checkpoints = {},
                              .isPublic = true,
                              .address = u"https://calm-otter.sprites.app"_s,
                              .forwards = 2}});
    auto *loss = sheet.findChild<QLabel *>(u"loss:calm-otter"_s);
    QVERIFY(loss->text().contains(u"Checkpoints not counted"_s));
    QVERIFY(loss->text().contains(u"https://calm-otter.sprites.app"_s));
    QVERIFY(loss->text().contains(u"2 forward"_s));
    sheet.setCheckpointCount(key(u"calm-otter"_s), 9);
    QVERIFY(loss->text().startsWith(u"9 "_s));
}

void TestDeleteSpriteSheet::enterDoesNothingUntilArmed()
{
    DeleteSpriteSheet sheet(
        {{.key = key(u"calm-otter"_s), .checkpoints = 1, .isPublic = false, .address = {}}});
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
    sheet.open();
    QSignalSpy asked(&sheet, &DeleteSpriteSheet::deleteRequested);
    auto *typed = sheet.findChild<QLineEdit *>(u"deleteTyped"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    QVERIFY(sheet.isVisible());
    QCOMPARE(asked.count(), 0);
    QTest::keyClicks(typed, u"calm-otter"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
}

QTEST_MAIN(TestDeleteSpriteSheet)
#include "tst_deletespritesheet.moc"
