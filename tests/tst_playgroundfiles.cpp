// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/uniquefd.h"
#include "playground/filelister.h"
#include "playground/heldplace.h"
#include "playground/networkpolicystore.h"
#include "playground/spritefiles.h"
#include "playground/spritestore.h"
#include "playground/systemview.h"
#include "playground/viewfolder.h"
#include "support/filetrees.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;

namespace {

QStringList pathsOf(const FileResult<FileListing> &listing)
{
    QStringList paths;
    if (listing) {
        for (const FileEntry &entry : listing->entries)
            paths.append(entry.path);
    }
    return paths;
}

//! Folders in each other, the first in `folder`; each has a file "x", as long paths may not reach. The
//! innermost.
Agent::UniqueFd makeDeep(const QString &folder, const QByteArray &name, int levels)
{
    QDir().mkpath(folder);
    Agent::UniqueFd at(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (int i = 0; at && i < levels; ++i) {
        ::mkdirat(at.get(), name.constData(), 0755);
        at.reset(::openat(at.get(), name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const Agent::UniqueFd file(::openat(at.get(), "x", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
        if (!file || ::write(file.get(), "1", 1) != 1)
            return {};
    }
    return at;
}

template <typename T>
QString codeOf(const FileResult<T> &result)
{
    return result ? QString() : result.error().code;
}

} // namespace

class TestPlaygroundFiles : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void joinsPathsLikeTheSpriteWould_data();
    void joinsPathsLikeTheSpriteWould();
    void readsModesAsOctalText();
    void whatIsWrittenIsReadAgain();
    void writingMakesParentsOnlyWhenAsked();
    void writingKeepsTheModeOfTheReplacedFile();
    void anUploadAppearsWholeOrNotAtAll();
    void anUploadIntoAVanishedFolderFails();
    void listsInTheWiresShape();
    void listingAFileGivesThatFile();
    void listsRecursivelyAndByPattern();
    void aMarkerFileMakesItsFolder();
    void deletesWithAndWithoutRecursion();
    void renameReplaces();
    void copiesFilesAndFolders();
    void namesNoCopyThatIsTooDeep();
    void namesSoManyCopiesAndCountsTheRest();
    void changesModes();
    void saysSoWhenItCannotReadEverything_data();
    void saysSoWhenItCannotReadEverything();
    void passesOverWhatMayNotBeRead();
    void changesOwnersAsFarAsTheSystemLetsIt();
    void givesUpWhenItIsToldTo();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void noPathLeavesTheSprite_data();
    void noPathLeavesTheSprite();
    void aLinkOutsideIsNeverRead();
    void noCallIsLedAstrayByALinkThatComesAndGoes();
    void noNameIsToldOfWhereALinkLeads();
    void linksLoopWithAnError();
    void checkpointsAreReadOnlyFolders();
    void aFileCanBeTakenOutOfACheckpoint();
    void thePolicyIsReadableInside();
    void logsAreReadableInside();
    void theFoldersOfEverySpriteStay_data();
    void theFoldersOfEverySpriteStay();
    void theSystemIsSeenWhereAViewHasOne();
    void aFolderOfTheSystemThatMayBeWrittenBecomesTheSprites();
    void whateverIsPutThereMakesAFolderOfTheView_data();
    void whateverIsPutThereMakesAFolderOfTheView();
    void theSystemIsReadWithTheRightsOfCommands();
    void foldersOfTheSystemAreNotWritten_data();
    void foldersOfTheSystemAreNotWritten();
    void pipesAreNotOpened();
    void anOpenFileSurvivesARestore();

private:
    SpriteFiles files() { return SpriteFiles(*m_store->view(u"a"_s)); }
    SpriteFiles filesWithSystem()
    {
        SpriteView view = *m_store->view(u"a"_s);
        view.seen = std::make_shared<const SystemView>(u"a"_s, false);
        return SpriteFiles(std::move(view));
    }
    QString host(const QString &path) { return m_store->view(u"a"_s)->root + path; }
    void put(const QString &path, const QByteArray &bytes)
    {
        QVERIFY(files().write(path, bytes, {{}, true}).isOk());
    }
    QByteArray get(const QString &path);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SpriteStore> m_store;
};

void TestPlaygroundFiles::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_store =
        std::make_unique<SpriteStore>(m_folder->path() + u"/state"_s, StoreOptions{{}, Durability::KillSafe});
    QVERIFY(m_store->open().isOk());
    SpriteRequest request;
    request.name = u"a"_s;
    QVERIFY(m_store->create(request).isOk());
}

void TestPlaygroundFiles::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

QByteArray TestPlaygroundFiles::get(const QString &path)
{
    const auto file = files().read(path);
    return file ? file.value()->readAll() : "<" + file.error().code.toUtf8() + ">";
}

void TestPlaygroundFiles::joinsPathsLikeTheSpriteWould_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("workingDir");
    QTest::addColumn<QString>("expected");
    QTest::newRow("absolute") << u"/etc/x"_s << u"/home/sprite"_s << u"/etc/x"_s;
    QTest::newRow("relative") << u"x"_s << u"/home/sprite"_s << u"/home/sprite/x"_s;
    QTest::newRow("no folder") << u"x"_s << QString() << u"/x"_s;
    QTest::newRow("empty") << QString() << u"/home/sprite/"_s << u"/home/sprite"_s;
    QTest::newRow("dots") << u"./a/../b//c/."_s << u"/h"_s << u"/h/b/c"_s;
    QTest::newRow("above the top") << u"../../../etc"_s << u"/h"_s << u"/etc"_s;
    QTest::newRow("top") << u"/.."_s << u"/h"_s << u"/"_s;
    QTest::newRow("relative folder") << u"x"_s << u"h"_s << u"/h/x"_s;
}

void TestPlaygroundFiles::joinsPathsLikeTheSpriteWould()
{
    QFETCH(QString, path);
    QFETCH(QString, workingDir);
    QFETCH(QString, expected);
    QCOMPARE(SpriteFiles::absolutePath(path, workingDir), expected);
}

void TestPlaygroundFiles::readsModesAsOctalText()
{
    QCOMPARE(SpriteFiles::parseMode(u"0644"_s), std::optional<int>(0644));
    QCOMPARE(SpriteFiles::parseMode(u"755"_s), std::optional<int>(0755));
    QCOMPARE(SpriteFiles::parseMode(u"0o600"_s), std::optional<int>(0600));
    QCOMPARE(SpriteFiles::parseMode(u"20000000755"_s), std::optional<int>(0755)); // a folder, in Go's words
    for (const QString &wrong : {u""_s, u"rw"_s, u"8"_s, u"-1"_s, u"17777"_s, u"77777777777"_s, u"0x1"_s})
        QVERIFY(!SpriteFiles::parseMode(wrong));
    QCOMPARE(SpriteFiles::modeText(0600), u"0600"_s);
    QCOMPARE(SpriteFiles::modeText(0), u"0000"_s);
}

void TestPlaygroundFiles::whatIsWrittenIsReadAgain()
{
    QByteArray bytes(2'000'000, '\0');
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 7 % 251);
    const FileResult<WrittenFile> written = files().write(u"/home/sprite/data.bin"_s, bytes, {0640, false});
    QVERIFY(written.isOk());
    QCOMPARE(written->path, u"/home/sprite/data.bin"_s);
    QCOMPARE(written->size, bytes.size());
    QCOMPARE(written->mode, u"0640"_s);
    QCOMPARE(get(u"/home/sprite/data.bin"_s), bytes);
    QVERIFY(files().write(u"/home/sprite/data.bin"_s, {}).isOk());
    QCOMPARE(get(u"/home/sprite/data.bin"_s), QByteArray());
    QVERIFY(QDir(m_store->folder() + u"/incoming"_s).isEmpty());
}

void TestPlaygroundFiles::writingMakesParentsOnlyWhenAsked()
{
    QCOMPARE(codeOf(files().write(u"/srv/www/index.html"_s, "x")), u"ENOENT"_s);
    QVERIFY(files().write(u"/srv/www/index.html"_s, "x", {{}, true}).isOk());
    QCOMPARE(files().entry(u"/srv/www"_s)->mode, u"0755"_s);
    QCOMPARE(codeOf(files().write(u"/srv/www/index.html/more"_s, "x", {{}, true})), u"ENOTDIR"_s);
}

void TestPlaygroundFiles::writingKeepsTheModeOfTheReplacedFile()
{
    QVERIFY(files().write(u"/home/sprite/run"_s, "1", {0755, false}).isOk());
    QCOMPARE(files().write(u"/home/sprite/run"_s, "2")->mode, u"0755"_s);
    QCOMPARE(files().write(u"/home/sprite/new"_s, "2")->mode, u"0644"_s);
}

void TestPlaygroundFiles::anUploadAppearsWholeOrNotAtAll()
{
    put(u"/home/sprite/x"_s, "old");
    {
        auto upload = files().beginWrite(u"/home/sprite/x"_s, {});
        QVERIFY(upload.isOk());
        QVERIFY(upload.value()->append("half").isOk());
        QCOMPARE(get(u"/home/sprite/x"_s), QByteArray("old"));
        QCOMPARE(pathsOf(files().list(u"/home/sprite"_s)).size(), 1);
    }
    QCOMPARE(get(u"/home/sprite/x"_s), QByteArray("old"));
    QVERIFY(QDir(m_store->folder() + u"/incoming"_s).isEmpty());
}

void TestPlaygroundFiles::anUploadIntoAVanishedFolderFails()
{
    put(u"/home/sprite/d/x"_s, "old");
    auto upload = files().beginWrite(u"/home/sprite/d/x"_s, {});
    QVERIFY(upload.value()->append("new").isOk());
    QVERIFY(files().remove(u"/home/sprite/d"_s, true).isOk());
    QCOMPARE(codeOf(upload.value()->commit()), u"ENOENT"_s);
}

void TestPlaygroundFiles::listsInTheWiresShape()
{
    put(u"/home/sprite/app/.env"_s, "A=1");
    QVERIFY(files().makeFolder(u"/home/sprite/app/src"_s, false).isOk());
    QVERIFY(QFile::link(u"/home/sprite"_s, host(u"/home/sprite/app/up"_s)));
    const FileResult<FileListing> listing = files().list(u"/home/sprite/app"_s);
    QCOMPARE(pathsOf(listing),
             QStringList({u"/home/sprite/app/.env"_s, u"/home/sprite/app/src"_s, u"/home/sprite/app/up"_s}));
    const FileEntry file = listing->entries.at(0);
    QCOMPARE(file.name, u".env"_s);
    QCOMPARE(file.type, u"file"_s);
    QCOMPARE(file.size, 3);
    QCOMPARE(file.mode, u"0644"_s);
    QVERIFY(qAbs(file.modTime.secsTo(QDateTime::currentDateTimeUtc())) < 100);
    QVERIFY(!file.isDir);
    QCOMPARE(listing->entries.at(1).type, u"directory"_s);
    QVERIFY(listing->entries.at(1).isDir);
    QCOMPARE(listing->entries.at(2).type, u"symlink"_s);
    QVERIFY(!listing->entries.at(2).isDir);
    QCOMPARE(pathsOf(files().list(u"/home/sprite/app/up"_s)), QStringList({u"/home/sprite/app/up/app"_s}));
    QCOMPARE(pathsOf(files().list(u"/"_s)), QStringList({u"/.sprite"_s, u"/home"_s, u"/tmp"_s}));
}

void TestPlaygroundFiles::listingAFileGivesThatFile()
{
    put(u"/home/sprite/x"_s, "1");
    QCOMPARE(pathsOf(files().list(u"/home/sprite/x"_s)), QStringList(u"/home/sprite/x"_s));
    QCOMPARE(codeOf(files().list(u"/home/sprite/y"_s)), u"ENOENT"_s);
}

void TestPlaygroundFiles::listsRecursivelyAndByPattern()
{
    for (const QString &name : {u"a.py"_s, u"b.txt"_s, u"sub/c.py"_s, u"sub/deep/d.py"_s})
        put(u"/home/sprite/"_s + name, "x");
    QVERIFY(QFile::link(u"."_s, host(u"/home/sprite/sub/loop"_s)));
    QCOMPARE(
        pathsOf(files().list(u"/home/sprite"_s, true, u"*.py"_s)),
        QStringList({u"/home/sprite/a.py"_s, u"/home/sprite/sub/c.py"_s, u"/home/sprite/sub/deep/d.py"_s}));
    QCOMPARE(pathsOf(files().list(u"/home/sprite"_s, false, u"*.py"_s)), QStringList(u"/home/sprite/a.py"_s));
    QCOMPARE(pathsOf(files().list(u"/home/sprite"_s, true)).size(), 7);
}

void TestPlaygroundFiles::aMarkerFileMakesItsFolder()
{
    put(u"/home/sprite/new/.keep"_s, {});
    QVERIFY(files().remove(u"/home/sprite/new/.keep"_s, false).isOk());
    QVERIFY(files().entry(u"/home/sprite/new"_s)->isDir);
    QVERIFY(pathsOf(files().list(u"/home/sprite/new"_s)).isEmpty());
}

void TestPlaygroundFiles::deletesWithAndWithoutRecursion()
{
    put(u"/home/sprite/d/x"_s, "1");
    QVERIFY(QFile::link(u"/home/sprite/d"_s, host(u"/home/sprite/l"_s)));
    QCOMPARE(codeOf(files().remove(u"/home/sprite/d"_s, false)), u"ENOTEMPTY"_s);
    QVERIFY(files().remove(u"/home/sprite/l"_s, true).isOk());
    QCOMPARE(get(u"/home/sprite/d/x"_s), QByteArray("1"));
    QCOMPARE(*files().remove(u"/home/sprite/d"_s, true), QStringList(u"/home/sprite/d"_s));
    QCOMPARE(codeOf(files().remove(u"/home/sprite/d"_s, true)), u"ENOENT"_s);
    QCOMPARE(codeOf(files().remove(u"/"_s, true)), u"EINVAL"_s);
}

void TestPlaygroundFiles::renameReplaces()
{
    put(u"/home/sprite/x"_s, "1");
    put(u"/home/sprite/y"_s, "2");
    QVERIFY(files().rename(u"/home/sprite/x"_s, u"/home/sprite/y"_s).isOk());
    QCOMPARE(get(u"/home/sprite/y"_s), QByteArray("1"));
    QCOMPARE(get(u"/home/sprite/x"_s), QByteArray("<ENOENT>"));
    put(u"/home/sprite/d/z"_s, "3");
    QCOMPARE(codeOf(files().rename(u"/home/sprite/d"_s, u"/home/sprite/d/inner"_s)), u"EINVAL"_s);
    QCOMPARE(codeOf(files().rename(u"/home/sprite/y"_s, u"/home/sprite/d"_s)), u"EEXIST"_s);
    QCOMPARE(codeOf(files().rename(u"/home/sprite/d"_s, u"/home/sprite/y"_s)), u"ENOTDIR"_s);
    put(u"/home/sprite/e/full"_s, "4");
    QCOMPARE(codeOf(files().rename(u"/home/sprite/d"_s, u"/home/sprite/e"_s)), u"ENOTEMPTY"_s);
    QVERIFY(files().remove(u"/home/sprite/e/full"_s, false).isOk());
    QVERIFY(files().rename(u"/home/sprite/d"_s, u"/home/sprite/e"_s).isOk());
    QCOMPARE(get(u"/home/sprite/e/z"_s), QByteArray("3"));
    QCOMPARE(codeOf(files().rename(u"/home/sprite/y"_s, u"/none/y"_s)), u"ENOENT"_s);
}

void TestPlaygroundFiles::copiesFilesAndFolders()
{
    QVERIFY(files().write(u"/home/sprite/d/run"_s, "12345", {0755, true}).isOk());
    put(u"/home/sprite/d/sub/b"_s, "1");
    QVERIFY(QFile::link(u"run"_s, host(u"/home/sprite/d/again"_s)));
    QCOMPARE(codeOf(files().copy(u"/home/sprite/d"_s, u"/home/sprite/e"_s, false)), u"EISDIR"_s);
    const FileResult<CopyReport> report = files().copy(u"/home/sprite/d"_s, u"/home/sprite/e"_s, true, true);
    QVERIFY(report.isOk());
    QCOMPARE(report->copied.size(), 3);
    QCOMPARE(report->totalBytes, 6);
    QCOMPARE(treeHash(host(u"/home/sprite/e"_s)), treeHash(host(u"/home/sprite/d"_s)));
    QVERIFY(files().copy(u"/home/sprite/d/run"_s, u"/home/sprite/e/sub"_s, false).isOk());
    QCOMPARE(get(u"/home/sprite/e/sub/run"_s), QByteArray("12345"));
    QCOMPARE(files().entry(u"/home/sprite/e/sub/run"_s)->mode, u"0755"_s);
    QCOMPARE(codeOf(files().copy(u"/home/sprite/d"_s, u"/home/sprite/d/inner"_s, true)), u"EINVAL"_s);
    QCOMPARE(codeOf(files().copy(u"/home/sprite/none"_s, u"/home/sprite/q"_s, true)), u"ENOENT"_s);
    QVERIFY(QDir(m_store->folder() + u"/incoming"_s).isEmpty());
}

void TestPlaygroundFiles::namesNoCopyThatIsTooDeep()
{
    QVERIFY(makeDeep(host(u"/home/sprite/d"_s), QByteArray(200, 'n'), 60));
    const FileResult<CopyReport> report = files().copy(u"/home/sprite/d"_s, u"/home/sprite/e"_s, true);
    QVERIFY(report.isOk());
    QCOMPARE(report->copied.size(), 20); // of the others the path is longer than 4095
    QCOMPARE(report->unnamed, 40);
    QCOMPARE(report->totalBytes, 60);
    QCOMPARE(codeOf(files().list(u"/home/sprite/e"_s, true)), u"EINVAL"_s);
    QVERIFY(files().remove(u"/home/sprite/d"_s, true).isOk());
    QVERIFY(files().remove(u"/home/sprite/e"_s, true).isOk());
}

void TestPlaygroundFiles::namesSoManyCopiesAndCountsTheRest()
{
    const Agent::UniqueFd inner = makeDeep(host(u"/home/sprite/d"_s), QByteArray(200, 'n'), 19);
    QVERIFY(inner);
    for (int i = 0; i < 1500; ++i)
        QVERIFY(Agent::UniqueFd(
            ::openat(inner.get(), QByteArray::number(i).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)));
    const FileResult<CopyReport> report = files().copy(u"/home/sprite/d"_s, u"/home/sprite/e"_s, true);
    QVERIFY(report.isOk());
    QCOMPARE(report->copied.size() + report->unnamed, 1519);
    qsizetype bytes = 0;
    for (const CopiedFile &file : report->copied)
        bytes += file.source.size() + file.dest.size();
    QVERIFY(bytes <= 8 * 1024 * 1024);
    QVERIFY(bytes > 8 * 1024 * 1024 - 10'000);
    QCOMPARE(treeHash(host(u"/home/sprite/e"_s)), treeHash(host(u"/home/sprite/d"_s)));
}

void TestPlaygroundFiles::saysSoWhenItCannotReadEverything_data()
{
    using Call = std::function<QString(const SpriteFiles &)>;
    QTest::addColumn<Call>("call");
    const QString top = u"/home/sprite/d"_s;
    QTest::newRow("list") << Call([=](const SpriteFiles &files) { return codeOf(files.list(top, true)); });
    QTest::newRow("chmod") << Call(
        [=](const SpriteFiles &files) { return codeOf(files.chmod(top, 0700, true)); });
    QTest::newRow("chown") << Call([=](const SpriteFiles &files) {
        return codeOf(files.chown(top, SpriteFiles::Owner, SpriteFiles::Owner, true));
    });
    QTest::newRow("copy") << Call(
        [=](const SpriteFiles &files) { return codeOf(files.copy(top, u"/home/sprite/e"_s, true)); });
}

void TestPlaygroundFiles::saysSoWhenItCannotReadEverything()
{
    QFETCH(std::function<QString(const SpriteFiles &)>, call);
    QVERIFY(makeDeep(host(u"/home/sprite/d"_s), "n", 30));
    const QString innermost = host(u"/home/sprite/d"_s) + u"/n"_s.repeated(30) + u"/x"_s;
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const Agent::UniqueFd lowest(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const rlimit few{rlim_t(lowest.get()) + 16, before.rlim_max};
    const SpriteFiles files = this->files();
    ::setrlimit(RLIMIT_NOFILE, &few);
    const bool isReadable = files.list(u"/home/sprite/d"_s).isOk();
    const QString code = call(files);
    ::setrlimit(RLIMIT_NOFILE, &before);
    QVERIFY(isReadable);
    QCOMPARE(code, u"EIO"_s);
    QCOMPARE(QFileInfo(innermost).permissions() & QFile::ReadOther, QFile::ReadOther);
    QVERIFY(!QFileInfo::exists(host(u"/home/sprite/e"_s)));
    QCOMPARE(call(files), QString());
}

void TestPlaygroundFiles::passesOverWhatMayNotBeRead()
{
    if (::geteuid() == 0)
        QSKIP("Needs an ordinary user: nothing is closed to the administrator.");
    put(u"/home/sprite/d/a/x"_s, "1");
    put(u"/home/sprite/d/b/y"_s, "1");
    QVERIFY(files().chmod(u"/home/sprite/d/a"_s, 0, false).isOk());
    QCOMPARE(pathsOf(files().list(u"/home/sprite/d"_s, true)),
             QStringList({u"/home/sprite/d/a"_s, u"/home/sprite/d/b"_s, u"/home/sprite/d/b/y"_s}));
    QVERIFY(files().chmod(u"/home/sprite/d/a"_s, 0700, false).isOk());
}

void TestPlaygroundFiles::changesModes()
{
    put(u"/home/sprite/d/x"_s, "1");
    QVERIFY(QFile::link(u"/home/sprite/none"_s, host(u"/home/sprite/d/l"_s)));
    const FileResult<QList<ModeChange>> changed = files().chmod(u"/home/sprite/d"_s, 04711, true);
    QVERIFY(changed.isOk());
    QCOMPARE(*changed,
             QList<ModeChange>({{u"/home/sprite/d"_s, u"0711"_s}, {u"/home/sprite/d/x"_s, u"0711"_s}}));
    QCOMPARE(files().entry(u"/home/sprite/d/x"_s)->mode, u"0711"_s);
    QCOMPARE(codeOf(files().chmod(u"/home/sprite/none"_s, 0600, false)), u"ENOENT"_s);
}

void TestPlaygroundFiles::changesOwnersAsFarAsTheSystemLetsIt()
{
    put(u"/home/sprite/d/x"_s, "1");
    QVERIFY(QFile::link(u"x"_s, host(u"/home/sprite/d/l"_s)));
    const int own = SpriteFiles::Owner;
    const FileResult<QList<OwnerChange>> kept = files().chown(u"/home/sprite/d"_s, own, -1, true);
    QVERIFY(kept.isOk());
    QCOMPARE(*kept, QList<OwnerChange>({{u"/home/sprite/d"_s, own, own},
                                        {u"/home/sprite/d/l"_s, own, own},
                                        {u"/home/sprite/d/x"_s, own, own}}));
    const FileResult<QList<OwnerChange>> given = files().chown(u"/home/sprite/d/x"_s, 12345, 54321, false);
    if (::geteuid() == 0)
        QCOMPARE(*given, QList<OwnerChange>({{u"/home/sprite/d/x"_s, 12345, 54321}}));
    else
        QCOMPARE(codeOf(given), u"EACCES"_s);
    QCOMPARE(codeOf(files().chown(u"/home/sprite/none"_s, own, own, false)), u"ENOENT"_s);
    QCOMPARE(codeOf(files().chown(u"/.sprite/checkpoints"_s, own, own, true)), u"EACCES"_s);
}

void TestPlaygroundFiles::givesUpWhenItIsToldTo()
{
    put(u"/home/sprite/d/x"_s, "1");
    const SpriteFiles stopped(*m_store->view(u"a"_s), std::make_shared<const std::atomic_bool>(true));
    QCOMPARE(codeOf(stopped.copy(u"/home/sprite/d"_s, u"/home/sprite/e"_s, true)), u"EIO"_s);
    QVERIFY(!stopped.remove(u"/home/sprite/d"_s, true).isOk());
    QCOMPARE(get(u"/home/sprite/d/x"_s), QByteArray("1"));
    QVERIFY(QDir(m_store->folder() + u"/incoming"_s).isEmpty());
}

void TestPlaygroundFiles::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("read");
    QTest::addColumn<QString>("write");
    QTest::addColumn<QString>("mkdir");
    const auto home = [](const char *name) { return u"/home/sprite/"_s + QString::fromLatin1(name); };
    QTest::newRow("missing") << home("none") << u"ENOENT"_s << QString() << QString();
    QTest::newRow("missing parent") << home("none/x") << u"ENOENT"_s << u"ENOENT"_s << u"ENOENT"_s;
    QTest::newRow("folder") << home("d") << u"EISDIR"_s << u"EISDIR"_s << u"EEXIST"_s;
    QTest::newRow("below a file") << home("d/x/y") << u"ENOTDIR"_s << u"ENOTDIR"_s << u"ENOTDIR"_s;
    QTest::newRow("top") << u"/"_s << u"EISDIR"_s << u"EISDIR"_s << u"EEXIST"_s;
    QTest::newRow("long name") << home("") + QString(300, u'x') << u"EINVAL"_s << u"EINVAL"_s << u"EINVAL"_s;
    QTest::newRow("zero byte") << home("a") + QChar(0) << u"EINVAL"_s << u"EINVAL"_s << u"EINVAL"_s;
    QTest::newRow("relative") << u"x"_s << u"EINVAL"_s << u"EINVAL"_s << u"EINVAL"_s;
    QTest::newRow("virtual folder") << u"/.sprite"_s << u"EISDIR"_s << u"EACCES"_s << u"EEXIST"_s;
    QTest::newRow("in a virtual folder") << u"/.sprite/x"_s << u"ENOENT"_s << u"EACCES"_s << u"EACCES"_s;
}

void TestPlaygroundFiles::saysWhatIsWrong()
{
    QFETCH(QString, path);
    QFETCH(QString, read);
    QFETCH(QString, write);
    QFETCH(QString, mkdir);
    put(u"/home/sprite/d/x"_s, "1");
    QCOMPARE(codeOf(files().read(path)), read);
    QCOMPARE(codeOf(files().makeFolder(path, false)), mkdir);
    if (mkdir.isEmpty())
        QVERIFY(files().remove(path, false).isOk());
    QCOMPARE(codeOf(files().write(path, "1")), write);
    if (!write.isEmpty())
        QCOMPARE(files().write(path, "1").error().path, path);
}

void TestPlaygroundFiles::noPathLeavesTheSprite_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("absolute") << u"/etc/passwd"_s;
    QTest::newRow("dots") << u"../../../../../../../../../../../../etc/passwd"_s;
    QTest::newRow("through a link") << u"root/etc/passwd"_s;
    QTest::newRow("own journal") << u"../../../../../journal.jsonl"_s;
    QTest::newRow("other sprite") << u"../../../../"_s;
}

void TestPlaygroundFiles::noPathLeavesTheSprite()
{
    QFETCH(QString, target);
    QVERIFY(files().makeFolder(u"/home/sprite/d"_s, false).isOk());
    QVERIFY(QFile::link(u"/"_s, host(u"/home/sprite/d/root"_s)));
    QVERIFY(QFile::link(target, host(u"/home/sprite/d/out"_s)));
    const FileResult<FileListing> listing = files().list(u"/home/sprite/d/out"_s);
    QVERIFY(!pathsOf(listing).join(u' ').contains("journal"_L1));
    QVERIFY(!files().read(u"/home/sprite/d/out"_s).isOk());
    QVERIFY(!files().read(SpriteFiles::absolutePath(target, u"/home/sprite/d"_s)).isOk());
    static_cast<void>(files().write(u"/home/sprite/d/out"_s, "mine").isOk());
    QVERIFY(!readFile(u"/etc/passwd"_s).contains("mine"));
    QVERIFY(!readFile(m_store->folder() + u"/journal.jsonl"_s).contains("mine"));
}

void TestPlaygroundFiles::aLinkOutsideIsNeverRead()
{
    // The link that the sprite sees leads to its own /etc/secret, wherever the same path leads on this
    // computer.
    QVERIFY(writeFile(m_folder->path() + u"/secret"_s, "of the computer"));
    QVERIFY(QFile::link(m_folder->path() + u"/secret"_s, host(u"/home/sprite/l"_s)));
    QCOMPARE(get(u"/home/sprite/l"_s), QByteArray("<ENOENT>"));
    put(m_folder->path() + u"/secret"_s, "of the sprite");
    QCOMPARE(get(u"/home/sprite/l"_s), QByteArray("of the sprite"));
    QVERIFY(files().write(u"/home/sprite/l"_s, "changed").isOk());
    QCOMPARE(readFile(m_folder->path() + u"/secret"_s), QByteArray("of the computer"));
}

void TestPlaygroundFiles::noCallIsLedAstrayByALinkThatComesAndGoes()
{
    // As a command in the sprite could that knew where the sprite's folders are.
    const QString outside = m_folder->path() + u"/outside"_s;
    QVERIFY(writeFile(outside + u"/deep/x"_s, "of the computer"));
    QVERIFY(writeFile(outside + u"/deep/more/y"_s, "of the computer"));
    const QByteArray before = treeHash(outside);
    put(u"/home/sprite/safe"_s, "of the sprite");
    put(u"/home/sprite/d/deep/x"_s, "of the sprite");
    const QByteArray d = QFile::encodeName(host(u"/home/sprite/d"_s));
    const QByteArray aside = d + ".aside";
    const QByteArray target = QFile::encodeName(outside);
    std::atomic_bool stop(false);
    std::thread attacker([&] {
        while (!stop) {
            ::rename(d.constData(), aside.constData());
            static_cast<void>(::symlink(target.constData(), d.constData()));
            ::unlink(d.constData());
            ::rename(aside.constData(), d.constData());
        }
    });
    const QString deep = u"/home/sprite/d/deep"_s;
    const auto ignore = [](const auto &result) { return result.isOk(); };
    int told = 0;
    for (int i = 0; i < 400; ++i) {
        ignore(files().write(deep + u"/x"_s, "led astray"));
        ignore(files().chmod(deep, 0711, true));
        ignore(files().copy(u"/home/sprite/safe"_s, deep + u"/x"_s, false));
        ignore(files().copy(deep, u"/home/sprite/copied"_s, true));
        ignore(files().rename(u"/home/sprite/safe"_s, deep + u"/safe"_s));
        ignore(files().rename(deep + u"/safe"_s, u"/home/sprite/safe"_s));
        ignore(files().makeFolder(deep + u"/made"_s, false));
        ignore(files().remove(deep + u"/more"_s, true));
        ignore(files().remove(deep + u"/x"_s, false));
        const auto found = files().list(deep, true);
        told += pathsOf(found).contains(deep + u"/more/y"_s) ? 1 : 0;
        const auto file = files().read(deep + u"/more/y"_s);
        told += file || files().entry(deep + u"/more/y"_s) ? 1 : 0;
    }
    stop = true;
    attacker.join();
    QCOMPARE(treeHash(outside), before);
    QCOMPARE(told, 0);
    QVERIFY(!QFile::exists(host(u"/home/sprite/copied/more"_s)));
}

void TestPlaygroundFiles::noNameIsToldOfWhereALinkLeads()
{
    const QString outside = m_folder->path() + u"/outside"_s;
    QVERIFY(writeFile(outside + u"/deep/x"_s, "of the computer"));
    QVERIFY(QFile::link(u"secret"_s, outside + u"/deep/link"_s));
    put(u"/home/sprite/d/deep/x"_s, "of the sprite");
    QVERIFY(QFile::link(u"x"_s, host(u"/home/sprite/d/deep/link"_s)));
    const SpriteView view = *m_store->view(u"a"_s);
    const SpritePathResolver resolver(view);
    const QString deep = u"/home/sprite/d/deep"_s;
    const FilePlace folder = *resolver.resolve(deep, LastLink::Follow);
    const FilePlace file = *resolver.resolve(deep + u"/x"_s, LastLink::Follow);
    const FilePlace link = *resolver.resolve(deep + u"/link"_s, LastLink::Keep);
    const auto hold = [&view](const FilePlace &place) {
        return HeldPlace::hold(view, place, HeldPlace::Use::Read, place.path);
    };
    QCOMPARE(hold(folder)->realName(), QFileInfo(folder.host).canonicalFilePath());
    QCOMPARE(hold(link)->target(), u"x"_s);
    const FileResult<HeldPlace> before = hold(file);
    // What comes between the walk along a path and the call that uses it.
    QVERIFY(QFile::rename(host(u"/home/sprite/d"_s), host(u"/home/sprite/aside"_s)));
    QVERIFY(QFile::link(outside, host(u"/home/sprite/d"_s)));
    FilePlace missing;
    missing.path = deep + u"/none"_s;
    missing.host = folder.host + u"/none"_s;
    for (const FilePlace &place : {folder, file, link, missing}) {
        // The same whatever is there.
        QCOMPARE(codeOf(hold(place)), u"EACCES"_s);
        QCOMPARE(codeOf(FileLister::describe(view, place, place.path)), u"ENOENT"_s);
        QCOMPARE(codeOf(HeldPlace::hold(view, place, HeldPlace::Use::Write, place.path)), u"EACCES"_s);
    }
    QCOMPARE(codeOf(resolver.hostNames(folder)), u"EACCES"_s);
    // What was held is what it was.
    QCOMPARE(before->look()->st_size, qint64(sizeof "of the sprite" - 1));
    QCOMPARE(before->realName(), QFileInfo(host(u"/home/sprite/aside/deep/x"_s)).canonicalFilePath());
}

void TestPlaygroundFiles::linksLoopWithAnError()
{
    QVERIFY(QFile::link(u"b"_s, host(u"/home/sprite/a"_s)));
    QVERIFY(QFile::link(u"a"_s, host(u"/home/sprite/b"_s)));
    QCOMPARE(codeOf(files().read(u"/home/sprite/a"_s)), u"EINVAL"_s);
    QCOMPARE(codeOf(files().write(u"/home/sprite/a/x"_s, "1", {{}, true})), u"EINVAL"_s);
    QCOMPARE(files().entry(u"/home/sprite/a"_s)->type, u"symlink"_s);
    QVERIFY(files().remove(u"/home/sprite/a"_s, false).isOk());
}

void TestPlaygroundFiles::checkpointsAreReadOnlyFolders()
{
    put(u"/home/sprite/x"_s, "then");
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    put(u"/home/sprite/x"_s, "now");
    QCOMPARE(pathsOf(files().list(u"/.sprite/checkpoints"_s)),
             QStringList({u"/.sprite/checkpoints/active"_s, u"/.sprite/checkpoints/v0"_s,
                          u"/.sprite/checkpoints/v1"_s}));
    const QString old = u"/.sprite/checkpoints/v1/home/sprite/x"_s;
    QCOMPARE(get(old), QByteArray("then"));
    QCOMPARE(get(u"/.sprite/checkpoints/active/home/sprite/x"_s), QByteArray("now"));
    QCOMPARE(files().list(old)->entries.at(0).path, old);
    QCOMPARE(codeOf(files().write(old, "x")), u"EACCES"_s);
    QCOMPARE(codeOf(files().remove(old, false)), u"EACCES"_s);
    QCOMPARE(codeOf(files().remove(u"/.sprite"_s, true)), u"EACCES"_s);
    QCOMPARE(codeOf(files().rename(old, u"/home/sprite/y"_s)), u"EACCES"_s);
    QCOMPARE(codeOf(files().rename(u"/home/sprite/x"_s, old)), u"EACCES"_s);
    QCOMPARE(codeOf(files().chmod(old, 0600, false)), u"EACCES"_s);
    QCOMPARE(codeOf(files().copy(u"/home/sprite/x"_s, old, false)), u"EACCES"_s);
    QCOMPARE(codeOf(files().makeFolder(u"/.sprite/checkpoints/v1/home/new"_s, true)), u"EACCES"_s);
    QVERIFY(QFile::link(u"/.sprite/checkpoints/v1/home/sprite"_s, host(u"/home/sprite/old"_s)));
    QCOMPARE(get(u"/home/sprite/old/x"_s), QByteArray("then"));
    QCOMPARE(codeOf(files().write(u"/home/sprite/old/x"_s, "1")), u"EACCES"_s);
    QCOMPARE(codeOf(files().read(u"/.sprite/checkpoints/v9/home"_s)), u"ENOENT"_s);
    QVERIFY(pathsOf(files().list(u"/.sprite/checkpoints/v0"_s)).isEmpty());
    QVERIFY(!pathsOf(files().list(u"/"_s, true)).contains(u"/.sprite/checkpoints"_s));
    QVERIFY(pathsOf(files().list(u"/.sprite"_s, true)).contains(old));
}

void TestPlaygroundFiles::aFileCanBeTakenOutOfACheckpoint()
{
    put(u"/home/sprite/x"_s, "then");
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    put(u"/home/sprite/x"_s, "now");
    QVERIFY(
        files().copy(u"/.sprite/checkpoints/v1/home/sprite/x"_s, u"/home/sprite/x"_s, false, true).isOk());
    QCOMPARE(get(u"/home/sprite/x"_s), QByteArray("then"));
}

void TestPlaygroundFiles::thePolicyIsReadableInside()
{
    const QString inside = u"/.sprite/policy/network.json"_s;
    QCOMPARE(get(inside), QByteArray("<ENOENT>"));
    QVERIFY(pathsOf(files().list(u"/.sprite/policy"_s)).isEmpty());
    const QByteArray policy = "{\"rules\":[{\"include\":\"defaults\"}]}";
    QVERIFY(NetworkPolicyStore(*m_store->view(u"a"_s)).write(policy).isOk());
    QCOMPARE(get(inside), policy);
    QCOMPARE(pathsOf(files().list(u"/.sprite/policy"_s)), QStringList(inside));
    QCOMPARE(codeOf(files().write(inside, "{}")), u"EACCES"_s);
}

void TestPlaygroundFiles::logsAreReadableInside()
{
    QCOMPARE(codeOf(files().list(u"/.sprite/logs"_s)), u"ENOENT"_s);
    QVERIFY(writeFile(m_store->view(u"a"_s)->system + u"/logs/services/web.log"_s, "listening"));
    QCOMPARE(get(u"/.sprite/logs/services/web.log"_s), QByteArray("listening"));
    QVERIFY(pathsOf(files().list(u"/.sprite"_s)).contains(u"/.sprite/logs"_s));
    QCOMPARE(pathsOf(files().list(u"/.sprite/logs"_s, true)),
             QStringList({u"/.sprite/logs/services"_s, u"/.sprite/logs/services/web.log"_s}));
    QCOMPARE(codeOf(files().remove(u"/.sprite/logs/services/web.log"_s, false)), u"EACCES"_s);
}

void TestPlaygroundFiles::foldersOfTheSystemAreNotWritten_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("new") << u"/usr/local/bin/x"_s;
    QTest::newRow("configuration") << u"/etc/passwd"_s;
    QTest::newRow("top") << u"/bin"_s;
    QTest::newRow("through a link") << u"/home/sprite/l/x"_s;
}

