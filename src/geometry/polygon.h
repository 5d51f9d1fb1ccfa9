// Closed flat outline of a zone: inside test, distance to its edge, area, and whether it crosses itself.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "geometry/vec.h"

namespace stubble {

// Corners in order, either turning direction; the last is joined to the first. Any unit of length.
using Polygon = std::vector<Point2>;

// Even-odd rule.
[[nodiscard]] bool contains(const Polygon& polygon, const Point2& point);

// Distance to the nearest edge, positive inside, negative outside. Precondition: at least one
// corner.
[[nodiscard]] double signed_distance(const Polygon& polygon, const Point2& point);

// Distance to side `side`, which starts at corner `side`. Precondition: 0 <= side < number of
// corners.
[[nodiscard]] double distance_to_side(const Polygon& polygon, int side, const Point2& point);

// Always >= 0 for outlines that do not cross themselves.
[[nodiscard]] double area(const Polygon& polygon);

// The smallest convex outline around points, counter-clockwise (Andrew's monotone chain): how a tape spans hollows.
// Precondition: at least three points not on one line.
[[nodiscard]] Polygon convex_hull(std::vector<Point2> points);

// Length of the closed outline.
[[nodiscard]] double perimeter(const Polygon& polygon);

// Precondition: at least one corner.
[[nodiscard]] Box2 bounding_box(const Polygon& polygon);

// Columns [begin, end) of a pixel row.
struct PixelSpan {
    int begin = 0;
    int end = 0;
};

// The pixels of row `row` (0 <= column < width) whose centres lie inside, from left to right.
// Corners in pixels, origin at the top left corner of the top left pixel.
[[nodiscard]] std::vector<PixelSpan> inside_spans(const Polygon& polygon_px, int row, int width);

// The numbers of two edges (edge i starts at corner i) that cross or touch though they are not
// neighbours, or of two neighbours that fold back on each other; nothing when the outline is
// simple.
[[nodiscard]] std::optional<std::pair<int, int>> crossing_edges(const Polygon& polygon);

}  // namespace stubble
