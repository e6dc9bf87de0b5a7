// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/presetnames.h"

#include "domain/policyevaluator.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestPresetNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void linesCommentsAndTheDayAreRead()
    {
        const PresetNames names =
            parsePresetNames(u"defaults"_s, "# words\n@as-of 2026-11-01\n\n"
                                            "GitHub.com\r\n  *.example.com \n"
                                            "https://no.example\n10.0.0.1\n*\ngithub.com\n");
        QCOMPARE(names.preset, u"defaults"_s);
        QCOMPARE(names.asOf, QDate(2026, 11, 1));
        QCOMPARE(names.names, (QStringList{u"github.com"_s, u"*.example.com"_s}));
    }

    void theListThatComesWithTheProgramIsWhole()
    {
        const PresetNames &names = knownDefaults();
        QCOMPARE(names.preset, u"defaults"_s);
        QVERIFY(names.asOf.isValid());
        QVERIFY(names.names.size() >= 120);
        for (const QString &name : {u"github.com"_s, u"api.github.com"_s, u"*.githubusercontent.com"_s,
                                    u"api.fly.io"_s, u"api.machines.dev"_s, u"api.sprites.dev"_s,
                                    u"sprites.dev"_s, u"fly.io"_s, u"pypi.org"_s, u"registry.npmjs.org"_s})
            QVERIFY2(names.names.contains(name), qPrintable(name));
        QCOMPARE(QSet<QString>(names.names.begin(), names.names.end()).size(), names.names.size());
    }

    void everyNameOfItIsAllowedUnderEveryReading()
    {
        const PolicyEvaluator evaluator(NetworkPolicy::developmentDefaults());
        for (const QString &name : knownDefaults().names) {
            if (!name.startsWith("*."_L1))
                QVERIFY2(evaluator.verdict(name).isAllowedForSure(), qPrintable(name));
        }
    }
};

QTEST_APPLESS_MAIN(TestPresetNames)
#include "tst_presetnames.moc"
