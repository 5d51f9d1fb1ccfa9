// Stops on a programmer's mistake (STUBBLE_CHECK) and names the file, the line and the condition.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stubble::detail {

[[noreturn]] void check_failed(const char* file, int line, const char* condition);

}  // namespace stubble::detail

// For our own mistakes only, in every build; somebody's input gets a Result instead.
#define STUBBLE_CHECK(condition)        \
    ((condition) ? static_cast<void>(0) \
                 : ::stubble::detail::check_failed(__FILE__, __LINE__, #condition))
