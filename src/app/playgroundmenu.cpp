// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/playgroundmenu.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/playgroundprocess.h"
#include "app/selection.h"
#include "app/stores.h"
#include "service/apireply.h"
#include "views/errordetails.h"
#include "views/mainwindow.h"
#include "views/toast.h"

#include <QAction>

namespace Spritarium {

using namespace Qt::StringLiterals;

PlaygroundMenu::PlaygroundMenu(const Parts &parts, PlaygroundProcess &playground, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_playground(playground)
{
    connect(parts.actions["playground.reset"_L1], &QAction::triggered, this, &PlaygroundMenu::reset);
    connect(parts.actions["playground.slow"_L1], &QAction::toggled, this, &PlaygroundMenu::setSlow);
    connect(parts.actions["playground.drop-stream"_L1], &QAction::triggered, this,
            &PlaygroundMenu::dropNextStream);
    connect(parts.actions["playground.edit-rules"_L1], &QAction::triggered, this, &PlaygroundMenu::editRules);
    connect(&parts.selection, &Selection::changed, this, &PlaygroundMenu::updateVisible);
    connect(&parts.accounts, &Accounts::accountsChanged, this, &PlaygroundMenu::updateVisible);
    updateVisible();
}

ApiClient *PlaygroundMenu::client() const
{
    AccountSession *session = m_parts.accounts.session(playgroundAccountId());
    return session ? &session->client() : nullptr;
}

void PlaygroundMenu::updateVisible()
{
    const bool open = m_parts.accounts.account(playgroundAccountId()).has_value();
    for (const QLatin1StringView id : {"playground.reset"_L1, "playground.slow"_L1,
                                       "playground.drop-stream"_L1, "playground.edit-rules"_L1})
        m_parts.actions.setVisible(id, open);
    m_parts.actions.setDisabledReason("playground.edit-rules"_L1,
                                      m_parts.selection.key().account == playgroundAccountId()
                                          ? QString()
                                          : tr("No sprite of the playground is selected."));
}

void PlaygroundMenu::reset()
{
    if (!client())
        return;
    m_parts.stores.forgetAccount(playgroundAccountId());
    ApiReply *reply = client()->send(ApiRequest::post(Reach::ControlPlane, pathOf("playground", "reset")));
    connect(reply, &ApiReply::succeeded, this, [this] {
        if (AccountSession *session = m_parts.accounts.session(playgroundAccountId()))
            session->sprites().refresh();
    });
    tell(reply, tr("The playground is as on its first day."));
}

void PlaygroundMenu::setSlow(bool slow)
{
    if (!client())
        return;
    const QByteArray fault = R"({"kind":"latency","milliseconds":1500,"count":-1})";
    if (slow)
        tell(client()->send(ApiRequest::post(Reach::ControlPlane, pathOf("playground", "faults"), fault)),
             tr("Every answer takes 1.5 s more."));
    else
        tell(client()->send(ApiRequest::remove(Reach::ControlPlane, pathOf("playground", "faults"))),
             tr("The network is as fast as before."));
}

void PlaygroundMenu::dropNextStream()
{
    if (!client())
        return;
    for (const char *path : {"*/checkpoint", "*/restore"}) {
        const QByteArray fault =
            QByteArray(R"({"kind":"cutMidLine","method":"POST","afterLines":1,"path":")") + path + "\"}";
        tell(client()->send(ApiRequest::post(Reach::ControlPlane, pathOf("playground", "faults"), fault)),
             tr("The next checkpoint and the next restore break off."));
    }
}

void PlaygroundMenu::editRules()
{
    const SpriteKey key = m_parts.selection.key();
    if (!client() || key.account != playgroundAccountId())
        return;
    tell(client()->send(
             ApiRequest::post(Reach::ControlPlane, pathOf("playground", "egress", key.sprite), QByteArray())),
         tr("Somebody else added a rule to %1.").arg(key.sprite.toString()));
}

void PlaygroundMenu::tell(ApiReply *reply, const QString &done)
{
    connect(reply, &ApiReply::succeeded, this, [this, done] { Toast::show(m_parts.window, done); });
    const auto fail = [this](const ApiError &error) { (new ErrorDetails(error, &m_parts.window))->open(); };
    connect(reply, &ApiReply::failed, this, fail);
    connect(reply, &ApiReply::interrupted, this, fail);
}

} // namespace Spritarium
