// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxyenvironment.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Variable
{
    QString name;
    QString value;
};

Variable firstOf(const Variables &variables, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (const QString value = variables(name).trimmed(); !value.isEmpty())
            return {QString::fromLatin1(name), value};
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
    const QUrl url(whole.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.hasQuery() || url.hasFragment() ||
        (!url.path().isEmpty() && url.path() != "/"_L1))
        return {};
    static const QStringList socks{u"socks"_s, u"socks5"_s, u"socks5h"_s};
    const bool isSocks = socks.contains(url.scheme());
    if (!isSocks && url.scheme() != "http"_L1)
        return {};
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
                         static_cast<quint16>(url.port(isSocks ? 1080 : 80)),
                         url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded));
}

std::optional<NamedProxy> proxyOfEnvironment(const QUrl &address, const Variables &variables)
{
    const Variable named = firstOf(variables, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    if (named.value.isEmpty())
        return {};
    static const QRegularExpression between(u"[\\s,]+"_s);
    const QStringList without =
        firstOf(variables, {"no_proxy", "NO_PROXY"}).value.split(between, Qt::SkipEmptyParts);
    const int port = address.port(443);
    const bool isLeftOut = std::any_of(without.begin(), without.end(), [&](const QString &entry) {
        return covers(entry, address.host(), port);
    });
    if (isLeftOut)
        return NamedProxy{QNetworkProxy::NoProxy, {}};
    const std::optional<QNetworkProxy> proxy = proxyFromText(named.value);
    return proxy ? NamedProxy{*proxy, {}} : NamedProxy{QNetworkProxy::HttpProxy, named.name};
}

} // namespace Spritarium
