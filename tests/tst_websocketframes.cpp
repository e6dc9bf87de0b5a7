// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/websocketframes.h"

#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using WebSocketFrames::Opcode;
using Kind = WebSocketFrameReader::Kind;

//! The frames of RFC 6455, held to the examples of its section 5.7 and to what it forbids.
class TestWebSocketFrames : public QObject
{
    Q_OBJECT

    static QList<Kind> kindsOf(const QByteArray &bytes)
    {
        WebSocketFrameReader reader;
        QList<Kind> kinds;
        std::span<const char> rest(bytes.constData(), std::size_t(bytes.size()));
        while (!rest.empty()) {
            const WebSocketFrameReader::Step step = reader.next(rest);
            kinds << step.kind;
            if (step.kind == Kind::Broken)
                break;
            rest = rest.subspan(step.used);
        }
        return kinds;
    }

private Q_SLOTS:
    void frameIsThatOfTheStandard()
    {
        // "A single-frame masked text message", key 37 fa 21 3d
        std::uint32_t key = 0;
        memcpy(&key, "\x37\xfa\x21\x3d", 4);
        QCOMPARE(WebSocketFrames::frame(Opcode::Text, "Hello", key).toHex(), "818537fa213d7f9f4d5158");
    }

    void headerFitsTheSize_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("header");
        QTest::newRow("0") << 0 << 6;
        QTest::newRow("125") << 125 << 6;
        QTest::newRow("126") << 126 << 8;
        QTest::newRow("65535") << 65535 << 8;
        QTest::newRow("65536") << 65536 << 14;
    }

    void headerFitsTheSize()
    {
        QFETCH(int, size);
        QFETCH(int, header);
        QByteArray bytes(qsizetype(WebSocketFrames::Headroom) + size, 'a');
        char *payload = bytes.data() + WebSocketFrames::Headroom;
        QCOMPARE(WebSocketFrames::makeFrame(Opcode::Binary, payload, std::size_t(size), 0x01020304),
                 std::size_t(header));
        WebSocketFrames::mask(payload, std::size_t(size), 0x01020304);
        QCOMPARE(bytes.mid(qsizetype(WebSocketFrames::Headroom)), QByteArray(size, 'a'));
    }

    void messagesAreRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<Kind>>("kinds");
        QTest::newRow("text") << QByteArray("\x81\x02hi") << QList<Kind>{Kind::Text};
        QTest::newRow("in two frames") << QByteArray("\x02\x01"
                                                     "a"
                                                     "\x80\x01"
                                                     "b")
                                       << QList<Kind>{Kind::Binary, Kind::Binary};
        QTest::newRow("ping in between") << QByteArray("\x02\x01"
                                                       "a"
                                                       "\x89\x00"
                                                       "\x80\x01"
                                                       "b",
                                                       8)
                                         << QList<Kind>{Kind::Binary, Kind::Ping, Kind::Binary};
        QTest::newRow("close") << QByteArray("\x88\x02\x03\xe8") << QList<Kind>{Kind::Close};
        QTest::newRow("half a header") << QByteArray("\x82\x7e\x01") << QList<Kind>{Kind::NeedsMore};
    }

    void messagesAreRead()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<Kind>, kinds);
        QCOMPARE(kindsOf(bytes), kinds);
    }

    void whatIsForbiddenIsBroken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("reserved bits") << QByteArray("\xc2\x00", 2);
        QTest::newRow("masked") << QByteArray("\x82\x81"
                                              "1234a");
        QTest::newRow("opcode 3") << QByteArray("\x83\x00", 2);
        QTest::newRow("opcode 11") << QByteArray("\x8b\x00", 2);
        QTest::newRow("long ping") << QByteArray("\x89\x7e\x00\x7e", 4);
        QTest::newRow("ping in parts") << QByteArray("\x09\x00", 2);
        QTest::newRow("nothing to continue") << QByteArray("\x80\x00", 2);
        QTest::newRow("a message within a message") << QByteArray("\x02\x00\x82\x00", 4);
        QTest::newRow("negative length") << QByteArray("\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00", 10);
    }

    void whatIsForbiddenIsBroken()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(kindsOf(bytes).constLast(), Kind::Broken);
    }

    void closeTellsCodeAndReason()
    {
        WebSocketFrameReader reader;
        const QByteArray bytes = QByteArray("\x88\x09") + WebSocketFrames::closePayload(1011, "no luck");
        QCOMPARE(reader.next({bytes.constData(), std::size_t(bytes.size())}).kind, Kind::Close);
        QCOMPARE(reader.closeCode(), 1011);
        QCOMPARE(reader.closeReason(), u"no luck"_s);
    }

    void anyCutGivesTheSameBytes()
    {
        QByteArray bytes("\x02\x7e\x00\x80", 4);
        bytes += QByteArray(128, 'a') + QByteArray("\x8a\x03xyz", 5) +
                 QByteArray("\x80\x03"
                            "bcd",
                            5);
        for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
            WebSocketFrameReader reader;
            QByteArray payload;
            for (const QByteArray &part : {bytes.left(cut), bytes.mid(cut)}) {
                std::span<const char> rest(part.constData(), std::size_t(part.size()));
                while (!rest.empty()) {
                    const WebSocketFrameReader::Step step = reader.next(rest);
                    if (step.kind == Kind::Binary)
                        payload.append(step.payload.data(), qsizetype(step.payload.size()));
                    QVERIFY(step.used > 0);
                    rest = rest.subspan(step.used);
                }
            }
            QCOMPARE(payload, QByteArray(128, 'a') + "bcd");
        }
    }
};

QTEST_APPLESS_MAIN(TestWebSocketFrames)
#include "tst_websocketframes.moc"
