#include "pigment/implanted_color.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "color/cie_observer.h"
#include "color/delta_e.h"
#include "fixtures/error_statistics.h"
#include "fixtures/shared_data.h"
#include "pigment/shade_palette.h"

using namespace stubble;
using fixtures::ErrorStatistics;
using fixtures::shared_table;

namespace {

constexpr BloodState unpacked{0.75, 0.0};

std::array<DotTransmittance, wavelength_count> dot_spectrum(const SkinTone& tone,
                                                            const DotShape& shape,
                                                            const PigmentDose& dose,
                                                            const BloodState& blood) {
    std::array<DotTransmittance, wavelength_count> spectrum;
    for (int i = 0; i < wavelength_count; ++i) {
        const double nm = wavelength_nm(i);
        spectrum[static_cast<std::size_t>(i)] =
            dot_transmittance(nm, tone, shape, dose.absorption(nm) * dot_height_mm / 10.0, blood);
    }
    return spectrum;
}

struct ProfileErrors {
    ErrorStatistics all_wavelengths;
    ErrorStatistics six_bands;
};

// Colour over the distance from a dot against a table of Monte Carlo profiles.
ProfileErrors profile_errors(const std::string& path, const BloodState& blood) {
    const CsvTable table = shared_table(path);
    const auto column = [&](const char* name) { return table.column(name); };
    const auto melanin = column("melanin"), blood_fraction = column("blood"),
               diameter = column("D_mm"), depth = column("z1_mm"), mua = column("mua550_cm"),
               r = column("r_mm"), L = column("L"), a = column("a"), b = column("b");
    ProfileErrors errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const SkinTone tone{melanin[row], blood_fraction[row]};
        const DotShape shape{diameter[row], depth[row]};
        const PigmentDose dose{mua[row]};
        const Lab reference{L[row], a[row], b[row]};
        const Spectrum skin = skin_reflectance(tone, {blood, 80.0});
        Spectrum seen;
        const auto dot = dot_spectrum(tone, shape, dose, blood);
        for (int i = 0; i < wavelength_count; ++i) {
            seen[i] = skin[i] * dot[static_cast<std::size_t>(i)].at(r[row]);
        }
        errors.all_wavelengths.add(delta_e_2000(lab(xyz_of_reflectance(seen)), reference));
        const LinearRgb bare = linear_rgb(xyz_of_reflectance(skin));
        const LinearRgb t = RgbDotTransmittance(tone, shape, dose, blood).at(r[row]);
        errors.six_bands.add(
            delta_e_2000(lab(LinearRgb{bare.r * t.r, bare.g * t.g, bare.b * t.b}), reference));
    }
    return errors;
}

}  // namespace

// Published check values of plain F5, packing off.
TEST(ImplantedColor, DotModelGivesItsCheckValues) {
    const struct {
        double nm, melanin, diameter, depth, tau;
        double c1, w, c2, halo;
        double t[4];
    } cases[] = {
        {550, .02, .3, .2, 6.4, .3290, .0511, .1270, .2794, {.6086, .7733, .9224, .9864}},
        {450, .02, .3, .2, 6.4, .1684, .0754, .0985, .2602, {.7740, .8465, .9354, .9910}},
        {650, .02, .3, .2, 6.4, .5299, .0432, .1381, .4568, {.4292, .7038, .8976, .9648}},
        {600, .10, .5, .3, 1.6, .3368, .0960, .0899, .4792, {.6304, .6998, .8255, .9686}},
    };
    for (const auto& c : cases) {
        const DotTransmittance dot = dot_transmittance(
            c.nm, {c.melanin, 0.01}, {c.diameter, c.depth}, c.tau, unpacked, TailFactor::Off);
        EXPECT_NEAR(dot.c1, c.c1, 1e-3);
        EXPECT_NEAR(dot.edge_mm, c.w, 1e-3);
        EXPECT_NEAR(dot.c2, c.c2, 1e-3);
        EXPECT_NEAR(dot.halo_mm, c.halo, 1e-3);
        const double radii[4] = {0.025, 0.175, 0.325, 0.775};
        for (int i = 0; i < 4; ++i) {
            EXPECT_NEAR(dot.at(radii[i]), c.t[i], 1e-3) << c.nm << " nm at " << radii[i];
        }
    }
}

TEST(ImplantedColor, ProfilesAgreeWithMonteCarloOfSingleDots) {
    SKIP_WITHOUT_SHARED_DATA();
    const ProfileErrors errors = profile_errors("optics/dot_color_profile_mc.csv", unpacked);
    EXPECT_EQ(errors.all_wavelengths.count(), 12480U);
    for (const ErrorStatistics& e : {errors.all_wavelengths, errors.six_bands}) {
        EXPECT_LE(e.mean(), 0.40);
        EXPECT_LE(e.percentile(0.95), 1.15);
        EXPECT_LE(e.max(), 4.0);
    }
}

