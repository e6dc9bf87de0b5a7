// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/playgroundprocess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <vector>

using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! Bytes that no client sends on purpose, to the whole program: every route, every socket. What a case sends
//! depends on its number alone. SPRITARIUM_GARBAGE_ROUNDS asks for more of them, as a sanitized build should.
class TestPlaygroundGarbage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void answersOthersWhileRequestsAreSpoiled();
    void answersOthersWhileFramesAreSpoiled();

private:
    PlaygroundClient client() const { return m_program->client(); }
    int openFiles() const;
    //! Sends each case over a connection of its own, some at once, and gives up on each after a moment.
    void sendAll(int count, const std::function<QList<QByteArray>(int)> &pieces);
    void checkItServes();

    std::unique_ptr<PlaygroundProcess> m_program;
    int m_filesAtFirst = 0;
};

namespace {

using Dice = std::mt19937;

constexpr std::size_t AtOnce = 16;
constexpr qint64 Silence = 150; //!< ms with one connection: many cases are never answered, as they never end

int rounds(int usual)
{
    return qMax(usual, qEnvironmentVariableIntValue("SPRITARIUM_GARBAGE_ROUNDS"));
}

int below(Dice &dice, qsizetype end)
{
    return end <= 1 ? 0 : int(dice() % quint32(end));
}

//! Targets of every kind of call; most are valid.
const std::array Targets{
    "GET /v1/sprites?max_results=2&prefix=w",
    "POST /v1/sprites",
    "PUT /v1/sprites/web",
    "GET /v1/sprites/web",
    "POST /v1/sprites/web/checkpoint",
    "GET /v1/sprites/web/checkpoints?includeAuto=true",
    "POST /v1/sprites/web/checkpoints/v1/restore",
    "DELETE /v1/sprites/web/checkpoints/v1",
    "GET /v1/sprites/web/policy/network",
    "POST /v1/sprites/web/policy/network",
    "POST /v1/sprites/web/policy/privileges",
    "POST /v1/sprites/web/exec?cmd=true",
    "GET /v1/sprites/web/exec",
    "GET /v1/sprites/web/exec?cmd=cat&stdin=true&path=cat&tty=true&cols=80&rows=24",
    "POST /v1/sprites/web/exec/7/kill?signal=SIGTERM&timeout=1s",
    "GET /v1/sprites/web/services",
    "PUT /v1/sprites/web/services/s?duration=1s",
    "GET /v1/sprites/web/services/s/logs?lines=2&follow=true",
    "POST /v1/sprites/web/services/s/signal",
    "GET /v1/sprites/web/fs/list?path=/home&recursive=true",
    "GET /v1/sprites/web/fs/read?path=/etc/os-release",
    "PUT /v1/sprites/web/fs/write?path=/home/sprite/a&mode=0644&mkdirParents=true",
    "POST /v1/sprites/web/fs/rename",
    "POST /v1/sprites/web/fs/copy",
    "POST /v1/sprites/web/fs/chmod",
    "DELETE /v1/sprites/web/fs/delete?path=/home/sprite/a&recursive=true",
    "GET /v1/sprites/web/fs/watch",
    "GET /v1/sprites/web/proxy",
    "GET /v1/sprites/web/ports/watch",
    "HEAD /v1/sprites/web/exec",
    "GET /v1/sprites/web/control",
};

const std::array Bodies{
    R"({})",
    R"({"name":"other","environment":{"A":"b"},"url_settings":{"auth":"public"}})",
    R"({"rules":[{"domain":"*.example.com","action":"allow"},{"include":"defaults"}]})",
    R"({"cmd":"sleep","args":["1"],"needs":["s"],"http_port":8080,"env":{"A":"b"},"dir":"/tmp"})",
    R"({"source":"/home/sprite/a","dest":"/home/sprite/b","path":"/x","mode":"0600","recursive":true})",
    R"([[[[[[[[[[[[[[[[{"a":1e999,"b":"\ud800"}]]]]]]]]]]]]]]]])",
};

const std::array Headers{
    "Content-Length: 18446744073709551616\r\n",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "Range: bytes=5-2,9-\r\n",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    "Accept: application/x-ndjson\r\n",
    "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
};

//! A few bytes changed, taken out, doubled, or put in.
QByteArray spoiled(QByteArray bytes, Dice &dice)
{
    static const std::array<QByteArray, 9> odd{
        "\r\n", "\n", QByteArray(1, '\0'), "%00", "%zz", "\xff", "..", "/", "&path="};
    for (int changes = below(dice, 5); changes > 0 && !bytes.isEmpty(); --changes) {
        const int at = below(dice, bytes.size());
        switch (below(dice, 5)) {
        case 0:
            bytes[at] = char(dice());
            break;
        case 1:
            bytes.remove(at, 1 + below(dice, 8));
            break;
        case 2:
            bytes.insert(at, bytes.mid(at, 1 + below(dice, 40)));
            break;
        case 3:
            bytes.insert(at, odd[std::size_t(below(dice, qsizetype(odd.size())))]);
            break;
        default:
            bytes.truncate(qMax(at, 1));
        }
    }
    return bytes;
}

QList<QByteArray> inPieces(const QByteArray &bytes, Dice &dice)
{
    QList<QByteArray> pieces;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype size = 1 + below(dice, bytes.size());
        pieces.append(bytes.mid(at, size));
        at += size;
    }
    return pieces;
}

