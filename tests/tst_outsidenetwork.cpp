// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/pipe.h"
#include "playground/outsidenetwork.h"
#include "playground/spritedialer.h"
#include "support/fewdescriptors.h"
#include "support/machinefixture.h"
#include "support/ownnetwork.h"
#include "support/patience.h"
#include "support/playgroundclient.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QNetworkInterface>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTcpServer>
#include <QUdpSocket>
#include <QtEndian>

#include <csignal>

#include <sys/stat.h>
#include <sys/sysmacros.h>

using namespace Spritarium::Playground;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

namespace {

const QString FarAddress = u"203.0.113.2"_s;
const QString OwnAddress = u"203.0.113.1"_s;

//! A network of the test's own with a far end, and names resolved on the loopback of this one.
class Lab
{
public:
    //! Before there is an application. Empty, or why it cannot be.
    QString enter()
    {
        if (QString why = OwnNetwork::enter(); !why.isEmpty())
            return why;
        far = OwnNetwork::current();
        if (!OwnNetwork::next())
            return OwnNetwork::problem("network namespace");
        QFile names(folder.filePath(u"resolv.conf"_s));
        if (!names.open(QIODevice::WriteOnly) || names.write("nameserver 127.0.0.1\n") < 0)
            return u"no folder"_s;
        names.close();
        names.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
        const QByteArray there = QFile::encodeName(QFileInfo(u"/etc/resolv.conf"_s).canonicalFilePath());
        if (::mount(QFile::encodeName(names.fileName()).constData(), there.constData(), nullptr, MS_BIND,
                    nullptr) != 0)
            return OwnNetwork::problem("/etc/resolv.conf");
        return {};
    }
    //! With one. The same.
    QString connectEnds()
    {
        const QString other = u"/proc/%1/fd/%2"_s.arg(QCoreApplication::applicationPid()).arg(far.get());
        const bool isNear = ip(u"link add near type veth peer name far"_s) &&
                            ip(u"link set far netns "_s + other) &&
                            ip(u"address add %1/24 dev near"_s.arg(OwnAddress)) &&
                            ip(u"link set near up"_s) && ip(u"route add default via "_s + FarAddress);
        const OwnNetwork::Visit visit(far.get());
        const bool isFar = isNear && visit.isThere && ip(u"address add %1/24 dev far"_s.arg(FarAddress)) &&
                           ip(u"link set far up"_s);
        return isFar ? QString() : u"no pair of network devices can be made (%1)"_s.arg(error);
    }

    bool ip(const QString &words)
    {
        QProcess process;
        process.start(u"ip"_s, words.split(u' '));
        const bool isDone = process.waitForFinished(10'000) && process.exitCode() == 0;
        if (!isDone)
            error = QString::fromLocal8Bit(process.readAllStandardError()).trimmed();
        return isDone;
    }

    Agent::UniqueFd far;
    QTemporaryDir folder;

private:
    QString error;
};

//! Answers every question for an address with that of the far end; one for "two..." with one before it where
//! nobody answers.
QByteArray nameAnswer(const QByteArray &question)
{
    qsizetype end = 12;
    while (end < question.size() && question.at(end) != '\0')
        end += quint8(question.at(end)) + 1;
    end += 5;
    if (question.size() < end)
        return {};
    const bool isIpv4 = qFromBigEndian<quint16>(question.constData() + end - 4) == 1;
    QByteArray answer = question.left(2) + QByteArray("\x81\x80\0\1\0", 5) + (isIpv4 ? '\1' : '\0') +
                        QByteArray(4, '\0') + question.mid(12, end - 12);
    if (!isIpv4)
        return answer;
    const QByteArray record("\xc0\x0c\0\1\0\1\0\0\0\1\0\4", 12);
    if (question.mid(13).startsWith("two")) {
        answer[7] = '\2';
        answer += record + QByteArray("\xc6\x33\x64\1", 4); // 198.51.100.1
    }
    answer += record + QByteArray("\xcb\0\x71\2", 4);
    return answer;
}

//! Those that connect sprites of the process `parent`.
QList<pid_t> toolsOf(qint64 parent)
{
    QList<pid_t> tools;
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        QFile file(u"/proc/%1/stat"_s.arg(pid));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray stat = file.readAll();
        const QByteArrayList rest = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (stat.contains("(slirp4netns)") && rest.value(0) != "Z" && rest.value(1).toLongLong() == parent)
            tools.append(pid.toInt());
    }
    return tools;
}
//! As bubblewrap tells it of a sandbox, whose network is that of `pid`.
QByteArray sandboxInfo(qint64 pid)
{
    struct stat network = {};
    ::stat(QByteArray("/proc/" + QByteArray::number(pid) + "/ns/net").constData(), &network);
    const QJsonObject told{{u"child-pid"_s, pid}, {u"net-namespace"_s, qint64(network.st_ino)}};
    return QJsonDocument(told).toJson(QJsonDocument::Compact);
}

QList<pid_t> toolsOfThis()
{
    return toolsOf(QCoreApplication::applicationPid());
}

} // namespace

