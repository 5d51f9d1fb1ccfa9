#include "skin/tissue_optics.h"

#include <gtest/gtest.h>

#include "fixtures/shared_data.h"

using namespace stubble;

// Check values of the tissue laws, evaluated independently (430/480/530/570/620/670 nm, oxygenation
// 0.75).
TEST(TissueOptics, LawsGiveTheirCheckValues) {
    const double nm[] = {430, 480, 530, 570, 620, 670};
    const double blood[] = {1696.21, 126.45, 212.77, 239.08, 12.50, 4.92};
    const double packing[] = {0.2849, 0.8836, 0.8145, 0.7949, 0.9876, 0.9951};
    const double melanosome[] = {1122.26, 778.06, 559.38, 439.02, 331.80, 256.28};
    const double baseline[] = {1.5632, 0.8638, 0.5352, 0.4032, 0.3188, 0.2791};
    const double scattering[] = {67.43, 52.31, 42.78, 37.50, 32.70, 29.19};
    const double dermis[] = {7.1018, 2.1387, 2.5219, 2.5840, 0.4571, 0.3323};
    for (int i = 0; i < 6; ++i) {
        EXPECT_NEAR(blood_absorption(nm[i], 0.75), blood[i], 1e-3 * blood[i]) << nm[i];
        EXPECT_NEAR(packed_blood_absorption(nm[i], {}) / blood_absorption(nm[i], 0.75), packing[i],
                    1e-3)
            << nm[i];
        EXPECT_NEAR(melanosome_absorption(nm[i]), melanosome[i], 1e-3 * melanosome[i]) << nm[i];
        EXPECT_NEAR(baseline_absorption(nm[i]), baseline[i], 1e-3 * baseline[i]) << nm[i];
        EXPECT_NEAR(reduced_scattering(nm[i]), scattering[i], 1e-3 * scattering[i]) << nm[i];
        EXPECT_NEAR(dermis_absorption(nm[i], 0.0115), dermis[i], 1e-3 * dermis[i]) << nm[i];
    }
}

TEST(TissueOptics, LawsAgreeWithTheReferenceTable) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = fixtures::shared_table("optics/tissue_10nm.csv");
    const auto expect_column = [&](const char* name, auto law) {
        const std::vector<double> expected = table.column(name);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const double nm = table.number(i, 0);
            EXPECT_NEAR(law(nm) / 10.0, expected[i], 1e-3 * expected[i])
                << name << " at " << nm << " nm";
        }
    };
    expect_column("mua_oxyblood150_mm-1", [](double nm) { return blood_absorption(nm, 1.0); });
    expect_column("mua_deoxyblood150_mm-1", [](double nm) { return blood_absorption(nm, 0.0); });
    expect_column("mua_melanosome_mm-1", melanosome_absorption);
    expect_column("mua_baseline_mm-1", baseline_absorption);
}
