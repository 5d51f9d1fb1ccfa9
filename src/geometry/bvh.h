// Ray casts and nearest-point queries on a triangle mesh: what a ray meets first, whether anything is in between, where the surface is closest.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "geometry/triangle_mesh.h"
#include "geometry/vec.h"

namespace stubble {

// The direction may have any length; distances are in millimetres all the same. A ray without a direction, or with a number that
// is not finite, meets nothing.
struct Ray {
    Point3 origin_mm = Point3::Zero();
    Point3 direction = Point3::UnitZ();
    double min_mm =
        0.0;  // surface nearer than this does not count; set it to leave the surface a ray starts on
    double max_mm = std::numeric_limits<double>::infinity();
};

// A place on the surface.
struct SurfaceHit {
    std::uint32_t triangle = 0;
    Point3 weights = Point3::Zero();  // of the triangle's corners; none is negative, their sum is 1
    double distance_mm = 0.0;         // from the origin of the ray or the point asked about
};

[[nodiscard]] Point3 point_of(const TriangleMesh& mesh, const SurfaceHit& hit);

// Bounding volume hierarchy: boxes in boxes, four to each, around blocks of four triangles. Keeps its own copy of the triangles.
// Immutable; may be asked from several threads. The same mesh gives the same answers.
//
// Both sides of a triangle count. No ray slips through the edge or the corner between triangles that share their vertices. Near
// the edge of an open surface and near min_mm and max_mm, what counts is decided in single precision (2e-5 mm on a head); the
// answers are computed in double precision. Triangles without area are met by no ray, nor are triangles by rays in their plane.
class Bvh {
public:
    // Precondition: coordinates are finite and indices name vertices (check_mesh). No triangles: nothing is ever found.
    explicit Bvh(const TriangleMesh& mesh);

    [[nodiscard]] std::optional<SurfaceHit> closest_hit(const Ray& ray) const;
    // Whether there is any hit, which is faster to know.
    [[nodiscard]] bool any_hit(const Ray& ray) const;
    // Nothing when the surface is farther than max_mm. Of several places at the same distance that of the first triangle.
    [[nodiscard]] std::optional<SurfaceHit> nearest_point(
        const Point3& point_mm, double max_mm = std::numeric_limits<double>::infinity()) const;

private:
    // Row 0, 1, 2: lowest x, y, z of four boxes; 3, 4, 5: highest. Children from 0 on are nodes, below 0 blocks: -1 is
    // block 0.
    struct Node {
        std::array<std::array<float, 4>, 6> rows;
        std::array<std::int32_t, 4> children;
    };
    // corners[corner][axis][lane]. Lanes without a triangle hold no area.
    struct Block {
        std::array<std::array<std::array<float, 4>, 3>, 3> corners;
        std::array<std::uint32_t, 4> triangles;
    };
    struct RayLanes;
    struct PointLanes;
    struct Found;
    struct Builder;

    [[nodiscard]] std::optional<RayLanes> prepare(const Ray& ray) const;
    [[nodiscard]] Found trace(RayLanes& ray, bool any) const;
    [[nodiscard]] std::array<Point3, 3> corners_of(std::int32_t block, std::size_t lane) const;
    [[nodiscard]] SurfaceHit refined(const RayLanes& ray, const Found& found) const;

    std::vector<Node> nodes_;  // the first is the root
    std::vector<Block> blocks_;
    Point3 low_mm_ = Point3::Zero();  // bounding box, a little widened
    Point3 high_mm_ = Point3::Zero();
    float slack_mm_ = 0.0F;  // more than what rounding moves a triangle against a box
};

}  // namespace stubble
