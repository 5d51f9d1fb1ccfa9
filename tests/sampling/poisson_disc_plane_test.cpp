#include "sampling/poisson_disc_plane.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

using namespace stubble;

namespace {

PlaneDomain square(double edge_mm, std::function<double(const Point2&)> radius, double lowest) {
    return {{Point2(0, 0), Point2(edge_mm, edge_mm)}, std::move(radius), lowest};
}

// Spacing from 0.6 to 2.4 mm within the middle 4 mm: the 4:1 ramp.
double ramp(const Point2& p) {
    return 0.6 + 1.8 * std::clamp((p.x() - 8.0) / 4.0, 0.0, 1.0);
}

double conflict_ratio(const std::vector<SamplePoint>& points) {
    double smallest = 1e9;
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            const double allowed = (points[i].radius_mm + points[j].radius_mm) / 2.0;
            smallest = std::min(smallest,
                                (points[i].position_mm - points[j].position_mm).norm() / allowed);
        }
    }
    return smallest;
}

// Largest distance of a probe from the nearest point in units of the spacing there (allowed: 1).
double largest_gap(const std::vector<SamplePoint>& points, const PlaneDomain& domain, int probes) {
    double largest = 0.0;
    for (int i = 0; i < probes; ++i) {
        const auto n = static_cast<std::uint64_t>(i);
        const Point2 place =
            domain.box_mm.high.cwiseProduct(Point2(uniform(hash64(91, n)), uniform(hash64(92, n))));
        const double radius = domain.radius_mm(place);
        double nearest = 1e9;
        for (const SamplePoint& p : points) {
            nearest =
                std::min(nearest, (p.position_mm - place).norm() / ((p.radius_mm + radius) / 2.0));
        }
        largest = std::max(largest, nearest);
    }
    return largest;
}

}  // namespace

TEST(PoissonDiscPlane, NoTwoPointsAreCloserThanTheMeanOfTheirRadii) {
    for (const double sigma : {0.0, 0.12}) {
        const auto constant = sample_plane(square(
                                               20, [](const Point2&) { return 0.8; }, 0.8),
                                           {1, sigma})
                                  .value();
        EXPECT_GE(conflict_ratio(constant), 1.0 - 1e-12);
        const auto varying = sample_plane(square(20, ramp, 0.6), {2, sigma}).value();
        EXPECT_GE(conflict_ratio(varying), 1.0 - 1e-12);
    }
}

TEST(PoissonDiscPlane, NoGapIsLeftWhereAnotherPointWouldFit) {
    const PlaneDomain constant = square(
        20, [](const Point2&) { return 0.8; }, 0.8);
    EXPECT_LT(largest_gap(sample_plane(constant, {}).value(), constant, 20000), 1.05);
    const PlaneDomain varying = square(20, ramp, 0.6);
    EXPECT_LT(largest_gap(sample_plane(varying, {}).value(), varying, 20000), 1.05);
}

TEST(PoissonDiscPlane, DensityIsTheOneAskedForPlainAndOrganic) {
    for (const double sigma : {0.0, 0.12, 0.2}) {
        const double radius = radius_for_density_mm(135.0, sigma);
        const auto points = sample_plane(square(
                                             60, [&](const Point2&) { return radius; }, radius),
                                         {3, sigma})
                                .value();
        EXPECT_NEAR(static_cast<double>(points.size()) / 36.0 / 135.0, 1.0, 0.03)
            << "sigma " << sigma;
    }
}

TEST(PoissonDiscPlane, SaturationIsThatOfRandomSequentialAdsorption) {
    // 0.6965 per r^2 plus the border term 0.23 per r (science of the sampler).
    const auto points = sample_plane(square(
                                         60, [](const Point2&) { return 0.834; }, 0.834),
                                     {})
                            .value();
    const double expected = 0.6965 * 3600.0 / (0.834 * 0.834) + 0.23 * 240.0 / 0.834;
    EXPECT_NEAR(static_cast<double>(points.size()) / expected, 1.0, 0.01);
}

TEST(PoissonDiscPlane, PointsStayWhereTheSpacingIsPositive) {
    const auto disc = [](const Point2& p) { return (p - Point2(10, 10)).norm() < 6.0 ? 0.7 : 0.0; };
    const auto points = sample_plane(square(20, disc, 0.7), {}).value();
    EXPECT_GT(points.size(), 100U);
    for (const SamplePoint& p : points) {
        EXPECT_LT((p.position_mm - Point2(10, 10)).norm(), 6.0);
    }
}

TEST(PoissonDiscPlane, SameSeedSamePointsOtherSeedOthers) {
    const PlaneDomain domain = square(
        10, [](const Point2&) { return 0.8; }, 0.8);
    const auto a = sample_plane(domain, {5, 0.12}).value();
    const auto b = sample_plane(domain, {5, 0.12}).value();
    const auto c = sample_plane(domain, {6, 0.12}).value();
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].position_mm, b[i].position_mm);
    }
    EXPECT_NE(a.front().position_mm, c.front().position_mm);
}

TEST(PoissonDiscPlane, AnAbsurdNumberOfPointsIsRefused) {
    const auto result = sample_plane(square(
                                         1e6, [](const Point2&) { return 0.1; }, 0.1),
                                     {});
    ASSERT_FALSE(result.ok());
    EXPECT_NE(result.error().line().find("50000000"), std::string::npos);
}
