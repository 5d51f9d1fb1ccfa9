#include "scalp/scalp_slope.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "fixtures/vault_surface.h"
#include "scalp/scalp_border.h"

using namespace stubble;

TEST(ScalpSlope, TheRoughNormalFacesOutwardsWithinSixDegreesOnHalfOfTheScalp) {
    std::vector<double> angles_deg;
    for (const VaultPatch& patch : vault_patches(4.0)) {
        if (is_scalp(patch.canonical_mm) && patch.canonical_mm.y() > -15.0) {
            const double cosine = rough_outward_normal(patch.canonical_mm)
                                      .dot(vault_outward_normal(patch.canonical_mm));
            angles_deg.push_back(std::acos(std::min(cosine, 1.0)) * 180.0 / std::numbers::pi);
        }
    }
    std::sort(angles_deg.begin(), angles_deg.end());
    EXPECT_LT(angles_deg[angles_deg.size() / 2], 6.0);
    EXPECT_LT(angles_deg[angles_deg.size() * 9 / 10], 16.0);
}

TEST(ScalpSlope, AcrossTheEdgesOfZonesTheWayAlongTheSkinIsRightToThreePercent) {
    for (const double z_mm : {38.0, 14.0, -28.0}) {
        for (const VaultPatch& patch : vault_patches(3.0)) {
            const Point3& p = patch.canonical_mm;
            if (is_scalp(p) && std::abs(p.z() - z_mm) < 15.0) {
                const double nz = vault_outward_normal(p).z();
                const double exact = 1.0 / std::sqrt(1.0 - nz * nz);
                EXPECT_NEAR(skin_per_straight_mm(p, Point3::UnitZ()) / exact, 1.0, 0.04)
                    << p.transpose();
            }
        }
    }
}

TEST(ScalpSlope, TheWayAlongTheSkinIsNeverShorterAndStaysBounded) {
    EXPECT_NEAR(skin_per_straight_mm({76.5, 44.0, -2.0}, Point3::UnitZ()), 1.0, 1e-9);
    EXPECT_NEAR(skin_per_straight_mm({76.5, 44.0, -2.0}, Point3::UnitX()), 2.0, 1e-9);
    for (const VaultPatch& patch : vault_patches(7.0)) {
        EXPECT_GE(skin_per_straight_mm(patch.canonical_mm, Point3::UnitY()), 1.0);
    }
}

TEST(ScalpSlope, ShortWaysSeenFromAboveHaveTheirLengthOnTheSkin) {
    for (double azimuth = 0.0; azimuth <= 180.0; azimuth += 15.0) {
        for (const double elevation : {55.0, 70.0, 80.0}) {
            const Point3 place = vault_place_mm(azimuth, elevation);
            for (const double to_the_side : {-1.0, 0.0, 1.0}) {
                const Point3 there = vault_place_mm(azimuth + 2.0 * to_the_side, elevation + 1.0);
                const Point3 way = there - place;
                const double on_skin_mm =
                    (skin_from_above(0.5 * (place + there)) * Point2(way.x(), way.z())).norm();
                EXPECT_NEAR(on_skin_mm / way.norm(), 1.0, 0.15) << place.transpose();
            }
        }
    }
}

TEST(ScalpSlope, OnTopWaysSeenFromAboveAreAsLongAsTheyLook) {
    EXPECT_LT((skin_from_above({0, 131.5, -2.0}) - Eigen::Matrix2d::Identity()).norm(), 1e-12);
    // On an upright side they stay bounded.
    EXPECT_NEAR(skin_from_above({76.5, 44.0, -2.0})(0, 0), 2.0, 1e-9);
    EXPECT_NEAR(skin_from_above({76.5, 44.0, -2.0})(1, 1), 1.0, 1e-9);
}