//! Sprites reach the outside, and nothing of this computer. All of the outside is in networks that the test
//! has made: nothing is sent anywhere else.
class TestOutsideNetwork : public QObject
{
    Q_OBJECT

public:
    TestOutsideNetwork(Lab &lab, const QString &whyNot)
        : m_lab(lab)
        , m_whyNot(whyNot)
    {}

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void tellsInsideWhoKnowsNames();
    void reachesServersByAddress();
    void reachesServersByName();
    void dialsServersByName_data();
    void dialsServersByName();
    void reachesNothingUnlessWanted();
    void closesThisComputer_data();
    void closesThisComputer();
    void closesThisComputerToBoundSockets();
    void keepsTheFenceFromThoseInside();
    void connectsSpritesEachByItself();
    void survivesWhatASpriteDoesToItself();
    void restsWhileTheSpriteDoes();
    void wakesWithItsNetworkUp();
    void comesBackAfterItsToolWasKilled();
    void comesBackWhenItsToolStartsAgain();
    void comesWhenItsToolStartsLater();
    void closesAnAddressThatAppears();
    void knowsWhenItCannotSeeAddressesAppear();
    void opensNothingIfItCannotSeeAddressesAppear();
    void connectsASandboxThatComesUpLate();
    void goesOnWithoutAToolThatHangs();
    void goesOnWithoutAToolThatFails();
    void isGoneWithTheSprite();
    void isGoneWithAProgramHoweverItEnds_data();
    void isGoneWithAProgramHoweverItEnds();
    void saysHowFarSpritesReach();
    void saysWhyTheyDoNot();
    void refusesToStartIfTheyShall();
    void worksForAPlainUser();

private:
    std::unique_ptr<ProcessProbe> bash(SpriteMachine &machine, const QString &script)
    {
        ProcessRequest request;
        request.argv = {u"bash"_s, u"-c"_s, script + u" 2>&1"_s};
        return std::make_unique<ProcessProbe>(machine, request);
    }
    QByteArray ran(SpriteMachine &machine, const QString &script)
    {
        const auto probe = bash(machine, script);
        return probe->wait() ? probe->output : QByteArray("it does not end");
    }
    QString fetch(const QString &host) const
    {
        return u"{ exec 3<>/dev/tcp/%1/%2 && cat <&3; }"_s.arg(host).arg(m_far->serverPort());
    }
    //! Puts a program in the place of slirp4netns, until it is destroyed.
    class FakeTool
    {
    public:
        explicit FakeTool(const QByteArray &script)
        {
            QFile file(m_folder.filePath(u"slirp4netns"_s));
            if (file.open(QIODevice::WriteOnly))
                file.write("#!/bin/sh\n" + script);
            file.close();
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            qputenv("PATH", QFile::encodeName(m_folder.path()) + ':' + m_path);
        }
        ~FakeTool() { qputenv("PATH", m_path); }
        Q_DISABLE_COPY_MOVE(FakeTool)

    private:
        QTemporaryDir m_folder;
        QByteArray m_path = qgetenv("PATH");
    };
    //! Starts the program and reads its line.
    QJsonObject start(const QStringList &arguments, const QStringList &before = {});
    void stop()
    {
        if (m_program && m_program->state() != QProcess::NotRunning) {
            m_program->kill();
            QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
        }
        m_program.reset();
    }
    QByteArray fetchBy(PlaygroundClient &client, const QString &sprite);

