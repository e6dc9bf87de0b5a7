// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

#include <QObject>
#include <QHash>
#include <QSet>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace Spritarium::Playground {

using StopFlag = std::shared_ptr<std::atomic_bool>;

//! Makes and removes trees: the folders that hold the files of one state of one sprite. Knows nothing of
//! sprites. Large work runs in threads of its own; results come back through the event loop of the thread it
//! lives in. Destroying it waits for the file being copied; the owner raises the stop flags of its copies
//! before that.
class TreeWorkshop : public QObject
{
    Q_OBJECT

public:
    using Finished = std::function<void(const std::optional<StoreError> &)>;

    TreeWorkshop(const QString &folder, QObject *parent);
    ~TreeWorkshop() override;

    //! In a sprite's folder, what is no tree of a checkpoint.
    static constexpr QLatin1StringView ShelfName{"checkpoints"};

    QString path(const QString &tree) const;
    static QString newName();
    //! A tree with the folders that every sprite has. True if they are there now, with `sync` on the disk.
    bool makeSkeleton(const QString &tree, bool sync) const;

    //! `sync`: the copy counts as done only when it is on the disk.
    std::optional<StoreError> copy(const QString &from, const QString &to, bool sync) const;
    //! `finished` is called once, from the event loop, unless this object is destroyed before.
    void copyLater(const QString &from, const QString &to, bool sync, const StopFlag &stop,
                   const Finished &finished);
    //! Removes in the background; what is left at the end of the program goes at the next sweep.
    void discard(const QString &tree);
    //! Puts off discarding it until the last copy of this is gone.
    std::shared_ptr<void> hold(const QString &tree);
    //! Discards every tree that is not in `keep`: below, and below the folders of sprites, of which those in
    //! `sprites` stay. Takes their names away before it returns, so that new trees may have them.
    void sweep(const QSet<QString> &keep, const QSet<QString> &sprites);

private:
    void release(const QString &tree);
    void sweepOne(const QString &tree);

    QString m_folder;
    QHash<QString, int> m_holds;
    QSet<QString> m_discardLater; //!< held
    StopFlag m_closing;
    QThreadPool m_pool; //!< last: its destructor waits, and the rest must still be there then
};

} // namespace Spritarium::Playground
