#include "sampling/poisson_disc_surface.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "base/parallel.h"
#include "fixtures/random_sampling_case.h"
#include "fixtures/shared_data.h"
#include "sampling/blue_noise_measures.h"
#include "sampling/pattern_density.h"
#include "sampling/sample_verify.h"

// Invariants by their number in science/sampling.md, section 5.

using namespace stubble;
using namespace stubble::fixtures;

namespace {

RankedDots sample(const TriangleMesh& mesh, const SurfaceField& field,
                  const PoissonDiscOptions& options = {},
                  const std::vector<FixedDisc>& keep_away = {}) {
    auto result = sample_surface(mesh, field, keep_away, options);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().line());
    return result.ok() ? result.value() : RankedDots{};
}

// Invariants 1 and 2.
void expect_strict_and_maximal(const TriangleMesh& mesh, const SurfaceField& field,
                               const RankedDots& pattern,
                               const std::vector<FixedDisc>& keep_away = {},
                               double probes_per_point = 40.0) {
    const PatternCheck check =
        verify_pattern(mesh, field, keep_away, pattern, {probes_per_point, 99});
    EXPECT_EQ(check.conflicts, 0U) << "smallest ratio " << check.min_distance_ratio;
    EXPECT_EQ(check.uncovered_probes, 0U)
        << "largest gap " << check.largest_gap_ratio << " of " << check.probes << " probes";
}

void expect_strict_and_maximal(const TriangleMesh& mesh, const SurfaceField& field) {
    const RankedDots pattern = sample(mesh, field);
    EXPECT_GT(pattern.dots.size(), 20U);
    expect_strict_and_maximal(mesh, field, pattern);
}

// The dots of the first sessions as a pattern of their own; without exact count.
RankedDots first_sessions(const RankedDots& pattern, std::uint32_t last, double share) {
    RankedDots prefix{pattern.dots, 1.0 / std::sqrt(share), 1.0 / std::sqrt(share)};
    std::erase_if(prefix.dots, [&](const SurfaceDot& dot) { return dot.session > last; });
    return prefix;
}

std::vector<Point2> in_plane(const std::vector<SurfaceDot>& dots) {
    std::vector<Point2> points;
    for (const SurfaceDot& dot : dots) {
        points.emplace_back(dot.position_mm.head<2>());
    }
    return points;
}

const Box2 hundred_mm{Point2(-50, -50), Point2(50, 50)};

std::string message(const TriangleMesh& mesh, const SurfaceField& field,
                    const PoissonDiscOptions& options = {},
                    const std::vector<FixedDisc>& keep_away = {}) {
    const auto result = sample_surface(mesh, field, keep_away, options, "head.obj");
    return result.ok() ? "" : result.error().line();
}

// Restores the number of threads of all later tests.
struct Threads {
    explicit Threads(int count) { set_thread_count(count); }
    ~Threads() { set_thread_count(0); }
};

}  // namespace

// ---- strict and maximal (1, 2) on all sorts of surfaces ----

TEST(PoissonDiscSurface, ASquareHasNoConflictAndNoGap) {
    const TriangleMesh mesh = square_mesh(60.0, 1.3);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.6));
}

TEST(PoissonDiscSurface, TwoTrianglesMakeASurfaceToo) {
    const TriangleMesh mesh = square_mesh(40.0, 40.0);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.6));
}

TEST(PoissonDiscSurface, ASphereOf20kDotsHasNoConflictAndNoGap) {
    const TriangleMesh mesh = sphere_mesh(90.0, 6);
    expect_strict_and_maximal(mesh, constant_field(mesh, 1.8826));
}

TEST(PoissonDiscSurface, ASphereOf100kDotsHasNoConflictAndNoGap) {
    const TriangleMesh mesh = sphere_mesh(90.0, 6);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.84194));
}

TEST(PoissonDiscSurface, ASphereOf500kDotsHasNoConflictAndNoGap) {
    const TriangleMesh mesh = sphere_mesh(90.0, 6);
    const SurfaceField field = constant_field(mesh, 0.3765);
    const RankedDots pattern = sample(mesh, field);
    EXPECT_NEAR(static_cast<double>(pattern.dots.size()) / expected_count(mesh, field, 0.0), 1.0,
                0.003);
    expect_strict_and_maximal(mesh, field, pattern, {}, 4.0);
}

TEST(PoissonDiscSurface, ASphereOfAMillionDotsHasNoConflictAndNoGap) {
    if (std::getenv("STUBBLE_SLOW_TESTS") == nullptr) {
        GTEST_SKIP() << "skipped: STUBBLE_SLOW_TESTS is not set";
    }
    const TriangleMesh mesh = sphere_mesh(90.0, 6);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.26624));
}

TEST(PoissonDiscSurface, TrianglesMuchLargerThanTheRadiusHaveNoConflictAndNoGap) {
    const TriangleMesh mesh = sphere_mesh(30.0, 0);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.7));
}

TEST(PoissonDiscSurface, TrianglesMuchSmallerThanTheRadiusHaveNoConflictAndNoGap) {
    const TriangleMesh mesh = sphere_mesh(30.0, 6);
    expect_strict_and_maximal(mesh, constant_field(mesh, 3.0));
}

