#include "dots/flat_zone.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace stubble;

namespace {

FlatZone square_zone(double edge_mm) {
    FlatZone zone;
    zone.outline_mm = {{0, 0}, {edge_mm, 0}, {edge_mm, edge_mm}, {0, edge_mm}};
    return zone;
}

double per_cm2(const std::vector<Dot>& dots, double low_y, double high_y, double width_mm) {
    const auto inside = [&](const Dot& d) {
        return d.position_mm.y() >= low_y && d.position_mm.y() < high_y;
    };
    return static_cast<double>(std::count_if(dots.begin(), dots.end(), inside)) * 100.0 /
           (width_mm * (high_y - low_y));
}

}  // namespace

// Away from the edge: dots at it stand for surface outside, too, and are a few more.
TEST(FlatZone, AHardEdgedZoneHasTheDensityAskedFor) {
    FlatZone zone = square_zone(60);
    zone.feather_mm = 0.0;
    for (const double density : {30.0, 135.0, 250.0}) {
        zone.dots_per_cm2 = density;
        const auto dots = flat_zone_dots(zone, 1).value();
        std::vector<Dot> inner;
        std::copy_if(dots.begin(), dots.end(), std::back_inserter(inner),
                     [](const Dot& d) { return d.position_mm.x() >= 4 && d.position_mm.x() < 56; });
        EXPECT_NEAR(per_cm2(inner, 4, 56, 52) / density, 1.0, 0.02) << density;
        EXPECT_NEAR(static_cast<double>(dots.size()) / 36.0 / density, 1.0, 0.04) << density;
    }
}

TEST(FlatZone, ZeroDensityPlacesNothing) {
    FlatZone zone = square_zone(60);
    zone.dots_per_cm2 = 0.0;
    EXPECT_TRUE(flat_zone_dots(zone, 1).value().empty());
}

TEST(FlatZone, TheFeatherIsAGradientOfTrueDensity) {
    FlatZone zone = square_zone(120);
    const auto dots = flat_zone_dots(zone, 1).value();
    // Middle rows only see the gradient of the lower edge.
    std::vector<Dot> middle;
    std::copy_if(dots.begin(), dots.end(), std::back_inserter(middle),
                 [](const Dot& d) { return d.position_mm.x() > 25 && d.position_mm.x() < 95; });
    const double edge = per_cm2(middle, 0, 4, 70);
    const double mid = per_cm2(middle, 6, 10, 70);
    const double full = per_cm2(middle, 30, 90, 70);
    EXPECT_LT(edge, 0.45 * 135.0);
    EXPECT_NEAR(mid / 135.0, 0.6, 0.1);
    EXPECT_NEAR(full / 135.0, 1.0, 0.03);
}

TEST(FlatZone, EveryDotLiesInsideTheOutlineWithItsCore) {
    FlatZone zone = square_zone(40);
    zone.irregularity_mm = 3.0;
    for (const Dot& dot : flat_zone_dots(zone, 4).value()) {
        EXPECT_GE(signed_distance(zone.outline_mm, dot.position_mm.head<2>()),
                  zone.dot_diameter_mm / 2.0);
    }
}

TEST(FlatZone, SizesAndStrengthsVaryAroundTheWantedMean) {
    const auto dots = flat_zone_dots(square_zone(100), 2).value();
    double size = 0.0, size2 = 0.0, strength = 0.0;
    for (const Dot& dot : dots) {
        size += dot.diameter_mm;
        size2 += dot.diameter_mm * dot.diameter_mm;
        strength += dot.strength;
    }
    const auto n = static_cast<double>(dots.size());
    EXPECT_NEAR(size / n, 0.35, 0.002);
    EXPECT_NEAR(std::sqrt(size2 / n - size * size / n / n) / (size / n), 0.10, 0.01);
    EXPECT_NEAR(strength / n, 1.0, 0.01);
}
