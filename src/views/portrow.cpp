// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portrow.h"

#include <QCoreApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;
using State = PortForwardModel::RowState;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PortRow)
};

} // namespace

PortRow PortRow::of(const QModelIndex &index)
{
    const QModelIndex first = index.siblingAtColumn(0);
    PortRow row;
    row.type = static_cast<Model::RowType>(first.data(Model::RowTypeRole).toInt());
    row.state = static_cast<State>(first.data(Model::RowStateRole).toInt());
    row.forward = first.data(Model::ForwardRole).value<PortForward>();
    row.status = first.data(Model::StatusRole).value<ForwardStatus>();
    row.port = first.data(Model::PortRole).value<ListeningPort>();
    row.message = first.data(Model::MessageRole).toString();
    row.meta = first.data(Model::MetaRole).toString();
    row.key = first.data(Model::KeyRole).toString();
    row.freePort = quint16(first.data(Model::FreePortRole).toInt());
    return row;
}

QString PortRow::portText() const
{
    return isForward() ? spritePortText(forward) : QString::number(port.port);
}

quint16 PortRow::localPort() const
{
    return state != State::Stopped && status.localPort != 0 ? status.localPort : forward.localPort;
}

QString PortRow::address() const
{
    return u"127.0.0.1:%1"_s.arg(localPort());
}

bool PortRow::isReachable() const
{
    return isForward() && localPort() != 0 &&
           (state == State::Forwarding || state == State::Asleep || state == State::NothingListens ||
            state == State::Waiting);
}

bool PortRow::canStop() const
{
    return isForward() && state != State::Stopped;
}

QList<PortAction> portActions(const PortRow &row)
{
    QList<PortAction> actions;
    switch (row.state) {
    case State::Forwarding:
    case State::Waiting:
    case State::NothingListens:
        actions = {PortAction::Copy, PortAction::Stop};
        if (row.canOpen())
            actions.prepend(PortAction::Open);
        break;
    case State::Starting:
        actions = {PortAction::Stop};
        break;
    case State::Asleep:
        actions = {PortAction::Guard, PortAction::Copy, PortAction::Stop};
        break;
    case State::Guarded:
        actions = {PortAction::RemoveGuard, PortAction::Copy, PortAction::Stop};
        break;
    case State::PortBusy:
    case State::NotPermitted:
        if (row.freePort != 0)
            actions << PortAction::UseFree;
        actions << PortAction::Choose;
        if (row.state == State::PortBusy)
            actions << PortAction::TryAgain;
        break;
    case State::Failed:
        if (row.status.error)
            actions << PortAction::Details;
        actions << PortAction::TryAgain;
        break;
    case State::Stopped:
        actions = {PortAction::Start, PortAction::Remove};
        break;
    case State::Listening:
        actions = {PortAction::Forward};
        break;
    }
    return actions << PortAction::More;
}

int keepRank(PortAction action)
{
    switch (action) {
    case PortAction::More:
        return 100;
    case PortAction::Start:
    case PortAction::Stop:
    case PortAction::Forward:
    case PortAction::UseFree:
        return 90;
    case PortAction::TryAgain:
        return 80;
    case PortAction::Open:
    case PortAction::Guard:
    case PortAction::RemoveGuard:
        return 70;
    case PortAction::Choose:
        return 60;
    case PortAction::Details:
    case PortAction::Remove:
        return 50;
    case PortAction::Copy:
        break;
    }
    return 40;
}

QString portActionText(PortAction action, const PortRow &row)
{
    switch (action) {
    case PortAction::Open:
        return Words::tr("Open");
    case PortAction::Copy:
        return Words::tr("Copy");
    case PortAction::Start:
        return Words::tr("Start");
    case PortAction::Stop:
        return Words::tr("Stop");
    case PortAction::Forward:
        return Words::tr("Forward");
    case PortAction::UseFree:
        return Words::tr("Use %1").arg(row.freePort);
    case PortAction::Choose:
        return Words::tr("Choose…");
    case PortAction::TryAgain:
        return Words::tr("Try again");
    case PortAction::Guard:
        return Words::tr("Guard");
    case PortAction::RemoveGuard:
        return Words::tr("Remove guard");
    case PortAction::Details:
        return Words::tr("Details");
    case PortAction::Remove:
        return Words::tr("Remove");
    case PortAction::More:
        break;
    }
    return Words::tr("More");
}

QString portActionName(PortAction action, const PortRow &row)
{
    const QString port = row.portText();
    switch (action) {
    case PortAction::Open:
        return Words::tr("Open port %1").arg(port);
    case PortAction::Copy:
        return Words::tr("Copy for port %1").arg(port);
    case PortAction::Start:
        return Words::tr("Start port %1").arg(port);
    case PortAction::Stop:
        return Words::tr("Stop port %1").arg(port);
    case PortAction::Forward:
        return Words::tr("Forward port %1").arg(port);
    case PortAction::UseFree:
        return Words::tr("Use %1 on this computer for port %2").arg(row.freePort).arg(port);
    case PortAction::Choose:
        return Words::tr("Choose a local port for port %1…").arg(port);
    case PortAction::TryAgain:
        return Words::tr("Try port %1 again").arg(port);
    case PortAction::Guard:
        return Words::tr("Guard port %1").arg(port);
    case PortAction::RemoveGuard:
        return Words::tr("Remove the guard of port %1").arg(port);
    case PortAction::Details:
        return Words::tr("Details of port %1").arg(port);
    case PortAction::Remove:
        return Words::tr("Remove port %1").arg(port);
    case PortAction::More:
        break;
    }
    return Words::tr("More for port %1").arg(port);
}

} // namespace Spritarium