TEST(PoissonDiscSurface, AnOpenDiscHasNoConflictAndNoGapUpToItsBorder) {
    const TriangleMesh mesh = disc_mesh(20.0, 25);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.7));
}

TEST(PoissonDiscSurface, SliversAndTrianglesWithoutAreaHaveNoConflictAndNoGap) {
    for (const double thin : {1e-6, 1e-3, 0.1}) {
        const TriangleMesh mesh = sliver_mesh(30.0, 12.0, thin);
        expect_strict_and_maximal(mesh, constant_field(mesh, 0.6));
    }
}

TEST(PoissonDiscSurface, LeavesThatShareAnEdgeHaveNoConflictAndNoGap) {
    const TriangleMesh mesh = three_leaves(15.0, 12.0);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.6));
}

TEST(PoissonDiscSurface, RandomWindingsHaveNoConflictAndNoGap) {
    const TriangleMesh mesh = with_random_windings(sphere_mesh(20.0, 4), 3);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.6));
}

// The winding of a triangle decides about nothing: neither dots nor normals.
TEST(PoissonDiscSurface, AMoebiusBandHasNoConflictAndNoGap) {
    const TriangleMesh mesh = moebius_mesh(15.0, 8.0, 120);
    expect_strict_and_maximal(mesh, constant_field(mesh, 0.6));
}

TEST(PoissonDiscSurface, ASteepRampHasNoConflictAndNoGap) {
    const TriangleMesh mesh = square_mesh(60.0, 0.8);
    expect_strict_and_maximal(mesh, field_of(mesh, ramp(0.6)));
}

TEST(PoissonDiscSurface, AHeadHasNoConflictAndNoGap) {
    SKIP_WITHOUT_SHARED_DATA();
    // In centimetres; skull, mouth, eyes and lashes, 53 k triangles.
    const TriangleMesh mesh =
        read_obj(shared_data("mesh/ict/generic_neutral_mesh.obj").string(), 10.0F);
    ASSERT_GT(mesh.triangles.size(), 50'000U);
    ASSERT_TRUE(check_mesh(mesh, "head").ok());
    const SurfaceField field = constant_field(mesh, 1.5);
    const RankedDots pattern = sample(mesh, field);
    expect_strict_and_maximal(mesh, field, pattern);
    const SurfaceField varying =
        field_of(mesh, [](const Vector3f& v) { return 3.0 + std::sin(0.2 * v.y()); });
    expect_strict_and_maximal(mesh, varying, sample(mesh, varying));
}

// Of its skin, 11,248 vertices: the eyes lie in layers nearer to each other than the spacing, lashes are strips narrower than
// it, and both hold another number of dots than their area says, which counts as patches: the whole has 0.15.
TEST(PoissonDiscSurface, TheSkinOfAHeadIsBlueNoise) {
    SKIP_WITHOUT_SHARED_DATA();
    const TriangleMesh mesh =
        read_obj(shared_data("mesh/ict/generic_neutral_mesh.obj").string(), 10.0F);
    SurfaceField field = constant_field(mesh, 1.5);
    field.mask.assign(mesh.vertices_mm.size(), -1.0F);
    std::fill_n(field.mask.begin(), 11'248, 1.0F);
    const RankedDots pattern = sample(mesh, field);
    const BlueNoiseMeasures found = measure_blue_noise(mesh, field, pattern.dots);
    EXPECT_LE(found.low_frequency_power, 0.09);
    EXPECT_GE(found.packing_ratio, 0.76);
    EXPECT_NEAR(static_cast<double>(pattern.dots.size()) / expected_count(mesh, field, 0.0), 1.0,
                0.01);
}

// Front and back of an ear: each has the pattern that it would have without the other.
TEST(PoissonDiscSurface, TwoSheetsDoNotBlockEachOther) {
    const TriangleMesh both = two_sheets(30.0, 1.1, 0.3F);
    const SurfaceField field = constant_field(both, 0.8);
    const RankedDots pattern = sample(both, field);
    expect_strict_and_maximal(both, field, pattern);
    const TriangleMesh front = square_mesh(30.0, 1.1);
    const RankedDots alone = sample(front, constant_field(front, 0.8));
    std::vector<Point3> places;
    for (const SurfaceDot& dot : alone.dots) {
        places.push_back(dot.position_mm);
    }
    std::size_t on_front = 0;
    for (const SurfaceDot& dot : pattern.dots) {
        if (dot.triangle < front.triangles.size()) {
            ++on_front;
            EXPECT_NE(std::find(places.begin(), places.end(), dot.position_mm), places.end());
        }
    }
    EXPECT_EQ(on_front, places.size());
}

// ---- the same for any number of threads (3) ----

TEST(PoissonDiscSurface, TheSameDotsComeFromOneTwoAndThreeThreads) {
    const TriangleMesh mesh = joined(sphere_mesh(30.0, 4), two_sheets(30.0, 1.5, 0.4F));
    const SurfaceField field =
        field_of(mesh, [](const Vector3f& v) { return 1.1 + 0.4 * std::sin(0.5 * v.x()); });
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        PoissonDiscOptions options;
        options.seed = seed;
        options.organic_sigma = seed == 2 ? 0.12 : 0.0;
        if (seed == 3) {
            options.session_fractions = {0.3, 0.7, 1.0};
        }
        std::vector<std::uint64_t> hashes;
        for (const int threads : {1, 2, 3}) {
            const Threads limit(threads);
            hashes.push_back(sample(mesh, field, options).hash());
        }
        EXPECT_EQ(hashes[0], hashes[1]) << "seed " << seed;
        EXPECT_EQ(hashes[0], hashes[2]) << "seed " << seed;
    }
}

TEST(PoissonDiscSurface, AnotherSeedGivesOtherDots) {
    const TriangleMesh mesh = square_mesh(20.0, 2.0);
    const SurfaceField field = constant_field(mesh, 0.8);
    PoissonDiscOptions other;
    other.seed = 2;
    EXPECT_NE(sample(mesh, field).hash(), sample(mesh, field, other).hash());
}

// Recorded; other compilers, flags, register widths and machines must give the same. Only a change of the method may change it.
TEST(PoissonDiscSurface, TheDotsAreTheSameOnEveryMachine) {
    const TriangleMesh mesh = square_mesh(60.0, 1.5);
    const SurfaceField field = field_of(mesh, ramp(0.7));
    PoissonDiscOptions organic;
    organic.organic_sigma = 0.12;
    EXPECT_EQ(sample(mesh, field).hash(), 16272619118557525860ULL);
    EXPECT_EQ(sample(mesh, field, organic).hash(), 5168295680815196136ULL);
}

// ---- how many (4, 5, 16) ----

TEST(PoissonDiscSurface, AClosedSurfaceHoldsTheSaturationOfRandomSequentialAdsorption) {
    const TriangleMesh mesh = sphere_mesh(90.0, 6);
    const double radius = 1.8826;
    const double expected = 0.6965 * surface_area_mm2(mesh) / (radius * radius);
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        PoissonDiscOptions options;
        options.seed = seed;
        const auto n =
            static_cast<double>(sample(mesh, constant_field(mesh, radius), options).dots.size());
        EXPECT_NEAR(n / expected, 1.0, 0.01);
    }
}

