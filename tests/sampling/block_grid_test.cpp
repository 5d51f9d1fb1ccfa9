#include "sampling/block_grid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "base/random.h"

using namespace stubble;

namespace {

float between(float low, float high, std::uint64_t n) {
    return low + (high - low) * static_cast<float>(uniform(hash64(17, n)));
}

}  // namespace

TEST(BlockGrid, EdgesAreRoundedUpByLessThanTwoPercent) {
    for (std::uint64_t n = 0; n < 1000; ++n) {
        const float wanted = between(0.01F, 50.0F, n);
        const float edge = BlockLattice(wanted, Vector3f::Zero()).edge();
        EXPECT_GE(edge, wanted);
        EXPECT_LE(edge, 1.016F * wanted);
    }
}

TEST(BlockGrid, EveryPlaceLiesInItsBlock) {
    const Vector3f low(-31.7F, 12.1F, 0.0F);
    const BlockLattice lattice(8.3F, low);
    for (std::uint64_t n = 0; n < 10'000; ++n) {
        const Vector3f place = low + Vector3f(between(0, 90, 3 * n), between(0, 90, 3 * n + 1),
                                              between(0, 90, 3 * n + 2));
        const Vector3f local = place - lattice.origin_of(lattice.index_of(place));
        EXPECT_GE(local.minCoeff(), -1e-4F);
        EXPECT_LE(local.maxCoeff(), lattice.edge() + 1e-4F);
    }
}

// Also where rounding puts the corner on the border of a block.
TEST(BlockGrid, TheCornerOfTheSpaceNeverHasAnIndexBelowZero) {
    for (std::uint64_t n = 0; n < 20'000; ++n) {
        const float edge = BlockLattice(between(1.0F, 40.0F, 2 * n), Vector3f::Zero()).edge();
        const float border = std::floor(between(-30.0F, 30.0F, 2 * n + 1)) * edge;
        for (const float x :
             {border, std::nextafter(border, -1e9F), std::nextafter(border, 1e9F)}) {
            const Vector3f low = Vector3f::Constant(x);
            const BlockIndex index = BlockLattice(edge, low).index_of(low);
            ASSERT_TRUE(index.x >= 0 && index.y >= 0 && index.z >= 0) << edge << ", " << x;
        }
    }
}

// The brush moves discs from block to block by this difference.
TEST(BlockGrid, TheDistanceBetweenOriginsIsExact) {
    const BlockLattice lattice(7.77F, Vector3f(-93.3F, 11.9F, 0.1F));
    for (std::int32_t i = -40; i < 40; ++i) {
        const Vector3f step = lattice.origin_of({i + 1, 0, 0}) - lattice.origin_of({i, 0, 0});
        EXPECT_EQ(step, Vector3f(lattice.edge(), 0.0F, 0.0F));
    }
}

TEST(BlockGrid, PlacesBeyondEverythingHaveAnIndexToo) {
    const BlockLattice lattice(1.0F, Vector3f::Zero());
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(lattice.index_of(Vector3f(1e30F, -1e30F, infinity)),
              (BlockIndex{1'000'000, -1'000'000, 1'000'000}));
}

TEST(BlockGrid, TheTableFindsWhatWasInsertedAndNothingElse) {
    BlockTable table;
    std::map<std::tuple<int, int, int>, std::int32_t> truth;
    for (std::uint64_t n = 0; n < 20'000; ++n) {
        const std::uint64_t h = hash64(5, n);
        const BlockIndex index{static_cast<std::int32_t>(h % 40) - 20,
                               static_cast<std::int32_t>(h / 64 % 40) - 20,
                               static_cast<std::int32_t>(h / 4096 % 40) - 20};
        const auto [found, is_new] = truth.try_emplace(std::tuple(index.x, index.y, index.z),
                                                       static_cast<std::int32_t>(truth.size()));
        if (n % 2 == 0) {
            EXPECT_EQ(table.insert(index), found->second);
            EXPECT_EQ(table.index(found->second), index);
        } else {
            EXPECT_EQ(table.find(index), is_new ? BlockTable::none : found->second);
            if (is_new) {
                truth.erase(found);
            }
        }
    }
    EXPECT_EQ(table.size(), truth.size());
}

TEST(BlockGrid, NeighboursAreTheTwentySixAroundAndSeeEachOther) {
    const BlockIndex here{3, -2, 7};
    std::set<std::tuple<int, int, int>> seen;
    for (int i = 0; i < block_neighbours; ++i) {
        const BlockIndex other = neighbour_of(here, i);
        seen.insert({other.x, other.y, other.z});
        EXPECT_LE(std::max({std::abs(other.x - here.x), std::abs(other.y - here.y),
                            std::abs(other.z - here.z)}),
                  1);
        EXPECT_EQ(neighbour_of(other, block_neighbours - 1 - i), here);
    }
    EXPECT_EQ(seen.size(), 26U);
    EXPECT_FALSE(seen.contains({here.x, here.y, here.z}));
}

TEST(BlockGrid, BlocksOfOneColorNeverTouch) {
    for (std::int32_t x = -2; x < 2; ++x) {
        for (std::int32_t y = -2; y < 2; ++y) {
            for (int i = 0; i < block_neighbours; ++i) {
                const BlockIndex here{x, y, -1};
                EXPECT_NE(block_color(here), block_color(neighbour_of(here, i)));
            }
        }
    }
}