//! A frame of a client, sound or not: any opcode, any claim of its length.
QByteArray frame(Dice &dice, const QByteArray &payload)
{
    QByteArray bytes;
    const bool isOdd = below(dice, 4) == 0;
    static constexpr std::array<char, 6> opcodes{0x1, 0x2, 0x0, 0x8, 0x9, 0xa};
    const char opcode = isOdd ? char(dice()) : opcodes[std::size_t(below(dice, 6))];
    bytes += char((below(dice, 5) ? 0x80 : 0) | opcode);
    const char mask = below(dice, 8) ? char(0x80) : char(0);
    if (isOdd && below(dice, 2)) {
        bytes += char(mask | 127);
        for (int i = 0; i < 8; ++i)
            bytes += char(dice());
    } else if (payload.size() < 126) {
        bytes += char(mask | char(payload.size()));
    } else {
        bytes += char(mask | 126);
        bytes += char(payload.size() >> 8);
        bytes += char(payload.size());
    }
    if (mask)
        bytes += QByteArray(4, '\0'); // a mask of noughts changes nothing
    return bytes + payload;
}

QByteArray payload(Dice &dice)
{
    static const std::array<QByteArray, 8> likely{
        R"({"type":"resize","cols":100000,"rows":-1})",
        R"({"host":"localhost","port":8080})",
        R"({"type":"subscribe","paths":["/home/sprite","/../.."],"recursive":true})",
        R"({"type":"signal","signal":"SIGNAUGHT"})",
        QByteArray("\x00ls\n", 4),
        QByteArray("\x04"),
        QByteArray("\x03\xe8"),
        QByteArray(300, '\xfe')};
    return spoiled(likely[std::size_t(below(dice, qsizetype(likely.size())))], dice).left(60'000);
}

} // namespace

void TestPlaygroundGarbage::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_program = std::make_unique<PlaygroundProcess>();
    QVERIFY(m_program->start());
    QCOMPARE(client().get(u"/v1/sprites"_s).status, 200);
    m_filesAtFirst = openFiles();
    QCOMPARE(client().post(u"/v1/sprites"_s, "{\"name\":\"web\"}").status, 201);
}

void TestPlaygroundGarbage::cleanup()
{
    QVERIFY(m_program->stop());
    m_program.reset();
}

int TestPlaygroundGarbage::openFiles() const
{
    // What the threads of a pool wait on goes with them, after half a minute.
    const QDir files(u"/proc/%1/fd"_s.arg(m_program->pid()));
    const QStringList names = files.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    return int(std::ranges::count_if(names, [&files](const QString &name) {
        return !QFile::symLinkTarget(files.filePath(name)).contains("anon_inode"_L1);
    }));
}

