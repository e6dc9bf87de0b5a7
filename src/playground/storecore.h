// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritecatalog.h"
#include "playground/spritestore.h"
#include "playground/storelog.h"
#include "playground/treeworkshop.h"

#include <QJsonArray>
#include <QLockFile>

namespace Spritarium::Playground {

//! The state folder itself: who holds it, what is true in it, and the one way to make something else true.
class StoreCore
{
public:
    StoreCore(const QString &folder, StoreOptions options);

    StoreResult<Done> open();
    bool isOpen() const { return m_isOpen; }
    bool isFresh() const;
    QString folder() const { return m_folder; }
    QDateTime now() const { return m_options.clock().toUTC(); }
    //! Whether changes wait for the disk now.
    bool sync() const { return m_options.durability == Durability::PowerSafe && !m_batch; }

    const SpriteCatalog &catalog() const { return m_catalog; }
    //! A copy: what is changed in it is nothing before it is committed.
    StoreResult<SpriteRecord> record(const QString &name) const;
    //! All of them become true together, on disk first.
    StoreResult<Done> commit(const QJsonArray &records, bool mustSync = true);

    TreeWorkshop &workshop() { return *m_workshop; }
    //! No longer needed by what is committed; kept until the end of a batch.
    void discard(const QString &tree);

    void beginBatch();
    StoreResult<Done> commitBatch();
    void dropBatch();

private:
    StoreResult<Done> takeFolder();
    StoreResult<Done> lock();
    StoreResult<Done> readLog();
    StoreResult<Done> openTrees();
    void compact();
    StoreResult<Done> write(const QJsonArray &records, bool mustSync);
    StoreError closedError() const;

    QString m_folder;
    StoreOptions m_options;
    QLockFile m_lock;
    StoreLog m_log;
    SpriteCatalog m_catalog;
    std::unique_ptr<TreeWorkshop> m_workshop;
    std::optional<QJsonArray> m_batch;
    QStringList m_afterBatch;     //!< trees that are needed until the batch is on disk
    qsizetype m_compactAbove = 0; //!< records
    qint64 m_compactAboveBytes = 0;
    bool m_isOpen = false;
};

} // namespace Spritarium::Playground
