// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/environmentaccount.h"

#include "domain/account.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

std::optional<EnvironmentAccount> environmentAccountOf(const QMap<QString, QString> &environment)
{
    const QString token = environment.value(u"SPRITE_TOKEN"_s).trimmed();
    if (token.isEmpty())
        return std::nullopt;
    QString address = environment.value(u"SPRITE_URL"_s).trimmed();
    if (address.isEmpty())
        address = environment.value(u"SPRITES_API_URL"_s).trimmed();
    const QUrl url = address.isEmpty() ? Account::defaultApiUrl() : normalizedApiUrl(address);
    if (!apiUrlProblem(url).isEmpty())
        return std::nullopt;
    return EnvironmentAccount{token, url};
}

} // namespace Spritarium