    Lab &m_lab;
    QString m_whyNot;
    std::unique_ptr<QTcpServer> m_far; //!< "hello"
    std::unique_ptr<QTcpServer> m_own; //!< of this computer, for everybody
    std::unique_ptr<QUdpSocket> m_names;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MachineFixture> m_fixture;
    std::unique_ptr<QProcess> m_program;
};

void TestOutsideNetwork::initTestCase()
{
    if (!m_whyNot.isEmpty())
        QSKIP(qPrintable(m_whyNot));
    SPRITARIUM_NEEDS_SANDBOX();
    const QString why = Sandbox::whyNoOutside({});
    if (!why.isEmpty())
        QSKIP(qPrintable(u"sprites cannot reach the outside here: "_s + why));
    const QString ends = m_lab.connectEnds();
    if (!ends.isEmpty())
        QSKIP(qPrintable(ends));
    m_own = std::make_unique<QTcpServer>();
    QVERIFY(m_own->listen(QHostAddress::Any));
    m_far = std::make_unique<QTcpServer>();
    const OwnNetwork::Visit visit(m_lab.far.get());
    QVERIFY2(m_far->listen(QHostAddress(FarAddress)), qPrintable(m_far->errorString()));
    connect(m_far.get(), &QTcpServer::newConnection, this, [this] {
        QTcpSocket *socket = m_far->nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        socket->write("hello\n");
        socket->disconnectFromHost();
    });
}

void TestOutsideNetwork::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_fixture = std::make_unique<MachineFixture>();
    m_fixture->settings.reachesOutside = true;
    QVERIFY(m_fixture->isReady);
    m_names = std::make_unique<QUdpSocket>();
    QVERIFY2(m_names->bind(QHostAddress::LocalHost, 53), qPrintable(m_names->errorString()));
    connect(m_names.get(), &QUdpSocket::readyRead, this, [this] {
        QByteArray question(m_names->pendingDatagramSize(), '\0');
        QHostAddress from;
        quint16 port = 0;
        m_names->readDatagram(question.data(), question.size(), &from, &port);
        m_names->writeDatagram(nameAnswer(question), from, port);
    });
}

void TestOutsideNetwork::cleanup()
{
    stop();
    m_fixture.reset();
    m_names.reset();
    m_folder.reset();
    QTRY_COMPARE(toolsOfThis().size(), 0);
}

void TestOutsideNetwork::tellsInsideWhoKnowsNames()
{
    QCOMPARE(ran(m_fixture->web(), u"cat /etc/resolv.conf"_s), QByteArray("nameserver 10.0.2.3\n"));
    QCOMPARE(ran(m_fixture->web(), u"grep ^hosts: /etc/nsswitch.conf"_s), QByteArray("hosts: files dns\n"));
    QCOMPARE(ran(m_fixture->web(), u"grep -c : /proc/net/dev"_s), QByteArray("2\n"));
}

void TestOutsideNetwork::reachesServersByAddress()
{
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
}

void TestOutsideNetwork::reachesServersByName()
{
    QCOMPARE(ran(m_fixture->web(), fetch(u"far.example"_s)), QByteArray("hello\n"));
}

void TestOutsideNetwork::dialsServersByName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("one address") << u"far.example"_s;
    QTest::newRow("the second of two") << u"two.example"_s;
}

void TestOutsideNetwork::dialsServersByName()
{
    QFETCH(QString, name);
    const SpritePorts ports;
    SpriteDialer dialer(*m_fixture->machines, ports, nullptr);
    QObject context;
    QTcpSocket *socket = nullptr;
    QString error;
    dialer.dial(u"web"_s, name, m_far->serverPort(), &context, [&](const SpriteDialer::Dialled &dialled) {
        if (dialled)
            socket = *dialled;
        else
            error = dialled.error();
    });
    QTRY_VERIFY(socket || !error.isEmpty());
    QVERIFY2(socket, qPrintable(error));
    QTRY_COMPARE(socket->bytesAvailable(), 6);
    QCOMPARE(socket->readAll(), QByteArray("hello\n"));
}

