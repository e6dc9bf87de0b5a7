// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

namespace {

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

class TestPlaygroundProgram : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void saysInOneLineWhereItAnswers();
    void explainsItself();
    void saysThatAPortIsTaken();
    void saysWhoUsesTheFolder();
    void saysThatTheFolderCannotBeWritten();
    void keepsItsHandsOffAForeignFolder_data();
    void keepsItsHandsOffAForeignFolder();
    void saysWhyAFolderCannotBeMade();
    void saysWhatCanBeDoneAboutADamagedJournal();
    void resetsNothingButItsOwn();
    void resetsAFolderThatCannotBeRemoved();
    void goesOnAfterAResetThatFailed();
    void endsAfterAResetThatLeftNothing();
    void refusesAnAgentOfAnotherVersion_data();
    void refusesAnAgentOfAnotherVersion();
    void noticesAnAgentThatWasReplaced();
    void opensAsManyFilesAsItMay();
    void keepsFilesForWhatItServes();
    void servesTheSpritesOwnUrls();
    void refusesWhatItDoesNotUnderstand_data();
    void refusesWhatItDoesNotUnderstand();
    void refusesOtherThanLoopback();
    void makesATokenFileForItsOwnerAndKeepsIt();
    void saysWhatIsWrongWithATokenFile_data();
    void saysWhatIsWrongWithATokenFile();
    void takesATokenFileWithABlankEnd();
    void listensWhereItIsTold_data();
    void listensWhereItIsTold();
    void takesZeroForNoLimit();
    void generatesForBenchmarks();
    void readsPoliciesTheSeedsWayOnRequest();
    void restartsNoServicesOnRequest();
    void answersAsRecordedOnRequest();
    void tellsItsVersion();
    void saysWhichNumbersItTakes_data();
    void saysWhichNumbersItTakes();
    void keepsItsStateOverARestart();
    void leavesNothingBehindWhenTerminated();
    void endsWithItsParent();
    void endsCommandsHoweverItEnds_data();
    void endsCommandsHoweverItEnds();
    void runsCommandsWithoutASandboxOnRequest();
    void saysWhenCommandsCannotRun();
    void losesNothingWhenKilledDuringACheckpoint();
    void leavesNothingHalfDoneWhenKilledDuringAnUpload();

private:
    //! Starts the program and waits for its line.
    QJsonObject start(const QStringList &arguments = {});
    QJsonObject startAs(const QString &program, const QStringList &arguments);
    //! The same with a small disk of its own for the state folder, which others find at diskPath(). What is
    //! on standard error then; empty where nobody may mount one.
    QByteArray startOnASmallDisk(const QString &options = u"size=200k"_s);
    QString diskPath() const;
    //! A copy of the program with an agent beside it that says this and no more.
    QString programWithAgent(const QByteArray &words);
    void stop(int signal);
    //! Its only line on standard error when it ends with 1 and says nothing else; empty if it does not.
    static QByteArray refusal(const QStringList &arguments);
    PlaygroundClient client() const
    {
        return {m_ready.value("url"_L1).toString(), m_ready.value("token"_L1).toString()};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_program;
    QJsonObject m_ready;
};

void TestPlaygroundProgram::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestPlaygroundProgram::cleanup()
{
    if (m_program)
        stop(SIGKILL);
    m_program.reset();
    m_folder.reset();
}

QJsonObject TestPlaygroundProgram::start(const QStringList &arguments)
{
    m_program = std::make_unique<QProcess>();
    m_program->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    return startAs(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                   QStringList{u"--state"_s, m_folder->filePath(u"state"_s)} + arguments);
}

QJsonObject TestPlaygroundProgram::startAs(const QString &program, const QStringList &arguments)
{
    QSignalSpy finished(m_program.get(), &QProcess::finished);
    m_program->start(program, arguments);
    (void)QTest::qWaitFor([&] { return !finished.isEmpty() || m_program->canReadLine(); }, Patience);
    m_ready = QJsonDocument::fromJson(m_program->readLine()).object();
    return m_ready;
}

QByteArray TestPlaygroundProgram::startOnASmallDisk(const QString &options)
{
    const QString state = m_folder->filePath(u"state"_s);
    QDir().mkpath(state);
    m_program = std::make_unique<QProcess>();
    const QString script =
        u"mount -t tmpfs -o %1 none \"$2\" 2> /dev/null && echo mounted >&2 && exec \"$0\" \"$@\""_s;
    startAs(u"unshare"_s, {::geteuid() == 0 ? u"-m"_s : u"-rm"_s, u"sh"_s, u"-c"_s, script.arg(options),
                           QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), u"--state"_s, state, u"--empty"_s});
    const QByteArray told = m_program->readAllStandardError();
    return told.startsWith("mounted\n") ? told : QByteArray();
}

QString TestPlaygroundProgram::diskPath() const
{
    return u"/proc/%1/root%2"_s.arg(m_program->processId()).arg(m_folder->filePath(u"state"_s));
}

QString TestPlaygroundProgram::programWithAgent(const QByteArray &words)
{
    const QString program = m_folder->filePath(u"spritarium-playground"_s);
    const QString agent = m_folder->filePath(u"spritarium-playground-agent"_s);
    QFile::copy(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), program);
    QFile file(agent);
    const bool isWritten = file.open(QIODevice::WriteOnly) &&
                           file.write("#!/bin/sh\nprintf '" + words + "' >&3\nexec sleep 60\n") > 0;
    file.close();
    file.setPermissions(file.permissions() | QFile::ExeOwner | QFile::ExeUser);
    return isWritten ? program : QString();
}

