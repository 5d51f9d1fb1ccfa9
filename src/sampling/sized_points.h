// Finds the point that is nearest in proportion to its size, however much sizes differ: a tree of boxes for checks of patterns.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "geometry/vec.h"

namespace stubble {

// A dot or a keep-away point, or a place that asks.
struct SizedPoint {
    Point3 position_mm = Point3::Zero();
    double radius_mm = 0.0;
    Vector3f normal = Vector3f::Zero();  // of its surface; zero = counts for every sheet
};

// In double precision and without any code of the sampler, so that a check shares no mistake with what it checks.
class SizedPoints {
public:
    explicit SizedPoints(const std::vector<SizedPoint>& points);

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    static constexpr double farthest = 4.0;

    // Smallest distance over mean radius from a place to any point of its sheet (opposite_sheets_cosine) but one; infinite where
    // none is nearer than `farthest`.
    [[nodiscard]] double nearest_ratio(const SizedPoint& place, std::size_t except = none) const;

private:
    struct Member {
        SizedPoint point;
        std::size_t index = 0;  // among the points given
    };
    // Around points begin to end; half of them are in each of two nodes that follow, or all are in this one.
    struct Node {
        Point3 low;
        Point3 high;
        double largest_mm = 0.0;  // radius
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t second =
            0;  // number of the second half, the first is the next node; 0 = not halved
    };
    struct Search {
        const SizedPoint& place;
        std::size_t except;
        double nearest;  // ratio found so far
    };

    std::uint32_t add_node(std::size_t begin, std::size_t end);
    // Below which no ratio in a node's box can be.
    [[nodiscard]] static double least_ratio(const Node& node, const SizedPoint& place);
    void search(std::uint32_t number, Search& search) const;

    std::vector<Member> members_;
    std::vector<Node> nodes_;
};

}  // namespace stubble
