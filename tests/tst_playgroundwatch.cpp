// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filewatcher.h"
#include "playground/spriteports.h"
#include "support/filetrees.h"
#include "support/patience.h"
#include "support/playgroundclient.h"
#include "support/tunnelclient.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>

#include <atomic>
#include <cstdio>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace Spritarium;
using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! Watching a sprite's files (sprites-api 11.3).
class TestPlaygroundWatch : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void confirmsWhatItWatches();
    void tellsWhatHappens();
    void looksIntoFoldersWhenAsked();
    void followsFoldersThatCome();
    void followsFoldersThatMove();
    void watchesOneFile();
    void tellsUploadsAsWritten();
    void tellsFoldersThatCallsCopyAndDelete();
    void speaksOfThePathThatWasAskedFor();
    void watchesAStateFolderThatALinkLeadsTo();
    void followsNoLinkOutOfTheSprite();
    void stopsWhenUnsubscribed();
    void keepsQuietAboutOtherPlaces();
    void saysWhatCannotBeWatched_data();
    void saysWhatCannotBeWatched();
    void saysWhenEventsWereLost();
    void keepsTheSpriteAwakeAndBreaksWhenItPauses();
    void breaksWhenTheSpriteIsRestored();
    void refusesAPlainRequest();
    void takesALargeTreeInPortions();

private:
    //! A watch that is in force.
    std::unique_ptr<TunnelClient> watch(const QByteArray &message);
    QString host(const QString &path) { return m_playground->store().view(u"web"_s)->root + path; }
    //! "create /home/sprite/a" and so on, in order; nothing twice in a row.
    static QStringList events(const TunnelClient &client);

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_client;
};

namespace {

const QByteArray Home = R"({"type":"subscribe","paths":["/home/sprite"],"recursive":false})";
const QByteArray Tree = R"({"type":"subscribe","paths":["/home/sprite"],"recursive":true})";
const QString Path = u"/v1/sprites/web/fs/watch"_s;

} // namespace

void TestPlaygroundWatch::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    if (!TreeWatch::isSupported())
        QSKIP("files can be watched on Linux only");
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundWatch::cleanup()
{
    m_client.reset();
    m_playground.reset();
}

std::unique_ptr<TunnelClient> TestPlaygroundWatch::watch(const QByteArray &message)
{
    auto client = std::make_unique<TunnelClient>(*m_playground, Path);
    (void)QTest::qWaitFor([&] { return client->isOpen() || client->isOver; }, Patience);
    client->socket().sendTextMessage(QString::fromUtf8(message));
    (void)QTest::qWaitFor([&] { return !client->texts.isEmpty() || client->isOver; }, Patience);
    return client;
}

QStringList TestPlaygroundWatch::events(const TunnelClient &client)
{
    QStringList told;
    for (qsizetype i = 0; i < client.texts.size(); ++i) {
        const QJsonObject message = client.message(i);
        if (message.value("type"_L1) != "event"_L1)
            continue;
        const QString text =
            message.value("event"_L1).toString() + u' ' + message.value("path"_L1).toString();
        if (told.isEmpty() || told.constLast() != text)
            told.append(text);
    }
    return told;
}

void TestPlaygroundWatch::confirmsWhatItWatches()
{
    const auto client =
        watch(R"({"type":"subscribe","paths":["/tmp","."],"recursive":true,"workingDir":"/home/sprite"})");
    QCOMPARE(client->message(0), (QJsonObject{{u"type"_s, u"subscribed"_s},
                                              {u"paths"_s, QJsonArray{u"/tmp"_s, u"/home/sprite"_s}},
                                              {u"recursive"_s, true},
                                              {u"workingDir"_s, u"/home/sprite"_s}}));
}

