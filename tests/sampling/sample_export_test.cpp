#include "sampling/sample_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "base/csv_table.h"
#include "fixtures/shared_data.h"
#include "fixtures/temporary_folder.h"

using namespace stubble;
using fixtures::TemporaryFolder;

namespace {

RankedDots two_dots() {
    RankedDots points;
    points.dots.push_back({Point3(1.0 / 3.0, -2.5, 1e-7), 0.75F, 4, {0.2F, 0.3F, 0.5F}, 0});
    points.dots.push_back({Point3(100, 200, 300), 1.25F, 70'000, {1.0F, 0.0F, 0.0F}, 2});
    return points;
}

}  // namespace

TEST(SampleExport, CsvHoldsEveryNumberExactlyWithUnitsInTheHeader) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_points(folder / "dots.csv", two_dots()).ok());
    const CsvTable table =
        CsvTable::parse(fixtures::read_text(folder / "dots.csv"), "dots").value();
    EXPECT_EQ(table.rows(), 2U);
    EXPECT_EQ(table.column("x_mm"), (std::vector<double>{1.0 / 3.0, 100.0}));
    EXPECT_EQ(table.column("z_mm"), (std::vector<double>{1e-7, 300.0}));
    EXPECT_EQ(table.column("radius_mm"), (std::vector<double>{0.75, 1.25}));
    EXPECT_EQ(table.column("session"), (std::vector<double>{1.0, 3.0}));
    EXPECT_EQ(table.column("triangle"), (std::vector<double>{4.0, 70'000.0}));
}

TEST(SampleExport, PlyIsAsLongAsItsHeaderSaysAndHoldsThePlaces) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_points(folder / "dots.ply", two_dots()).ok());
    const std::string text = fixtures::read_text(folder / "dots.ply");
    EXPECT_THAT(text, testing::StartsWith("ply\nformat binary_"));
    EXPECT_THAT(text, testing::HasSubstr("element vertex 2\n"));
    const std::size_t body = text.find("end_header\n") + 11;
    ASSERT_EQ(text.size() - body, 2U * (3 * 8 + 4 + 4 + 4));
    double x = 0.0;
    std::memcpy(&x, text.data() + body, sizeof x);
    EXPECT_EQ(x, 1.0 / 3.0);
}

TEST(SampleExport, XyzIsOneLineAPoint) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_points(folder / "dots.xyz", two_dots()).ok());
    EXPECT_THAT(fixtures::read_text(folder / "dots.xyz"), testing::EndsWith("\n100 200 300\n"));
}

TEST(SampleExport, OtherFormatsAreRefusedAndWriteNothing) {
    const TemporaryFolder folder;
    const Status status = write_points(folder / "dots.pdf", two_dots());
    ASSERT_FALSE(status.ok());
    EXPECT_THAT(status.error().line(), testing::HasSubstr(".ply, .csv or .xyz"));
    EXPECT_FALSE(std::filesystem::exists(folder / "dots.pdf"));
}
