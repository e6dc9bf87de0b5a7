// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"

#include <QObject>

namespace Spritarium {

class Forwards;

//! Tells the sprite tree how many ports of each sprite are forwarded: its badge and the filter's "forwarded"
//! (ux-spec 7). A forward that does not run does not count.
class ForwardBadges : public QObject
{
    Q_OBJECT

public:
    ForwardBadges(const Parts &parts, Forwards &forwards, QObject *parent);
};

} // namespace Spritarium
