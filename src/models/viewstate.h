// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <QDateTime>

#include <optional>

namespace Spritarium {

//! The states every view shares (ux-spec 6), as a value: what there is, how old it is, and why there is no
//! more.
struct ViewState
{
    enum class Kind {
        NoSelection,
        Loading,
        Empty,
        Ready,
        Stale,
        Asleep,
        Offline,
        Denied,
        NotOffered,
        Failed
    };

    Kind kind = Kind::NoSelection;
    QDateTime asOf;                //!< when the content was read, UTC; invalid when never
    std::optional<ApiError> error; //!< of Denied, NotOffered, Offline and Failed
    bool isWaking = false;         //!< of Asleep: it was asked to wake, and what was asked is on its way

    bool hasContent() const { return asOf.isValid(); }
    //! The token is refused or missing: another one is the way on. One that may not do this is none of these.
    bool wantsSignIn() const
    {
        return kind == Kind::Denied && error && error->kind != ApiError::Kind::Forbidden;
    }

    friend bool operator==(const ViewState &, const ViewState &) = default;
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::ViewState)
