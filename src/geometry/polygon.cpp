#include "geometry/polygon.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "geometry/polyline.h"

namespace stubble {
namespace {

struct Segment {
    Point2 from;
    Point2 to;
};

Segment edge(const Polygon& polygon, std::size_t i) {
    return {polygon[i], polygon[(i + 1) % polygon.size()]};
}

double cross(const Point2& a, const Point2& b) {
    return a.x() * b.y() - a.y() * b.x();
}

double squared_distance(const Segment& segment, const Point2& point) {
    return (nearest_on_segment(segment.from, segment.to, point) - point).squaredNorm();
}

int turn(const Point2& a, const Point2& b, const Point2& c) {
    const double area2 = cross(b - a, c - a);
    return (area2 > 0.0) - (area2 < 0.0);
}

bool on_segment(const Segment& s, const Point2& p) {
    return turn(s.from, s.to, p) == 0 && (p - s.from).dot(p - s.to) <= 0.0;
}

bool meet(const Segment& a, const Segment& b) {
    const bool proper = turn(a.from, a.to, b.from) * turn(a.from, a.to, b.to) < 0 &&
                        turn(b.from, b.to, a.from) * turn(b.from, b.to, a.to) < 0;
    return proper || on_segment(a, b.from) || on_segment(a, b.to) || on_segment(b, a.from) ||
           on_segment(b, a.to);
}

// Neighbouring edges share a corner; they fold back when they leave it in the same direction.
bool fold_back(const Segment& first, const Segment& next) {
    const Point2 back = first.from - first.to;
    const Point2 on = next.to - next.from;
    return cross(back, on) == 0.0 && back.dot(on) > 0.0;
}

}  // namespace

bool contains(const Polygon& polygon, const Point2& point) {
    bool inside = false;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const auto [a, b] = edge(polygon, i);
        const bool straddles = (a.y() > point.y()) != (b.y() > point.y());
        if (straddles &&
            point.x() < a.x() + (point.y() - a.y()) / (b.y() - a.y()) * (b.x() - a.x())) {
            inside = !inside;
        }
    }
    return inside;
}

double signed_distance(const Polygon& polygon, const Point2& point) {
    STUBBLE_CHECK(!polygon.empty());
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        nearest = std::min(nearest, squared_distance(edge(polygon, i), point));
    }
    return contains(polygon, point) ? std::sqrt(nearest) : -std::sqrt(nearest);
}

double distance_to_side(const Polygon& polygon, int side, const Point2& point) {
    STUBBLE_CHECK(side >= 0 && static_cast<std::size_t>(side) < polygon.size());
    return std::sqrt(squared_distance(edge(polygon, static_cast<std::size_t>(side)), point));
}

double area(const Polygon& polygon) {
    double twice = 0.0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const auto [a, b] = edge(polygon, i);
        twice += cross(a, b);
    }
    return std::abs(twice) / 2.0;
}

Polygon convex_hull(std::vector<Point2> points) {
    std::sort(points.begin(), points.end(), [](const Point2& a, const Point2& b) {
        return a.x() != b.x() ? a.x() < b.x() : a.y() < b.y();
    });
    Polygon hull;
    const auto add = [&hull](const Point2& point, std::size_t kept) {
        while (hull.size() >= kept + 2 &&
               cross(hull.back() - hull[hull.size() - 2], point - hull[hull.size() - 2]) <= 0.0) {
            hull.pop_back();
        }
        hull.push_back(point);
    };
    for (const Point2& point : points) {
        add(point, 0);
    }
    const std::size_t lower = hull.size() - 1;
    for (auto point = points.rbegin() + 1; point != points.rend(); ++point) {
        add(*point, lower);
    }
    hull.pop_back();
    return hull;
}

double perimeter(const Polygon& polygon) {
    double length = 0.0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const auto [a, b] = edge(polygon, i);
        length += (b - a).norm();
    }
    return length;
}

Box2 bounding_box(const Polygon& polygon) {
    STUBBLE_CHECK(!polygon.empty());
    Box2 box{polygon.front(), polygon.front()};
    for (const Point2& corner : polygon) {
        box.low = box.low.cwiseMin(corner);
        box.high = box.high.cwiseMax(corner);
    }
    return box;
}

std::vector<PixelSpan> inside_spans(const Polygon& polygon_px, int row, int width) {
    const double y = row + 0.5;
    std::vector<double> crossings;
    for (std::size_t i = 0; i < polygon_px.size(); ++i) {
        const auto [a, b] = edge(polygon_px, i);
        if ((a.y() > y) != (b.y() > y)) {
            crossings.push_back(a.x() + (y - a.y()) / (b.y() - a.y()) * (b.x() - a.x()));
        }
    }
    std::sort(crossings.begin(), crossings.end());
    std::vector<PixelSpan> spans;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        // A centre x + 0.5 is inside when it lies in [crossing, next crossing).
        const int begin = std::max(static_cast<int>(std::ceil(crossings[i] - 0.5)), 0);
        const int end = std::min(static_cast<int>(std::ceil(crossings[i + 1] - 0.5)), width);
        if (begin < end) {
            spans.push_back({begin, end});
        }
    }
    return spans;
}

std::optional<std::pair<int, int>> crossing_edges(const Polygon& polygon) {
    const std::size_t n = polygon.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            const bool next = j == i + 1;
            const bool last_to_first = i == 0 && j + 1 == n;
            const bool bad = next            ? fold_back(edge(polygon, i), edge(polygon, j))
                             : last_to_first ? fold_back(edge(polygon, j), edge(polygon, i))
                                             : meet(edge(polygon, i), edge(polygon, j));
            if (bad) {
                return std::pair(static_cast<int>(i), static_cast<int>(j));
            }
        }
    }
    return std::nullopt;
}

}  // namespace stubble
