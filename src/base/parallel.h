// Loops over index ranges (parallel_for) whose result does not depend on the number of threads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace stubble {

// Calls body(begin, end) for parts of [0, count), on as many threads as set_thread_count allows.
// The body writes only what belongs to its own indices; then the outcome is the same for any number
// of threads. Parts hold at least `grain` indices.
void parallel_for(std::size_t count, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& body);

// Limits all later loops of the process; 0 = one per core. Called once by main.
void set_thread_count(int threads);

}  // namespace stubble
