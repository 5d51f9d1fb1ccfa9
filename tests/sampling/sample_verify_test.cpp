#include "sampling/sample_verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "fixtures/sampling_surfaces.h"
#include "sampling/surface_probes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

struct Example {
    TriangleMesh mesh = square_mesh(40.0, 1.3);
    SurfaceField field = constant_field(mesh, 0.8);
    RankedDots pattern = sample_surface(mesh, field, {}, {}).value();

    [[nodiscard]] PatternCheck check(const std::vector<FixedDisc>& keep_away = {}) const {
        return verify_pattern(mesh, field, keep_away, pattern);
    }
};

std::size_t nearest_to(const RankedDots& pattern, const Point3& place, std::size_t except) {
    std::size_t nearest = except == 0 ? 1 : 0;
    for (std::size_t i = 0; i < pattern.dots.size(); ++i) {
        const auto distance = [&](std::size_t k) {
            return (pattern.dots[k].position_mm - place).norm();
        };
        nearest = i != except && distance(i) < distance(nearest) ? i : nearest;
    }
    return nearest;
}

// Smallest distance over mean radius by a loop over all pairs.
double smallest_ratio(const RankedDots& pattern) {
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < pattern.dots.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const SurfaceDot& p = pattern.dots[i];
            const SurfaceDot& q = pattern.dots[j];
            smallest =
                std::min(smallest, (p.position_mm - q.position_mm).norm() /
                                       (0.5 * (static_cast<double>(p.radius_mm) + q.radius_mm)));
        }
    }
    return smallest;
}

// Largest distance over mean radius from the probes by a loop over all dots.
double largest_gap(const Example& example, std::size_t probes) {
    double largest = 0.0;
    for (const SurfaceProbe& probe : surface_probes(example.mesh, example.field, probes, 1)) {
        double nearest = std::numeric_limits<double>::infinity();
        for (const SurfaceDot& dot : example.pattern.dots) {
            nearest = std::min(nearest, (dot.position_mm - probe.position_mm).norm() /
                                            (0.5 * (probe.radius_mm + dot.radius_mm)));
        }
        largest = std::max(largest, nearest);
    }
    return largest;
}

}  // namespace

TEST(SampleVerify, AGoodPatternPasses) {
    const Example example;
    const PatternCheck check = example.check();
    EXPECT_EQ(check.conflicts, 0U);
    EXPECT_EQ(check.uncovered_probes, 0U);
    EXPECT_EQ(check.probes, 40 * example.pattern.dots.size());
}

