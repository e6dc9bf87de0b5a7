// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "views/sheet.h"

namespace Spritarium {

//! How much of an organization's limits is used, and what can be done about it (ux-spec 7, 16).
class LimitsSheet : public Sheet
{
    Q_OBJECT

public:
    LimitsSheet(const QString &organization, const OrganizationCounts &counts, QWidget *parent = nullptr);

Q_SIGNALS:
    //! For a list of those that can be freed; the sheet closes itself.
    void showRunningRequested();
};

} // namespace Spritarium
