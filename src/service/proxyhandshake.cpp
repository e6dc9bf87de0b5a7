// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxyhandshake.h"

#include <QHostAddress>
#include <QtEndian>

#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestHead = 16 * 1024;
constexpr qsizetype LongestPart = 255; //!< of a SOCKS name, user or password
constexpr char SocksVersion = 5;
constexpr char Anonymous = 0;
constexpr char WithPassword = 2;

QByteArray counted(const QByteArray &part)
{
    return char(part.size()) + part;
}

QByteArray socksAddress(const QByteArray &host)
{
    const QHostAddress address(QString::fromLatin1(host));
    if (address.protocol() == QHostAddress::IPv4Protocol) {
        const quint32 number = qToBigEndian(address.toIPv4Address());
        return '\x01' + QByteArray(reinterpret_cast<const char *>(&number), sizeof number);
    }
    if (address.protocol() == QHostAddress::IPv6Protocol) {
        const Q_IPV6ADDR number = address.toIPv6Address();
        return '\x04' + QByteArray(reinterpret_cast<const char *>(number.c), sizeof number.c);
    }
    return '\x03' + counted(host.left(LongestPart));
}

} // namespace

ProxyHandshake::ProxyHandshake(const QNetworkProxy &proxy, const QByteArray &host, quint16 port)
    : m_proxy(proxy)
    , m_host(host)
    , m_port(port)
    , m_step(proxy.type() == QNetworkProxy::Socks5Proxy ? Step::Method : Step::Head)
{
    if (m_step == Step::Method) {
        m_output =
            m_proxy.user().isEmpty() ? QByteArray{"\x05\x01\x00", 3} : QByteArray{"\x05\x02\x00\x02", 4};
        return;
    }
    const QByteArray name = host.contains(':') ? '[' + host + ']' : host;
    const QByteArray target = name + ':' + QByteArray::number(port);
    m_output = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!m_proxy.user().isEmpty())
        m_output += "Proxy-Authorization: Basic " +
                    (m_proxy.user() + u':' + m_proxy.password()).toUtf8().toBase64() + "\r\n";
    m_output += "\r\n";
}

qsizetype ProxyHandshake::wanted() const
{
    switch (m_step) {
    case Step::Head:
        return 1; // the service may speak right behind it
    case Step::Method:
    case Step::Signed:
        return 2 - m_input.size();
    case Step::Connected:
        return 5 - m_input.size();
    case Step::Address:
        return m_rest;
    }
    return 1;
}

ProxyHandshake::State ProxyHandshake::feed(const QByteArray &bytes)
{
    m_input += bytes;
    switch (m_step) {
    case Step::Head:
        return readHead();
    case Step::Method:
        return m_input.size() < 2 ? State::Talking : readMethod();
    case Step::Signed:
        return m_input.size() < 2 ? State::Talking : readSigned();
    case Step::Connected:
        return m_input.size() < 5 ? State::Talking : readConnected();
    case Step::Address:
        m_rest -= bytes.size();
        return m_rest > 0 ? State::Talking : State::Open;
    }
    return State::Talking;
}

ProxyHandshake::State ProxyHandshake::refuse(const QString &problem)
{
    m_problem = problem;
    return State::Refused;
}

ProxyHandshake::State ProxyHandshake::readHead()
{
    if (!m_input.endsWith("\r\n\r\n"))
        return m_input.size() < LongestHead ? State::Talking : refuse(tr("what answers is no proxy"));
    const QByteArray line = m_input.left(m_input.indexOf('\r'));
    const QList<QByteArray> words = line.split(' ');
    const int status = words.value(1).toInt();
    if (!line.startsWith("HTTP/1.") || status < 100)
        return refuse(tr("what answers is no proxy"));
    if (status >= 200 && status < 300)
        return State::Open;
    if (status == 407)
        return refuse(knowsBasic() ? tr("the proxy wants another user or password")
                                   : tr("the proxy asks to sign in in a way that forwards do not know"));
    QString reason = QString::fromLatin1(line.mid(line.indexOf(' ') + 1)).simplified().left(120);
    reason.removeIf([](QChar sign) { return !sign.isPrint(); });
    return refuse(tr("the proxy refused: %1").arg(reason));
}

bool ProxyHandshake::knowsBasic() const
{
    const QList<QByteArray> lines = m_input.toLower().split('\n');
    bool isAsked = false;
    for (const QByteArray &line : lines) {
        if (!line.startsWith("proxy-authenticate:"))
            continue;
        isAsked = true;
        if (line.mid(line.indexOf(':') + 1).trimmed().startsWith("basic"))
            return true;
    }
    return !isAsked;
}

ProxyHandshake::State ProxyHandshake::readMethod()
{
    const char version = m_input.at(0);
    const char method = m_input.at(1);
    m_input.clear();
    if (version != SocksVersion)
        return refuse(tr("what answers is no proxy"));
    if (method == Anonymous) {
        askForConnection();
        return State::Talking;
    }
    const QByteArray user = m_proxy.user().toUtf8();
    const QByteArray password = m_proxy.password().toUtf8();
    if (method != WithPassword || user.isEmpty() || user.size() > LongestPart ||
        password.size() > LongestPart)
        return refuse(tr("the proxy wants another user or password"));
    m_step = Step::Signed;
    m_output = '\x01' + counted(user) + counted(password);
    return State::Talking;
}

ProxyHandshake::State ProxyHandshake::readSigned()
{
    if (m_input.at(1) != 0)
        return refuse(tr("the proxy wants another user or password"));
    m_input.clear();
    askForConnection();
    return State::Talking;
}

void ProxyHandshake::askForConnection()
{
    m_step = Step::Connected;
    m_output = QByteArray("\x05\x01\x00", 3) + socksAddress(m_host) + char(m_port >> 8) + char(m_port & 0xff);
}

ProxyHandshake::State ProxyHandshake::readConnected()
{
    static constexpr std::array Reasons{
        QT_TRANSLATE_NOOP("Spritarium::ProxyHandshake", "the proxy failed"),
        QT_TRANSLATE_NOOP("Spritarium::ProxyHandshake", "the proxy does not allow it"),
        QT_TRANSLATE_NOOP("Spritarium::ProxyHandshake", "the proxy does not reach that network"),
        QT_TRANSLATE_NOOP("Spritarium::ProxyHandshake", "the proxy does not reach that host"),
        QT_TRANSLATE_NOOP("Spritarium::ProxyHandshake", "nobody answers the proxy there")};
    const auto reply = static_cast<unsigned char>(m_input.at(1));
    if (m_input.at(0) != SocksVersion)
        return refuse(tr("what answers is no proxy"));
    if (reply != 0)
        return refuse(tr(Reasons.at(reply <= Reasons.size() ? reply - 1 : 0)));
    // The fifth byte is the address's first one, or the length of a name; two of the port follow.
    switch (m_input.at(3)) {
    case 1:
        m_rest = 3 + 2;
        break;
    case 3:
        m_rest = static_cast<unsigned char>(m_input.at(4)) + 2;
        break;
    case 4:
        m_rest = 15 + 2;
        break;
    default:
        return refuse(tr("what answers is no proxy"));
    }
    m_step = Step::Address;
    return State::Talking;
}

} // namespace Spritarium
