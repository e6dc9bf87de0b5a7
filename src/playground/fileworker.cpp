// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/fileworker.h"

namespace Spritarium::Playground {

namespace {
constexpr int MostAtOnce = 4; // the disk is one; more would only take turns
}

FileWorker::FileWorker(QObject *parent)
    : QObject(parent)
    , m_stop(std::make_shared<std::atomic_bool>(false))
{
    m_pool.setMaxThreadCount(MostAtOnce);
}

FileWorker::~FileWorker()
{
    *m_stop = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void FileWorker::run(HttpExchange *exchange, std::function<HttpResponse()> call)
{
    const QPointer<HttpExchange> asking(exchange);
    m_pool.start([this, asking, call = std::move(call)] {
        const HttpResponse response = call();
        const auto answer = [asking, response] {
            if (asking)
                asking->respond(response);
        };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    });
}

} // namespace Spritarium::Playground
