// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/serviceorder.h"

#include <QSet>

namespace Spritarium::Playground::ServiceOrder {

using namespace Qt::StringLiterals;

namespace {

//! Depth first with a stack of its own: a chain of thousands is somebody's test.
class Walk
{
public:
    explicit Walk(const Services &services)
        : m_services(services)
    {}

    void from(const QString &name)
    {
        enter(name);
        while (!m_path.isEmpty()) {
            Step &step = m_path.last();
            const QStringList needs = m_services.value(step.name).needs;
            if (step.next < needs.size()) {
                const QString need = needs.at(step.next++);
                if (m_circle.isEmpty() && m_open.contains(need))
                    m_circle = circleTo(need);
                enter(need);
            } else {
                m_open.remove(step.name);
                m_order.append(step.name);
                m_path.removeLast();
            }
        }
    }

    const QStringList &order() const { return m_order; }
    const QStringList &circle() const { return m_circle; }

private:
    struct Step
    {
        QString name;
        qsizetype next = 0;
    };

    void enter(const QString &name)
    {
        if (m_seen.contains(name) || !m_services.contains(name))
            return;
        m_seen.insert(name);
        m_open.insert(name);
        m_path.append({name});
    }

    QStringList circleTo(const QString &name) const
    {
        QStringList names;
        for (qsizetype i = m_path.size() - 1; i >= 0; --i) {
            names.prepend(m_path.at(i).name);
            if (m_path.at(i).name == name)
                break;
        }
        return names + QStringList{name};
    }

    const Services &m_services;
    QList<Step> m_path;
    QSet<QString> m_seen;
    QSet<QString> m_open; //!< those on the path
    QStringList m_order;
    QStringList m_circle;
};

} // namespace

QString fault(const Services &services, const ServiceDefinition &fresh)
{
    Services all = services;
    all.insert(fresh.name, fresh);
    for (const QString &need : fresh.needs) {
        if (!all.contains(need))
            return u"unknown dependency: "_s + need;
    }
    Walk walk(all);
    walk.from(fresh.name);
    return walk.circle().isEmpty() ? QString() : u"circular dependency: "_s + walk.circle().join(u" -> "_s);
}

QStringList toStart(const Services &services, const QString &name)
{
    Walk walk(services);
    walk.from(name);
    return walk.order();
}

QStringList all(const Services &services)
{
    Walk walk(services);
    for (auto at = services.constBegin(); at != services.constEnd(); ++at)
        walk.from(at.key());
    return walk.order();
}

QStringList dependants(const Services &services, const QString &name)
{
    QStringList names;
    for (const ServiceDefinition &service : services) {
        if (service.name != name && service.needs.contains(name))
            names.append(service.name);
    }
    return names;
}

} // namespace Spritarium::Playground::ServiceOrder
