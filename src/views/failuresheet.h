// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "views/sheet.h"

namespace Spritarium {

//! Something of this computer failed, such as its disk or keychain (ux-spec 16): cause, Details, Try again.
class FailureSheet : public Sheet
{
    Q_OBJECT

public:
    //! `canTryAgain` adds the button; the sheet closes itself.
    FailureSheet(const QString &title, const ApiError &error, bool canTryAgain, QWidget *parent);

Q_SIGNALS:
    void tryAgainRequested();
};

} // namespace Spritarium