void TestPlaygroundProgram::stop(int signal)
{
    if (m_program->state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_program->processId()), signal);
    QTRY_COMPARE_WITH_TIMEOUT(m_program->state(), QProcess::NotRunning, Patience);
}

void TestPlaygroundProgram::saysInOneLineWhereItAnswers()
{
    const QJsonObject ready = start({u"--empty"_s});
    for (const QString &key :
         {u"copies"_s, u"network"_s, u"pid"_s, u"sandbox"_s, u"state"_s, u"token"_s, u"url"_s, u"web"_s})
        QVERIFY2(ready.contains(key), qPrintable(key));
    const QString copies = ready.value("copies"_L1).toString();
    QVERIFY(copies == u"shared"_s || copies == u"full"_s);
    QVERIFY(
        QRegularExpression(u"^http://localhost:\\d+$"_s).match(ready.value("web"_L1).toString()).hasMatch());
    QCOMPARE(ready.value("pid"_L1).toInteger(), m_program->processId());
    QCOMPARE(ready.value("state"_L1).toString(), m_folder->filePath(u"state"_s));
    QVERIFY(QRegularExpression(u"^http://127\\.0\\.0\\.1:\\d+$"_s)
                .match(ready.value("url"_L1).toString())
                .hasMatch());
    QVERIFY(QRegularExpression(u"^playground/1/[0-9a-f]{32}/[0-9a-f]{64}$"_s)
                .match(ready.value("token"_L1).toString())
                .hasMatch());
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
    QVERIFY(!m_program->canReadLine());
}

void TestPlaygroundProgram::explainsItself()
{
    m_program = std::make_unique<QProcess>();
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), {u"--help"_s});
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 0);
    const QByteArray help = m_program->readAllStandardOutput();
    for (const QByteArray &option :
         {"--port", "--web-port", "--state", "--token-file", "--idle", "--cold-after", "--speed", "--empty",
          "--sprites", "--checkpoints", "--limits", "--first-match", "--lenient-policies", "--no-ports",
          "--no-service-restart", "--network", "--no-sandbox", "--stop-with-parent"})
        QVERIFY2(help.contains(option), option.constData());
    QVERIFY(help.contains("SIGHUP"));
    // Each option is in the manual, too.
    QFile manual(QStringLiteral(SPRITARIUM_SOURCE_DIR "/packaging/spritarium-playground.1"));
    QVERIFY(manual.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(manual.readAll()).remove(u'\\');
    static const QRegularExpression option(u"--[a-z][a-z-]+"_s);
    for (auto at = option.globalMatch(QString::fromUtf8(help)); at.hasNext();) {
        const QString name = at.next().captured();
        QVERIFY2(page.contains(name), qPrintable(name));
    }
    // And what others do not have.
    for (const QString &call :
         {u"GET /playground/log"_s, u"GET /playground/faults"_s, u"POST /playground/faults"_s,
          u"DELETE /playground/faults"_s, u"POST /playground/pause/"_s, u"POST /playground/reset"_s,
          u"GET /playground/egress/"_s, u"POST /playground/egress/"_s, u"GET /playground/ports/"_s,
          u"POST /playground/ports/"_s, u"DELETE /playground/ports/"_s})
        QVERIFY2(page.contains(call), qPrintable(call));
}

QByteArray TestPlaygroundProgram::refusal(const QStringList &arguments)
{
    QProcess program;
    program.start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), arguments);
    (void)QTest::qWaitFor([&] { return program.state() == QProcess::NotRunning; }, Patience);
    const QByteArray told = program.readAllStandardError();
    const bool isRefused = program.exitStatus() == QProcess::NormalExit && program.exitCode() == 1 &&
                           program.readAllStandardOutput().isEmpty() && told.count('\n') == 1;
    return isRefused ? told : QByteArray();
}

void TestPlaygroundProgram::saysThatAPortIsTaken()
{
    start({u"--empty"_s});
    const QString other = m_folder->filePath(u"other"_s);
    for (const QString &key : {u"url"_s, u"web"_s}) {
        const QString port = m_ready.value(key).toString().section(u':', 2);
        const QString option = key == u"url"_s ? u"--port"_s : u"--web-port"_s;
        const QByteArray told = refusal({u"--state"_s, other, option, port});
        QVERIFY2(told.contains("Port " + port.toLatin1() + " is already in use"), told.constData());
    }
    QVERIFY(!QFile::exists(other));
}

void TestPlaygroundProgram::saysWhoUsesTheFolder()
{
    start({u"--empty"_s});
    const QByteArray told = refusal({u"--state"_s, m_folder->filePath(u"state"_s)});
    QVERIFY2(told.contains("is used by another playground"), told.constData());
    QVERIFY2(told.contains("process " + QByteArray::number(m_program->processId())), told.constData());
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
}

void TestPlaygroundProgram::saysThatTheFolderCannotBeWritten()
{
    QVERIFY(writeFile(m_folder->filePath(u"file"_s), {}));
    const QString below = m_folder->filePath(u"file/state"_s);
    const QByteArray told = refusal({u"--state"_s, below});
    QVERIFY2(told.contains(below.toUtf8() + " cannot be made: Not a directory"), told.constData());
#ifdef Q_OS_LINUX
    const QByteArray all = startOnASmallDisk(u"size=200k,ro"_s);
    if (all.isEmpty())
        QSKIP("nobody may mount a disk here");
    QVERIFY2(
        all.contains(m_folder->filePath(u"state"_s).toUtf8() + " cannot be written: Read-only file system"),
        all.constData());
#endif
}

