// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyorder.h"
#include "views/sheet.h"

#include <optional>

namespace Spritarium {

//! The new order as a diff, and the pairs between which the readings still differ (ux-spec 10.3).
class OrderProofSheet : public Sheet
{
    Q_OBJECT

public:
    OrderProofSheet(const NetworkPolicy &before, const OrderProof &proof, QWidget *parent = nullptr);

Q_SIGNALS:
    //! "Use this order"; the sheet closes.
    void orderAccepted();

private:
    void addSentence(const QString &text, const QString &name, std::optional<ColorRole> role);
    void addConflicts(const OrderProof &proof);
};

} // namespace Spritarium
