// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicestore.h"

#include "playground/wholefile.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

bool ServiceStore::exists() const
{
    return QFileInfo::exists(m_file);
}

ServiceOrder::Services ServiceStore::read() const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonArray array = QJsonDocument::fromJson(file.readAll()).object().value("services"_L1).toArray();
    ServiceOrder::Services found;
    for (const QJsonValue &value : array) {
        if (const auto service = ServiceDefinition::fromStored(value.toObject()))
            found.insert(service->name, *service);
    }
    ServiceOrder::Services sound;
    const QStringList order = ServiceOrder::all(found);
    for (const QString &name : order) {
        if (ServiceOrder::fault(sound, found.value(name)).isEmpty())
            sound.insert(name, found.value(name));
    }
    return sound;
}

StoreResult<Done> ServiceStore::write(const ServiceOrder::Services &services) const
{
    QJsonArray array;
    for (const ServiceDefinition &service : services)
        array.append(service.toStored());
    const QByteArray content =
        QJsonDocument(QJsonObject{{u"services"_s, array}}).toJson(QJsonDocument::Indented);
    if (const QString why = replaceFile(m_file, content, Readers::Owner); !why.isEmpty())
        return StoreError{StoreFault::Io, u"failed to write services: "_s + why};
    return Done{};
}

} // namespace Spritarium::Playground
