// Every file of ../shared/data/input: what it must do and why.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "color/color_spaces.h"
#include "fixtures/shared_data.h"
#include "fixtures/temporary_folder.h"
#include "image/image_io.h"

using namespace stubble;

namespace {

enum class Must { Load, Refuse };

struct Expectation {
    const char* file;
    Must must;
    const char* why;         // what makes it load or be refused; for refusals a part of the message
    const char* twin = "";   // a file that shows the same picture
    double tolerance = 0.0;  // mean difference to the twin in 8-bit sRGB steps
};

const std::vector<Expectation>& expectations() {
    static const std::vector<Expectation> table{
        {"bad/3.jpg", Must::Load, "valid oddity of the JPEG syntax", "bad/3.jpg.png", 1.0},
        {"bad/3.jpg.png", Must::Load, "reference decoding"},
        {"bad/Bad_badbitcount.bmp", Must::Refuse, "BMP"},
        {"bad/Bad_clrsUsed.bmp", Must::Refuse, "BMP"},
        {"bad/Bad_height.bmp", Must::Refuse, "BMP"},
        {"bad/Bad_shortfile.bmp", Must::Refuse, "BMP"},
        {"bad/Bad_smile-incorrect-image-length.ico", Must::Refuse, "ICO"},
        {"bad/Bad_unusual_extend_buffer_usage.bmp", Must::Refuse, "BMP"},
        {"bad/bad-color-map.tga", Must::Refuse, "TGA"},
        {"bad/cat.jpg", Must::Load, "valid", "bad/cat.jpg.png", 1.0},
        {"bad/cat.jpg.png", Must::Load, "reference decoding"},
        {"bad/clusterfuzz-testcase-minimized-fuzzer_script_tiff-5026894169374720.tif", Must::Refuse,
         "Corrupt JPEG data"},
        {"bad/cmyk_u8_edge_case.tif", Must::Load, "valid CMYK TIFF of one pixel"},
        {"bad/crash-981fee302fe0fc543ee48292cc3d6ace7e97e633.ico", Must::Refuse, "ICO"},
        {"bad/exif-xmp-metadata.jpg", Must::Load, "valid, with EXIF and XMP"},
        {"bad/flip-zero-height.tga", Must::Refuse, "TGA"},
        {"bad/image-rs_LICENSE-APACHE", Must::Refuse, "no picture"},
        {"bad/image-rs_LICENSE-MIT", Must::Refuse, "no picture"},
        {"bad/orientation-zero-width.tga", Must::Refuse, "TGA"},
        {"bad/overfull-image.tga", Must::Refuse, "TGA"},
        {"bad/portrait_2.jpg", Must::Load, "valid, with an orientation"},
        {"bad/resize-with-alpha-original.png", Must::Load, "valid, with alpha"},
        {"bad/sixteen-bit-gray-colormap.tga", Must::Refuse, "TGA"},
        {"bad/sixteen-bit-gray-colormap2.tga", Must::Refuse, "TGA"},
        {"bad/skimage_truncated.jpg", Must::Refuse, "Premature end"},
        {"bad/zero-loop-count.gif", Must::Refuse, "GIF"},
        {"cmyk/LICENSE", Must::Refuse, "no picture"},
        {"cmyk/NOTICE", Must::Refuse, "no picture"},
        {"cmyk/photo_cmyk_noprofile.jpg", Must::Load, "CMYK without profile",
         "png16/photo_rgb16.png", 2.5},
        {"exif/LICENSE", Must::Refuse, "no picture"},
        {"exif/Landscape_0.jpg", Must::Load, "no orientation tag", "exif/Landscape_1.jpg", 1.0},
        {"exif/Landscape_1.jpg", Must::Load, "orientation 1"},
        {"exif/Landscape_2.jpg", Must::Load, "orientation 2", "exif/Landscape_1.jpg", 1.0},
        {"exif/Landscape_4.jpg", Must::Load, "orientation 4", "exif/Landscape_1.jpg", 1.0},
        {"exif/Landscape_6.jpg", Must::Load, "orientation 6", "exif/Landscape_1.jpg", 1.0},
        {"exif/Landscape_7.jpg", Must::Load, "orientation 7", "exif/Landscape_1.jpg", 1.0},
        {"exif/Portrait_0.jpg", Must::Load, "no orientation tag", "exif/Portrait_1.jpg", 1.0},
        {"exif/Portrait_1.jpg", Must::Load, "orientation 1"},
        {"exif/Portrait_3.jpg", Must::Load, "orientation 3", "exif/Portrait_1.jpg", 1.0},
        {"exif/Portrait_5.jpg", Must::Load, "orientation 5", "exif/Portrait_1.jpg", 1.0},
        {"exif/Portrait_6.jpg", Must::Load, "orientation 6", "exif/Portrait_1.jpg", 1.0},
        {"exif/Portrait_8.jpg", Must::Load, "orientation 8", "exif/Portrait_1.jpg", 1.0},
        {"heic/COPYING", Must::Refuse, "no picture"},
        {"heic/colors-no-alpha.heic", Must::Load, "valid HEIC"},
        {"heic/example.avif", Must::Load, "valid AVIF"},
        {"heic/example.heic", Must::Load, "valid HEIC with two pictures"},
        {"heic/github_138.heic", Must::Refuse, "no pixels"},
        {"heic/hevc32.heif", Must::Load, "valid HEIF"},
        {"icc/4x6-portrait-photo-adobergb.jpg", Must::Load, "Adobe RGB profile",
         "icc/4x6-portrait-photo-srgb.jpg", 1.0},
        {"icc/4x6-portrait-photo-sgray.jpg", Must::Load, "gray with a gray profile"},
        {"icc/4x6-portrait-photo-srgb.jpg", Must::Load, "sRGB profile"},
        {"icc/DisplayP3-License.txt", Must::Refuse, "no picture"},
        {"icc/DisplayP3.icc", Must::Refuse, "no picture"},
        {"icc/LICENSE", Must::Refuse, "no picture"},
        {"icc/NOTICE", Must::Refuse, "no picture"},
        {"icc/compatibleWithAdobeRGB1998-License.txt", Must::Refuse, "no picture"},
        {"icc/compatibleWithAdobeRGB1998.icc", Must::Refuse, "no picture"},
        {"icc/ljt_LICENSE.txt", Must::Refuse, "no picture"},
        {"icc/ljt_test1.icc", Must::Refuse, "no picture"},
        {"icc/ljt_testimgint.jpg", Must::Load, "baseline JPEG"},
        {"icc/ljt_testorig.jpg", Must::Load, "baseline JPEG"},
        {"png16/OpenPrinting_LICENSE", Must::Refuse, "no picture"},
        {"png16/OpenPrinting_NOTICE", Must::Refuse, "no picture"},
        {"png16/basi0g16.png", Must::Load, "16-bit gray, interlaced"},
        {"png16/basn2c16.png", Must::Load, "16-bit RGB"},
        {"png16/basn6a16.png", Must::Load, "16-bit RGB with alpha"},
        {"png16/image-rs_LICENSE-APACHE", Must::Refuse, "no picture"},
        {"png16/image-rs_LICENSE-MIT", Must::Refuse, "no picture"},
        {"png16/photo_rgb16.png", Must::Load,
         "16-bit RGB; raw means of the two files differ by 2.4, 1.3, 1.1",
         "icc/4x6-portrait-photo-srgb.jpg", 2.5},
    };
    return table;
}

std::filesystem::path input(const std::string& file) {
    return fixtures::shared_data("input/" + file);
}

// A picture as 24 x 24 cells: their mean in 8-bit sRGB steps (the twins were scaled in that space).
// Sizes and noise do not matter.
std::vector<double> cell_colors(const EncodedImage& image) {
    constexpr int cells = 24;
    std::vector<double> sums(cells * cells * 3, 0.0);
    std::vector<double> counts(cells * cells, 0.0);
    std::vector<float> row(static_cast<std::size_t>(image.pixels.width) * 3);
    for (int y = 0; y < image.pixels.height; ++y) {
        image.encoding.decode(image.pixels, 0, y, image.pixels.width, row.data());
        for (int x = 0; x < image.pixels.width; ++x) {
            const auto cell = static_cast<std::size_t>(y * cells / image.pixels.height * cells +
                                                       x * cells / image.pixels.width);
            counts[cell] += 1.0;
            for (std::size_t c = 0; c < 3; ++c) {
                const double light = std::clamp(
                    static_cast<double>(row[static_cast<std::size_t>(x) * 3 + c]), 0.0, 1.0);
                sums[cell * 3 + c] += 255.0 * linear_to_srgb(light);
            }
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i] /= std::max(counts[i / 3], 1.0);
    }
    return sums;
}

double mean_srgb_difference(const EncodedImage& one, const EncodedImage& other) {
    const std::vector<double> a = cell_colors(one);
    const std::vector<double> b = cell_colors(other);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::abs(a[i] - b[i]);
    }
    return sum / static_cast<double>(a.size());
}

}  // namespace

