// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/egressscene.h"

#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

EgressScene::EgressScene(QWidget *parent)
    : QWidget(parent)
    , analysis(document)
    , model(document, analysis)
{
    const auto add = [this](const QString &id, const QString &text, const QString &keys) {
        auto *action = new QAction(this);
        action->setObjectName(id);
        applyFacts(*action, {.id = id, .text = text, .shortcut = keys, .disabledReason = {}});
        actions.insert(id, action);
        addAction(action);
    };
    add(u"egress.apply"_s, u"Apply rules…"_s, u"Ctrl+Return"_s);
    add(u"egress.test"_s, u"Test a host"_s, u"Ctrl+Shift+E"_s);
    add(u"egress.history"_s, u"History"_s, {});
    add(u"egress.export"_s, u"Export…"_s, {});
    add(u"egress.import"_s, u"Import…"_s, {});
    add(u"egress.copy-from"_s, u"Copy from sprite…"_s, {});
    add(u"egress.bulk"_s, u"Bulk apply…"_s, {});
    panel = new EgressPanel(model, actions, this);
    table = panel->table();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(panel);
    resize(960, 720);
    document.open({AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)});
    Sprite sprite;
    sprite.name = SpriteName(u"calm-otter"_s);
    sprite.state = SpriteState::Running;
    panel->setSprite(sprite);
}

void EgressScene::load(const NetworkPolicy &policy, ViewState::Kind kind)
{
    document.setPublished(policy, QDateTime::currentDateTimeUtc());
    setState(kind);
}

void EgressScene::setState(ViewState::Kind kind, const std::optional<ApiError> &error)
{
    Sprite sprite;
    sprite.name = SpriteName(u"calm-otter"_s);
    sprite.state = kind == ViewState::Kind::Asleep ? SpriteState::Cold : SpriteState::Running;
    panel->setSprite(sprite);
    panel->applyState({.kind = kind, .asOf = document.asOf(), .error = error});
}

QStringList EgressScene::patterns() const
{
    QStringList all;
    for (const EgressRule &rule : document.draft().rules)
        all << (rule.include.isEmpty() ? rule.domain : rule.include);
    return all;
}

QStringList EgressScene::actionsOfRules() const
{
    QStringList all;
    for (const EgressRule &rule : document.draft().rules)
        all << rule.action;
    return all;
}

NetworkPolicy troubledPolicy()
{
    return {{allowRule(u"*.example.com"_s), denyRule(u"tracker.example.com"_s), presetRule(u"defaults"_s),
             denyRule(u"github.com"_s), allowRule(u"api.example.com"_s), allowRule(u"*.example.com"_s),
             denyRule(u"*.ads.example.com"_s)}};
}

NetworkPolicy longPolicy(int count)
{
    NetworkPolicy policy;
    for (int i = 0; i < count; ++i) {
        const QString name = u"host-%1.region-%2.example.com"_s.arg(i).arg(i % 7);
        policy.rules << (i % 11 == 0 ? denyRule(u"*."_s + name) : allowRule(name));
    }
    return policy;
}

} // namespace Spritarium