void TestPlaygroundProgram::keepsItsHandsOffAForeignFolder_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("a file") << QStringList{u"h"_s} << QByteArray("holds other files (h)");
    QTest::newRow("hidden") << QStringList{u".git/config"_s} << QByteArray("holds other files (.git)");
    QTest::newRow("names like ours") << QStringList{u"trees/mine/f"_s, u"incoming/g"_s}
                                     << QByteArray("holds other files");
    QTest::newRow("a journal that is empty")
        << QStringList{u"journal.jsonl"_s, u"trees/mine/f"_s} << QByteArray("holds other files (trees)");
}

void TestPlaygroundProgram::keepsItsHandsOffAForeignFolder()
{
    QFETCH(QStringList, files);
    QFETCH(QByteArray, told);
    const QDir folder(m_folder->filePath(u"state"_s));
    for (const QString &file : files) {
        QVERIFY(folder.mkpath(QFileInfo(file).path()));
        QVERIFY(writeFile(folder.filePath(file), {}));
    }
    const QByteArray answer = refusal({u"--state"_s, folder.path(), u"--empty"_s});
    QVERIFY2(answer.contains(folder.path().toUtf8() + ' ' + told), answer.constData());
    for (const QString &file : files)
        QVERIFY2(folder.exists(file), qPrintable(file));
    QVERIFY(!folder.exists(u"playground.lock"_s));
}

void TestPlaygroundProgram::saysWhyAFolderCannotBeMade()
{
    if (startOnASmallDisk(u"size=200k,nr_inodes=40"_s).isEmpty())
        QSKIP("nobody may mount a disk here");
    QVERIFY(m_ready.contains("url"_L1));
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    for (int i = 0; writeFile(diskPath() + u"/filler%1"_s.arg(i), {}); ++i) {
    }
    const Answer answer = client().get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s);
    QCOMPARE(answer.status, 500);
    QVERIFY2(answer.body.contains(m_folder->filePath(u"state/trees/"_s).toUtf8()), answer.body.constData());
    QVERIFY2(answer.body.contains(" cannot be made: No space left on device"), answer.body.constData());
}

void TestPlaygroundProgram::saysWhatCanBeDoneAboutADamagedJournal()
{
    const QString path = m_folder->filePath(u"state/journal.jsonl"_s);
    QVERIFY(QDir().mkpath(m_folder->filePath(u"state/trees/mine"_s)));
    for (const QByteArray &journal : {"[{\"format\":1}]\nspoilt\n[]\n", "[{\"format\":1}]\nspoilt\n",
                                      "{\"what\":\"somebody else's\"}\n"}) {
        QVERIFY(writeFile(path, journal));
        const QByteArray told = refusal({u"--state"_s, m_folder->filePath(u"state"_s)});
        const QByteArray line = journal.startsWith('[') ? "2" : "1";
        QVERIFY2(
            told.contains(path.toUtf8() + ": line " + line + " is damaged; nothing was changed. Put a copy"),
            told.constData());
        QVERIFY2(!told.contains("Unknown error"), told.constData());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), journal);
        QVERIFY(QFile::exists(m_folder->filePath(u"state/trees/mine"_s)));
    }
}

void TestPlaygroundProgram::resetsNothingButItsOwn()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    client().send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/a"_s, "here");
    const QDir folder(m_folder->filePath(u"state"_s));
    const QDir trees(folder.filePath(u"trees"_s));
    QVERIFY(!trees.isEmpty());
    QVERIFY(writeFile(folder.filePath(u"h"_s), "mine"));
    QVERIFY(folder.mkpath(u"own/deep"_s));
    QCOMPARE(client().post(u"/playground/reset"_s, {}).status, 204);
    QVERIFY(client().get(u"/v1/sprites"_s).object().value("sprites"_L1).toArray().isEmpty());
    QVERIFY(folder.exists(u"h"_s));
    QVERIFY(folder.exists(u"own/deep"_s));
    QTRY_VERIFY(trees.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    QVERIFY(refusal({u"--state"_s, folder.path()}).contains("is used by another playground"));
    // It may come back to what it shares with others.
    stop(SIGTERM);
    QVERIFY(start({u"--empty"_s}).contains("url"_L1));
    QVERIFY(folder.exists(u"h"_s));
}

void TestPlaygroundProgram::resetsAFolderThatCannotBeRemoved()
{
    if (startOnASmallDisk().isEmpty())
        QSKIP("nobody may mount a disk here");
    QVERIFY(m_ready.contains("url"_L1));
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    QCOMPARE(client().post(u"/playground/reset"_s, {}).status, 204);
    QVERIFY(client().get(u"/v1/sprites"_s).object().value("sprites"_L1).toArray().isEmpty());
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
}