void TestPlaygroundGarbage::sendAll(int count, const std::function<QList<QByteArray>(int)> &pieces)
{
    struct Sending
    {
        std::unique_ptr<QTcpSocket> socket;
        QList<QByteArray> pieces;
        QElapsedTimer since;
    };
    std::vector<Sending> sendings;
    int begun = 0;
    const auto step = [&] {
        while (sendings.size() < AtOnce && begun < count) {
            Sending sending{std::make_unique<QTcpSocket>(), pieces(begun++), {}};
            sending.socket->connectToHost(u"127.0.0.1"_s, m_program->port());
            sending.since.start();
            sendings.push_back(std::move(sending));
        }
        for (Sending &sending : sendings) {
            if (sending.socket->isOpen())
                sending.socket->readAll();
            if (sending.socket->state() == QAbstractSocket::ConnectedState &&
                sending.socket->bytesToWrite() == 0 && !sending.pieces.isEmpty())
                sending.socket->write(sending.pieces.takeFirst());
        }
        // A case that waits for more to come is given up.
        std::erase_if(sendings, [](const Sending &sending) {
            return sending.socket->state() == QAbstractSocket::UnconnectedState ||
                   sending.since.hasExpired(Silence);
        });
        return sendings.empty() && begun == count;
    };
    QVERIFY(QTest::qWaitFor(step, 60'000 + count * 50));
}

void TestPlaygroundGarbage::checkItServes()
{
    QVERIFY(m_program->isRunning());
    const Answer listed = client().get(u"/v1/sprites"_s);
    QCOMPARE(listed.status, 200);
    for (const QJsonValue &sprite : listed.object().value("sprites"_L1).toArray()) {
        const QString name = sprite.toObject().value("name"_L1).toString();
        QCOMPARE(client().send("DELETE", u"/v1/sprites/"_s + name).status, 204);
    }
    // Whatever was begun is over: nothing is held open for those who went.
    QTRY_VERIFY2_WITH_TIMEOUT(openFiles() <= m_filesAtFirst, QByteArray::number(openFiles()).constData(),
                              Patience);
}

void TestPlaygroundGarbage::answersOthersWhileRequestsAreSpoiled()
{
    sendAll(rounds(600), [this](int number) {
        Dice dice{quint32(number)};
        const QByteArray body(Bodies[std::size_t(below(dice, qsizetype(Bodies.size())))]);
        const QByteArray target(Targets[std::size_t(below(dice, qsizetype(Targets.size())))]);
        QByteArray more = "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        if (below(dice, 3) == 0)
            more += Headers[std::size_t(below(dice, qsizetype(Headers.size())))];
        const qsizetype space = target.indexOf(' ');
        return inPieces(spoiled(client().head(target.left(space), target.mid(space + 1), more) + body, dice),
                        dice);
    });
    checkItServes();
}

void TestPlaygroundGarbage::answersOthersWhileFramesAreSpoiled()
{
    static const std::array<QByteArray, 6> sockets{
        "/exec?cmd=cat&stdin=true&max_run_after_disconnect=0s",
        "/exec?cmd=sh&tty=true&stdin=true&cols=80&rows=24&max_run_after_disconnect=0s",
        "/proxy",
        "/ports/watch",
        "/fs/watch",
        "/exec/999999"};
    sendAll(rounds(300), [this](int number) {
        Dice dice{quint32(number) + 1'000'000};
        const QByteArray target = sockets[std::size_t(below(dice, qsizetype(sockets.size())))];
        QList<QByteArray> pieces{client().head("GET", "/v1/sprites/web" + target, Headers[5])};
        QByteArray frames;
        for (int i = below(dice, 6); i >= 0; --i)
            frames += frame(dice, payload(dice));
        return pieces + inPieces(frames, dice);
    });
    checkItServes();
}

QTEST_GUILESS_MAIN(TestPlaygroundGarbage)
#include "tst_playgroundgarbage.moc"
