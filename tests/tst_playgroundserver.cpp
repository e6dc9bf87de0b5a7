// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/autocheckpoints.h"
#include "playground/playgroundserver.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPlaygroundServer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void refusesAForeignToken();
    void tellsWhoAnswered();
    void createsGetsAndDeletesASprite();
    void refusesANameThatIsMalformedOrTaken();
    void updatesLabelsAndAddress();
    void upgradesWithoutABody();
    void listsPageByPage();
    void clampsThePageSize_data();
    void clampsThePageSize();
    void countsTheOrganizationInBothShapes();
    void listsTenThousandInLargePages();
    void keepsTheOrderOverManyPages();
    void keepsAThousandCheckpointsOfOneSprite();
    void watchesTheList();
    void createsACheckpointInTenLines();
    void listsCheckpointsNewestFirst();
    void restoresTheFilesOfACheckpoint();
    void saysInTheStreamThatACheckpointIsUnknown();
    void getsAndDeletesCheckpoints();
    void filtersByHistory();
    void answersLikeTheRecordedServiceOnRequest();
    void writesListsMovesAndDeletesFiles();
    void takesBothDialectsOfDeleting();
    void refusesFilesWithCodes();
    void movesLargeFilesBothWays();
    void keepsNothingOfAnUploadThatBreaksOff();
    void storesTheNetworkPolicyAsWritten();
    void refusesAPolicyTheServiceWouldRefuse();
    void answersWhatIsNotBuiltWithNotFound();
    void limitsTheRateOfCreations();
    void limitsWhatRunsAtOnce();
    void countsWhatIsAboutToRun();
    void answersWhoWaitsForASpriteThatIsRemoved();
    void laysDownWhatRanWhenItEnded();
    void takesOnlyTextForLabels();
    void refusesWhatItWouldOtherwiseLose_data();
    void refusesWhatItWouldOtherwiseLose();
    void losesNoPolicyToARestore();
    void goesToSleepAndWakesUp();
    void neverWakesByLooking();
    void staysAwakeWhileARequestLasts();
    void startsWithSixSpritesOneOfThemRunning();
    void takesAutomaticCheckpointsWhileRunning();
    void failsOnPurpose();
    void resetsToTheFirstDay();
    void keepsItsStateOverARestart();
    void refusesOtherThanLoopback();
    void saysThatThePortIsTaken();
    void saysThatTheFolderIsTaken();

private:
    void start();
    QByteArray statusOf(const QString &name);

    std::unique_ptr<QTemporaryDir> m_folder;
    PlaygroundOptions m_options;
    std::unique_ptr<PlaygroundServer> m_server;
    std::unique_ptr<PlaygroundClient> m_client;
};

namespace {

//! The texts of a stream, type in front.
QStringList told(const Answer &answer)
{
    QStringList texts;
    const QList<QJsonObject> lines = answer.lines();
    for (const QJsonObject &line : lines) {
        const QString type = line.value("type"_L1).toString();
        texts.append(type + u' ' + line.value(type == u"error"_s ? "error"_L1 : "data"_L1).toString());
    }
    return texts;
}

QStringList idsIn(const QJsonArray &array)
{
    QStringList ids;
    for (const QJsonValue &value : array)
        ids.append(value["id"_L1].toString());
    return ids;
}

QByteArray named(const QString &name)
{
    return QJsonDocument(QJsonObject{{u"name"_s, name}}).toJson();
}

} // namespace

void TestPlaygroundServer::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_options = {};
    m_options.stateFolder = m_folder->filePath(u"state"_s);
    m_options.token = u"playground/1/aa/bb"_s;
    m_options.speed = 0;
    m_options.seeds = false;
    m_options.store.durability = Durability::KillSafe;
}

void TestPlaygroundServer::cleanup()
{
    m_client.reset();
    m_server.reset();
    m_folder.reset();
}

void TestPlaygroundServer::start()
{
    m_server = std::make_unique<PlaygroundServer>(m_options);
    const auto address = m_server->start();
    QVERIFY2(address.isOk(), address ? "" : qPrintable(address.error()));
    m_client = std::make_unique<PlaygroundClient>(address->url, address->token);
}

QByteArray TestPlaygroundServer::statusOf(const QString &name)
{
    return m_client->get(u"/v1/sprites/"_s + name).object().value("status"_L1).toString().toLatin1();
}

void TestPlaygroundServer::refusesAForeignToken()
{
    start();
    m_client->setToken("someone/else");
    const Answer answer = m_client->get(u"/v1/sprites"_s);
    QCOMPARE(answer.status, 401);
    QCOMPARE(answer.body, QByteArray(R"({"error":"authentication failed"})"));
    QCOMPARE(m_client->get(u"/playground/log"_s).status, 401);
    QVERIFY(m_server->requestLog().entries().empty());
}

void TestPlaygroundServer::tellsWhoAnswered()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const Answer control = m_client->get(u"/v1/sprites/web"_s);
    QVERIFY(control.header("Sprite-Version").isEmpty());
    QVERIFY(!control.header("X-Request-Id").isEmpty());
    QCOMPARE(control.header("Cache-Control"), QByteArray("max-age=0, private, must-revalidate"));
    QCOMPARE(control.header("Content-Type"), QByteArray("application/json; charset=utf-8"));
    QCOMPARE(control.header("Fly-Request-Id").size(), 30);

    const Answer inside = m_client->get(u"/v1/sprites/web/checkpoints"_s);
    QCOMPARE(inside.header("Sprite-Version"), QByteArray("v0.0.1-rc48"));
    QVERIFY(inside.header("X-Request-Id").isEmpty());
    QCOMPARE(inside.header("Content-Type"), QByteArray("application/json"));
    QVERIFY(inside.header("Fly-Request-Id") != control.header("Fly-Request-Id"));

    const Answer unknown = m_client->get(u"/v1/sprites/nope/checkpoints"_s);
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.body, QByteArray(R"({"error":"sprite not found"})"));
    QVERIFY(unknown.header("Sprite-Version").isEmpty());
}

