#include "image/image_io.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <exiv2/exiv2.hpp>

#include "fixtures/pictures.h"
#include "fixtures/profiles.h"
#include "fixtures/temporary_folder.h"

using namespace stubble;
using fixtures::ramp_picture;
using fixtures::TemporaryFolder;

namespace {

EncodedImage written_and_read(const std::filesystem::path& path, const EncodedImage& image) {
    const Status written = write_image(path, image);
    EXPECT_TRUE(written.ok()) << (written.ok() ? "" : written.error().line());
    auto back = read_image(path);
    EXPECT_TRUE(back.ok()) << (back.ok() ? "" : back.error().line());
    return std::move(back).value();
}

Exiv2::ExifData camera_exif() {
    Exiv2::ExifData data;
    data["Exif.Image.Make"] = "Camera works";
    data["Exif.Image.Artist"] = "Jane Doe";
    data["Exif.Photo.BodySerialNumber"] = "SN-12345";
    data["Exif.Photo.FocalLength"] = Exiv2::Rational(50, 1);
    data["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    data["Exif.GPSInfo.GPSLatitude"] = "52/1 31/1 12/1";
    return data;
}

// A JPEG with this EXIF, made with exiv2.
std::filesystem::path jpeg_with_exif(const TemporaryFolder& folder, const EncodedImage& picture,
                                     Exiv2::ExifData data) {
    const std::filesystem::path path = folder / "tagged.jpg";
    EXPECT_TRUE(write_image(path, picture, {.jpeg_quality = 100, .description = ""}).ok());
    const auto file = Exiv2::ImageFactory::open(path.string());
    file->setExifData(data);
    file->writeMetadata();
    return path;
}

double mean_difference(const Raster& a, const Raster& b) {
    EXPECT_EQ(a.bytes.size(), b.bytes.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < a.bytes.size(); ++i) {
        sum += std::abs(a.bytes[i] - b.bytes[i]);
    }
    return sum / static_cast<double>(a.bytes.size());
}

}  // namespace

TEST(ImageIo, LightBecomesAnSrgbPicture) {
    LinearImage light = LinearImage::blank(2, 1);
    light.rgb = {0.0F, 0.2158605F, 1.0F, -0.5F, 0.5F, 7.0F};
    const EncodedImage picture = srgb_picture(light);
    EXPECT_EQ(fixtures::samples_of(picture.pixels), (std::vector<int>{0, 128, 255, 0, 188, 255}));
}

TEST(ImageIo, LosslessFormatsGiveBackEverySampleOfEveryKind) {
    const TemporaryFolder folder;
    for (const int bits : {8, 16}) {
        for (const int channels : {1, 2, 3, 4}) {
            for (const char* name : {"a.png", "a.tif"}) {
                const EncodedImage image = ramp_picture(37, 23, channels, bits);
                EXPECT_TRUE(written_and_read(folder / name, image).pixels == image.pixels)
                    << name << " " << channels << " x " << bits;
            }
        }
    }
    for (const int channels : {3, 4}) {
        const EncodedImage image = ramp_picture(37, 23, channels, 8);
        EXPECT_TRUE(written_and_read(folder / "a.webp", image).pixels == image.pixels) << channels;
    }
}

TEST(ImageIo, JpegKeepsColourNearly) {
    const TemporaryFolder folder;
    const EncodedImage image = ramp_picture(64, 48);
    EXPECT_LT(mean_difference(written_and_read(folder / "a.jpg", image).pixels, image.pixels), 1.5);
    const EncodedImage gray = ramp_picture(64, 48, 1);
    EXPECT_EQ(written_and_read(folder / "g.jpeg", gray).pixels.channels, 1);
}

TEST(ImageIo, TheProfileTravelsWithThePicture) {
    const TemporaryFolder folder;
    EncodedImage image = ramp_picture(20, 20);
    image.encoding = ColorEncoding::from_icc(fixtures::adobe_rgb_profile(), 8, false).value();
    for (const char* name : {"a.png", "a.tif", "a.webp", "a.jpg"}) {
        EXPECT_EQ(written_and_read(folder / name, image).encoding.icc_profile(),
                  fixtures::adobe_rgb_profile())
            << name;
    }
    EncodedImage gray = ramp_picture(20, 20, 1, 16);
    gray.encoding = ColorEncoding::from_icc(fixtures::gray_profile(1.8), 16, true).value();
    for (const char* name : {"g.png", "g.tif"}) {
        EXPECT_EQ(written_and_read(folder / name, gray).encoding.icc_profile(),
                  fixtures::gray_profile(1.8))
            << name;
    }
}

TEST(ImageIo, EveryOrientationIsAppliedExactlyOnce) {
    const TemporaryFolder folder;
    // What a viewer shows for the stored rows "AB/CD", by EXIF 2.3 table 4.6.
    const EncodedImage stored = ramp_picture(48, 32);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        Exiv2::ExifData data = camera_exif();
        data["Exif.Image.Orientation"] = static_cast<std::uint16_t>(orientation);
        const EncodedImage upright = read_image(jpeg_with_exif(folder, stored, data)).value();
        const bool swapped = orientation >= 5;
        ASSERT_EQ(upright.pixels.width, swapped ? 32 : 48);
        // Where the stored top left corner must appear: row 0 side and column 0 side of the table.
        const bool right =
            orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        const bool bottom =
            orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        const int x = right ? upright.pixels.width - 1 : 0;
        const int y = bottom ? upright.pixels.height - 1 : 0;
        EXPECT_NEAR(upright.pixels.row<std::uint8_t>(y)[static_cast<std::size_t>(x) * 3],
                    stored.pixels.bytes[0], 6)
            << orientation;
        // And the stored top right corner: along the row for 1 to 4, along the column for 5 to 8.
        const int u = swapped ? x : upright.pixels.width - 1 - x;
        const int v = swapped ? upright.pixels.height - 1 - y : y;
        EXPECT_NEAR(upright.pixels.row<std::uint8_t>(v)[static_cast<std::size_t>(u) * 3],
                    stored.pixels.bytes[47 * 3], 6)
            << orientation;
        // Written again and read again it must not turn a second time.
        const EncodedImage again = written_and_read(folder / "again.png", upright);
        EXPECT_TRUE(again.pixels == upright.pixels) << orientation;
    }
}

