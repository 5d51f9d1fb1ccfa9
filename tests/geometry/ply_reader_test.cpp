#include "geometry/ply_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "base/random.h"

using namespace stubble;
using testing::HasSubstr;

namespace {

const std::string header_end =
    "element vertex 4\nproperty float x\nproperty double y\nproperty short z\nproperty uchar red\n"
    "element face 2\nproperty uchar flags\nproperty list uchar int vertex_indices\nend_header\n";

std::string text_square() {
    return "ply\nformat ascii 1.0\ncomment made by hand\n" + header_end +
           "0 0 -5 1\n2 0 -5 2\n2 2 -5 3\n0 2 -5 4\n7 3 0 1 2\n9 3 0 2 3\n";
}

template <typename T>
void append(std::string& bytes, T value, bool big) {
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    if (big != (std::endian::native == std::endian::big)) {
        std::reverse(raw, raw + sizeof(T));
    }
    bytes.append(raw, sizeof(T));
}

std::string binary_square(bool big) {
    std::string bytes = std::string("ply\nformat binary_") + (big ? "big" : "little") +
                        "_endian 1.0\n" + header_end;
    const double corners[4][2] = {{0, 0}, {2, 0}, {2, 2}, {0, 2}};
    for (const auto& corner : corners) {
        append(bytes, static_cast<float>(corner[0]), big);
        append(bytes, corner[1], big);
        append(bytes, static_cast<std::int16_t>(-5), big);
        append(bytes, static_cast<std::uint8_t>(200), big);
    }
    for (const auto& triangle : {std::array<std::int32_t, 3>{0, 1, 2}, {0, 2, 3}}) {
        append(bytes, static_cast<std::uint8_t>(7), big);
        append(bytes, static_cast<std::uint8_t>(3), big);
        for (const std::int32_t index : triangle) {
            append(bytes, index, big);
        }
    }
    return bytes;
}

}  // namespace

TEST(PlyReader, TextAndBothByteOrdersGiveTheSameMesh) {
    for (const std::string& bytes : {text_square(), binary_square(false), binary_square(true)}) {
        const auto mesh = parse_ply(bytes);
        ASSERT_TRUE(mesh.ok()) << mesh.error().line();
        ASSERT_EQ(mesh->vertices_mm.size(), 4U);
        EXPECT_EQ(mesh->vertices_mm[2], Vector3f(2, 2, -5));
        EXPECT_EQ(mesh->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}}));
    }
}

TEST(PlyReader, PolygonsAreCutIntoFans) {
    const auto mesh = parse_ply(
        "ply\r\nformat ascii 1.0\r\nelement vertex 5\r\nproperty float x\r\nproperty float "
        "y\r\nproperty float z\r\n"
        "element face 1\r\nproperty list uint8 uint32 vertex_index\r\nend_header\r\n"
        "0 0 0\r\n1 0 0\r\n2 1 0\r\n1 2 0\r\n0 1 0\r\n5 0 1 2 3 4\r\n");
    ASSERT_TRUE(mesh.ok()) << mesh.error().line();
    EXPECT_EQ(mesh->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}, {0, 3, 4}}));
}

TEST(PlyReader, EveryTruncationIsRefused) {
    for (const std::string& bytes : {text_square(), binary_square(false)}) {
        // The last line break of the text is no part of the mesh.
        for (std::size_t length = 0; length + 2 < bytes.size(); ++length) {
            EXPECT_FALSE(parse_ply(std::string_view(bytes).substr(0, length)).ok()) << length;
        }
    }
}

TEST(PlyReader, AbsurdCountsAndIndicesAreRefused) {
    const auto cause = [](const std::string& from, const std::string& to) {
        std::string bytes = text_square();
        bytes.replace(bytes.find(from), from.size(), to);
        const auto mesh = parse_ply(bytes);
        return mesh.ok() ? std::string() : mesh.error().line();
    };
    EXPECT_THAT(cause("vertex 4", "vertex 4000000000000"), HasSubstr("too early"));
    EXPECT_THAT(cause("vertex 4", "vertex -4"), HasSubstr("header"));
    EXPECT_THAT(cause("0 1 2\n", "0 1 4\n"), HasSubstr("not there"));
    EXPECT_THAT(cause("0 1 2\n", "0 1 -2\n"), HasSubstr("no number"));
    EXPECT_THAT(cause("7 3 0", "7 300 0"), HasSubstr("too early"));
    EXPECT_THAT(cause("list uchar int", "list float int"), HasSubstr("header"));
    EXPECT_THAT(cause("ascii", "utf8"), HasSubstr("header"));
    EXPECT_THAT(cause("float x", "quad x"), HasSubstr("header"));
}

TEST(PlyReader, RandomDamageNeverCrashes) {
    for (std::uint64_t i = 0; i < 4000; ++i) {
        std::string bytes = i % 2 == 0 ? text_square() : binary_square(i % 4 == 1);
        for (std::uint64_t k = 0; k <= hash64(i, 0) % 6; ++k) {
            bytes[hash64(i, 2 * k + 1) % bytes.size()] = static_cast<char>(hash64(i, 2 * k + 2));
        }
        const auto mesh = parse_ply(bytes);
        if (!mesh.ok()) {
            EXPECT_EQ(mesh.error().line().find('\n'), std::string::npos);
        }
    }
}