void TestPlaygroundServer::createsGetsAndDeletesASprite()
{
    start();
    const Answer made = m_client->post(
        u"/v1/sprites"_s, R"({"name":"web","labels":["prod","<b>"],"url_settings":{"auth":"public"}})");
    QCOMPARE(made.status, 201);
    const QJsonObject sprite = made.object();
    QCOMPARE(sprite.value("status"_L1).toString(), u"cold"_s);
    QVERIFY(sprite.value("version"_L1).isNull());
    QVERIFY(sprite.value("last_running_at"_L1).isNull());
    QCOMPARE(sprite.value("organization"_L1).toString(), u"playground"_s);
    QVERIFY(sprite.value("id"_L1).toString().startsWith(u"sprite-"_s));
    QCOMPARE(sprite.value("url"_L1).toString(), u"https://web-local.sprites.app"_s);
    QCOMPARE(sprite.value("url_settings"_L1)["auth"_L1].toString(), u"public"_s);
    QCOMPARE(sprite.value("labels"_L1).toArray(), (QJsonArray{u"prod"_s, u"<b>"_s}));
    QVERIFY(made.body.contains("\\u003cb\\u003e"));
    const QRegularExpression time(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$"_s);
    QVERIFY(time.match(sprite.value("created_at"_L1).toString()).hasMatch());

    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).object(), sprite);
    QCOMPARE(m_client->get(u"/v1/sprites/w%65b"_s).object(), sprite);
    const Answer gone = m_client->send("DELETE", u"/v1/sprites/web"_s);
    QCOMPARE(gone.status, 204);
    QCOMPARE(gone.body, QByteArray());
    QCOMPARE(m_client->send("DELETE", u"/v1/sprites/web"_s).status, 404);
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).body, QByteArray(R"({"error":"sprite not found"})"));
}

void TestPlaygroundServer::refusesANameThatIsMalformedOrTaken()
{
    start();
    for (const QByteArray body :
         {"{}", "", R"({"name":""})", R"({"name":"Not A Name"})", R"({"name":"-a"})"}) {
        const Answer answer = m_client->post(u"/v1/sprites"_s, body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.body, QByteArray(R"({"errors":["invalid sprite name format"]})"));
    }
    QCOMPARE(m_client->post(u"/v1/sprites"_s, "no json").status, 400);
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"a","url_settings":{"auth":"token"}})").body,
             QByteArray(R"({"errors":["invalid auth type, must be one of: sprite, public"]})"));
    QCOMPARE(m_client->post(u"/v1/sprites"_s, named(u"web"_s)).status, 201);
    const Answer taken = m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    QCOMPARE(taken.status, 409);
    QCOMPARE(taken.object().value("error"_L1).toString(),
             u"A sprite named 'web' already exists. Please choose a different name."_s);
}

void TestPlaygroundServer::updatesLabelsAndAddress()
{
    start();
    const QString path = u"/v1/sprites/web"_s;
    m_client->post(u"/v1/sprites"_s, R"({"name":"web","labels":["a","b"]})");
    Answer answer = m_client->send("PUT", path, R"({"url_settings":{"auth":"public"}})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.object().value("url_settings"_L1)["auth"_L1].toString(), u"public"_s);
    QCOMPARE(answer.object().value("labels"_L1).toArray(), (QJsonArray{u"a"_s, u"b"_s}));

    answer = m_client->send("PUT", path, R"({"labels":["c"],"clear_labels":true})");
    QCOMPARE(answer.object().value("labels"_L1).toArray(), QJsonArray{u"c"_s});
    QCOMPARE(answer.object().value("url_settings"_L1)["auth"_L1].toString(), u"public"_s);
    answer = m_client->send("PUT", path, R"({"clear_labels":true})");
    QVERIFY(!answer.object().contains("labels"_L1));

    answer = m_client->send("PUT", path, R"({"url_settings":{"auth":"token"}})");
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.body, QByteArray(R"({"errors":["invalid auth type, must be one of: sprite, public"]})"));
    QCOMPARE(m_client->send("PUT", u"/v1/sprites/nope"_s, "{}").status, 404);
}

void TestPlaygroundServer::upgradesWithoutABody()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    QCOMPARE(m_client->post(u"/v1/sprites/web/upgrade"_s, {}).status, 204);
    QCOMPARE(m_client->post(u"/v1/sprites/nope/upgrade"_s, {}).status, 404);
    QCOMPARE(statusOf(u"web"_s), QByteArray("cold"));
}

void TestPlaygroundServer::listsPageByPage()
{
    m_options.generatedSprites = 120;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"other"_s));
    QStringList names;
    QString token;
    int pages = 0;
    do {
        const QJsonObject page =
            m_client->get(u"/v1/sprites?prefix=bench-&continuation_token="_s + token).object();
        const QJsonArray sprites = page.value("sprites"_L1).toArray();
        for (const QJsonValue &sprite : sprites)
            names.append(sprite["name"_L1].toString());
        token = page.value("next_continuation_token"_L1).toString();
        QCOMPARE(page.value("has_more"_L1).toBool(), !token.isEmpty());
        ++pages;
    } while (!token.isEmpty());
    QCOMPARE(pages, 3);
    QCOMPARE(names.size(), 120);
    QCOMPARE(QSet<QString>(names.cbegin(), names.cend()).size(), 120);
    QVERIFY(!names.contains(u"other"_s));
}

void TestPlaygroundServer::clampsThePageSize_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<int>("size");
    QTest::newRow("default") << u""_s << 50;
    QTest::newRow("no number") << u"x"_s << 50;
    QTest::newRow("zero") << u"0"_s << 1;
    QTest::newRow("hundred") << u"100"_s << 100;
    QTest::newRow("too many") << u"100000"_s << 500;
}

void TestPlaygroundServer::clampsThePageSize()
{
    QFETCH(QString, wanted);
    m_options.generatedSprites = 600;
    start();
    const QJsonObject page = m_client->get(u"/v1/sprites?max_results="_s + wanted).object();
    QTEST(int(page.value("sprites"_L1).toArray().size()), "size");
}

