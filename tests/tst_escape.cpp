// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/execclient.h"
#include "support/machinefixture.h"
#include "support/ownnetwork.h"
#include "support/patience.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! A command inside a sprite tries to get out (design.md 5); everything twice, without and with a way to the
//! outside. There is nothing outside: the test has a network of its own with loopback only.
class TestEscape : public QObject
{
    Q_OBJECT

public:
    //! `noNetwork` says why it has none.
    explicit TestEscape(const QString &noNetwork)
        : m_noNetwork(noNetwork)
    {}

private slots:
    void initTestCase_data();
    void init();
    void cleanup();

    void seesOnlyTheFoldersOfASprite();
    void cannotReadThisComputersFiles_data();
    void cannotReadThisComputersFiles();
    void cannotReadTheTokenAnywhere();
    void cannotReadAnotherSpritesFiles();
    void cannotWriteOutsideItsFolders_data();
    void cannotWriteOutsideItsFolders();
    void cannotChangeTheKernelsSettings();
    void cannotReachThePlayground();
    void cannotReachOtherServersOfThisComputer();
    void cannotReachAbstractSockets();
    void cannotMakePacketsOfItsOwn();
    void cannotChangeItsNetwork();
    void cannotSeeOtherProcesses();
    void getsNoDescriptorsButItsOwn();
    void cannotLookIntoItsAgentOrEndIt();
    void getsNoMorePowerByANamespaceOfItsOwn();
    void hasNoPower();
    void cannotTypeIntoTheTerminalThePlaygroundCameFrom();
    void doesNotFollowLinksOutOfTheSprite();
    void callsOnFilesSeeTheSystemAsCommandsDo();
    void callsOnFilesSeeNothingThatCommandsDoNot();
    void callsOnFilesChangeNothingOfTheSystem();
    void hidesTheToolsOfItsSandboxFromOthers();
    void staysInsideFromAFolderThatWasTakenAway();

private:
    struct Ran
    {
        QByteArray output; //!< both streams
        int code = -1;
    };
    Ran run(const QString &script)
    {
        ExecClient client(*m_playground,
                          u"/v1/sprites/web/exec"_s + execQuery({u"bash"_s, u"-c"_s, script + u" 2>&1"_s}));
        if (!client.waitOver())
            return {};
        return {client.output(), client.exitCode()};
    }
    static bool reachesOutside()
    {
        QFETCH_GLOBAL(bool, reachesOutside);
        return reachesOutside;
    }
    Answer read(const QString &path) { return m_http->get(u"/v1/sprites/web/fs/read?path="_s + path); }
    //! What a call lists in a folder.
    QStringList names(const QString &folder);
    QString stateFolder() { return m_playground->store().folder(); }

    QString m_noNetwork;
    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
};

void TestEscape::initTestCase_data()
{
    QTest::addColumn<bool>("reachesOutside");
    QTest::newRow("alone") << false;
    QTest::newRow("with a way out") << true;
}

void TestEscape::init()
{
    SPRITARIUM_NEEDS_SANDBOX();
    static const QString noOutside = m_noNetwork.isEmpty() ? Sandbox::whyNoOutside({}) : m_noNetwork;
    if (reachesOutside() && !noOutside.isEmpty())
        QSKIP(qPrintable(noOutside));
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_playground = std::make_unique<PlaygroundFixture>();
    m_playground->options().sandbox.reachesOutside = reachesOutside();
    QVERIFY(m_playground->start());
    m_http = std::make_unique<PlaygroundClient>(m_playground->url().toString(), m_playground->token());
    for (const QString &name : {u"web"_s, u"other"_s}) {
        const QByteArray body = QJsonDocument(QJsonObject{{u"name"_s, name}}).toJson();
        QCOMPARE(m_http->post(u"/v1/sprites"_s, body).status, 201);
    }
    QCOMPARE(
        m_http->send("PUT", u"/v1/sprites/other/fs/write?path=/home/sprite/secret"_s, "do not tell").status,
        200);
}

void TestEscape::cleanup()
{
    m_http.reset();
    m_playground.reset();
}

