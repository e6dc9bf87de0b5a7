// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/account.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::Account)
};

} // namespace

AccountId accountIdFor(const QUrl &apiUrl, const QString &organization)
{
    return AccountId(organization + u'@' + normalizedApiUrl(apiUrl.toString()).toString());
}

AccountId playgroundAccountId()
{
    return AccountId(u"playground"_s);
}

TokenShape tokenShapeOf(const QString &text)
{
    const QString token = text.trimmed();
    static const QRegularExpression space(u"\\s"_s);
    const QStringList parts = token.split(u'/');
    TokenShape shape;
    // Three parts in the old form, four in the current one (sprites-api 2.2).
    shape.plausible =
        (parts.size() == 3 || parts.size() == 4) && !parts.contains(QString()) && !token.contains(space);
    if (shape.plausible)
        shape.organizationHint = parts.first();
    return shape;
}

bool isLoopbackHost(const QString &host)
{
    // Names may look like addresses, 127.evil.co.uk or 127.0.0.256, and whoever resolves names decides where
    // a name below localhost leads.
    static const QRegularExpression loopback(uR"(^127(\.(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])){3}$)"_s);
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || host == "::1"_L1 ||
           loopback.match(host).hasMatch();
}

QString apiUrlProblem(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty())
        return Text::tr("This is not a web address.");
    const QString scheme = url.scheme().toLower();
    if (scheme == "http"_L1 && !isLoopbackHost(url.host()))
        return Text::tr(
            "Only addresses that begin with https can be used, or the token could be read on its way.");
    if (scheme != "https"_L1 && scheme != "http"_L1)
        return Text::tr("Only addresses that begin with https can be used.");
    if (!url.userInfo().isEmpty())
        return Text::tr("A name or password cannot be part of the address.");
    if (url.hasQuery() || url.hasFragment())
        return Text::tr("The address ends before a question mark or a number sign.");
    return {};
}

QUrl normalizedApiUrl(const QString &text)
{
    QString trimmed = text.trimmed();
    if (!trimmed.isEmpty() && !trimmed.contains("://"_L1))
        trimmed.prepend("https://"_L1);
    QUrl url(trimmed, QUrl::StrictMode);
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    url.setScheme(url.scheme().toLower());
    return url;
}

QList<CliAccount> parseCliConfig(const QByteArray &json)
{
    QList<CliAccount> accounts;
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    const QJsonObject urls = root.value("urls"_L1).toObject();
    for (auto url = urls.constBegin(); url != urls.constEnd(); ++url) {
        const QJsonObject orgs = url->toObject().value("orgs"_L1).toObject();
        for (auto org = orgs.constBegin(); org != orgs.constEnd(); ++org) {
            const QJsonObject object = org->toObject();
            CliAccount account;
            account.organization = object.value("name"_L1).toString(org.key());
            account.apiUrl = normalizedApiUrl(url.key());
            account.keyringKey = object.value("keyring_key"_L1).toString();
            account.userId = object.value("user_id"_L1).toString(root.value("current_user"_L1).toString());
            account.plainToken = object.value("token"_L1).toString();
            if (!account.organization.isEmpty() && account.apiUrl.isValid())
                accounts << account;
        }
    }
    return accounts;
}

} // namespace Spritarium