void TestPlaygroundServer::countsTheOrganizationInBothShapes()
{
    start();
    QCOMPARE(m_client->get(u"/v1/sprites"_s).object().value("sprites"_L1).toArray(), QJsonArray());
    m_client->post(u"/v1/sprites"_s, named(u"a"_s));
    m_client->post(u"/v1/sprites"_s, named(u"b"_s));
    m_client->get(u"/v1/sprites/b/checkpoints"_s);
    QJsonObject page = m_client->get(u"/v1/sprites"_s).object();
    const QJsonObject org{{u"name"_s, u"playground"_s}, {u"running"_s, 1},     {u"warm"_s, 0}, {u"cold"_s, 1},
                          {u"running_limit"_s, 10},     {u"warm_limit"_s, 100}};
    QCOMPARE(page.take("org"_L1).toObject(), org);
    page.remove("sprites"_L1);
    QVERIFY(page.take("next_continuation_token"_L1).isNull());
    QCOMPARE(page.take("has_more"_L1), QJsonValue(false));
    QCOMPARE(page, org);
}

void TestPlaygroundServer::listsTenThousandInLargePages()
{
    m_options.generatedSprites = 10'000;
    start();
    int count = 0;
    QString token;
    do {
        const QJsonObject page =
            m_client->get(u"/v1/sprites?max_results=500&continuation_token="_s + token).object();
        count += int(page.value("sprites"_L1).toArray().size());
        token = page.value("next_continuation_token"_L1).toString();
    } while (!token.isEmpty());
    QCOMPARE(count, 10'000);
}

void TestPlaygroundServer::keepsTheOrderOverManyPages()
{
    m_options.generatedSprites = 10'000;
    start();
    QStringList names;
    QString token;
    int pages = 0;
    do {
        const QJsonObject page = m_client->get(u"/v1/sprites?continuation_token="_s + token).object();
        const QJsonArray sprites = page.value("sprites"_L1).toArray();
        for (const QJsonValue &sprite : sprites)
            names.append(sprite["name"_L1].toString());
        token = page.value("next_continuation_token"_L1).toString();
        ++pages;
    } while (!token.isEmpty());
    QCOMPARE(pages, 200);
    QCOMPARE(names.size(), 10'000);
    QVERIFY(std::is_sorted(names.cbegin(), names.cend()));
    QCOMPARE(QSet<QString>(names.cbegin(), names.cend()).size(), 10'000);
}

void TestPlaygroundServer::keepsAThousandCheckpointsOfOneSprite()
{
    m_options.generatedCheckpoints = 1'000;
    start();
    const QString path = u"/v1/sprites/bench-history/checkpoints"_s;
    QStringList expected{u"Current"_s};
    for (int i = 1'000; i >= 0; --i)
        expected.append(u"v%1"_s.arg(i));
    QCOMPARE(idsIn(m_client->get(path).array()), expected);
    QCOMPARE(m_client->get(path + u"/v500"_s).object().value("comment"_L1).toString(), u"step 500"_s);
    m_client->post(u"/v1/sprites/bench-history/checkpoint"_s);
    expected.insert(1, u"v1001"_s);
    QCOMPARE(idsIn(m_client->get(path).array()), expected);
    // A restart reads the same.
    m_server.reset();
    start();
    QCOMPARE(idsIn(m_client->get(path).array()), expected);
}

void TestPlaygroundServer::watchesTheList()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    m_client->post(u"/v1/sprites"_s, named(u"zoo"_s));
    const auto watch = m_client->begin("GET", u"/v1/sprites"_s, {}, "application/x-ndjson");
    Answer seen;
    const auto lines = [&] {
        seen.body += watch->readAll();
        return seen.lines();
    };
    QTRY_COMPARE(lines().size(), 2);
    QCOMPARE(watch->header(QNetworkRequest::ContentTypeHeader).toString(), u"application/x-ndjson"_s);
    QCOMPARE(seen.lines().at(0).value("name"_L1).toString(), u"web"_s);
    QCOMPARE(seen.lines().at(0).value("status"_L1).toString(), u"cold"_s);
    QVERIFY(seen.lines().at(0).contains("id"_L1));
    QVERIFY(seen.lines().at(0).value("running_version"_L1).isNull());
    const QString time = seen.lines().at(0).value("timestamp"_L1).toString();
    QVERIFY2(QDateTime::fromString(time, Qt::ISODateWithMs).isValid(), qPrintable(time));
    QCOMPARE(seen.lines().at(0).value("org"_L1)["cold"_L1].toInt(), 2);

    m_client->get(u"/v1/sprites/zoo/checkpoints"_s);
    QTRY_COMPARE(lines().size(), 3);
    QCOMPARE(seen.lines().at(2).value("name"_L1).toString(), u"zoo"_s);
    QCOMPARE(seen.lines().at(2).value("status"_L1).toString(), u"running"_s);
    QCOMPARE(seen.lines().at(2).value("org"_L1)["running"_L1].toInt(), 1);

    m_client->send("DELETE", u"/v1/sprites/web"_s);
    QTRY_COMPARE(lines().size(), 4);
    QCOMPARE(seen.lines().at(3).value("name"_L1).toString(), u"web"_s);
    QCOMPARE(seen.lines().at(3).value("status"_L1).toString(), u"deleted"_s);
    QCOMPARE(seen.lines().at(3).value("org"_L1)["cold"_L1].toInt(), 0);
}

void TestPlaygroundServer::createsACheckpointInTenLines()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const Answer answer = m_client->post(u"/v1/sprites/web/checkpoint"_s, R"({"comment":"first"})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/x-ndjson"));
    QCOMPARE(answer.header("X-Content-Type-Options"), QByteArray("nosniff"));
    QStringList texts = told(answer);
    QCOMPARE(texts.size(), 10);
    QVERIFY(QRegularExpression(u"^info   Created: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$"_s)
                .match(texts.takeAt(4))
                .hasMatch());
    QCOMPARE(texts, (QStringList{u"info Creating checkpoint..."_s, u"info Checkpoint created successfully"_s,
                                 u"info \nCheckpoint Details:"_s, u"info   ID: v1"_s,
                                 u"info   Path: checkpoints/v1"_s, u"info \nTo restore this checkpoint:"_s,
                                 u"info   sprite checkpoint restore v1"_s,
                                 u"info   curl -X POST /checkpoints/v1/restore"_s,
                                 u"complete Checkpoint v1 created successfully"_s}));
    const QString time = answer.lines().at(0).value("time"_L1).toString();
    QVERIFY2(QRegularExpression(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$"_s)
                 .match(time)
                 .hasMatch(),
             qPrintable(time));
    QCOMPARE(told(m_client->post(u"/v1/sprites/web/checkpoint"_s, {})).last(),
             u"complete Checkpoint v2 created successfully"_s);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s, "nonsense").status, 400);
}