void TestEscape::seesOnlyTheFoldersOfASprite()
{
    const QStringList seen = QString::fromUtf8(run(u"ls -A /"_s).output).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &name : seen) {
        static const QStringList known{u".sprite"_s, u"bin"_s,   u"dev"_s,    u"etc"_s, u"home"_s, u"lib"_s,
                                       u"lib32"_s,   u"lib64"_s, u"libx32"_s, u"nix"_s, u"proc"_s, u"run"_s,
                                       u"sbin"_s,    u"tmp"_s,   u"usr"_s,    u"var"_s};
        QVERIFY2(known.contains(name), qPrintable(name));
    }
    QCOMPARE(run(u"ls -A /home /tmp /run /var/tmp"_s).output,
             QByteArray("/home:\nsprite\n\n/run:\n\n/tmp:\n\n/var/tmp:\n"));
    QCOMPARE(
        run(u"ls /dev | grep -vE '^(console|core|fd|full|null|ptmx|pts|random|shm|std.*|tty|urandom|zero)$'"_s)
            .output,
        QByteArray());
}

void TestEscape::cannotReadThisComputersFiles_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path :
         {u"/etc/shadow"_s, u"/etc/gshadow"_s, u"/etc/sudoers"_s, u"/etc/ssh"_s, u"/etc/ssl/private"_s,
          u"/root"_s, u"/sys"_s, u"/boot"_s, u"/var/lib"_s, u"/var/log"_s, u"/srv"_s, u"/opt"_s, u"/mnt"_s,
          u"/run/user"_s, u"/etc/machine-id"_s})
        QTest::addRow("%s", qPrintable(path)) << path;
    QTest::newRow("the test itself") << QCoreApplication::applicationFilePath();
}

void TestEscape::cannotReadThisComputersFiles()
{
    QFETCH(QString, path);
    const Ran ran = run(u"ls -d %1"_s.arg(path));
    QCOMPARE(ran.code, 2);
    QVERIFY(ran.output.contains("No such file or directory"));
}

void TestEscape::cannotReadTheTokenAnywhere()
{
    const QString token = m_playground->token();
    const Ran ran =
        run(u"grep -rlaF -e '%1' /proc/[0-9]*/{environ,cmdline} /etc /home /tmp /run /var /.sprite "
            "/dev/shm | grep -v Permission; env | grep -cF -e '%1'"_s.arg(token));
    // Its own command line has it, because it was told what to look for.
    QByteArrayList found = ran.output.split('\n');
    found.removeIf([](const QByteArray &line) { return line.endsWith("/cmdline") || line.isEmpty(); });
    QCOMPARE(found, QByteArrayList{"0"});
}

void TestEscape::cannotReadAnotherSpritesFiles()
{
    const QString secret = m_playground->store().view(u"other"_s)->root + u"/home/sprite/secret"_s;
    QVERIFY(QFile::exists(secret));
    QVERIFY(run(u"cat %1"_s.arg(secret)).output.contains("No such file"));
    QVERIFY(run(u"ls %1"_s.arg(stateFolder())).output.contains("No such file"));
    QCOMPARE(run(u"find / -xdev -name secret -path '*sprite*'"_s).output, QByteArray());
    // Its own folder's neighbours are not above it.
    QCOMPARE(run(u"ls /home/.. /home/sprite/../../.. | grep -cE 'trees|journal|root'"_s).output,
             QByteArray("0\n"));
}

void TestEscape::cannotWriteOutsideItsFolders_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path :
         {u"/x"_s, u"/usr/x"_s, u"/usr/bin/x"_s, u"/bin/x"_s, u"/etc/x"_s, u"/etc/passwd"_s, u"/etc/hosts"_s,
          u"/.sprite/x"_s, u"/.sprite/policy/network.json"_s, u"/.sprite/policy/x"_s, u"/.sprite/logs/x"_s,
          u"/.sprite/checkpoints/x"_s, u"/.sprite/bin/x"_s, u"/.sprite/bin/spritarium-playground-agent"_s,
          u"/home/x"_s, u"/proc/sys/kernel/core_pattern"_s, u"/proc/sysrq-trigger"_s})
        QTest::addRow("%s", qPrintable(path)) << path;
}

void TestEscape::cannotWriteOutsideItsFolders()
{
    QFETCH(QString, path);
    if (path == u"/home/x"_s) {
        // /home is the sprite's own, as /home/sprite is; the host's is another.
        QCOMPARE(run(u"echo x > /home/x"_s).code, 0);
        QVERIFY(QFile::exists(m_playground->store().view(u"web"_s)->root + u"/home/x"_s));
        QVERIFY(!QFile::exists(path));
        return;
    }
    // Opened and nothing written: should a box ever leak, the test has done no harm.
    QVERIFY(run(u"exec 3>>%1"_s.arg(path)).code != 0);
}

