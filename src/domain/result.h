// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <utility>
#include <variant>

namespace Spritarium {

//! Either a value or the ApiError that says why there is none. Ask before taking: value() of an error
//! asserts.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) // NOLINT: a value is a result
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Result(ApiError error) // NOLINT: so is an error
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    bool isOk() const { return m_content.index() == 0; }
    explicit operator bool() const { return isOk(); }

    const T &value() const &
    {
        Q_ASSERT(isOk());
        return *std::get_if<0>(&m_content);
    }
    T value() &&
    {
        Q_ASSERT(isOk());
        return std::move(*std::get_if<0>(&m_content));
    }
    const ApiError &error() const
    {
        Q_ASSERT(!isOk());
        return *std::get_if<1>(&m_content);
    }

private:
    std::variant<T, ApiError> m_content;
};

} // namespace Spritarium