void TestPlaygroundServer::listsCheckpointsNewestFirst()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    m_client->post(u"/v1/sprites/web/checkpoint"_s, R"({"comment":"first"})");
    m_client->post(u"/v1/sprites/web/checkpoint"_s);
    const Answer answer = m_client->get(u"/v1/sprites/web/checkpoints"_s);
    QVERIFY(answer.body.endsWith("]\n"));
    const QJsonArray list = answer.array();
    QCOMPARE(idsIn(list), (QStringList{u"Current"_s, u"v2"_s, u"v1"_s, u"v0"_s}));
    QCOMPARE(list.at(2)["comment"_L1].toString(), u"first"_s);
    QVERIFY(!list.at(1).toObject().contains("comment"_L1));
    for (const QJsonValue &checkpoint : list) {
        QVERIFY(checkpoint["is_auto"_L1].isBool());
        QVERIFY(QRegularExpression(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"_s)
                    .match(checkpoint["create_time"_L1].toString())
                    .hasMatch());
    }
}

void TestPlaygroundServer::restoresTheFilesOfACheckpoint()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QString write = u"/v1/sprites/web/fs/write?path=/home/sprite/a.txt&mkdirParents=true"_s;
    const QString read = u"/v1/sprites/web/fs/read?path=/home/sprite/a.txt"_s;
    QCOMPARE(m_client->send("PUT", write, "one").status, 200);
    m_client->post(u"/v1/sprites/web/checkpoint"_s);
    m_client->send("PUT", write, "two");
    QCOMPARE(m_client->get(read).body, QByteArray("two"));
    const Answer restored = m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s);
    QCOMPARE(restored.status, 200);
    QCOMPARE(told(restored), (QStringList{u"info Restoring from checkpoint v1..."_s,
                                          u"info Container components started successfully"_s,
                                          u"complete Restore from v1 complete"_s}));
    QCOMPARE(m_client->get(read).body, QByteArray("one"));
    m_client->post(u"/v1/sprites/web/checkpoint"_s);
    QCOMPARE(m_client->get(u"/v1/sprites/web/checkpoints/v2"_s).object().value("source_id"_L1).toString(),
             u"v1"_s);
}

void TestPlaygroundServer::saysInTheStreamThatACheckpointIsUnknown()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const Answer answer = m_client->post(u"/v1/sprites/web/checkpoints/v9/restore"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(told(answer),
             (QStringList{
                 u"info Restoring from checkpoint v9..."_s,
                 u"error Failed to restore checkpoint: failed to restore checkpoint: checkpoint not found: "
                 "checkpoint with path checkpoints/v9 not found: sql: no rows in result set"_s}));
}

void TestPlaygroundServer::getsAndDeletesCheckpoints()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    m_client->post(u"/v1/sprites/web/checkpoint"_s, R"({"comment":"x"})");
    m_client->post(u"/v1/sprites/web/checkpoint"_s);
    const QString base = u"/v1/sprites/web/checkpoints/"_s;
    QCOMPARE(m_client->get(base + u"v1"_s).object().value("comment"_L1).toString(), u"x"_s);
    const Answer missing = m_client->get(base + u"v9"_s);
    QCOMPARE(missing.status, 404);
    QVERIFY(missing.body.contains("checkpoint with path checkpoints/v9 not found\n"));

    QCOMPARE(m_client->send("DELETE", base + u"v1"_s).status, 204);
    QCOMPARE(idsIn(m_client->get(u"/v1/sprites/web/checkpoints"_s).array()),
             (QStringList{u"Current"_s, u"v2"_s, u"v0"_s}));
    const Answer twice = m_client->send("DELETE", base + u"v1"_s);
    QCOMPARE(twice.status, 404);
    QCOMPARE(twice.body, QByteArray("404 page not found\n"));
    const Answer current = m_client->send("DELETE", base + u"Current"_s);
    QCOMPARE(current.status, 409);
    QCOMPARE(current.body, QByteArray("cannot delete active checkpoint\n"));
}

void TestPlaygroundServer::filtersByHistory()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    for (int i = 0; i < 3; ++i)
        m_client->post(u"/v1/sprites/web/checkpoint"_s);
    const QString list = u"/v1/sprites/web/checkpoints?history="_s;
    QCOMPARE(idsIn(m_client->get(list + u"v2"_s).array()), (QStringList{u"v1"_s, u"v0"_s}));
    QCOMPARE(m_client->get(list + u"v9"_s).array(), QJsonArray());
    const QJsonArray history =
        m_client->get(u"/v1/sprites/web/checkpoints/v2"_s).object().value("history"_L1).toArray();
    QCOMPARE(history, (QJsonArray{u"v0"_s, u"v1"_s}));
}

void TestPlaygroundServer::answersLikeTheRecordedServiceOnRequest()
{
    m_options.compatibility = {true, true};
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const Answer history = m_client->get(u"/v1/sprites/web/checkpoints?history=v0"_s);
    QCOMPARE(history.status, 200);
    QCOMPARE(history.header("Content-Type"), QByteArray("text/plain; charset=utf-8"));
    QCOMPARE(history.body, QByteArray());
    const Answer missing = m_client->get(u"/v1/sprites/web/checkpoints/v9"_s);
    QCOMPARE(missing.status, 500);
    QCOMPARE(missing.body,
             QByteArray("Failed to get checkpoint: failed to get checkpoint: checkpoint not found: "
                        "checkpoint with path checkpoints/v9 not found\n"));
}

