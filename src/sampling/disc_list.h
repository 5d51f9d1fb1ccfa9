// Discs near a piece of surface: whether a new point fits between them, and whether they cover a triangle together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/vector_lanes.h"
#include "sampling/disc.h"

namespace stubble {

// Discs as columns of numbers, in groups of eight, so that one instruction tests many. All coordinates are relative to one
// nearby origin; the tests keep a margin (see the source) for the rounding of single precision: a conflict is found a little
// too early, a cover a little too late. A place x is covered by q when |x - q| < (r(x) + r_q) / 2.
// The answer of DiscList::covered_quarters when the whole triangle is covered.
inline constexpr unsigned all_quarters = 0xf;

class DiscList {
public:
    static constexpr std::size_t lanes = 8;

    void clear() { size_ = 0; }
    void add(const Disc& disc) {
        const std::size_t lane = size_ % lanes;
        if (lane == 0) {
            begin_group();
        }
        Group& group = groups_[size_ / lanes];
        group.x[lane] = disc.xyzr[0];
        group.y[lane] = disc.xyzr[1];
        group.z[lane] = disc.xyzr[2];
        group.r[lane] = disc.xyzr[3];
        ++size_;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] Disc operator[](std::size_t i) const;

    // True when `disc` is in conflict with any of the list.
    [[nodiscard]] bool conflicts(const Disc& disc) const;

    // The largest radius that a point there may have without conflict (negative inside a disc): min of 2 |p - q| - r_q.
    // A large number when the list is empty.
    [[nodiscard]] float room(const Disc& place) const;

    // Bit i is set when one disc covers quarter i of a triangle. For a radius linear on the triangle the set that a disc covers
    // is convex, so the three corners suffice.
    [[nodiscard]] unsigned covered_quarters(const Quarters& quarters) const;

private:
    struct alignas(32) Group {
        Float8 x;
        Float8 y;
        Float8 z;
        Float8 r;
    };
    void begin_group();
    [[nodiscard]] std::size_t groups() const { return (size_ + lanes - 1) / lanes; }

    std::size_t size_ = 0;
    std::vector<Group> groups_;  // lanes behind the last disc lie far away
};

}  // namespace stubble
