#include "scalp/head_landmarks.h"

#include <gtest/gtest.h>

#include <map>

#include "fixtures/average_head.h"

using namespace stubble;

namespace {

const HeadSurface& man() {
    static const HeadSurface head(fit_head({}, "test").value().shape);
    return head;
}

}  // namespace

// Science page "Generated bald head", section 5: the default male.
TEST(HeadLandmarks, ThoseOfTheAverageManAreWhereTheyWereMeasured) {
    const std::map<std::string, Point3> expected{
        {"glabella", {0, 33.7, 99.4}},         {"sellion", {0, 18.8, 96.4}},
        {"vertex", {0, 131.1, 0.7}},           {"opisthocranion", {0, 35.9, -100.0}},
        {"euryon", {77.2, 50.7, -22.6}},       {"tragion", {70.3, 0, 0}},
        {"gonion", {59.9, -61.2, 13.8}},       {"inion", {0, -14.9, -87.3}},
        {"whorl", {-9.2, 114.9, -57.7}},       {"trichion", {0, 84.8, 85.7}},
        {"temple_recess", {46.3, 97.5, 50.2}}, {"temple_point", {64.4, 52.5, 43.9}}};
    std::map<std::string, Point3> found;
    for (const HeadLandmark& landmark : head_landmarks(man())) {
        found[landmark.name] = landmark.place_mm;
    }
    for (const auto& [name, place] : expected) {
        ASSERT_TRUE(found.count(name)) << name;
        // Where the skin is nearly flat, the highest, farthest or widest place is not sharp.
        const bool flat = name == "vertex" || name == "opisthocranion" || name == "euryon";
        EXPECT_LT((found[name] - place).norm(), flat ? 1.5 : 0.4)
            << name << " " << found[name].transpose();
    }
    EXPECT_NEAR(found["menton"].y(), -102.0, 2.0);
}

// The midline ladder of the same section, canonical (y, z).
TEST(HeadLandmarks, TheTapeFromTheGlabellaReachesThePublishedHeights) {
    const std::vector<std::array<double, 3>> ladder{
        {50, 82.3, 88.7}, {60, 90.9, 83.5}, {70, 98.6, 76.9}, {80, 105.4, 69.5}, {95, 114.5, 57.4}};
    for (const auto& [arc, y, z] : ladder) {
        const Point3 place = midline_above_glabella(man(), arc);
        EXPECT_NEAR(place.y(), y, 0.3) << arc;
        EXPECT_NEAR(place.z(), z, 0.4) << arc;
        EXPECT_EQ(place.x(), 0.0);
        EXPECT_NEAR(arc_above_glabella_mm(man(), place), arc, 0.01);
    }
    // The trichion of the border: 53 mm.
    EXPECT_NEAR(arc_above_glabella_mm(man(), {0, 85.1, 87.2}), 53.0, 0.5);
}

TEST(HeadLandmarks, OnSkinFindsTheSkinNearAPlace) {
    for (const Point3& p :
         {Point3(20, 110, 50), Point3(-70, 40, -20), Point3(0, -20, -85), Point3(30, 128, 5)}) {
        const Point3 place = on_skin(man(), p);
        EXPECT_LT(std::abs(man().distance_without_ears(place)), 1e-5);
    }
}
