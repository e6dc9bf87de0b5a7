// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/ids.h"

#include <QObject>

namespace Spritarium {

class Forwards;
class KeepAwake;
class PortsFeed;

//! Says in the header what of ours keeps the selected sprite awake (ux-spec 8): connections through its
//! forwards, a hold, and that its ports are watched.
class AwakeWiring : public QObject
{
    Q_OBJECT

public:
    AwakeWiring(const Parts &parts, Forwards &forwards, PortsFeed &ports, KeepAwake &holds, QObject *parent);

private:
    void show();

    Parts m_parts;
    Forwards &m_forwards;
    PortsFeed &m_ports;
    KeepAwake &m_holds;
};

} // namespace Spritarium
