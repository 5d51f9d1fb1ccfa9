#include "geometry/bvh.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/vector_lanes.h"

namespace stubble {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr std::size_t lanes = 4;
// Room for 3 entries a level: trees are at most 40 + log2 of their triangles deep (bvh_build.cpp).
constexpr std::size_t stack_size = 256;

}  // namespace

Point3 point_of(const TriangleMesh& mesh, const SurfaceHit& hit) {
    Point3 point = Point3::Zero();
    for (int i = 0; i < 3; ++i) {
        point +=
            hit.weights[i] * mesh.corner(hit.triangle, static_cast<std::size_t>(i)).cast<double>();
    }
    return point;
}

// A ray from where it enters the mesh's box, in four equal lanes. The boxes of nodes are met as if they were slack_mm_ larger:
// no box is missed whose triangles the ray meets by the rounded arithmetic of meet().
struct Bvh::RayLanes {
    Point3 unit;  // direction
    Point3 entry_mm;
    double start_mm = 0.0;  // distance of the entry from the ray's origin
    float max_mm = 0.0F;    // counted from the entry
    std::array<Float4, 3> origin;
    std::array<Float4, 3> near_origin;
    std::array<Float4, 3> far_origin;
    std::array<Float4, 3> inverse;
    std::array<std::size_t, 3> near_row;  // of a node's box: where the ray enters along each axis
    std::array<std::size_t, 3> far_row;
    // Axes turned so that z is the one along which the ray goes furthest, and sheared so that it goes along z only.
    std::array<std::size_t, 3> axes;
    std::array<Float4, 3> shear;
};

struct Bvh::Found {
    std::int32_t block = -1;
    std::size_t lane = 0;
    float distance_mm = infinity;  // from the entry
};

namespace {

// Distances between which a line is within a box.
struct Stretch {
    double begin;
    double end;
};

Stretch stretch_within(const Ray& ray, const Point3& unit, const Point3& low, const Point3& high) {
    Stretch stretch{ray.min_mm, ray.max_mm};
    for (int axis = 0; axis < 3; ++axis) {
        const double o = ray.origin_mm[axis];
        if (std::abs(unit[axis]) < 1e-30) {
            if (o < low[axis] || o > high[axis]) {
                return {1.0, 0.0};
            }
            continue;
        }
        const double inverse = 1.0 / unit[axis];
        const double a = (low[axis] - o) * inverse;
        const double b = (high[axis] - o) * inverse;
        stretch.begin = std::max(stretch.begin, std::min(a, b));
        stretch.end = std::min(stretch.end, std::max(a, b));
    }
    return stretch;
}

// Zero when there is no direction.
Point3 unit_direction(const Ray& ray) {
    const double squared = ray.direction.squaredNorm();
    if (squared > 1e-200 && squared < 1e200) {
        return ray.direction / std::sqrt(squared);
    }
    const double length = ray.direction.stableNorm();  // slower, but its square needs no room
    return length > 0.0 && std::isfinite(length) ? Point3(ray.direction / length) : Point3::Zero();
}

}  // namespace

std::optional<Bvh::RayLanes> Bvh::prepare(const Ray& ray) const {
    const Point3 unit = unit_direction(ray);
    if (nodes_.empty() || unit.isZero() || !ray.origin_mm.allFinite()) {
        return {};
    }
    const Stretch stretch = stretch_within(ray, unit, low_mm_, high_mm_);
    if (!(stretch.begin <= stretch.end) || !std::isfinite(stretch.begin)) {
        return {};
    }
    RayLanes out;
    out.unit = unit;
    // Rounding does not carry rays from absurdly far away past the box.
    out.entry_mm = (ray.origin_mm + stretch.begin * unit).cwiseMax(low_mm_).cwiseMin(high_mm_);
    out.start_mm = stretch.begin;
    out.max_mm = static_cast<float>(stretch.end - stretch.begin);
    const Vector3f origin = out.entry_mm.cast<float>();
    const Vector3f direction = unit.cast<float>();
    for (int axis = 0; axis < 3; ++axis) {
        const auto i = static_cast<std::size_t>(axis);
        out.origin[i] = all4(origin[axis]);
        out.near_origin[i] = all4(origin[axis] + std::copysign(slack_mm_, direction[axis]));
        out.far_origin[i] = all4(origin[axis] - std::copysign(slack_mm_, direction[axis]));
        // A ray across an axis goes along it nearly not at all: no infinities that could give no number.
        const float step = std::max(std::abs(direction[axis]), 1e-30F);
        out.inverse[i] = all4(std::copysign(1.0F / step, direction[axis]));
        const bool down = std::signbit(direction[axis]);
        out.near_row[i] = down ? i + 3 : i;
        out.far_row[i] = down ? i : i + 3;
    }
    Eigen::Index z = 0;
    direction.cwiseAbs().maxCoeff(&z);
    const Eigen::Index x = (z + 1) % 3;
    const Eigen::Index y = (z + 2) % 3;
    out.axes = {static_cast<std::size_t>(x), static_cast<std::size_t>(y),
                static_cast<std::size_t>(z)};
    out.shear = {all4(direction[x] / direction[z]), all4(direction[y] / direction[z]),
                 all4(1.0F / direction[z])};
    return out;
}

