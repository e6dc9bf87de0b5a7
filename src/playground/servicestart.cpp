// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicestart.h"

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

ServiceStart::ServiceStart(const QList<SupervisedService *> &order, Failure failure, QObject *parent)
    : QObject(parent)
    , m_failure(failure)
{
    for (SupervisedService *service : order)
        m_order.append(service);
    QMetaObject::invokeMethod(this, &ServiceStart::next, Qt::QueuedConnection);
}

void ServiceStart::next()
{
    while (!m_order.isEmpty()) {
        SupervisedService *service = m_order.constFirst();
        if (service && service->status() != SupervisedService::Status::Running)
            break;
        m_order.removeFirst();
    }
    if (m_order.isEmpty())
        return finish({});
    SupervisedService *service = m_order.constFirst();
    const auto done = [this, service] { service->disconnect(this); };
    connect(service, &SupervisedService::failed, this, [this, done](const QString &text) {
        done();
        onFailed(text);
    });
    connect(service, &QObject::destroyed, this, [this] { onFailed(u"the service was deleted"_s); });
    if (service->status() == SupervisedService::Status::Stopping) {
        connect(service, &SupervisedService::stopped, this, [this, done] {
            done();
            next();
        });
        return;
    }
    connect(service, &SupervisedService::started, this, [this, done] {
        done();
        m_order.removeFirst();
        next();
    });
    service->start();
}

void ServiceStart::onFailed(const QString &text)
{
    const QPointer<SupervisedService> service = m_order.takeFirst();
    if (m_failure == Failure::Passed) {
        // Not at once: what made it fail may be the end of the machine, in the middle of which nothing
        // starts.
        QMetaObject::invokeMethod(this, &ServiceStart::next, Qt::QueuedConnection);
        return;
    }
    const bool isNeed = !m_order.isEmpty();
    finish(isNeed && service ? u"dependency %1: %2"_s.arg(service->name(), text) : text);
}

void ServiceStart::finish(const QString &error)
{
    emit finished(error);
    deleteLater();
}

} // namespace Spritarium::Playground