void TestPlaygroundFiles::foldersOfTheSystemAreNotWritten()
{
    QFETCH(QString, path);
    QVERIFY(QFile::link(u"/usr"_s, host(u"/home/sprite/l"_s)));
    const QString code = codeOf(files().write(path, "x", {{}, true}));
    QVERIFY2(code == u"EACCES"_s, qPrintable(code));
    QVERIFY(pathsOf(files().list(u"/"_s)).size() == 3);
}

void TestPlaygroundFiles::theFoldersOfEverySpriteStay_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("removed");
    QTest::newRow("tmp") << u"/tmp"_s << QStringList{u"/tmp/a"_s, u"/tmp/b"_s};
    QTest::newRow("home") << u"/home/sprite"_s << QStringList{u"/home/sprite/x"_s};
    QTest::newRow("homes") << u"/home"_s << QStringList{u"/home/other"_s, u"/home/sprite/x"_s};
    QTest::newRow("through a link") << u"/data/homes/sprite"_s << QStringList{u"/data/homes/sprite/x"_s};
}

void TestPlaygroundFiles::theFoldersOfEverySpriteStay()
{
    QFETCH(QString, path);
    QFETCH(QStringList, removed);
    for (const QString &file :
         {u"/tmp/a"_s, u"/tmp/b/c"_s, u"/home/sprite/x/y"_s, u"/home/other/z"_s, u"/data/d"_s})
        put(file, "1");
    QVERIFY(QFile::link(u"/home"_s, host(u"/data/homes"_s)));
    QCOMPARE(codeOf(files().remove(path, false)), u"ENOTEMPTY"_s);
    QCOMPARE(codeOf(files().rename(path, u"/data/away"_s)), u"EBUSY"_s);
    const FileResult<QStringList> done = files().remove(path, true);
    QVERIFY(done.isOk());
    QStringList names = *done;
    names.sort();
    QCOMPARE(names, removed);
    QVERIFY(QFile::exists(host(u"/tmp"_s)));
    QVERIFY(QFile::exists(host(u"/home/sprite"_s)));
    QVERIFY(files().remove(u"/home/sprite"_s, true).isOk());
    QCOMPARE(codeOf(files().remove(u"/home/sprite"_s, false)), u"EBUSY"_s);
    QCOMPARE(get(u"/data/d"_s), QByteArray("1"));
}

