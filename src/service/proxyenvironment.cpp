// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxyenvironment.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QString firstOf(const Variables &variables, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (const QString value = variables(name).trimmed(); !value.isEmpty())
            return value;
    }
    return {};
}

//! "host:8443" or "[::1]:8443" without its port; nothing if that is another one.
std::optional<QString> withoutPort(const QString &entry, int port)
{
    static const QRegularExpression pattern(uR"(^\[?([^\]]+?)\]?:(\d+)$)"_s);
    if (entry.count(u':') > 1 && !entry.startsWith(u'['))
        return entry; // an address of IPv6
    const QRegularExpressionMatch match = pattern.match(entry);
    if (!match.hasMatch())
        return QString(entry).remove(u'[').remove(u']');
    if (match.capturedView(2).toInt() != port)
        return {};
    return match.captured(1);
}

bool covers(const QString &entry, const QString &host, int port)
{
    if (entry == "*"_L1)
        return true;
    const std::optional<QString> named = withoutPort(entry, port);
    if (!named || named->isEmpty())
        return false;
    if (const QHostAddress address(host); !address.isNull()) {
        const auto network = QHostAddress::parseSubnet(*named);
        return address == QHostAddress(*named) ||
               (named->contains(u'/') && network.second >= 0 && address.isInSubnet(network));
    }
    QString name = *named;
    if (name.startsWith("*."_L1))
        name.remove(0, 1);
    const QString bare = name.startsWith(u'.') ? name.mid(1) : name;
    return host.compare(bare, Qt::CaseInsensitive) == 0 || host.endsWith(u'.' + bare, Qt::CaseInsensitive);
}

} // namespace

std::optional<QNetworkProxy> proxyFromText(const QString &text)
{
    const QString whole = text.contains("://"_L1) ? text : "http://"_L1 + text;
    const QUrl url(whole.trimmed());
    if (url.host().isEmpty())
        return {};
    const bool isSocks = url.scheme().startsWith("socks"_L1);
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
                         static_cast<quint16>(url.port(isSocks ? 1080 : 80)),
                         url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded));
}

std::optional<QNetworkProxy> proxyOfEnvironment(const QUrl &address, const Variables &variables)
{
    const auto proxy =
        proxyFromText(firstOf(variables, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}));
    if (!proxy)
        return {};
    static const QRegularExpression between(u"[\\s,]+"_s);
    const QStringList without =
        firstOf(variables, {"no_proxy", "NO_PROXY"}).split(between, Qt::SkipEmptyParts);
    const int port = address.port(443);
    const bool isLeftOut = std::any_of(without.begin(), without.end(), [&](const QString &entry) {
        return covers(entry, address.host(), port);
    });
    return isLeftOut ? QNetworkProxy(QNetworkProxy::NoProxy) : *proxy;
}

} // namespace Spritarium
