// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicesupervisor.h"

#include <algorithm>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

QString logFolder(const SpriteView &view)
{
    return view.system + u"/logs/services"_s;
}

} // namespace

ServiceSupervisor::ServiceSupervisor(SpriteStore &store, SpriteMachines &machines,
                                     const PlaygroundOptions &options, const QString &sprite, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_machines(machines)
    , m_options(options)
    , m_sprite(sprite)
{
    reload();
}

void ServiceSupervisor::reload()
{
    // Taken out first: whoever waits for one of them to stop must not take it for one of those to come.
    const auto before = std::exchange(m_services, {});
    for (SupervisedService *service : before) {
        service->goDown();
        service->deleteLater();
    }
    m_root.clear();
    // Looking alone makes no folder.
    if (!m_store.hasFiles(m_sprite))
        return;
    const StoreResult<SpriteView> view = m_store.view(m_sprite);
    if (!view)
        return;
    m_root = view->root;
    const ServiceOrder::Services stored = ServiceStore(*view).read();
    for (const ServiceDefinition &definition : stored)
        add(definition, logFolder(*view))->setDown();
}

SupervisedService *ServiceSupervisor::add(const ServiceDefinition &definition, const QString &logFolder)
{
    const auto spawner = [this](const ServiceDefinition &service, QObject *parent) {
        return spawn(service, parent);
    };
    auto *service = new SupervisedService(definition, spawner, logFolder, m_options.services, this);
    m_services.insert(definition.name, service);
    return service;
}

MachineProcess *ServiceSupervisor::spawn(const ServiceDefinition &definition, QObject *parent)
{
    ProcessRequest request;
    request.argv = QStringList{definition.cmd} + definition.args;
    request.dir = definition.dir;
    const StoreResult<SpriteView> view = m_store.view(m_sprite);
    const QString root = view ? view->root : QString();
    const StoreResult<Sprite> sprite = m_store.sprite(m_sprite);
    const auto variables = sprite ? sprite->variables : QMap<QString, QString>();
    const Sandbox::Place place = Sandbox::place(m_options.sandbox, root, variables);
    request.env = Sandbox::withVariables(place.environment, definition.env);
    return m_machines.machine(m_sprite)->spawn(request, parent);
}

SupervisedService *ServiceSupervisor::httpService() const
{
    const auto found = std::find_if(m_services.cbegin(), m_services.cend(),
                                    [](const auto *service) { return bool(service->definition().httpPort); });
    return found == m_services.cend() ? nullptr : *found;
}

ServiceOrder::Services ServiceSupervisor::definitions() const
{
    ServiceOrder::Services all;
    for (const SupervisedService *service : m_services)
        all.insert(service->name(), service->definition());
    return all;
}

ServiceSupervisor::Refused ServiceSupervisor::write(const ServiceOrder::Services &services)
{
    const StoreResult<SpriteView> view = m_store.view(m_sprite);
    if (!view)
        return Refusal{500, view.error().text};
    if (!m_root.isEmpty() && m_root != view->root)
        return Refusal{503, u"sprite is not ready"_s};
    m_root = view->root;
    const StoreResult<Done> written = ServiceStore(*view).write(services);
    return written ? Refused() : Refusal{500, written.error().text};
}

ServiceSupervisor::Refused ServiceSupervisor::define(const ServiceDefinition &definition)
{
    ServiceOrder::Services all = definitions();
    if (const QString fault = ServiceOrder::fault(all, definition); !fault.isEmpty())
        return Refusal{400, fault};
    const SupervisedService *http = httpService();
    if (definition.httpPort && http && http->name() != definition.name)
        return Refusal{409, u"another service already has an HTTP port configured"_s};
    all.insert(definition.name, definition);
    if (Refused refused = write(all))
        return refused;
    if (SupervisedService *known = find(definition.name)) {
        known->setDefinition(definition);
        return {};
    }
    const StoreResult<SpriteView> view = m_store.view(m_sprite);
    if (!view)
        return Refusal{500, view.error().text};
    add(definition, logFolder(*view));
    return {};
}

ServiceStart *ServiceSupervisor::start(SupervisedService *service)
{
    const QList<SupervisedService *> order = inOrder(ServiceOrder::toStart(definitions(), service->name()));
    // What cannot be kept starts all the same.
    for (SupervisedService *needed : order)
        (void)keepStopped(needed, false);
    return new ServiceStart(order, ServiceStart::Failure::Ends, this);
}

QList<SupervisedService *> ServiceSupervisor::inOrder(const QStringList &names) const
{
    QList<SupervisedService *> order;
    for (const QString &name : names)
        order.append(m_services.value(name));
    return order;
}

ServiceSupervisor::Refused ServiceSupervisor::whyNotStop(const SupervisedService *service) const
{
    if (service->status() == SupervisedService::Status::Stopped)
        return Refusal{409, u"service is not running: "_s + service->name()};
    const QStringList dependants = ServiceOrder::dependants(definitions(), service->name());
    for (const QString &name : dependants) {
        if (m_services.value(name)->hasProcess())
            return Refusal{409, u"cannot stop service %1: service %2 depends on it and is running"_s.arg(
                                    service->name(), name)};
    }
    return {};
}

ServiceSupervisor::Refused ServiceSupervisor::whyNotRemove(const SupervisedService *service) const
{
    const QStringList dependants = ServiceOrder::dependants(definitions(), service->name());
    if (dependants.isEmpty())
        return {};
    return Refusal{409, u"service %1 depends on %2"_s.arg(dependants.constFirst(), service->name())};
}

ServiceSupervisor::Refused ServiceSupervisor::keepStopped(SupervisedService *service, bool isStopped)
{
    if (service->definition().isStoppedByHand == isStopped)
        return {};
    ServiceOrder::Services all = definitions();
    all[service->name()].isStoppedByHand = isStopped;
    if (Refused refused = write(all))
        return refused;
    service->setStoppedByHand(isStopped);
    return {};
}

ServiceSupervisor::Refused ServiceSupervisor::remove(SupervisedService *service)
{
    ServiceOrder::Services all = definitions();
    all.remove(service->name());
    if (Refused refused = write(all))
        return refused;
    m_services.remove(service->name());
    service->deleteLater();
    return {};
}

ServiceStart *ServiceSupervisor::boot()
{
    QList<SupervisedService *> order = inOrder(ServiceOrder::all(definitions()));
    order.removeIf([](const SupervisedService *service) {
        return !service->isDown() || service->definition().isStoppedByHand;
    });
    return new ServiceStart(order, ServiceStart::Failure::Passed, this);
}

void ServiceSupervisor::suspend()
{
    for (SupervisedService *service : std::as_const(m_services))
        service->suspend();
}

void ServiceSupervisor::resume()
{
    for (SupervisedService *service : std::as_const(m_services))
        service->resume();
}

void ServiceSupervisor::goDown()
{
    for (SupervisedService *service : std::as_const(m_services))
        service->goDown();
}

} // namespace Spritarium::Playground