void TestPlaygroundWatch::tellsWhatHappens()
{
    const auto client = watch(Home);
    const QString a = host(u"/home/sprite/a.txt"_s);
    QVERIFY(writeFile(a, "twelve bytes"));
    QTRY_COMPARE(events(*client),
                 (QStringList{u"create /home/sprite/a.txt"_s, u"write /home/sprite/a.txt"_s}));
    const QJsonObject written = client->message(client->texts.size() - 1);
    QCOMPARE(written.keys(), (QStringList{u"event"_s, u"isDir"_s, u"message"_s, u"path"_s, u"size"_s,
                                          u"timestamp"_s, u"type"_s}));
    QCOMPARE(written.value("size"_L1).toInt(), 12);
    QCOMPARE(written.value("isDir"_L1).toBool(true), false);
    QVERIFY(QDateTime::fromString(written.value("timestamp"_L1).toString(), Qt::ISODateWithMs).isValid());
    client->texts.clear();
    QCOMPARE(::chmod(QFile::encodeName(a).constData(), 0600), 0);
    // Qt's own may make another link first.
    QCOMPARE(std::rename(QFile::encodeName(a).constData(),
                         QFile::encodeName(host(u"/home/sprite/b.txt"_s)).constData()),
             0);
    QVERIFY(QFile::remove(host(u"/home/sprite/b.txt"_s)));
    QVERIFY(QDir().mkdir(host(u"/home/sprite/d"_s)));
    QTRY_COMPARE(events(*client), (QStringList{u"chmod /home/sprite/a.txt"_s, u"rename /home/sprite/a.txt"_s,
                                               u"create /home/sprite/b.txt"_s, u"remove /home/sprite/b.txt"_s,
                                               u"create /home/sprite/d"_s}));
    QVERIFY(client->message(client->texts.size() - 1).value("isDir"_L1).toBool());
}

void TestPlaygroundWatch::looksIntoFoldersWhenAsked()
{
    QVERIFY(QDir().mkpath(host(u"/home/sprite/d/deep"_s)));
    const auto flat = watch(Home);
    const auto deep = watch(Tree);
    QVERIFY(writeFile(host(u"/home/sprite/d/deep/x"_s), "1"));
    QVERIFY(writeFile(host(u"/home/sprite/last"_s), {}));
    QTRY_VERIFY(events(*flat).contains(u"create /home/sprite/last"_s));
    QCOMPARE(events(*flat).size(), 1);
    QTRY_VERIFY(events(*deep).contains(u"create /home/sprite/last"_s));
    QCOMPARE(events(*deep).mid(0, 2),
             (QStringList{u"create /home/sprite/d/deep/x"_s, u"write /home/sprite/d/deep/x"_s}));
}

void TestPlaygroundWatch::followsFoldersThatCome()
{
    const auto client = watch(Tree);
    // All at once: what is in the folder before it is watched must be told, too.
    QVERIFY(writeFile(host(u"/home/sprite/new/deeper/first"_s), "1"));
    QTRY_VERIFY(events(*client).contains(u"create /home/sprite/new/deeper/first"_s));
    QVERIFY(events(*client).contains(u"create /home/sprite/new/deeper"_s));
    QVERIFY(writeFile(host(u"/home/sprite/new/deeper/second"_s), "1"));
    QTRY_VERIFY(events(*client).contains(u"write /home/sprite/new/deeper/second"_s));
    QVERIFY(QDir(host(u"/home/sprite/new"_s)).removeRecursively());
    QTRY_VERIFY(events(*client).contains(u"remove /home/sprite/new"_s));
}

void TestPlaygroundWatch::followsFoldersThatMove()
{
    QVERIFY(writeFile(host(u"/home/sprite/d/sub/x"_s), "1"));
    const auto client = watch(Tree);
    QVERIFY(QFile::rename(host(u"/home/sprite/d"_s), host(u"/home/sprite/e"_s)));
    QTRY_VERIFY(events(*client).contains(u"create /home/sprite/e/sub/x"_s));
    QCOMPARE(events(*client).mid(0, 2),
             (QStringList{u"rename /home/sprite/d"_s, u"create /home/sprite/e"_s}));
    client->texts.clear();
    QVERIFY(writeFile(host(u"/home/sprite/e/sub/y"_s), "1"));
    QTRY_VERIFY(events(*client).contains(u"write /home/sprite/e/sub/y"_s));
    for (const QString &told : events(*client))
        QVERIFY2(told.contains(u"/e/sub/y"_s), qPrintable(told));
}

void TestPlaygroundWatch::watchesOneFile()
{
    QVERIFY(writeFile(host(u"/home/sprite/a"_s), "1"));
    const auto client = watch(R"({"type":"subscribe","paths":["/home/sprite/a"]})");
    QVERIFY(writeFile(host(u"/home/sprite/b"_s), "1"));
    QVERIFY(writeFile(host(u"/home/sprite/a"_s), "2"));
    QTRY_VERIFY(events(*client).contains(u"write /home/sprite/a"_s));
    QVERIFY(QFile::remove(host(u"/home/sprite/a"_s)));
    QTRY_VERIFY(events(*client).contains(u"remove /home/sprite/a"_s));
    QVERIFY(!events(*client).join(u' ').contains(u"/b"_s));
}

