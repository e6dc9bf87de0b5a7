// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/router.h"
#include "playground/spritefiles.h"
#include "playground/spritestore.h"

#include <QObject>

namespace Spritarium::Playground {

//! The file calls (sprites-api 11), in the words of the SDKs and of the vendor's description.
class FileRoutes : public QObject
{
    Q_OBJECT

public:
    FileRoutes(SpriteStore &store, QObject *parent);

    void addTo(Router &router);

private:
    //! What one call is about: query parameters, or else keys of a JSON body.
    class Arguments;
    using JsonCall = void (*)(HttpExchange *, const SpriteFiles &, const Arguments &);

    void addJsonCall(Router &router, const QByteArray &method, const QString &verb, JsonCall call);
    //! Calls `then` with the sprite's files as they are now, or answers why not.
    void withFiles(HttpExchange *exchange, const QString &sprite,
                   const std::function<void(const SpriteFiles &)> &then);

    static void read(HttpExchange *exchange, const SpriteFiles &files);
    static void write(HttpExchange *exchange, const SpriteFiles &files);
    static void list(HttpExchange *exchange, const SpriteFiles &files);
    static void remove(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments);
    static void rename(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments);
    static void copy(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments);
    static void chmod(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments);

    SpriteStore &m_store;
};

} // namespace Spritarium::Playground
