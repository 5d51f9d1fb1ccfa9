#include "image/image_metadata.h"

#include <gtest/gtest.h>

#include <exiv2/exiv2.hpp>

#include "base/random.h"

using namespace stubble;

namespace {

std::vector<std::uint8_t> block_of(const Exiv2::ExifData& data) {
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, data);
    return blob;
}

Exiv2::ExifData data_of(const std::vector<std::uint8_t>& block) {
    Exiv2::ExifData data;
    if (!block.empty()) {
        Exiv2::ExifParser::decode(data, block.data(), static_cast<std::uint32_t>(block.size()));
    }
    return data;
}

Exiv2::ExifData telltale_exif() {
    Exiv2::ExifData data;
    data["Exif.Image.Model"] = "Phone 7";
    data["Exif.Photo.FocalLength"] = Exiv2::Rational(50, 1);
    data["Exif.Photo.DateTimeOriginal"] = "2026:11:24 10:00:00";
    data["Exif.Image.Orientation"] = std::uint16_t{6};
    data["Exif.Image.Artist"] = "Jane Doe";
    data["Exif.Image.Copyright"] = "Jane Doe";
    data["Exif.Image.HostComputer"] = "Jane's phone";
    data["Exif.Photo.BodySerialNumber"] = "SN-12345";
    data["Exif.Photo.LensSerialNumber"] = "SN-67890";
    data["Exif.Photo.CameraOwnerName"] = "Jane Doe";
    data["Exif.Photo.UserComment"] = "charset=Ascii Jane Doe";
    data["Exif.Photo.ImageUniqueID"] = "0123456789abcdef";
    data["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    data["Exif.GPSInfo.GPSLatitude"] = "52/1 31/1 12/1";
    return data;
}

}  // namespace

TEST(ImageMetadata, CameraLensAndTimeTravelOnAndNothingElse) {
    const PhotoMetadata metadata = read_metadata(block_of(telltale_exif()));
    std::vector<std::string> keys;
    for (const Exiv2::Exifdatum& entry : data_of(metadata.exif)) {
        if (entry.key() != "Exif.Image.ExifTag") {  // the container of the Photo group
            keys.push_back(entry.key());
        }
    }
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(keys, (std::vector<std::string>{"Exif.Image.Model", "Exif.Photo.DateTimeOriginal",
                                              "Exif.Photo.FocalLength"}));
    const std::string text(metadata.exif.begin(), metadata.exif.end());
    for (const char* word : {"Jane", "SN-", "0123456789"}) {
        EXPECT_EQ(text.find(word), std::string::npos) << word;
    }
}

TEST(ImageMetadata, OrientationIsReadWhenItIsOneOfTheEight) {
    for (int value = 0; value <= 300; ++value) {
        Exiv2::ExifData data;
        data["Exif.Image.Orientation"] = static_cast<std::uint16_t>(value);
        EXPECT_EQ(read_metadata(block_of(data)).orientation, value >= 1 && value <= 8 ? value : 1);
    }
    EXPECT_EQ(read_metadata({}).orientation, 1);
}

TEST(ImageMetadata, ADescriptionIsAddedToWhatIsKept) {
    const PhotoMetadata metadata = read_metadata(block_of(telltale_exif()));
    Exiv2::ExifData data = data_of(with_description(metadata.exif, "simulation"));
    EXPECT_EQ(data["Exif.Image.ImageDescription"].toString(), "simulation");
    EXPECT_EQ(data["Exif.Image.Model"].toString(), "Phone 7");
    EXPECT_EQ(data_of(with_description({}, "simulation"))["Exif.Image.ImageDescription"].toString(),
              "simulation");
    EXPECT_TRUE(with_description({}, "").empty());
}

TEST(ImageMetadata, MalformedBlocksGiveTheDefaultAndNeverCrash) {
    const std::vector<std::uint8_t> good = block_of(telltale_exif());
    for (std::size_t length = 0; length < good.size(); length += 3) {
        const PhotoMetadata cut = read_metadata(std::span(good).first(length));
        EXPECT_GE(cut.orientation, 1);
        EXPECT_LE(cut.orientation, 8);
    }
    for (std::uint64_t n = 0; n < 500; ++n) {
        std::vector<std::uint8_t> bytes = good;
        for (std::uint64_t flip = 0; flip < 1 + n % 5; ++flip) {
            const std::uint64_t bits = hash64(n, flip);
            bytes[static_cast<std::size_t>(bits % bytes.size())] =
                static_cast<std::uint8_t>(bits >> 40);
        }
        const PhotoMetadata flipped = read_metadata(bytes);
        EXPECT_GE(flipped.orientation, 1);
        EXPECT_LE(flipped.orientation, 8);
    }
    EXPECT_TRUE(read_metadata(std::vector<std::uint8_t>(100, 0xff)).exif.empty());
}