void TestPlaygroundFiles::theSystemIsSeenWhereAViewHasOne()
{
    // As without a sandbox, where commands see something else.
    QCOMPARE(pathsOf(files().list(u"/"_s)), QStringList({u"/.sprite"_s, u"/home"_s, u"/tmp"_s}));
    QCOMPARE(codeOf(files().read(u"/etc/hosts"_s)), u"ENOENT"_s);
    QCOMPARE(codeOf(files().list(u"/usr"_s)), u"ENOENT"_s);
    const SpriteFiles seeing = filesWithSystem();
    QVERIFY(pathsOf(seeing.list(u"/"_s)).contains(u"/usr"_s));
    QCOMPARE(seeing.read(u"/etc/hostname"_s).value()->readAll(), QByteArray("a\n"));
    QCOMPARE(codeOf(seeing.list(u"/proc"_s)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.read(u"/etc/shadow"_s)), u"ENOENT"_s);
    QCOMPARE(seeing.entry(u"/var/tmp"_s)->type, u"symlink"_s);
    // What a tree has of a name of the system is not seen.
    QVERIFY(writeFile(host(u"/etc/hostname"_s), "hidden"));
    QCOMPARE(seeing.read(u"/etc/hostname"_s).value()->readAll(), QByteArray("a\n"));
}

