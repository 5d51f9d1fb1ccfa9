#include "sampling/poisson_disc_level.h"

#include <gtest/gtest.h>

#include "fixtures/poisson_disc_reference.h"
#include "fixtures/random_sampling_case.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

LevelOptions options_for(const SurfaceField& field, std::uint64_t seed, float sigma = 0.0F) {
    return {*std::max_element(field.radius_mm.begin(), field.radius_mm.end()), sigma, seed};
}

void expect_the_same(const TriangleMesh& mesh, const SurfaceField& field,
                     const std::vector<FixedDisc>& fixed, const LevelOptions& options) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    const auto reference = reference_level(mesh, normals, field, fixed, options);
    const auto fast = fast_level(mesh, normals, field, fixed, options);
    ASSERT_EQ(fast.size(), reference.size());
    for (std::size_t i = 0; i < fast.size(); ++i) {
        ASSERT_EQ(fast[i], reference[i]) << "point " << i << " of " << fast.size();
    }
}

}  // namespace

TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSampler) {
    const TriangleMesh mesh = square_mesh(24.0, 1.1);
    const SurfaceField field = constant_field(mesh, 0.9);
    for (const std::uint64_t seed : {1, 2, 3}) {
        expect_the_same(mesh, field, {}, options_for(field, seed));
    }
}

TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSamplerWhenOrganic) {
    const TriangleMesh mesh = sphere_mesh(8.0, 3);
    const SurfaceField field = constant_field(mesh, 0.9);
    for (const float sigma : {0.05F, 0.12F, 0.25F}) {
        expect_the_same(mesh, field, {}, options_for(field, 1, sigma));
    }
}

TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSamplerOnARamp) {
    const TriangleMesh mesh = square_mesh(24.0, 0.8);
    const SurfaceField field = field_of(mesh, ramp(0.6));
    expect_the_same(mesh, field, {}, options_for(field, 1));
    expect_the_same(mesh, field, {}, options_for(field, 1, 0.12F));
}

TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSamplerInsideAMask) {
    const TriangleMesh mesh = square_mesh(20.0, 1.3);
    const SurfaceField field = field_of(
        mesh, [](const Vector3f&) { return 0.7; },
        [](const Vector3f& v) { return 6.1 - std::hypot(v.x() - 1.0, v.y()); });
    expect_the_same(mesh, field, {}, options_for(field, 4));
}

TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSamplerAroundFixedDiscs) {
    const TriangleMesh mesh = square_mesh(20.0, 1.3);
    const SurfaceField field = constant_field(mesh, 0.8);
    Chance chance(7);
    std::vector<FixedDisc> fixed;
    for (int i = 0; i < 40; ++i) {
        fixed.push_back({Point3(chance.between(-12, 12), chance.between(-12, 12), 0.1),
                         static_cast<float>(chance.between(0.2, 0.8)), Vector3f::Zero()});
    }
    fixed.push_back({Point3(3, 4, 0), 6.0F, Vector3f(0, 0, 1)});
    fixed.push_back({Point3(-30, 4, 0), 50.0F, Vector3f::Zero()});
    expect_the_same(mesh, field, fixed, options_for(field, 5));
    expect_the_same(mesh, field, fixed, options_for(field, 5, 0.12F));
}

TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSamplerOnFoldedSheets) {
    const TriangleMesh mesh = joined(two_sheets(14.0, 1.0, 0.3F), three_leaves(6.0, 9.0));
    const SurfaceField field = constant_field(mesh, 0.8);
    expect_the_same(mesh, field, {}, options_for(field, 6));
    const TriangleMesh band = moebius_mesh(6.0, 5.0, 40);
    const SurfaceField band_field = constant_field(band, 0.7);
    expect_the_same(band, band_field, {}, options_for(band_field, 7));
}

// The whole of what may come, 200 small cases of it.
TEST(PoissonDiscLevel, ReturnsTheDotsOfTheReferenceSamplerInRandomCases) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE("case " + std::to_string(seed));
        const SamplingCase job = random_case(seed);
        LevelOptions options =
            options_for(job.field, seed, static_cast<float>(job.options.organic_sigma));
        options.radius_high_mm =
            std::max(options.radius_high_mm, static_cast<float>(job.options.radius_high_mm));
        expect_the_same(job.mesh, job.field, job.keep_away, options);
    }
}
