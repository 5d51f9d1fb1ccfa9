#include "base/parallel.h"

#if defined(__SANITIZE_THREAD__)
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>
#else
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <memory>
#include <optional>
#endif

namespace stubble {

#if defined(__SANITIZE_THREAD__)

// oneTBB comes without ThreadSanitizer's instrumentation, which then reports races that are none. Plain threads instead, so
// that what it reports is ours.
namespace {

std::atomic<int> thread_count{0};

}  // namespace

void parallel_for(std::size_t count, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& body) {
    const int limit = thread_count;
    const auto threads = limit > 0 ? static_cast<std::size_t>(limit)
                                   : std::size_t{std::thread::hardware_concurrency()};
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t begin = next.fetch_add(grain, std::memory_order_relaxed); begin < count;
             begin = next.fetch_add(grain, std::memory_order_relaxed)) {
            body(begin, std::min(begin + grain, count));
        }
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(threads, (count + grain - 1) / grain); ++i) {
        others.emplace_back(work);
    }
    work();
}

void set_thread_count(int threads) {
    thread_count = threads;
}

#else

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

#endif

}  // namespace stubble
