// stubble head: tests of the program itself.
#include <gtest/gtest.h>

#include "fixtures/program.h"
#include "geometry/mesh_io.h"

using namespace stubble;
using fixtures::expect_refused;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;

TEST(CommandHead, WritesTheHeadAndReportsAskedAndObtainedMeasures) {
    const TemporaryFolder folder;
    const auto run =
        run_stubble(folder.path(), {"head", "--set", "head.circumference_mm=580", "--set",
                                    "head.breadth_mm=158", "-o", "head.ply", "--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    const nlohmann::json json = run.json();
    for (const auto& [name, asked] :
         {std::pair("circumference", 580.0), std::pair("breadth", 158.0)}) {
        EXPECT_EQ(json["measures"][name]["asked_mm"], asked);
        EXPECT_NEAR(json["measures"][name]["obtained_mm"], asked, 1.5);
    }
    EXPECT_TRUE(json["measures"]["length"]["asked_mm"].is_null());
    EXPECT_NEAR(json["measures"]["length"]["obtained_mm"], 204.0, 6.0);
    EXPECT_NEAR(json["scalp_area_cm2"], 630.0, 40.0);
    EXPECT_EQ(json["zone_areas_cm2"].size(), 6U);
    const auto mesh = read_mesh(folder / "head.ply");
    ASSERT_TRUE(mesh.ok());
    EXPECT_GT(mesh->triangles.size(), 150'000U);
}

TEST(CommandHead, AnImpossibleMeasureIsRefusedWithThePlausibleRange) {
    const TemporaryFolder folder;
    expect_refused(run_stubble(folder.path(),
                               {"head", "--set", "head.circumference_mm=300", "-o", "head.obj"}),
                   "head.circumference_mm: 300 mm is no measure of an adult head; plausible are");
    EXPECT_FALSE(std::filesystem::exists(folder / "head.obj"));
}

TEST(CommandHead, AnUnknownFormatOrFolderIsRefusedBeforeTheWork) {
    const TemporaryFolder folder;
    expect_refused(run_stubble(folder.path(), {"head", "-o", "head.fbx"}), "head.fbx");
    expect_refused(run_stubble(folder.path(), {"head", "-o", "missing/head.obj"}), "missing");
}
