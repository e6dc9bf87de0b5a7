// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/networkpolicystore.h"
#include "playground/playgroundserver.h"
#include "playground/servicelog.h"
#include "playground/servicestore.h"
#include "playground/spritefiles.h"
#include "playground/spritestore.h"
#include "support/filetrees.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <cstring>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;
using namespace Spritarium::Test;

//! A disk of four MiB that fills up in the middle of everything: each call says so, leaves nothing half done,
//! and works again when there is room.
class TestFullDisk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void aCheckpointFailsAndLeavesNothing();
    void aRestoreFailsAndLeavesTheFiles();
    void anUploadFailsAndLeavesTheOldFile();
    void aCopyFailsAndLeavesNothing();
    void theJournalKeepsWholeLines();
    void policiesAndServicesStayAsTheyWere();
    void aLogLosesOutputOnly();
    void theServerTellsAndGoesOn();

private:
    QString disk() const { return m_folder->path(); }
    void openStore();
    //! Writes until nothing more goes in.
    void fill();
    void makeRoom() { QVERIFY(QFile::remove(disk() + u"/ballast"_s)); }
    QString host(const QString &path) { return m_store->view(u"a"_s)->root + u"/home/sprite/"_s + path; }
    SpriteFiles files() { return SpriteFiles(*m_store->view(u"a"_s)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SpriteStore> m_store;
};

namespace {

constexpr int MiB = 1024 * 1024;
const QString Full = u"No space left on device"_s;

SpriteRequest named(const QString &name)
{
    SpriteRequest request;
    request.name = name;
    return request;
}

} // namespace

void TestFullDisk::initTestCase()
{
    // Mounts of its own, which go with this program.
    if (::geteuid() != 0 || ::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        QSKIP("only root can make a small disk here");
}

void TestFullDisk::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    const int mounted = ::mount("tmpfs", qPrintable(disk()), "tmpfs", 0, "size=4m");
    if (mounted != 0)
        QSKIP(std::strerror(errno));
    openStore();
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
}

void TestFullDisk::cleanup()
{
    m_store.reset();
    if (m_folder)
        ::umount2(qPrintable(disk()), MNT_DETACH);
    m_folder.reset();
}

void TestFullDisk::openStore()
{
    m_store.reset();
    m_store = std::make_unique<SpriteStore>(disk() + u"/state"_s);
    const StoreResult<Done> opened = m_store->open();
    QVERIFY2(opened.isOk(), opened ? "" : qPrintable(opened.error().text));
}

void TestFullDisk::fill()
{
    QFile ballast(disk() + u"/ballast"_s);
    QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered));
    for (int size = MiB; size > 0; size /= 2) {
        while (ballast.write(QByteArray(size, 'x')) == size) {
        }
    }
}

void TestFullDisk::aCheckpointFailsAndLeavesNothing()
{
    QVERIFY(writeFile(host(u"small"_s), "1"));
    QVERIFY(writeFile(host(u"large"_s), QByteArray(5 * MiB / 2, 'x')));
    const StoreResult<Checkpoint> taken = m_store->checkpointNow(u"a"_s, {});
    QVERIFY(!taken.isOk());
    QCOMPARE(taken.error().fault, StoreFault::Io);
    QVERIFY2(taken.error().text.contains(Full), qPrintable(taken.error().text));
    QCOMPARE(m_store->checkpoints(u"a"_s, true)->size(), 2); // Current and v0
    QTRY_COMPARE(countTrees(m_store->folder()), 1);
    QVERIFY(QFile::remove(host(u"large"_s)));
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    openStore();
    QCOMPARE(m_store->checkpoints(u"a"_s, true)->size(), 3);
}

