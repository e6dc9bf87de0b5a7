// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/serviceorder.h"
#include "playground/spritestore.h"

namespace Spritarium::Playground {

//! The definitions of one sprite's services, kept in the file services.json beside its policies, so that a
//! checkpoint takes them and a restore brings them back.
class ServiceStore
{
public:
    explicit ServiceStore(const SpriteView &view)
        : m_file(view.system + QStringLiteral("/services.json"))
    {}

    bool exists() const;
    //! Nothing is none. What is no service is left out, and with it those who need it or stand in a circle.
    ServiceOrder::Services read() const;
    //! Replaces in one step. The error is one line.
    StoreResult<Done> write(const ServiceOrder::Services &services) const;

private:
    QString m_file;
};

} // namespace Spritarium::Playground
