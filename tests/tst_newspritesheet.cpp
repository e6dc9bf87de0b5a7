// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/newspritesheet.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestNewSpriteSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_sheet = new NewSpriteSheet(u"acme"_s, {u"calm-otter"_s, u"brisk-heron"_s}, &m_host);
        m_host.show();
        m_sheet->open();
    }
    void cleanup() { delete m_sheet; }
    void aFreeNameIsSuggestedAndSelected();
    void theNameIsCheckedWhileTyping();
    void everythingAskedForIsInTheRequest();
    void rulesCanBeCopiedFromAnother();
    void aRefusalKeepsEverythingTyped();
    void theLimitCountsDownAndThenAllowsAgain();
    void aNameTakenMeanwhileIsNotOfferedAgain();

private:
    QLineEdit *name() const { return m_sheet->findChild<QLineEdit *>(u"newName"_s); }
    QComboBox *egress() const { return m_sheet->findChild<QComboBox *>(u"newEgress"_s); }
    QPushButton *create() const { return m_sheet->findChild<QPushButton *>(u"newCreate"_s); }
    QString hint() const { return m_sheet->findChild<QLabel *>(u"newNameHint"_s)->text(); }
    QString note() const { return m_sheet->findChild<QWidget *>(u"sheetNote"_s)->accessibleName(); }

    QWidget m_host;
    NewSpriteSheet *m_sheet = nullptr;
};

void TestNewSpriteSheet::aFreeNameIsSuggestedAndSelected()
{
    QVERIFY(name()->text().contains(u'-'));
    QCOMPARE(name()->selectedText(), name()->text());
    QVERIFY(create()->isEnabled());
}

void TestNewSpriteSheet::theNameIsCheckedWhileTyping()
{
    QTest::keyClicks(name(), u"calm-otter"_s); // replaces the selected suggestion
    QCOMPARE(hint(), u"calm-otter exists already."_s);
    QVERIFY(!create()->isEnabled());
    QCOMPARE(create()->accessibleDescription(), hint());
    QTest::keyClicks(name(), u"2"_s);
    QVERIFY(create()->isEnabled());
    name()->setText(u"Not A Name!"_s);
    QCOMPARE(hint(), spriteNameProblem(u"Not A Name!"_s));
    QVERIFY(!create()->isEnabled());
}

void TestNewSpriteSheet::everythingAskedForIsInTheRequest()
{
    QSignalSpy asked(m_sheet, &NewSpriteSheet::createRequested);
    name()->setText(u"quiet-maple"_s);
    auto *labels = m_sheet->findChild<QLineEdit *>(u"labelField"_s);
    QTest::keyClicks(labels, u"web, ci"_s);
    egress()->setCurrentIndex(2);
    m_sheet->findChild<QCheckBox *>(u"newWait"_s)->click();
    QTest::mouseClick(create(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    const auto request = asked.first().first().value<NewSpriteRequest>();
    QCOMPARE(request.sprite.name, SpriteName(u"quiet-maple"_s));
    QCOMPARE(request.sprite.labels, (QStringList{u"web"_s, u"ci"_s}));
    QVERIFY(request.sprite.waitForCapacity);
    QCOMPARE(request.egress, EgressChoice::LockedDown);
    QVERIFY(m_sheet->isBusy());
    QVERIFY(!create()->isEnabled());
}

void TestNewSpriteSheet::rulesCanBeCopiedFromAnother()
{
    auto *from = m_sheet->findChild<QComboBox *>(u"newCopyFrom"_s);
    QVERIFY(!from->isVisible());
    egress()->setCurrentIndex(egress()->count() - 1);
    QVERIFY(from->isVisible());
    from->setCurrentText(u"brisk-heron"_s);
    QSignalSpy asked(m_sheet, &NewSpriteSheet::createRequested);
    QTest::mouseClick(create(), Qt::LeftButton);
    const auto request = asked.first().first().value<NewSpriteRequest>();
    QCOMPARE(request.egress, EgressChoice::CopyFrom);
    QCOMPARE(request.copyFrom, SpriteName(u"brisk-heron"_s));
}

void TestNewSpriteSheet::aRefusalKeepsEverythingTyped()
{
    name()->setText(u"quiet-maple"_s);
    QTest::mouseClick(create(), Qt::LeftButton);
    m_sheet->showRefusal(ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(30)));
    QVERIFY(!m_sheet->isBusy());
    QCOMPARE(name()->text(), u"quiet-maple"_s);
    QVERIFY(create()->isEnabled());
    QVERIFY(!note().isEmpty());
}

void TestNewSpriteSheet::theLimitCountsDownAndThenAllowsAgain()
{
    ApiError error;
    error.kind = ApiError::Kind::LimitReached;
    error.limit.current = 10;
    error.limit.limit = 10;
    error.retryAfter = std::chrono::seconds(1);
    QTest::mouseClick(create(), Qt::LeftButton);
    m_sheet->showRefusal(error);
    QCOMPARE(note(), u"10 of 10 running. Free one or wait for capacity. Again in 1 s."_s);
    QVERIFY(!create()->isEnabled());
    QTRY_VERIFY(create()->isEnabled());
    QCOMPARE(note(), u"10 of 10 running. Free one or wait for capacity."_s);
}

void TestNewSpriteSheet::aNameTakenMeanwhileIsNotOfferedAgain()
{
    name()->setText(u"quiet-maple"_s);
    QTest::mouseClick(create(), Qt::LeftButton);
    ApiError error;
    error.kind = ApiError::Kind::Conflict;
    m_sheet->showRefusal(error);
    QCOMPARE(hint(), u"quiet-maple exists already."_s);
    QVERIFY(!create()->isEnabled());
}

QTEST_MAIN(TestNewSpriteSheet)
#include "tst_newspritesheet.moc"
