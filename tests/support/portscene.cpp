// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/portscene.h"

#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

PortScene::PortScene(QWidget *parent)
    : QWidget(parent)
{
    const auto add = [this](const QString &id, const QString &text, const QString &keys) {
        auto *action = new QAction(this);
        action->setObjectName(id);
        applyFacts(*action, {.id = id, .text = text, .shortcut = keys, .disabledReason = {}});
        actions.insert(id, action);
        addAction(action);
    };
    add(u"ports.add"_s, u"Forward a port"_s, u"Ctrl+Shift+P"_s);
    add(u"ports.start-all"_s, u"Start all"_s, {});
    add(u"ports.stop-all"_s, u"Stop all"_s, {});
    add(u"view.refresh"_s, u"Refresh"_s, u"F5"_s);
    panel = new PortsPanel(model, actions, this);
    table = panel->findChild<PortTable *>(u"portTable"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(panel);
    resize(1000, 720);
    model.showSprite({AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)});
    sprite.name = SpriteName(u"calm-otter"_s);
    sprite.organization = u"acme"_s;
    sprite.url = QUrl(u"https://calm-otter-x7k2.sprites.app"_s);
    sprite.urlAuth = u"sprite"_s;
    setSpriteState(SpriteState::Running);
    setState(ViewState::Kind::Ready);
}

void PortScene::setState(ViewState::Kind kind, const std::optional<ApiError> &error)
{
    panel->applyWatchState({.kind = kind, .asOf = QDateTime::currentDateTimeUtc(), .error = error});
}

void PortScene::setSpriteState(SpriteState state)
{
    sprite.state = state;
    panel->setSprite(sprite);
    model.setSpriteState(state);
}

ForwardId PortScene::idOf(quint16 port)
{
    return ForwardId(u"f%1"_s.arg(port));
}

PortForward PortScene::addForward(quint16 port, ForwardState state, const QString &name)
{
    PortForward forward;
    forward.id = idOf(port);
    forward.name = name;
    forward.port = port;
    forward.localPort = port;
    forward.scheme = guessedScheme(port);
    forward.isStopped = state == ForwardState::Stopped;
    model.setForwards(model.forwards() << forward);
    ForwardStatus status;
    status.id = forward.id;
    status.state = state;
    const bool listens = state != ForwardState::Stopped && state != ForwardState::PortBusy &&
                         state != ForwardState::NotPermitted && state != ForwardState::Failed;
    status.localPort = listens ? port : quint16(0);
    model.applyStatus(status);
    return forward;
}

void PortScene::replace(const PortForward &forward)
{
    QList<PortForward> all = model.forwards();
    for (PortForward &one : all) {
        if (one.id == forward.id)
            one = forward;
    }
    model.setForwards(all);
}

QModelIndex PortScene::rowOf(quint16 port) const
{
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const QModelIndex index = table->model()->index(row, 0);
        const PortRow one = PortRow::of(index);
        if ((one.isForward() && one.forward.port == port) || (one.isListening() && one.port.port == port))
            return index;
    }
    return {};
}

void fillWithEverything(PortScene &scene)
{
    scene.addForward(3000, ForwardState::Forwarding, u"web"_s);
    ForwardStatus busy = scene.statusOf(3000);
    busy.connections = 2;
    busy.bytesUp = 200'000;
    busy.bytesDown = 1'000'000;
    scene.setStatus(busy);
    PortForward database = scene.addForward(5432, ForwardState::Forwarding);
    database.onNetwork = true;
    database.localPort = 15432;
    scene.replace(database);
    scene.addForward(4000, ForwardState::Starting);
    scene.addForward(8000, ForwardState::NothingListens, u"docs"_s);
    scene.addForward(8001, ForwardState::Waiting);
    scene.addForward(3001, ForwardState::PortBusy);
    ForwardStatus taken = scene.statusOf(3001);
    taken.detail = u"node (PID 4711)"_s;
    scene.setStatus(taken);
    scene.addForward(80, ForwardState::NotPermitted);
    scene.addForward(6379, ForwardState::Failed);
    ForwardStatus failed = scene.statusOf(6379);
    failed.error = ApiError{.kind = ApiError::Kind::Server, .httpStatus = 502, .raw = u"Bad gateway"_s};
    scene.setStatus(failed);
    PortForward wide = scene.addForward(9200, ForwardState::Stopped, u"search"_s);
    wide.host = u"db.internal"_s;
    scene.replace(wide);
    scene.model.setListening(QList<ListeningPort>{
        {.port = 3000, .address = u"0.0.0.0"_s, .pid = 812, .command = u"node"_s, .service = {}},
        {.port = 9229, .address = u"127.0.0.1"_s, .pid = 812, .command = u"node"_s, .service = {}},
        {.port = 8888, .address = u"127.0.0.1"_s, .pid = 901, .command = {}, .service = u"notebook"_s}});
}

} // namespace Spritarium