void TestOutsideNetwork::reachesNothingUnlessWanted()
{
    m_fixture->settings.reachesOutside = false;
    QVERIFY(ran(m_fixture->web(), fetch(FarAddress)).contains("Network is unreachable"));
    QCOMPARE(ran(m_fixture->web(), u"grep -c : /proc/net/dev"_s), QByteArray("1\n"));
    QVERIFY(toolsOfThis().isEmpty());
}

void TestOutsideNetwork::closesThisComputer_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("answer");
    const QByteArray refused = "Connection refused";
    const QByteArray closed = "Permission denied";
    QTest::newRow("loopback") << u"127.0.0.1"_s << refused;
    QTest::newRow("loopback, another") << u"127.0.0.53"_s << refused;
    QTest::newRow("loopback, IPv6") << u"::1"_s << refused;
    QTest::newRow("nowhere") << u"0.0.0.0"_s << refused;
    QTest::newRow("itself") << u"10.0.2.100"_s << refused;
    QTest::newRow("the gateway") << u"10.0.2.2"_s << closed;
    // Its name port leads to this computer's loopback here.
    QTest::newRow("the resolver") << u"10.0.2.3"_s << closed;
    QTest::newRow("the network") << u"10.0.2.4"_s << closed;
    QTest::newRow("its own address") << OwnAddress << closed;
    QTest::newRow("link-local") << u"169.254.169.254"_s << closed;
    QTest::newRow("multicast") << u"224.0.0.251"_s << closed;
    QTest::newRow("everybody") << u"255.255.255.255"_s << closed;
    QTest::newRow("the gateway, IPv6") << u"fd00::2"_s << QByteArray("Network is unreachable");
    QTest::newRow("IPv4 in IPv6") << u"::ffff:203.0.113.1"_s << closed;
    QTest::newRow("the resolver in IPv6") << u"::ffff:10.0.2.3"_s << closed;
}

void TestOutsideNetwork::closesThisComputer()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, answer);
    QUdpSocket datagrams;
    QVERIFY(datagrams.bind(QHostAddress::AnyIPv4));
    const QByteArray tcp =
        ran(m_fixture->web(),
            u"timeout 9 bash -c 'exec 3<>/dev/tcp/%1/%2'"_s.arg(address).arg(m_own->serverPort()));
    QVERIFY2(tcp.contains(answer) ||
                 (tcp.contains("Network is unreachable") && answer == "Permission denied"),
             tcp.constData());
    (void)ran(m_fixture->web(),
              u"timeout 9 bash -c 'echo x >/dev/udp/%1/%2'"_s.arg(address).arg(datagrams.localPort()));
    // What is sent to the far end now would come after it.
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QVERIFY(!m_own->hasPendingConnections());
    QVERIFY(!datagrams.hasPendingDatagrams());
}

void TestOutsideNetwork::closesThisComputerToBoundSockets()
{
    if (ran(m_fixture->web(), u"command -v python3"_s).isEmpty())
        QSKIP("there is no python3 here");
    const QHostAddress group(u"239.1.2.3"_s);
    QUdpSocket datagrams;
    QVERIFY(datagrams.bind(QHostAddress::AnyIPv4));
    const QList<QNetworkInterface> interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &each : interfaces)
        (void)datagrams.joinMulticastGroup(group, each);
    // Routing rules alone do not hold these.
    const QString script = u"import socket, sys\n"
                           "def send(how, address):\n"
                           "    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:\n"
                           "        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 10)\n"
                           "        if how == 'device': s.setsockopt(socket.SOL_SOCKET, 25, b'outside0')\n"
                           "        else: s.bind(('10.0.2.100', 0))\n"
                           "        try: s.sendto(b'x', (address, %1)); print(how, address, 'sent')\n"
                           "        except OSError as e: print(how, address, 'refused')\n"
                           "for how in 'device', 'address':\n"
                           "    for address in '239.1.2.3', '%2', '10.0.2.2', '169.254.1.1':\n"
                           "        send(how, address)\n"_s.arg(datagrams.localPort())
                               .arg(OwnAddress);
    ProcessRequest request;
    request.argv = {u"python3"_s, u"-c"_s, script};
    ProcessProbe probe(m_fixture->web(), request);
    QVERIFY(probe.wait());
    QCOMPARE(probe.output.count("refused"), 8);
    // What is sent to the far end now would come after it.
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QVERIFY(!datagrams.hasPendingDatagrams());
}

