// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace Spritarium::Playground {

//! Why the store said no. The HTTP side chooses status and body from the kind; the text is one line for
//! people.
enum class StoreFault {
    NotFound, //!< no such sprite, or no such checkpoint
    Exists,   //!< a sprite of that name is there already
    Invalid,  //!< malformed name, labels or address setting
    Active,   //!< the checkpoint that the live files are based on, or `Current` (sprites-api 5.6: 409)
    Busy,     //!< the sprite is being deleted
    Canceled, //!< the sprite was deleted, or the store closed, while the job ran: nothing was changed
    Locked,   //!< another playground uses the folder
    Io        //!< the disk refused; the text says which file and why
};

struct StoreError
{
    StoreFault fault = StoreFault::Io;
    QString text;

    friend bool operator==(const StoreError &, const StoreError &) = default;
};

//! Either a value or the error that says why there is none. Ask before taking. Moves only if T only moves.
template <typename T, typename E>
class [[nodiscard]] Outcome
{
public:
    Outcome(T value) // NOLINT: a value is an outcome
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Outcome(E error) // NOLINT: so is an error
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    bool isOk() const { return m_content.index() == 0; }
    explicit operator bool() const { return isOk(); }

    const T &value() const & { return *std::get_if<0>(&m_content); }
    T value() && { return std::move(*std::get_if<0>(&m_content)); }
    const E &error() const { return *std::get_if<1>(&m_content); }

    const T &operator*() const & { return value(); }
    //! By value, so that `for (x : *store.list())` does not walk over what is gone already.
    T operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return std::get_if<0>(&m_content); }

private:
    std::variant<T, E> m_content;
};

//! What a call answers that has nothing to say but "done".
struct Done
{
    friend bool operator==(const Done &, const Done &) = default;
};

template <typename T>
using StoreResult = Outcome<T, StoreError>;

} // namespace Spritarium::Playground