void TestPlaygroundProgram::goesOnAfterAResetThatFailed()
{
    if (startOnASmallDisk().isEmpty())
        QSKIP("nobody may mount a disk here");
    QVERIFY(m_ready.contains("url"_L1));
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    QFile filler(diskPath() + u"/filler"_s);
    QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    while (filler.write(QByteArray(4096, 'x')) > 0) {
    }
    const Answer answer = client().post(u"/playground/reset"_s, {});
    QCOMPARE(answer.status, 500);
    QVERIFY2(answer.body.contains("journal.jsonl cannot be written anew: No space left on device"),
             answer.body.constData());
    QCOMPARE(client().get(u"/v1/sprites/web"_s).status, 200);
    filler.remove();
    QCOMPARE(client().post(u"/playground/reset"_s, {}).status, 204);
    QCOMPARE(client().get(u"/v1/sprites/web"_s).status, 404);
}

void TestPlaygroundProgram::endsAfterAResetThatLeftNothing()
{
    m_program = std::make_unique<QProcess>();
    startAs(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
            {u"--state"_s, m_folder->filePath(u"state"_s), u"--empty"_s});
    const QString path = m_folder->filePath(u"state/journal.jsonl"_s);
    QVERIFY(QFile::remove(path));
    QVERIFY(QDir().mkpath(path));
    const Answer answer = client().post(u"/playground/reset"_s, {});
    QCOMPARE(answer.status, 500);
    QVERIFY2(answer.body.contains("journal.jsonl cannot be"), answer.body.constData());
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_program->exitCode(), 1);
    const QByteArray told = m_program->readAllStandardError();
    QVERIFY2(told.contains(path.toUtf8() + " cannot be"), told.constData());
}

void TestPlaygroundProgram::refusesAnAgentOfAnotherVersion_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("before versions") << QByteArray("ready\\000") << QStringList();
    QTest::newRow("another version") << QByteArray("ready\\0000.0.1-00000000\\000") << QStringList();
    QTest::newRow("without a sandbox")
        << QByteArray("ready\\0000.0.1-00000000\\000") << QStringList{u"--no-sandbox"_s};
}

void TestPlaygroundProgram::refusesAnAgentOfAnotherVersion()
{
    QFETCH(QByteArray, words);
    QFETCH(QStringList, arguments);
    if (!arguments.contains(u"--no-sandbox"_s) &&
        start({u"--empty"_s}).value("sandbox"_L1).toString() != u"bubblewrap"_s)
        QSKIP("bubblewrap cannot work here");
    if (m_program)
        stop(SIGTERM);
    m_program = std::make_unique<QProcess>();
    startAs(programWithAgent(words),
            QStringList{u"--state"_s, m_folder->filePath(u"state"_s), u"--empty"_s} + arguments);
    QCOMPARE(m_ready.value("sandbox"_L1).toString(), u"unavailable"_s);
    QByteArray told;
    QTRY_VERIFY2((told += m_program->readAllStandardError())
                     .contains("spritarium-playground-agent is of another version ("),
                 told.constData());
}

void TestPlaygroundProgram::noticesAnAgentThatWasReplaced()
{
    m_program = std::make_unique<QProcess>();
    const QString program = programWithAgent("");
    const QString agent = program + u"-agent"_s;
    QVERIFY(QFile::remove(agent));
    QVERIFY(QFile::copy(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM "-agent"), agent));
    startAs(program, {u"--state"_s, m_folder->filePath(u"state"_s), u"--empty"_s, u"--no-sandbox"_s});
    QCOMPARE(m_ready.value("sandbox"_L1).toString(), u"none"_s);
    PlaygroundClient http = client();
    http.post(u"/v1/sprites"_s, R"({"name":"web"})");
    QVERIFY(QFile::remove(agent));
    programWithAgent("ready\\0000.0.1-00000000\\000");
    const Answer answer = http.post(u"/v1/sprites/web/exec?cmd=true"_s, {});
    QCOMPARE(answer.status, 500);
    QVERIFY2(
        answer.body.startsWith("failed to create runner: spritarium-playground-agent is of another version "
                               "(0.0.1-00000000) than this program ("),
        answer.body.constData());
}

void TestPlaygroundProgram::opensAsManyFilesAsItMay()
{
    m_program = std::make_unique<QProcess>();
    m_program->setChildProcessModifier([] {
        const rlimit limit{700, 4000};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    });
    startAs(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
            {u"--state"_s, m_folder->filePath(u"state"_s), u"--empty"_s, u"--no-sandbox"_s});
    rlimit limit{};
    QCOMPARE(::prlimit(pid_t(m_program->processId()), RLIMIT_NOFILE, nullptr, &limit), 0);
    QCOMPARE(limit.rlim_cur, rlim_t(4000));
    PlaygroundClient http = client();
    http.post(u"/v1/sprites"_s, R"({"name":"web"})");
    // One write, for what is written twice may come in one message or in two.
    const QString command =
        u"/v1/sprites/web/exec?cmd=sh&cmd=-c&cmd=echo%20$(ulimit%20-n)%20$(ulimit%20-Hn)"_s;
    QCOMPARE(http.post(command, {}).body, QByteArray("\1"
                                                     "700 4000\n\3\0",
                                                     12));
}