void TestOutsideNetwork::keepsTheFenceFromThoseInside()
{
    SpriteMachine &web = m_fixture->web();
    if (ran(web, u"command -v ip"_s).isEmpty())
        QSKIP("there is no ip here");
    const QByteArray before = ran(web, u"ip rule"_s);
    QVERIFY2(before.contains("prohibit"), before.constData());
    for (const QString &how : {u""_s, u"unshare -Ur "_s}) {
        (void)ran(web, how + u"ip rule flush"_s);
        (void)ran(web, how + u"ip rule add priority 1 table main"_s);
        (void)ran(web, how + u"ip route add 10.0.2.2/32 dev outside0"_s);
        (void)ran(web, how + u"ip link set outside0 down"_s);
    }
    QCOMPARE(ran(web, u"ip rule"_s), before);
    const QString own = u"{ exec 3<>/dev/tcp/10.0.2.3/%1; }"_s.arg(m_own->serverPort());
    QVERIFY(ran(web, own).contains("Permission denied"));
    QVERIFY(!m_own->hasPendingConnections());
}

void TestOutsideNetwork::connectsSpritesEachByItself()
{
    SpriteRequest request;
    request.name = u"other"_s;
    QVERIFY(m_fixture->store.create(request).isOk());
    QVERIFY(m_fixture->store.setStatus(u"other"_s, u"running"_s).isOk());
    SpriteMachine &other = *m_fixture->machines->machine(u"other"_s);
    const auto one = bash(m_fixture->web(), fetch(FarAddress));
    const auto two = bash(other, fetch(FarAddress));
    QVERIFY(one->wait());
    QVERIFY(two->wait());
    QCOMPARE(one->output, QByteArray("hello\n"));
    QCOMPARE(two->output, QByteArray("hello\n"));
    QCOMPARE(toolsOfThis().size(), 2);
    other.end();
    QTRY_COMPARE(toolsOfThis().size(), 1);
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
}

void TestOutsideNetwork::survivesWhatASpriteDoesToItself()
{
    // Many connections that nobody closes properly, and one that is worth something after them.
    (void)ran(
        m_fixture->web(),
        u"for i in {1..30}; do (exec 3<>/dev/tcp/%1/%2; kill -9 $BASHPID) & done; wait"_s.arg(FarAddress)
            .arg(m_far->serverPort()));
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
}

void TestOutsideNetwork::restsWhileTheSpriteDoes()
{
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QCOMPARE(toolsOfThis().size(), 1);
    m_fixture->web().pause();
    QTRY_COMPARE(toolsOfThis().size(), 0);
    m_fixture->web().resume();
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QTRY_COMPARE(toolsOfThis().size(), 1);
}

void TestOutsideNetwork::wakesWithItsNetworkUp()
{
    // Goes on where it was stopped, which is after it was told to fetch.
    const auto probe =
        bash(m_fixture->web(), u"echo begun; while ! [ -e go ]; do sleep 0.01; done; "_s + fetch(FarAddress));
    QTRY_COMPARE(probe->output, QByteArray("begun\n"));
    for (int i = 0; i < 3; ++i) {
        m_fixture->web().pause();
        m_fixture->web().resume();
        // Before the network is there again.
        m_fixture->web().pause();
        if (i == 1)
            QTRY_COMPARE(toolsOfThis().size(), 0);
        m_fixture->web().resume();
        QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    }
    m_fixture->web().pause();
    QFile go(m_fixture->hostPath(u"/home/sprite/go"_s));
    QVERIFY(go.open(QIODevice::WriteOnly));
    m_fixture->web().resume();
    QVERIFY(probe->wait());
    QCOMPARE(probe->output, QByteArray("begun\nhello\n"));
}

void TestOutsideNetwork::comesBackAfterItsToolWasKilled()
{
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QCOMPARE(toolsOfThis().size(), 1);
    const pid_t before = toolsOfThis().constFirst();
    ::kill(before, SIGKILL);
    QTRY_COMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QCOMPARE(toolsOfThis().size(), 1);
    QVERIFY(toolsOfThis().constFirst() != before);
}