void TestFullDisk::aRestoreFailsAndLeavesTheFiles()
{
    QVERIFY(writeFile(host(u"large"_s), QByteArray(3 * MiB / 2, 'x')));
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(writeFile(host(u"now"_s), "1"));
    const QByteArray before = treeHash(host({}));
    const StoreResult<Checkpoint> restored = m_store->restoreNow(u"a"_s, u"v1"_s);
    QVERIFY(!restored.isOk());
    QVERIFY2(restored.error().text.contains(Full), qPrintable(restored.error().text));
    QCOMPARE(treeHash(host({})), before);
    QTRY_COMPARE(countTrees(m_store->folder()), 2);
    // What was in the way is the live copy itself.
    QVERIFY(QFile::remove(host(u"large"_s)));
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QVERIFY(!QFile::exists(host(u"now"_s)));
    QCOMPARE(QFileInfo(host(u"large"_s)).size(), 3 * MiB / 2);
}

void TestFullDisk::anUploadFailsAndLeavesTheOldFile()
{
    QVERIFY(files().write(u"/home/sprite/x"_s, "old").isOk());
    for (const int size : {5 * MiB, 5 * MiB + 1}) {
        const FileResult<WrittenFile> written = files().write(u"/home/sprite/x"_s, QByteArray(size, 'x'));
        QVERIFY(!written.isOk());
        QCOMPARE(written.error().code, u"EIO"_s);
        QVERIFY2(written.error().text.contains(Full, Qt::CaseInsensitive), qPrintable(written.error().text));
        QVERIFY(QDir(m_store->view(u"a"_s)->incoming).isEmpty());
    }
    fill();
    // Small enough for a buffer, so that only the end finds it out.
    const FileResult<WrittenFile> small = files().write(u"/home/sprite/x"_s, QByteArray(5000, 'x'));
    QVERIFY(!small.isOk());
    QCOMPARE(small.error().code, u"EIO"_s);
    QVERIFY(QDir(m_store->view(u"a"_s)->incoming).isEmpty());
    QCOMPARE(readFile(host(u"x"_s)), QByteArray("old"));
    makeRoom();
    QVERIFY(files().write(u"/home/sprite/x"_s, "new").isOk());
}

void TestFullDisk::aCopyFailsAndLeavesNothing()
{
    QVERIFY(writeFile(host(u"d/large"_s), QByteArray(5 * MiB / 2, 'x')));
    const FileResult<CopyReport> folder = files().copy(u"/home/sprite/d"_s, u"/home/sprite/e"_s, true);
    QVERIFY(!folder.isOk());
    QCOMPARE(folder.error().text, u"no space left on device"_s);
    const FileResult<CopyReport> file = files().copy(u"/home/sprite/d/large"_s, u"/home/sprite/f"_s, false);
    QVERIFY(!file.isOk());
    QCOMPARE(file.error().text, u"no space left on device"_s);
    QCOMPARE(QDir(host({})).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList(u"d"_s));
    QVERIFY(QDir(m_store->view(u"a"_s)->incoming).isEmpty());
}

void TestFullDisk::theJournalKeepsWholeLines()
{
    fill();
    QStringList made;
    QString why;
    for (int i = 0; i < 200 && why.isEmpty(); ++i) {
        const QString name = u"sprite-%1"_s.arg(i);
        const StoreResult<Sprite> sprite = m_store->create(named(name));
        if (sprite)
            made << name;
        else
            why = sprite.error().text;
    }
    QVERIFY2(why.contains(Full), qPrintable(why));
    QCOMPARE(m_store->count(), 1 + made.size());
    QVERIFY(readFile(m_store->folder() + u"/journal.jsonl"_s).endsWith('\n'));
    // Nor does a delete that cannot be written happen.
    const StoreResult<Done> removed = m_store->remove(u"a"_s);
    QVERIFY(!removed.isOk() || !m_store->sprite(u"a"_s).isOk());
    const int count = m_store->count();
    makeRoom();
    QVERIFY(m_store->create(named(u"later"_s)).isOk());
    openStore();
    QCOMPARE(m_store->count(), count + 1);
}

