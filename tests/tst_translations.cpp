// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

//! The English file exists for plural forms only: each must be there, or a person reads "1 sprite(s)".
class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEnglishPluralIsWritten()
    {
        QFile file(QStringLiteral(SPRITARIUM_SOURCE_DIR "/translations/spritarium_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        int forms = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != "numerusform"_L1)
                continue;
            const QString text = xml.readElementText();
            QVERIFY2(!text.isEmpty(), qPrintable(u"empty form before line %1"_s.arg(xml.lineNumber())));
            QVERIFY2(!text.contains("(s)"_L1), qPrintable(text));
            ++forms;
        }
        QVERIFY(!xml.hasError());
        QVERIFY(forms > 20);
    }

    void everyPluralOfTheSourcesIsInTheFile()
    {
        QFile file(QStringLiteral(SPRITARIUM_SOURCE_DIR "/translations/spritarium_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList known;
        QXmlStreamReader xml(&file);
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == "source"_L1)
                known << xml.readElementText();
        }
        static const QRegularExpression plural(u"tr\\(\\s*\"((?:[^\"\\\\]|\\\\.)*%n(?:[^\"\\\\]|\\\\.)*)\""_s);
        QStringList missing;
        for (const QString &layer : {u"domain"_s, u"service"_s, u"store"_s, u"models"_s, u"views"_s, u"app"_s}) {
            const QDir folder(QStringLiteral(SPRITARIUM_SOURCE_DIR "/src/") + layer);
            const QStringList names = folder.entryList({u"*.cpp"_s, u"*.h"_s});
            for (const QString &name : names) {
                QFile source(folder.filePath(name));
                QVERIFY(source.open(QIODevice::ReadOnly));
                auto matches = plural.globalMatch(QString::fromUtf8(source.readAll()));
                while (matches.hasNext()) {
                    const QString text = matches.next().captured(1);
                    if (!known.contains(text))
                        missing << name + u": "_s + text;
                }
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "tst_translations.moc"
