#include "skin/melanin_and_blood.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "color/cie_observer.h"
#include "color/delta_e.h"
#include "fixtures/error_statistics.h"
#include "fixtures/shared_data.h"

using namespace stubble;
using fixtures::ErrorStatistics;
using fixtures::shared_table;

namespace {

Lab color_of(const Spectrum& reflectance) {
    return lab(xyz_of_reflectance(reflectance));
}

// Rows of skin_color_mc.csv for which `wanted` holds: CIEDE2000 of a model to Monte Carlo.
template <typename Wanted, typename Model>
ErrorStatistics errors_to_monte_carlo(Wanted wanted, Model model) {
    const CsvTable table = shared_table("optics/skin_color_mc.csv");
    const auto value = [&](std::size_t row, const char* name) {
        return table.number(row, table.column_index(name));
    };
    ErrorStatistics errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double oxygenation = value(row, "so2");
        const double epidermis_um = value(row, "epidermis_cm") * 1e4;
        const double surface = value(row, "surface");
        const SkinTone tone{value(row, "melanin_fraction"), value(row, "blood_fraction")};
        if (wanted(tone, oxygenation, epidermis_um, surface)) {
            const SkinState state{{oxygenation, 0.0}, epidermis_um};
            const Lab reference{value(row, "L"), value(row, "a"), value(row, "b")};
            errors.add(delta_e_2000(color_of(model(tone, state) + surface), reference));
        }
    }
    return errors;
}

template <typename Model>
ErrorStatistics errors_with_packing(Model model, bool surface_free_only) {
    const CsvTable table = shared_table("optics/skin_color_packed_mc.csv");
    const auto value = [&](std::size_t row, const char* name) {
        return table.number(row, table.column_index(name));
    };
    ErrorStatistics errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (surface_free_only && value(row, "surface") > 0.0) {
            continue;
        }
        const SkinState state{{value(row, "so2"), value(row, "vessel_radius_um")}, 80.0};
        const Spectrum reflectance =
            model(SkinTone{value(row, "melanin"), value(row, "blood")}, state);
        const Lab reference{value(row, "L"), value(row, "a"), value(row, "b")};
        errors.add(delta_e_2000(color_of(reflectance + value(row, "surface")), reference));
    }
    return errors;
}

}  // namespace

TEST(MelaninAndBlood, TableIsExactAtItsNodes) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto errors =
        errors_to_monte_carlo([](SkinTone, double so2, double epidermis,
                                 double) { return so2 == 0.75 && std::abs(epidermis - 80) < 1e-6; },
                              skin_reflectance);
    EXPECT_GT(errors.count(), 100U);
    EXPECT_LE(errors.max(), 0.05);
}

TEST(MelaninAndBlood, OtherOxygenationAgreesWithMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto errors = errors_to_monte_carlo(
        [](SkinTone, double so2, double, double surface) { return so2 != 0.75 && surface == 0.0; },
        skin_reflectance);
    EXPECT_GT(errors.count(), 10U);
    EXPECT_LE(errors.max(), 0.3);
}

TEST(MelaninAndBlood, OtherThicknessOfTheEpidermisAgreesWithMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto errors = errors_to_monte_carlo(
        [](SkinTone, double, double epidermis, double surface) {
            return std::abs(epidermis - 80) > 1e-6 && surface == 0.0;
        },
        skin_reflectance);
    EXPECT_GT(errors.count(), 10U);
    EXPECT_LE(errors.mean(), 1.1);
    EXPECT_LE(errors.max(), 1.9);
}

TEST(MelaninAndBlood, OffTheNodesAndWithPackingAgreesWithMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto errors = errors_with_packing(skin_reflectance, false);
    EXPECT_EQ(errors.count(), 118U);
    EXPECT_LE(errors.mean(), 0.35);
    EXPECT_LE(errors.max(), 0.8);
}

TEST(MelaninAndBlood, ClosedFormAgreesWithMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto plain =
        errors_to_monte_carlo([](SkinTone tone, double, double,
                                 double surface) { return surface == 0.0 && tone.melanin <= 0.25; },
                              skin_reflectance_closed_form);
    EXPECT_LE(plain.mean(), 1.1);
    EXPECT_LE(plain.max(), 2.5);
    const auto packed = errors_with_packing(skin_reflectance_closed_form, true);
    EXPECT_LE(packed.mean(), 0.8);
    EXPECT_LE(packed.max(), 2.1);
}

