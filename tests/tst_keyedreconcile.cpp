// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/keyedreconcile.h"
#include "support/modelprobes.h"

#include <QAbstractItemModelTester>
#include <QAbstractListModel>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

//! "b2": key b, value 2.
class LetterModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void apply(const QString &words) { apply(words.split(u' ', Qt::SkipEmptyParts)); }
    void apply(const QStringList &fresh)
    {
        reconcile(
            m_rows, QList<QString>(fresh), [](const QString &row) { return row.left(1); }, *this);
    }

    void beginRemove(int first, int last) { beginRemoveRows({}, first, last); }
    void endRemove() { endRemoveRows(); }
    void beginMove(int from, int to) { beginMoveRows({}, from, from, {}, to); }
    void endMove() { endMoveRows(); }
    void beginInsert(int first, int last) { beginInsertRows({}, first, last); }
    void endInsert() { endInsertRows(); }
    void changed(int first, int last) { Q_EMIT dataChanged(index(first), index(last)); }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_rows[index.row()])
               : role == Qt::UserRole  ? QVariant(m_rows[index.row()].left(1))
                                       : QVariant();
    }

private:
    QList<QString> m_rows;
};

} // namespace

class tst_KeyedReconcile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void saysOnlyWhatChanged_data();
    void saysOnlyWhatChanged();
    void randomListingsKeepEveryIndexOnItsRow();
};

void tst_KeyedReconcile::saysOnlyWhatChanged_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("signalled");
    QTest::newRow("the same") << u"a1 b1 c1"_s << u"a1 b1 c1"_s << QString();
    QTest::newRow("both empty") << QString() << QString() << QString();
    QTest::newRow("first rows at once") << QString() << u"a1 b1 c1"_s << u"insert 1"_s;
    QTest::newRow("all gone at once") << u"a1 b1 c1"_s << QString() << u"remove 1"_s;
    QTest::newRow("two runs gone") << u"a1 b1 c1 d1"_s << u"b1 d1"_s << u"remove 2"_s;
    QTest::newRow("one inside") << u"a1 c1"_s << u"a1 b1 c1"_s << u"insert 1"_s;
    QTest::newRow("a value") << u"a1 b1 c1"_s << u"a1 b2 c1"_s << u"change 1"_s;
    QTest::newRow("neighbours change as one") << u"a1 b1 c1"_s << u"a2 b2 c1"_s << u"change 1"_s;
    QTest::newRow("last to front") << u"a1 b1 c1"_s << u"c1 a1 b1"_s << u"move 1"_s;
    QTest::newRow("everything") << u"a1 b1 c1"_s << u"d1 c2 a1"_s << u"insert 1 remove 1 move 1 change 1"_s;
}

void tst_KeyedReconcile::saysOnlyWhatChanged()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    LetterModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.apply(before);
    ModelSpy spy(model);
    model.apply(after);
    QTEST(spy.take(), "signalled");
    QCOMPARE(treeText(model, Qt::DisplayRole), after);
}

void tst_KeyedReconcile::randomListingsKeepEveryIndexOnItsRow()
{
    LetterModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ModelSpy spy(model);
    QRandomGenerator random(20260910);
    for (int round = 0; round < 500; ++round) {
        QStringList letters;
        for (char letter = 'a'; letter <= 'z'; ++letter) {
            if (random.bounded(3) > 0)
                letters << QString(QLatin1Char(letter)) + QString::number(random.bounded(3));
        }
        if (random.bounded(2))
            std::shuffle(letters.begin(), letters.end(), random);
        const PersistentProbe probe(model, Qt::UserRole);
        model.apply(letters);
        QCOMPARE(treeText(model, Qt::DisplayRole), letters.join(u' '));
        QStringList keys;
        for (const QString &letter : letters)
            keys << letter.left(1);
        QCOMPARE(probe.problem(keys), QString());
        model.apply(letters);
    }
    QCOMPARE(spy.reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_KeyedReconcile)
#include "tst_keyedreconcile.moc"
