// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"
#include "playground/httpresponse.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>

namespace Spritarium::Playground {

//! Runs file calls that take as long as there are files in threads of its own, and answers from the thread
//! it lives in. Destroying it waits for the file at hand; what has not begun is not begun.
class FileWorker : public QObject
{
    Q_OBJECT

public:
    //! Not many at once: the disk is one, more would only take turns.
    explicit FileWorker(QObject *parent, int mostAtOnce = 4);
    ~FileWorker() override;

    //! Becomes true when the worker goes: whatever takes long should look at it.
    std::shared_ptr<const std::atomic_bool> stopFlag() const { return m_stop; }
    //! Answers `exchange` with what `call` gives, unless the client has left by then.
    void run(HttpExchange *exchange, std::function<HttpResponse()> call);
    //! Calls `then` with that in the thread it lives in.
    void run(std::function<HttpResponse()> call, std::function<void(const HttpResponse &)> then);

private:
    std::shared_ptr<std::atomic_bool> m_stop;
    QThreadPool m_pool;
};

} // namespace Spritarium::Playground