void TestEscape::cannotChangeTheKernelsSettings()
{
    // Whoever the playground runs as: nothing there can be opened for writing that is not a process's own.
    const Ran ran = run(u"find /proc -maxdepth 1 -mindepth 1 -not -name '[0-9]*' -not -name self "
                        "-not -name thread-self -not -name net -not -name mounts | "
                        "xargs -I{} find {} -xdev -type f -writable"_s);
    const QByteArrayList found = ran.output.trimmed().split('\n');
    for (const QByteArray &path : found)
        QVERIFY2(path.isEmpty() || path.contains("Permission denied"), path.constData());
}

void TestEscape::cannotReachThePlayground()
{
    const int port = m_playground->url().port();
    for (const QString &host :
         {u"127.0.0.1"_s, u"localhost"_s, u"::1"_s, u"::ffff:127.0.0.1"_s, u"0.0.0.0"_s, u"10.0.0.1"_s,
          u"10.0.2.2"_s, u"10.0.2.3"_s, u"::ffff:10.0.2.2"_s, u"fd00::2"_s, u"fe80::2%outside0"_s}) {
        const Ran ran = run(u"exec 3<>/dev/tcp/%1/%2"_s.arg(host).arg(port));
        QVERIFY2(ran.code != 0, qPrintable(host));
    }
}

void TestEscape::cannotReachOtherServersOfThisComputer()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::Any));
    QVERIFY(run(u"exec 3<>/dev/tcp/127.0.0.1/%1"_s.arg(server.serverPort())).code != 0);
    QVERIFY(!server.hasPendingConnections());
    QVERIFY(run(u"exec 3<>/dev/tcp/10.0.2.2/%1"_s.arg(server.serverPort())).code != 0);
    QVERIFY(run(u"exec 3<>/dev/tcp/10.0.2.3/%1"_s.arg(server.serverPort())).code != 0);
    QVERIFY(!server.waitForNewConnection(0));
    QCOMPARE(run(u"grep -c : /proc/net/dev"_s).output, QByteArray(reachesOutside() ? "2\n" : "1\n"));
    QCOMPARE(run(u"tail -n +2 /proc/net/tcp /proc/net/tcp6 /proc/net/unix | grep -c :"_s).output,
             QByteArray("0\n"));
}

void TestEscape::cannotReachAbstractSockets()
{
    const Agent::UniqueFd server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = "spritarium-escape-" + QByteArray::number(QCoreApplication::applicationPid());
    std::memcpy(address.sun_path + 1, name.constData(), std::size_t(name.size()));
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + std::size_t(name.size()));
    QCOMPARE(::bind(server.get(), reinterpret_cast<const sockaddr *>(&address), size), 0);
    QCOMPARE(::listen(server.get(), 1), 0);
    if (run(u"command -v python3"_s).code != 0)
        QSKIP("there is no python3 here");
    const Ran ran = run(u"python3 -c \"import socket; socket.socket(socket.AF_UNIX).connect('\\0%1')\""_s.arg(
        QString::fromLatin1(name)));
    QVERIFY2(ran.output.contains("ConnectionRefusedError"), ran.output.constData());
}

void TestEscape::cannotMakePacketsOfItsOwn()
{
    if (run(u"command -v python3"_s).code != 0)
        QSKIP("there is no python3 here");
    for (const QString &kind :
         {u"socket.AF_INET,socket.SOCK_RAW,1"_s, u"socket.AF_INET,socket.SOCK_RAW,255"_s,
          u"socket.AF_PACKET,socket.SOCK_RAW,0x0003"_s, u"socket.AF_INET6,socket.SOCK_RAW,58"_s}) {
        const Ran ran = run(u"python3 -c 'import socket; socket.socket(%1)'"_s.arg(kind));
        QVERIFY2(ran.output.contains("PermissionError"), ran.output.constData());
    }
    QVERIFY(run(u"exec 3<>/dev/net/tun"_s).code != 0);
    QVERIFY(run(u"unshare -Urm sh -c 'mknod /tmp/tun c 10 200 && exec 3<>/tmp/tun'"_s).code != 0);
}

