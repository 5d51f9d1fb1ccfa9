// One level of Poisson-disc sampling on a surface: throws darts, fills every gap, block by block; can repair a changed place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "sampling/block_grid.h"
#include "sampling/surface_fragments.h"

namespace stubble {

class BlockVisitors;

// A disc that is there before the level begins: an existing hair, a mole, a dot of an earlier level.
struct FixedDisc {
    Point3 position_mm;
    float radius_mm = 0.0F;
    Vector3f normal = Vector3f::Zero();  // of its surface; zero = counts for every surface near it
};

// What the whole level shares.
struct LevelOptions {
    float radius_high_mm =
        1.0F;  // largest radius asked for anywhere, now or later; fixes the blocks
    float organic_sigma = 0.0F;  // spread of the organic factors
    std::uint64_t seed = 1;
};

// A point of the level, relative to its block.
struct LevelPoint {
    Disc disc;
    std::uint64_t id = 0;  // random, its own
    std::uint32_t triangle = 0;
};

// The same with the origin of its block.
struct LevelPointAt {
    Vector3f origin;
    LevelPoint point;

    [[nodiscard]] Point3 position_mm() const {
        return origin.cast<double>() + point.disc.place().cast<double>();
    }
};

// The set is a pure function of mesh, field, fixed discs and options:
//   for each colour, for each block of the colour (in any order, they do not meet):
//     rounds of darts, one at each piece of surface in a random order
//     for each piece: find the corners of what the discs together leave bare, throw darts between them until nothing is
// A block reads only points of blocks of earlier colours, so repairing those whose input changed gives what a full run gives.
class PoissonDiscLevel {
public:
    // Mesh, normals and field must live longer. Preconditions: radii > 0 and at most radius_high_mm.
    PoissonDiscLevel(const TriangleMesh& mesh, const std::vector<Vector3f>& normals,
                     const SurfaceField& field, const LevelOptions& options);

    // Places discs; `remove_fixed` takes those at exactly the same places away again.
    void add_fixed(const std::vector<FixedDisc>& discs);
    void remove_fixed(const std::vector<FixedDisc>& discs);

    // The field's values at corners of these triangles will change, and have changed. Triangles once each.
    void before_change(const std::vector<std::uint32_t>& triangles);
    void after_change(const std::vector<std::uint32_t>& triangles);

    // All that is to be done: everything at first, later the steps that changes can have reached.
    void run();

    // The points that a run took away and added.
    struct Change {
        std::vector<LevelPointAt> removed;
        std::vector<LevelPointAt> added;
    };
    // The same, and says what came of it.
    [[nodiscard]] Change repair();

    [[nodiscard]] std::size_t count() const;

    // Calls visit for every point (LevelPointAt), block by block.
    template <typename Visit>
    void for_each_point(Visit visit) const {
        for (const Block& block : blocks_) {
            for (const LevelPoint& point : block.points) {
                visit(LevelPointAt{block.origin, point});
            }
        }
    }

private:
    friend class BlockVisitor;

    struct LocalDisc {
        Disc disc;
        Vector3f normal;
        Point3 position_mm;  // as it was given, by which it is found again
    };

    struct Block {
        Vector3f origin;
        int color = 0;
        bool is_dirty = true;  // to be done (again)
        std::array<std::int32_t, block_neighbours> neighbours{};
        std::vector<FragmentRef> fragments;  // in the order of their names
        std::vector<LocalDisc> fixed;        // inside the block; its neighbours feel them too
        std::vector<LocalDisc> large_fixed;  // that reach the block, from anywhere
        std::vector<LevelPoint> points;
    };

    void assign_fragments();
    std::int32_t add_block(const BlockIndex& index);
    [[nodiscard]] Block& block_at(std::int32_t number) {
        return blocks_[static_cast<std::size_t>(number)];
    }
    [[nodiscard]] const Block& block_at(std::int32_t number) const {
        return blocks_[static_cast<std::size_t>(number)];
    }
    [[nodiscard]] bool is_large(const FixedDisc& fixed) const {
        return fixed.radius_mm > largest_factor_ * options_.radius_high_mm;
    }
    [[nodiscard]] bool reaches(const FixedDisc& fixed, const Block& block) const;
    // `discs` of the block.
    static void add_fixed_to(Block& block, std::vector<LocalDisc>& discs, const FixedDisc& fixed);
    void mark_around(Block& block);

    void run_colors(Change* change);
    void run_color(int color, BlockVisitors& visitors, Change* change);
    void mark_readers(const Block& block);

    SurfaceFragments fragments_;
    LevelOptions options_;
    float largest_factor_;  // of the organic factors
    BlockLattice lattice_;
    BlockTable table_;
    std::vector<Block> blocks_;
    std::vector<FixedDisc> large_fixed_;  // those that reach beyond neighbouring blocks
};

}  // namespace stubble
