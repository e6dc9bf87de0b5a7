// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/taskroutes.h"

#include "playground/goduration.h"
#include "playground/outcome.h"

#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MaxBody = 64 * 1024;
constexpr qint64 MostSeconds = 3600;

//! What a body asks for. The error is the text of a 400.
struct Wanted
{
    QString name;
    std::chrono::milliseconds time{};
};

std::optional<std::chrono::milliseconds> timeOf(const QJsonValue &expire)
{
    if (expire.isString())
        return goDuration(expire.toString());
    const double seconds = expire.toDouble(-1);
    if (!expire.isDouble() || double(qint64(seconds)) != seconds || seconds < 0 || seconds > 1e9)
        return std::nullopt;
    return std::chrono::seconds(qint64(seconds));
}

Outcome<Wanted, QString> wanted(const QString &name, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return u"invalid request body"_s;
    const QJsonObject object = document.object();
    Wanted result;
    result.name = name.isEmpty() ? object.value("name"_L1).toString() : name;
    if (result.name.isEmpty())
        return u"name is required"_s;
    const std::optional<std::chrono::milliseconds> time = timeOf(object.value("expire"_L1));
    if (!time || time->count() == 0)
        return u"expire must be a positive number of seconds or a duration"_s;
    result.time = *time;
    if (result.time > std::chrono::seconds(MostSeconds))
        return u"expire %1 seconds exceeds maximum %2 seconds"_s.arg(
            QString::number(result.time.count() / 1000), QString::number(MostSeconds));
    return result;
}

HttpResponse taskAnswer(int status, const SpriteTask &task)
{
    return HttpResponse::insideJson(status, toWireJson(task.toJson()));
}

} // namespace

TaskRoutes::TaskRoutes(SpriteTasks &tasks, QObject *parent)
    : QObject(parent)
    , m_tasks(tasks)
{}

void TaskRoutes::addTo(Router &router)
{
    const QString base = u"/v1/sprites/{name}/tasks"_s;
    router.add("GET", base,
               [this](HttpExchange *exchange, const QStringList &a) { list(exchange, a.at(0)); });
    router.add("POST", base, [this](HttpExchange *exchange, const QStringList &a) {
        exchange->collectBody(
            MaxBody, [this, exchange, a](const QByteArray &body) { create(exchange, a.at(0), body); });
    });
    for (const QString &path : {base, base + u"/{task}"_s})
        router.add("PUT", path, [this](HttpExchange *exchange, const QStringList &a) {
            exchange->collectBody(MaxBody, [this, exchange, a](const QByteArray &body) {
                update(exchange, a.at(0), a.value(1), body);
            });
        });
    router.add("DELETE", base + u"/{task}"_s,
               [this](HttpExchange *exchange, const QStringList &a) { remove(exchange, a.at(0), a.at(1)); });
}

void TaskRoutes::list(HttpExchange *exchange, const QString &sprite) const
{
    QJsonArray array;
    const QList<SpriteTask> tasks = m_tasks.tasks(sprite);
    for (const SpriteTask &task : tasks)
        array.append(task.toJson());
    exchange->respond(HttpResponse::insideJson(200, toWireJson(QJsonObject{{u"tasks"_s, array}})));
}

void TaskRoutes::create(HttpExchange *exchange, const QString &sprite, const QByteArray &body)
{
    const Outcome<Wanted, QString> task = wanted({}, body);
    if (!task)
        return exchange->respond(HttpResponse::insideText(400, task.error()));
    if (m_tasks.contains(sprite, task->name))
        return exchange->respond(HttpResponse::insideText(409, u"task already exists: "_s + task->name));
    exchange->respond(taskAnswer(201, m_tasks.set(sprite, task->name, task->time)));
}

void TaskRoutes::update(HttpExchange *exchange, const QString &sprite, const QString &name,
                        const QByteArray &body)
{
    const Outcome<Wanted, QString> task = wanted(name, body);
    if (!task)
        return exchange->respond(HttpResponse::insideText(400, task.error()));
    exchange->respond(taskAnswer(200, m_tasks.set(sprite, task->name, task->time)));
}

void TaskRoutes::remove(HttpExchange *exchange, const QString &sprite, const QString &name)
{
    if (m_tasks.remove(sprite, name))
        return exchange->respond(HttpResponse::empty(204));
    exchange->respond(HttpResponse::insideText(404, u"task not found: "_s + name));
}

} // namespace Spritarium::Playground
