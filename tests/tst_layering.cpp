// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct SourceFile
{
    QString layer;
    QString path; //!< relative to src
    QString text; //!< without comments
};

QString withoutComments(QString text)
{
    static const QRegularExpression block(u"/\\*.*?\\*/"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression line(u"//[^\\n]*"_s);
    return text.remove(block).remove(line);
}

QList<SourceFile> sources()
{
    const QString root = QStringLiteral(SPRITARIUM_SOURCE_DIR "/src/");
    QList<SourceFile> files;
    QDirIterator it(root, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString path = file.fileName().mid(root.size());
        files << SourceFile{path.section(u'/', 0, 0), path,
                            withoutComments(QString::fromUtf8(file.readAll()))};
    }
    return files;
}

//! Which layers a file of each layer may include.
const QHash<QString, QStringList> &arrows()
{
    static const QHash<QString, QStringList> table{
        {u"domain"_s, {u"domain"_s}},
        {u"service"_s, {u"domain"_s, u"service"_s}},
        {u"store"_s, {u"domain"_s, u"store"_s}},
        {u"models"_s, {u"domain"_s, u"models"_s}},
        {u"views"_s, {u"domain"_s, u"models"_s, u"views"_s}},
        {u"app"_s, {u"domain"_s, u"service"_s, u"store"_s, u"models"_s, u"views"_s, u"app"_s}},
        {u"playground"_s, {u"playground"_s}},
    };
    return table;
}

//! A pattern and the only places where it may stand.
struct OnlyHere
{
    const char *name;
    QString pattern;
    QString allowed;
};

const QList<OnlyHere> &onlyHere()
{
    static const QList<OnlyHere> rules{
        {"network manager", u"\\bQNetworkAccessManager\\b"_s, u"^(service/apiclient\\.|playground/)"_s},
        {"keychain", u"\\b(QKeychain|qt6keychain)\\b"_s, u"^service/keychaincredentialstore\\."_s},
        {"boost", u"\\bboost[:/]"_s,
         u"^service/(forwardrun|local(peer|port)|proxytunnel(_open|_end)?|tunnel(loop|socket|thread)|websocketupgrade)\\."_s},
        {"settings", u"\\bQSettings\\b"_s, u"^app/"_s},
        {"sql", u"\\bQSql"_s, u"^store/"_s},
        {"json", u"\\bQJson"_s, u"^(domain|service|store|playground)/"_s},
        {"colours and icons", u"\\b(QIcon|QColor)\\b"_s, u"^views/"_s},
        {"widgets", u"#include <(QWidget|QDialog|QLabel|QPushButton|QMainWindow)"_s, u"^(views|app)/"_s},
        {"nested event loop", u"(\\.|->)exec\\("_s, u"(/main\\.cpp$|^store/)"_s},
        {"event loop object", u"\\bQEventLoop\\b"_s, u"^$"_s},
        {"processEvents", u"\\bprocessEvents\\b"_s, u"^$"_s},
        {"sender", u"\\bsender\\(\\)"_s, u"^$"_s},
        {"string connects", u"\\b(SIGNAL|SLOT)\\("_s, u"^$"_s},
        {"singletons", u"\\binstance\\(\\)"_s, u"^$"_s},
        {"blocking waits", u"\\bwaitFor(Ready|Bytes|Finished|Started|Connected|Disconnected|Encrypted)"_s,
         u"^$"_s},
        {"static message boxes", u"\\bQMessageBox::(question|warning|information|critical)\\("_s, u"^$"_s},
    };
    return rules;
}

} // namespace

//! Holds the arrows and the "only here" rules of the house.
class TestLayering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void includesGoDownwards()
    {
        static const QRegularExpression include(
            u"#include \"(domain|service|store|models|views|app|playground)/([^\"]+)\""_s);
        const QList<SourceFile> files = sources();
        QVERIFY(files.size() > 10);
        QStringList wrong;
        for (const SourceFile &file : files) {
            auto matches = include.globalMatch(file.text);
            while (matches.hasNext()) {
                const QString layer = matches.next().captured(1);
                if (!arrows().value(file.layer).contains(layer))
                    wrong << file.path + u" includes "_s + layer;
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void eachToolHasItsRoom_data()
    {
        QTest::addColumn<int>("rule");
        for (int i = 0; i < onlyHere().size(); ++i)
            QTest::newRow(onlyHere().at(i).name) << i;
    }

    void eachToolHasItsRoom()
    {
        QFETCH(int, rule);
        const QRegularExpression pattern(onlyHere().at(rule).pattern);
        const QRegularExpression allowed(onlyHere().at(rule).allowed);
        QStringList wrong;
        const QList<SourceFile> files = sources();
        for (const SourceFile &file : files) {
            if (!allowed.match(file.path).hasMatch() && pattern.match(file.text).hasMatch())
                wrong << file.path;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyFileSaysItsLicence()
    {
        QStringList wrong;
        QDirIterator it(QStringLiteral(SPRITARIUM_SOURCE_DIR "/src"),
                        {u"*.h"_s, u"*.cpp"_s, u"CMakeLists.txt"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly) ||
                !file.read(400).contains("SPDX-License-Identifier: Apache-2.0"))
                wrong << it.filePath();
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
};

QTEST_APPLESS_MAIN(TestLayering)
#include "tst_layering.moc"
