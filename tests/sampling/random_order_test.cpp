#include "sampling/random_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/random.h"

using namespace stubble;

namespace {

std::vector<std::uint32_t> order_of(const std::vector<std::uint64_t>& keys) {
    std::vector<std::uint32_t> order;
    order_by_random_key(
        keys.size(), [&](std::size_t i) { return keys[i]; }, order);
    return order;
}

}  // namespace

TEST(RandomOrder, IsThatOfAStableSort) {
    for (const std::size_t count : {0U, 1U, 2U, 3U, 17U, 1000U, 30'000U}) {
        std::vector<std::uint64_t> keys;
        for (std::uint64_t i = 0; i < count; ++i) {
            keys.push_back(hash64(count, i / 2));  // every key twice
        }
        std::vector<std::uint32_t> expected(count);
        std::iota(expected.begin(), expected.end(), 0U);
        std::stable_sort(expected.begin(), expected.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
        EXPECT_EQ(order_of(keys), expected) << count;
    }
}

TEST(RandomOrder, KeysThatAreNotRandomAreSortedToo) {
    EXPECT_EQ(order_of({3, 1, 2, 0, ~0ULL, 5}), (std::vector<std::uint32_t>{3, 1, 2, 0, 5, 4}));
}
