// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/outsidelook.h"

#include "models/spritetreemodel.h"

namespace Spritarium {

bool isListFresh(const SpriteTreeModel &tree, const AccountId &account)
{
    const auto state = tree.indexOf(account).data(SpriteTreeModel::AccountStateRole).value<ViewState>();
    return state.kind == ViewState::Kind::Ready &&
           state.asOf.secsTo(QDateTime::currentDateTimeUtc()) < ListIsFreshFor.count();
}

void lookOutside(AccountSession &session, const SpriteName &sprite, QObject *context,
                 const std::function<void(const Result<Sprite> &)> &then)
{
    auto *once = new QObject(context);
    const auto finish = [once, &session] {
        QObject::disconnect(&session.sprites(), nullptr, once, nullptr);
        once->deleteLater();
    };
    QObject::connect(&session.sprites(), &SpriteService::fetched, once,
                     [finish, sprite, then](const Sprite &found) {
                         if (found.name != sprite)
                             return;
                         finish();
                         then(found);
                     });
    QObject::connect(&session.sprites(), &SpriteService::fetchFailed, once,
                     [finish, sprite, then](const SpriteName &name, const ApiError &error) {
                         if (name != sprite)
                             return;
                         finish();
                         then(error);
                     });
    session.sprites().get(sprite);
}

} // namespace Spritarium
