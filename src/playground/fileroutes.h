// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/filecalls.h"
#include "playground/fileworker.h"
#include "playground/router.h"
#include "playground/sandbox.h"
#include "playground/spritestore.h"

#include <QObject>

namespace Spritarium::Playground {

//! The file calls (sprites-api 11), in the words of the SDKs and of the vendor's description.
class FileRoutes : public QObject
{
    Q_OBJECT

public:
    //! With `sandbox` these calls show what commands see in one. Without isolation commands see all of this
    //! computer, which is nobody's to read by HTTP: then the sprite's own files only.
    FileRoutes(SpriteStore &store, const SandboxSettings &sandbox, QObject *parent);

    void addTo(Router &router);

signals:
    //! A sprite was restored: what was begun with its files before has come to nothing.
    void filesReplaced(const QString &sprite);

private:
    //! A call that answers in JSON, by `worker` if there is one; those that go through whole folders take
    //! m_worker anyway.
    void addCall(Router &router, const QByteArray &method, const QString &verb, FileCalls::Call call,
                 FileWorker *worker = nullptr);
    //! Calls `then` with the sprite's files as they are now, or answers why not.
    void withFiles(HttpExchange *exchange, const QString &sprite,
                   const std::function<void(const SpriteFiles &)> &then);

    static void read(HttpExchange *exchange, const SpriteFiles &files);
    static void write(HttpExchange *exchange, const SpriteFiles &files);

    SpriteStore &m_store;
    const SandboxSettings &m_sandbox;
    FileWorker m_lists; //!< what is short, but not short enough; before m_worker, whose flag it heeds
    FileWorker m_worker;
};

} // namespace Spritarium::Playground
