// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

#include <QObject>
#include <QSet>
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

    QString path(const QString &tree) const;
    static QString newName();
    //! A tree with the folders that every sprite has. True if they are there now.
    bool makeSkeleton(const QString &tree) const;

    //! `sync`: the copy counts as done only when it is on the disk.
    std::optional<StoreError> copy(const QString &from, const QString &to, bool sync) const;
    //! `finished` is called once, from the event loop, unless this object is destroyed before.
    void copyLater(const QString &from, const QString &to, bool sync, const StopFlag &stop,
                   const Finished &finished);
    //! Removes in the background; what is left at the end of the program goes at the next sweep.
    void discard(const QString &tree);
    //! Discards every tree that is not in `keep`.
    void sweep(const QSet<QString> &keep);

private:
    QString m_folder;
    StopFlag m_closing;
    QThreadPool m_pool; //!< last: its destructor waits, and the rest must still be there then
};

} // namespace Spritarium::Playground
