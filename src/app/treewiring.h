// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "app/accountsession.h"
#include "app/listpages.h"
#include "models/viewstate.h"
#include "store/storedvalues.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace Spritarium {

class SpriteTreePanel;

//! Lists of the accounts into the tree, the tree's selection into the window; what was last seen stands there
//! until the first answer, with its age.
class TreeWiring : public QObject
{
    Q_OBJECT

public:
    TreeWiring(const Parts &parts, SpriteTreePanel &panel, QObject *parent);

    ~TreeWiring() override;

    void refreshAll();
    void setVisible(bool visible);

Q_SIGNALS:
    //! Whether any real account has lost the line; only on a real change.
    void offlineChanged(bool offline);
    //! A 401 (ux-spec 7): the root says so, and a sign-in repairs it.
    void tokenRefused(const Spritarium::AccountId &account);

private:
    void watchSession(AccountSession *session);
    void watchPanel();
    void forgetCollapsed(const AccountId &account);
    void saveLook();
    void showLimits(const AccountId &id);
    void read(AccountSession &session);
    void applyAccounts(const QList<Account> &accounts);
    void applyStored(const SeenSprites &stored);
    void applyListing(const AccountId &account, const QList<Sprite> &sprites,
                      const OrganizationCounts &counts);
    void setState(const AccountId &account, ViewState::Kind kind, const std::optional<ApiError> &error = {});
    void select(const SpriteKey &key);
    void updateSelection();
    void updatePollSeconds();
    void applyFailure(AccountSession *session, const ApiError &error);

    Parts m_parts;
    SpriteTreePanel &m_panel;
    ListPages m_pages;
    QTimer m_saveLook;
    QHash<AccountId, ViewState> m_states;
    QHash<AccountId, int> m_pollSeconds; //!< 0 when live
    bool m_offline = false;
};

} // namespace Spritarium