TEST(PoissonDiscSurface, ARampHoldsTheIntegralOfItsDensity) {
    const TriangleMesh mesh = square_mesh(100.0, 0.5);
    const double low = 0.85;
    const auto n = static_cast<double>(sample(mesh, field_of(mesh, ramp(low))).dots.size());
    // Integrals of 1 / r^2 and 1 / r along x: flat, ramp of 4 mm, flat; borders hold 0.23 / r more (section 2).
    const double high = 4.0 * low;
    const double squares = 48.0 / (low * low) + 4.0 / (low * high) + 48.0 / (high * high);
    const double inverse = 48.0 / low + 4.0 * std::log(4.0) / (high - low) + 48.0 / high;
    const double border = 0.23 * (2.0 * inverse + 100.0 / low + 100.0 / high);
    EXPECT_NEAR(n / (0.6965 * 100.0 * squares + border), 1.0, 0.01);
}

TEST(PoissonDiscSurface, AFinerMeshOfTheSameSurfaceHoldsAsManyDotsAsEvenly) {
    const TriangleMesh coarse = square_mesh(100.0, 4.0);
    const TriangleMesh fine = refined(refined(coarse));
    double difference = 0.0;
    for (const std::uint64_t seed : {1, 2, 3}) {
        PoissonDiscOptions options;
        options.seed = seed;
        const RankedDots on_coarse = sample(coarse, constant_field(coarse, 0.834), options);
        const RankedDots on_fine = sample(fine, constant_field(fine, 0.834), options);
        difference += (static_cast<double>(on_fine.dots.size()) -
                       static_cast<double>(on_coarse.dots.size())) /
                      3.0;
        for (const RankedDots* pattern : {&on_coarse, &on_fine}) {
            const bool is_fine = pattern == &on_fine;
            const TriangleMesh& mesh = is_fine ? fine : coarse;
            EXPECT_GE(packing_ratio(mesh, constant_field(mesh, 0.834), pattern->dots), 0.76);
            const PlanarSpectrum spectrum = planar_spectrum(in_plane(pattern->dots), hundred_mm);
            EXPECT_LE(spectrum.radial.low(), 0.09);
            EXPECT_LE(spectrum.anisotropy, 1.6);
        }
    }
    // The standard deviation of a count is 0.2 sqrt(N).
    EXPECT_LT(std::abs(difference), 3.0 * 0.2 * std::sqrt(10'000.0 * 2.0 / 3.0));
}

TEST(PoissonDiscSurface, DotsLieOnTheTrianglesTheyName) {
    const TriangleMesh mesh = sphere_mesh(20.0, 3);
    for (const SurfaceDot& dot : sample(mesh, constant_field(mesh, 0.9)).dots) {
        Point3 place = Point3::Zero();
        for (std::size_t k = 0; k < 3; ++k) {
            EXPECT_GE(dot.barycentric[k], 0.0F);
            place += static_cast<double>(dot.barycentric[k]) *
                     mesh.corner(dot.triangle, k).cast<double>();
        }
        EXPECT_NEAR((place - dot.position_mm).norm(), 0.0, 1e-5);
    }
}

// ---- evenness (6, 8, 10) ----

TEST(PoissonDiscSurface, APlainPatternIsBlueNoise) {
    const TriangleMesh mesh = square_mesh(100.0, 1.5625);
    const SurfaceField field = constant_field(mesh, 0.834);
    std::array<double, 12> of_sector{};
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        PoissonDiscOptions options;
        options.seed = seed;
        const RankedDots pattern = sample(mesh, field, options);
        EXPECT_GE(packing_ratio(mesh, field, pattern.dots), 0.76);
        const PlanarSpectrum spectrum = planar_spectrum(in_plane(pattern.dots), hundred_mm, seed);
        EXPECT_LE(spectrum.radial.low(), 0.09);
        EXPECT_LE(spectrum.anisotropy, 1.6);
        for (std::size_t i = 0; i < of_sector.size(); ++i) {
            of_sector[i] += spectrum.of_sector[i];
        }
    }
    // Chance goes away in the mean, a lattice of fragments or blocks would stay.
    const auto [least, most] = std::minmax_element(of_sector.begin(), of_sector.end());
    EXPECT_LE(*most / *least, 1.3);
}

TEST(PoissonDiscSurface, APatternOnASphereIsBlueNoise) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const SurfaceField field = constant_field(mesh, 1.2);
    const BlueNoiseMeasures found = measure_blue_noise(mesh, field, sample(mesh, field).dots);
    EXPECT_GE(found.packing_ratio, 0.76);
    EXPECT_LE(found.low_frequency_power, 0.09);
    EXPECT_NEAR(found.nearest.variation, 0.058, 0.004);
}

