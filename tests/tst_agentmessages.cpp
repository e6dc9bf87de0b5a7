// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/agentsocket.h"
#include "playground/agent/launcher.h"
#include "playground/agent/listeningports.h"
#include "playground/agent/processtable.h"

#include <QRegularExpression>
#include <QTest>

#include <array>

#include <fcntl.h>
#include <sys/socket.h>

using namespace Spritarium::Playground::Agent;
using namespace Qt::StringLiterals;

//! What the playground and its agent say to each other, and what the agent reads from the kernel.
class TestAgentMessages : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void packsWhatItUnpacks();
    void takesNoBrokenPackets_data();
    void takesNoBrokenPackets();
    void takesPlainNumbersOnly_data();
    void takesPlainNumbersOnly();
    void carriesAnOrderToSpawn();
    void takesNoBrokenOrders_data();
    void takesNoBrokenOrders();
    void carriesListeners();
    void leavesOutBrokenListeners();
    void carriesDescriptorsThatExecCloses();
    void refusesToSendWhatIsTooLong();
    void noticesThatNobodyIsThere();
    void readsAProcessWhoseNameIsMadeToMislead();
    void findsDescendants();
    void readsTheKernelsTableOfSockets();
    void findsProgramsAsAShellWould();
};

void TestAgentMessages::packsWhatItUnpacks()
{
    const Fields fields{"spawn", "", "a b", "\xff\n", ""};
    QVERIFY(unpack(pack(fields)) == fields);
}

void TestAgentMessages::takesNoBrokenPackets_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no end") << QByteArray("ready");
    QTest::newRow("second field without end") << QByteArray("failed\0why", 10);
}

void TestAgentMessages::takesNoBrokenPackets()
{
    QFETCH(QByteArray, packet);
    QVERIFY(!unpack(packet.toStdString()));
}

void TestAgentMessages::takesPlainNumbersOnly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("value");
    QTest::newRow("zero") << QByteArray("0") << qint64(0);
    QTest::newRow("most") << QByteArray("65535") << qint64(65535);
    QTest::newRow("too much") << QByteArray("65536") << qint64(-1);
    QTest::newRow("far too much") << QByteArray("99999999999999999999999") << qint64(-1);
    QTest::newRow("negative") << QByteArray("-1") << qint64(-1);
    QTest::newRow("with words") << QByteArray("12x") << qint64(-1);
    QTest::newRow("nothing") << QByteArray("") << qint64(-1);
    QTest::newRow("blank") << QByteArray(" 1") << qint64(-1);
}

void TestAgentMessages::takesPlainNumbersOnly()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, value);
    const auto taken = number(text.toStdString(), 65535);
    QCOMPARE(taken ? qint64(*taken) : qint64(-1), value);
}

void TestAgentMessages::carriesAnOrderToSpawn()
{
    SpawnOrder order;
    order.id = 7;
    order.tty = true;
    order.rows = 40;
    order.cols = 120;
    order.streams = "12";
    order.dir = "/home/sprite";
    order.path = "bash";
    order.argv = {"bash", "-c", ""};
    order.env = {"A=1", "B="};
    QVERIFY(SpawnOrder::fromFields(order.toFields()) == order);
    order.env.clear();
    QVERIFY(SpawnOrder::fromFields(order.toFields()) == order);
}

void TestAgentMessages::takesNoBrokenOrders_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("other verb") << 0 << QByteArray("spawned");
    QTest::newRow("no id") << 1 << QByteArray("x");
    QTest::newRow("neither terminal nor pipes") << 2 << QByteArray("");
    QTest::newRow("rows") << 3 << QByteArray("70000");
    QTest::newRow("columns") << 4 << QByteArray("-1");
    QTest::newRow("no words") << 9 << QByteArray("0");
    QTest::newRow("more words than there are") << 9 << QByteArray("3");
}

void TestAgentMessages::takesNoBrokenOrders()
{
    QFETCH(int, field);
    QFETCH(QByteArray, text);
    SpawnOrder order;
    order.argv = {"true", "x"};
    Fields fields = order.toFields();
    QVERIFY(SpawnOrder::fromFields(fields));
    fields[std::size_t(field)] = text.toStdString();
    QVERIFY(!SpawnOrder::fromFields(fields));
    fields.resize(5);
    QVERIFY(!SpawnOrder::fromFields(fields));
}

void TestAgentMessages::carriesListeners()
{
    const std::vector<Listener> listeners{{8080, "0.0.0.0", 12, 7, "python3 -m http.server"},
                                          {22, "::", 13, 0, ""}};
    QVERIFY(Listener::fromFields(Listener::toFields(3, listeners)) == listeners);
    QVERIFY(Listener::fromFields(Listener::toFields(3, {})).empty());
}

