#include "sampling/blue_noise_measures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fixtures/sampling_surfaces.h"
#include "sampling/surface_probes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

std::vector<SurfaceDot> random_dots(const TriangleMesh& mesh, const SurfaceField& field,
                                    std::size_t count, std::uint64_t seed = 77) {
    std::vector<SurfaceDot> dots;
    for (const SurfaceProbe& probe : surface_probes(mesh, field, count, seed)) {
        dots.push_back({probe.position_mm,
                        static_cast<float>(probe.radius_mm),
                        probe.triangle,
                        {1.0F, 0.0F, 0.0F},
                        0});
    }
    return dots;
}

// A lattice on the plane z = 0 of a mesh of one triangle pair, so that any place lies on triangle 0 or 1.
std::vector<SurfaceDot> lattice_dots(double edge, double step, bool triangular) {
    std::vector<SurfaceDot> dots;
    const double row_step = triangular ? step * std::sqrt(0.75) : step;
    int row = 0;
    for (double y = -0.5 * edge + 0.5 * row_step; y < 0.5 * edge; y += row_step, ++row) {
        const double shift = triangular && row % 2 == 1 ? 0.5 * step : 0.0;
        for (double x = -0.5 * edge + 0.25 * step + shift; x < 0.5 * edge; x += step) {
            dots.push_back({Point3(x, y, 0.0), 1.0F, 0, {1.0F, 0.0F, 0.0F}, 0});
        }
    }
    return dots;
}

std::vector<Point2> in_plane(const std::vector<SurfaceDot>& dots) {
    std::vector<Point2> points;
    for (const SurfaceDot& dot : dots) {
        points.emplace_back(dot.position_mm.head<2>());
    }
    return points;
}

const Box2 square{Point2(-50, -50), Point2(50, 50)};

}  // namespace

TEST(BlueNoiseMeasures, RandomPointsHaveTheNearestNeighboursOfAPoissonProcess) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const SurfaceField field = constant_field(mesh, 1.0);
    const auto dots = random_dots(mesh, field, 20'000);
    const NearestNeighbours nearest = nearest_neighbours(mesh, field, dots);
    // Mean 1 / (2 sqrt(density)), variation sqrt(4 / pi - 1) (Clark & Evans 1954).
    const double density = 20'000 / surface_area_mm2(mesh);
    EXPECT_NEAR(nearest.mean * std::sqrt(density), 0.5, 0.01);
    EXPECT_NEAR(nearest.variation, std::sqrt(4.0 / M_PI - 1.0), 0.01);
    EXPECT_EQ(nearest.lonely, 0U);
}

TEST(BlueNoiseMeasures, ATriangularLatticeHasPackingRatioOneAndNoVariation) {
    const TriangleMesh mesh = square_mesh(100.0, 100.0);
    const SurfaceField field = constant_field(mesh, 1.0);
    const auto dots = lattice_dots(100.0, 1.0, true);
    EXPECT_NEAR(packing_ratio(mesh, field, dots), 1.0, 0.01);
    EXPECT_NEAR(nearest_neighbours(mesh, field, dots).variation, 0.0, 1e-6);
    EXPECT_NEAR(nearest_neighbours(mesh, field, dots).smallest, 1.0, 1e-6);
}

TEST(BlueNoiseMeasures, DistancesAreMeasuredInWantedRadii) {
    const TriangleMesh mesh = square_mesh(100.0, 100.0);
    const auto dots = lattice_dots(100.0, 1.0, false);
    for (const double radius : {0.5, 1.0, 2.0}) {
        const SurfaceField field = constant_field(mesh, radius);
        EXPECT_NEAR(nearest_neighbours(mesh, field, dots).mean, 1.0 / radius, 1e-5);
        // rho does not depend on the unit: 1 / sqrt(2 / sqrt 3) for a square lattice.
        EXPECT_NEAR(packing_ratio(mesh, field, dots), 0.9306, 0.01);
    }
}

TEST(BlueNoiseMeasures, ALonelyDotIsNamedAndNotCounted) {
    const TriangleMesh mesh = square_mesh(100.0, 100.0);
    std::vector<SurfaceDot> dots = lattice_dots(20.0, 1.0, false);
    dots.push_back({Point3(45, 45, 0), 1.0F, 0, {1.0F, 0.0F, 0.0F}, 0});
    const NearestNeighbours nearest = nearest_neighbours(mesh, constant_field(mesh, 1.0), dots);
    EXPECT_EQ(nearest.lonely, 1U);
    EXPECT_NEAR(nearest.mean, 1.0, 1e-6);
}

