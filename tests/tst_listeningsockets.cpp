// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/listeningsockets.h"

#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Head =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

QByteArray line(const QByteArray &local, const QByteArray &state = "0A")
{
    return "   0: " + local + " 00000000:0000 " + state +
           " 00000000:00000000 00:00000000 00000000  1001        0 31337 1 0000000000000000 100 0 0 10 0\n";
}

} // namespace

class TestListeningSockets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreReadInBothFamilies()
    {
        const auto ports = listeningSockets(Head + line("0100007F:1538") + line("00000000:0BB8") + Head +
                                            line("00000000000000000000000001000000:18EB") +
                                            line("00000000000000000000000000000000:0050") +
                                            line("0000000000000000FFFF00000100007F:0051"));
        QVERIFY(ports);
        QStringList read;
        for (const ListeningPort &port : *ports)
            read << u"%1 %2"_s.arg(port.port).arg(port.address);
        QCOMPARE(read, (QStringList{u"80 ::"_s, u"81 127.0.0.1"_s, u"3000 0.0.0.0"_s, u"5432 127.0.0.1"_s,
                                    u"6379 ::1"_s}));
    }

    void onlyWhatListensCounts()
    {
        const auto ports = listeningSockets(Head + line("0100007F:1538", "01") + line("0100007F:1539", "06"));
        QVERIFY(ports && ports->isEmpty());
    }

    void thePortIsToldOnceWithItsWidestAddress()
    {
        const auto ports =
            listeningSockets(Head + line("0100007F:1F90") + line("00000000:1F90") + line("0100007F:1F90"));
        QVERIFY(ports);
        QCOMPARE(ports->size(), 1);
        QCOMPARE(ports->constFirst().address, u"0.0.0.0"_s);
    }

    void framingBetweenTheLettersIsOverlooked()
    {
        QByteArray text = Head + line("00000000:0BB8");
        text.insert(Head.size() + 12, '\x01');
        const auto ports = listeningSockets('\x01' + text + '\x03' + QByteArray(1, '\0'));
        QVERIFY(ports);
        QCOMPARE(ports->constFirst().port, 3000);
    }

    void otherTextIsNoList()
    {
        QVERIFY(!listeningSockets("cat: /proc/net/tcp: No such file or directory\n"));
        QVERIFY(!listeningSockets({}));
    }

    void spoiledLinesAreLeftOut()
    {
        const auto ports = listeningSockets(Head + "0: 00:1 x 0A\n" + line("0000:0BB8") +
                                            line("00000000:0000") + line("00000000") + line("00000000:0BB9"));
        QVERIFY(ports);
        QCOMPARE(ports->size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestListeningSockets)
#include "tst_listeningsockets.moc"
