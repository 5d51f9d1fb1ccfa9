// Turns a wanted density into dots: places, natural differences of size and strength, sessions, keeping clear of existing hair.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dots/dot.h"
#include "sampling/poisson_disc_surface.h"

namespace stubble {

// What is wanted at the vertices of a surface. Lists of equal length.
struct WantedDots {
    std::vector<double> dots_per_cm2;  // all sessions
    std::vector<double> room_mm;       // dots only where it is > 0
};

// Defaults: plan keys pattern.* (DESIGN.md section 5).
struct DotPattern {
    double variation = 0.12;       // organic variation of the spacing
    double spacing_low_mm = 0.4;   // dots never come closer: they would merge within years
    double spacing_high_mm = 2.5;  // the first stray dots of a feather
    std::optional<std::size_t> exact_count;
    std::vector<double> session_fractions{1.0};  // after each session, ascending to 1
};

// What all dots of a zone have in common.
struct DotTraits {
    double diameter_mm = 0.35;
    double depth_mm = 0.30;
};

// Natural differences between dots (assumed; sizes and shades are varied on purpose by practitioners).
inline constexpr double dot_diameter_cv = 0.10;     // standard deviation over mean
inline constexpr double dot_strength_sigma = 0.18;  // of ln strength

// Spacing and mask for the sampler. Rounded to 1/1024 mm, so that the last bits of a processor's mathematics do not reach the
// dots; changes by at most 1 mm per mm.
[[nodiscard]] SurfaceField dot_spacing(const TriangleMesh& mesh, const WantedDots& wanted,
                                       const DotPattern& pattern);

// Follicles with hair as discs for the sampler, so small that dots keep their wanted density between them (measured: within 4 % up
// to 95 follicles per cm2) and so large that none lies on a hair: dots keep half their own spacing away.
[[nodiscard]] std::vector<FixedDisc> room_for_hair(const std::vector<SurfaceDot>& follicles);

// `spacing`: of dot_spacing; `keep_clear`: of room_for_hair. Errors: those of sample_surface.
[[nodiscard]] Result<RankedDots> place_pattern(const TriangleMesh& mesh,
                                               const SurfaceField& spacing,
                                               const std::vector<FixedDisc>& keep_clear,
                                               const DotPattern& pattern, std::uint64_t seed);

// A dot at a place of a pattern, with its own size and strength; by its place, so that a dot that stays where it was also
// stays as it was.
[[nodiscard]] Dot dot_at(const SurfaceDot& point, const DotTraits& traits, std::uint64_t seed);

}  // namespace stubble
