// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/awakewiring.h"

#include "app/forwards.h"
#include "app/portsfeed.h"
#include "app/selection.h"
#include "domain/awakereason.h"
#include "views/mainwindow.h"
#include "views/spriteheader.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

AwakeWiring::AwakeWiring(const Parts &parts, Forwards &forwards, PortsFeed &ports, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_forwards(forwards)
    , m_ports(ports)
{
    connect(&parts.selection, &Selection::changed, this, &AwakeWiring::show);
    connect(&ports, &PortsFeed::watchingChanged, this, &AwakeWiring::show);
    const auto showOwn = [this](const SpriteKey &sprite) {
        if (sprite == m_parts.selection.key())
            show();
    };
    connect(&forwards, &Forwards::changed, this, showOwn);
    connect(&forwards, &Forwards::statusChanged, this, showOwn);
    connect(parts.window.header(), &SpriteHeader::placeRequested, &parts.window, &MainWindow::showTab);
}

void AwakeWiring::show()
{
    QList<AwakeReason> reasons;
    const QList<PortForward> forwards = m_forwards.of(m_parts.selection.key());
    for (const PortForward &forward : forwards) {
        const int open = m_forwards.status(forward.id).connections;
        if (open > 0)
            reasons << AwakeReason{
                tr("%n connections through port %1", nullptr, open).arg(spritePortText(forward)), u"ports"_s};
    }
    m_parts.window.header()->setAwakeReasons(reasons, m_ports.isWatching());
}

} // namespace Spritarium
