// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/awakewiring.h"

#include "app/forwards.h"
#include "app/keepawake.h"
#include "app/portsfeed.h"
#include "app/selection.h"
#include "domain/awakereason.h"
#include "domain/relativetime.h"
#include "views/mainwindow.h"
#include "views/spriteheader.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

AwakeWiring::AwakeWiring(const Parts &parts, Forwards &forwards, PortsFeed &ports, KeepAwake &holds,
                         QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_forwards(forwards)
    , m_ports(ports)
    , m_holds(holds)
{
    connect(&parts.selection, &Selection::changed, this, &AwakeWiring::show);
    connect(&ports, &PortsFeed::watchingChanged, this, &AwakeWiring::show);
    const auto showOwn = [this](const SpriteKey &sprite) {
        if (sprite == m_parts.selection.key())
            show();
    };
    connect(&forwards, &Forwards::changed, this, showOwn);
    connect(&forwards, &Forwards::statusChanged, this, showOwn);
    connect(&holds, &KeepAwake::changed, this, showOwn);
    SpriteHeader *header = parts.window.header();
    connect(header, &SpriteHeader::placeRequested, &parts.window,
            [&window = parts.window](const QString &place) {
                if (place == SpriteHeader::holdPlace())
                    window.header()->openKeepAwake();
                else
                    window.showTab(place);
            });
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
    if (const QDateTime until = m_holds.until(m_parts.selection.key()); until.isValid())
        reasons << AwakeReason{tr("hold until %1").arg(clockText(until)), SpriteHeader::holdPlace()};
    m_parts.window.header()->setAwakeReasons(reasons, m_ports.isWatching());
}

} // namespace Spritarium
