// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/fault.h"
#include "playground/httprequest.h"

#include <QList>

namespace Spritarium::Playground {

//! What shall go wrong next. Each request takes the first fault in order of arrival that matches it; a fault
//! is used up after `count` requests. One with `skip` counts a request it lets through and leaves it to those
//! after it. Requests below /playground are never hit.
class Faults
{
public:
    void add(const Fault &fault);
    void clear() { m_faults.clear(); }
    const QList<Fault> &list() const { return m_faults; }
    //! The fault for this request, counted down; Kind::None when there is none.
    Fault take(const HttpRequest &request);

private:
    QList<Fault> m_faults;
};

} // namespace Spritarium::Playground
