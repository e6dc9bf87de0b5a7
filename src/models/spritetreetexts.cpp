// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritetreetexts.h"

#include "domain/relativetime.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::SpriteTree)
};

bool isRefusal(const ViewState &state)
{
    return !state.error || state.error->kind == ApiError::Kind::Unauthorized ||
           state.error->kind == ApiError::Kind::Forbidden;
}

QString joined(const QStringList &facts)
{
    return facts.join(Text::tr(" · ", "between facts of one line"));
}

} // namespace

QString spriteStateText(const Sprite &sprite)
{
    switch (sprite.state) {
    case SpriteState::Running:
        return Text::tr("Running");
    case SpriteState::Warm:
        return Text::tr("Warm");
    case SpriteState::Cold:
        return Text::tr("Cold");
    case SpriteState::Unknown:
        break;
    }
    return sprite.rawState.isEmpty() ? Text::tr("Unknown") : sprite.rawState;
}

QString spriteSecondLine(const SpriteNode &node, const QDateTime &now)
{
    QStringList facts{spriteStateText(node.sprite)};
    if (node.sprite.lastRunningAt.isValid())
        facts << Text::tr("ran %1").arg(agoText(node.sprite.lastRunningAt, now));
    if (!node.sprite.labels.isEmpty())
        facts << node.sprite.labels.first();
    return joined(facts);
}

QString spriteAccessibleText(const SpriteNode &node, const QDateTime &now)
{
    QStringList facts{node.sprite.name.toString(), spriteStateText(node.sprite)};
    if (node.busy)
        facts << Text::tr("an operation is running");
    if (node.deleting)
        facts << Text::tr("being deleted");
    if (node.sprite.lastRunningAt.isValid())
        facts << Text::tr("ran %1").arg(agoText(node.sprite.lastRunningAt, now));
    facts << node.sprite.labels;
    if (node.favorite)
        facts << Text::tr("favorite");
    if (node.heldUntil.isValid())
        facts << Text::tr("kept awake until %1").arg(clockText(node.heldUntil));
    if (node.forwards > 0)
        facts << Text::tr("%n forward(s)", nullptr, node.forwards);
    if (node.sprite.isPublic())
        facts << Text::tr("public address");
    if (node.restricted)
        facts << (*node.restricted ? Text::tr("egress restricted") : Text::tr("egress unrestricted"));
    return facts.join(Text::tr(", ", "between facts read aloud"));
}

QString groupName(const GroupNode &group)
{
    return group.kind == GroupNode::Kind::Favorites ? Text::tr("Favorites") : group.name;
}

QString countsText(const OrganizationCounts &counts)
{
    QStringList facts;
    if (counts.running && counts.runningLimit)
        facts << Text::tr("%1 of %2 running").arg(*counts.running).arg(*counts.runningLimit);
    else if (counts.running)
        facts << Text::tr("%1 running").arg(*counts.running);
    if (counts.warm && counts.warmLimit)
        facts << Text::tr("%1 of %2 warm").arg(*counts.warm).arg(*counts.warmLimit);
    else if (counts.warm)
        facts << Text::tr("%1 warm").arg(*counts.warm);
    return joined(facts);
}

QString accountSecondLine(const AccountNode &node)
{
    if (node.state.kind == ViewState::Kind::Denied)
        return isRefusal(node.state) ? Text::tr("Token refused. Sign in again.")
                                     : Text::tr("No token on this computer. Sign in again.");
    if (node.state.kind == ViewState::Kind::Failed && node.state.error)
        return node.state.error->userText();
    if (node.account.isPlayground)
        return Text::tr("On this computer");
    return node.account.hasCustomApiUrl() ? node.account.apiUrl.authority() : QString();
}

} // namespace Spritarium
