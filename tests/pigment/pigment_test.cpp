#include "pigment/pigment.h"

#include <gtest/gtest.h>

using namespace stubble;

// Healed strength 880/(1 + N) per cm: published optical depths over the deposit of 0.02 cm.
TEST(Pigment, DilutionGivesThePublishedStrength) {
    const struct {
        double water;
        double tau550;
    } shades[] = {{2, 5.87}, {4, 3.52}, {7, 2.20}, {10, 1.60}, {20, 0.84}};
    for (const auto& shade : shades) {
        const PigmentDose dose = healed_dose({.water_ml_per_ml = shade.water});
        EXPECT_NEAR(dose.absorption(550.0) * 0.02, shade.tau550, 0.005) << shade.water;
    }
}

// Carbon black (l/550)^-0.7: published 450 and 650 nm of the shade Onyx.
TEST(Pigment, CarbonBlackAbsorbsBlueMoreThanRed) {
    const PigmentDose onyx = healed_dose({.water_ml_per_ml = 2});
    EXPECT_NEAR(onyx.absorption(450.0), 337.6, 0.1);
    EXPECT_NEAR(onyx.absorption(650.0), 261.0, 0.1);
}

TEST(Pigment, OxidesAreAsRedAndYellowAsTheirEdgesSay) {
    const PigmentDose red{0.0, 1.0, 0.0, 0.0};
    const PigmentDose yellow{0.0, 0.0, 1.0, 0.0};
    // Half of the red edge at 575 nm, half of the yellow one at 510 nm.
    EXPECT_NEAR(red.absorption(575.0), 0.53, 1e-12);
    EXPECT_NEAR(yellow.absorption(510.0), 0.57, 1e-12);
    EXPECT_GT(red.absorption(480.0), 20.0 * red.absorption(670.0));
    EXPECT_GT(yellow.absorption(430.0), 10.0 * yellow.absorption(620.0));
    EXPECT_GT(yellow.absorption(530.0), 0.0);
}

TEST(Pigment, MixingAddsAbsorptionAndScalingMultipliesIt) {
    const PigmentDose mixed{10.0, 20.0, 30.0, 40.0};
    for (const double nm : {430.0, 550.0, 700.0}) {
        const double sum =
            PigmentDose{10.0}.absorption(nm) + PigmentDose{0, 20.0, 0, 0}.absorption(nm) +
            PigmentDose{0, 0, 30.0, 0}.absorption(nm) + PigmentDose{0, 0, 0, 40.0}.absorption(nm);
        EXPECT_NEAR(mixed.absorption(nm), sum, 1e-9);
        EXPECT_NEAR(mixed.scaled(2.5).absorption(nm), 2.5 * sum, 1e-9);
    }
}