TEST(ImageIo, PlaceSerialNumberAndNamesNeverLeave) {
    const TemporaryFolder folder;
    const auto photo =
        read_image(jpeg_with_exif(folder, ramp_picture(32, 32), camera_exif())).value();
    for (const char* name : {"a.jpg", "a.png", "a.webp", "a.tif"}) {
        ASSERT_TRUE(
            write_image(folder / name, photo, {.jpeg_quality = 95, .description = "simulation"})
                .ok());
        const auto bytes = fixtures::read_bytes(folder / name);
        const std::string text(bytes.begin(), bytes.end());
        EXPECT_EQ(text.find("Jane"), std::string::npos) << name;
        EXPECT_EQ(text.find("SN-12345"), std::string::npos) << name;
        const auto file = Exiv2::ImageFactory::open((folder / name).string());
        file->readMetadata();
        for (const auto& entry : file->exifData()) {
            EXPECT_NE(entry.groupName(), "GPSInfo") << name;
        }
        if (std::string(name) != "a.tif") {
            EXPECT_EQ(file->exifData()["Exif.Image.Make"].toString(), "Camera works") << name;
        }
        EXPECT_EQ(file->exifData()["Exif.Image.ImageDescription"].toString(), "simulation") << name;
    }
}

TEST(ImageIo, SixteenBitsAreRefusedByFormatsThatCannotHoldThem) {
    const TemporaryFolder folder;
    for (const char* name : {"a.jpg", "a.webp"}) {
        const Status status = write_image(folder / name, ramp_picture(8, 8, 3, 16));
        ASSERT_FALSE(status.ok());
        EXPECT_NE(status.error().line().find("16 bits"), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(folder / name));
    }
}

TEST(ImageIo, UnknownExtensionsAndFoldersAreRefused) {
    const TemporaryFolder folder;
    EXPECT_FALSE(write_image(folder / "a.heic", ramp_picture(8, 8)).ok());
    EXPECT_FALSE(write_image(folder / "a", ramp_picture(8, 8)).ok());
    std::filesystem::create_directory(folder / "b.png");
    EXPECT_FALSE(write_image(folder / "b.png", ramp_picture(8, 8)).ok());
    EXPECT_FALSE(write_image(folder / "missing/a.png", ramp_picture(8, 8)).ok());
}