void TestPlaygroundServer::writesListsMovesAndDeletesFiles()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QString fs = u"/v1/sprites/web/fs/"_s;
    const Answer written = m_client->send(
        "PUT", fs + u"write?path=app/run.sh&workingDir=/home/sprite&mode=0755&mkdirParents=true"_s,
        "echo hi");
    QCOMPARE(written.status, 200);
    QCOMPARE(
        written.object(),
        (QJsonObject{{u"path"_s, u"/home/sprite/app/run.sh"_s}, {u"size"_s, 7}, {u"mode"_s, u"0755"_s}}));

    const QJsonObject listing = m_client->get(fs + u"list?path=/home/sprite/app"_s).object();
    QCOMPARE(listing.value("path"_L1).toString(), u"/home/sprite/app"_s);
    QCOMPARE(listing.value("count"_L1).toInt(), 1);
    const QJsonObject entry = listing.value("entries"_L1)[0].toObject();
    QCOMPARE(entry.value("name"_L1).toString(), u"run.sh"_s);
    QCOMPARE(entry.value("path"_L1).toString(), u"/home/sprite/app/run.sh"_s);
    QCOMPARE(entry.value("type"_L1).toString(), u"file"_s);
    QCOMPARE(entry.value("mode"_L1).toString(), u"0755"_s);
    QVERIFY(!entry.value("isDir"_L1).toBool(true));

    Answer answer = m_client->post(
        fs + u"copy"_s, R"({"source":"/home/sprite/app","dest":"/home/sprite/b","recursive":true})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.object().value("count"_L1).toInt(), 1);
    QCOMPARE(answer.object().value("totalBytes"_L1).toInt(), 7);
    answer = m_client->post(fs + u"rename"_s,
                            R"({"source":"b/run.sh","dest":"b/go.sh","workingDir":"/home/sprite"})");
    QCOMPARE(answer.object(), (QJsonObject{{u"source"_s, u"/home/sprite/b/run.sh"_s},
                                           {u"dest"_s, u"/home/sprite/b/go.sh"_s}}));
    answer = m_client->post(fs + u"chmod"_s, R"({"path":"/home/sprite/b/go.sh","mode":"0600"})");
    QCOMPARE(answer.object().value("affected"_L1)[0]["mode"_L1].toString(), u"0600"_s);
    answer = m_client->get(fs + u"read?path=/home/sprite/b/go.sh"_s);
    QCOMPARE(answer.body, QByteArray("echo hi"));
    QCOMPARE(answer.header("Content-Type"), QByteArray("application/octet-stream"));
}

void TestPlaygroundServer::takesBothDialectsOfDeleting()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QString fs = u"/v1/sprites/web/fs/"_s;
    m_client->send("PUT", fs + u"write?path=/home/sprite/a/x&mkdir=true"_s, "x");
    m_client->send("PUT", fs + u"write?path=/home/sprite/b/x&mkdirParents=true"_s, "x");
    const Answer query = m_client->send("DELETE", fs + u"delete?path=/home/sprite/a&recursive=true"_s);
    QCOMPARE(query.status, 200);
    QCOMPARE(query.object(), (QJsonObject{{u"deleted"_s, QJsonArray{u"/home/sprite/a"_s}}, {u"count"_s, 1}}));
    const Answer body =
        m_client->send("DELETE", fs + u"delete"_s, R"({"path":"/home/sprite/b","recursive":true})");
    QCOMPARE(body.object(), (QJsonObject{{u"deleted"_s, QJsonArray{u"/home/sprite/b"_s}}, {u"count"_s, 1}}));
}

void TestPlaygroundServer::refusesFilesWithCodes()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QString fs = u"/v1/sprites/web/fs/"_s;
    const Answer missing = m_client->get(fs + u"read?path=/nope"_s);
    QCOMPARE(missing.status, 404);
    QCOMPARE(missing.object(), (QJsonObject{{u"error"_s, u"no such file or directory"_s},
                                            {u"code"_s, u"ENOENT"_s},
                                            {u"path"_s, u"/nope"_s}}));
    m_client->send("PUT", fs + u"write?path=/home/sprite/a/x&mkdirParents=true"_s, "x");
    const Answer full = m_client->send("DELETE", fs + u"delete?path=/home/sprite/a"_s);
    QCOMPARE(full.status, 400);
    QCOMPARE(full.object().value("code"_L1).toString(), u"ENOTEMPTY"_s);
    QCOMPARE(
        m_client->send("PUT", fs + u"write?path=/x&mode=abc"_s, "x").object().value("code"_L1).toString(),
        u"EINVAL"_s);
}

void TestPlaygroundServer::movesLargeFilesBothWays()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    QByteArray large(24 * 1024 * 1024 + 7, Qt::Uninitialized);
    for (qsizetype i = 0; i < large.size(); ++i)
        large[i] = char(i * 31 + i / 257);
    const QString fs = u"/v1/sprites/web/fs/"_s;
    const Answer written = m_client->send("PUT", fs + u"write?path=/home/sprite/big"_s, large);
    QCOMPARE(written.object().value("size"_L1).toInteger(), large.size());
    const Answer read = m_client->get(fs + u"read?path=/home/sprite/big"_s);
    QCOMPARE(read.header("Content-Length").toLongLong(), large.size());
    QVERIFY(read.body == large);
}

void TestPlaygroundServer::keepsNothingOfAnUploadThatBreaksOff()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    m_client->send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/a"_s, "old");
    const QByteArray head =
        m_client->head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a", "Content-Length: 100\r\n");
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_server->url()).port()));
        socket.write(head + "new");
        const size_t before = m_server->requestLog().entries().size();
        QTRY_VERIFY(m_server->requestLog().entries().size() > before);
        socket.abort();
    }
    QCOMPARE(m_client->get(u"/v1/sprites/web/fs/read?path=/home/sprite/a"_s).body, QByteArray("old"));
    QCOMPARE(m_client->get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s).object().value("count"_L1).toInt(),
             1);
}

void TestPlaygroundServer::storesTheNetworkPolicyAsWritten()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QString path = u"/v1/sprites/web/policy/network"_s;
    QCOMPARE(m_client->get(path).object(), (QJsonObject{{u"rules"_s, QJsonArray()}}));
    const QByteArray policy = "{ \"rules\":[\n  {\"action\":\"allow\", "
                              "\"domain\":\"*.example.com\"},{\"include\":\"defaults\"}]}\n";
    const Answer set = m_client->post(path, policy);
    QCOMPARE(set.status, 204);
    QCOMPARE(set.body, QByteArray());
    QCOMPARE(m_client->get(path).body, policy);
}