// ---- sessions (7, 8, 9) ----

TEST(PoissonDiscSurface, EverySessionPrefixIsAPatternOfItsOwn) {
    const TriangleMesh mesh = square_mesh(100.0, 1.5625);
    const SurfaceField field = constant_field(mesh, 0.834);
    for (const std::vector<double>& shares :
         {std::vector<double>{0.3, 0.7, 1.0}, std::vector<double>{0.5, 0.8, 1.0}}) {
        PoissonDiscOptions options;
        options.session_fractions = shares;
        const RankedDots pattern = sample(mesh, field, options);
        for (std::uint32_t session = 0; session < shares.size(); ++session) {
            SCOPED_TRACE("session " + std::to_string(session));
            const RankedDots prefix = first_sessions(pattern, session, shares[session]);
            expect_strict_and_maximal(mesh, field, prefix);
            EXPECT_GE(packing_ratio(mesh, field, prefix.dots), 0.75);
            EXPECT_LE(planar_spectrum(in_plane(prefix.dots), hundred_mm).radial.low(), 0.09);
            // Nested sets hold 1 to 5 % fewer than the shares say (section 7); the border adds
            // 0.23 / r per length (section 2).
            const double border = 0.229 * 400.0 / 0.834 * std::sqrt(shares[session]);
            const double expected = shares[session] * expected_count(mesh, field, 0.0) + border;
            EXPECT_NEAR(static_cast<double>(prefix.dots.size()) / expected, 0.98, 0.04);
        }
    }
}

TEST(PoissonDiscSurface, SessionsOnARampWithMaskAndSpreadArePatternsOfTheirOwn) {
    const TriangleMesh mesh = square_mesh(40.0, 0.8);
    const SurfaceField field = field_of(
        mesh, ramp(0.5), [](const Vector3f& v) { return 15.0 - std::hypot(v.x(), v.y()); });
    PoissonDiscOptions options;
    options.session_fractions = {0.3, 0.7, 1.0};
    options.organic_sigma = 0.12;
    const RankedDots pattern = sample(mesh, field, options);
    for (std::uint32_t session = 0; session < 3; ++session) {
        const double share = options.session_fractions[session];
        expect_strict_and_maximal(mesh, field, first_sessions(pattern, session, share));
    }
}

TEST(PoissonDiscSurface, DotsComeInTheOrderOfTheirSessions) {
    const TriangleMesh mesh = square_mesh(30.0, 1.5);
    PoissonDiscOptions options;
    options.session_fractions = {0.3, 0.7, 1.0};
    const RankedDots pattern = sample(mesh, constant_field(mesh, 0.8), options);
    EXPECT_TRUE(std::is_sorted(
        pattern.dots.begin(), pattern.dots.end(),
        [](const SurfaceDot& a, const SurfaceDot& b) { return a.session < b.session; }));
    EXPECT_EQ(pattern.dots.back().session, 2U);
}

// Work in progress: also where one half of the surface has triangles much smaller than the spacing.
TEST(PoissonDiscSurface, AnyFirstPartOfASessionIsAnEvenThinning) {
    const TriangleMesh coarse = square_mesh(60.0, 3.0);
    const TriangleMesh mesh =
        joined(coarse, moved(refined(refined(refined(coarse))), Vector3f(100.0F, 0.0F, 0.0F)));
    const RankedDots pattern = sample(mesh, constant_field(mesh, 0.8));
    for (const double share : {0.1, 0.3, 0.6}) {
        const double count = std::floor(share * static_cast<double>(pattern.dots.size()));
        const auto fine = std::count_if(
            pattern.dots.begin(), pattern.dots.begin() + static_cast<std::ptrdiff_t>(count),
            [](const SurfaceDot& dot) { return dot.position_mm.x() > 50.0; });
        EXPECT_NEAR(static_cast<double>(fine) / count, 0.5, 4.0 * 0.5 / std::sqrt(count));
    }
}

