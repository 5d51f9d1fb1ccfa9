// Circles in a plane: whether they hold a place, and whether they cover a triangle together or where not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "base/vector_lanes.h"
#include "sampling/plane_maps.h"

namespace stubble {

// Corners of what circles leave bare of a triangle. The bare places lie in the hull of the corners, since circles bulge into
// them. Corners that rounding makes doubtful count.
struct GapCorners {
    static constexpr std::size_t most = 32;

    std::array<PlanePoint, most> corners;
    std::size_t count = 0;
    // Otherwise there may be others: too many circles or corners, or circles that nearly coincide.
    bool is_known = true;
    float scale = 0.0F;  // squared radius of the largest circle

    [[nodiscard]] bool is_none() const { return count == 0 && is_known; }

    void add(const PlanePoint& corner) {
        if (count == most) {
            is_known = false;
            return;
        }
        corners[count++] = corner;
    }
    // Whether one more circle surely covers all that is bare.
    [[nodiscard]] bool are_inside(const Circle& circle) const;
};

// In groups of eight, so that one instruction tests many.
class CircleList {
public:
    static constexpr std::size_t lanes = 8;

    struct alignas(64) Group {
        Float8 x;
        Float8 y;
        Float8 inner;
        Float8 outer;
    };

    void clear() { size_ = 0; }
    void add(const Circle& circle) {
        const std::size_t lane = size_ % lanes;
        if (lane == 0) {
            begin_group();
        }
        Group& to = size_ < lanes ? first_ : more_[size_ / lanes - 1];
        to.x[lane] = circle.center.x;
        to.y[lane] = circle.center.y;
        to.inner[lane] = circle.inner;
        to.outer[lane] = circle.outer;
        ++size_;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] Circle operator[](std::size_t i) const {
        const Group& from = group(i / lanes);
        return {
            {from.x[i % lanes], from.y[i % lanes]}, from.inner[i % lanes], from.outer[i % lanes]};
    }

    // Whether any circle may hold the place.
    [[nodiscard]] bool conflicts(const PlanePoint& place) const;

    // Where the circles do not cover the triangle: nowhere if they leave nothing bare of its sides, and if wherever two of them
    // meet inside it a third covers the place. Does not depend on the order of the circles.
    void find_gap(const PlaneTriangle& triangle, GapCorners& gap) const;

    [[nodiscard]] std::size_t groups() const { return (size_ + lanes - 1) / lanes; }
    [[nodiscard]] const Group& group(std::size_t i) const { return i == 0 ? first_ : more_[i - 1]; }

private:
    void begin_group();

    std::size_t size_ = 0;
    // Lanes behind the last circle lie far away. Most lists need no more than the first group.
    Group first_;
    std::vector<Group> more_;
};

}  // namespace stubble