TEST(ImplantedColor, ProfilesAgreeWithMonteCarloOnTheDefaultSkinsWithPackedVessels) {
    SKIP_WITHOUT_SHARED_DATA();
    const ProfileErrors errors = profile_errors("optics/dot_profile_packed_mc.csv", {});
    EXPECT_EQ(errors.all_wavelengths.count(), 3640U);
    for (const ErrorStatistics& e : {errors.all_wavelengths, errors.six_bands}) {
        EXPECT_LE(e.mean(), 0.40);
        EXPECT_LE(e.percentile(0.95), 1.0);
        EXPECT_LE(e.max(), 3.0);
    }
}

TEST(ImplantedColor, SpectralContrastAgreesWithMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = shared_table("optics/dot_contrast_mc.csv");
    const auto value = [&](std::size_t row, const char* name) {
        return table.number(row, table.column_index(name));
    };
    ErrorStatistics errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (std::abs(value(row, "z2_mm") - value(row, "z1_mm") - 0.2) > 1e-6) {
            continue;
        }
        const DotTransmittance dot =
            dot_transmittance(value(row, "lambda_nm"), {value(row, "melanin"), value(row, "blood")},
                              {value(row, "D_mm"), value(row, "z1_mm")},
                              value(row, "mua_cm") * 0.02, unpacked, TailFactor::Off);
        for (std::size_t column = 0; column < table.columns(); ++column) {
            const std::string& name = table.header()[column];
            if (name.starts_with("C_r")) {
                errors.add(
                    std::abs(1.0 - dot.at(std::stod(name.substr(3))) - table.number(row, column)));
            }
        }
    }
    EXPECT_GT(errors.count(), 100000U);
    EXPECT_LE(errors.mean(), 0.008);
    EXPECT_LE(errors.percentile(0.95), 0.026);
    EXPECT_LE(errors.max(), 0.10);
}

// Absorbance adds over dots: mean colour of square lattices, product of the dots' transmittances.
TEST(ImplantedColor, LatticesOfDotsHaveTheMeanColourOfMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = shared_table("optics/lattice_mean_color_mc.csv");
    const auto value = [&](std::size_t row, const char* name) {
        return table.number(row, table.column_index(name));
    };
    constexpr int samples = 24, reach = 4;
    ErrorStatistics errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const SkinTone tone{value(row, "melanin"), value(row, "blood")};
        const double pitch = value(row, "pitch_mm");
        const auto dot = dot_spectrum(tone, {value(row, "D_mm"), value(row, "z1_mm")},
                                      PigmentDose{value(row, "mua550_cm")}, unpacked);
        // Radial table of absorbance per wavelength: the lattice asks for the same distances again
        // and again.
        constexpr int steps = 900;
        constexpr double step_mm = 0.01;
        std::vector<Spectrum> absorbance(steps + 1);
        for (int n = 0; n <= steps; ++n) {
            for (int i = 0; i < wavelength_count; ++i) {
                absorbance[static_cast<std::size_t>(n)][i] =
                    -std::log(dot[static_cast<std::size_t>(i)].at(n * step_mm));
            }
        }
        Spectrum mean = Spectrum::Zero();
        for (int y = 0; y < samples; ++y) {
            for (int x = 0; x < samples; ++x) {
                Spectrum sum = Spectrum::Zero();
                for (int v = -reach; v <= reach; ++v) {
                    for (int u = -reach; u <= reach; ++u) {
                        const double r = pitch * std::hypot((x + 0.5) / samples - u - 0.5,
                                                            (y + 0.5) / samples - v - 0.5);
                        const auto n = static_cast<std::size_t>(std::min(r / step_mm, steps - 1.0));
                        sum += absorbance[n] + (absorbance[n + 1] - absorbance[n]) *
                                                   (r / step_mm - static_cast<double>(n));
                    }
                }
                mean += (-sum).exp() / (samples * samples);
            }
        }
        const Spectrum seen = skin_reflectance(tone, {unpacked, 80.0}) * mean;
        errors.add(delta_e_2000(lab(xyz_of_reflectance(seen)),
                                {value(row, "latL"), value(row, "lata"), value(row, "latb")}));
    }
    EXPECT_EQ(errors.count(), 60U);
    EXPECT_LE(errors.mean(), 0.55);
    EXPECT_LE(errors.max(), 1.8);
}

