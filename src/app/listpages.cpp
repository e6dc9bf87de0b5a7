// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/listpages.h"

namespace Spritarium {

namespace {

constexpr qsizetype EnoughRows = 1000; // takes the model a third of a frame
constexpr std::chrono::milliseconds Soon(50);

} // namespace

ListPages::ListPages(QObject *parent)
    : QObject(parent)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(Soon);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        const QList<AccountId> accounts = m_waiting.keys();
        for (const AccountId &account : accounts)
            tell(account);
    });
}

void ListPages::add(const AccountId &account, const QList<Sprite> &sprites, const OrganizationCounts &counts,
                    bool first)
{
    Pages &pages = m_waiting[account];
    if (first)
        pages.sprites.clear(); // of a reading before, which ended early
    pages.sprites += sprites;
    pages.counts = counts;
    if (first || pages.sprites.size() >= EnoughRows)
        tell(account);
    else if (!m_soon.isActive())
        m_soon.start();
}

void ListPages::tell(const AccountId &account)
{
    const Pages pages = m_waiting.take(account);
    Q_EMIT ready(account, pages.sprites, pages.counts);
}

} // namespace Spritarium
