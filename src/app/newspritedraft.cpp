// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/newspritedraft.h"

#include <QStringList>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Name, egress, copied from, waiting; labels follow, as many as there are.
constexpr qsizetype FixedLines = 4;

} // namespace

QString newSpriteDraftKey(const AccountId &account)
{
    return u"newsprite\n"_s + account.toString();
}

QString newSpriteDraftText(const NewSpriteRequest &request)
{
    const QStringList fixed{request.sprite.name.toString(), QString::number(int(request.egress)),
                            request.copyFrom.toString(),
                            request.sprite.waitForCapacity ? u"wait"_s : QString()};
    return (fixed + request.sprite.labels).join(u'\n');
}

std::optional<NewSpriteRequest> newSpriteDraft(const QString &text)
{
    const QStringList lines = text.split(u'\n');
    if (text.isEmpty() || lines.size() < FixedLines)
        return std::nullopt;
    NewSpriteRequest request;
    request.sprite.name = SpriteName(lines.at(0));
    request.egress =
        static_cast<EgressChoice>(std::clamp(lines.at(1).toInt(), 0, int(EgressChoice::CopyFrom)));
    request.copyFrom = SpriteName(lines.at(2));
    request.sprite.waitForCapacity = !lines.at(3).isEmpty();
    request.sprite.labels = lines.mid(FixedLines);
    return request;
}

} // namespace Spritarium