void TestPlaygroundServer::refusesAPolicyTheServiceWouldRefuse()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QString path = u"/v1/sprites/web/policy/network"_s;
    for (const QByteArray body :
         {"", "{}", R"({"rules":null})", R"({"rules":[{"domain":"a"}]})", R"({"rules":[],"x":1})"}) {
        const Answer answer = m_client->post(path, body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.body, QByteArray("invalid policy config\n"));
    }
    QCOMPARE(m_client->send("PUT", path, "{}").status, 405);
}

void TestPlaygroundServer::answersWhatIsNotBuiltWithNotFound()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    for (const QString &path : {u"control"_s, u"suspend"_s, u"a/b/c"_s}) {
        const Answer answer = m_client->get(u"/v1/sprites/web/"_s + path);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.body, QByteArray("404 page not found\n"));
        QCOMPARE(answer.header("Sprite-Version"), QByteArray("v0.0.1-rc48"));
    }
    const QByteArray head =
        m_client->raw(m_client->head("HEAD", "/v1/sprites/web/exec", "Connection: close\r\n"));
    QVERIFY(head.contains("\r\nSprite-Version: v0.0.1-rc48\r\n"));
    QVERIFY(head.endsWith("\r\n\r\n"));
    QCOMPARE(m_client->get(u"/v2/anything"_s).status, 404);
    const QByteArray upgrade = m_client->raw(
        m_client->head("GET", "/v1/sprites/web/control",
                       "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    QVERIFY(upgrade.startsWith("HTTP/1.1 404 Not Found\r\n"));
    QVERIFY(upgrade.endsWith("404 page not found\n"));
}

void TestPlaygroundServer::limitsTheRateOfCreations()
{
    m_options.limits.createsPerMinute = 2;
    start();
    QCOMPARE(m_client->post(u"/v1/sprites"_s, named(u"a"_s)).status, 201);
    QCOMPARE(m_client->post(u"/v1/sprites"_s, named(u"b"_s)).status, 201);
    const Answer limited = m_client->post(u"/v1/sprites"_s, named(u"c"_s));
    QCOMPARE(limited.status, 429);
    QCOMPARE(limited.object().value("error"_L1).toString(), u"sprite_creation_rate_limited"_s);
    QCOMPARE(limited.object().value("limit"_L1).toInt(), 2);
    QCOMPARE(limited.object().value("window_seconds"_L1).toInt(), 60);
    const int wait = limited.object().value("retry_after_seconds"_L1).toInt();
    QVERIFY(wait > 0 && wait <= 60);
    QCOMPARE(limited.header("Retry-After").toInt(), wait);
    QCOMPARE(limited.header("X-RateLimit-Limit"), QByteArray("2"));
    QCOMPARE(limited.header("X-RateLimit-Remaining"), QByteArray("0"));
    QVERIFY(limited.header("X-RateLimit-Reset").toLongLong() > 0);
}

void TestPlaygroundServer::limitsWhatRunsAtOnce()
{
    m_options.limits = {1, 5, true, 0};
    start();
    m_client->post(u"/v1/sprites"_s, named(u"a"_s));
    m_client->post(u"/v1/sprites"_s, named(u"b"_s));
    QCOMPARE(m_client->get(u"/v1/sprites/a/checkpoints"_s).status, 200);
    const Answer limited = m_client->get(u"/v1/sprites/b/checkpoints"_s);
    QCOMPARE(limited.status, 429);
    QCOMPARE(limited.object().value("error"_L1).toString(), u"concurrent_sprite_limit_exceeded"_s);
    QCOMPARE(limited.object().value("current_count"_L1).toInt(), 1);
    QCOMPARE(m_client->get(u"/v1/sprites/a/checkpoints"_s).status, 200);
    QCOMPARE(statusOf(u"b"_s), QByteArray("cold"));
}

void TestPlaygroundServer::countsWhatIsAboutToRun()
{
    m_options.limits = {1, 5, true, 0};
    m_options.sleep.coldWake = 200ms;
    m_options.speed = 1;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"a"_s));
    m_client->post(u"/v1/sprites"_s, named(u"b"_s));
    const auto first = m_client->begin("GET", u"/v1/sprites/a/checkpoints"_s);
    const auto same = m_client->begin("GET", u"/v1/sprites/a/services"_s);
    QTRY_COMPARE(m_server->requestLog().entries().size(), 4);
    QCOMPARE(m_client->get(u"/v1/sprites/b/checkpoints"_s).status, 429);
    for (const auto &reply : {first.get(), same.get()}) {
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    }
}

void TestPlaygroundServer::answersWhoWaitsForASpriteThatIsRemoved()
{
    m_options.sleep.coldWake = 1h;
    m_options.speed = 1;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    std::vector<std::unique_ptr<QNetworkReply>> waiting;
    for (const QString &call : {u"checkpoints"_s, u"services"_s, u"policy/network"_s, u"fs/list?path=/"_s})
        waiting.push_back(m_client->begin("GET", u"/v1/sprites/web/"_s + call));
    waiting.push_back(m_client->begin("POST", u"/v1/sprites/web/exec?cmd=true"_s, "x"));
    waiting.push_back(m_client->begin("PUT", u"/v1/sprites/web/services/x"_s, R"({"cmd":"true"})"));
    QTRY_COMPARE(m_server->requestLog().entries().size(), 1 + waiting.size());
    // Over a line of its own: Qt has six to one server.
    QCOMPARE(PlaygroundClient(m_server->url(), m_server->token()).send("DELETE", u"/v1/sprites/web"_s).status,
             204);
    for (const auto &reply : waiting) {
        QTRY_VERIFY2(reply->isFinished(), qPrintable(reply->url().path()));
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 404);
    }
}

