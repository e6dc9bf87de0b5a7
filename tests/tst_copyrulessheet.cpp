// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/copyrulessheet.h"

#include "domain/relativetime.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstCopyRulesSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_host.reset(); }

    void aRunningSpriteIsCopiedByEnter();
    void aSleepingSpriteIsSaidToWake();
    void anUnknownStateMayWake();
    void lastSeenRulesNeedNoWaking();
    void theFilterNarrowsAndSelects();
    void nothingMatchingDisablesCopy();
    void fromTheFilterDownLeadsToTheList();
    void escapeCopiesNothing();
    void withoutSpritesTheSheetSaysSo();
    void oldSightingsCarryTheirDay();

private:
    void open(const QList<CopyRulesSheet::Source> &sources)
    {
        delete m_sheet;
        m_sheet = new CopyRulesSheet(sources, m_host.get());
        m_sheet->open();
    }
    static SpriteKey key(const QString &name) { return {AccountId(u"acme"_s), SpriteName(name)}; }
    QListView *list() const { return m_sheet->findChild<QListView *>(u"copySprites"_s); }
    QLineEdit *filter() const { return m_sheet->findChild<QLineEdit *>(u"copyFilter"_s); }
    QPushButton *copy() const { return m_sheet->findChild<QPushButton *>(u"copyConfirm"_s); }
    QPushButton *lastSeen() const { return m_sheet->findChild<QPushButton *>(u"copyLastSeen"_s); }
    QString hint() const { return m_sheet->findChild<QLabel *>(u"copyHint"_s)->text(); }
    void select(int row) { list()->setCurrentIndex(list()->model()->index(row, 0)); }

    QDateTime m_seen;
    std::unique_ptr<QWidget> m_host;
    QPointer<CopyRulesSheet> m_sheet;
};

void TstCopyRulesSheet::init()
{
    failOnViewWarnings();
    m_seen = QDateTime::currentDateTimeUtc();
    m_host = std::make_unique<QWidget>();
    m_host->resize(800, 600);
    m_host->show();
    open({{key(u"calm-otter"_s), SpriteState::Running, {}},
          {key(u"silver-birch"_s), SpriteState::Cold, m_seen},
          {key(u"quiet-maple"_s), SpriteState::Warm, {}},
          {key(u"odd-one"_s), SpriteState::Unknown, {}}});
}

void TstCopyRulesSheet::aRunningSpriteIsCopiedByEnter()
{
    QSignalSpy chosen(m_sheet, &CopyRulesSheet::sourceChosen);
    QCOMPARE(copy()->text(), u"Copy rules"_s);
    QVERIFY(!lastSeen()->isVisible());
    QTest::keyClick(filter(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).value<SpriteKey>(), key(u"calm-otter"_s));
    QCOMPARE(chosen.first().at(1).toBool(), false);
    QVERIFY(m_sheet->isVisible()); // the owner closes it
}

void TstCopyRulesSheet::aSleepingSpriteIsSaidToWake()
{
    select(2);
    QCOMPARE(hint(), u"Reading its rules wakes it."_s);
    QCOMPARE(copy()->text(), u"Wake and copy"_s);
    QVERIFY(!lastSeen()->isVisible());
    QVERIFY(list()->currentIndex().data().toString().contains(u"Warm"_s));
}

void TstCopyRulesSheet::anUnknownStateMayWake()
{
    select(3);
    QCOMPARE(hint(), u"Reading its rules may wake it."_s);
    QCOMPARE(copy()->text(), u"Wake and copy"_s);
}

void TstCopyRulesSheet::lastSeenRulesNeedNoWaking()
{
    select(1);
    QVERIFY(lastSeen()->isVisible());
    QCOMPARE(lastSeen()->text(), u"Copy as last seen "_s + clockText(m_seen));
    QSignalSpy chosen(m_sheet, &CopyRulesSheet::sourceChosen);
    QTest::mouseClick(lastSeen(), Qt::LeftButton);
    QCOMPARE(chosen.first().at(0).value<SpriteKey>(), key(u"silver-birch"_s));
    QCOMPARE(chosen.first().at(1).toBool(), true);
}

void TstCopyRulesSheet::theFilterNarrowsAndSelects()
{
    QTest::keyClicks(filter(), u"MAPLE"_s);
    QCOMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(copy()->text(), u"Wake and copy"_s);
    QSignalSpy chosen(m_sheet, &CopyRulesSheet::sourceChosen);
    QTest::keyClick(filter(), Qt::Key_Return);
    QCOMPARE(chosen.first().at(0).value<SpriteKey>(), key(u"quiet-maple"_s));
}

void TstCopyRulesSheet::nothingMatchingDisablesCopy()
{
    QTest::keyClicks(filter(), u"zebra"_s);
    QCOMPARE(hint(), u"No sprite matches."_s);
    QVERIFY(!copy()->isEnabled());
    QVERIFY(!lastSeen()->isVisible());
    filter()->clear();
    QVERIFY(copy()->isEnabled());
}

void TstCopyRulesSheet::fromTheFilterDownLeadsToTheList()
{
    m_sheet->activateWindow();
    filter()->setFocus();
    QTest::keyClick(filter(), Qt::Key_Down);
    QTRY_VERIFY(m_sheet->focusWidget() == list());
    QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(list()->currentIndex().row(), 1);
}

void TstCopyRulesSheet::escapeCopiesNothing()
{
    QSignalSpy chosen(m_sheet, &CopyRulesSheet::sourceChosen);
    QTest::keyClick(m_sheet, Qt::Key_Escape);
    QTRY_VERIFY(m_sheet.isNull());
    QCOMPARE(chosen.size(), 0);
}

void TstCopyRulesSheet::withoutSpritesTheSheetSaysSo()
{
    open({});
    QCOMPARE(hint(), u"There is no other sprite."_s);
    QVERIFY(!copy()->isEnabled());
}

void TstCopyRulesSheet::oldSightingsCarryTheirDay()
{
    const QDateTime old = QDateTime::currentDateTimeUtc().addDays(-3);
    open({{key(u"silver-birch"_s), SpriteState::Cold, old}});
    QCOMPARE(lastSeen()->text(),
             u"Copy as last seen "_s + absoluteText(old, QDateTime::currentDateTimeUtc()));
}

QTEST_MAIN(TstCopyRulesSheet)
#include "tst_copyrulessheet.moc"
