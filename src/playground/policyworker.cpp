// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/policyworker.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

PolicyWorker::PolicyWorker(SpriteStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_worker(nullptr, 1)
{}

void PolicyWorker::run(HttpExchange *exchange, const QString &sprite, const SpriteView &view,
                       std::function<HttpResponse()> call)
{
    const quint64 id = ++m_last;
    m_holds.insert(id, m_store.hold(sprite));
    m_worker.run(std::move(call), [this, id, sprite, view,
                                   asking = QPointer<HttpExchange>(exchange)](const HttpResponse &response) {
        m_holds.remove(id);
        if (asking)
            asking->respond(checked(sprite, view, response));
    });
}

HttpResponse PolicyWorker::checked(const QString &sprite, const SpriteView &before,
                                   const HttpResponse &response)
{
    const StoreResult<SpriteView> now = m_store.view(sprite);
    if (!now)
        return HttpResponse::controlError(404, u"sprite not found"_s);
    return now->system == before.system ? response : HttpResponse::insideText(503, u"sprite is not ready"_s);
}

} // namespace Spritarium::Playground
