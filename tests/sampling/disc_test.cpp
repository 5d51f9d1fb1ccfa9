#include "sampling/disc.h"

#include <gtest/gtest.h>

using namespace stubble;

namespace {

const RadiusTriangle triangle{Disc::of(Vector3f(0, 0, 0), 1.0F), Disc::of(Vector3f(4, 0, 0), 2.0F),
                              Disc::of(Vector3f(0, 3, 0), 4.0F)};

}  // namespace

TEST(Disc, KeepsItsPlaceAndRadius) {
    const Disc disc = Disc::of(Vector3f(1, 2, 3), 4.0F);
    EXPECT_EQ(disc.place(), Vector3f(1, 2, 3));
    EXPECT_EQ(disc.radius(), 4.0F);
}

TEST(Disc, DistancesLeaveTheRadiusOut) {
    EXPECT_EQ(squared_distance(triangle.b, triangle.c), 25.0F);
}

TEST(Disc, ATriangleKnowsItsAreaAndExtremes) {
    EXPECT_EQ(triangle.area(), 6.0F);
    EXPECT_EQ(triangle.smallest_radius(), 1.0F);
    EXPECT_EQ(triangle.largest_radius(), 4.0F);
    EXPECT_EQ(triangle.farthest_corner(triangle.b), 5.0F);
    EXPECT_NEAR(triangle.centroid().place().x(), 4.0F / 3.0F, 1e-6F);
    EXPECT_NEAR(triangle.centroid().radius(), 7.0F / 3.0F, 1e-6F);
}

TEST(Disc, PlaceAndRadiusVaryLinearly) {
    const Disc inside = triangle.at(0.25F, 0.5F);
    EXPECT_EQ(inside.place(), Vector3f(1.0F, 1.5F, 0.0F));
    EXPECT_EQ(inside.radius(), 1.0F + 0.25F * 1.0F + 0.5F * 3.0F);
}

TEST(Disc, FourQuartersOfEqualAreaMakeTheWhole) {
    const Quarters quarters(triangle);
    Vector3f centroids = Vector3f::Zero();
    float radii = 0.0F;
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(quarters.quarter(i).area(), 1.5F);
        centroids += 0.25F * quarters.quarter(i).centroid().place();
        radii += 0.25F * quarters.quarter(i).centroid().radius();
    }
    EXPECT_NEAR((centroids - triangle.centroid().place()).norm(), 0.0F, 1e-6F);
    EXPECT_NEAR(radii, triangle.centroid().radius(), 1e-6F);
}