void TestPlaygroundWatch::tellsUploadsAsWritten()
{
    const auto client = watch(Home);
    const QString write = u"/v1/sprites/web/fs/write?path=/home/sprite/up"_s;
    QCOMPARE(m_client->send("PUT", write, "one").status, 200);
    QTRY_COMPARE(events(*client), (QStringList{u"create /home/sprite/up"_s, u"write /home/sprite/up"_s}));
    client->texts.clear();
    QCOMPARE(m_client->send("PUT", write, "two").status, 200);
    QTRY_COMPARE(events(*client), QStringList{u"write /home/sprite/up"_s});
}

void TestPlaygroundWatch::tellsFoldersThatCallsCopyAndDelete()
{
    QVERIFY(writeFile(host(u"/home/sprite/d/sub/x"_s), "1"));
    const auto client = watch(Tree);
    const QByteArray copy = R"({"source":"/home/sprite/d","dest":"/home/sprite/e","recursive":true})";
    QCOMPARE(m_client->post(u"/v1/sprites/web/fs/copy"_s, copy).status, 200);
    QTRY_VERIFY(events(*client).contains(u"create /home/sprite/e/sub/x"_s));
    QCOMPARE(events(*client).constFirst(), u"create /home/sprite/e"_s);
    QVERIFY(!events(*client).contains(u"write /home/sprite/e"_s));
    client->texts.clear();
    QCOMPARE(m_client->send("DELETE", u"/v1/sprites/web/fs/delete?path=/home/sprite/e&recursive=true"_s, {})
                 .status,
             200);
    QTRY_COMPARE(events(*client), QStringList(u"remove /home/sprite/e"_s));
    // It may come again.
    QVERIFY(writeFile(host(u"/home/sprite/e/y"_s), "1"));
    QTRY_VERIFY(events(*client).contains(u"create /home/sprite/e/y"_s));
}

void TestPlaygroundWatch::speaksOfThePathThatWasAskedFor()
{
    QVERIFY(QFile::link(u"/home/sprite"_s, host(u"/tmp/link"_s)));
    const auto client = watch(R"({"type":"subscribe","paths":["/tmp/link"],"recursive":true})");
    QVERIFY(writeFile(host(u"/home/sprite/x"_s), {}));
    QTRY_COMPARE(events(*client), QStringList{u"create /tmp/link/x"_s});
    const auto top = watch(R"({"type":"subscribe","paths":["/"],"recursive":true})");
    QVERIFY(writeFile(host(u"/home/sprite/y"_s), {}));
    QTRY_COMPARE(events(*top), QStringList{u"create /home/sprite/y"_s});
}

void TestPlaygroundWatch::watchesAStateFolderThatALinkLeadsTo()
{
    m_client.reset();
    const QTemporaryDir links;
    m_playground = std::make_unique<PlaygroundFixture>();
    QVERIFY(QFile::link(m_playground->options().stateFolder, links.filePath(u"state"_s)));
    m_playground->options().stateFolder = links.filePath(u"state"_s);
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    const auto client = watch(Home);
    QCOMPARE(client->message(0).value("type"_L1), QJsonValue(u"subscribed"_s));
    QVERIFY(writeFile(host(u"/home/sprite/a"_s), "123"));
    QTRY_COMPARE(client->message(client->texts.size() - 1).value("event"_L1), QJsonValue(u"write"_s));
    QCOMPARE(client->message(client->texts.size() - 1).value("path"_L1), QJsonValue(u"/home/sprite/a"_s));
    QCOMPARE(client->message(client->texts.size() - 1).value("size"_L1), QJsonValue(3));
    m_client.reset();
    m_playground.reset(); // before the link
}

