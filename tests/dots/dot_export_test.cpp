#include "dots/dot_export.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/csv_table.h"

using namespace stubble;

namespace {

DotTable three_dots() {
    DotTable table;
    table.zones = {"front, \"left\"", "<crown> & co"};
    table.shades = {"ash", "onyx"};
    for (int i = 0; i < 3; ++i) {
        Dot dot;
        dot.position_mm = Point3(i + 0.25, 100.0, -5.0);
        dot.normal = Vector3f(0, 1, 0);
        dot.spacing_mm = 0.7;
        dot.zone = i == 2 ? 1 : 0;
        dot.session = i == 1 ? 1 : 0;
        table.dots.push_back(dot);
        table.chart_mm.emplace_back(10.0 * i, 20.0);
    }
    return table;
}

std::string written(const DotTable& table, const std::string& extension) {
    const auto path = std::filesystem::temp_directory_path() / ("stubble_dot_export" + extension);
    EXPECT_TRUE(write_dots(path, table).ok());
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    std::filesystem::remove(path);
    return text;
}

std::size_t occurrences(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        ++count;
    }
    return count;
}

}  // namespace

TEST(DotExport, CsvHasUnitsAndOneRowADot) {
    const std::string text = written(three_dots(), ".csv");
    EXPECT_EQ(text.substr(0, 17), "x_mm,y_mm,z_mm,u_");
    EXPECT_EQ(occurrences(text, "\n"), 4U);
    EXPECT_NE(text.find("0.2500,100.0000,-5.0000,0.000,20.000,0.3500,0.3000,1.0000,0.7000,1,"
                        "\"front, \"\"left\"\"\",ash"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("2,\"front"), std::string::npos);
}

TEST(DotExport, JsonSaysTheSame) {
    const auto json = nlohmann::json::parse(written(three_dots(), ".json"));
    ASSERT_EQ(json["dots"].size(), 3U);
    EXPECT_EQ(json["dots"][2]["zone"], "<crown> & co");
    EXPECT_EQ(json["dots"][1]["session"], 2);
    EXPECT_DOUBLE_EQ(json["dots"][0]["position_mm"][0].get<double>(), 0.25);
}

TEST(DotExport, PlyHoldsPlacesAndNormals) {
    const std::string text = written(three_dots(), ".ply");
    EXPECT_NE(text.find("element vertex 3\n"), std::string::npos);
    const std::string body = text.substr(text.find("end_header\n") + 11);
    ASSERT_EQ(body.size(), 3U * 48U);
    float first = 0.0F;
    std::memcpy(&first, body.data(), 4);
    EXPECT_EQ(first, 0.25F);
}

// One layer per zone and session; every dot a stroke of no length; true millimetres with v up.
TEST(DotExport, SvgIsAStencilInMillimetres) {
    const std::string text = written(three_dots(), ".svg");
    EXPECT_EQ(occurrences(text, "inkscape:groupmode=\"layer\""), 3U);
    EXPECT_EQ(occurrences(text, "h0"), 3U);
    EXPECT_NE(text.find("M10.00 -20.00h0"), std::string::npos);
    EXPECT_NE(
        text.find("width=\"30.00mm\" height=\"30.00mm\" viewBox=\"-5.00 -25.00 30.00 30.00\""),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("&lt;crown> &amp; co, session 1"), std::string::npos);
}

TEST(DotExport, NoDotsMakeAValidFile) {
    DotTable none;
    EXPECT_EQ(occurrences(written(none, ".csv"), "\n"), 1U);
    EXPECT_EQ(occurrences(written(none, ".svg"), "<g"), 0U);
}

TEST(DotExport, AnotherFormatIsRefused) {
    EXPECT_FALSE(check_dots_output("dots.xls").ok());
    EXPECT_NE(check_dots_output("dots.xls").error().line().find(".svg"), std::string::npos);
}
