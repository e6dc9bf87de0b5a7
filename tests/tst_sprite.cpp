// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/sprite.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(SPRITARIUM_TEST_DATA "/wire/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestSprite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPageIsReadWhole()
    {
        const Result<SpritePage> page = parseSpritePage(fixture(u"sprites-list.json"_s));
        QVERIFY(page.isOk());
        QCOMPARE(page.value().sprites.size(), 3);
        const Sprite &web = page.value().sprites.first();
        QCOMPARE(web.name.toString(), u"web-1"_s);
        QCOMPARE(web.state, SpriteState::Running);
        QCOMPARE(web.labels, QStringList({u"prod"_s, u"web"_s}));
        QCOMPARE(web.lastRunningAt, QDateTime(QDate(2026, 9, 10), QTime(8, 15, 29, 1), Qt::UTC));
        QVERIFY(!web.isPublic());
        QVERIFY(page.value().sprites.last().isPublic());
        QVERIFY(!page.value().sprites.last().lastRunningAt.isValid());
        QVERIFY(page.value().nextToken.isEmpty());
        QCOMPARE(page.value().counts.name, u"acme"_s);
        QCOMPARE(page.value().counts.runningLimit, 3);
    }

    void countsAreReadFlatWhereTheyAreNotNested()
    {
        const auto page = parseSpritePage(R"({"sprites":[],"name":"acme","running":2,"warm_limit":null})");
        QVERIFY(page.isOk());
        QCOMPARE(page.value().counts.name, u"acme"_s);
        QCOMPARE(page.value().counts.running, 2);
        QVERIFY(!page.value().counts.warmLimit);
    }

    void onlyTheNameIsNeeded()
    {
        QVERIFY(parseSprite(R"({"name":"a"})").isOk());
        const auto nameless = parseSprite(R"({"id":"sprite-1"})");
        QVERIFY(!nameless.isOk());
        QCOMPARE(nameless.error().kind, ApiError::Kind::Protocol);
    }

    void anAnswerThatIsNoListIsAnError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("page") << QByteArray("<html></html>");
        QTest::newRow("other object") << QByteArray(R"({"ok":true})");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray(R"({"sprites":[{"name":"a")");
    }

    void anAnswerThatIsNoListIsAnError()
    {
        QFETCH(QByteArray, body);
        QVERIFY(!parseSpritePage(body).isOk());
    }

    void anUnknownStateKeepsItsWord()
    {
        const Result<Sprite> sprite = parseSprite(R"({"name":"a","status":"hibernating"})");
        QCOMPARE(sprite.value().state, SpriteState::Unknown);
        QCOMPARE(sprite.value().rawState, u"hibernating"_s);
    }

    void aWatchLineChangesOnlyWhatItNames()
    {
        const Sprite before = parseSprite(fixture(u"sprite-get.json"_s)).value();
        const auto line = QJsonDocument::fromJson(
                              R"({"name":"web-1","status":"warm","last_warming_at":"2026-09-10T09:00:00Z",
                                  "org":{"name":"acme","running":0,"warm":2}})")
                              .object();
        const Result<SpriteChange> change = spriteChangeFromJson(line);
        QVERIFY(change.isOk());
        const Sprite after = change.value().appliedTo(before);
        QCOMPARE(after.state, SpriteState::Warm);
        QCOMPARE(after.url, before.url);
        QCOMPARE(after.labels, before.labels);
        QCOMPARE(change.value().counts.warm, 2);
        QVERIFY(!change.value().removed);
    }

    void timesHaveAnyNumberOfDigits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("milliseconds");
        QTest::newRow("none") << u"2026-09-10T08:15:30Z"_s << 0;
        QTest::newRow("six") << u"2026-09-10T08:15:30.424578Z"_s << 425;
        QTest::newRow("nine") << u"2026-09-10T08:15:30.120394811Z"_s << 120;
        QTest::newRow("two") << u"2026-09-10T08:15:30.52Z"_s << 520;
        QTest::newRow("rounded") << u"2026-09-10T08:15:30.4996Z"_s << 500;
        QTest::newRow("never the next second") << u"2026-09-10T08:15:30.9999Z"_s << 999;
        QTest::newRow("of another place") << u"2026-09-10T10:15:30.25+02:00"_s << 250;
    }

    void timesHaveAnyNumberOfDigits()
    {
        QFETCH(QString, text);
        QFETCH(int, milliseconds);
        QCOMPARE(parseTime(text), QDateTime(QDate(2026, 9, 10), QTime(8, 15, 30, milliseconds), Qt::UTC));
    }

    void whatIsNoTimeIsAbsent()
    {
        for (const QString &text :
             {QString(), u"yesterday"_s, u"2026-13-10T08:15:30Z"_s, u"2026-09-10T08:1x:30Z"_s,
              u"2026-09-10T25:15:30Z"_s, u"--------------------Z"_s})
            QVERIFY2(!parseTime(text).isValid(), qPrintable(text));
    }

    void theZeroTimeIsAbsent() { QVERIFY(!parseTime(u"0001-01-01T00:00:00Z"_s).isValid()); }

    void namesAreCheckedBeforeTheyAreSent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fine");
        QTest::newRow("plain") << u"calm-otter"_s << true;
        QTest::newRow("digit") << u"3d"_s << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("upper") << u"Calm"_s << false;
        QTest::newRow("space") << u"calm otter"_s << false;
        QTest::newRow("edge") << u"-calm"_s << false;
        QTest::newRow("end") << u"calm-"_s << false;
        QTest::newRow("umlaut") << u"bär"_s << false;
        QTest::newRow("long") << QString(64, u'a') << false;
    }

    void namesAreCheckedBeforeTheyAreSent()
    {
        QFETCH(QString, name);
        QFETCH(bool, fine);
        QCOMPARE(spriteNameProblem(name).isEmpty(), fine);
    }

    void suggestionsAreFreeAndValid()
    {
        QStringList taken;
        for (quint32 seed = 0; seed < 200; ++seed) {
            const QString name = suggestedSpriteName(taken, seed);
            QVERIFY(!taken.contains(name));
            QVERIFY(spriteNameProblem(name).isEmpty());
            taken << name;
        }
    }

    void theCreateBodyHoldsOnlyWhatWasChosen()
    {
        QCOMPARE(toJson(NewSprite{SpriteName(u"a"_s), {}, false}), QByteArray(R"({"name":"a"})"));
        QCOMPARE(toJson(NewSprite{SpriteName(u"a"_s), {u"ci"_s}, true}),
                 QByteArray(R"({"labels":["ci"],"name":"a","wait_for_capacity":true})"));
    }
};

QTEST_APPLESS_MAIN(TestSprite)
#include "tst_sprite.moc"
