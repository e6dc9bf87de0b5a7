// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/playgroundserver.h"

#include <QTemporaryDir>

#include <memory>

namespace Spritarium::Test {

//! A playground of a test's own: fresh folder, port 0, no pauses, nothing seeded unless asked for.
class PlaygroundFixture
{
public:
    explicit PlaygroundFixture(bool seeds = false)
    {
        m_options.stateFolder = m_folder.path();
        m_options.speed = 0;
        m_options.seeds = seeds;
        m_options.sleep.idle = std::chrono::hours(1);
        m_options.store.durability = Playground::Durability::KillSafe;
    }

    Playground::PlaygroundOptions &options() { return m_options; }

    bool start()
    {
        m_server = std::make_unique<Playground::PlaygroundServer>(m_options);
        return m_server->start().isOk();
    }

    Playground::PlaygroundServer &server() { return *m_server; }
    Playground::SpriteStore &store() { return m_server->store(); }
    QUrl url() const { return QUrl(m_server->url()); }
    QString token() const { return m_server->token(); }

    void fault(Playground::Fault::Kind kind, const QByteArray &method, const QString &path, int count = 1)
    {
        Playground::Fault fault;
        fault.kind = kind;
        fault.method = method;
        fault.path = path;
        fault.count = count;
        m_server->faults().add(fault);
    }

    //! How many requests of this method went to a path that ends so.
    int requestCount(const QByteArray &method, const QString &pathEnd) const
    {
        int count = 0;
        for (const Playground::RequestLogEntry &entry : m_server->requestLog().entries())
            count += entry.method == method && entry.path.endsWith(pathEnd);
        return count;
    }

private:
    QTemporaryDir m_folder;
    Playground::PlaygroundOptions m_options;
    std::unique_ptr<Playground::PlaygroundServer> m_server;
};

} // namespace Spritarium::Test
