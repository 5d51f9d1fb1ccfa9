// Throws the darts of one block and fills its gaps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sampling/nearby_discs.h"
#include "sampling/poisson_disc_level.h"

namespace stubble {

// Does the steps of blocks, one after the other; keeps its memory between them. One visitor per thread.
class BlockVisitor {
public:
    // The level must live longer.
    explicit BlockVisitor(const PoissonDiscLevel& level) : level_(level) {}

    // The points of one phase of a block. Reads the points of earlier steps only.
    [[nodiscard]] const std::vector<LevelPoint>& visit(const PoissonDiscLevel::Block& block,
                                                       PoissonDiscLevel::Phase phase);

private:
    using Block = PoissonDiscLevel::Block;

    // A piece with a gap, and the discs that can matter in it.
    struct Root {
        Disc centroid;
        float size = 0.0F;            // centroid to farthest corner
        float largest_radius = 0.0F;  // with its organic factor
        std::uint32_t triangle = 0;
        DiscList discs;
    };

    // A part of a root that may hold a gap.
    struct Gap {
        RadiusTriangle shape;
        std::uint64_t id = 0;
        std::size_t root = 0;
    };

    void gather(const Block& block, PoissonDiscLevel::Phase phase);
    void add_points_of(const Block& from, const Block& block, PoissonDiscLevel::Phase phase);
    void add_fixed_of(const Block& from, const Block& block);
    void add(const Disc& disc, const Vector3f& normal);
    [[nodiscard]] const DiscList& discs_for(std::size_t piece);
    [[nodiscard]] bool counts_for(const Vector3f& normal, std::uint32_t triangle) const;

    void throw_darts();
    [[nodiscard]] std::optional<Disc> dart(const RadiusTriangle& shape, std::uint64_t bits,
                                           const DiscList& discs) const;
    void accept(const Disc& disc, std::uint32_t triangle, std::uint64_t bits);

    void fill_gaps();
    void find_roots();
    void fill(const Gap& gap);
    void tell_roots(const Disc& disc, std::uint32_t triangle);

    const PoissonDiscLevel& level_;
    bool is_folded_ = false;  // the block's
    std::vector<LevelPoint> points_;
    std::vector<Fragment> pieces_;
    std::vector<std::uint32_t> order_;  // in which they are visited
    NearbyDiscs nearby_;
    std::vector<Vector3f> normals_;  // of all discs added to nearby_, in a folded block
    DiscList same_sheet_;
    std::vector<Root> roots_;  // the first root_count_ are in use
    std::size_t root_count_ = 0;
    std::vector<Gap> gaps_;
    std::vector<Gap> smaller_gaps_;
};

// Organic factor >= 1 on the radius of one point, exp(sigma (z + 2)) with z normal within +-2, so that the wanted radius
// stays the smallest distance. `bits` random. Only exactly rounded operations.
[[nodiscard]] float organic_factor(float sigma, std::uint64_t bits);
[[nodiscard]] float largest_organic_factor(float sigma);

}  // namespace stubble
