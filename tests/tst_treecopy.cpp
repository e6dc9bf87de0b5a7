// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/foldertrail.h"
#include "playground/spritefiles.h"
#include "playground/spritestore.h"
#include "playground/treecopy.h"
#include "support/filetrees.h"
#include "support/patience.h"
#include "support/plainuser.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;
using namespace Spritarium::Test;

//! Trees that what runs in a sprite made as awkward as it can: very deep, without permissions, changing.
class TestTreeCopy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void deepFoldersNeedNeitherStackNorDescriptors();
    void deepFoldersAreCheckpointedRestoredAndDeleted();
    void deepFoldersAreListedAsFarAsPathsGo();
    void deepFoldersAreCopiedAndDeletedByCalls();
    void aFolderThatMovedIsNotMistakenForAnother();
    void filesWithoutPermissionsAreCopied();
    void foldersWithoutPermissionsAreRemoved();

private:
    static void digDown(const QString &from, int depth);
    //! How deep it goes, and what the file at the bottom says.
    static std::pair<int, QByteArray> bottomOf(const QString &from);

    std::atomic_bool m_stop = false;
};

namespace {

// Deeper than a path can say, a stack of 2 MiB or the descriptors would let somebody go who needs one for
// each; no deeper, since making and removing so many folders keeps a slow disk busy.
constexpr int Depth = 6'000;
constexpr int BeyondPaths = 2'500;
constexpr rlim_t Descriptors = 160;

//! No more open files than this while it lives.
class FewDescriptors
{
public:
    FewDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit few{Descriptors, m_before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    Q_DISABLE_COPY_MOVE(FewDescriptors)

private:
    rlimit m_before{};
};

SpriteRequest named(const QString &name)
{
    SpriteRequest request;
    request.name = name;
    return request;
}

} // namespace

void TestTreeCopy::initTestCase()
{
    // A thread of its own would have less room than this.
    rlimit stack{};
    QCOMPARE(::getrlimit(RLIMIT_STACK, &stack), 0);
    stack.rlim_cur = std::min<rlim_t>(stack.rlim_cur, 2U << 20U);
    QCOMPARE(::setrlimit(RLIMIT_STACK, &stack), 0);
}

void TestTreeCopy::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestTreeCopy::digDown(const QString &from, int depth)
{
    QDir().mkpath(from);
    int at = ::open(QFile::encodeName(from).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; i < depth; ++i) {
        QCOMPARE(::mkdirat(at, "d", 0755), 0);
        const int next = ::openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        QVERIFY(next >= 0);
        ::close(at);
        at = next;
    }
    const int file = ::openat(at, "bottom", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    QCOMPARE(::write(file, "here", 4), 4);
    ::close(file);
    ::close(at);
}

std::pair<int, QByteArray> TestTreeCopy::bottomOf(const QString &from)
{
    int at = ::open(QFile::encodeName(from).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int depth = 0;
    for (int next = at; (next = ::openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0; ++depth) {
        ::close(at);
        at = next;
    }
    QByteArray text(16, '\0');
    const int file = ::openat(at, "bottom", O_RDONLY | O_CLOEXEC);
    text.truncate(std::max<ssize_t>(0, ::read(file, text.data(), 16)));
    ::close(file);
    ::close(at);
    return {depth, text};
}

void TestTreeCopy::deepFoldersNeedNeitherStackNorDescriptors()
{
    const QTemporaryDir folder;
    const QString from = folder.filePath(u"from"_s);
    const QString to = folder.filePath(u"to"_s);
    digDown(from, Depth);
    {
        const FewDescriptors few;
        const auto error = copyTree(from, to, m_stop);
        QVERIFY2(!error, qPrintable(error.value_or(StoreError()).text));
        QCOMPARE(bottomOf(to), (std::pair<int, QByteArray>(Depth, "here")));
        QVERIFY(removeTree(from, m_stop));
        QVERIFY(removeTree(to, m_stop));
    }
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestTreeCopy::deepFoldersAreCheckpointedRestoredAndDeleted()
{
    const QTemporaryDir folder;
    SpriteStore store(folder.filePath(u"state"_s), StoreOptions{{}, Durability::KillSafe});
    QVERIFY(store.open().isOk());
    QVERIFY(store.create(named(u"deep"_s)).isOk());
    digDown(store.view(u"deep"_s)->root + u"/home/sprite"_s, BeyondPaths);
    const FewDescriptors few;
    QVERIFY(store.checkpointNow(u"deep"_s, {}).isOk());
    QVERIFY(store.restoreNow(u"deep"_s, u"v1"_s).isOk());
    QCOMPARE(bottomOf(store.view(u"deep"_s)->root + u"/home/sprite"_s).first, BeyondPaths);
    QVERIFY(store.remove(u"deep"_s).isOk());
    QTRY_VERIFY_WITH_TIMEOUT(QDir(folder.filePath(u"state/trees"_s)).isEmpty(), 60'000);
}

void TestTreeCopy::deepFoldersAreListedAsFarAsPathsGo()
{
    const QTemporaryDir folder;
    SpriteStore store(folder.filePath(u"state"_s), StoreOptions{{}, Durability::KillSafe});
    QVERIFY(store.open().isOk());
    QVERIFY(store.create(named(u"deep"_s)).isOk());
    const SpriteView view = *store.view(u"deep"_s);
    digDown(view.root + u"/home/sprite/short"_s, 1800);
    digDown(view.root + u"/home/sprite/long"_s, BeyondPaths);
    const FewDescriptors few;
    const SpriteFiles files(view);
    const FileResult<FileListing> whole = files.list(u"/home/sprite/short"_s, true);
    QVERIFY(whole.isOk());
    QCOMPARE(whole->entries.size(), 1801);
    QCOMPARE(whole->entries.constLast().name, u"bottom"_s);
    const FileResult<FileListing> tooDeep = files.list(u"/home/sprite"_s, true);
    QVERIFY(!tooDeep.isOk());
    QCOMPARE(tooDeep.error(), (FileError{u"EINVAL"_s, u"/home/sprite"_s, u"file name too long"_s}));
    // Nor are some of them changed, and the others not.
    const auto changed = files.chmod(u"/home/sprite"_s, 0700, true);
    QVERIFY(!changed.isOk());
    QCOMPARE(changed.error().code, u"EINVAL"_s);
    QVERIFY(removeTree(view.root, m_stop));
}

void TestTreeCopy::deepFoldersAreCopiedAndDeletedByCalls()
{
    const QTemporaryDir folder;
    SpriteStore store(folder.filePath(u"state"_s), StoreOptions{{}, Durability::KillSafe});
    QVERIFY(store.open().isOk());
    QVERIFY(store.create(named(u"deep"_s)).isOk());
    const SpriteView view = *store.view(u"deep"_s);
    digDown(view.root + u"/home/sprite/long"_s, BeyondPaths);
    const FewDescriptors few;
    const SpriteFiles files(view);
    QVERIFY(files.copy(u"/home/sprite/long"_s, u"/home/sprite/again"_s, true).isOk());
    QCOMPARE(bottomOf(view.root + u"/home/sprite/again"_s).first, BeyondPaths);
    QVERIFY(files.remove(u"/home/sprite/again"_s, true).isOk());
    QVERIFY(files.remove(u"/home/sprite/long"_s, true).isOk());
    QVERIFY(QDir(view.root + u"/home/sprite"_s).isEmpty());
    QVERIFY(QDir(view.incoming).isEmpty());
}

void TestTreeCopy::aFolderThatMovedIsNotMistakenForAnother()
{
    const QTemporaryDir folder;
    const QString from = folder.filePath(u"from"_s);
    digDown(from, 100);
    // From far below, so that the ones above have been closed.
    Agent::FolderTrail trail;
    QVERIFY(trail.start(AT_FDCWD, QFile::encodeName(from).constData()));
    for (int i = 0; i < 50; ++i)
        QVERIFY(trail.enter("d"));
    const QString tenth = from + QString(u"/d"_s).repeated(10);
    const QString fifth = from + QString(u"/d"_s).repeated(5);
    struct stat ninth = {};
    QCOMPARE(::lstat(qPrintable(from + QString(u"/d"_s).repeated(9)), &ninth), 0);
    QVERIFY(QDir().mkpath(folder.filePath(u"other"_s)));
    QCOMPARE(::rename(qPrintable(tenth), qPrintable(folder.filePath(u"other/d"_s))), 0);
    while (trail.depth() > 11) {
        QVERIFY(trail.holdParent());
        trail.leave();
    }
    // Above it is another one now; the right one is found from the top, as long as the way is there.
    QCOMPARE(::rename(qPrintable(fifth), qPrintable(folder.filePath(u"other/fifth"_s))), 0);
    QVERIFY(!trail.holdParent());
    QCOMPARE(errno, ESTALE);
    QCOMPARE(::rename(qPrintable(folder.filePath(u"other/fifth"_s)), qPrintable(fifth)), 0);
    QVERIFY(trail.holdParent());
    trail.leave();
    struct stat here = {};
    QCOMPARE(::fstat(trail.fd(), &here), 0);
    QCOMPARE(here.st_ino, ninth.st_ino);
}

void TestTreeCopy::filesWithoutPermissionsAreCopied()
{
    if (runAsPlainUser("filesWithoutPermissionsAreCopied"))
        return;
    const QTemporaryDir folder;
    SpriteStore store(folder.filePath(u"state"_s), StoreOptions{{}, Durability::KillSafe});
    QVERIFY(store.open().isOk());
    QVERIFY(store.create(named(u"a"_s)).isOk());
    const auto home = [&] { return store.view(u"a"_s)->root + u"/home/sprite/"_s; };
    const QList<std::pair<QString, mode_t>> modes{
        {u"secret"_s, 0},     {u"writeonly"_s, 0200}, {u"d/inner"_s, 0000},  {u"d"_s, 0000},
        {u"r/inner"_s, 0600}, {u"r"_s, 0400},         {u"ro/inner"_s, 0400}, {u"ro"_s, 0500}};
    const auto prepare = [&](const QString &at, bool isOpen) {
        for (qsizetype i = 0; i < modes.size(); ++i) {
            const auto &[name, mode] = modes.at(isOpen ? modes.size() - 1 - i : i);
            QCOMPARE(::chmod(QFile::encodeName(at + name).constData(), isOpen ? 0700 : mode), 0);
        }
    };
    for (const QString &name : {u"secret"_s, u"writeonly"_s, u"d/inner"_s, u"r/inner"_s, u"ro/inner"_s})
        QVERIFY(writeFile(home() + name, name.toUtf8()));
    prepare(home(), false);
    const StoreResult<Checkpoint> taken = store.checkpointNow(u"a"_s, {});
    if (!taken && taken.error().text.startsWith("user namespace"_L1))
        QSKIP(qPrintable(u"no user namespace here: "_s + taken.error().text));
    QVERIFY2(taken.isOk(), taken ? "" : qPrintable(taken.error().text));
    const StoreResult<Checkpoint> restored = store.restoreNow(u"a"_s, u"v1"_s);
    QVERIFY2(restored.isOk(), restored ? "" : qPrintable(restored.error().text));
    struct stat info = {};
    for (const auto &[name, mode] : {modes.at(0), modes.at(3), modes.at(5), modes.at(7)}) {
        QCOMPARE(::lstat(QFile::encodeName(home() + name).constData(), &info), 0);
        QCOMPARE(info.st_mode & 07777U, mode);
    }
    prepare(home(), true);
    for (const QString &name : {u"secret"_s, u"writeonly"_s, u"d/inner"_s, u"r/inner"_s, u"ro/inner"_s})
        QCOMPARE(readFile(home() + name), name.toUtf8());
    // The one that the checkpoint keeps is still as awkward as it was.
    QVERIFY(store.remove(u"a"_s).isOk());
    QTRY_VERIFY(QDir(folder.filePath(u"state/trees"_s)).isEmpty());
}

void TestTreeCopy::foldersWithoutPermissionsAreRemoved()
{
    if (runAsPlainUser("foldersWithoutPermissionsAreRemoved"))
        return;
    const QTemporaryDir folder;
    SpriteStore store(folder.filePath(u"state"_s), StoreOptions{{}, Durability::KillSafe});
    QVERIFY(store.open().isOk());
    QVERIFY(store.create(named(u"a"_s)).isOk());
    const SpriteView view = *store.view(u"a"_s);
    for (const mode_t mode : {0000U, 0400U, 0100U, 0500U}) {
        QVERIFY(writeFile(view.root + u"/home/sprite/top/sub/x"_s, "1"));
        QCOMPARE(::chmod(qPrintable(view.root + u"/home/sprite/top/sub"_s), mode), 0);
        QCOMPARE(::chmod(qPrintable(view.root + u"/home/sprite/top"_s), mode), 0);
        const auto removed = SpriteFiles(view).remove(u"/home/sprite/top"_s, true);
        QVERIFY2(removed.isOk(), removed ? "" : qPrintable(removed.error().text));
        QVERIFY(QDir(view.root + u"/home/sprite"_s).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestTreeCopy)
#include "tst_treecopy.moc"
