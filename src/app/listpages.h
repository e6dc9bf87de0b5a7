// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/sprite.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace Spritarium {

//! Gathers the pages of running readings, so that rows are shown a few pages at a time: a tree view lays all
//! its rows out anew and paints itself for every page it is told of.
class ListPages : public QObject
{
    Q_OBJECT

public:
    explicit ListPages(QObject *parent);

    //! The first page is told at once, for a person waits for it; later ones when there are many rows, or
    //! soon.
    void add(const AccountId &account, const QList<Sprite> &sprites, const OrganizationCounts &counts,
             bool first);
    //! The whole list has come and says it better.
    void drop(const AccountId &account) { m_waiting.remove(account); }

Q_SIGNALS:
    void ready(const Spritarium::AccountId &account, const QList<Spritarium::Sprite> &sprites,
               const Spritarium::OrganizationCounts &counts);

private:
    struct Pages
    {
        QList<Sprite> sprites;
        OrganizationCounts counts;
    };

    void tell(const AccountId &account);

    QHash<AccountId, Pages> m_waiting;
    QTimer m_soon;
};

} // namespace Spritarium