// ---- exact count (12) ----

TEST(PoissonDiscSurface, AnExactCountIsExactStrictAndMaximal) {
    const TriangleMesh mesh = square_mesh(60.0, 1.0);
    for (const bool ramped : {false, true}) {
        const SurfaceField field = ramped ? field_of(mesh, ramp(0.6)) : constant_field(mesh, 0.8);
        for (const std::size_t count : {1, 2, 3, 10, 100, 1000, 10'000}) {
            SCOPED_TRACE(std::to_string(count) + " dots");
            PoissonDiscOptions options;
            options.exact_count = count;
            const RankedDots pattern = sample(mesh, field, options);
            EXPECT_EQ(pattern.dots.size(), count);
            EXPECT_LE(pattern.radius_scale, pattern.gap_scale);
            EXPECT_GE(pattern.radius_scale, (count < 10 ? 0.3 : 0.65) * pattern.gap_scale);
            expect_strict_and_maximal(mesh, field, pattern);
        }
    }
}

// Section 6: 0.971 and 0.993 of the spacing of the level below, a little less where that happens to hold few.
TEST(PoissonDiscSurface, AnExactCountCostsLittleSpacing) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    for (const auto& [count, quality] : {std::pair(1000, 0.95), std::pair(20'000, 0.99)}) {
        PoissonDiscOptions options;
        options.exact_count = static_cast<std::size_t>(count);
        const RankedDots pattern = sample(mesh, constant_field(mesh, 1.0), options);
        EXPECT_GE(pattern.radius_scale / pattern.gap_scale, quality);
        EXPECT_EQ(pattern.dots.size(), static_cast<std::size_t>(count));
    }
}

TEST(PoissonDiscSurface, AnExactCountIsSharedOutToTheSessions) {
    const TriangleMesh mesh = square_mesh(60.0, 1.5);
    const SurfaceField field = constant_field(mesh, 0.8);
    PoissonDiscOptions options;
    options.exact_count = 4321;
    options.session_fractions = {0.3, 0.7, 1.0};
    options.organic_sigma = 0.08;
    const RankedDots pattern = sample(mesh, field, options);
    EXPECT_EQ(pattern.dots.size(), 4321U);
    for (std::uint32_t session = 0; session < 3; ++session) {
        const auto n = std::count_if(pattern.dots.begin(), pattern.dots.end(),
                                     [&](const SurfaceDot& dot) { return dot.session <= session; });
        EXPECT_EQ(n, std::llround(4321 * options.session_fractions[session]));
    }
    expect_strict_and_maximal(mesh, field, pattern);
}

// Nearly all of the surface is taken.
TEST(PoissonDiscSurface, AnExactCountFindsTheLastFreePlace) {
    const TriangleMesh mesh = square_mesh(20.0, 2.0);
    const SurfaceField field = constant_field(mesh, 0.7);
    // Leaves a corner of about 2 mm by 2 mm.
    const std::vector<FixedDisc> most{{Point3(-2.0, -2.0, 0.0), 31.0F, Vector3f::Zero()}};
    PoissonDiscOptions options;
    options.exact_count = 100;
    const RankedDots pattern = sample(mesh, field, options, most);
    EXPECT_EQ(pattern.dots.size(), 100U);
    expect_strict_and_maximal(mesh, field, pattern, most);
}

TEST(PoissonDiscSurface, ADotThatCannotCoverBothSheetsPromisesNoCover) {
    const TriangleMesh mesh = two_sheets(10.0, 2.0, 0.3F);
    PoissonDiscOptions options;
    options.exact_count = 1;
    const RankedDots pattern = sample(mesh, constant_field(mesh, 0.7), options);
    EXPECT_EQ(pattern.dots.size(), 1U);
    EXPECT_EQ(pattern.gap_scale, 0.0);
}

TEST(PoissonDiscSurface, ZeroDotsCanBeAskedFor) {
    const TriangleMesh mesh = square_mesh(10.0, 1.5);
    PoissonDiscOptions options;
    options.exact_count = 0;
    EXPECT_TRUE(sample(mesh, constant_field(mesh, 0.8), options).dots.empty());
}

// ---- organic (14) ----

// Variation, mean nearest neighbour and rho as in the table of section 9, which the prototype gave; its mean for sigma 0.25 was
// 1.267.
TEST(PoissonDiscSurface, OrganicSpacingKeepsTheSmallestDistanceAndLeavesNoGap) {
    struct Row {
        double sigma, variation, mean, rho, low;
    };
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const SurfaceField field = constant_field(mesh, 1.6);
    for (const Row& row :
         {Row{0.05, 0.065, 1.105, 0.744, 0.09}, Row{0.12, 0.086, 1.167, 0.700, 0.11},
          Row{0.25, 0.141, 1.254, 0.632, 0.20}}) {
        SCOPED_TRACE("sigma " + std::to_string(row.sigma));
        PoissonDiscOptions options;
        options.organic_sigma = row.sigma;
        const RankedDots pattern = sample(mesh, field, options);
        expect_strict_and_maximal(mesh, field, pattern);
        const BlueNoiseMeasures found = measure_blue_noise(mesh, field, pattern.dots);
        EXPECT_GE(found.nearest.smallest, 1.0);
        EXPECT_NEAR(found.nearest.variation, row.variation, 0.004);
        EXPECT_NEAR(found.nearest.mean, row.mean, 0.01);
        EXPECT_NEAR(found.packing_ratio, row.rho, 0.02);
        EXPECT_LE(found.low_frequency_power, row.low);
        EXPECT_NEAR(static_cast<double>(pattern.dots.size()) * 1.6 * 1.6 / surface_area_mm2(mesh),
                    packing_constant(row.sigma), 0.006);
    }
}

// ---- masks and keep-away points (15) ----

TEST(PoissonDiscSurface, NoDotLiesOutsideTheMaskAndNoGapInside) {
    const TriangleMesh mesh = square_mesh(50.0, 1.9);
    const auto mask = [](const Vector3f& v) { return 4.0 * std::sin(0.3 * v.x()) - v.y(); };
    const SurfaceField field = field_of(
        mesh, [](const Vector3f&) { return 0.7; }, mask);
    const RankedDots pattern = sample(mesh, field);
    for (const SurfaceDot& dot : pattern.dots) {
        double value = 0.0;
        for (std::size_t k = 0; k < 3; ++k) {
            value += static_cast<double>(dot.barycentric[k]) *
                     field.mask[mesh.triangles[dot.triangle][k]];
        }
        EXPECT_GT(value, -1e-4);  // mm, about: rounding of the place
    }
    EXPECT_NEAR(static_cast<double>(pattern.dots.size()) / expected_count(mesh, field, 0.0), 1.0,
                0.05);
    expect_strict_and_maximal(mesh, field, pattern);
}

TEST(PoissonDiscSurface, AMaskOfZeroLeavesNoDots) {
    const TriangleMesh mesh = square_mesh(10.0, 1.9);
    const SurfaceField field = field_of(
        mesh, [](const Vector3f&) { return 0.7; }, [](const Vector3f&) { return 0.0; });
    EXPECT_TRUE(sample(mesh, field).dots.empty());
}

TEST(PoissonDiscSurface, KeepAwayPointsAreAvoidedAndTheirSurroundingsFilled) {
    const TriangleMesh mesh = sphere_mesh(20.0, 4);
    const SurfaceField field = constant_field(mesh, 0.8);
    Chance chance(4);
    std::vector<FixedDisc> keep_away;
    for (int i = 0; i < 200; ++i) {
        const Point3 place = chance.direction_times(1.0).normalized().cast<double>() * 20.0;
        keep_away.push_back(
            {place, static_cast<float>(chance.between(0.1, 3.0)), Vector3f::Zero()});
    }
    expect_strict_and_maximal(mesh, field, sample(mesh, field, {}, keep_away), keep_away);
}

// A scar, a port: far larger than the spacing.
TEST(PoissonDiscSurface, AHugeKeepAwayPointIsAvoidedAsAWhole) {
    const TriangleMesh mesh = square_mesh(80.0, 2.0);
    const SurfaceField field = constant_field(mesh, 0.7);
    for (const double sigma : {0.0, 0.12}) {
        PoissonDiscOptions options;
        options.organic_sigma = sigma;
        const std::vector<FixedDisc> keep_away{
            {Point3(5.0, 3.0, 0.0), 50.0F, Vector3f::Zero()},
            {Point3(-90.0, 0.0, 20.0), 130.0F, Vector3f::Zero()}};
        const RankedDots pattern = sample(mesh, field, options, keep_away);
        expect_strict_and_maximal(mesh, field, pattern, keep_away);
        for (const SurfaceDot& dot : pattern.dots) {
            EXPECT_GE((dot.position_mm - keep_away[0].position_mm).norm(), 25.3);
        }
        EXPECT_GT(pattern.dots.size(), 1000U);
    }
}

TEST(PoissonDiscSurface, AKeepAwayPointOfTheOtherSheetDoesNotCount) {
    const TriangleMesh mesh = square_mesh(20.0, 2.0);
    const SurfaceField field = constant_field(mesh, 0.7);
    const std::vector<FixedDisc> behind{{Point3(0.0, 0.0, -0.2), 6.0F, Vector3f(0, 0, -1)}};
    EXPECT_EQ(sample(mesh, field, {}, behind).hash(), sample(mesh, field).hash());
}

TEST(PoissonDiscSurface, KeepAwayPointsThatCoverAllLeaveNoDots) {
    const TriangleMesh mesh = square_mesh(20.0, 2.0);
    const std::vector<FixedDisc> all{{Point3(0.0, 0.0, 0.0), 60.0F, Vector3f::Zero()}};
    EXPECT_TRUE(sample(mesh, constant_field(mesh, 0.7), {}, all).dots.empty());
}

// ---- room for edits ----

TEST(PoissonDiscSurface, ALargerRadiusForEditsKeepsThePatternGood) {
    const TriangleMesh mesh = square_mesh(40.0, 1.5);
    const SurfaceField field = constant_field(mesh, 0.6);
    for (const double high : {0.3, 0.7, 2.5, 40.0}) {
        PoissonDiscOptions options;
        options.radius_high_mm = high;
        expect_strict_and_maximal(mesh, field, sample(mesh, field, options));
    }
}

// Beyond 7 radii of an edit nothing changes when the largest radius is fixed beforehand (section 8).
TEST(PoissonDiscSurface, AnEditOfTheFieldChangesOnlyDotsNearIt) {
    const TriangleMesh mesh = square_mesh(60.0, 0.75);
    PoissonDiscOptions options;
    options.radius_high_mm = 1.2;
    const auto sampled = [&](double depth) {
        return sample(mesh,
                      field_of(mesh,
                               [&](const Vector3f& v) {
                                   const double d = v.head<2>().norm();
                                   return 0.8 - depth * std::clamp((8.0 - d) / 2.0, 0.0, 1.0);
                               }),
                      options);
    };
    const auto far_dots = [](const RankedDots& pattern) {
        std::vector<Point3> places;
        for (const SurfaceDot& dot : pattern.dots) {
            if (dot.position_mm.norm() > 8.0 + 8.0) {
                places.push_back(dot.position_mm);
            }
        }
        return places;
    };
    const RankedDots before = sampled(0.0);
    const RankedDots after = sampled(0.3);
    EXPECT_GT(after.dots.size(), before.dots.size());
    EXPECT_EQ(far_dots(after), far_dots(before));
}

// ---- random cases ----

TEST(PoissonDiscSurface, AThousandRandomCasesAreStrictAndMaximal) {
    std::size_t dots = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        SCOPED_TRACE("case " + std::to_string(seed));
        const SamplingCase job = random_case(seed);
        const auto result = sample_surface(job.mesh, job.field, job.keep_away, job.options);
        if (!result.ok()) {
            // Only where there is no room for the exact count, or a sliver makes the field steep.
            EXPECT_TRUE(job.options.exact_count ||
                        result.error().cause.find("the radius changes") == 0)
                << result.error().line();
            continue;
        }
        const RankedDots& pattern = result.value();
        dots += pattern.dots.size();
        if (job.options.exact_count) {
            EXPECT_EQ(pattern.dots.size(), *job.options.exact_count);
        }
        expect_strict_and_maximal(job.mesh, job.field, pattern, job.keep_away);
        for (std::uint32_t s = 0;
             s + 1 < job.options.session_fractions.size() && !job.options.exact_count; ++s) {
            expect_strict_and_maximal(job.mesh, job.field,
                                      first_sessions(pattern, s, job.options.session_fractions[s]),
                                      job.keep_away);
        }
    }
    EXPECT_GT(dots, 90'000U);
}

// ---- bad input ----

TEST(PoissonDiscSurface, BrokenMeshesAreRefused) {
    EXPECT_EQ(message({}, {}), "head.obj: holds no triangles; give a mesh with a surface");
    TriangleMesh mesh = square_mesh(10.0, 2.0);
    const SurfaceField field = constant_field(mesh, 0.8);
    mesh.vertices_mm[3].z() = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(message(mesh, field),
              "head.obj: vertex 4 has a coordinate that is no number; repair the file");
    for (Vector3f& vertex : mesh.vertices_mm) {
        vertex = Vector3f(1, 2, 3);
    }
    EXPECT_EQ(message(mesh, field),
              "head.obj: its surface has no area; give a mesh with a surface");
}

TEST(PoissonDiscSurface, RadiiThatAreNotAboveZeroAreRefused) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    SurfaceField field = constant_field(mesh, 0.8);
    for (const float bad : {0.0F, -1.0F, std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()}) {
        field.radius_mm[6] = bad;
        const std::string line = message(mesh, field);
        EXPECT_NE(line.find("the radius of vertex 7 is"), std::string::npos) << line;
        EXPECT_NE(line.find("give radii above 0"), std::string::npos) << line;
    }
}

TEST(PoissonDiscSurface, AWrongNumberOfRadiiIsRefusedWithBothNumbers) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    SurfaceField field = constant_field(mesh, 0.8);
    field.radius_mm.pop_back();
    EXPECT_EQ(message(mesh, field),
              "head.obj: has 36 vertices, but 35 radii are given; give one radius per vertex");
}