void TestOutsideNetwork::comesBackWhenItsToolStartsAgain()
{
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QFile attempts(m_folder->filePath(u"attempts"_s));
    auto fake = std::make_unique<FakeTool>("echo >>" + QFile::encodeName(attempts.fileName()) + "; exit 1\n");
    ::kill(toolsOfThis().constFirst(), SIGKILL);
    QTRY_VERIFY(attempts.size() >= 3);
    QVERIFY(ran(m_fixture->web(), fetch(FarAddress)).contains("Network is unreachable"));
    fake.reset();
    QTRY_COMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QCOMPARE(toolsOfThis().size(), 1);
}

void TestOutsideNetwork::comesWhenItsToolStartsLater()
{
    auto fake = std::make_unique<FakeTool>("exit 1\n");
    QVERIFY(ran(m_fixture->web(), fetch(FarAddress)).contains("Network is unreachable"));
    const auto meanwhile = bash(m_fixture->web(), u"sleep 98763.5"_s);
    QVERIFY(meanwhile->waitStarted());
    fake.reset();
    // The pauses between its attempts have grown for as long as this took until now; waking has none.
    m_fixture->web().pause();
    m_fixture->web().resume();
    QTRY_COMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QVERIFY(!meanwhile->isOver);
}

void TestOutsideNetwork::closesAnAddressThatAppears()
{
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    const QList<pid_t> tools = toolsOfThis();
    const QString added = u"203.0.113.77"_s;
    QVERIFY(m_lab.ip(u"address add %1/24 dev near"_s.arg(added)));
    const auto back = qScopeGuard([&] { m_lab.ip(u"address del %1/24 dev near"_s.arg(added)); });
    const QString connecting =
        u"timeout 9 bash -c 'exec 3<>/dev/tcp/%1/%2'"_s.arg(added).arg(m_own->serverPort());
    QTRY_VERIFY(ran(m_fixture->web(), connecting).contains("Permission denied"));
    while (const QTcpSocket *early = m_own->nextPendingConnection())
        delete early;
    // Nothing else was cut.
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    QCOMPARE(toolsOfThis(), tools);
}

void TestOutsideNetwork::knowsWhenItCannotSeeAddressesAppear()
{
    QVERIFY(AddressWatch(nullptr).isWatching());
    const FewDescriptors none(0);
    QVERIFY(!AddressWatch(nullptr).isWatching());
}

void TestOutsideNetwork::opensNothingIfItCannotSeeAddressesAppear()
{
    Agent::Pipe info = Agent::makePipe();
    Agent::Pipe gate = Agent::makePipe();
    const QByteArray text = sandboxInfo(QCoreApplication::applicationPid());
    QCOMPARE(::write(info.writing.get(), text.constData(), size_t(text.size())), text.size());
    OutsideNetwork network(std::move(info.reading), std::move(gate.writing), nullptr);
    QSignalSpy ready(&network, &OutsideNetwork::ready);
    QSignalSpy failed(&network, &OutsideNetwork::failed);
    {
        const FewDescriptors one(1); // the network itself
        QTRY_COMPARE(failed.size(), 1);
    }
    QCOMPARE(failed.at(0).at(0).toString(), u"it cannot be seen when this computer gets a new address"_s);
    QCOMPARE(network.state(), OutsideNetwork::State::Failed);
    QCOMPARE(ready.size(), 0);
    QCOMPARE(toolsOfThis().size(), 0);
}