void TestPlaygroundWatch::followsNoLinkOutOfTheSprite()
{
    // As a command in the sprite could that knew where its folders are.
    const QTemporaryDir outside;
    QVERIFY(QDir(outside.path()).mkpath(u"deep"_s));
    const QString d = host(u"/home/sprite/d"_s);
    QVERIFY(QDir(d).mkpath(u"deep"_s));
    std::atomic_bool stop(false);
    std::thread attacker([&] {
        const QByteArray name = QFile::encodeName(d);
        const QByteArray aside = name + ".aside";
        while (!stop) {
            ::rename(name.constData(), aside.constData());
            static_cast<void>(::symlink(QFile::encodeName(outside.path()).constData(), name.constData()));
            ::unlink(name.constData());
            ::rename(aside.constData(), name.constData());
        }
    });
    const QByteArray message = R"({"type":"subscribe","paths":["/home/sprite/d/deep"],"recursive":true})";
    const auto client = watch(message);
    for (int i = 0; i < 300; ++i)
        client->socket().sendTextMessage(QString::fromUtf8(message));
    client->socket().sendTextMessage(u"hello"_s); // answered after them
    const auto isRead = [&client] { return !client->texts.filter(u"unknown message type"_s).isEmpty(); };
    const bool isOver = QTest::qWaitFor(isRead, Patience);
    stop = true;
    attacker.join();
    QVERIFY(isOver);
    client->socket().sendTextMessage(QString::fromUtf8(Home));
    const auto isConfirmed = [&client] {
        const QJsonObject last = client->message(client->texts.size() - 1);
        return last.value("paths"_L1).toArray() == QJsonArray{u"/home/sprite"_s};
    };
    QTRY_VERIFY(isConfirmed());
    QVERIFY(writeFile(outside.filePath(u"deep/x"_s), "1"));
    QVERIFY(writeFile(host(u"/home/sprite/d/deep/mine"_s), "1"));
    QVERIFY(writeFile(host(u"/home/sprite/last"_s), "1")); // told of after them
    QTRY_VERIFY(events(*client).contains(u"create /home/sprite/last"_s));
    for (const QString &event : events(*client))
        QVERIFY2(!event.endsWith("/x"_L1), qPrintable(event));
}

void TestPlaygroundWatch::stopsWhenUnsubscribed()
{
    const auto client = watch(R"({"type":"subscribe","paths":["/home/sprite","/tmp"]})");
    client->texts.clear();
    client->socket().sendTextMessage(u"{\"type\":\"unsubscribe\",\"paths\":[\"/home/sprite\"]}"_s);
    QTRY_COMPARE(client->message(0).value("type"_L1).toString(), u"unsubscribed"_s);
    QVERIFY(writeFile(host(u"/home/sprite/x"_s), {}));
    QVERIFY(writeFile(host(u"/tmp/y"_s), {}));
    QTRY_COMPARE(events(*client), QStringList{u"create /tmp/y"_s});
}

void TestPlaygroundWatch::keepsQuietAboutOtherPlaces()
{
    QCOMPARE(m_client->post(u"/v1/sprites"_s, R"({"name":"other"})").status, 201);
    const auto client = watch(R"({"type":"subscribe","paths":["/"],"recursive":true})");
    QVERIFY(writeFile(m_playground->store().view(u"other"_s)->root + u"/home/sprite/secret"_s, "1"));
    QVERIFY(QFile::link(u"/etc"_s, host(u"/home/sprite/etc"_s)));
    QVERIFY(writeFile(host(u"/tmp/mine"_s), {}));
    QTRY_COMPARE(events(*client), (QStringList{u"create /home/sprite/etc"_s, u"create /tmp/mine"_s}));
}

void TestPlaygroundWatch::saysWhatCannotBeWatched_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("told");
    QTest::newRow("missing") << QByteArray(R"({"type":"subscribe","paths":["/nope"]})") << u"/nope"_s
                             << u"no such file or directory"_s;
    QTest::newRow("virtual") << QByteArray(R"({"type":"subscribe","paths":["/.sprite"]})") << u"/.sprite"_s
                             << u"this folder cannot be watched"_s;
    QTest::newRow("system") << QByteArray(R"({"type":"subscribe","paths":["/usr"]})") << u"/usr"_s
                            << u"this folder cannot be watched"_s;
    QTest::newRow("NUL") << QByteArray("{\"type\":\"subscribe\",\"paths\":[\"/home\\u0000/x\"]}")
                         << u"/home"_s + QChar::Null + u"/x"_s << u"invalid path: it contains a NUL byte"_s;
    QTest::newRow("no paths") << QByteArray(R"({"type":"subscribe"})") << QString()
                              << u"paths are required"_s;
    QTest::newRow("other type") << QByteArray(R"({"type":"hello"})") << QString()
                                << u"unknown message type"_s;
    QTest::newRow("no JSON") << QByteArray("hello") << QString() << u"unknown message type"_s;
    QTest::newRow("not subscribed") << QByteArray(R"({"type":"unsubscribe","paths":["/tmp"]})") << u"/tmp"_s
                                    << u"not subscribed"_s;
}

