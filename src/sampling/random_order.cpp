#include "sampling/random_order.h"

#include <algorithm>
#include <bit>
#include <span>
#include <utility>

namespace stubble {
namespace {

// Puts things where `bits` bits of their keys behind the first `known` say; returns where each value of them ends.
void scatter(std::span<const KeyedIndex> from, int known, int bits, std::span<KeyedIndex> to,
             std::vector<std::uint32_t>& ends) {
    const auto value = [&](const KeyedIndex& thing) {
        return bits == 0 ? 0 : static_cast<std::size_t>(thing.key << known >> (64 - bits));
    };
    ends.assign((std::size_t{1} << bits) + 1, 0);
    for (const KeyedIndex& thing : from) {
        ++ends[value(thing) + 1];
    }
    for (std::size_t i = 1; i < ends.size(); ++i) {
        ends[i] += ends[i - 1];
    }
    for (const KeyedIndex& thing : from) {
        to[ends[value(thing)]++] = thing;
    }
}

// Only neighbours change places.
void insertion_sort(std::span<KeyedIndex> things) {
    for (std::size_t i = 1; i < things.size(); ++i) {
        const KeyedIndex moving = things[i];
        std::size_t place = i;
        for (; place > 0 && moving.key < things[place - 1].key; --place) {
            things[place] = things[place - 1];
        }
        things[place] = moving;
    }
}

}  // namespace

void sort_by_random_key(std::vector<KeyedIndex>& things) {
    // Coarsely first, into parts that stay in the fastest memory.
    constexpr int fine = 10;
    const int bits = static_cast<int>(std::bit_width(things.size()));
    const int coarse = std::max(bits - fine, 0);
    std::vector<KeyedIndex> parts(things.size());
    std::vector<std::uint32_t> part_ends;
    scatter(things, 0, coarse, parts, part_ends);
    std::vector<std::uint32_t> ends;
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 1 < part_ends.size(); ++i) {
        const std::size_t count = part_ends[i] - begin;
        const std::span<KeyedIndex> sorted = std::span(things).subspan(begin, count);
        scatter(std::span(parts).subspan(begin, count), coarse, std::min(bits, fine), sorted, ends);
        insertion_sort(sorted);
        begin += count;
    }
}

}  // namespace stubble
