#include "base/json_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fixtures/temporary_folder.h"

using namespace stubble;
using testing::HasSubstr;

namespace {

Result<Json> parsed(const std::string& text) {
    return parse_json(text, "a.json");
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

// {"k0": 1, "k1": 1, ...}
std::string object_with_keys(std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "\"k" : ", \"k") + std::to_string(i) + "\": 1";
    }
    return text + "}";
}

std::string list_of_zeros(std::size_t count) {
    std::string text = "[";
    return text.append(repeated("0,", count - 1)).append("0]");
}

std::string line_of(const std::string& text) {
    const auto json = parsed(text);
    return json ? "accepted" : json.error().line();
}

}  // namespace

TEST(JsonFile, ValuesArriveWithTheirTypesAndKeysInTheirOrder) {
    const auto json = parsed(
        R"({"zebra": [1, -2, 0.5, 18446744073709551615], "ant": {"t": true, "n": null}, "s": "é\u00e9"})");
    ASSERT_TRUE(json.ok()) << json.error().line();
    EXPECT_EQ(json->dump(),
              R"({"zebra":[1,-2,0.5,18446744073709551615],"ant":{"t":true,"n":null},"s":"éé"})");
    EXPECT_TRUE((*json)["zebra"][3].is_number_unsigned());
    EXPECT_TRUE((*json)["zebra"][1].is_number_integer());
}

TEST(JsonFile, AnyKindOfValueMayBeTheWholeText) {
    for (const char* text :
         {"1", "\"a\"", "null", "true", "[]", "{}", " [ 1 ] \n", "\xEF\xBB\xBF{}"}) {
        EXPECT_TRUE(parsed(text).ok()) << text;
    }
}

TEST(JsonFile, AnErrorNamesLineAndColumnOfTheFirstCharacterThatDoesNotFit) {
    EXPECT_EQ(line_of("{\n  oops }").substr(0, 25), "a.json: line 2, column 3:");
    EXPECT_EQ(line_of("[1, 2,, 3]").substr(0, 25), "a.json: line 1, column 7:");
    EXPECT_EQ(line_of("{\n\n\"a\" 1}").substr(0, 25), "a.json: line 3, column 5:");
    EXPECT_EQ(line_of("x").substr(0, 25), "a.json: line 1, column 1:");
    EXPECT_THAT(line_of("{\"a\": [1, 2"), HasSubstr("unexpected end of input"));
}

TEST(JsonFile, TextThatIsNoJsonIsRefusedInOneShortLine) {
    for (const std::string& text : {std::string(),
                                    std::string(" "),
                                    std::string("{"),
                                    std::string("{]"),
                                    std::string("nul"),
                                    std::string("[1 2]"),
                                    std::string("{\"a\": 1,}"),
                                    std::string("[1] 2"),
                                    std::string("{'a': 1}"),
                                    std::string("NaN"),
                                    std::string("[Infinity]"),
                                    std::string("[1e999]"),
                                    std::string("[-1e999]"),
                                    std::string("\"\xff\""),
                                    std::string("{\"\xc3\": 1}"),
                                    std::string("\"a\nb\""),
                                    std::string("// note\n{}"),
                                    std::string("{} /* note */"),
                                    std::string(1000, '\0'),
                                    "[\"" + std::string(5000, 'x')}) {
        const auto json = parsed(text);
        ASSERT_FALSE(json.ok()) << text.substr(0, 100);
        EXPECT_TRUE(json.error().where.starts_with("a.json: line ")) << json.error().line();
        EXPECT_LT(json.error().line().size(), 300U);
        EXPECT_EQ(json.error().line().find('\n'), std::string::npos);
    }
}

TEST(JsonFile, AKeyThatStandsTwiceInOneObjectIsRefusedWithItsPlace) {
    EXPECT_EQ(line_of(R"({"a": 1, "a": 1})"),
              "a.json: a: stands twice in one object; remove one of them");
    EXPECT_THAT(line_of(R"({"zones": [{}, {"name": 1, "x": 2, "name": 3}]})"),
                HasSubstr("a.json: zones[1].name: stands twice"));
    EXPECT_THAT(line_of(R"([[0, {"b": {"c": 1, "c": 2}}]])"), HasSubstr("a.json: [0][1].b.c: "));
    EXPECT_TRUE(parsed(R"([{"a": 1}, {"a": 1}, {"b": {"a": 1}, "a": 1}])").ok());
}

TEST(JsonFile, LongOrOddKeysDoNotSpoilTheLine) {
    const std::string odd = R"("\n\u0007)" + std::string(5000, 'k') + "\"";
    const std::string line = line_of("{" + odd + ": {" + odd + ": 1, " + odd + ": 2}}");
    EXPECT_THAT(line, HasSubstr("stands twice"));
    EXPECT_LT(line.size(), 300U);
    EXPECT_EQ(line.find_first_of("\n\a"), std::string::npos);
}