TEST(MelaninAndBlood, SixBandsAgreeWithAllWavelengths) {
    for (const double melanin : {0.008, 0.015, 0.03, 0.06, 0.12, 0.2}) {
        for (const double blood : {0.006, 0.0115, 0.025}) {
            const SkinTone tone{melanin, blood};
            EXPECT_LE(delta_e_2000(lab(xyz_of_bands(skin_reflectance_bands(tone))),
                                   color_of(skin_reflectance(tone))),
                      0.6);
        }
    }
}

// The four default skins, published with the model's specification.
TEST(MelaninAndBlood, DefaultSkinsHaveTheirPublishedLab) {
    const struct {
        double melanin;
        Lab expected;
    } skins[] = {{0.015, {63.9, 9.9, 12.5}},
                 {0.03, {58.8, 10.1, 15.8}},
                 {0.06, {50.8, 10.7, 19.0}},
                 {0.12, {41.0, 11.3, 19.0}}};
    for (const auto& skin : skins) {
        const Lab color = lab(skin_color({skin.melanin, 0.0115}));
        EXPECT_NEAR(color.L, skin.expected.L, 0.06);
        EXPECT_NEAR(color.a, skin.expected.a, 0.06);
        EXPECT_NEAR(color.b, skin.expected.b, 0.06);
    }
}

TEST(MelaninAndBlood, MoreMelaninOrBloodNeverBrightensAnyWavelength) {
    for (std::uint64_t i = 0; i < 500; ++i) {
        const SkinTone tone{0.005 * std::pow(50.0, uniform(hash64(1, i))),
                            0.002 * std::pow(30.0, uniform(hash64(2, i)))};
        const Spectrum here = skin_reflectance(tone);
        EXPECT_TRUE((skin_reflectance({tone.melanin * 1.05, tone.blood}) <= here + 1e-12).all());
        EXPECT_TRUE((skin_reflectance({tone.melanin, tone.blood * 1.05}) <= here + 1e-12).all());
    }
}

TEST(FitSkinTone, FindsTheToneOfTheModelsOwnColours) {
    for (std::uint64_t i = 0; i < 200; ++i) {
        const SkinTone tone{0.008 * std::pow(25.0, uniform(hash64(3, i))),
                            0.004 * std::pow(8.75, uniform(hash64(4, i)))};
        const SkinFit fit = fit_skin_tone(linear_rgb(skin_color(tone)));
        EXPECT_NEAR(fit.tone.melanin / tone.melanin, 1.0, 0.01) << i;
        EXPECT_NEAR(fit.tone.blood / tone.blood, 1.0, 0.01) << i;
        EXPECT_NEAR(fit.shading, 1.0, 0.01);
        EXPECT_LT(fit.delta_e, 0.1);
    }
}

TEST(FitSkinTone, AnExposureErrorMovesTheToneLittle) {
    ErrorStatistics melanin_error;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const SkinTone tone{0.008 * std::pow(25.0, uniform(hash64(5, i))),
                            0.004 * std::pow(8.75, uniform(hash64(6, i)))};
        const double exposure = std::exp(0.2 * normal(hash64(7, i)));
        LinearRgb color = linear_rgb(skin_color(tone));
        color = {color.r * exposure, color.g * exposure, color.b * exposure};
        const double log_error = std::log(fit_skin_tone(color).tone.melanin / tone.melanin);
        melanin_error.add(log_error * log_error);
    }
    EXPECT_LT(std::sqrt(melanin_error.mean()), 0.13);  // the reference inverse: 0.11 with 1 % noise
}

TEST(FitSkinTone, GreenIsNoSkin) {
    EXPECT_GT(fit_skin_tone({0.1, 0.4, 0.1}).delta_e, 15.0);
}

TEST(FitSkinTone, MeasuredClassMeansAreReachedInLab) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = shared_table("optics/skin_reflectance_by_ITA.csv");
    const struct {
        const char* name;
        double limit;
    } classes[] = {
        {"very_light", 2.0}, {"light", 1.1}, {"intermediate", 1.1}, {"tan", 1.1}, {"brown", 1.9}};
    for (const auto& skin : classes) {
        const std::vector<double> measured = table.column(skin.name);
        Spectrum spectrum;
        for (int i = 0; i < wavelength_count; ++i) {
            spectrum[i] = measured[static_cast<std::size_t>(i) + 2];  // the table starts at 360 nm
        }
        EXPECT_LE(fit_skin_tone(linear_rgb(xyz_of_reflectance(spectrum))).delta_e, skin.limit)
            << skin.name;
    }
}
