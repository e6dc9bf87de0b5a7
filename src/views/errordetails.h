// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "views/sheet.h"

namespace Spritarium {

//! The raw answer, the request id, the time, and Copy (ux-spec 16). What is shown was scrubbed when it was
//! read.
class ErrorDetails : public Sheet
{
    Q_OBJECT

public:
    explicit ErrorDetails(const ApiError &error, QWidget *parent = nullptr);
};

} // namespace Spritarium