TEST(ImageInputs, TheTableNamesEveryFile) {
    SKIP_WITHOUT_SHARED_DATA();
    std::map<std::string, int> named;
    for (const Expectation& expectation : expectations()) {
        ++named[expectation.file];
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(input(""))) {
        if (entry.is_regular_file()) {
            const std::string name = std::filesystem::relative(entry.path(), input("")).string();
            EXPECT_EQ(named[name], 1) << name;
        }
    }
}

TEST(ImageInputs, EveryFileLoadsOrIsRefusedAsTheTableSays) {
    SKIP_WITHOUT_SHARED_DATA();
    for (const Expectation& expectation : expectations()) {
        const auto image = read_image(input(expectation.file));
        EXPECT_EQ(image.ok(), expectation.must == Must::Load)
            << expectation.file << ": " << expectation.why
            << (image.ok() ? "" : " but: " + image.error().line());
        if (!image.ok()) {
            EXPECT_NE(image.error().line().find(expectation.why), std::string::npos)
                << image.error().line();
            EXPECT_EQ(image.error().line().find('\n'), std::string::npos);
        }
    }
}

TEST(ImageInputs, TwinsShowTheSamePicture) {
    SKIP_WITHOUT_SHARED_DATA();
    for (const Expectation& expectation : expectations()) {
        if (expectation.twin[0] == '\0') {
            continue;
        }
        const auto one = read_image(input(expectation.file));
        const auto other = read_image(input(expectation.twin));
        ASSERT_TRUE(one.ok() && other.ok()) << expectation.file;
        const double ratio_one = static_cast<double>(one->pixels.width) / one->pixels.height;
        const double ratio_other = static_cast<double>(other->pixels.width) / other->pixels.height;
        EXPECT_NEAR(ratio_one, ratio_other, 0.01) << expectation.file;
        EXPECT_LE(mean_srgb_difference(*one, *other), expectation.tolerance)
            << expectation.file << " and " << expectation.twin;
    }
}

TEST(ImageInputs, SixteenBitsStaySixteenBits) {
    SKIP_WITHOUT_SHARED_DATA();
    EXPECT_EQ(read_image(input("png16/photo_rgb16.png"))->pixels.bits, 16);
    EXPECT_EQ(read_image(input("png16/basi0g16.png"))->pixels.channels, 1);
    EXPECT_EQ(read_image(input("png16/basn6a16.png"))->pixels.channels, 4);
}

TEST(ImageInputs, TruncationsThatRemovePictureAreRefused) {
    SKIP_WITHOUT_SHARED_DATA();
    const fixtures::TemporaryFolder folder;
    for (const Expectation& expectation : expectations()) {
        if (expectation.must == Must::Refuse) {
            continue;
        }
        const auto bytes = fixtures::read_bytes(input(expectation.file));
        for (const std::size_t percent : {1U, 10U, 50U, 90U, 99U}) {
            fixtures::write_bytes(folder / "cut",
                                  std::span(bytes).first(bytes.size() * percent / 100));
            const std::string name = std::string(expectation.file) + " " + std::to_string(percent);
            EXPECT_FALSE(read_image(folder / "cut").ok()) << name;
        }
    }
}
