// A value or an error message that a person can act on (Result<T>), for anything that reads somebody's input.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace stubble {

// What is wrong with somebody's input, in words for that person.
struct Error {
    std::string where;   // the file or the option
    std::string cause;   // what is wrong with it
    std::string remedy;  // what to do

    // "<where>: <cause>; <remedy>", one line.
    [[nodiscard]] std::string line() const;
};

template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
    [[nodiscard]] explicit operator bool() const { return ok(); }

    [[nodiscard]] const T& value() const& {
        STUBBLE_CHECK(ok());
        return *std::get_if<T>(&state_);
    }
    [[nodiscard]] T& value() & {
        STUBBLE_CHECK(ok());
        return *std::get_if<T>(&state_);
    }
    // By value, so that a loop over somebody().value() does not outlive what it loops over.
    [[nodiscard]] T value() && {
        STUBBLE_CHECK(ok());
        return std::move(*std::get_if<T>(&state_));
    }
    [[nodiscard]] const T& operator*() const { return value(); }
    [[nodiscard]] T* operator->() {
        return &value();
    }
    [[nodiscard]] const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const {
        STUBBLE_CHECK(!ok());
        return *std::get_if<Error>(&state_);
    }

private:
    std::variant<T, Error> state_;
};

// The result of a job that has nothing to return.
struct Done {};
using Status = Result<Done>;

}  // namespace stubble
