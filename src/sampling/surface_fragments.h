// Cuts the triangles of a surface into fragments of about the wanted spacing, clipped to where points may lie.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/triangle_mesh.h"
#include "sampling/disc.h"

namespace stubble {

// What a surface asks for at its vertices; linear in between.
struct SurfaceField {
    std::vector<float> radius_mm;  // smallest allowed distance, > 0
    std::vector<float> mask;       // points only where it is > 0; empty = everywhere
};

// Names one of the k * k fragments of a triangle: `row` counts from side ab to corner c, `column` along the row, where
// triangles that point up and down take turns.
struct FragmentRef {
    std::uint32_t triangle = 0;
    std::uint16_t row = 0;
    std::uint16_t column = 0;

    friend bool operator==(const FragmentRef&, const FragmentRef&) = default;
    friend bool operator<(const FragmentRef& a, const FragmentRef& b) {
        return a.name() < b.name();
    }
    // All three in one number.
    [[nodiscard]] std::uint64_t name() const {
        return std::uint64_t{triangle} << 32 | std::uint64_t{row} << 16 | column;
    }
};

// A fragment, or the part of it that the mask leaves. The id is its source of random numbers.
struct Fragment {
    RadiusTriangle shape;
    std::uint64_t id = 0;
    std::uint32_t triangle = 0;
};

// Longest side of a fragment over the smallest radius of its triangle: about as many discs reach it as fit into a register.
inline constexpr float fragment_side = 2.5F;

// Most rows into which a triangle is cut.
inline constexpr int max_fragment_rows = 32'767;

// Number of rows k of a triangle's fragments; 0 for a triangle without area (its normal is zero) or wholly outside the mask.
[[nodiscard]] int fragment_rows(const TriangleMesh& mesh, const Vector3f& normal,
                                const SurfaceField& field, std::uint32_t triangle);

// A surface with its field, seen as fragments. Holds references: mesh, normals and field must live longer.
class SurfaceFragments {
public:
    // `normals` as agreeing_normals gives them; triangles whose normal is zero have no fragments.
    SurfaceFragments(const TriangleMesh& mesh, const std::vector<Vector3f>& normals,
                     const SurfaceField& field, std::uint64_t seed);

    [[nodiscard]] int rows(std::uint32_t triangle) const { return rows_[triangle]; }

    // After the field has changed at a corner of the triangle.
    void recount(std::uint32_t triangle) {
        rows_[triangle] =
            static_cast<std::uint16_t>(fragment_rows(mesh_, normals_[triangle], field_, triangle));
    }

    // Number of fragments of all triangles.
    [[nodiscard]] double count() const;

    // Calls visit(ref, centroid) for every fragment of a triangle.
    template <typename Visit>
    void for_each(std::uint32_t triangle, Visit visit) const;

    // Appends the parts of fragments that lie inside the mask (none, one or two of each), with coordinates relative to
    // `origin`.
    void load(const std::vector<FragmentRef>& refs, const Vector3f& origin,
              std::vector<Fragment>& out) const;

    [[nodiscard]] const Vector3f& normal(std::uint32_t triangle) const {
        return normals_[triangle];
    }
    [[nodiscard]] std::uint32_t triangles() const {
        return static_cast<std::uint32_t>(mesh_.triangles.size());
    }

private:
    [[nodiscard]] bool is_cut(const Triangle& triangle) const;
    void clip(const FragmentRef& ref, const Fragment& whole, std::vector<Fragment>& out) const;

    const TriangleMesh& mesh_;
    const std::vector<Vector3f>& normals_;
    const SurfaceField& field_;
    std::uint64_t seed_;
    std::vector<std::uint16_t> rows_;  // per triangle
};

template <typename Visit>
void SurfaceFragments::for_each(std::uint32_t triangle, Visit visit) const {
    const int rows = rows_[triangle];
    const Triangle& t = mesh_.triangles[triangle];
    const Vector3f& a = mesh_.vertices_mm[t[0]];
    const float share = 1.0F / static_cast<float>(rows);
    const Vector3f along = share * (mesh_.vertices_mm[t[1]] - a);
    const Vector3f up = share * (mesh_.vertices_mm[t[2]] - a);
    constexpr float third = 1.0F / 3.0F;
    for (int row = 0; row < rows; ++row) {
        const int columns = 2 * (rows - 1 - row) + 1;
        for (int column = 0; column < columns; ++column) {
            const float offset = column % 2 == 0 ? third : 2.0F * third;
            const int steps = column / 2;
            const Vector3f centroid = a + (static_cast<float>(steps) + offset) * along +
                                      (static_cast<float>(row) + offset) * up;
            visit(FragmentRef{triangle, static_cast<std::uint16_t>(row),
                              static_cast<std::uint16_t>(column)},
                  centroid);
        }
    }
}

}  // namespace stubble
