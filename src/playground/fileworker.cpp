// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/fileworker.h"

namespace Spritarium::Playground {

FileWorker::FileWorker(QObject *parent, int mostAtOnce)
    : QObject(parent)
    , m_stop(std::make_shared<std::atomic_bool>(false))
{
    m_pool.setMaxThreadCount(mostAtOnce);
}

FileWorker::~FileWorker()
{
    *m_stop = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void FileWorker::run(HttpExchange *exchange, std::function<HttpResponse()> call)
{
    run(std::move(call), [asking = QPointer<HttpExchange>(exchange)](const HttpResponse &response) {
        if (asking)
            asking->respond(response);
    });
}

void FileWorker::run(std::function<HttpResponse()> call, std::function<void(const HttpResponse &)> then)
{
    m_pool.start([this, call = std::move(call), then = std::move(then)] {
        const HttpResponse response = call();
        QMetaObject::invokeMethod(
            this, [then, response] { then(response); }, Qt::QueuedConnection);
    });
}

} // namespace Spritarium::Playground