void TestPlaygroundFiles::aFolderOfTheSystemThatMayBeWrittenBecomesTheSprites()
{
    const SpriteFiles seeing = filesWithSystem();
    QVERIFY(seeing.write(u"/tmp/x"_s, "1").isOk());
    QCOMPARE(codeOf(seeing.remove(u"/var"_s, true)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.remove(u"/var/tmp"_s, true)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.rename(u"/var"_s, u"/tmp/var"_s)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.chmod(u"/var"_s, 0777, false)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.chown(u"/var"_s, 1001, -1, true)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.copy(u"/proc"_s, u"/tmp/proc"_s, true)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.write(u"/var/www/index"_s, "1")), u"ENOENT"_s);
    QVERIFY(seeing.write(u"/var/www/index"_s, "1", {{}, true}).isOk());
    QCOMPARE(pathsOf(seeing.list(u"/var"_s)), QStringList({u"/var/tmp"_s, u"/var/www"_s}));
    QCOMPARE(get(u"/var/www/index"_s), QByteArray("1"));
    QCOMPARE(get(u"/var/tmp/x"_s), QByteArray("1"));
}

void TestPlaygroundFiles::whateverIsPutThereMakesAFolderOfTheView_data()
{
    using Call = std::function<bool(const SpriteFiles &)>;
    QTest::addColumn<Call>("call");
    QTest::newRow("write") << Call(
        [](const SpriteFiles &files) { return files.write(u"/var/x"_s, "1").isOk(); });
    QTest::newRow("copy a file") << Call(
        [](const SpriteFiles &files) { return files.copy(u"/tmp/x"_s, u"/var/"_s, false).isOk(); });
    QTest::newRow("copy a folder") << Call([](const SpriteFiles &files) {
        return files.makeFolder(u"/tmp/f/x"_s, true).isOk() &&
               files.copy(u"/tmp/f/x"_s, u"/var"_s, true).isOk();
    });
    QTest::newRow("copy over it") << Call([](const SpriteFiles &files) {
        return files.write(u"/tmp/var/x"_s, "1", {{}, true}).isOk() &&
               files.copy(u"/tmp/var"_s, u"/"_s, true).isOk();
    });
    QTest::newRow("rename") << Call(
        [](const SpriteFiles &files) { return files.rename(u"/tmp/x"_s, u"/var/x"_s).isOk(); });
    QTest::newRow("make a folder") << Call(
        [](const SpriteFiles &files) { return files.makeFolder(u"/var/x"_s, false).isOk(); });
    QTest::newRow("make parents") << Call(
        [](const SpriteFiles &files) { return files.makeFolder(u"/var/x"_s, true).isOk(); });
}

