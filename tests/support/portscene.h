// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/portspanel.h"
#include "views/porttable.h"

#include <QAction>
#include <QWidget>

namespace Spritarium {

//! The Ports tab on the real model, in a window of its own, with actions as the program has them.
class PortScene : public QWidget
{
public:
    explicit PortScene(QWidget *parent = nullptr);

    void setState(ViewState::Kind kind, const std::optional<ApiError> &error = {});
    void setSpriteState(SpriteState state);
    //! Puts a forward into the state; the id is "f" and its port.
    PortForward addForward(quint16 port, ForwardState state, const QString &name = {});
    void replace(const PortForward &forward);
    void setStatus(const ForwardStatus &status) { model.applyStatus(status); }
    ForwardStatus statusOf(quint16 port) const { return model.status(idOf(port)); }
    static ForwardId idOf(quint16 port);
    QModelIndex rowOf(quint16 port) const;
    template <typename T>
    T *find(const QString &name) const
    {
        return panel->findChild<T *>(name);
    }

    PortForwardModel model;
    ActionSet actions;
    PortsPanel *panel;
    PortTable *table;
    Sprite sprite;
};

//! One forward for every state that a row can have, and two ports that listen.
void fillWithEverything(PortScene &scene);

} // namespace Spritarium
