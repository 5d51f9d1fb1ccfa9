// Seeded counter-based random numbers: the same seed gives the same dots on every machine and thread count.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace stubble {

// Finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection of 64 bits in which every input
// bit reaches every output bit.
[[nodiscard]] constexpr std::uint64_t hash64(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

// Hash of a seed and a counter: random numbers without any state.
[[nodiscard]] constexpr std::uint64_t hash64(std::uint64_t seed, std::uint64_t counter) {
    return hash64(hash64(seed) ^ (counter * 0xd1342543de82ef95ULL));
}

// Uniform in [0, 1), from the upper 53 bits.
[[nodiscard]] constexpr double uniform(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

// Nearly normal, mean 0, standard deviation 1, within +-3.46: the sum of 12 uniform 16-bit numbers
// from three hashes. Only integer sums and exact multiplications, so that no libm decides about a
// dot.
[[nodiscard]] constexpr double normal(std::uint64_t bits) {
    std::int64_t sum = 0;
    for (std::uint64_t i = 0; i < 3; ++i) {
        const std::uint64_t h = hash64(bits, i);
        sum += static_cast<std::int64_t>((h & 0xffff) + ((h >> 16) & 0xffff) +
                                         ((h >> 32) & 0xffff) + (h >> 48));
    }
    return static_cast<double>(sum - std::int64_t{6} * 65535) / 65536.0;
}

}  // namespace stubble