void TestPlaygroundProgram::keepsFilesForWhatItServes()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    PlaygroundClient http = client();
    http.post(u"/v1/sprites"_s, R"({"name":"web"})");
    const rlimit limit{120, 120};
    QCOMPARE(::prlimit(pid_t(m_program->processId()), RLIMIT_NOFILE, &limit, nullptr), 0);
    const quint16 port = quint16(QUrl(m_ready.value("url"_L1).toString()).port());
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 150; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(u"127.0.0.1"_s, port);
        QTRY_COMPARE(sockets.back()->state(), QTcpSocket::ConnectedState);
    }
    // Served on the connection that was there before: it finds what it needs.
    for (int i = 0; i < 3; ++i)
        QCOMPARE(http.send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/%1"_s.arg(i), "x").status,
                 200);
    QVERIFY(QDir(u"/proc/%1/fd"_s.arg(m_program->processId()))
                .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                .size() < 110);
    // Who waited is served when others have left.
    QTcpSocket &last = *sockets.back();
    last.write(http.head("GET", "/v1/sprites/web"));
    sockets.erase(sockets.begin(), sockets.begin() + 100);
    QTRY_VERIFY(last.bytesAvailable() > 0);
    QVERIFY(last.readAll().startsWith("HTTP/1.1 200 OK"));
}

void TestPlaygroundProgram::servesTheSpritesOwnUrls()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web","url_settings":{"auth":"public"}})");
    const QString url = client().get(u"/v1/sprites/web"_s).object().value("url"_L1).toString();
    const QString port = m_ready.value("web"_L1).toString().section(u':', 2);
    QCOMPARE(url, u"http://web.localhost:"_s + port);
    PlaygroundClient web(u"http://127.0.0.1:"_s + port, {});
    const QByteArray answer =
        web.raw("GET / HTTP/1.1\r\nHost: web.localhost:" + port.toLatin1() + "\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
}

void TestPlaygroundProgram::leavesNothingHalfDoneWhenKilledDuringAnUpload()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    client().send("PUT", u"/v1/sprites/web/fs/write?path=/home/sprite/a"_s, "old");
    for (const QByteArray &path : {"/home/sprite/a", "/home/sprite/b"}) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_ready.value("url"_L1).toString()).port()));
        socket.write(
            client().head("PUT", "/v1/sprites/web/fs/write?path=" + path, "Content-Length: 9000000\r\n") +
            QByteArray(5'000'000, 'n'));
        const QDir incoming(m_folder->filePath(u"state/incoming"_s));
        QTRY_VERIFY(!incoming.entryList(QDir::Files).isEmpty());
        QTRY_VERIFY(socket.bytesToWrite() == 0 &&
                    QFileInfo(incoming.filePath(incoming.entryList(QDir::Files).value(0))).size() >
                        4'000'000);
        stop(SIGKILL);
        start({u"--speed"_s, u"0"_s});
        QVERIFY(incoming.entryList(QDir::Files).isEmpty());
        const Answer listing = client().get(u"/v1/sprites/web/fs/list?path=/home/sprite"_s);
        QCOMPARE(listing.object().value("count"_L1).toInt(), 1);
        QCOMPARE(client().get(u"/v1/sprites/web/fs/read?path=/home/sprite/a"_s).body, QByteArray("old"));
    }
}

void TestPlaygroundProgram::refusesWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
    QTest::newRow("stray word") << QStringList{u"frobnicate"_s};
    QTest::newRow("port") << QStringList{u"--port"_s, u"70000"_s};
    QTest::newRow("web port") << QStringList{u"--web-port"_s, u"-1"_s};
    QTest::newRow("idle") << QStringList{u"--idle"_s, u"soon"_s};
    QTest::newRow("limits") << QStringList{u"--limits"_s, u"many"_s};
    QTest::newRow("negative limit") << QStringList{u"--limits"_s, u"3,-1"_s};
    QTest::newRow("half a port") << QStringList{u"--port"_s, u"80.5"_s};
    QTest::newRow("half a sprite") << QStringList{u"--sprites"_s, u"0.5"_s};
    QTest::newRow("no folder") << QStringList{u"--state"_s, QString()};
    QTest::newRow("no token file") << QStringList{u"--token-file"_s, QString()};
    QTest::newRow("a fence without a sandbox") << QStringList{u"--no-sandbox"_s, u"--network"_s, u"none"_s};
    QTest::newRow("another library's option") << QStringList{u"--help-all"_s};
}

void TestPlaygroundProgram::refusesWhatItDoesNotUnderstand()
{
    QFETCH(QStringList, arguments);
    m_program = std::make_unique<QProcess>();
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     QStringList{u"--state"_s, m_folder->filePath(u"state"_s)} + arguments);
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 1);
    QCOMPARE(m_program->readAllStandardOutput(), QByteArray());
    QCOMPARE(m_program->readAllStandardError().count('\n'), 1);
    QVERIFY(!QDir(m_folder->filePath(u"state"_s)).exists());
}

void TestPlaygroundProgram::refusesOtherThanLoopback()
{
    m_program = std::make_unique<QProcess>();
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     {u"--state"_s, m_folder->filePath(u"state"_s), u"--listen"_s, u"0.0.0.0"_s});
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 1);
    QVERIFY(m_program->readAllStandardError().contains("listens on this computer only"));
    QVERIFY(!QFile::exists(m_folder->filePath(u"state"_s)));
}

void TestPlaygroundProgram::listensWhereItIsTold_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("web");
    QTest::newRow("IPv6") << u"::1"_s << u"http://[::1]:"_s << u"http://[::1]:"_s;
#ifdef Q_OS_LINUX
    QTest::newRow("another") << u"127.0.0.9"_s << u"http://127.0.0.9:"_s << u"http://127.0.0.9:"_s;
#endif
    QTest::newRow("by name") << u"localhost"_s << u"http://127.0.0.1:"_s << u"http://localhost:"_s;
}

