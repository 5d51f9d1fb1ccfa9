// Several floats in one register (SIMD lanes): the same exactly rounded operations on any processor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>

// Compiles a function twice and takes the version with wider registers where the processor has them. Only for loops whose
// operations are exactly rounded one by one (no fused multiply-add), so that both versions give the same bytes.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
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

}  // namespace stubble