// Check values of the RGB pipeline: medium skin, default dot.
TEST(ImplantedColor, RgbPipelineGivesItsCheckValues) {
    const RgbDotTransmittance dot({0.03, 0.0115}, {0.35, 0.20}, healed_dose({}));
    const double radii[] = {0.0, 0.1, 0.175, 0.25, 0.4, 0.8};
    const double red[] = {.6316, .5068, .3445, .1918, .0723, .0255};
    const double green[] = {.4531, .3698, .2699, .1625, .0598, .0128};
    const double blue[] = {.2796, .2334, .1905, .1264, .0474, .0054};
    for (int i = 0; i < 6; ++i) {
        const LinearRgb t = dot.at(radii[i]);
        EXPECT_NEAR(-std::log(t.r), red[i], 0.002) << radii[i];
        EXPECT_NEAR(-std::log(t.g), green[i], 0.002) << radii[i];
        EXPECT_NEAR(-std::log(t.b), blue[i], 0.002) << radii[i];
    }
}

TEST(ImplantedColor, DefaultShadesHaveTheReferenceColourAtTheDotsCentre) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = shared_table("optics/shades_default.csv");
    ASSERT_EQ(table.rows(), default_palette().size());
    const std::pair<const char*, double> skins[] = {
        {"light", 0.015}, {"medium", 0.03}, {"brown", 0.06}, {"dark", 0.12}};
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const PigmentDose dose = healed_dose(default_palette()[row].recipe);
        EXPECT_NEAR(dose.absorption(450), table.number(row, table.column_index("mu450_cm")), 0.1);
        EXPECT_NEAR(dose.absorption(550), table.number(row, table.column_index("mu550_cm")), 0.1);
        EXPECT_NEAR(dose.absorption(650), table.number(row, table.column_index("mu650_cm")), 0.1);
        for (const auto& [name, melanin] : skins) {
            const SkinTone tone{melanin, 0.0115};
            const LinearRgb bare = linear_rgb(xyz_of_reflectance(skin_reflectance(tone)));
            const LinearRgb t = RgbDotTransmittance(tone, {}, dose).at(0.0);
            const double f = surface_reflectance;
            const Lab centre = lab(LinearRgb{bare.r * t.r + f, bare.g * t.g + f, bare.b * t.b + f});
            const auto expected = [&](const char* axis) {
                return table.number(row,
                                    table.column_index(std::string("centre") + axis + "_" + name));
            };
            EXPECT_LE(delta_e_2000(centre, {expected("L"), expected("a"), expected("b")}), 0.8)
                << default_palette()[row].name << " on " << name;
        }
    }
}

TEST(ImplantedColor, MorePigmentADeeperOrAWiderDotBehavesAsPhysicsAsks) {
    for (std::uint64_t i = 0; i < 300; ++i) {
        const auto random = [&](std::uint64_t channel, double low, double high) {
            return std::lerp(low, high, uniform(hash64(channel, i)));
        };
        const SkinTone tone{random(1, 0.01, 0.2), random(2, 0.005, 0.03)};
        const DotShape shape{random(3, 0.3, 0.55), random(4, 0.1, 0.35)};
        const double mua = random(5, 10.0, 300.0);
        const double r = random(6, 0.0, 1.0);
        const LinearRgb here = RgbDotTransmittance(tone, shape, {mua}).at(r);
        const LinearRgb stronger = RgbDotTransmittance(tone, shape, {mua * 1.3}).at(r);
        EXPECT_LE(stronger.g, here.g + 1e-3);
        EXPECT_LE(stronger.r, here.r + 1e-3);
        const LinearRgb centre = RgbDotTransmittance(tone, shape, {mua}).at(0.0);
        const LinearRgb deeper =
            RgbDotTransmittance(tone, {shape.diameter_mm, shape.top_depth_mm + 0.05}, {mua})
                .at(0.0);
        EXPECT_GE(deeper.g, centre.g - 1e-3);
    }
}

TEST(ImplantedColor, NoPigmentTakesNoLight) {
    const LinearRgb t = RgbDotTransmittance({}, {}, PigmentDose{0.0}).at(0.0);
    EXPECT_EQ(t.r, 1.0);
    EXPECT_EQ(t.g, 1.0);
    EXPECT_EQ(t.b, 1.0);
}

// Dots below the fitted width: light loss of Monte Carlo columns at 550 nm relative to the 0.30 mm
// dot.
TEST(ImplantedColor, NarrowDotsAreFaintButNotInvisible) {
    const auto loss = [](double diameter) {
        const DotTransmittance dot = dot_transmittance(550, {}, {diameter, 0.2}, 1.6);
        double sum = 0.0;
        for (double r = 0.005; r < 2.0; r += 0.01) {
            sum += (1.0 - dot.at(r)) * 2.0 * 3.14159265 * r * 0.01;
        }
        return sum;
    };
    EXPECT_LT(loss(0.1), 0.6 * loss(0.3));
    EXPECT_GT(loss(0.1), 0.02 * loss(0.3));
    EXPECT_LT(loss(0.2), loss(0.25));
}
