// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"

#include <QObject>

namespace Spritarium {

class ApiClient;
class ApiReply;
class PlaygroundProcess;

//! The menu Playground: reset, a slow network, a stream that breaks off (ux-spec 14). Shown only while the
//! playground is open; its requests go to the playground's own routes, which the Sprites API does not have.
class PlaygroundMenu : public QObject
{
    Q_OBJECT

public:
    PlaygroundMenu(const Parts &parts, PlaygroundProcess &playground, QObject *parent);

private:
    ApiClient *client() const;
    void reset();
    void setSlow(bool slow);
    void dropNextStream();
    void editRules();
    void tell(ApiReply *reply, const QString &done);
    void updateVisible();

    Parts m_parts;
    PlaygroundProcess &m_playground;
};

} // namespace Spritarium