namespace {

// Watertight intersection (Woop, Benthin, Wald 2013). Products are rounded monotonically, so the sign of an edge function is
// right or zero, and opposite for the two triangles at the edge: with zeros counted as inside, one of them is always met.
// Returns the lane of the nearest triangle nearer than distance_mm, and its distance there; or lanes.
template <typename Block, typename RayLanes>
std::size_t meet(const Block& block, const RayLanes& ray, float& distance_mm) {
    std::array<std::array<Float4, 3>, 3> p;  // corners, turned and sheared
    for (std::size_t corner = 0; corner < 3; ++corner) {
        const auto from_origin = [&](std::size_t axis) {
            return load4(block.corners[corner][axis].data()) - ray.origin[axis];
        };
        const Float4 z = from_origin(ray.axes[2]);
        p[corner] = {from_origin(ray.axes[0]) - ray.shear[0] * z,
                     from_origin(ray.axes[1]) - ray.shear[1] * z, ray.shear[2] * z};
    }
    const auto edge = [&](std::size_t a, std::size_t b) {
        return p[a][0] * p[b][1] - p[a][1] * p[b][0];
    };
    const Float4 u = edge(2, 1);
    const Float4 v = edge(0, 2);
    const Float4 w = edge(1, 0);
    const Float4 zero = all4(0.0F);
    const Float4 sum = u + v + w;
    const Int4 inside =
        ((min4(u, min4(v, w)) >= zero) | (max4(u, max4(v, w)) <= zero)) & (sum != zero);
    if (lane_bits4(inside) == 0) {
        return lanes;
    }
    const Float4 z = (u * p[0][2] + v * p[1][2] + w * p[2][2]) / sum;
    std::size_t best = lanes;
    for (std::uint32_t bits = lane_bits4(inside & (z >= zero) & (z <= all4(distance_mm)));
         bits != 0; bits &= bits - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(bits));
        if (best == lanes || z[lane] < distance_mm) {
            best = lane;
            distance_mm = z[lane];
        }
    }
    return best;
}

// What is left to visit, the nearest on top.
class Stack {
public:
    struct Entry {
        std::int32_t child;
        float distance;
    };
    [[nodiscard]] bool empty() const { return size_ == 0; }
    Entry pop() { return entries_[--size_]; }
    // Adds the children of one node whose bits are set.
    void push(const std::array<std::int32_t, 4>& children, std::uint32_t bits,
              const Float4& distances) {
        const std::size_t first = size_;
        for (; bits != 0; bits &= bits - 1) {
            const auto lane = static_cast<std::size_t>(std::countr_zero(bits));
            std::size_t place = size_++;
            for (; place > first && entries_[place - 1].distance < distances[lane]; --place) {
                entries_[place] = entries_[place - 1];
            }
            entries_[place] = {children[lane], distances[lane]};
        }
    }

private:
    std::array<Entry, stack_size> entries_;
    std::size_t size_ = 0;
};

}  // namespace

