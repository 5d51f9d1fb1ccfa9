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

// A disc that is there before the level begins: an existing hair, a mole, a dot of an earlier level.
struct FixedDisc {
    Point3 position_mm;
    float radius_mm = 0.0F;
    Vector3f normal = Vector3f::Zero();  // of its surface; zero = counts for every surface near it
};

// Two places belong to opposite sheets (front and back of an ear) when their normals differ by more than 104 degrees;
// then they ignore each other (limit assumed).
inline constexpr float opposite_sheets_cosine = -0.25F;

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

// Directions around an axis.
class NormalCone {
public:
    void add(const Vector3f& normal);
    // True when any direction of one and any of the other are surely nearer than the limit of
    // opposite sheets.
    [[nodiscard]] bool surely_same_sheet(const NormalCone& other) const;

private:
    Vector3f axis_ = Vector3f::Zero();  // zero = no directions
    float cosine_ = 1.0F;               // of the largest angle to the axis
};

// The set is a pure function of mesh, field, fixed discs and options:
//   for each phase (throw darts, fill gaps), for each colour, for each block of the colour (in any order, they do not meet):
//     throw darts: one per fragment, in a stride order
//     fill gaps: split what no disc covers into quarters, a dart each, until all is covered
// A step of a block reads only points of earlier steps, so repairing the blocks whose input changed gives what a full run gives.
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
            for (const std::vector<LevelPoint>& points : block.points) {
                for (const LevelPoint& point : points) {
                    visit(LevelPointAt{block.origin, point});
                }
            }
        }
    }

private:
    friend class BlockVisitor;

    enum Phase { ThrowDarts, FillGaps };

    struct LocalDisc {
        Disc disc;
        Vector3f normal;
        Point3 position_mm;  // as it was given, by which it is found again
    };

    struct Block {
        Vector3f origin;
        int color = 0;
        NormalCone normals;                        // of its triangles and fixed discs
        std::array<bool, 2> is_dirty{true, true};  // phases that are to be done (again)
        std::array<std::int32_t, block_neighbours> neighbours{};
        std::vector<FragmentRef> fragments;  // in the order of their names
        std::vector<LocalDisc> fixed;        // inside the block; its neighbours feel them too
        std::vector<LocalDisc> large_fixed;  // that reach the block, from anywhere
        std::array<std::vector<LevelPoint>, 2> points;  // of each phase
    };

    void assign_fragments();
    std::int32_t add_block(const BlockIndex& index);
    [[nodiscard]] Block& block_at(std::int32_t number) {
        return blocks_[static_cast<std::size_t>(number)];
    }
    [[nodiscard]] const Block& block_at(std::int32_t number) const {
        return blocks_[static_cast<std::size_t>(number)];
    }
    // Whether a disc near the block may lie on the opposite sheet of one of its fragments.
    [[nodiscard]] bool is_folded(const Block& block) const;

    [[nodiscard]] bool is_large(const FixedDisc& fixed) const {
        return fixed.radius_mm > largest_factor_ * options_.radius_high_mm;
    }
    [[nodiscard]] bool reaches(const FixedDisc& fixed, const Block& block) const;
    // `discs` of the block.
    static void add_fixed_to(Block& block, std::vector<LocalDisc>& discs, const FixedDisc& fixed);
    void mark_around(Block& block);

    void run_stages(Change* change);
    void run_stage(Phase phase, int color, Change* change);
    void mark_readers(Block& block, Phase phase);

    SurfaceFragments fragments_;
    LevelOptions options_;
    float largest_factor_;  // of the organic factors
    BlockLattice lattice_;
    BlockTable table_;
    std::vector<Block> blocks_;
    std::vector<FixedDisc> large_fixed_;  // those that reach beyond neighbouring blocks
};

}  // namespace stubble
