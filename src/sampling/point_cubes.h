// Finds the points near a place in space: a grid of cubes for checks and statistics of patterns.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "geometry/vec.h"

namespace stubble {

// Points sorted by the cube in which they lie. In double precision and without any code of the sampler, so that a check
// shares no mistake with what it checks.
class PointCubes {
public:
    // Searches whose reach is about half of edge_mm are the fastest. Precondition: edge_mm > 0.
    PointCubes(const std::vector<Point3>& places, double edge_mm);

    // Calls visit(i) for every point that is not farther than reach_mm from a place, and for some that are.
    template <typename Visit>
    void visit_near(const Point3& place, double reach_mm, Visit visit) const;

private:
    using Cube = std::array<std::int64_t, 3>;

    struct Slot {
        Cube cube{};
        std::uint32_t begin = 0;
        std::uint32_t end = 0;  // 0 = empty slot
    };

    [[nodiscard]] Cube cube_of(const Point3& place) const;
    [[nodiscard]] std::size_t slot_of(const Cube& cube) const;

    template <typename Visit>
    void visit_cube(const Cube& cube, Visit& visit) const {
        const Slot& slot = slots_[slot_of(cube)];
        for (std::uint32_t i = slot.begin; i < slot.end; ++i) {
            visit(static_cast<std::size_t>(points_[i]));
        }
    }

    double edge_mm_;
    std::vector<Slot> slots_;            // a hash table
    std::vector<std::uint32_t> points_;  // by cube
};

template <typename Visit>
void PointCubes::visit_near(const Point3& place, double reach_mm, Visit visit) const {
    // Where there are more cubes than points, the points are fewer to visit.
    const Point3 reach = Point3::Constant(reach_mm);
    const auto [x0, y0, z0] = cube_of(place - reach);
    const auto [x1, y1, z1] = cube_of(place + reach);
    const auto along = [](std::int64_t from, std::int64_t to) {
        return static_cast<double>(to - from + 1);
    };
    if (along(x0, x1) * along(y0, y1) * along(z0, z1) > static_cast<double>(slots_.size())) {
        for (const std::uint32_t point : points_) {
            visit(static_cast<std::size_t>(point));
        }
        return;
    }
    for (std::int64_t z = z0; z <= z1; ++z) {
        for (std::int64_t y = y0; y <= y1; ++y) {
            for (std::int64_t x = x0; x <= x1; ++x) {
                visit_cube({x, y, z}, visit);
            }
        }
    }
}

}  // namespace stubble
