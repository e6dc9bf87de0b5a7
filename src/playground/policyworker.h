// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/fileworker.h"
#include "playground/spritestore.h"

#include <QHash>

namespace Spritarium::Playground {

//! Runs the calls that read, check and write policies, in the order in which they came, in a thread of its
//! own: a megabyte of rules takes its time, and so does a disk. One for all who change policies, or what one
//! of them writes between another's reading and writing is lost.
class PolicyWorker : public QObject
{
    Q_OBJECT

public:
    PolicyWorker(SpriteStore &store, QObject *parent);

    //! Answers `exchange` with what `call` gives, which runs in the other thread. The files of the sprite,
    //! which are where `view` says, stay until then; if it has others by then, the answer is that it is not
    //! ready, as nobody will see what was changed.
    void run(HttpExchange *exchange, const QString &sprite, const SpriteView &view,
             std::function<HttpResponse()> call);

private:
    HttpResponse checked(const QString &sprite, const SpriteView &before, const HttpResponse &response);

    SpriteStore &m_store;
    quint64 m_last = 0;
    QHash<quint64, std::shared_ptr<void>> m_holds; //!< let go in the store's thread only
    FileWorker m_worker;
};

} // namespace Spritarium::Playground