Bvh::Found Bvh::trace(RayLanes& ray, bool any) const {
    Found found;
    Stack stack;
    stack.push({0}, 1, all4(0.0F));
    while (!stack.empty() && !(any && found.block >= 0)) {
        const auto [child, distance] = stack.pop();
        if (distance > ray.max_mm) {
            continue;
        }
        if (child < 0) {
            const auto block = static_cast<std::size_t>(-1 - child);
            const std::size_t lane = meet(blocks_[block], ray, ray.max_mm);
            if (lane < lanes) {
                found = {-1 - child, lane, ray.max_mm};
            }
            continue;
        }
        const Node& node = nodes_[static_cast<std::size_t>(child)];
        Float4 near = all4(0.0F);
        Float4 far = all4(ray.max_mm);
        for (std::size_t i = 0; i < 3; ++i) {
            near = max4(near, (load4(node.rows[ray.near_row[i]].data()) - ray.near_origin[i]) *
                                  ray.inverse[i]);
            far = min4(far, (load4(node.rows[ray.far_row[i]].data()) - ray.far_origin[i]) *
                                ray.inverse[i]);
        }
        stack.push(node.children, lane_bits4(near <= far), near);
    }
    return found;
}

std::array<Point3, 3> Bvh::corners_of(std::int32_t block, std::size_t lane) const {
    std::array<Point3, 3> corners;
    for (std::size_t corner = 0; corner < 3; ++corner) {
        const auto& axes = blocks_[static_cast<std::size_t>(block)].corners[corner];
        corners[corner] = {axes[0][lane], axes[1][lane], axes[2][lane]};
    }
    return corners;
}

namespace {

Point3 weighted(const std::array<Point3, 3>& corners, const Point3& weights) {
    return weights[0] * corners[0] + weights[1] * corners[1] + weights[2] * corners[2];
}

// The place on a triangle that is closest to a point.
struct Closest {
    Point3 weights = Point3::UnitX();
    double squared_mm2 = std::numeric_limits<double>::infinity();
};

// The closest of the closest places on the three edges and the foot of the perpendicular. Slower than telling the regions apart
// (Ericson 2005), but right for triangles without area too.
Closest closest_on(const std::array<Point3, 3>& corners, const Point3& point) {
    Closest best;
    const auto consider = [&](const Point3& weights) {
        const double squared = (weighted(corners, weights) - point).squaredNorm();
        if (squared < best.squared_mm2) {
            best = {weights, squared};
        }
    };
    for (int i = 0; i < 3; ++i) {
        const int j = (i + 1) % 3;
        const Point3& from = corners[static_cast<std::size_t>(i)];
        const Point3 edge = corners[static_cast<std::size_t>(j)] - from;
        const double squared = edge.squaredNorm();
        const double along =
            squared > 0.0 ? std::clamp((point - from).dot(edge) / squared, 0.0, 1.0) : 0.0;
        Point3 weights = Point3::Zero();
        weights[i] = 1.0 - along;
        weights[j] = along;
        consider(weights);
    }
    const Point3 one = corners[1] - corners[0];
    const Point3 two = corners[2] - corners[0];
    const Point3 normal = one.cross(two);
    const double squared = normal.squaredNorm();
    if (squared > 0.0) {
        const Point3 to = point - corners[0];
        const double b = normal.dot(to.cross(two)) / squared;
        const double c = normal.dot(one.cross(to)) / squared;
        if (b >= 0.0 && c >= 0.0 && b + c <= 1.0) {
            consider({1.0 - b - c, b, c});
        }
    }
    return best;
}

}  // namespace

// In double precision, with the corners of the triangle that was met.
SurfaceHit Bvh::refined(const RayLanes& ray, const Found& found) const {
    const std::array<Point3, 3> corners = corners_of(found.block, found.lane);
    const Point3 a = corners[0] - ray.entry_mm;
    const Point3 b = corners[1] - ray.entry_mm;
    const Point3 c = corners[2] - ray.entry_mm;
    // Volumes between the ray and the edges; what rounding let pass outside is put on the edge.
    const Point3& unit = ray.unit;
    const Point3 volumes(unit.dot(c.cross(b)), unit.dot(a.cross(c)), unit.dot(b.cross(a)));
    const Point3 inside = (volumes.sum() > 0.0 ? volumes : Point3(-volumes)).cwiseMax(0.0);
    const double sum = inside.sum();
    const Point3 weights =
        sum > 0.0 ? Point3(inside / sum)
                  : closest_on(corners, ray.entry_mm + double{found.distance_mm} * unit).weights;
    const double distance_mm = ray.start_mm + (weighted(corners, weights) - ray.entry_mm).dot(unit);
    return {blocks_[static_cast<std::size_t>(found.block)].triangles[found.lane], weights,
            std::max(distance_mm, 0.0)};
}