void TestFullDisk::policiesAndServicesStayAsTheyWere()
{
    const SpriteView view = *m_store->view(u"a"_s);
    NetworkPolicyStore policy(view, PolicyStrictness{});
    const QByteArray before = R"({"rules":[{"domain":"a.example.com","action":"allow"}]})";
    QVERIFY(policy.write(before).isOk());
    const ServiceStore services(view);
    ServiceOrder::Services one;
    ServiceDefinition web;
    web.name = u"web"_s;
    web.cmd = u"true"_s;
    one.insert(web.name, web);
    QVERIFY(services.write(one).isOk());
    fill();
    QByteArray larger = R"({"rules":[)";
    for (int i = 0; i < 200; ++i)
        larger += R"({"domain":"b)" + QByteArray::number(i) + R"(.example.com","action":"allow"},)";
    larger.back() = ']';
    QVERIFY(!policy.write(larger + '}').isOk());
    QCOMPARE(policy.read(), before);
    ServiceOrder::Services many = one;
    for (int i = 0; i < 200; ++i) {
        web.name = u"web%1"_s.arg(i);
        many.insert(web.name, web);
    }
    const StoreResult<Done> written = services.write(many);
    QVERIFY(!written.isOk());
    QVERIFY2(written.error().text.contains(Full), qPrintable(written.error().text));
    QCOMPARE(services.read().keys(), QStringList(u"web"_s));
    QCOMPARE(QDir(view.system + u"/policy"_s).entryList(QDir::Files | QDir::Hidden),
             QStringList(u"network.json"_s));
    QCOMPARE(QDir(view.system).entryList(QDir::Files | QDir::Hidden), QStringList(u"services.json"_s));
}

void TestFullDisk::aLogLosesOutputOnly()
{
    ServiceLog log(disk() + u"/logs"_s, u"web"_s, 8 * MiB);
    log.append(false, "first\n");
    fill();
    log.append(true, QByteArray(3 * MiB, 'x'));
    makeRoom();
    log.append(false, "last\n");
    QVERIFY(readFile(disk() + u"/logs/web.log"_s).startsWith("first\n"));
    QVERIFY(readFile(disk() + u"/logs/web.log"_s).endsWith("last\n"));
    ServiceLogReader reader(log, -1);
    ServiceLogReader::Piece last;
    while (const auto piece = reader.next())
        last = *piece;
    QCOMPARE(last, (ServiceLogReader::Piece{false, "last\n"}));
}

void TestFullDisk::theServerTellsAndGoesOn()
{
    m_store.reset();
    PlaygroundOptions options;
    options.stateFolder = disk() + u"/state"_s;
    options.speed = 0;
    options.seeds = false;
    options.sleep.idle = std::chrono::hours(1);
    PlaygroundServer server(options);
    QVERIFY(server.start().isOk());
    PlaygroundClient client(server.url(), server.token());
    const auto upload = [&](int size) {
        return client.send("PUT", u"/v1/sprites/a/fs/write?path=/home/sprite/x"_s, QByteArray(size, 'x'));
    };
    const Answer refused = upload(6 * MiB);
    QCOMPARE(refused.status, 500);
    QVERIFY2(refused.body.toLower().contains("no space left"), refused.body.constData());
    QCOMPARE(upload(5 * MiB / 2).status, 200);
    const Answer taken = client.post(u"/v1/sprites/a/checkpoint"_s);
    QVERIFY2(taken.body.contains(R"("type":"error")") && taken.body.contains("No space left on device"),
             taken.body.constData());
    QVERIFY(!taken.body.contains(disk().toUtf8()));
    QCOMPARE(client.send("DELETE", u"/v1/sprites/a/fs/delete?path=/home/sprite/x"_s, {}).status, 200);
    QVERIFY(client.post(u"/v1/sprites/a/checkpoint"_s).body.contains(R"("type":"complete")"));
    fill();
    int status = 201;
    for (int i = 0; i < 200 && status == 201; ++i)
        status =
            client.post(u"/v1/sprites"_s, R"({"name":"sprite-)" + QByteArray::number(i) + R"("})").status;
    QCOMPARE(status, 500);
    makeRoom();
    QCOMPARE(client.post(u"/v1/sprites"_s, R"({"name":"later"})").status, 201);
}

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_fulldisk.moc"
