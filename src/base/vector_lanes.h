// Several floats in one register (SIMD lanes): the same exactly rounded operations on any processor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Compiles a function twice and takes the version with wider registers where the processor has them. Only for loops whose
// operations are exactly rounded one by one (no fused multiply-add), so that both versions give the same bytes.
// Not under clang: its functions of different width cannot hand wide registers to each other.
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define STUBBLE_WIDE_LANES __attribute__((target_clones("avx2", "default")))
#else
#define STUBBLE_WIDE_LANES
#endif

namespace stubble {

// Vector extensions of GCC and clang.
using Float4 = float __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

// No alignment asked.
[[nodiscard]] inline Float4 load4(const float* p) {
    Float4 v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

inline void store4(float* p, Float4 v) {
    std::memcpy(p, &v, sizeof v);
}

[[nodiscard]] inline Float4 all4(float x) {
    return Float4{x, x, x, x};
}

[[nodiscard]] inline Float4 min4(Float4 a, Float4 b) {
    return a < b ? a : b;
}

[[nodiscard]] inline Float4 max4(Float4 a, Float4 b) {
    return a > b ? a : b;
}

[[gnu::always_inline]] inline Float4 sqrt4(Float4 x) {
    Float4 root;
    for (int i = 0; i < 4; ++i) {
        root[i] = std::sqrt(x[i]);
    }
    return root;
}

// Bit i is set where lane i of a comparison holds.
[[nodiscard]] inline std::uint32_t lane_bits4(Int4 lanes) {
#if defined(__SSE2__)
    __m128 floats;
    std::memcpy(&floats, &lanes, sizeof floats);
    return static_cast<std::uint32_t>(_mm_movemask_ps(floats));
#else
    std::uint32_t bits = 0;
    for (std::uint32_t i = 0; i < 4; ++i) {
        bits |= (static_cast<std::uint32_t>(lanes[i]) & 1U) << i;
    }
    return bits;
#endif
}

// Eight lanes: one register where the processor has wide ones, else two. A comparison gives -1 (all bits) in the lanes where
// it holds, else 0. Aligned as wide registers ask for, also where the rest of the program does without them; std::array and
// std::vector of them are not.
using Float8 = float __attribute__((vector_size(32), aligned(32)));
using Int8 = std::int32_t __attribute__((vector_size(32), aligned(32)));

[[gnu::always_inline]] inline Float8 all8(float x) {
    return Float8{x, x, x, x, x, x, x, x};
}

[[gnu::always_inline]] inline Float8 sqrt8(const Float8& x) {
    Float8 root;
    for (int i = 0; i < 8; ++i) {
        root[i] = std::sqrt(x[i]);
    }
    return root;
}

// b where a is no number. (Written as a loop, compilers find the one instruction for it.)
[[gnu::always_inline]] inline Float8 max8(const Float8& a, const Float8& b) {
    Float8 larger;
    for (int i = 0; i < 8; ++i) {
        larger[i] = a[i] > b[i] ? a[i] : b[i];
    }
    return larger;
}

// Lanes of x where a comparison holds, else 0.
[[gnu::always_inline]] inline Float8 masked8(const Int8& lanes, const Float8& x) {
    Int8 bits;
    std::memcpy(&bits, &x, sizeof bits);
    bits &= lanes;
    Float8 result;
    std::memcpy(&result, &bits, sizeof result);
    return result;
}

[[gnu::always_inline]] inline float largest8(const Float8& x) {
    Float4 halves[2];
    std::memcpy(halves, &x, sizeof halves);
    const Float4 four = halves[0] > halves[1] ? halves[0] : halves[1];
    const float low = four[0] > four[1] ? four[0] : four[1];
    const float high = four[2] > four[3] ? four[2] : four[3];
    return low > high ? low : high;
}

// Bits that are set in any lane.
[[gnu::always_inline]] inline std::uint32_t any8(const Int8& lanes) {
    std::uint64_t pairs[4];
    std::memcpy(pairs, &lanes, sizeof pairs);
    const std::uint64_t both = (pairs[0] | pairs[1]) | (pairs[2] | pairs[3]);
    return static_cast<std::uint32_t>(both | both >> 32);
}

// Bit i is set where lane i of a comparison holds.
[[gnu::always_inline]] inline std::uint32_t lane_bits8(const Int8& lanes) {
#if defined(__SSE2__)
    __m128 halves[2];
    std::memcpy(halves, &lanes, sizeof halves);
    return static_cast<std::uint32_t>(_mm_movemask_ps(halves[0]) | _mm_movemask_ps(halves[1]) << 4);
#else
    std::uint32_t bits = 0;
    for (std::uint32_t i = 0; i < 8; ++i) {
        bits |= (static_cast<std::uint32_t>(lanes[i]) & 1U) << i;
    }
    return bits;
#endif
}

}  // namespace stubble