void TestPlaygroundServer::laysDownWhatRanWhenItEnded()
{
    start();
    for (const QString &name : {u"running"_s, u"warm"_s}) {
        m_client->post(u"/v1/sprites"_s, named(name));
        QVERIFY(m_server->store().setStatus(name, name).isOk());
    }
    m_server.reset();
    start();
    QCOMPARE(statusOf(u"running"_s), QByteArray("cold"));
    QCOMPARE(statusOf(u"warm"_s), QByteArray("cold"));
}

void TestPlaygroundServer::takesOnlyTextForLabels()
{
    start();
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web","labels":[1,2]})").status, 400);
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).status, 404);
    m_client->post(u"/v1/sprites"_s, R"({"name":"web","labels":["a"]})");
    const Answer answer = m_client->send("PUT", u"/v1/sprites/web"_s, R"({"labels":["b",null]})");
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.body.contains("labels must be strings"));
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).object().value("labels"_L1).toArray(), QJsonArray{u"a"_s});
}

void TestPlaygroundServer::refusesWhatItWouldOtherwiseLose_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QString>("why");
    const QString auth = u"invalid auth type, must be one of: sprite, public"_s;
    QTest::newRow("labels") << QByteArray(R"("labels":"a")") << u"labels must be an array"_s;
    QTest::newRow("clear_labels") << QByteArray(R"("clear_labels":1)")
                                  << u"clear_labels must be true or false"_s;
    QTest::newRow("url_settings") << QByteArray(R"("url_settings":"public")")
                                  << u"url_settings must be an object"_s;
    QTest::newRow("auth") << QByteArray(R"("url_settings":{"auth":1})") << auth;
    QTest::newRow("auth, a list") << QByteArray(R"("url_settings":{"auth":["public"]})") << auth;
    QTest::newRow("private_access") << QByteArray(R"("url_settings":{"private_access":true})")
                                    << u"private_access must be a string"_s;
}

void TestPlaygroundServer::refusesWhatItWouldOtherwiseLose()
{
    QFETCH(QByteArray, member);
    QFETCH(QString, why);
    start();
    const Answer created = m_client->post(u"/v1/sprites"_s, R"({"name":"web",)" + member + '}');
    QCOMPARE(created.status, 400);
    QCOMPARE(created.object().value("errors"_L1).toArray(), QJsonArray{why});
    QCOMPARE(m_client->get(u"/v1/sprites/web"_s).status, 404);
    // null says nothing, as if it were not there.
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web","labels":null,"url_settings":null})").status,
             201);
    const Answer updated = m_client->send("PUT", u"/v1/sprites/web"_s, '{' + member + '}');
    QCOMPARE(updated.status, 400);
    QCOMPARE(updated.object().value("errors"_L1).toArray(), QJsonArray{why});
}

void TestPlaygroundServer::losesNoPolicyToARestore()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    const QByteArray many(1'000'000, 'm');
    for (int i = 0; i < 40; ++i)
        QCOMPARE(
            m_client->send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/%1"_s.arg(i), many).status,
            200);
    QCOMPARE(m_client->post(u"/v1/sprites/web/checkpoint"_s, "{}").status, 200);
    QSignalSpy restored(&m_server->store(), &SpriteStore::jobFinished);
    QVERIFY(m_server->store().startRestore(u"web"_s, u"v1"_s).isOk());
    const QString path = u"/v1/sprites/web/policy/network"_s;
    const QByteArray rules = R"({"rules":[{"domain":"a.example","action":"allow"}]})";
    QCOMPARE(m_client->post(path, rules).status, 204);
    QCOMPARE(restored.size(), 1);
    QVERIFY(m_client->get(path).body.contains("a.example"));
}

void TestPlaygroundServer::goesToSleepAndWakesUp()
{
    m_options.sleep.idle = 60ms;
    m_options.sleep.coldAfter = 60ms;
    m_options.sleep.coldWake = 40ms;
    m_options.speed = 1;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    QStringList seen;
    connect(&m_server->store(), &SpriteStore::spriteChanged, this,
            [&](const QString &name) { seen.append(m_server->store().sprite(name)->status); });
    QCOMPARE(m_client->get(u"/v1/sprites/web/checkpoints"_s).status, 200);
    QTRY_COMPARE(seen, (QStringList{u"running"_s, u"warm"_s, u"cold"_s}));
    const QJsonObject cold = m_client->get(u"/v1/sprites/web"_s).object();
    QCOMPARE(cold.value("status"_L1).toString(), u"cold"_s);
    QVERIFY(cold.value("last_running_at"_L1).isString());
    QVERIFY(cold.value("last_warming_at"_L1).isString());
    QCOMPARE(m_client->get(u"/v1/sprites/web/policy/network"_s).status, 200);
    QCOMPARE(seen.count(u"running"_s), 2);
}

void TestPlaygroundServer::neverWakesByLooking()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    for (int i = 0; i < 5; ++i) {
        m_client->get(u"/v1/sprites"_s);
        m_client->get(u"/v1/sprites/web"_s);
    }
    m_client->send("PUT", u"/v1/sprites/web"_s, R"({"labels":["x"]})");
    QCOMPARE(statusOf(u"web"_s), QByteArray("cold"));
    for (const RequestLogEntry &entry : m_server->requestLog().entries()) {
        QCOMPARE(entry.reach, Reach::Control);
        QVERIFY(!entry.woke);
    }
    const qint64 last = m_server->requestLog().entries().back().sequence;
    m_client->get(u"/v1/sprites/web/checkpoints?includeAuto=true"_s);
    m_client->get(u"/v1/sprites/web/checkpoints"_s);
    const QJsonArray log =
        m_client->get(u"/playground/log?after=%1"_s.arg(last)).object().value("entries"_L1).toArray();
    QCOMPARE(log.size(), 2);
    QCOMPARE(log[0]["method"_L1].toString(), u"GET"_s);
    QCOMPARE(log[0]["path"_L1].toString(), u"/v1/sprites/web/checkpoints"_s);
    QCOMPARE(log[0]["query"_L1].toString(), u"includeAuto=true"_s);
    QCOMPARE(log[0]["sprite"_L1].toString(), u"web"_s);
    QCOMPARE(log[0]["reach"_L1].toString(), u"inside"_s);
    QCOMPARE(log[0]["status_before"_L1].toString(), u"cold"_s);
    QCOMPARE(log[0]["woke"_L1].toBool(), true);
    QCOMPARE(log[1]["status_before"_L1].toString(), u"running"_s);
    QCOMPARE(log[1]["woke"_L1].toBool(), false);
}

