// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicedefinition.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! Absent and null are an empty list, as Go's decoder has it; nothing when an item is no text.
std::optional<QStringList> texts(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return QStringList();
    const QJsonArray array = value.toArray();
    const bool isRight = value.isArray() && std::all_of(array.cbegin(), array.cend(), [](const auto &item) {
                             return item.isString() && !item.toString().contains(QChar::Null);
                         });
    if (!isRight)
        return std::nullopt;
    QStringList list;
    for (const QJsonValue &item : array)
        list.append(item.toString());
    return list;
}

std::optional<QString> text(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return QString();
    if (!value.isString() || value.toString().contains(QChar::Null))
        return std::nullopt;
    return value.toString();
}

std::optional<QMap<QString, QString>> variables(const QJsonValue &value)
{
    QMap<QString, QString> result;
    if (value.isUndefined() || value.isNull())
        return result;
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject object = value.toObject();
    for (auto at = object.constBegin(); at != object.constEnd(); ++at) {
        const std::optional<QString> content = text(at.value());
        const bool isName =
            !at.key().isEmpty() && !at.key().contains(u'=') && !at.key().contains(QChar::Null);
        if (!content || !isName)
            return std::nullopt;
        result.insert(at.key(), *content);
    }
    return result;
}

bool isPortOrNone(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return true;
    const qint64 number = value.toInteger(-1);
    return value.isDouble() && double(number) == value.toDouble() && number >= 1 && number <= 65535;
}

std::optional<ServiceDefinition> fromObject(const QString &name, const QJsonObject &object)
{
    const std::optional<QString> cmd = text(object.value("cmd"_L1));
    const std::optional<QString> dir = text(object.value("dir"_L1));
    const std::optional<QStringList> args = texts(object.value("args"_L1));
    const std::optional<QStringList> needs = texts(object.value("needs"_L1));
    const auto env = variables(object.value("env"_L1));
    const QJsonValue port = object.value("http_port"_L1);
    if (!cmd || !dir || !args || !needs || !env || !isPortOrNone(port))
        return std::nullopt;
    ServiceDefinition service;
    service.name = name;
    service.cmd = *cmd;
    service.args = *args;
    service.needs = *needs;
    service.needs.removeDuplicates();
    if (port.isDouble())
        service.httpPort = quint16(port.toInteger());
    service.env = *env;
    service.dir = *dir;
    return service;
}

} // namespace

bool isValidServiceName(const QString &name)
{
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(u"[A-Za-z0-9][A-Za-z0-9._-]{0,62}"_s));
    return pattern.match(name).hasMatch();
}

QJsonObject ServiceDefinition::toJson() const
{
    QJsonObject object{{u"name"_s, name},
                       {u"cmd"_s, cmd},
                       {u"args"_s, QJsonArray::fromStringList(args)},
                       {u"needs"_s, QJsonArray::fromStringList(needs)},
                       {u"http_port"_s, httpPort ? QJsonValue(*httpPort) : QJsonValue()}};
    QJsonObject variables;
    for (auto at = env.constBegin(); at != env.constEnd(); ++at)
        variables.insert(at.key(), at.value());
    if (!variables.isEmpty())
        object.insert(u"env"_s, variables);
    if (!dir.isEmpty())
        object.insert(u"dir"_s, dir);
    return object;
}

QJsonObject ServiceDefinition::toStored() const
{
    QJsonObject object = toJson();
    object.insert(u"stopped"_s, isStoppedByHand);
    return object;
}

std::optional<ServiceDefinition> ServiceDefinition::fromStored(const QJsonObject &object)
{
    const QString name = object.value("name"_L1).toString();
    std::optional<ServiceDefinition> service = fromObject(name, object);
    if (!service || !isValidServiceName(name) || service->cmd.isEmpty())
        return std::nullopt;
    service->isStoppedByHand = object.value("stopped"_L1).toBool();
    return service;
}

Outcome<ServiceDefinition, QString> ServiceDefinition::fromBody(const QString &name, const QByteArray &body)
{
    if (name.isEmpty())
        return u"service name required"_s;
    if (!isValidServiceName(name))
        return u"invalid service name: "_s + name;
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const std::optional<ServiceDefinition> service =
        document.isObject() ? fromObject(name, document.object()) : std::nullopt;
    if (!service)
        return u"invalid request body"_s;
    if (service->cmd.isEmpty())
        return u"cmd field is required"_s;
    return *service;
}

} // namespace Spritarium::Playground
