// Points of a growing pattern between the levels that make it: their rank, and what later levels see of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sampling/poisson_disc_surface.h"

namespace stubble {

struct PatternPoint {
    Point3 position_mm = Point3::Zero();
    double radius_mm = 0.0;  // at scale 1
    std::array<float, 3> barycentric{};
    std::uint32_t triangle = 0;
    std::uint32_t session = 0;
    std::uint64_t id = 0;
};

using PatternPoints = std::vector<PatternPoint>;

// A level's point; `scale`: the level's radii over those of scale 1.
[[nodiscard]] PatternPoint pattern_point(const LevelPointAt& at, const TriangleMesh& mesh,
                                         double scale, std::uint32_t session);

// What a level of a scale sees of an earlier point.
[[nodiscard]] FixedDisc fixed_disc(const PatternPoint& point, double scale,
                                   const std::vector<Vector3f>& normals);

// The field with all radii times `scale`.
[[nodiscard]] SurfaceField scaled_field(const SurfaceField& field, double scale);

// Radii of a session relative to the wanted ones, when its points are a share of all.
[[nodiscard]] double session_scale(double fraction);

// Points of one session at random (by their ids).
void sort_by_rank(PatternPoints& points);

[[nodiscard]] SurfaceDot surface_dot(const PatternPoint& point);

}  // namespace stubble
