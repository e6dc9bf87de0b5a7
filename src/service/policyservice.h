// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/ids.h"
#include "domain/networkpolicy.h"
#include "domain/operation.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>

namespace Spritarium {

class ApiClient;
class ApiReply;

//! The egress rules of the sprites of one account (sprites-api 6.1). Every verb reaches inside the sprite.
class PolicyService : public QObject
{
    Q_OBJECT

public:
    PolicyService(ApiClient &client, QObject *parent);
    ~PolicyService() override;

    //! Ends in loaded() or loadFailed(); asking again for the same sprite replaces the question under way.
    void load(const SpriteName &sprite);
    //! Replaces the whole policy, once. Any 2xx is success (204 on the wire); whether it took is for a load()
    //! to tell. A lost answer is Unknown.
    void apply(const OperationId &operation, const SpriteName &sprite, const NetworkPolicy &policy);

signals:
    void loaded(const Spritarium::SpriteName &sprite, const Spritarium::NetworkPolicy &policy);
    void loadFailed(const Spritarium::SpriteName &sprite, const Spritarium::ApiError &error);
    void ended(const Spritarium::OperationId &operation, Spritarium::Outcome outcome,
               const std::optional<Spritarium::ApiError> &error);

private:
    ApiClient &m_client;
    QHash<SpriteName, QPointer<ApiReply>> m_loads;
};

} // namespace Spritarium
