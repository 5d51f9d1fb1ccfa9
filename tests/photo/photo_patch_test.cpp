#include "photo/photo_patch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "fixtures/temporary_folder.h"

using namespace stubble;
using testing::HasSubstr;

namespace {

constexpr int photo_width = 400;
constexpr int photo_height = 300;

const std::string square = R"("polygon_px": [[10, 10], [90, 10], [90, 90], [10, 90]])";
const std::string scale = R"("px_per_mm": 6.2)";

Result<PhotoPatch> parsed(const std::string& json) {
    return parse_patch(json, "zone.json", photo_width, photo_height);
}

// "key": value
std::string entry(const std::string& key, const std::string& value) {
    std::string text = "\"";
    text.append(key).append("\": ").append(value);
    return text;
}

// An object of these entries.
std::string object_of(const std::string& entries) {
    std::string text = "{";
    return text.append(entries).append("}");
}

// A complete patch with one more key.
std::string with(const std::string& key) {
    return "{" + square + ", " + scale + ", " + key + "}";
}

// A patch with this polygon.
std::string around(const std::string& polygon) {
    return "{\"polygon_px\": " + polygon + ", " + scale + "}";
}

// A patch with this scale.
std::string scaled(const std::string& keys) {
    return "{" + square + (keys.empty() ? "" : ", ") + keys + "}";
}

// The error names the file and the key, and says what to do.
void expect_refused(const std::string& json, const std::string& key) {
    const auto patch = parsed(json);
    ASSERT_FALSE(patch.ok()) << json.substr(0, 200);
    EXPECT_EQ(patch.error().where, "zone.json: " + key) << json.substr(0, 200);
    EXPECT_FALSE(patch.error().cause.empty());
    EXPECT_FALSE(patch.error().remedy.empty());
    EXPECT_LT(patch.error().line().size(), 400U);
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST(PhotoPatch, EveryKeyArrivesWhereItBelongs) {
    const auto patch = parsed("{" + square + ", " + scale + R"(, "dots_per_cm2": 120,
        "feather_mm": 7, "irregularity_mm": 2, "dot_diameter_mm": 0.4, "depth_mm": 0.25,
        "variation": 0.1, "shade": "slate", "hard_sides": [1, 4]})");
    ASSERT_TRUE(patch.ok()) << patch.error().line();
    EXPECT_EQ(patch->polygon_px,
              (Polygon{Point2(10, 10), Point2(90, 10), Point2(90, 90), Point2(10, 90)}));
    EXPECT_EQ(patch->px_per_mm, 6.2);
    EXPECT_EQ(patch->dots_per_cm2, 120.0);
    EXPECT_EQ(patch->feather_mm, 7.0);
    EXPECT_EQ(patch->irregularity_mm, 2.0);
    EXPECT_EQ(patch->dot_diameter_mm, 0.4);
    EXPECT_EQ(patch->depth_mm, 0.25);
    EXPECT_EQ(patch->variation, 0.1);
    EXPECT_EQ(patch->shade, "slate");
    EXPECT_EQ(patch->hard_sides, (std::vector<int>{0, 3}));
}

// DESIGN.md section 5.
TEST(PhotoPatch, MissingKeysAreThoseOfTheDefaultPlan) {
    const auto patch = parsed(scaled(scale));
    ASSERT_TRUE(patch.ok()) << patch.error().line();
    EXPECT_EQ(patch->dots_per_cm2, 135.0);
    EXPECT_EQ(patch->feather_mm, 8.0);
    EXPECT_EQ(patch->irregularity_mm, 1.0);
    EXPECT_EQ(patch->dot_diameter_mm, 0.35);
    EXPECT_EQ(patch->depth_mm, 0.3);
    EXPECT_EQ(patch->variation, 0.12);
    EXPECT_EQ(patch->shade, "ash");
    EXPECT_TRUE(patch->hard_sides.empty());
}

TEST(PhotoPatch, TwoPointsAndTheirDistanceGiveTheScale) {
    const auto patch = parsed(scaled(R"("scale_px": [[20, 30], [320, 430]], "scale_mm": 50)"));
    ASSERT_TRUE(patch.ok()) << patch.error().line();
    EXPECT_DOUBLE_EQ(patch->px_per_mm, 10.0);
}

TEST(PhotoPatch, TheOutlineInMillimetresIsThePolygonOverTheScale) {
    const auto patch = parsed(scaled(R"("px_per_mm": 5)"));
    ASSERT_TRUE(patch.ok());
    EXPECT_EQ(patch->outline_mm(),
              (Polygon{Point2(2, 2), Point2(18, 2), Point2(18, 18), Point2(2, 18)}));
}

TEST(PhotoPatch, APolygonMayTouchThePhotographsBorderAndTurnEitherWay) {
    EXPECT_TRUE(parsed(around("[[0, 0], [400, 0], [400, 300], [0, 300]]")).ok());
    EXPECT_TRUE(parsed(around("[[0, 300], [400, 300], [400, 0], [0, 0]]")).ok());
    EXPECT_TRUE(parsed(around("[[1.5, 2.25], [200, 2], [100, 50.125]]")).ok());
}

TEST(PhotoPatch, PolygonsThatAreNoOutlineInsideThePhotographAreRefused) {
    for (const char* polygon :
         {"[]", "[[1, 1]]", "[[1, 1], [50, 50]]", "5", "\"square\"", "null", "{}", "true",
          "[[1, 1], [50, 1], [50]]", "[[1, 1], [50, 1], [50, 50, 50]]",
          "[[1, 1], [50, 1], [\"50\", 50]]", "[[1, 1], [50, 1], null]", "[1, 2, 3, 4, 5, 6]",
          // outside
          "[[-1, 1], [50, 1], [50, 50]]", "[[1, 1], [400.5, 1], [50, 50]]",
          "[[1, 1], [50, 1], [50, 300.01]]", "[[1, 1], [50, 1], [50, -1e300]]",
          "[[1000, 1000], [1050, 1000], [1050, 1050]]",
          // crossing, touching or folding back on themselves
          "[[10, 10], [90, 90], [90, 10], [10, 90]]",
          "[[10, 10], [90, 10], [90, 90], [50, 10], [10, 90]]", "[[10, 10], [20, 10], [30, 10]]",
          "[[10, 10], [10, 10], [10, 10]]", "[[10, 10], [90, 10], [10, 10], [10, 90]]"}) {
        expect_refused(around(polygon), "polygon_px");
    }
    expect_refused("{" + scale + "}", "polygon_px");
}

TEST(PhotoPatch, AnOutlineOfMoreThanTenThousandCornersIsRefused) {
    std::string corners = "[[1, 1]";
    for (int i = 0; i < 10'000; ++i) {
        corners += ", [1, 1]";
    }
    expect_refused(around(corners + "]"), "polygon_px");
}

TEST(PhotoPatch, AMessageNamesTheWrongCornerCountedFromOne) {
    EXPECT_THAT(parsed(around("[[1, 1], [500, 1], [50, 50]]")).error().line(),
                HasSubstr("corner 2 at (500, 1) lies outside the photograph"));
    EXPECT_THAT(parsed(around("[[10, 10], [90, 90], [90, 10], [10, 90]]")).error().line(),
                HasSubstr("its sides 1 and 3 meet"));
}

TEST(PhotoPatch, AScaleThatIsMissingOrGivenTwiceIsRefused) {
    expect_refused(scaled(""), "px_per_mm");
    expect_refused(scaled(scale + R"(, "scale_px": [[0, 0], [9, 9]], "scale_mm": 5)"), "px_per_mm");
    expect_refused(scaled(scale + R"(, "scale_mm": 5)"), "px_per_mm");
}

TEST(PhotoPatch, AScaleThatIsZeroNegativeOrAbsurdIsRefused) {
    for (const char* value : {"0", "-6", "0.001", "1e9", "\"6\"", "null", "[6]", "{}", "true"}) {
        expect_refused(scaled(entry("px_per_mm", value)), "px_per_mm");
    }
    for (const char* value : {"0", "-50", "1e7", "\"50\"", "null", "[50]"}) {
        expect_refused(scaled(R"("scale_px": [[0, 0], [300, 0]], )" + entry("scale_mm", value)),
                       "scale_mm");
    }
    for (const char* value : {"[[0, 0], [0, 0]]", "[[0, 0]]", "[[0, 0], [9, 9], [3, 3]]", "9",
                              "[[0, 0], [1e9, 0]]", "[[0, 0], [\"9\", 9]]"}) {
        expect_refused(scaled(R"("scale_mm": 50, )" + entry("scale_px", value)), "scale_px");
    }
    expect_refused(scaled(R"("scale_mm": 50)"), "scale_px");
    expect_refused(scaled(R"("scale_px": [[0, 0], [300, 0]])"), "scale_mm");
}

TEST(PhotoPatch, AScaleThatMakesTheZoneLargerThanEveryScalpIsRefused) {
    expect_refused(R"({"polygon_px": [[0, 0], [400, 0], [400, 300], [0, 300]], "px_per_mm": 0.5})",
                   "px_per_mm");
}

TEST(PhotoPatch, NumbersOutsideTheirRangeAreRefusedAndTheirLimitsAccepted) {
    struct Range {
        const char* key;
        const char* low;
        const char* high;
    };
    for (const Range& range :
         {Range{"dots_per_cm2", "0", "1000"}, Range{"feather_mm", "0", "100"},
          Range{"irregularity_mm", "0", "10"}, Range{"dot_diameter_mm", "0.1", "1.0"},
          Range{"depth_mm", "0.15", "1.0"}, Range{"variation", "0", "0.25"}}) {
        const auto patch_with = [&](const std::string& value) {
            return with(entry(range.key, value));
        };
        EXPECT_TRUE(parsed(patch_with(range.low)).ok()) << range.key;
        EXPECT_TRUE(parsed(patch_with(range.high)).ok()) << range.key;
        for (const char* value : {"-0.001", "1000.5", "1e300", "-1e300", "18446744073709551615",
                                  "\"5\"", "null", "true", "[1]", "{\"a\": 1}"}) {
            expect_refused(patch_with(value), range.key);
        }
    }
}

TEST(PhotoPatch, HardSidesThatDoNotExistAreRefused) {
    for (const char* value : {"1", "[0]", "[5]", "[-1]", "[1.5]", "[\"1\"]", "[null]", "\"all\"",
                              "{\"side\": 1}", "[18446744073709551615]", "[1, 2, 77]"}) {
        expect_refused(with(entry("hard_sides", value)), "hard_sides");
    }
}

TEST(PhotoPatch, AShadeThatIsNoTextIsRefused) {
    for (const char* value : {"5", "null", "[\"ash\"]", "{}"}) {
        expect_refused(with(entry("shade", value)), "shade");
    }
}

TEST(PhotoPatch, AnUnknownKeyIsRefusedWithTheKnownOnes) {
    expect_refused(with(R"("density": 120)"), "density");
    EXPECT_THAT(parsed(with(R"("density": 120)")).error().remedy, HasSubstr("dots_per_cm2"));
    expect_refused(with(entry(std::string(5000, 'x'), "1")), std::string(60, 'x'));
}

TEST(PhotoPatch, TextThatIsNoJsonObjectIsRefusedWithItsPlace) {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("not json"), "{" + square + ",}",
          R"({"px_per_mm": NaN})" + std::string(), R"({"px_per_mm": 1e999})" + std::string(),
          R"({"px_per_mm": Infinity})" + std::string(), R"({"shade": "\xff"})" + std::string(),
          std::string("{\"shade\": \"\xff\xfe\"}"), std::string("[]"), std::string("5"),
          std::string("null"), std::string("\"text\""), std::string(1000, '\0')}) {
        const auto patch = parsed(text);
        ASSERT_FALSE(patch.ok()) << text.substr(0, 100);
        EXPECT_EQ(patch.error().where, "zone.json");
        EXPECT_LT(patch.error().line().size(), 400U);
    }
    EXPECT_THAT(parsed("{\n  oops }").error().line(), HasSubstr("line 2"));
}