void TestOutsideNetwork::connectsASandboxThatComesUpLate()
{
    QFile attempts(m_folder->filePath(u"attempts"_s));
    const FakeTool fake("echo >>" + QFile::encodeName(attempts.fileName()) + "; exit 1\n");
    QProcess sandbox;
    sandbox.start(u"unshare"_s,
                  {u"--map-root-user"_s, u"--net"_s, u"sh"_s, u"-c"_s, u"echo there; exec cat"_s});
    QTRY_VERIFY(sandbox.canReadLine());
    Agent::Pipe info = Agent::makePipe();
    Agent::Pipe gate = Agent::makePipe();
    OutsideNetwork network(std::move(info.reading), std::move(gate.writing), nullptr);
    QSignalSpy failed(&network, &OutsideNetwork::failed);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!attempts.exists());
    const QByteArray text = sandboxInfo(sandbox.processId());
    QCOMPARE(::write(info.writing.get(), text.constData(), size_t(text.size())), text.size());
    QTRY_VERIFY(attempts.size() > 0);
    QCOMPARE(failed.size(), 1);
    sandbox.closeWriteChannel();
    QTRY_COMPARE(sandbox.state(), QProcess::NotRunning);
}

void TestOutsideNetwork::goesOnWithoutAToolThatHangs()
{
    const FakeTool fake("exec sleep 98761.5\n");
    QCOMPARE(Sandbox::whyNoOutside({}), u"slirp4netns does not start"_s);
    QVERIFY(ran(m_fixture->web(), fetch(FarAddress)).contains("Network is unreachable"));
    QCOMPARE(ran(m_fixture->web(), u"pgrep sleep | wc -l"_s), QByteArray("0\n"));
    QCOMPARE(m_fixture->web().state(), SpriteMachine::State::On);
}

void TestOutsideNetwork::goesOnWithoutAToolThatFails()
{
    const FakeTool fake("echo not today >&2; exit 1\n");
    QVERIFY(ran(m_fixture->web(), fetch(FarAddress)).contains("Network is unreachable"));
    QCOMPARE(Sandbox::whyNoOutside({}), u"not today"_s);
}

void TestOutsideNetwork::isGoneWithTheSprite()
{
    const auto probe = bash(m_fixture->web(), u"sleep 98762.5"_s);
    QVERIFY(probe->waitStarted());
    QCOMPARE(toolsOfThis().size(), 1);
    m_fixture->web().end();
    QTRY_COMPARE(toolsOfThis().size(), 0);
    // One that is only beginning.
    const auto next = bash(m_fixture->web(), u"true"_s);
    QTRY_COMPARE(toolsOfThis().size(), 1);
    m_fixture->web().end();
    QTRY_COMPARE(toolsOfThis().size(), 0);
    QVERIFY(next->wait());
    QCOMPARE(ran(m_fixture->web(), fetch(FarAddress)), QByteArray("hello\n"));
    m_fixture->machines.reset();
    QCOMPARE(toolsOfThis().size(), 0);
}

QJsonObject TestOutsideNetwork::start(const QStringList &arguments, const QStringList &before)
{
    stop();
    m_program = std::make_unique<QProcess>();
    const QStringList words = before +
                              QStringList{QStringLiteral(SPRITARIUM_PLAYGROUND_PROGRAM),
                                          u"--empty"_s,
                                          u"--speed"_s,
                                          u"0"_s,
                                          u"--state"_s,
                                          m_folder->filePath(u"state"_s)} +
                              arguments;
    m_program->start(words.constFirst(), words.mid(1));
    (void)QTest::qWaitFor(
        [&] { return m_program->state() == QProcess::NotRunning || m_program->canReadLine(); }, 30'000);
    return QJsonDocument::fromJson(m_program->readLine()).object();
}

QByteArray TestOutsideNetwork::fetchBy(PlaygroundClient &client, const QString &sprite)
{
    const QByteArray script = QUrl::toPercentEncoding(fetch(FarAddress));
    return client
        .post(u"/v1/sprites/%1/exec?cmd=bash&cmd=-c&cmd="_s.arg(sprite) + QString::fromLatin1(script), {})
        .body;
}

void TestOutsideNetwork::isGoneWithAProgramHoweverItEnds_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("asked to stop") << SIGTERM;
    QTest::newRow("killed") << SIGKILL;
}

