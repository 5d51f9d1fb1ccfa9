// Sorts things by random numbers of theirs: an order in which each keeps its place, whoever else is there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace stubble {

// Writes the indices 0 to count - 1 in the order of key(i), random numbers of 64 bits; equal keys in the order of their
// indices. Takes time in proportion to count: the upper bits of the keys tell nearly where each belongs.
template <typename Key>
void order_by_random_key(std::size_t count, Key key, std::vector<std::uint32_t>& order) {
    const auto bits = static_cast<int>(std::bit_width(count));
    const auto bucket = [&](std::size_t i) {
        return bits == 0 ? 0 : static_cast<std::size_t>(key(i) >> (64 - bits));
    };
    std::vector<std::uint32_t> next((std::size_t{1} << bits) + 1, 0);
    for (std::size_t i = 0; i < count; ++i) {
        ++next[bucket(i) + 1];
    }
    for (std::size_t i = 1; i < next.size(); ++i) {
        next[i] += next[i - 1];
    }
    order.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        order[next[bucket(i)]++] = static_cast<std::uint32_t>(i);
    }
    // Insertion: only the few of one bucket change places.
    for (std::size_t i = 1; i < count; ++i) {
        const std::uint32_t moving = order[i];
        std::size_t place = i;
        for (; place > 0 && key(moving) < key(order[place - 1]); --place) {
            order[place] = order[place - 1];
        }
        order[place] = moving;
    }
}

}  // namespace stubble