void TestEscape::cannotChangeItsNetwork()
{
    if (run(u"command -v ip"_s).code != 0)
        QSKIP("there is no ip here");
    const QByteArray before = run(u"ip rule; ip route; ip address"_s).output;
    for (const QString &how : {u""_s, u"unshare -Ur "_s}) {
        for (const QString &words :
             {u"rule flush"_s, u"rule add priority 1 table main"_s, u"route add 10.0.2.2/32 dev lo"_s,
              u"route add 198.51.100.0/24 dev lo"_s, u"address add 127.0.0.9/8 dev lo"_s,
              u"link set lo down"_s, u"link add mine type dummy"_s, u"link set outside0 down"_s})
            QVERIFY2(run(how + u"ip "_s + words).code != 0, qPrintable(how + words));
    }
    // A network of its own may be had; not with the device in it.
    QVERIFY(run(u"unshare -Urn sh -c 'ip link set outside0 netns $$ || ip link show outside0'"_s).code != 0);
    QCOMPARE(run(u"ip rule; ip route; ip address"_s).output, before);
}

void TestEscape::cannotSeeOtherProcesses()
{
    QCOMPARE(run(u"grep -lF tst_escape /proc/[0-9]*/{cmdline,comm}"_s).output.contains("/comm"), false);
    const QByteArray count = run(u"ls -d /proc/[0-9]* | wc -l"_s).output.trimmed();
    QVERIFY2(count.toInt() < 8, count.constData());
    QVERIFY(run(u"kill -0 %1"_s.arg(QCoreApplication::applicationPid())).code != 0);
}

void TestEscape::getsNoDescriptorsButItsOwn()
{
    // 3 is the folder that ls reads.
    QCOMPARE(run(u"exec ls /proc/self/fd"_s).output, QByteArray("0\n1\n2\n3\n"));
    const Ran pipes = run(u"exec readlink /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2"_s);
    for (const QByteArray &line : pipes.output.trimmed().split('\n'))
        QVERIFY2(line.startsWith("pipe:") || line == "/dev/null", line.constData());
}

void TestEscape::cannotLookIntoItsAgentOrEndIt()
{
    QVERIFY(run(u"cat /proc/1/environ /proc/1/mem"_s).code != 0);
    QVERIFY(run(u"ls /proc/1/fd /proc/1/root"_s).code != 0);
    (void)run(u"kill -9 1; kill -STOP 1; kill -TERM 1"_s);
    QCOMPARE(run(u"echo still here"_s).output, QByteArray("still here\n"));
}

void TestEscape::getsNoMorePowerByANamespaceOfItsOwn()
{
    if (run(u"unshare -Ur true"_s).code != 0)
        return; // the system allows none, which is as well
    QVERIFY(run(u"unshare -Urm sh -c 'mount -o remount,bind,rw /usr && exec 3>>/usr/x'"_s).code != 0);
    QVERIFY(run(u"unshare -Urm sh -c 'mount -o remount,rw / && exec 3>>/x'"_s).code != 0);
    QVERIFY(run(u"unshare -Urm sh -c 'umount /usr || umount -l /'"_s).code != 0);
    QVERIFY(run(u"unshare -Ur sh -c 'mknod /tmp/disk b 8 0'"_s).code != 0);
    QVERIFY(run(u"unshare -Ur sh -c 'exec 3>>/proc/sys/kernel/core_pattern'"_s).code != 0);
    QVERIFY(
        run(u"unshare -Ur sh -c 'exec 3<>/dev/tcp/127.0.0.1/%1'"_s.arg(m_playground->url().port())).code !=
        0);
}

void TestEscape::hasNoPower()
{
    QCOMPARE(run(u"grep -E '^Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | cut -f2 | sort -u"_s).output,
             QByteArray("0000000000000000\n"));
    QCOMPARE(run(u"grep NoNewPrivs /proc/self/status | cut -f2"_s).output, QByteArray("1\n"));
    QCOMPARE(run(u"id -u"_s).output, QByteArray("1001\n"));
}

void TestEscape::cannotTypeIntoTheTerminalThePlaygroundCameFrom()
{
    QVERIFY(run(u"exec 3</dev/tty"_s).code != 0);
}

void TestEscape::doesNotFollowLinksOutOfTheSprite()
{
    QCOMPARE(run(u"ln -s /etc/shadow shadow; ln -s %1 state; ln -s / root"_s.arg(stateFolder())).code, 0);
    for (const QString &path :
         {u"shadow"_s, u"state/journal.jsonl"_s, u"root/etc/shadow"_s, u"root/proc/1/environ"_s}) {
        const Answer answer = m_http->get(u"/v1/sprites/web/fs/read?path=/home/sprite/"_s + path);
        QVERIFY2(answer.status == 404 || answer.status == 400, qPrintable(path));
    }
    QVERIFY(run(u"cat shadow"_s).code != 0);
    QCOMPARE(read(u"/home/sprite/root/etc/passwd"_s).body, run(u"cat /etc/passwd"_s).output);
}

