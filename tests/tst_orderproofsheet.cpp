// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/egressstory.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/orderproofsheet.h"

#include <QLabel>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using EgressStory::policy;

class TstOrderProofSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_host.reset(); }

    void theNewOrderIsShownAndUsedByEnter();
    void escapeLeavesTheOrder();
    void agreementIsSaidAndThereIsNothingToUse();
    void whatStillDiffersIsNamed();
    void whenNoOrderHelpsThePairIsNamed();
    void manyConflictsAreCounted();

private:
    OrderProofSheet *open(const NetworkPolicy &before, const OrderProof &proof)
    {
        auto *sheet = new OrderProofSheet(before, proof, m_host.get());
        sheet->open();
        return sheet;
    }
    static QLabel *label(const QWidget *sheet, const QString &name)
    {
        return sheet->findChild<QLabel *>(name);
    }
    static QPushButton *button(const QWidget *sheet, const QString &name)
    {
        return sheet->findChild<QPushButton *>(name);
    }
    static OrderConflict conflictOf(const NetworkPolicy &rules, const QString &name)
    {
        return {1, 0, name, PolicyEvaluator(rules).verdict(name)};
    }

    std::unique_ptr<QWidget> m_host;
};

void TstOrderProofSheet::init()
{
    failOnViewWarnings();
    m_host = std::make_unique<QWidget>();
    m_host->resize(800, 600);
    m_host->show();
}

void TstOrderProofSheet::theNewOrderIsShownAndUsedByEnter()
{
    const NetworkPolicy before = policy({u"deny *"_s, u"allow a.example.com"_s});
    OrderProofSheet *sheet = open(before, makeOrderProof(before));
    QString lines;
    const auto *model = sheet->findChild<QListView *>(u"policyDiffList"_s)->model();
    for (int row = 0; row < model->rowCount(); ++row)
        lines += model->index(row, 0).data().toString() + u'\n';
    QVERIFY2(lines.contains(u"Moved from"_s), qPrintable(lines));
    QVERIFY(!label(sheet, u"orderConflict"_s));
    QSignalSpy accepted(sheet, &OrderProofSheet::orderAccepted);
    const QPointer<QWidget> watched(sheet);
    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    QTRY_VERIFY(watched.isNull());
}

void TstOrderProofSheet::escapeLeavesTheOrder()
{
    const NetworkPolicy before = policy({u"deny *"_s, u"allow a.example.com"_s});
    OrderProofSheet *sheet = open(before, makeOrderProof(before));
    QSignalSpy accepted(sheet, &OrderProofSheet::orderAccepted);
    const QPointer<QWidget> watched(sheet);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QTRY_VERIFY(watched.isNull());
    QCOMPARE(accepted.size(), 0);
}

void TstOrderProofSheet::agreementIsSaidAndThereIsNothingToUse()
{
    const NetworkPolicy before = policy({u"allow a.example.com"_s, u"deny *"_s});
    OrderProofSheet *sheet = open(before, makeOrderProof(before));
    QCOMPARE(label(sheet, u"orderAgrees"_s)->text(), u"Both readings agree already."_s);
    QVERIFY(!button(sheet, u"orderUse"_s));
    QVERIFY(!sheet->findChild<QListView *>(u"policyDiffList"_s));
    const QPointer<QWidget> watched(sheet);
    QTest::mouseClick(button(sheet, u"orderClose"_s), Qt::LeftButton);
    QTRY_VERIFY(watched.isNull());
}

void TstOrderProofSheet::whatStillDiffersIsNamed()
{
    const NetworkPolicy before = policy({u"allow *.example.com"_s, u"deny x.example.com"_s});
    OrderProof proof{policy({u"deny x.example.com"_s, u"allow *.example.com"_s}), {1, 0}, {}};
    proof.conflicts << conflictOf(before, u"x.example.com"_s);
    OrderProofSheet *sheet = open(before, proof);
    QString text = label(sheet, u"orderConflict"_s)->text();
    text.remove(QChar(0x2066)).remove(QChar(0x2069));
    QVERIFY2(text.startsWith(u"The readings still differ for x.example.com."_s), qPrintable(text));
    QVERIFY2(text.contains(u"Most specific: denied by 2. First match: allowed by 1."_s), qPrintable(text));
    QVERIFY2(text.contains(u"rule 2 (Allow *.example.com)"_s), qPrintable(text));
    QVERIFY(button(sheet, u"orderUse"_s)->isEnabled());
}

void TstOrderProofSheet::whenNoOrderHelpsThePairIsNamed()
{
    const NetworkPolicy before = policy({u"allow *.example.com"_s, u"deny x.example.com"_s});
    OrderProof proof{before, {0, 1}, {}};
    proof.conflicts << conflictOf(before, u"x.example.com"_s);
    OrderProofSheet *sheet = open(before, proof);
    QVERIFY(label(sheet, u"orderStuck"_s));
    QString text = label(sheet, u"orderConflict"_s)->text();
    text.remove(QChar(0x2066)).remove(QChar(0x2069));
    QVERIFY2(text.contains(u"rule 2 (Deny x.example.com)"_s), qPrintable(text));
    QVERIFY2(text.contains(u"rule 1 (Allow *.example.com)"_s), qPrintable(text));
    QVERIFY(!button(sheet, u"orderUse"_s));
}

void TstOrderProofSheet::manyConflictsAreCounted()
{
    const NetworkPolicy before = policy({u"allow *.example.com"_s, u"deny x.example.com"_s});
    OrderProof proof{before, {0, 1}, {}};
    for (int i = 0; i < 25; ++i)
        proof.conflicts << conflictOf(before, u"x.example.com"_s);
    OrderProofSheet *sheet = open(before, proof);
    QCOMPARE(sheet->findChildren<QLabel *>(u"orderConflict"_s).size(), 20);
    QCOMPARE(label(sheet, u"orderConflictsMore"_s)->text(), u"and 5 more"_s);
}

QTEST_MAIN(TstOrderProofSheet)
#include "tst_orderproofsheet.moc"
