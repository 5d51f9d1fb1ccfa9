// Sorts things by random numbers of theirs: an order in which each keeps its place, whoever else is there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stubble {

struct KeyedIndex {
    std::uint64_t key = 0;  // random
    std::uint32_t index = 0;
};

// Sorts by the keys; of equal keys those that came first stay first. Takes time in proportion to their number: the upper bits
// of the keys tell nearly where each belongs.
void sort_by_random_key(std::vector<KeyedIndex>& things);

// Writes the indices 0 to count - 1 in the order of key(i).
template <typename Key>
void order_by_random_key(std::size_t count, Key key, std::vector<std::uint32_t>& order) {
    std::vector<KeyedIndex> things(count);
    for (std::size_t i = 0; i < count; ++i) {
        things[i] = {key(i), static_cast<std::uint32_t>(i)};
    }
    sort_by_random_key(things);
    order.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        order[i] = things[i].index;
    }
}

}  // namespace stubble