void TestAgentMessages::leavesOutBrokenListeners()
{
    Fields fields = Listener::toFields(3, {{8080, "0.0.0.0", 12, 7, "a"}, {22, "::", 13, 0, "b"}});
    fields[2] = "70000";
    fields.push_back("9090");
    const std::vector<Listener> taken = Listener::fromFields(fields);
    QCOMPARE(taken.size(), std::size_t(1));
    QCOMPARE(taken[0].port, std::uint64_t(22));
}

void TestAgentMessages::carriesDescriptorsThatExecCloses()
{
    std::array<int, 2> ends{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    const UniqueFd left(ends[0]);
    const UniqueFd right(ends[1]);
    const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    QVERIFY(send(left.get(), pack({"a"}), {nothing.get(), nothing.get()}) == Transfer::Done);
    QVERIFY(send(left.get(), pack({"b", "c"})) == Transfer::Done);
    const Received first = receive(right.get());
    QVERIFY(first.how == Transfer::Done);
    QVERIFY(first.packet.fields == Fields{"a"});
    QCOMPARE(first.packet.fds.size(), std::size_t(2));
    for (const UniqueFd &fd : first.packet.fds)
        QCOMPARE(::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    const Received second = receive(right.get());
    QVERIFY(second.packet.fields == (Fields{"b", "c"}));
    QVERIFY(second.packet.fds.empty());
}

void TestAgentMessages::refusesToSendWhatIsTooLong()
{
    std::array<int, 2> ends{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    const UniqueFd left(ends[0]);
    const UniqueFd right(ends[1]);
    QVERIFY(send(left.get(), std::string(MaxMessage + 1, '\0')) == Transfer::Malformed);
    const std::string longest = std::string(MaxMessage - 1, 'x') + '\0';
    QVERIFY(send(left.get(), longest) == Transfer::Done);
    QVERIFY(receive(right.get()).packet.fields.at(0).size() == MaxMessage - 1);
}

void TestAgentMessages::noticesThatNobodyIsThere()
{
    std::array<int, 2> ends{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()), 0);
    const UniqueFd left(ends[0]);
    UniqueFd right(ends[1]);
    QVERIFY(receive(left.get()).how == Transfer::Later);
    right.reset();
    QVERIFY(receive(left.get()).how == Transfer::Over);
    QVERIFY(send(left.get(), pack({"a"})) == Transfer::Over);
}

void TestAgentMessages::readsAProcessWhoseNameIsMadeToMislead()
{
    const Process process = Process::fromStat("42 (a) R 1 (b) S 7 42 41 34816 43 4194304 1 2 3");
    QCOMPARE(process.pid, 42);
    QCOMPARE(process.parent, 7);
    QCOMPARE(process.session, 41);
    QCOMPARE(process.foreground, 43);
    for (const char *broken : {"", "42", "42 (a", "x (a) S 1 1 1 1 1", "42 (a) S 1"})
        QCOMPARE(Process::fromStat(broken).pid, 0);
}

void TestAgentMessages::findsDescendants()
{
    const std::vector<Process> all{
        {1, 'S', 0, 1, -1}, {2, 'S', 1, 2, -1}, {3, 'S', 2, 2, -1}, {4, 'S', 3, 4, -1}, {5, 'S', 0, 5, -1}};
    QVERIFY(descendants(1, all) == (std::set<pid_t>{2, 3, 4}));
    QVERIFY(descendants(3, all) == (std::set<pid_t>{4}));
    QVERIFY(descendants(9, all).empty());
}

void TestAgentMessages::readsTheKernelsTableOfSockets()
{
    const std::vector<ListeningSocket> sockets = ListeningSocket::inTable(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 55 1 0 "
        "100\n"
        "   1: 0100007F:1F91 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 56 1 0 "
        "100\n"
        "   2: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A "
        "00000000:00000000 00:00000000 00000000  1001        0 57 1 0 100\n"
        "broken\n");
    const std::vector<ListeningSocket> expected{{8080, "127.0.0.1", 55}, {22, "::", 57}};
    QVERIFY(sockets == expected);
}

void TestAgentMessages::findsProgramsAsAShellWould()
{
    const std::string search = "/nowhere::/usr/bin:/bin";
    QVERIFY(findProgram("env", "/", search) == "/usr/bin/env");
    QVERIFY(findProgram("/usr/bin/env", "/", {}) == "/usr/bin/env");
    QVERIFY(findProgram("bin/env", "/usr", {}) == "/usr/bin/env");
    for (const char *missing : {"", "no-such-program", "/usr/bin", "/etc/passwd"})
        QVERIFY(findProgram(missing, "/", search).empty());
    QVERIFY(findProgram("env", "/", {}).empty());
}

QTEST_GUILESS_MAIN(TestAgentMessages)
#include "tst_agentmessages.moc"