TEST(JsonFile, NestingBeyondTheLimitIsRefusedAndUpToItRead) {
    EXPECT_TRUE(parsed(repeated("[", max_json_depth) + repeated("]", max_json_depth)).ok());
    for (const std::string& open : {std::string("["), std::string("{\"a\":")}) {
        for (const std::size_t depth : {max_json_depth + 1, std::size_t{1'000'000}}) {
            EXPECT_THAT(line_of(repeated(open, depth)), HasSubstr("nested deeper than 32 levels"));
        }
    }
}

TEST(JsonFile, TooManyKeysValuesOrBytesAreRefused) {
    EXPECT_TRUE(parsed(object_with_keys(max_json_keys)).ok());
    EXPECT_EQ(line_of("{\"a\": [" + object_with_keys(max_json_keys + 1) + "]}"),
              "a.json: a[0]: has more than 256 keys; remove what does not belong there");
    // The list itself is one of the values.
    EXPECT_TRUE(parsed(list_of_zeros(max_json_values - 1)).ok());
    EXPECT_THAT(line_of(list_of_zeros(max_json_values)), HasSubstr("more than 1000000 values"));
    EXPECT_THAT(line_of(std::string(max_json_bytes + 1, ' ')), HasSubstr("larger than 10 MB"));
}

TEST(JsonFile, WhatFitsStandsOnOneLineAndTheRestIsBroken) {
    const std::string text = R"({
  "short": { "a": 1, "list": [1, 2.5, null], "empty": {}, "none": [] },
  "long": {
    "name": "0123456789012345678901234567890123456789",
    "other": "0123456789012345678901234567890123456789"
  },
  "list": [
    { "name": "0123456789012345678901234567890123456789" },
    { "name": "0123456789012345678901234567890123456789" }
  ]
}
)";
    EXPECT_EQ(json_text(*parsed(text)), text);
    EXPECT_EQ(json_text(*parsed("{\"a\":1}")), "{\n  \"a\": 1\n}\n");
    EXPECT_EQ(json_text(*parsed("{}")), "{}\n");
    EXPECT_EQ(json_text(*parsed("[1,2]")), "[1, 2]\n");
    EXPECT_EQ(json_text(*parsed("\"" + std::string(300, 'x') + "\"")),
              "\"" + std::string(300, 'x') + "\"\n");
}

TEST(JsonFile, NoLineIsLongerThanAHundredColumnsWhereItCanBeBroken) {
    std::size_t longest = 0;
    for (std::size_t length = 0; length < 85; ++length) {
        const Json value{{"key", {{"a", 1}, {"b", std::string(length, 'x')}}}, {"last", 1}};
        const std::string text = json_text(value);
        for (std::size_t start = 0; start < text.size(); start = text.find('\n', start) + 1) {
            longest = std::max(longest, text.find('\n', start) - start);
        }
        EXPECT_EQ(*parsed(text), value);
    }
    EXPECT_EQ(longest, 100U);
}

TEST(JsonFile, WrittenTextReadsBackAsTheSameValue) {
    const char* text =
        R"({"a": 0.1, "b": 1e-300, "c": 1.7976931348623157e308, "d": -0.0, "e": 123456789.125,
            "f": 18446744073709551615, "g": -9223372036854775808, "h": "\u0000\"\\\u2028é", "i": 2.0})";
    const Json value = *parsed(text);
    EXPECT_EQ(*parsed(json_text(value)), value);
    EXPECT_EQ(json_text(*parsed(json_text(value))), json_text(value));
}

TEST(JsonFile, TextThatIsNoUtf8IsWrittenWithAReplacement) {
    EXPECT_EQ(json_text(Json("a\xff"
                             "b")),
              "\"a\xEF\xBF\xBD"
              "b\"\n");
}

TEST(JsonFile, AValueIsShownInFortyPlainCharacters) {
    EXPECT_EQ(shown(*parsed(R"({"a": [1, "é"]})")), R"({"a":[1,"\u00e9"]})");
    EXPECT_EQ(shown(Json(std::string(1000, 'x'))).size(), 40U);
    EXPECT_EQ(shown(Json("\n\x7f")), R"("\n\u007f")");
}

TEST(JsonFile, FilesThatAreMissingFoldersOrTooLargeAreRefusedByName) {
    const fixtures::TemporaryFolder folder;
    std::ofstream(folder / "large.json") << "{}";
    std::filesystem::resize_file(folder / "large.json", max_json_bytes + 1);
    std::ofstream(folder / "good.json") << "{\"a\": 1}";
    EXPECT_EQ((*read_json(folder / "good.json", "a plan file"))["a"], 1);
    for (const auto& path : {folder / "missing.json", folder.path(), folder / "large.json",
                             std::filesystem::path("/dev/zero"), std::filesystem::path()}) {
        const auto json = read_json(path, "a plan file");
        ASSERT_FALSE(json.ok()) << path;
        EXPECT_EQ(json.error().where, path.string());
        EXPECT_EQ(json.error().remedy, "give a plan file");
    }
}