void TestPlaygroundWatch::saysWhatCannotBeWatched()
{
    QFETCH(QByteArray, message);
    QFETCH(QString, path);
    QFETCH(QString, told);
    const auto client = watch(message);
    QCOMPARE(client->message(0),
             (QJsonObject{{u"type"_s, u"error"_s}, {u"path"_s, path}, {u"message"_s, told}}));
}

void TestPlaygroundWatch::saysWhenEventsWereLost()
{
    TreeWatch tree(m_playground->store().view(u"web"_s)->incoming, nullptr);
    const QString home = QFileInfo(host(u"/home/sprite"_s)).canonicalFilePath();
    QSignalSpy settled(&tree, &TreeWatch::settled);
    QSignalSpy overflowed(&tree, &TreeWatch::overflowed);
    tree.add(home, true);
    QTRY_COMPARE(settled.size(), 1);
    const QString limit = u"/proc/sys/fs/inotify/max_queued_events"_s;
    const int most = readFile(limit).trimmed().toInt();
    if (most <= 0 || most > 100'000)
        QSKIP("the queue of this computer is too long to be filled here");
    QVERIFY(writeFile(home + u"/a"_s, {}));
    QVERIFY(writeFile(home + u"/b"_s, {}));
    const QByteArray a = QFile::encodeName(home + u"/a"_s);
    const QByteArray b = QFile::encodeName(home + u"/b"_s);
    for (int i = 0; i < most; ++i)
        ::chmod(i % 2 == 0 ? a.constData() : b.constData(), 0600);
    QVERIFY(QDir().mkdir(home + u"/unseen"_s));
    QTRY_COMPARE(overflowed.size(), 1);
    QTRY_COMPARE(settled.size(), 2);
    QSignalSpy changed(&tree, &TreeWatch::changed);
    QVERIFY(writeFile(home + u"/unseen/x"_s, {}));
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(changed.at(0).at(0).toString(), home + u"/unseen/x"_s);
}

void TestPlaygroundWatch::keepsTheSpriteAwakeAndBreaksWhenItPauses()
{
    m_playground->options().sleep.idle = std::chrono::milliseconds(1);
    QVERIFY(m_playground->start());
    m_client = std::make_unique<PlaygroundClient>(m_playground->server().url(), m_playground->token());
    const auto client = watch(Home);
    const auto status = [this] { return m_playground->store().sprite(u"web"_s)->status; };
    QVERIFY(!QTest::qWaitFor([&] { return status() != u"running"_s; }, 50));
    QCOMPARE(m_client->post(u"/playground/pause/web"_s).status, 204);
    QTRY_VERIFY(client->isOver);
    QCOMPARE(status(), u"warm"_s);
}

void TestPlaygroundWatch::breaksWhenTheSpriteIsRestored()
{
    m_client->post(u"/v1/sprites/web/checkpoint"_s);
    const auto client = watch(Home);
    QVERIFY(!client->isOver);
    m_client->post(u"/v1/sprites/web/checkpoints/v1/restore"_s);
    QTRY_VERIFY(client->isOver);
    const auto again = watch(Home);
    QVERIFY(writeFile(host(u"/home/sprite/x"_s), {}));
    QTRY_COMPARE(events(*again), QStringList{u"create /home/sprite/x"_s});
}

void TestPlaygroundWatch::refusesAPlainRequest()
{
    QCOMPARE(m_client->get(Path).status, 426);
    QCOMPARE(m_client->get(u"/v1/sprites/none/fs/watch"_s).status, 404);
}

void TestPlaygroundWatch::takesALargeTreeInPortions()
{
    for (int i = 0; i < 1000; ++i)
        QVERIFY(QDir().mkpath(host(u"/home/sprite/%1/%2"_s.arg(i / 100).arg(i))));
    const auto client = watch(Tree);
    QCOMPARE(client->message(0).value("type"_L1).toString(), u"subscribed"_s);
    QVERIFY(writeFile(host(u"/home/sprite/9/999/x"_s), {}));
    QTRY_COMPARE(events(*client), QStringList{u"create /home/sprite/9/999/x"_s});
}

QTEST_GUILESS_MAIN(TestPlaygroundWatch)
#include "tst_playgroundwatch.moc"