void TestOutsideNetwork::isGoneWithAProgramHoweverItEnds()
{
    QFETCH(int, signal);
    const QJsonObject ready = start({u"--network"_s, u"outside"_s});
    QCOMPARE(ready.value("network"_L1).toString(), u"outside"_s);
    PlaygroundClient client(ready.value("url"_L1).toString(), ready.value("token"_L1).toString());
    for (const QString &name : {u"one"_s, u"two"_s}) {
        QCOMPARE(client.post(u"/v1/sprites"_s, "{\"name\":\"" + name.toLatin1() + "\"}").status, 201);
        QCOMPARE(fetchBy(client, name), QByteArray("\1hello\n\3\0", 9));
    }
    const QList<pid_t> tools = toolsOf(m_program->processId());
    QCOMPARE(tools.size(), 2);
    ::kill(pid_t(m_program->processId()), signal);
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    for (const pid_t tool : tools)
        QTRY_VERIFY(::kill(tool, 0) != 0);
}

void TestOutsideNetwork::saysHowFarSpritesReach()
{
    QCOMPARE(start({}).value("network"_L1).toString(), u"outside"_s);
    QCOMPARE(start({u"--network"_s, u"none"_s}).value("network"_L1).toString(), u"none"_s);
    QCOMPARE(toolsOf(m_program->processId()).size(), 0);
    QCOMPARE(start({u"--no-sandbox"_s}).value("network"_L1).toString(), u"host"_s);
    start({u"--network"_s, u"far"_s});
    QCOMPARE(m_program->exitCode(), 1);
    QVERIFY(m_program->readAllStandardError().contains("--network"));
}

void TestOutsideNetwork::saysWhyTheyDoNot()
{
    const FakeTool fake("echo not today >&2; exit 1\n");
    QCOMPARE(start({}).value("network"_L1).toString(), u"none"_s);
    QCOMPARE(
        m_program->readAllStandardError(),
        QByteArray("spritarium-playground: sprites do not reach the outside: not today (see --network)\n"));
}

void TestOutsideNetwork::refusesToStartIfTheyShall()
{
    const FakeTool fake("echo not today >&2; exit 1\n");
    QVERIFY(start({u"--network"_s, u"outside"_s}).isEmpty());
    QCOMPARE(m_program->exitCode(), 1);
    QCOMPARE(m_program->readAllStandardError(),
             QByteArray("spritarium-playground: sprites cannot reach the outside: not today\n"));
}

void TestOutsideNetwork::worksForAPlainUser()
{
    constexpr uid_t Nobody = 65534;
    if (::getuid() != 0)
        QSKIP("the other tests run as a plain user here");
    // As it is on a desktop, for this test alone.
    const QByteArray device = QFile::encodeName(m_lab.folder.filePath(u"tun"_s));
    QVERIFY(QFile::setPermissions(m_lab.folder.path(), QFile::Permissions(0x7755)));
    if (::mknod(device.constData(), S_IFCHR | 0666, makedev(10, 200)) != 0 ||
        ::chmod(device.constData(), 0666) != 0 ||
        ::mount(device.constData(), "/dev/net/tun", nullptr, MS_BIND, nullptr) != 0)
        QSKIP("no device can be made here");
    const auto back = qScopeGuard([] { ::umount("/dev/net/tun"); });
    QVERIFY(::chown(QFile::encodeName(m_folder->path()).constData(), Nobody, Nobody) == 0);
    const QJsonObject ready =
        start({}, {u"setpriv"_s, u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s, u"--"_s});
    if (ready.isEmpty() || ready.value("sandbox"_L1) != u"bubblewrap"_s)
        QSKIP("a plain user cannot run the program or its sandboxes here");
    QCOMPARE(ready.value("network"_L1).toString(), u"outside"_s);
    PlaygroundClient client(ready.value("url"_L1).toString(), ready.value("token"_L1).toString());
    QCOMPARE(client.post(u"/v1/sprites"_s, R"({"name":"web"})").status, 201);
    QCOMPARE(fetchBy(client, u"web"_s), QByteArray("\1hello\n\3\0", 9));
    const QList<pid_t> tools = toolsOf(m_program->processId());
    QCOMPARE(tools.size(), 1);
    m_program->kill();
    QTRY_COMPARE(m_program->state(), QProcess::NotRunning);
    QTRY_VERIFY(::kill(tools.constFirst(), 0) != 0);
}

int main(int argc, char *argv[])
{
    Lab lab;
    const QString whyNot = lab.enter();
    const QCoreApplication app(argc, argv);
    TestOutsideNetwork test(lab, whyNot);
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_outsidenetwork.moc"
