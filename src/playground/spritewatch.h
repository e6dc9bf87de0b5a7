// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/ndjsonstream.h"
#include "playground/spritewire.h"

#include <QMap>

namespace Spritarium::Playground {

//! One client that watches the list (sprites-api 4.3): first the state of every sprite, then a line for each
//! that changed, with status "deleted" for those that are gone. A slow client gets the latest state of what
//! changed meanwhile, not every step. A child of the exchange.
class SpriteWatch : public QObject
{
    Q_OBJECT

public:
    SpriteWatch(HttpExchange *exchange, const SpriteStore &store, SpriteWire &wire, const QString &prefix);

private:
    void mark(const QString &name, const QString &deletedId);
    std::optional<QByteArray> next();

    const SpriteStore &m_store;
    SpriteWire &m_wire;
    QString m_prefix;
    //! Names to be told, with the id of what was deleted under that name, or empty.
    QMap<QString, QString> m_pending;
    NdjsonStream *m_stream;
};

} // namespace Spritarium::Playground
