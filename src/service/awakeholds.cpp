// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/awakeholds.h"

#include "domain/sprite.h"
#include "service/apiclient.h"
#include "service/apireply.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

const QString Task = u"/v1/tasks/spritarium"_s;

//! The object in the frames of a command's output, whose borders are not told (sprites-api 7.7).
QJsonObject objectIn(const QByteArray &output)
{
    const qsizetype first = output.indexOf('{');
    const qsizetype last = output.lastIndexOf('}');
    if (first < 0 || last < first)
        return {};
    return QJsonDocument::fromJson(output.sliced(first, last - first + 1)).object();
}

//! As long as the service says, which may not be as long as was asked for; its clock may be another.
std::chrono::seconds heldFor(const QJsonObject &task, std::chrono::seconds wanted)
{
    const QDateTime from = parseTime(task.value("started_at"_L1).toString());
    const QDateTime until = parseTime(task.value("expires_at"_L1).toString());
    return from.isValid() && from < until ? std::chrono::seconds(from.secsTo(until)) : wanted;
}

} // namespace

AwakeHolds::AwakeHolds(ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

ApiReply *AwakeHolds::command(const SpriteName &sprite, const QStringList &words)
{
    ApiRequest request = ApiRequest::post(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "exec"));
    request.query = {{u"path"_s, u"sprite-env"_s}, {u"cmd"_s, u"sprite-env"_s}};
    for (const QString &word : words)
        request.query.append({u"cmd"_s, word});
    request.query.append({u"stdin"_s, u"false"_s});
    request.accept = "application/octet-stream";
    ApiReply *reply = m_client.send(request);
    connect(reply, &ApiReply::failed, this,
            [this, sprite](const ApiError &error) { Q_EMIT failed(sprite, error); });
    connect(reply, &ApiReply::interrupted, this,
            [this, sprite](const ApiError &error) { Q_EMIT answerLost(sprite, error); });
    return reply;
}

void AwakeHolds::take(const SpriteName &sprite, std::chrono::seconds time)
{
    const QString body = u"{\"expire\":%1}"_s.arg(time.count());
    ApiReply *reply = command(sprite, {u"curl"_s, u"-s"_s, u"-X"_s, u"PUT"_s, u"-d"_s, body, Task});
    connect(reply, &ApiReply::succeeded, this, [this, sprite, time, reply] {
        const QByteArray output = reply->answer().body;
        const QJsonObject task = objectIn(output);
        if (parseTime(task.value("expires_at"_L1).toString()).isValid())
            Q_EMIT held(sprite, QDateTime::currentDateTimeUtc().addSecs(heldFor(task, time).count()));
        else
            Q_EMIT failed(sprite, ApiError::protocol(u"a hold that is none"_s, output));
    });
}

void AwakeHolds::release(const SpriteName &sprite)
{
    ApiReply *reply = command(sprite, {u"curl"_s, u"-s"_s, u"-X"_s, u"DELETE"_s, Task});
    connect(reply, &ApiReply::succeeded, this, [this, sprite, reply] {
        const QByteArray output = reply->answer().body;
        // curl ends well with a refusal too, but then says something; 204 has no body.
        const bool isDone = output.endsWith(QByteArrayView("\x03\x00", 2)) &&
                            output.chopped(2).replace('\x01', "").trimmed().isEmpty();
        if (isDone || output.contains("not found"))
            Q_EMIT released(sprite);
        else
            Q_EMIT failed(sprite, ApiError::protocol(u"an end of a hold that is none"_s, output));
    });
}

} // namespace Spritarium