QStringList TestEscape::names(const QString &folder)
{
    QStringList names;
    const QJsonArray entries =
        m_http->get(u"/v1/sprites/web/fs/list?path="_s + folder).object().value("entries"_L1).toArray();
    for (const QJsonValue &entry : entries)
        names.append(entry[u"name"].toString());
    names.sort();
    return names;
}

void TestEscape::callsOnFilesSeeTheSystemAsCommandsDo()
{
    for (const QString &folder :
         {u"/"_s, u"/etc"_s, u"/etc/ssl"_s, u"/usr"_s, u"/usr/bin"_s, u"/var"_s, u"/bin"_s}) {
        const QByteArray output = run(u"ls -A %1/"_s.arg(folder)).output;
        QStringList seen = QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts);
        seen.sort();
        QVERIFY2(!seen.isEmpty(), qPrintable(folder));
        QCOMPARE(names(folder), seen);
    }
    const QByteArray files = run(u"find -L /etc -maxdepth 1 -type f -size -64k"_s).output;
    QVERIFY(files.contains("/etc/os-release"));
    QVERIFY(files.contains("/etc/resolv.conf"));
    for (const QByteArray &path : files.trimmed().split('\n')) {
        const QString name = QString::fromUtf8(path);
        QCOMPARE(read(name).body, run(u"cat "_s + name).output);
    }
    QCOMPARE(read(u"/usr/bin/env"_s).body, read(u"/bin/env"_s).body);
    QVERIFY(read(u"/usr/bin/env"_s)
                .body.startsWith("\x7f"
                                 "ELF"));
    // From above it is only named: nobody wants all of this computer's programs in one answer.
    const Answer all = m_http->get(u"/v1/sprites/web/fs/list?path=/&recursive=true"_s);
    QCOMPARE(all.status, 200);
    QVERIFY(all.body.contains("\"/usr\""));
    QVERIFY(!all.body.contains("/usr/"));
}

void TestEscape::callsOnFilesSeeNothingThatCommandsDoNot()
{
    QStringList hidden{u"/etc/shadow"_s,
                       u"/etc/gshadow"_s,
                       u"/etc/sudoers"_s,
                       u"/etc/machine-id"_s,
                       u"/etc/ssl/private"_s,
                       u"/etc/ssl/../shadow"_s,
                       u"/usr/../etc/shadow"_s,
                       u"/bin/../../etc/shadow"_s,
                       u"/root"_s,
                       u"/sys/kernel"_s,
                       u"/boot"_s,
                       u"/proc/version"_s,
                       u"/proc/self/root/etc/shadow"_s,
                       u"/proc/1/environ"_s,
                       u"/dev/null"_s,
                       u"/dev/fd/0"_s,
                       u"/run/utmp"_s,
                       u"/var/lib"_s,
                       u"/opt"_s};
    // Links that lead nowhere inside must lead nowhere for calls either, wherever they lead outside.
    const QByteArray dead = run(u"find /etc /usr -xtype l 2>/dev/null | head -300"_s).output;
    hidden += QString::fromUtf8(dead).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &path : std::as_const(hidden)) {
        const QString query = QString::fromLatin1(QUrl::toPercentEncoding(path));
        const Answer listed = m_http->get(u"/v1/sprites/web/fs/list?path="_s + query + u"/."_s);
        const bool isLink = listed.body.contains("symlink");
        QVERIFY2(listed.status == 404 || listed.status == 400 || isLink, qPrintable(path));
        const Answer answer = read(query);
        QVERIFY2(answer.status == 404 || answer.status == 400, qPrintable(path));
        const QJsonObject copy{
            {u"source"_s, path}, {u"dest"_s, u"/home/sprite/got"_s}, {u"recursive"_s, true}};
        QVERIFY(m_http->post(u"/v1/sprites/web/fs/copy"_s, QJsonDocument(copy).toJson()).status >= 400);
    }
    for (const QString &folder : {u"/proc"_s, u"/dev"_s, u"/run"_s})
        QCOMPARE(
            m_http->get(u"/v1/sprites/web/fs/list?path="_s + folder).object().value("code"_L1).toString(),
            u"EACCES"_s);
}

