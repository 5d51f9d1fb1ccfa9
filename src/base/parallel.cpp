#include "base/parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <memory>
#include <optional>

namespace stubble {

void parallel_for(std::size_t count, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& body) {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count, grain),
        [&](const tbb::blocked_range<std::size_t>& part) { body(part.begin(), part.end()); });
}

void set_thread_count(int threads) {
    // The limit holds as long as this object lives: for the rest of the process.
    static std::optional<tbb::global_control> limit;
    limit.reset();
    if (threads > 0) {
        limit.emplace(tbb::global_control::max_allowed_parallelism,
                      static_cast<std::size_t>(threads));
    }
}

}  // namespace stubble