void TestPlaygroundProgram::listensWhereItIsTold()
{
    QFETCH(QString, address);
    QFETCH(QString, url);
    QFETCH(QString, web);
    start({u"--empty"_s, u"--listen"_s, address});
    if (address.contains(u':') && !m_ready.contains("url"_L1))
        QSKIP("this computer has no IPv6");
    QVERIFY2(m_ready.value("url"_L1).toString().startsWith(url),
             qPrintable(m_ready.value("url"_L1).toString()));
    QVERIFY2(m_ready.value("web"_L1).toString().startsWith(web),
             qPrintable(m_ready.value("web"_L1).toString()));
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
    // And nowhere else.
    const QHostAddress elsewhere(address == u"localhost"_s ? u"127.0.0.9"_s : u"127.0.0.1"_s);
    for (const QString &key : {u"url"_s, u"web"_s}) {
        const quint16 port = quint16(QUrl(m_ready.value(key).toString()).port());
        QTcpSocket socket;
        QSignalSpy failed(&socket, &QTcpSocket::errorOccurred);
        socket.connectToHost(elsewhere, port);
        QTRY_COMPARE(failed.size(), 1);
        socket.connectToHost(QHostAddress(address == u"localhost"_s ? u"127.0.0.1"_s : address), port);
        QTRY_COMPARE(socket.state(), QTcpSocket::ConnectedState);
    }
}

void TestPlaygroundProgram::takesZeroForNoLimit()
{
    start({u"--empty"_s, u"--limits"_s, u"0,2"_s});
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":"a"})").status, 201);
    QCOMPARE(client().get(u"/v1/sprites/a/fs/list?path=/home/sprite"_s).status, 200);
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":"b"})").status, 201);
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":"c"})").status, 429);
    stop(SIGTERM);
    start({u"--limits"_s, u"1,0"_s});
    QCOMPARE(client().get(u"/v1/sprites/a/fs/list?path=/home/sprite"_s).status, 200);
    QCOMPARE(client().get(u"/v1/sprites/b/fs/list?path=/home/sprite"_s).status, 429);
}

void TestPlaygroundProgram::makesATokenFileForItsOwnerAndKeepsIt()
{
    const QString path = m_folder->filePath(u"token"_s);
    const QString token = start({u"--empty"_s, u"--token-file"_s, path}).value("token"_L1).toString();
    QCOMPARE(QFile::permissions(path) &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    stop(SIGTERM);
    QCOMPARE(start({u"--token-file"_s, path}).value("token"_L1).toString(), token);
}

void TestPlaygroundProgram::saysWhatIsWrongWithATokenFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("told");
    const QByteArray none;
    QTest::newRow("missing folder") << u"nowhere/token"_s << none
                                    << QByteArray(" cannot be made: No such file or directory");
    QTest::newRow("folder") << u"."_s << none << QByteArray(" is a folder");
    QTest::newRow("empty") << u"token"_s << QByteArray("\n") << QByteArray(" is empty.");
    QTest::newRow("white space") << u"token"_s << QByteArray("my token\n")
                                 << QByteArray(" has white space inside");
    QTest::newRow("two lines") << u"token"_s << QByteArray("my\ntoken\n")
                               << QByteArray(" has white space inside");
    QTest::newRow("not for a head") << u"token"_s << QByteArray("t\xc3\xb6ken\n")
                                    << QByteArray(" holds no token");
}

void TestPlaygroundProgram::saysWhatIsWrongWithATokenFile()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, told);
    const QString file = m_folder->filePath(path);
    QVERIFY(content.isEmpty() || writeFile(file, content));
    const QString state = m_folder->filePath(u"state"_s);
    const QByteArray answer = refusal({u"--state"_s, state, u"--token-file"_s, file});
    QVERIFY2(answer.contains(file.toUtf8() + told), answer.constData());
    QVERIFY(!QFile::exists(state));
}

void TestPlaygroundProgram::takesATokenFileWithABlankEnd()
{
    const QString file = m_folder->filePath(u"token"_s);
    QVERIFY(writeFile(file, "my/own/token \r\n\n"));
    QCOMPARE(start({u"--empty"_s, u"--token-file"_s, file}).value("token"_L1).toString(), u"my/own/token"_s);
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
}

void TestPlaygroundProgram::generatesForBenchmarks()
{
    start({u"--empty"_s, u"--sprites"_s, u"700"_s, u"--checkpoints"_s, u"40"_s});
    PlaygroundClient client = this->client();
    QCOMPARE(client.get(u"/v1/sprites?max_results=500"_s).object().value("cold"_L1).toInt(), 701);
    QCOMPARE(client.get(u"/v1/sprites/bench-history/checkpoints"_s).array().size(), 42);
}

void TestPlaygroundProgram::readsPoliciesTheSeedsWayOnRequest()
{
    start({u"--empty"_s, u"--first-match"_s, u"--lenient-policies"_s});
    PlaygroundClient playground = client();
    QCOMPARE(playground.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QCOMPARE(playground
                 .post(u"/v1/sprites/web/policy/network"_s,
                       R"({"rules":[{"action":"deny"},{"domain":"a.example","action":"allow"}]})")
                 .status,
             204);
    const QString told = u"/playground/egress/web?name=a.example"_s;
    QCOMPARE(playground.get(told).object().value("allowed"_L1), QJsonValue(false));
    QCOMPARE(playground.get(told + u"&reading=specific"_s).object().value("allowed"_L1), QJsonValue(true));
}

void TestPlaygroundProgram::restartsNoServicesOnRequest()
{
    const QString restart = u"/v1/sprites/web/services/none/restart"_s;
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QVERIFY(client().post(restart).body != "404 page not found\n");
    stop(SIGTERM);
    start({u"--speed"_s, u"0"_s, u"--no-service-restart"_s});
    const Answer answer = client().post(restart);
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.body, QByteArray("404 page not found\n"));
}