TEST(PhotoPatch, AnyTruncationOfAGoodFileIsRefused) {
    const std::string good = with(R"("hard_sides": [1], "shade": "ash")");
    ASSERT_TRUE(parsed(good).ok());
    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_FALSE(parsed(good.substr(0, length)).ok()) << length;
    }
}

// Parsers of JSON fall over their own stack here.
TEST(PhotoPatch, HostileNestingIsRefusedInEveryPlace) {
    const std::string deep = nested(300'000);
    const std::string deep_objects = [] {
        std::string text;
        for (int i = 0; i < 100'000; ++i) {
            text += "{\"a\":";
        }
        return text + "1" + std::string(100'000, '}');
    }();
    for (const std::string& hostile : {deep, deep_objects}) {
        EXPECT_FALSE(parsed(hostile).ok());
        for (const char* key : {"polygon_px", "hard_sides", "px_per_mm", "scale_px", "scale_mm",
                                "shade", "variation", "unknown"}) {
            EXPECT_FALSE(parsed(object_of(entry(key, hostile))).ok()) << key;
            EXPECT_FALSE(parsed(with(entry(key, hostile))).ok()) << key;
        }
        EXPECT_FALSE(parsed(around("[[1, 1], [50, 1], " + hostile + "]")).ok());
    }
    EXPECT_FALSE(parsed(std::string(1'000'000, '[')).ok());
}

TEST(PhotoPatch, AFileIsReadLikeItsText) {
    const fixtures::TemporaryFolder folder;
    std::ofstream(folder / "zone.json") << scaled(scale);
    const auto patch = read_patch(folder / "zone.json", photo_width, photo_height);
    ASSERT_TRUE(patch.ok()) << patch.error().line();
    EXPECT_EQ(patch->px_per_mm, 6.2);
}

TEST(PhotoPatch, FilesThatAreMissingFoldersOrTooLargeAreRefusedByName) {
    const fixtures::TemporaryFolder folder;
    std::ofstream(folder / "large.json") << scaled(scale);
    std::filesystem::resize_file(folder / "large.json", max_patch_file_bytes + 1);
    std::ofstream(folder / "empty.json").flush();
    for (const auto& path : {folder / "missing.json", folder.path(), folder / "large.json",
                             folder / "empty.json", std::filesystem::path("/dev/zero")}) {
        const auto patch = read_patch(path, photo_width, photo_height);
        ASSERT_FALSE(patch.ok()) << path;
        EXPECT_EQ(patch.error().where, path.string());
    }
}