void TestPlaygroundServer::staysAwakeWhileARequestLasts()
{
    m_options.sleep.idle = 30ms;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    QSignalSpy changes(&m_server->store(), &SpriteStore::spriteChanged);
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_server->url()).port()));
    socket.write(
        m_client->head("PUT", "/v1/sprites/web/fs/write?path=/home/sprite/a", "Content-Length: 3\r\n"));
    QTRY_COMPARE(m_server->store().sprite(u"web"_s)->status, u"running"_s);
    changes.clear();
    QVERIFY(!changes.wait(150)); // five times the idle time, and nothing happens
    socket.write("abc");
    QTRY_COMPARE(m_server->store().sprite(u"web"_s)->status, u"warm"_s);
}

void TestPlaygroundServer::startsWithSixSpritesOneOfThemRunning()
{
    m_options.seeds = true;
    start();
    const QJsonObject page = m_client->get(u"/v1/sprites"_s).object();
    QCOMPARE(page.value("sprites"_L1).toArray().size(), 6);
    QCOMPARE(statusOf(u"calm-otter"_s), QByteArray("running"));
    QCOMPARE(statusOf(u"brisk-heron"_s), QByteArray("warm"));
    QCOMPARE(statusOf(u"quiet-fjord"_s), QByteArray("cold"));
}

void TestPlaygroundServer::takesAutomaticCheckpointsWhileRunning()
{
    m_options.autoCheckpointAfter = 20ms;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    m_client->get(u"/v1/sprites/web/checkpoints"_s);
    const auto automatic = [this] {
        QStringList ids = idsIn(m_client->get(u"/v1/sprites/web/checkpoints?includeAuto=true"_s).array());
        return ids.filter(QRegularExpression(u"^auto-\\d{13}$"_s));
    };
    QTRY_VERIFY(automatic().size() >= AutoCheckpoints::Kept);
    const QStringList before = automatic();
    QTRY_VERIFY(automatic() != before);
    QVERIFY(automatic().size() <= AutoCheckpoints::Kept + 1);
    QCOMPARE(idsIn(m_client->get(u"/v1/sprites/web/checkpoints"_s).array()),
             (QStringList{u"Current"_s, u"v0"_s}));
}

void TestPlaygroundServer::failsOnPurpose()
{
    start();
    SpriteRequest goat;
    goat.name = u"goat"_s;
    goat.fails = true;
    QVERIFY(m_server->store().create(goat).isOk());
    const QStringList created = told(m_client->post(u"/v1/sprites/goat/checkpoint"_s));
    QCOMPARE(created.size(), 2);
    QVERIFY(created.last().startsWith(u"error Failed to create checkpoint: "_s));
    QCOMPARE(idsIn(m_client->get(u"/v1/sprites/goat/checkpoints"_s).array()),
             (QStringList{u"Current"_s, u"v0"_s}));
    QCOMPARE(m_client->post(u"/v1/sprites/goat/policy/network"_s, R"({"rules":[]})").status, 500);
    const Answer restored = m_client->post(u"/v1/sprites/goat/checkpoints/v0/restore"_s);
    QVERIFY(restored.isWhole);
    QCOMPARE(told(restored).last(), u"info Container components started successfully"_s);
}

void TestPlaygroundServer::resetsToTheFirstDay()
{
    m_options.seeds = true;
    start();
    m_client->post(u"/v1/sprites"_s, named(u"mine"_s));
    const auto watch = m_client->begin("GET", u"/v1/sprites"_s, {}, "application/x-ndjson");
    QSignalSpy watchEnded(watch.get(), &QNetworkReply::finished);
    QTRY_VERIFY(watch->bytesAvailable() > 0);
    m_server->faults().add({.kind = Fault::Kind::EmptyUnavailable, .path = u"*/nope"_s});
    QCOMPARE(m_client->post(u"/playground/reset"_s, {}).status, 204);
    QTRY_COMPARE(watchEnded.size(), 1);
    QVERIFY(m_server->faults().list().isEmpty());
    QCOMPARE(m_client->get(u"/v1/sprites/mine"_s).status, 404);
    QCOMPARE(m_client->get(u"/v1/sprites"_s).object().value("sprites"_L1).toArray().size(), 6);
    QCOMPARE(m_server->requestLog().entries().size(), size_t(2));
}

void TestPlaygroundServer::keepsItsStateOverARestart()
{
    start();
    m_client->post(u"/v1/sprites"_s, named(u"web"_s));
    m_client->post(u"/v1/sprites/web/checkpoint"_s, R"({"comment":"kept"})");
    m_server->stop();
    QVERIFY(!m_server->isRunning());
    start();
    QCOMPARE(m_client->get(u"/v1/sprites/web/checkpoints/v1"_s).object().value("comment"_L1).toString(),
             u"kept"_s);
}

void TestPlaygroundServer::refusesOtherThanLoopback()
{
    m_options.address = u"0.0.0.0"_s;
    PlaygroundServer server(m_options);
    const auto address = server.start();
    QVERIFY(!address.isOk());
    QCOMPARE(address.error(), u"The playground listens on this computer only, not on 0.0.0.0."_s);
}

void TestPlaygroundServer::saysThatThePortIsTaken()
{
    start();
    m_options.port = quint16(QUrl(m_server->url()).port());
    m_options.stateFolder = m_folder->filePath(u"second"_s);
    PlaygroundServer second(m_options);
    const auto address = second.start();
    QVERIFY(!address.isOk());
    QCOMPARE(address.error(), u"Port %1 is already in use on this computer."_s.arg(m_options.port));
    QVERIFY(!second.isRunning());
}

void TestPlaygroundServer::saysThatTheFolderIsTaken()
{
    start();
    PlaygroundServer second(m_options);
    const auto address = second.start();
    QVERIFY(!address.isOk());
    QVERIFY(!address.error().isEmpty());
}

QTEST_GUILESS_MAIN(TestPlaygroundServer)
#include "tst_playgroundserver.moc"
