// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/spritequery.h"

#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class tst_SpriteQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void matches_data();
    void matches();
    void wordsAreLowerCaseForHighlighting();
    void aKeyWithoutValueAsksForNothing();
    void nothingTypedMatchesEverything();

private:
    const QDateTime now = QDateTime::fromString(u"2026-09-10T12:00:00Z"_s, Qt::ISODate);
};

void tst_SpriteQuery::matches_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("matches");
    QTest::newRow("part of the name") << u"otter"_s << true;
    QTest::newRow("letter case aside") << u"CALM"_s << true;
    QTest::newRow("every word") << u"calm web"_s << true;
    QTest::newRow("one word missing") << u"calm zebra"_s << false;
    QTest::newRow("part of a label") << u"front"_s << true;
    QTest::newRow("quoted words stay together") << u"\"front end\""_s << true;
    QTest::newRow("quoted words in another order") << u"\"end front\""_s << false;
    QTest::newRow("a quoted key is text") << u"\"state:cold\""_s << false;
    QTest::newRow("state") << u"state:cold"_s << true;
    QTest::newRow("beginning of a state") << u"state:c"_s << true;
    QTest::newRow("other state") << u"state:running"_s << false;
    QTest::newRow("any of two states") << u"state:running state:cold"_s << true;
    QTest::newRow("label") << u"label:WEB"_s << true;
    QTest::newRow("part of a label is no label") << u"label:we"_s << false;
    QTest::newRow("quoted label") << u"label:\"front end\""_s << true;
    QTest::newRow("two labels") << u"label:web label:ci"_s << false;
    QTest::newRow("organization") << u"org:acme"_s << true;
    QTest::newRow("other organization") << u"org:umbrella"_s << false;
    QTest::newRow("public") << u"public"_s << true;
    QTest::newRow("restricted") << u"restricted"_s << true;
    QTest::newRow("forwarded") << u"forwarded"_s << false;
    QTest::newRow("older than hours") << u"old:36h"_s << true;
    QTest::newRow("older than days") << u"old:3d"_s << true;
    QTest::newRow("not that old") << u"old:5d"_s << false;
    QTest::newRow("weeks") << u"old:1w"_s << false;
    QTest::newRow("days without a unit") << u"old:3"_s << true;
    QTest::newRow("an age that is none is text") << u"old:long"_s << false;
    QTest::newRow("unknown key is text") << u"colour:red"_s << false;
    QTest::newRow("all together") << u"otter state:cold label:web org:acme public restricted old:1d"_s
                                  << true;
}

void tst_SpriteQuery::matches()
{
    QFETCH(const QString, query);
    QFETCH(const bool, matches);
    Sprite sprite;
    sprite.name = SpriteName(u"calm-otter"_s);
    sprite.state = SpriteState::Cold;
    sprite.rawState = u"cold"_s;
    sprite.labels = {u"web"_s, u"Front end"_s};
    sprite.urlAuth = u"public"_s;
    sprite.lastRunningAt = now.addDays(-4);
    const SpriteFacts facts{u"acme"_s, true, false};
    const SpriteQuery parsed(query);
    QCOMPARE(parsed.matches(sprite, facts, now), matches);
    QCOMPARE(parsed.matchesHaystack(SpriteQuery::haystackOf(sprite)) &&
                 parsed.matchesConditions(sprite, facts, now),
             matches);
}

void tst_SpriteQuery::wordsAreLowerCaseForHighlighting()
{
    QCOMPARE(SpriteQuery(u"Calm state:cold \"Front End\" public"_s).words(),
             QStringList({u"calm"_s, u"front end"_s}));
}

void tst_SpriteQuery::aKeyWithoutValueAsksForNothing()
{
    QVERIFY(SpriteQuery(u"state:"_s).isEmpty());
    QVERIFY(SpriteQuery(u"old: label: org:"_s).isEmpty());
}

void tst_SpriteQuery::nothingTypedMatchesEverything()
{
    QVERIFY(SpriteQuery(u"  "_s).isEmpty());
    QVERIFY(SpriteQuery(u"  "_s).matches(Sprite(), SpriteFacts(), now));
}

QTEST_APPLESS_MAIN(tst_SpriteQuery)
#include "tst_spritequery.moc"
