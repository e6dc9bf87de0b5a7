// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/checkpointledger.h"

#include <QHash>
#include <QJsonArray>
#include <QMap>
#include <QSet>

namespace Spritarium::Playground {

//! One sprite with all that the journal says of it.
struct SpriteRecord
{
    Sprite sprite;
    QString tree; //!< folder below trees/ of the live files; empty: none yet
    QString base; //!< id of the checkpoint the live files are based on
    CheckpointLedger ledger;
};

//! What is true now, in memory: the sum of the journal's records. Does no I/O.
//!
//! Records: `{"sprite":{...}}` sets a sprite without its checkpoints and variables,
//! `{"variables":{...},"of":"<sprite id>"}` its variables, `{"checkpoint":{...},"of":"<sprite id>"}` one
//! checkpoint, `{"gone":"<sprite id>"}` removes a sprite with all of these.
class SpriteCatalog
{
public:
    void apply(const QJsonObject &record);
    //! The shortest list of records that leads here.
    QJsonArray snapshot() const;
    qsizetype recordCount() const;

    int countByStatus(const QString &status) const { return m_statuses.value(status); }
    int count() const { return static_cast<int>(m_byName.size()); }
    const SpriteRecord *find(const QString &name) const;
    const SpriteRecord *findById(const QString &id) const;
    SpritePage page(const QString &prefix, const QString &after, int limit) const;
    QList<Sprite> all() const;
    //! Every folder below trees/ that something needs.
    QSet<QString> trees() const;
    QSet<QString> ids() const;

    static QJsonObject spriteRecord(const SpriteRecord &record);
    static QJsonObject variablesRecord(const Sprite &sprite);
    static QJsonObject checkpointRecord(const QString &spriteId, const CheckpointRecord &record);
    static QJsonObject goneRecord(const QString &spriteId);

private:
    QMap<QString, SpriteRecord> m_byName;
    QHash<QString, QString> m_names; //!< by id
    QHash<QString, int> m_statuses;  //!< how many sprites have it; asked for with every page
};

} // namespace Spritarium::Playground