void TestEscape::callsOnFilesChangeNothingOfTheSystem()
{
    const QString fs = u"/v1/sprites/web/fs/"_s;
    const QByteArray before = run(u"cat /etc/hosts"_s).output;
    for (const QString &path : {u"/etc/hosts"_s, u"/etc/x"_s, u"/usr/x"_s, u"/usr/bin/env"_s, u"/bin/x"_s,
                                u"/proc/x"_s, u"/dev/x"_s, u"/run/x"_s, u"/etc"_s, u"/usr"_s, u"/bin"_s}) {
        const QJsonObject body{{u"path"_s, path},      {u"source"_s, path}, {u"dest"_s, u"/home/sprite/x"_s},
                               {u"mode"_s, u"0777"_s}, {u"uid"_s, 1001},    {u"recursive"_s, true}};
        const QByteArray json = QJsonDocument(body).toJson();
        QVERIFY2(m_http->send("PUT", fs + u"write?mkdirParents=true&path="_s + path, "mine").status >= 400,
                 qPrintable(path));
        QVERIFY2(m_http->send("DELETE", fs + u"delete?recursive=true&path="_s + path).status >= 400,
                 qPrintable(path));
        for (const QString &call : {u"rename"_s, u"chmod"_s, u"chown"_s})
            QVERIFY2(m_http->post(fs + call, json).status >= 400, qPrintable(call + path));
    }
    QCOMPARE(run(u"cat /etc/hosts"_s).output, before);
    // What can be had is a copy, also of what is made for the sprite.
    const QJsonObject copy{
        {u"source"_s, u"/etc"_s}, {u"dest"_s, u"/home/sprite/copy"_s}, {u"recursive"_s, true}};
    const Answer copied = m_http->post(fs + u"copy"_s, QJsonDocument(copy).toJson());
    QVERIFY2(copied.status == 200, copied.body.constData());
    QCOMPARE(read(u"/home/sprite/copy/hosts"_s).body, before);
    QCOMPARE(read(u"/home/sprite/copy/os-release"_s).body, read(u"/etc/os-release"_s).body);
    // All of the sprite is what can be written of it.
    const QJsonObject chmod{{u"path"_s, u"/"_s}, {u"mode"_s, u"0755"_s}, {u"recursive"_s, true}};
    const Answer changed = m_http->post(fs + u"chmod"_s, QJsonDocument(chmod).toJson());
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.body.contains("\"/home/sprite/copy/hosts\""));
    QVERIFY(!changed.body.contains("\"/usr"));
}

void TestEscape::hidesTheToolsOfItsSandboxFromOthers()
{
    // Neither the list of arguments nor the agent's path tells where the state folder is.
    QDirIterator processes(u"/proc"_s, QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(run(u"true"_s).code, 0);
    while (processes.hasNext()) {
        QFile file(processes.next() + u"/cmdline"_s);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray words = file.readAll();
        QVERIFY2(!words.contains("bwrap") || !words.contains(QFile::encodeName(stateFolder())),
                 words.constData());
    }
}

void TestEscape::staysInsideFromAFolderThatWasTakenAway()
{
    // Who is in a folder stays in it when a call deletes it, which moves it out of the sprite first.
    const QString script = u"mkdir -p d/sub && cd d/sub && exec 5<. && echo > ../../ready; "
                           "while [ -e /home/sprite/d ]; do :; done; "
                           "for i in 1 2 3 4 5 6 7 8; do "
                           "ls -a .. ../.. ../../.. /proc/self/fd/5/../.. /proc/self/cwd/../../..; "
                           "cat ../../../journal.jsonl ../../journal.jsonl; done"_s;
    ExecClient client(*m_playground,
                      u"/v1/sprites/web/exec"_s + execQuery({u"bash"_s, u"-c"_s, script + u" 2>&1"_s}));
    const QString home = m_playground->store().view(u"web"_s)->root + u"/home/sprite/"_s;
    QTRY_VERIFY(QFile::exists(home + u"ready"_s));
    for (int i = 0; i < 3000; ++i)
        QVERIFY(QFile(home + u"d/%1"_s.arg(i)).open(QIODevice::WriteOnly));
    const QString path = u"/v1/sprites/web/fs/delete?path=/home/sprite/d&recursive=true"_s;
    QCOMPARE(m_http->send("DELETE", path, {}).status, 200);
    QVERIFY(client.waitOver());
    for (const char *secret : {"journal.jsonl\n", "playground.lock", "incoming", "\"format\""})
        QVERIFY2(!client.output().contains(secret), client.output().constData());
}

int main(int argc, char *argv[])
{
    const QString noNetwork = OwnNetwork::enter();
    const QCoreApplication app(argc, argv);
    TestEscape test(noNetwork);
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_escape.moc"
