#include "color/spectrum.h"

#include <gtest/gtest.h>

using namespace stubble;

TEST(Spectrum, TheGridRunsFrom380To730NanometresInStepsOfTen) {
    const Spectrum nm = wavelengths_nm();
    EXPECT_EQ(nm[0], 380.0);
    EXPECT_EQ(nm[wavelength_count - 1], 730.0);
    for (int i = 0; i < wavelength_count; ++i) {
        EXPECT_EQ(nm[i], wavelength_nm(i));
        EXPECT_EQ(nm[i], 380.0 + 10.0 * i);
    }
}