void TestPlaygroundFiles::whateverIsPutThereMakesAFolderOfTheView()
{
    QFETCH(std::function<bool(const SpriteFiles &)>, call);
    put(u"/tmp/x"_s, "1");
    const SpriteFiles seeing = filesWithSystem();
    QVERIFY(call(seeing));
    QCOMPARE(pathsOf(seeing.list(u"/var"_s)), QStringList({u"/var/tmp"_s, u"/var/x"_s}));
    QCOMPARE(QFile::symLinkTarget(host(u"/var/tmp"_s)), u"/tmp"_s);
    // Somebody else may have been faster.
    const SpriteView view = *m_store->view(u"a"_s);
    FilePlace again;
    again.kind = FilePlace::Kind::Virtual;
    again.path = u"/var"_s;
    again.host = view.root + again.path;
    QVERIFY(makeReal(view, again, again.path).isOk());
}

void TestPlaygroundFiles::theSystemIsReadWithTheRightsOfCommands()
{
    if (::geteuid() != 0)
        QSKIP("Only the administrator may read more than commands.");
    const QString usr = m_folder->path() + u"/usr"_s;
    for (const QString &file : {u"/open/x"_s, u"/open/mine"_s, u"/shut/x"_s, u"/through/x"_s})
        QVERIFY(writeFile(usr + file, "1"));
    const auto chmod = [&usr](const QString &path, mode_t mode) {
        return ::chmod(QFile::encodeName(usr + path).constData(), mode) == 0;
    };
    QVERIFY(chmod(u"/open/mine"_s, 0640) && chmod(u"/shut"_s, 0700) && chmod(u"/through"_s, 0711));
    SpriteView view = *m_store->view(u"a"_s);
    view.seen = std::make_shared<const SystemView>(
        QList<SystemPart>{{SystemPart::Kind::Shared, u"/usr"_s, usr, {}, {}}});
    const SpriteFiles seeing(view);
    QVERIFY(seeing.read(u"/usr/open/x"_s).isOk());
    QCOMPARE(codeOf(seeing.read(u"/usr/open/mine"_s)), u"EACCES"_s);
    QVERIFY(seeing.read(u"/usr/through/x"_s).isOk());
    QCOMPARE(codeOf(seeing.list(u"/usr/through"_s)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.read(u"/usr/shut/x"_s)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.read(u"/usr/shut/none"_s)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.list(u"/usr/shut"_s)), u"EACCES"_s);
    QCOMPARE(pathsOf(seeing.list(u"/usr"_s, true)),
             QStringList(
                 {u"/usr/open"_s, u"/usr/open/mine"_s, u"/usr/open/x"_s, u"/usr/shut"_s, u"/usr/through"_s}));
    QVERIFY(seeing.copy(u"/usr/open/x"_s, u"/tmp/x"_s, false).isOk());
    QCOMPARE(codeOf(seeing.copy(u"/usr/open/mine"_s, u"/tmp/mine"_s, false)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.copy(u"/usr/open"_s, u"/tmp/open"_s, true)), u"EACCES"_s);
    QCOMPARE(codeOf(seeing.copy(u"/usr/shut"_s, u"/tmp/shut"_s, true)), u"EACCES"_s);
    QCOMPARE(pathsOf(files().list(u"/tmp"_s)), QStringList(u"/tmp/x"_s));
}

void TestPlaygroundFiles::pipesAreNotOpened()
{
    QVERIFY(::mkfifo(QFile::encodeName(host(u"/home/sprite/pipe"_s)).constData(), 0600) == 0);
    QCOMPARE(codeOf(files().read(u"/home/sprite/pipe"_s)), u"EINVAL"_s);
    QCOMPARE(codeOf(files().write(u"/home/sprite/pipe"_s, "1")), u"EINVAL"_s);
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(pathsOf(files().list(u"/.sprite/checkpoints/v1/home/sprite"_s)).isEmpty());
}

void TestPlaygroundFiles::anOpenFileSurvivesARestore()
{
    put(u"/home/sprite/x"_s, "first");
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    put(u"/home/sprite/x"_s, "second");
    const auto file = files().read(u"/home/sprite/x"_s);
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QCOMPARE(file.value()->readAll(), QByteArray("second"));
    QCOMPARE(get(u"/home/sprite/x"_s), QByteArray("first"));
}

QTEST_GUILESS_MAIN(TestPlaygroundFiles)
#include "tst_playgroundfiles.moc"
