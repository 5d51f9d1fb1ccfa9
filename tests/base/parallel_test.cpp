#include "base/parallel.h"

#include <gtest/gtest.h>

#include <vector>

TEST(Parallel, EveryIndexIsVisitedExactlyOnce) {
    for (const int threads : {1, 2, 3, 0}) {
        stubble::set_thread_count(threads);
        std::vector<int> visits(1000, 0);
        stubble::parallel_for(visits.size(), 7, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                ++visits[i];
            }
        });
        EXPECT_EQ(visits, std::vector<int>(1000, 1)) << threads << " threads";
    }
}

TEST(Parallel, AnEmptyRangeCallsNothing) {
    stubble::parallel_for(0, 1, [](std::size_t, std::size_t) { ADD_FAILURE(); });
}
