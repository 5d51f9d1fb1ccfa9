#include "sampling/pattern_density.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "fixtures/sampling_surfaces.h"
#include "sampling/poisson_disc_surface.h"

using namespace stubble;
using namespace stubble::fixtures;

TEST(PatternDensity, PlainPatternsHoldNearlyWhatRandomSequentialAdsorptionDoes) {
    // 0.547 = share of the plane that discs of half the distance cover (mathoverflow.net/q/238661).
    EXPECT_NEAR(packing_constant(0.0) / (0.547 * 4.0 / M_PI), 1.0, 0.007);
}

TEST(PatternDensity, TheConstantOfEverySigmaIsWhatTheSamplerReaches) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const double area = surface_area_mm2(mesh);
    const double radius = 1.6;
    for (const double sigma : {0.0, 0.03, 0.05, 0.08, 0.10, 0.12, 0.16, 0.20, 0.25}) {
        PoissonDiscOptions options;
        options.organic_sigma = sigma;
        const auto n = static_cast<double>(
            sample_surface(mesh, constant_field(mesh, radius), {}, options).value().dots.size());
        EXPECT_NEAR(n * radius * radius / area / packing_constant(sigma), 1.0, 0.006)
            << "sigma " << sigma;
    }
}

TEST(PatternDensity, MoreVariationNeverHoldsMoreDots) {
    double before = packing_constant(0.0);
    for (int i = 1; i <= 25; ++i) {
        const double here = packing_constant(0.01 * i);
        EXPECT_LT(here, before);
        before = here;
    }
    EXPECT_EQ(packing_constant(0.3), packing_constant(0.25));
    EXPECT_EQ(packing_constant(-1.0), packing_constant(0.0));
}

// The table of science/sampling.md, section 1, made with the constant of random sequential adsorption.
TEST(PatternDensity, RadiiForDensitiesAreThoseOfTheTable) {
    constexpr std::array<std::array<double, 2>, 5> table{
        {{30, 1.524}, {75, 0.964}, {100, 0.835}, {150, 0.681}, {250, 0.528}}};
    for (const auto& [per_cm2, radius] : table) {
        EXPECT_NEAR(radius_for_density_mm(per_cm2) / radius, 1.0, 0.004);
    }
}

TEST(PatternDensity, ARadiusForADensityGivesIt) {
    const TriangleMesh mesh = square_mesh(100.0, 10.0);  // 100 cm2
    for (const double sigma : {0.0, 0.12, 0.2}) {
        const SurfaceField field = constant_field(mesh, radius_for_density_mm(80.0, sigma));
        EXPECT_NEAR(expected_count(mesh, field, sigma), 8000.0, 0.01);
    }
}

TEST(PatternDensity, ExpectedCountIsTheIntegralOverTheRadiusField) {
    const TriangleMesh mesh = square_mesh(20.0, 0.25);
    const auto radius = [](const Vector3f& v) { return 2.0 + 0.05 * v.x(); };
    // Integral of 1 / (2 + x / 20)^2 over x from -10 to 10, times 20 mm.
    const double integral = 20.0 * 20.0 * (1.0 / 1.5 - 1.0 / 2.5);
    EXPECT_NEAR(expected_count(mesh, field_of(mesh, radius), 0.0), 0.7005 * integral, 0.002);
}

TEST(PatternDensity, ExpectedCountLeavesOutWhatTheMaskCutsOff) {
    const TriangleMesh mesh = square_mesh(20.0, 1.7);
    const auto radius = [](const Vector3f&) { return 1.0; };
    for (const double cut : {-10.0, -3.3, 0.0, 7.77, 10.0}) {
        const auto mask = [&](const Vector3f& v) { return v.x() - cut; };
        EXPECT_NEAR(expected_count(mesh, field_of(mesh, radius, mask), 0.0),
                    0.7005 * 20.0 * (10.0 - cut), 0.01);
    }
}
