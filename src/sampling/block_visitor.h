// Throws the darts of one block and fills its gaps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "sampling/block_pieces.h"
#include "sampling/disc_list.h"
#include "sampling/poisson_disc_level.h"

namespace stubble {

// Makes the points of blocks, one block after the other; keeps its memory between them. One visitor per thread.
class BlockVisitor {
public:
    // The level must live longer.
    explicit BlockVisitor(const PoissonDiscLevel& level) : level_(level) {}

    // The points of a block. Reads the points of blocks of earlier colours only.
    [[nodiscard]] const std::vector<LevelPoint>& visit(const PoissonDiscLevel::Block& block);

private:
    using Block = PoissonDiscLevel::Block;

    // What no disc covers of a piece.
    struct Gap {
        GapCorners corners;
        PlanePoint low;  // of the box around the corners
        PlanePoint size;
        float area = 0.0F;
        std::uint32_t piece = 0;
        std::size_t circles = 0;  // of the piece that have been looked at

        void measure();
    };

    // A part of a piece that is cut up.
    struct Part {
        RadiusTriangle shape;
        std::uint64_t id = 0;
    };

    void gather(const Block& block);
    void add_points_of(const Block& from, const Block& block);
    void add_fixed_of(const Block& from, const Block& block);
    void add(const Disc& disc, const Vector3f& normal);
    void find_near(const SurfacePiece& piece);

    void throw_darts();
    bool accept(Disc disc, const SurfacePiece& piece, std::uint64_t bits);

    void fill_gaps();
    void find_gaps();
    void look_at(Gap& gap);
    bool is_open(Gap& gap);
    void throw_darts_at_gaps();
    void throw_dart(const Gap& gap, std::uint64_t bits);
    bool settle(Gap& gap);
    void fill_by_quarters(SurfacePiece& piece);
    void fill_quarters(const Part& part, SurfacePiece& piece);

    const PoissonDiscLevel& level_;
    std::vector<LevelPoint> points_;
    std::vector<Fragment> fragments_;
    BlockPieces pieces_;
    std::vector<std::uint32_t> order_;  // in which they are visited
    std::vector<Disc> discs_;           // all that can matter for any piece
    std::vector<Vector3f> normals_;     // of their surface
    DiscList near_;                     // those that can matter for one piece
    std::vector<Gap> gaps_;
    std::vector<std::uint32_t> open_;  // numbers of the gaps that are left
    std::vector<Part> parts_;
    std::vector<Part> smaller_parts_;
};

// Visitors for any number of threads, which keep their memory from one use to the next.
class BlockVisitors {
public:
    explicit BlockVisitors(const PoissonDiscLevel& level) : level_(level) {}

    // Calls work(visitor) with a visitor that nobody else uses meanwhile.
    template <typename Work>
    void lend(Work work) {
        std::unique_ptr<BlockVisitor> visitor = take();
        work(*visitor);
        give_back(std::move(visitor));
    }

private:
    [[nodiscard]] std::unique_ptr<BlockVisitor> take();
    void give_back(std::unique_ptr<BlockVisitor> visitor);

    const PoissonDiscLevel& level_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<BlockVisitor>> idle_;
};

// Organic factor >= 1 on the radius of one point, exp(sigma (z + 2)) with z normal within +-2, so that the wanted radius
// stays the smallest distance. `bits` random. Only exactly rounded operations.
[[nodiscard]] float organic_factor(float sigma, std::uint64_t bits);
[[nodiscard]] float largest_organic_factor(float sigma);

}  // namespace stubble