TEST(BlueNoiseMeasures, PairsOfRandomPointsDoNotCorrelate) {
    const TriangleMesh mesh = square_mesh(60.0, 2.0);  // open borders need no correction
    const SurfaceField field = constant_field(mesh, 0.6);
    BlueNoiseOptions options;
    options.probes_per_point = 8.0;
    const auto g = pair_correlation(mesh, field, random_dots(mesh, field, 20'000), options);
    for (std::size_t i = 10; i < g.values.size(); ++i) {
        EXPECT_NEAR(g.values[i], 1.0, 0.06) << "at " << PairCorrelation::distance(i);
    }
}

TEST(BlueNoiseMeasures, ASquareLatticePeaksAtItsDistances) {
    const TriangleMesh mesh = square_mesh(100.0, 100.0);
    const auto g =
        pair_correlation(mesh, constant_field(mesh, 1.0), lattice_dots(100.0, 1.025, false));
    // 1.025 and sqrt 2 times that; nothing between.
    EXPECT_NEAR(PairCorrelation::distance(g.peak()), 1.025, 0.026);
    EXPECT_GT(g.values[28], 5.0);  // 1.40 to 1.45
    EXPECT_EQ(g.values[24], 0.0);
}

// Reference values of science/sampling.md, section 9, row sigma 0.
TEST(BlueNoiseMeasures, AMaximalPatternHasThePublishedValues) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const SurfaceField field = constant_field(mesh, 1.88);
    const auto pattern = sample_surface(mesh, field, {}, {}).value();
    const BlueNoiseMeasures found = measure_blue_noise(mesh, field, pattern.dots);
    EXPECT_NEAR(found.nearest.mean, 1.054, 0.005);
    EXPECT_NEAR(found.nearest.variation, 0.058, 0.002);
    EXPECT_NEAR(found.packing_ratio, 0.776, 0.005);
    EXPECT_NEAR(found.peak_correlation, 4.3, 0.2);
    EXPECT_NEAR(found.peak_distance, 1.025, 0.001);
    EXPECT_NEAR(found.low_frequency_power, 0.075, 0.015);
}

TEST(BlueNoiseMeasures, RandomPointsHavePowerOneAtEveryFrequencyOnAnySurface) {
    for (const TriangleMesh& mesh : {sphere_mesh(30.0, 4), square_mesh(100.0, 4.0)}) {
        const SurfaceField field = constant_field(mesh, 1.0);
        const auto power = radial_power(mesh, field, random_dots(mesh, field, 10'000), 3.0);
        for (std::size_t i = 0; i < power.values.size(); ++i) {
            // A patch holds few periods of the lowest frequencies.
            EXPECT_NEAR(power.values[i], 1.0, i < 4 ? 0.25 : 0.15)
                << "f " << RadialPower::frequency(i);
        }
        EXPECT_NEAR(power.low(), 1.0, 0.1);
    }
}

// Borders, holes and gradients are in the probes as well: they add no power.
TEST(BlueNoiseMeasures, NeitherMaskNorRampAddsLowFrequencies) {
    const TriangleMesh mesh = square_mesh(60.0, 0.8);
    const SurfaceField field = field_of(
        mesh, ramp(0.5), [](const Vector3f& v) { return 20.0 - std::hypot(v.x(), v.y()); });
    const auto pattern = sample_surface(mesh, field, {}, {}).value();
    EXPECT_LT(radial_power(mesh, field, pattern.dots, 0.5).low(), 0.16);
    EXPECT_NEAR(radial_power(mesh, constant_field(mesh, 1.0),
                             random_dots(mesh, constant_field(mesh, 1.0), 8000), 0.5)
                    .low(),
                1.0, 0.1);
}

TEST(BlueNoiseMeasures, ThinningAtRandomMakesPatches) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const SurfaceField field = constant_field(mesh, 1.2);
    auto dots = sample_surface(mesh, field, {}, {}).value().dots;
    dots.resize(dots.size() / 4);
    // 0.77 (science/sampling.md, section 10.2): a share s of a pattern has power 1 - s (1 - P).
    EXPECT_NEAR(radial_power(mesh, field, dots, 0.5).low(), 0.77, 0.05);
}

TEST(BlueNoiseMeasures, PatchesAndTheWholeSquareAgree) {
    const TriangleMesh mesh = square_mesh(100.0, 2.0);
    const SurfaceField field = constant_field(mesh, 0.834);
    // Means of four patterns: one alone scatters.
    RadialPower patches;
    RadialPower whole;
    const auto add = [](const RadialPower& power, RadialPower& mean) {
        mean.values.resize(power.values.size(), 0.0);
        for (std::size_t i = 0; i < power.values.size(); ++i) {
            mean.values[i] += power.values[i] / 4.0;
        }
    };
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        PoissonDiscOptions options;
        options.seed = seed;
        const auto dots = sample_surface(mesh, field, {}, options).value().dots;
        add(radial_power(mesh, field, dots, 3.0), patches);
        add(planar_spectrum(in_plane(dots), square).radial, whole);
    }
    ASSERT_EQ(patches.values.size(), whole.values.size());
    constexpr std::size_t band = 8;  // 0.4 f0
    for (std::size_t i = 0; i + band <= whole.values.size(); i += band) {
        double in_patches = 0.0;
        double in_whole = 0.0;
        for (std::size_t k = i; k < i + band; ++k) {
            in_patches += patches.values[k] / band;
            in_whole += whole.values[k] / band;
        }
        EXPECT_NEAR(in_patches, in_whole, 0.01 + 0.06 * in_whole)
            << "from f " << RadialPower::frequency(i);
    }
    EXPECT_NEAR(patches.low(), whole.low(), 0.02);
}

TEST(BlueNoiseMeasures, RandomPointsInASquareHavePowerOneInAllDirections) {
    const TriangleMesh mesh = square_mesh(100.0, 100.0);
    const SurfaceField field = constant_field(mesh, 1.0);
    const auto spectrum = planar_spectrum(in_plane(random_dots(mesh, field, 10'000)), square);
    EXPECT_NEAR(spectrum.radial.low(), 1.0, 0.12);
    EXPECT_LT(spectrum.anisotropy, 1.6);
}

TEST(BlueNoiseMeasures, ALatticeHasPowerInFewDirections) {
    for (const bool triangular : {false, true}) {
        const auto spectrum =
            planar_spectrum(in_plane(lattice_dots(100.0, 1.0, triangular)), square);
        EXPECT_GT(spectrum.anisotropy, 10.0);
    }
}

TEST(BlueNoiseMeasures, FrequenciesBelowFivePeriodsAreMissingInASquare) {
    const TriangleMesh mesh = square_mesh(100.0, 100.0);
    const SurfaceField field = constant_field(mesh, 1.0);
    // 400 dots: f0 = 0.2 per mm, 20 periods per side at f0, 5 at 0.25 f0.
    const auto spectrum = planar_spectrum(in_plane(random_dots(mesh, field, 400)), square);
    EXPECT_TRUE(std::isnan(spectrum.radial.values[2]));  // 0.20 f0
    EXPECT_FALSE(std::isnan(spectrum.radial.values[4]));
    EXPECT_FALSE(std::isnan(spectrum.radial.low()));
}

TEST(BlueNoiseMeasures, OppositeSheetsAreNoNeighbours) {
    const TriangleMesh mesh = two_sheets(40.0, 2.0, 0.1F);
    const SurfaceField field = constant_field(mesh, 0.8);
    const auto dots = sample_surface(mesh, field, {}, {}).value().dots;
    EXPECT_GE(nearest_neighbours(mesh, field, dots).smallest, 1.0);
    EXPECT_LT(radial_power(mesh, field, dots, 0.5).low(), 0.12);
}

TEST(BlueNoiseMeasures, HardlyAnyDotsGiveNoNonsense) {
    const TriangleMesh mesh = square_mesh(10.0, 10.0);
    const SurfaceField field = constant_field(mesh, 0.5);
    for (const std::size_t count : {0, 1, 2}) {
        const auto dots = random_dots(mesh, field, count);
        const BlueNoiseMeasures found = measure_blue_noise(mesh, field, dots);
        EXPECT_TRUE(std::isnan(found.low_frequency_power));
        EXPECT_TRUE(std::isfinite(found.nearest.mean) && std::isfinite(found.nearest.variation));
        EXPECT_TRUE(std::isfinite(found.packing_ratio) && std::isfinite(found.peak_correlation));
    }
}
