// The pieces of surface of one block, and for each the discs that can matter in it, as it sees them in its plane.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sampling/circle_list.h"
#include "sampling/plane_maps.h"
#include "sampling/surface_fragments.h"

namespace stubble {

// A little more than half the sum of two radii: how near a disc must be to matter.
[[nodiscard]] inline float reach_of(float radii) {
    return 0.5001F * radii;
}

struct SurfacePiece {
    std::uint64_t id = 0;
    std::uint32_t triangle = 0;
    std::uint32_t fragment = 0;  // its number in the block
    float area = 0.0F;
    float radius2 = 0.0F;   // square of the smallest radius wanted in it
    bool is_steep = false;  // has no plane (see PlaneMaps)
    PlaneTriangle plane;
    CircleList circles;  // of the discs that reach it
};

class BlockPieces {
public:
    // Begins anew with these fragments, without discs.
    void reset(const std::vector<Fragment>& fragments, const SurfaceFragments& surface);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] SurfacePiece& operator[](std::size_t i) { return pieces_[i]; }

    // A place of a piece in space, with the radius wanted there.
    [[nodiscard]] Disc place(std::size_t piece, const PlanePoint& p) const {
        return groups_[piece / lanes].place(piece % lanes, p);
    }

    // Whether a disc can matter for any piece, if the radii wanted were `largest_factor` times as large.
    [[nodiscard]] bool is_near(const Disc& disc, float largest_factor) const {
        const Float4 zero{};
        const Float4 outside = max4(max4(low_ - disc.xyzr, disc.xyzr - high_), zero);
        const Float4 squared = outside * outside;
        const float reach = reach_of(disc.radius() + largest_factor * high_[3]);
        return squared[0] + squared[1] + squared[2] <= reach * reach;
    }

    // Puts what a disc covers into every piece within its reach and on its sheet.
    void add(const Disc& disc, const Vector3f& normal);

private:
    static constexpr std::size_t lanes = PlaneMaps::lanes;

    // A corner of a fragment and its number, to find neighbours by.
    struct Place {
        Float4 xyz{};
        std::uint32_t fragment = 0;
    };
    // Boxes around eight groups, and the largest radius wanted in them.
    struct alignas(64) Boxes {
        Float8 low[3];
        Float8 high[3];
        Float8 radius;
    };

    void order_by_place(const std::vector<Fragment>& fragments);
    void split(std::size_t begin, std::size_t end);
    void begin_pieces(const std::vector<Fragment>& fragments, const SurfaceFragments& surface);
    void enclose(std::size_t group, const std::vector<Fragment>& fragments);

    // Corners of the box around all pieces, the smallest and the largest radius in it.
    Float4 low_{};
    Float4 high_{};
    std::vector<SurfacePiece> pieces_;  // the first size_ are in use; neighbours follow each other
    std::size_t size_ = 0;
    std::vector<Place> places_;
    std::vector<PlaneMaps> groups_;
    std::vector<Boxes> boxes_;
};

}  // namespace stubble
