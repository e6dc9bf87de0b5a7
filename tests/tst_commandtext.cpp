// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/commandtext.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class tst_CommandText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void theLines_data();
    void theLines();
    void wordsSurviveAShell_data();
    void wordsSurviveAShell();
    void aUserInTheAddressIsLeftOut();
    void aNameCannotLeaveItsSegment();

private:
    const QUrl api{u"https://api.sprites.dev"_s};
    const QString org = u"acme"_s;
    const SpriteName sprite{u"calm-otter"_s};
};

void tst_CommandText::theLines_data()
{
    QTest::addColumn<CommandText>("command");
    QTest::addColumn<QString>("cli");
    QTest::addColumn<QString>("request");
    const QString head = u"curl --fail-with-body -N -H \"Authorization: Bearer $SPRITE_TOKEN\""_s;
    const auto with = [](const QString &method) {
        return u"curl --fail-with-body -N -X %1 -H \"Authorization: Bearer $SPRITE_TOKEN\""_s.arg(method);
    };
    const QString base = u" https://api.sprites.dev/v1/sprites"_s;
    const QString json = u" -H 'Content-Type: application/json' -d "_s;
    const CheckpointId v3{u"v3"_s};

    QTest::newRow("list") << listSpritesCommand(api, org) << u"sprite list -o acme"_s << head + base;
    QTest::newRow("get") << getSpriteCommand(api, org, sprite) << QString() << head + base + u"/calm-otter"_s;
    QTest::newRow("create") << createSpriteCommand(api, org, R"({"name":"calm-otter"})", sprite)
                            << u"sprite create -o acme calm-otter"_s
                            << with(u"POST"_s) + json + u"'{\"name\":\"calm-otter\"}'"_s + base;
    QTest::newRow("delete") << deleteSpriteCommand(api, org, sprite) << u"sprite destroy -o acme calm-otter"_s
                            << with(u"DELETE"_s) + base + u"/calm-otter"_s;
    QTest::newRow("update") << updateSpriteCommand(api, org, sprite, R"({"labels":["it's"]})") << QString()
                            << with(u"PUT"_s) + json + u"'{\"labels\":[\"it'\\''s\"]}'"_s + base +
                                   u"/calm-otter"_s;
    QTest::newRow("list checkpoints")
        << listCheckpointsCommand(api, org, sprite)
        << u"sprite checkpoint list -o acme -s calm-otter --include-auto"_s
        << head + u" 'https://api.sprites.dev/v1/sprites/calm-otter/checkpoints?includeAuto=true'"_s;
    QTest::newRow("checkpoint with comment")
        << createCheckpointCommand(api, org, sprite, u"Before upgrade"_s)
        << u"sprite checkpoint create -o acme -s calm-otter --comment 'Before upgrade'"_s
        << with(u"POST"_s) + json + u"'{\"comment\":\"Before upgrade\"}'"_s + base +
               u"/calm-otter/checkpoint"_s;
    QTest::newRow("restore") << restoreCommand(api, org, sprite, v3)
                             << u"sprite checkpoint restore -o acme -s calm-otter v3"_s
                             << with(u"POST"_s) + json + u"'{}'"_s + base +
                                    u"/calm-otter/checkpoints/v3/restore"_s;
    QTest::newRow("delete checkpoint") << deleteCheckpointCommand(api, org, sprite, v3) << QString()
                                       << with(u"DELETE"_s) + base + u"/calm-otter/checkpoints/v3"_s;
}

void tst_CommandText::theLines()
{
    QFETCH(const CommandText, command);
    QTEST(command.cli, "cli");
    QTEST(command.request, "request");
}

void tst_CommandText::wordsSurviveAShell_data()
{
    QTest::addColumn<QString>("word");
    QTest::newRow("plain") << u"v3"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("blanks") << u"Before upgrade"_s;
    QTest::newRow("quotes") << u"it's \"fine\""_s;
    QTest::newRow("expansions") << u"$HOME `id` $(id) !! *"_s;
    QTest::newRow("control") << u"a\nb\\c;d&e|f"_s;
    QTest::newRow("tilde") << u"~root"_s;
    QTest::newRow("letters of the world") << u"Größe 上"_s;
}

void tst_CommandText::wordsSurviveAShell()
{
    QFETCH(const QString, word);
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, u"printf %s "_s + shellQuoted(word)});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), word);
    QCOMPARE(shell.exitCode(), 0);
}

void tst_CommandText::aUserInTheAddressIsLeftOut()
{
    const CommandText text = listSpritesCommand(QUrl(u"https://me:secret@example.com/"_s), org);
    QVERIFY(!text.request.contains(u"secret"_s));
    QVERIFY(text.request.endsWith(u" https://example.com/v1/sprites"_s));
}

void tst_CommandText::aNameCannotLeaveItsSegment()
{
    const CommandText text = getSpriteCommand(api, org, SpriteName(u"a/../b c"_s));
    QVERIFY(text.request.endsWith(u"/v1/sprites/a%2F..%2Fb%20c"_s));
}

QTEST_GUILESS_MAIN(tst_CommandText)
#include "tst_commandtext.moc"
