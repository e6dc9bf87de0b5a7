// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/policycopy.h"

namespace Spritarium {

void copyPolicy(AccountSession &session, const SpriteName &source, QObject *context,
                const std::function<void(const Result<NetworkPolicy> &)> &then)
{
    auto *once = new QObject(context);
    const auto finish = [once, &session] {
        QObject::disconnect(&session.policies(), nullptr, once, nullptr);
        once->deleteLater();
    };
    QObject::connect(&session.policies(), &PolicyService::loaded, once,
                     [finish, source, then](const SpriteName &name, const NetworkPolicy &policy) {
                         if (name != source)
                             return;
                         finish();
                         then(policy);
                     });
    QObject::connect(&session.policies(), &PolicyService::loadFailed, once,
                     [finish, source, then](const SpriteName &name, const ApiError &error) {
                         if (name != source)
                             return;
                         finish();
                         then(error);
                     });
    session.policies().load(source);
}

} // namespace Spritarium