TEST(PoissonDiscSurface, AMaskThatDoesNotFitIsRefused) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    SurfaceField field = constant_field(mesh, 0.8);
    field.mask.assign(35, 1.0F);
    EXPECT_NE(message(mesh, field).find("mask"), std::string::npos);
    field.mask.assign(36, std::numeric_limits<float>::quiet_NaN());
    EXPECT_NE(message(mesh, field).find("mask"), std::string::npos);
}

TEST(PoissonDiscSurface, AFieldTooSteepToBeFilledIsRefused) {
    const TriangleMesh mesh = square_mesh(10.0, 1.0);
    const auto steep = [](const Vector3f& v) { return v.x() > 0.0F ? 5.0 : 1.0; };
    EXPECT_NE(message(mesh, field_of(mesh, steep)).find("less than 2 mm per mm"),
              std::string::npos);
}

TEST(PoissonDiscSurface, MoreThanFiftyMillionDotsAreRefusedWithNumberAndLimit) {
    const TriangleMesh mesh = square_mesh(10'000.0, 1000.0);
    EXPECT_EQ(message(mesh, constant_field(mesh, 1.0)),
              "head.obj: about 70050000 dots would come; ask for at most 50000000: check the "
              "unit, or use a larger spacing");
    PoissonDiscOptions options;
    options.exact_count = 50'000'001;
    EXPECT_NE(message(mesh, constant_field(mesh, 100.0), options).find("50000001"),
              std::string::npos);
}

// A fan of slivers as drawing programs write them: hardly any area, but each 200 radii long.
TEST(PoissonDiscSurface, TooManySliversAreRefusedBeforeTheyTakeAllMemory) {
    TriangleMesh mesh{{{0, 0, 0}}, {}};
    constexpr std::uint32_t count = 20'000;
    for (std::uint32_t i = 0; i < count; ++i) {
        const double angle = 2.0 * M_PI * i / count;
        mesh.vertices_mm.emplace_back(static_cast<float>(200.0 * std::cos(angle)),
                                      static_cast<float>(200.0 * std::sin(angle)), 0.0F);
        mesh.triangles.push_back({0, i + 1, (i + 1) % count + 1});
    }
    const std::string line = message(mesh, constant_field(mesh, 1.0));
    EXPECT_NE(line.find("would be cut into 128"), std::string::npos) << line;
    EXPECT_NE(line.find("at most 100000000"), std::string::npos) << line;
}

TEST(PoissonDiscSurface, ARadiusTooFineForTheCoordinatesIsRefused) {
    const TriangleMesh mesh = moved(square_mesh(0.1, 0.1), Vector3f(100'000.0F, 0.0F, 0.0F));
    EXPECT_NE(message(mesh, constant_field(mesh, 0.05)).find("too small for coordinates up to"),
              std::string::npos);
}

TEST(PoissonDiscSurface, SharesThatDoNotAscendToOneAreRefused) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const std::vector<double>& shares : {std::vector<double>{},
                                              {0.5},
                                              {0.7, 0.3, 1.0},
                                              {0.5, 0.5, 1.0},
                                              {0.0, 1.0},
                                              {0.5, 1.0, 1.0},
                                              {0.5, 1.2},
                                              {-0.5, 1.0},
                                              {nan, 1.0},
                                              {0.5, nan}}) {
        PoissonDiscOptions options;
        options.session_fractions = shares;
        EXPECT_NE(message(mesh, constant_field(mesh, 0.8), options).find("do not ascend to 1"),
                  std::string::npos);
    }
}

TEST(PoissonDiscSurface, OptionsOutsideTheirRangeAreRefused) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double sigma : {-0.01, 0.26, nan}) {
        PoissonDiscOptions options;
        options.organic_sigma = sigma;
        EXPECT_NE(message(mesh, constant_field(mesh, 0.8), options).find("give 0 to 0.25"),
                  std::string::npos);
    }
    for (const double high : {-1.0, nan, std::numeric_limits<double>::infinity()}) {
        PoissonDiscOptions options;
        options.radius_high_mm = high;
        EXPECT_NE(message(mesh, constant_field(mesh, 0.8), options).find("give 0 or more"),
                  std::string::npos);
    }
}