// Most probes lie where dots are large, most dots where they are small.
TEST(SampleVerify, AGoodPatternOfHundredfoldSpacingPasses) {
    Example example;
    example.mesh = square_mesh(100.0, 1.0);
    example.field = field_of(example.mesh, [](const Vector3f& v) {
        return std::clamp(0.2 + 0.8 * (v.x() + 42.0), 0.2, 20.0);
    });
    example.pattern = sample_surface(example.mesh, example.field, {}, {}).value();
    const PatternCheck check = example.check();
    EXPECT_EQ(check.conflicts, 0U);
    EXPECT_EQ(check.uncovered_probes, 0U);
    EXPECT_GT(check.probes, 400'000U);
    EXPECT_GT(check.largest_gap_ratio, 0.97);
}

TEST(SampleVerify, FindsWhatALoopOverAllPairsFinds) {
    Example example;
    example.field = field_of(example.mesh, ramp(0.7));
    example.pattern = sample_surface(example.mesh, example.field, {}, {}).value();
    example.pattern.dots.erase(example.pattern.dots.begin() + 100);
    const PatternCheck check = example.check();
    EXPECT_EQ(check.min_distance_ratio, smallest_ratio(example.pattern));
    EXPECT_EQ(check.largest_gap_ratio, largest_gap(example, check.probes));
}

// A dot that filled a gap leaves one too small for 40 probes per dot now and then; of a few, some are always found.
TEST(SampleVerify, MostSingleLostDotsAreFoundAndFiveAlways) {
    const Example whole;
    int found = 0;
    int tries = 0;
    for (std::size_t lost = 0; lost < whole.pattern.dots.size(); lost += 80) {
        Example example = whole;
        const auto at = example.pattern.dots.begin() + static_cast<std::ptrdiff_t>(lost);
        example.pattern.dots.erase(at);
        const PatternCheck check = example.check();
        EXPECT_EQ(check.conflicts, 0U);
        EXPECT_EQ(check.uncovered_probes > 0, check.largest_gap_ratio >= 1.0);
        found += check.uncovered_probes > 0 ? 1 : 0;
        ++tries;
        example.pattern.dots.resize(example.pattern.dots.size() - 4);
        EXPECT_GE(example.check().uncovered_probes, 1U) << "dot " << lost;
    }
    EXPECT_GE(found, tries / 2);
}

TEST(SampleVerify, ADotMovedTowardsItsNeighbourIsInConflict) {
    const Example whole;
    for (std::size_t moved = 0; moved < whole.pattern.dots.size(); moved += 200) {
        Example example = whole;
        Point3& place = example.pattern.dots[moved].position_mm;
        const std::size_t other = nearest_to(example.pattern, place, moved);
        const Point3 towards = (example.pattern.dots[other].position_mm - place).normalized();
        place = example.pattern.dots[other].position_mm - 0.9 * 0.8 * towards;
        const PatternCheck check = example.check();
        EXPECT_GE(check.conflicts, 2U);  // both dots of the pair
        EXPECT_LT(check.min_distance_ratio, 1.0);
    }
}

TEST(SampleVerify, ARandomThinningHasHoles) {
    Example example;
    example.pattern.dots.resize(example.pattern.dots.size() / 4);
    const PatternCheck check = example.check();
    EXPECT_GT(static_cast<double>(check.uncovered_probes), 0.3 * static_cast<double>(check.probes));
    EXPECT_GT(check.largest_gap_ratio, 1.5);
}

TEST(SampleVerify, NoDotsAtAllLeaveEverythingUncovered) {
    Example example;
    example.pattern.dots.clear();
    const PatternCheck check = example.check();
    EXPECT_EQ(check.uncovered_probes, check.probes);
    EXPECT_EQ(check.conflicts, 0U);
}

TEST(SampleVerify, KeepAwayPointsCoverAndConflict) {
    Example example;
    const SurfaceDot lost = example.pattern.dots.front();
    const std::vector<FixedDisc> stands_in{{lost.position_mm, 0.8F, Vector3f::Zero()}};
    EXPECT_GE(example.check(stands_in).conflicts, 1U);
    example.pattern.dots.erase(example.pattern.dots.begin());
    EXPECT_EQ(example.check(stands_in).uncovered_probes, 0U);
    EXPECT_EQ(example.check(stands_in).conflicts, 0U);
    // On the other sheet it does neither.
    const std::vector<FixedDisc> behind{{lost.position_mm, 0.8F, Vector3f(0, 0, -1)}};
    EXPECT_GE(example.check(behind).uncovered_probes, 1U);
}

// An exact count scales the radii that are wanted, not those of moles.
TEST(SampleVerify, KeepAwayPointsKeepTheirSizeWhateverTheScale) {
    Example example;
    const std::vector<FixedDisc> mole{{Point3(1.0, 2.0, 0.0), 9.0F, Vector3f::Zero()}};
    for (const std::size_t count : {300, 4000}) {
        PoissonDiscOptions options;
        options.exact_count = count;
        example.pattern = sample_surface(example.mesh, example.field, mole, options).value();
        EXPECT_EQ(example.check(mole).conflicts, 0U);
        EXPECT_EQ(example.check(mole).uncovered_probes, 0U);
    }
}

TEST(SampleVerify, LargeKeepAwayPointsDoNotHideConflictsOfDots) {
    Example example;
    example.pattern.dots[7].position_mm = example.pattern.dots[8].position_mm + Point3(0.1, 0, 0);
    const std::vector<FixedDisc> far_away{{Point3(500.0, 0.0, 0.0), 300.0F, Vector3f::Zero()}};
    EXPECT_GE(example.check(far_away).conflicts, 2U);
}

TEST(SampleVerify, OppositeSheetsIgnoreEachOther) {
    Example example;
    example.mesh = two_sheets(20.0, 1.0, 0.3F);
    example.field = constant_field(example.mesh, 0.8);
    example.pattern = sample_surface(example.mesh, example.field, {}, {}).value();
    EXPECT_EQ(example.check().conflicts, 0U);
    EXPECT_EQ(example.check().uncovered_probes, 0U);
    // Lost dots of one are not covered by the other.
    std::erase_if(example.pattern.dots, [&](const SurfaceDot& dot) {
        return dot.triangle < example.mesh.triangles.size() / 2 &&
               dot.position_mm.head<2>().norm() < 1.5;
    });
    EXPECT_GE(example.check().uncovered_probes, 1U);
}
