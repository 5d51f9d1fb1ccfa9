#include "color/six_bands.h"

#include <gtest/gtest.h>

#include "color/delta_e.h"

using namespace stubble;

TEST(SixBands, WhiteStaysWhite) {
    const Bands white{1, 1, 1, 1, 1, 1};
    const LinearRgb rgb = linear_rgb_of_bands(white);
    EXPECT_NEAR(rgb.r, 1.0, 3e-6);
    EXPECT_NEAR(rgb.g, 1.0, 3e-6);
    EXPECT_NEAR(rgb.b, 1.0, 3e-6);
    EXPECT_NEAR(xyz_of_bands(white).Y, 1.0, 3e-6);
}

TEST(SixBands, WeightsOfXyzAndOfLinearRgbAgree) {
    const Bands ramp = bands_of(Spectrum::LinSpaced(0.1, 0.5));
    EXPECT_LT(delta_e_2000(lab(linear_rgb_of_bands(ramp)), lab(xyz_of_bands(ramp))), 0.01);
}

TEST(SixBands, BandsOfASpectrumAreItsValuesAtTheBandWavelengths) {
    EXPECT_EQ(bands_of(wavelengths_nm()), band_wavelength_nm);
}