void TestPlaygroundProgram::answersAsRecordedOnRequest()
{
    const QString history = u"/v1/sprites/web/checkpoints?history=v0"_s;
    const QString missing = u"/v1/sprites/web/checkpoints/v9"_s;
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    QCOMPARE(client().post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QCOMPARE(client().get(history).header("Content-Type"), QByteArray("application/json"));
    QCOMPARE(client().get(missing).status, 404);
    stop(SIGTERM);
    start({u"--speed"_s, u"0"_s, u"--history-as-text"_s, u"--missing-checkpoint-500"_s});
    const Answer text = client().get(history);
    QCOMPARE(text.status, 200);
    QCOMPARE(text.header("Content-Type"), QByteArray("text/plain; charset=utf-8"));
    QCOMPARE(text.body, QByteArray());
    const Answer failure = client().get(missing);
    QCOMPARE(failure.status, 500);
    QVERIFY2(failure.body.contains("checkpoint with path checkpoints/v9 not found"),
             failure.body.constData());
    // Without a filter the list is what it was.
    QCOMPARE(client().get(u"/v1/sprites/web/checkpoints"_s).array().size(), 2);
}

void TestPlaygroundProgram::tellsItsVersion()
{
    for (const QString &option : {u"--version"_s, u"-v"_s}) {
        QProcess program;
        program.start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM), {option});
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QCOMPARE(program.exitCode(), 0);
        const QString told = QString::fromLatin1(program.readAllStandardOutput());
        static const QRegularExpression line(
            QRegularExpression::anchoredPattern(u"spritarium-playground \\d+\\.\\d+\\.\\d+\n"_s));
        QVERIFY2(line.match(told).hasMatch(), qPrintable(told));
    }
}

void TestPlaygroundProgram::saysWhichNumbersItTakes_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("range");
    QTest::newRow("too large") << u"--port"_s << u"65536"_s << QByteArray("a whole number from 0 to 65535");
    QTest::newRow("a fraction") << u"--sprites"_s << u"1.5"_s
                                << QByteArray("a whole number from 0 to 1000000");
    QTest::newRow("negative") << u"--idle"_s << u"-1"_s << QByteArray("a number from 0 to 86400");
    QTest::newRow("a word") << u"--speed"_s << u"fast"_s << QByteArray("a number from 0 to 1000000");
}

void TestPlaygroundProgram::saysWhichNumbersItTakes()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(QByteArray, range);
    QCOMPARE(refusal({u"--state"_s, m_folder->filePath(u"state"_s), option, value}),
             "spritarium-playground: The value of " + option.toLatin1() + " is not " + range + ".\n");
}

void TestPlaygroundProgram::keepsItsStateOverARestart()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web","labels":["kept"]})");
    client().post(u"/v1/sprites/web/checkpoint"_s, R"({"comment":"kept"})");
    stop(SIGTERM);
    start({u"--speed"_s, u"0"_s});
    const QJsonObject sprite = client().get(u"/v1/sprites/web"_s).object();
    QCOMPARE(sprite.value("labels"_L1).toArray(), QJsonArray{u"kept"_s});
    QCOMPARE(client().get(u"/v1/sprites/web/checkpoints/v1"_s).object().value("comment"_L1).toString(),
             u"kept"_s);
    QCOMPARE(client().get(u"/v1/sprites"_s).object().value("sprites"_L1).toArray().size(), 1);
}