std::optional<SurfaceHit> Bvh::closest_hit(const Ray& ray) const {
    std::optional<RayLanes> prepared = prepare(ray);
    if (!prepared) {
        return {};
    }
    const Found found = trace(*prepared, false);
    return found.block < 0 ? std::nullopt : std::optional(refined(*prepared, found));
}

bool Bvh::any_hit(const Ray& ray) const {
    std::optional<RayLanes> prepared = prepare(ray);
    return prepared && trace(*prepared, true).block >= 0;
}

// A point around which boxes are searched, in four equal lanes. Boxes count as a little nearer than they are, by more than what
// rounding does to their distance; absurd distances count as 1e18 mm, which has a square.
struct Bvh::PointLanes {
    std::array<Float4, 3> low;
    std::array<Float4, 3> high;

    PointLanes(const Point3& point_mm, float slack_mm) {
        const Vector3f point = point_mm.cwiseMax(-1e18).cwiseMin(1e18).cast<float>();
        const float slack = slack_mm + point.cwiseAbs().maxCoeff() * 0x1p-20F;
        for (std::size_t i = 0; i < 3; ++i) {
            low[i] = all4(point[static_cast<int>(i)] - slack);
            high[i] = all4(point[static_cast<int>(i)] + slack);
        }
    }
    // To boxes, from their lowest and highest coordinates.
    [[nodiscard]] Float4 squared_distances(const std::array<Float4, 3>& lowest,
                                           const std::array<Float4, 3>& highest) const {
        Float4 squared = all4(0.0F);
        for (std::size_t i = 0; i < 3; ++i) {
            const Float4 outside = max4(lowest[i] - high[i], low[i] - highest[i]);
            const Float4 gap = min4(max4(outside, all4(0.0F)), all4(1e18F));
            squared = squared + gap * gap;
        }
        return squared * (1.0F - 0x1p-20F);
    }
    [[nodiscard]] Float4 squared_distances(const Node& node) const {
        const auto row = [&](std::size_t i) { return load4(node.rows[i].data()); };
        return squared_distances({row(0), row(1), row(2)}, {row(3), row(4), row(5)});
    }
    // To the boxes of single triangles.
    [[nodiscard]] Float4 squared_distances(const Block& block) const {
        std::array<Float4, 3> lowest;
        std::array<Float4, 3> highest;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const auto corner = [&](std::size_t i) { return load4(block.corners[i][axis].data()); };
            lowest[axis] = min4(corner(0), min4(corner(1), corner(2)));
            highest[axis] = max4(corner(0), max4(corner(1), corner(2)));
        }
        return squared_distances(lowest, highest);
    }
};

std::optional<SurfaceHit> Bvh::nearest_point(const Point3& point_mm, double max_mm) const {
    if (nodes_.empty() || !point_mm.allFinite() || !(max_mm >= 0.0)) {
        return {};
    }
    std::optional<SurfaceHit> nearest;
    double least_mm2 = max_mm * max_mm;
    const PointLanes around(point_mm, slack_mm_);
    const auto visit_block = [&](std::int32_t index) {
        const Block& block = blocks_[static_cast<std::size_t>(index)];
        const Float4 at_least_mm2 = around.squared_distances(block);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            if (double{at_least_mm2[lane]} > least_mm2) {
                continue;
            }
            const Closest here = closest_on(corners_of(index, lane), point_mm);
            const std::uint32_t triangle = block.triangles[lane];
            if (here.squared_mm2 < least_mm2 ||
                (here.squared_mm2 == least_mm2 && (!nearest || triangle < nearest->triangle))) {
                least_mm2 = here.squared_mm2;
                nearest = {triangle, here.weights, std::sqrt(least_mm2)};
            }
        }
    };
    Stack stack;
    stack.push({0}, 1, all4(0.0F));
    while (!stack.empty()) {
        const auto [child, squared] = stack.pop();
        if (double{squared} > least_mm2) {
            continue;
        }
        if (child < 0) {
            visit_block(-1 - child);
            continue;
        }
        const Node& node = nodes_[static_cast<std::size_t>(child)];
        const Int4 used = load4(node.rows[0].data()) <= load4(node.rows[3].data());
        stack.push(node.children, lane_bits4(used), around.squared_distances(node));
    }
    return nearest;
}

}  // namespace stubble
