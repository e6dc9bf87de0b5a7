// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/sprite.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

namespace Spritarium {

class ApiClient;
class ApiReply;

//! One reading of the sprite list, page after page. Ends when the token is missing, empty or came before,
//! whatever has_more says (sprites-api 2.9).
class SpriteListing : public QObject
{
    Q_OBJECT

public:
    SpriteListing(ApiClient &client, int pageSize, QObject *parent);

    //! Does nothing while a reading runs.
    void start();
    //! Silent.
    void stop();
    bool isRunning() const { return m_running; }

signals:
    void pageListed(const QList<Spritarium::Sprite> &sprites, const Spritarium::OrganizationCounts &counts,
                    bool first);
    //! All pages, a name twice on the wire once; then the reading is over.
    void listed(const QList<Spritarium::Sprite> &sprites, const Spritarium::OrganizationCounts &counts);
    void failed(const Spritarium::ApiError &error);

private:
    void ask();
    void take(const ApiReply &reply);
    void add(const QList<Sprite> &sprites);
    void fail(const ApiError &error);

    ApiClient &m_client;
    int m_pageSize;
    QPointer<ApiReply> m_reply;
    QList<Sprite> m_sprites;
    QHash<SpriteName, qsizetype> m_positions;
    OrganizationCounts m_counts;
    QSet<QString> m_tokens;
    QString m_token;
    bool m_running = false;
    bool m_first = true;
};

} // namespace Spritarium