void TestPlaygroundProgram::leavesNothingBehindWhenTerminated()
{
    for (const int signal : {SIGTERM, SIGINT}) {
        start({u"--empty"_s});
        PlaygroundClient client = this->client();
        const auto watch = client.begin("GET", u"/v1/sprites"_s, {}, "application/x-ndjson");
        QTRY_COMPARE(watch->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        stop(signal);
        QCOMPARE(m_program->exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_program->exitCode(), 0);
        QTRY_VERIFY(watch->isFinished());
        QVERIFY(!QFile::exists(m_folder->filePath(u"state/playground.lock"_s)));
    }
}

void TestPlaygroundProgram::endsWithItsParent()
{
    start({u"--empty"_s, u"--stop-with-parent"_s});
    m_program->write("still here\n");
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
    m_program->closeWriteChannel();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QCOMPARE(m_program->exitCode(), 0);
}

void TestPlaygroundProgram::losesNothingWhenKilledDuringACheckpoint()
{
    start({u"--empty"_s, u"--speed"_s, u"0"_s});
    client().post(u"/v1/sprites"_s, R"({"name":"web"})");
    for (int i = 0; i < 60; ++i) {
        client().send("PUT", u"/v1/sprites/web/fs/write?mkdirParents=true&path=/home/sprite/d/%1"_s.arg(i),
                      QByteArray(64 * 1024, 'x'));
    }
    QSet<QString> known{u"Current"_s, u"v0"_s};
    for (int round = 0; round < 6; ++round) {
        PlaygroundClient client = this->client();
        const auto reply = client.begin("POST", u"/v1/sprites/web/checkpoint"_s, "{}");
        QTRY_VERIFY(reply->bytesAvailable() > 0); // the first line is out, the copying goes on
        QTest::qWait(round * 3);
        stop(SIGKILL);
        const bool isTold = reply->readAll().contains(R"("type":"complete")");
        QVERIFY(start({u"--speed"_s, u"0"_s}).contains("url"_L1));
        QSet<QString> ids;
        const QJsonArray list = this->client().get(u"/v1/sprites/web/checkpoints"_s).array();
        for (const QJsonValue &checkpoint : list)
            ids.insert(checkpoint["id"_L1].toString());
        QVERIFY(ids.contains(known));
        QVERIFY(ids.size() <= known.size() + 1);
        QVERIFY(!isTold || ids.size() == known.size() + 1);
        for (const QString &id : ids - known) {
            const QString path =
                u"/v1/sprites/web/fs/list?path=/.sprite/checkpoints/%1/home/sprite/d"_s.arg(id);
            QCOMPARE(this->client().get(path).object().value("count"_L1).toInt(), 60);
        }
        known = ids;
    }
}

namespace {

//! Processes of this computer whose command line has this word.
int countByWord(const QByteArray &word)
{
    int count = 0;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        if (file.open(QIODevice::ReadOnly))
            count += file.readAll().contains(word);
    }
    return count;
}

//! Of a live process; 0 when it is gone or only waits to be reaped.
qint64 parentOf(const QString &pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 1 && fields.at(0) != "Z" ? fields.at(1).toLongLong() : 0;
}

//! Agents that `program` started, itself or by a sandbox of its own; other tests have theirs.
QStringList agentsOf(qint64 program)
{
    QStringList agents;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        if (!file.open(QIODevice::ReadOnly) || !file.readAll().contains("spritarium-playground-agent"))
            continue;
        qint64 above = parentOf(pid);
        while (above > 1 && above != program)
            above = parentOf(QString::number(above));
        if (above == program)
            agents << pid;
    }
    return agents;
}

} // namespace

void TestPlaygroundProgram::endsCommandsHoweverItEnds_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("signal");
    QTest::newRow("terminated") << QStringList() << SIGTERM;
    QTest::newRow("killed") << QStringList() << SIGKILL;
    QTest::newRow("terminated without a sandbox") << QStringList{u"--no-sandbox"_s} << SIGTERM;
    QTest::newRow("killed without a sandbox") << QStringList{u"--no-sandbox"_s} << SIGKILL;
}

void TestPlaygroundProgram::endsCommandsHoweverItEnds()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, signal);
    const QJsonObject ready = start(arguments + QStringList{u"--empty"_s, u"--speed"_s, u"0"_s});
    if (ready.value("sandbox"_L1).toString() == u"unavailable"_s)
        QSKIP("bubblewrap cannot work here");
    PlaygroundClient http = client();
    QCOMPARE(http.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    const QString word = u"76543.%1"_s.arg(m_program->processId());
    const auto reply = http.begin(
        "POST", u"/v1/sprites/web/exec?cmd=sh&cmd=-c&cmd="
                "trap%20%27%27%20TERM%20HUP;setsid%20sleep%20%1%26sleep%20%1"_s.replace(u"%1"_s, word));
    QTRY_COMPARE(countByWord(word.toLatin1()), 3);
    const QStringList agents = agentsOf(m_program->processId());
    QVERIFY(!agents.isEmpty());
    stop(signal);
    QTRY_COMPARE(countByWord(word.toLatin1()), 0);
    for (const QString &agent : agents)
        QTRY_COMPARE(parentOf(agent), 0);
}

void TestPlaygroundProgram::runsCommandsWithoutASandboxOnRequest()
{
    const QJsonObject ready = start({u"--empty"_s, u"--no-sandbox"_s});
    QCOMPARE(ready.value("sandbox"_L1).toString(), u"none"_s);
    PlaygroundClient http = client();
    QCOMPARE(http.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QCOMPARE(http.post(u"/v1/sprites/web/exec?cmd=echo&cmd=hello"_s, {}).body,
             QByteArray("\1hello\n\3\0", 9));
}

void TestPlaygroundProgram::saysWhenCommandsCannotRun()
{
    m_program = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, u"/nowhere"_s);
    m_program->setProcessEnvironment(environment);
    m_program->start(QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                     {u"--state"_s, m_folder->filePath(u"state"_s), u"--empty"_s});
    QTRY_VERIFY(m_program->canReadLine());
    m_ready = QJsonDocument::fromJson(m_program->readLine()).object();
    QCOMPARE(m_ready.value("sandbox"_L1).toString(), u"unavailable"_s);
    QByteArray told;
    QTRY_VERIFY((told += m_program->readAllStandardError())
                    .contains("commands cannot run: bubblewrap is not installed"));
    PlaygroundClient http = client();
    QCOMPARE(http.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    const Answer answer = http.post(u"/v1/sprites/web/exec?cmd=true"_s, {});
    QCOMPARE(answer.status, 500);
    QCOMPARE(answer.body, QByteArray("failed to create runner: bubblewrap is not installed\n"));
}

QTEST_GUILESS_MAIN(TestPlaygroundProgram)
#include "tst_playgroundprogram.moc"