TEST(ImageIo, AFullDiskLeavesTheOldFileAndNothingBesideIt) {
    const TemporaryFolder folder;
    const EncodedImage small = ramp_picture(16, 16);
    ASSERT_TRUE(write_image(folder / "a.png", small).ok());
    const auto before = fixtures::read_bytes(folder / "a.png");
    // A limit on the size of files stands for the full disk.
    rlimit old_limit{};
    getrlimit(RLIMIT_FSIZE, &old_limit);
    const rlimit tight{1000, old_limit.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    const Status status = write_image(folder / "a.png", ramp_picture(200, 200));
    setrlimit(RLIMIT_FSIZE, &old_limit);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(fixtures::read_bytes(folder / "a.png"), before);
    const auto entries = std::filesystem::directory_iterator(folder.path());
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(ImageIo, AbsurdSizesAreRefusedFromTheHeader) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_image(folder / "a.png", ramp_picture(8, 8)).ok());
    auto bytes = fixtures::read_bytes(folder / "a.png");
    // IHDR: width and height at 16 and 20, checksum of the 17 bytes from 12 on at 29 (CRC-32, ISO
    // 3309).
    for (const std::size_t at : {16U, 20U}) {
        bytes[at + 1] = 0x01;
        bytes[at + 2] = 0x86;
        bytes[at + 3] = 0xa0;
    }
    std::uint32_t crc = 0xffffffffU;
    for (std::size_t i = 12; i < 29; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
        }
    }
    crc = ~crc;
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[29 + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    }
    fixtures::write_bytes(folder / "huge.png", bytes);
    const auto result = read_image(folder / "huge.png");
    ASSERT_FALSE(result.ok());
    EXPECT_NE(result.error().line().find("100000 x 100000"), std::string::npos)
        << result.error().line();
}

TEST(ImageIo, MissingEmptyAndForeignFilesGetOneClearLine) {
    const TemporaryFolder folder;
    fixtures::write_bytes(folder / "empty.jpg", {});
    fixtures::write_bytes(folder / "a.bmp", std::vector<std::uint8_t>{'B', 'M', 0, 0});
    fixtures::write_bytes(folder / "text.png", std::vector<std::uint8_t>{'h', 'e', 'l', 'l', 'o'});
    EXPECT_NE(read_image(folder / "no.jpg").error().cause.find("no such file"), std::string::npos);
    EXPECT_NE(read_image(folder / "empty.jpg").error().cause.find("empty"), std::string::npos);
    EXPECT_NE(read_image(folder / "a.bmp").error().cause.find("BMP"), std::string::npos);
    EXPECT_FALSE(read_image(folder / "text.png").ok());
    EXPECT_FALSE(read_image(folder.path()).ok());
}

TEST(ImageIo, EveryTruncationOfAGoodFileIsRefused) {
    const TemporaryFolder folder;
    for (const char* name : {"a.png", "a.jpg", "a.webp", "a.tif"}) {
        ASSERT_TRUE(write_image(folder / name, ramp_picture(90, 70)).ok());
        const auto bytes = fixtures::read_bytes(folder / name);
        for (std::size_t percent = 0; percent < 100; percent += 3) {
            const std::filesystem::path cut = folder / (std::string("cut") + name);
            fixtures::write_bytes(cut, std::span(bytes).first(bytes.size() * percent / 100));
            EXPECT_FALSE(read_image(cut).ok()) << name << " at " << percent << " %";
        }
    }
}

TEST(ImageIo, FlippedBytesNeverCrash) {
    const TemporaryFolder folder;
    int loaded = 0;
    for (const char* name : {"a.png", "a.jpg", "a.webp", "a.tif"}) {
        ASSERT_TRUE(write_image(folder / name, ramp_picture(40, 30)).ok());
        const auto good = fixtures::read_bytes(folder / name);
        for (std::uint64_t n = 0; n < 400; ++n) {
            auto bytes = good;
            for (std::uint64_t flip = 0; flip < 1 + n % 4; ++flip) {
                const std::uint64_t bits = hash64(hash64(n, flip), bytes.size());
                bytes[static_cast<std::size_t>(bits % bytes.size())] =
                    static_cast<std::uint8_t>(bits >> 32);
            }
            fixtures::write_bytes(folder / "flipped", bytes);
            loaded += read_image(folder / "flipped").ok() ? 1 : 0;
        }
    }
    EXPECT_LT(loaded, 1600);
}
