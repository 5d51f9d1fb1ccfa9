#include "sampling/block_visitor.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "fixtures/poisson_disc_reference.h"
#include "fixtures/sampling_surfaces.h"

using namespace stubble;
using namespace stubble::fixtures;

// The visitor's points are tested through poisson_disc_level; here are its random factors.
TEST(BlockVisitor, OrganicFactorsLieBetweenOneAndTheLargest) {
    for (const float sigma : {0.0F, 0.05F, 0.12F, 0.25F}) {
        EXPECT_NEAR(largest_organic_factor(sigma), std::exp(4.0 * sigma), 1e-6);
        for (std::uint64_t i = 0; i < 20'000; ++i) {
            const float factor = organic_factor(sigma, hash64(i));
            ASSERT_GE(factor, 1.0F);
            ASSERT_LE(factor, largest_organic_factor(sigma));
        }
    }
}

TEST(BlockVisitor, OrganicFactorsAreLogNormal) {
    for (const float sigma : {0.05F, 0.12F, 0.25F}) {
        double sum = 0.0;
        double squares = 0.0;
        constexpr int count = 100'000;
        for (int i = 0; i < count; ++i) {
            const double z =
                std::log(organic_factor(sigma, hash64(3, static_cast<std::uint64_t>(i)))) / sigma -
                2.0;
            sum += z;
            squares += z * z;
        }
        EXPECT_NEAR(sum / count, 0.0, 0.02);
        // A normal number cut at +-2 to the border has variance 0.92.
        EXPECT_NEAR(squares / count, 0.93, 0.03);
    }
}

TEST(BlockVisitor, OrganicFactorsOfSigmaZeroAreOne) {
    EXPECT_EQ(organic_factor(0.0F, 12345), 1.0F);
    EXPECT_EQ(largest_organic_factor(0.0F), 1.0F);
}

// A visitor keeps its memory from block to block; many blocks per visitor give what one per visitor gives.
TEST(BlockVisitor, ADotNeverDependsOnTheBlocksVisitedBefore) {
    const TriangleMesh near = square_mesh(14.0, 1.0);
    // Far away, in blocks that are visited before or after; not beyond the corner that gives the blocks their colours.
    const TriangleMesh both =
        joined(near, moved(sphere_mesh(6.5, 3), Vector3f(0.0F, 0.0F, 500.0F)));
    const LevelOptions options{0.7F, 0.0F, 9};
    const SurfaceField near_field = constant_field(near, 0.7);
    const SurfaceField both_field = constant_field(both, 0.7);
    const auto alone = fast_level(near, agreeing_normals(near), near_field, {}, options);
    auto together = fast_level(both, agreeing_normals(both), both_field, {}, options);
    std::erase_if(together, [](const ReferencePoint& p) { return p.position_mm.z() > 100.0; });
    EXPECT_EQ(together, alone);
}