TEST(PoissonDiscSurface, KeepAwayPointsThatAreNoNumbersAreNamed) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const FixedDisc good{Point3(0, 0, 0), 1.0F, Vector3f::Zero()};
    for (const FixedDisc& bad :
         {FixedDisc{Point3(0, nan, 0), 1.0F, Vector3f::Zero()},
          FixedDisc{Point3(0, 0, 0), 0.0F, Vector3f::Zero()},
          FixedDisc{Point3(0, 0, 0), -2.0F, Vector3f::Zero()},
          FixedDisc{Point3(0, 0, 0), static_cast<float>(nan), Vector3f::Zero()}}) {
        const std::string line = message(mesh, constant_field(mesh, 0.8), {}, {good, bad});
        EXPECT_NE(line.find("keep-away point 2"), std::string::npos) << line;
    }
}

TEST(PoissonDiscSurface, AnExactCountWithoutRoomIsRefusedWithTheNumber) {
    const TriangleMesh mesh = square_mesh(10.0, 2.0);
    const SurfaceField field = field_of(
        mesh, [](const Vector3f&) { return 0.7; }, [](const Vector3f&) { return 0.0; });
    PoissonDiscOptions options;
    options.exact_count = 100;
    EXPECT_EQ(message(mesh, field, options),
              "head.obj: the mask leaves no surface; enlarge the mask");
    const std::vector<FixedDisc> all{{Point3(0.0, 0.0, 0.0), 60.0F, Vector3f::Zero()}};
    EXPECT_EQ(message(mesh, constant_field(mesh, 0.7), options, all),
              "head.obj: there is no room for 100 dots; ask for fewer, or enlarge the mask");
}
