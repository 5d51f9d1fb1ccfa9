#include "geometry/shape_meshes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "base/check.h"

namespace stubble {
namespace {

std::uint32_t index32(std::size_t index) {
    return static_cast<std::uint32_t>(index);
}

// Cuts a triangulated sphere's triangles into four, new vertices on the sphere of radius 1.
class SphereSubdivision {
public:
    SphereSubdivision(std::vector<Point3> vertices, std::vector<Triangle> triangles)
        : vertices_(std::move(vertices)), triangles_(std::move(triangles)) {}

    void subdivide() {
        std::vector<Triangle> finer;
        finer.reserve(triangles_.size() * 4);
        for (const auto& [a, b, c] : triangles_) {
            const std::uint32_t ab = middle(a, b);
            const std::uint32_t bc = middle(b, c);
            const std::uint32_t ca = middle(c, a);
            for (const Triangle& part : {Triangle{a, ab, ca}, Triangle{ab, b, bc},
                                         Triangle{ca, bc, c}, Triangle{ab, bc, ca}}) {
                finer.push_back(part);
            }
        }
        triangles_ = std::move(finer);
        middles_.clear();
    }

    [[nodiscard]] TriangleMesh scaled(double radius) const {
        TriangleMesh mesh{{}, triangles_};
        for (const Point3& vertex : vertices_) {
            mesh.vertices_mm.emplace_back((radius * vertex).cast<float>());
        }
        return mesh;
    }

private:
    std::uint32_t middle(std::uint32_t a, std::uint32_t b) {
        const auto [entry, is_new] =
            middles_.try_emplace(std::minmax(a, b), index32(vertices_.size()));
        if (is_new) {
            vertices_.push_back((vertices_[a] + vertices_[b]).normalized());
        }
        return entry->second;
    }

    std::vector<Point3> vertices_;
    std::vector<Triangle> triangles_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> middles_;
};

}  // namespace

TriangleMesh rectangle_mesh(const Box2& box_mm, double pitch_mm) {
    const Point2 size = box_mm.high - box_mm.low;
    STUBBLE_CHECK(size.minCoeff() > 0.0 && pitch_mm > 0.0);
    const auto columns = static_cast<std::size_t>(std::ceil(size.x() / pitch_mm));
    const auto rows = static_cast<std::size_t>(std::ceil(size.y() / pitch_mm));
    TriangleMesh mesh;
    for (std::size_t y = 0; y <= rows; ++y) {
        for (std::size_t x = 0; x <= columns; ++x) {
            const Point2 share(static_cast<double>(x) / static_cast<double>(columns),
                               static_cast<double>(y) / static_cast<double>(rows));
            const Point2 place = box_mm.low + share.cwiseProduct(size);
            mesh.vertices_mm.emplace_back(static_cast<float>(place.x()),
                                          static_cast<float>(place.y()), 0.0F);
        }
    }
    for (std::size_t y = 0; y < rows; ++y) {
        for (std::size_t x = 0; x < columns; ++x) {
            const std::uint32_t a = index32(y * (columns + 1) + x);
            const std::uint32_t c = a + index32(columns) + 1;
            mesh.triangles.push_back({a, a + 1, c + 1});
            mesh.triangles.push_back({a, c + 1, c});
        }
    }
    return mesh;
}

namespace {

// Vertices of a ring; its first.
std::uint32_t add_ring_vertices(int count, double radius, TriangleMesh& mesh) {
    const std::uint32_t first = index32(mesh.vertices_mm.size());
    for (int i = 0; i < count; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / count;
        mesh.vertices_mm.emplace_back(static_cast<float>(radius * std::cos(angle)),
                                      static_cast<float>(radius * std::sin(angle)), 0.0F);
    }
    return first;
}

// One sixth of the triangles between a ring and the one inside it, which has one vertex less a sector.
void add_sector(int sector, int ring, const std::array<std::uint32_t, 2>& outer_and_inner,
                TriangleMesh& mesh) {
    const auto outer = [&](int i) {
        return outer_and_inner[0] + static_cast<std::uint32_t>((sector * ring + i) % (6 * ring));
    };
    const auto inner = [&](int i) {
        const int count = std::max(6 * (ring - 1), 1);
        return outer_and_inner[1] + static_cast<std::uint32_t>((sector * (ring - 1) + i) % count);
    };
    for (int i = 0; i < ring; ++i) {
        mesh.triangles.push_back({outer(i), outer(i + 1), inner(i)});
        if (i + 1 < ring) {
            mesh.triangles.push_back({inner(i), outer(i + 1), inner(i + 1)});
        }
    }
}

}  // namespace

TriangleMesh disc_mesh(double radius_mm, int rings) {
    STUBBLE_CHECK(radius_mm > 0.0 && rings >= 1);
    TriangleMesh mesh;
    mesh.vertices_mm.emplace_back(0.0F, 0.0F, 0.0F);
    std::uint32_t inner = 0;  // first vertex of the ring inside
    for (int ring = 1; ring <= rings; ++ring) {
        const std::uint32_t outer = add_ring_vertices(6 * ring, radius_mm * ring / rings, mesh);
        for (int sector = 0; sector < 6; ++sector) {
            add_sector(sector, ring, {outer, inner}, mesh);
        }
        inner = outer;
    }
    return mesh;
}

TriangleMesh sphere_mesh(double radius_mm, int subdivisions) {
    STUBBLE_CHECK(radius_mm > 0.0 && subdivisions >= 0 && subdivisions <= 8);
    const double phi = std::numbers::phi;
    std::vector<Point3> vertices{{-1, phi, 0}, {1, phi, 0}, {-1, -phi, 0}, {1, -phi, 0},
                                 {0, -1, phi}, {0, 1, phi}, {0, -1, -phi}, {0, 1, -phi},
                                 {phi, 0, -1}, {phi, 0, 1}, {-phi, 0, -1}, {-phi, 0, 1}};
    for (Point3& vertex : vertices) {
        vertex.normalize();
    }
    SphereSubdivision sphere(
        std::move(vertices),
        {{0, 11, 5},  {0, 5, 1},  {0, 1, 7},  {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4},
         {11, 10, 2}, {10, 7, 6}, {7, 1, 8},  {3, 9, 4},  {3, 4, 2},   {3, 2, 6}, {3, 6, 8},
         {3, 8, 9},   {4, 9, 5},  {2, 4, 11}, {6, 2, 10}, {8, 6, 7},   {9, 8, 1}});
    for (int i = 0; i < subdivisions; ++i) {
        sphere.subdivide();
    }
    return sphere.scaled(radius_mm);
}

}  // namespace stubble
