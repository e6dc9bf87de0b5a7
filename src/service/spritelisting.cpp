// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/spritelisting.h"

#include "service/apiclient.h"
#include "service/apireply.h"

#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

SpriteListing::SpriteListing(ApiClient &client, int pageSize, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_pageSize(pageSize)
{}

void SpriteListing::start()
{
    if (m_running)
        return;
    m_running = true;
    m_first = true;
    m_sprites.clear();
    m_positions.clear();
    m_tokens.clear();
    m_token.clear();
    m_counts = {};
    ask();
}

void SpriteListing::stop()
{
    m_running = false;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->cancel();
    }
}

void SpriteListing::ask()
{
    QueryItems query = {{u"max_results"_s, QString::number(m_pageSize)}};
    if (!m_token.isEmpty())
        query.append({u"continuation_token"_s, m_token});
    ApiReply *reply = m_client.send(ApiRequest::get(Reach::ControlPlane, pathOf("v1", "sprites"), query));
    m_reply = reply;
    connect(reply, &ApiReply::succeeded, this, [this, reply] { take(*reply); });
    connect(reply, &ApiReply::failed, this, &SpriteListing::fail);
}

void SpriteListing::take(const ApiReply &reply)
{
    const Result<SpritePage> parsed = parseSpritePage(reply.answer().body);
    if (!parsed)
        return fail(m_client.unreadable(parsed.error(), reply));
    const SpritePage &page = parsed.value();
    if (page.counts != OrganizationCounts())
        m_counts = page.counts;
    add(page.sprites);

    const bool isLast = page.nextToken.isEmpty() || m_tokens.contains(page.nextToken);
    m_tokens.insert(page.nextToken);
    m_token = page.nextToken;
    // The next page is asked for before this one is shown: the way there and back is then free.
    if (!isLast)
        ask();
    const QPointer<SpriteListing> alive(this);
    emit pageListed(page.sprites, m_counts, std::exchange(m_first, false));
    if (!alive || !isLast || !m_running)
        return;
    m_running = false;
    emit listed(std::exchange(m_sprites, {}), m_counts);
}

void SpriteListing::add(const QList<Sprite> &sprites)
{
    for (const Sprite &sprite : sprites) {
        const auto known = m_positions.constFind(sprite.name);
        if (known != m_positions.constEnd()) {
            m_sprites[*known] = sprite;
        } else {
            m_positions.insert(sprite.name, m_sprites.size());
            m_sprites.append(sprite);
        }
    }
}

void SpriteListing::fail(const ApiError &error)
{
    m_running = false;
    emit failed(error);
}

} // namespace Spritarium
