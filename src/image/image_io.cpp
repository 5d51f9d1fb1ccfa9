#include "image/image_io.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>

#include "base/atomic_file.h"
#include "image/codec.h"
#include "image/image_metadata.h"

namespace stubble {

Error damaged_file(const std::string& format, const std::string& cause) {
    return {"",
            "is a malformed or truncated " + format + " file" +
                (cause.empty() ? "" : " (" + cause + ")"),
            "copy it again from the camera"};
}

std::optional<Error> size_problem(std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1) {
        return Error{"", "has no pixels", "give a photograph"};
    }
    if (width > max_image_side || height > max_image_side || width * height > max_image_pixels) {
        return Error{
            "", "is " + std::to_string(width) + " x " + std::to_string(height) + " pixels large",
            "scale it down: at most " + std::to_string(max_image_pixels / 1'000'000) +
                " megapixels and " + std::to_string(max_image_side) + " pixels a side"};
    }
    return std::nullopt;
}

EncodedImage srgb_picture(const LinearImage& light) {
    EncodedImage image;
    image.pixels = Raster::blank(light.width, light.height, 3, 8);
    for (int y = 0; y < light.height; ++y) {
        image.encoding.encode(light.row(y).data(), light.width, image.pixels, 0, y);
    }
    return image;
}

namespace {

using Reader = Result<DecodedFile> (*)(std::span<const std::uint8_t>);

bool starts_with(std::span<const std::uint8_t> file, std::string_view magic, std::size_t at = 0) {
    return file.size() >= at + magic.size() &&
           std::memcmp(file.data() + at, magic.data(), magic.size()) == 0;
}

// HEIF's brands, major or compatible.
bool is_heif(std::span<const std::uint8_t> file) {
    if (!starts_with(file, "ftyp", 4)) {
        return false;
    }
    constexpr std::array<std::string_view, 8> brands{"heic", "heix", "heim", "heis",
                                                     "mif1", "msf1", "avif", "avis"};
    return std::any_of(brands.begin(), brands.end(),
                       [&](std::string_view brand) { return starts_with(file, brand, 8); });
}

Reader reader_of(std::span<const std::uint8_t> file) {
    using namespace std::string_view_literals;
    if (starts_with(file, "\xff\xd8\xff"sv)) {
        return read_jpeg;
    }
    if (starts_with(file, "\x89PNG\r\n\x1a\n"sv)) {
        return read_png;
    }
    if (starts_with(file, "II*\0"sv) || starts_with(file, "MM\0*"sv) ||
        starts_with(file, "II+\0"sv) || starts_with(file, "MM\0+"sv)) {
        return read_tiff;
    }
    if (starts_with(file, "RIFF"sv) && starts_with(file, "WEBP"sv, 8)) {
        return read_webp;
    }
    return is_heif(file) ? read_heif : nullptr;
}

// Formats people try, by name. TGA has no magic number: by extension.
std::string format_name(std::span<const std::uint8_t> file, const std::filesystem::path& path) {
    using namespace std::string_view_literals;
    constexpr std::array<std::pair<std::string_view, const char*>, 8> names{
        {{"BM"sv, "a BMP file"},
         {"GIF8"sv, "a GIF file"},
         {"\0\0\1\0"sv, "an ICO file"},
         {"%PDF"sv, "a PDF file"},
         {"8BPS"sv, "a Photoshop file"},
         {"\x76\x2f\x31\x01"sv, "an OpenEXR file"},
         {"\0\0\0\x0cjP"sv, "a JPEG 2000 file"},
         {"#?RADIANCE"sv, "a Radiance file"}}};
    const auto known = std::find_if(names.begin(), names.end(), [&](const auto& name) {
        return starts_with(file, name.first);
    });
    if (known != names.end()) {
        return known->second;
    }
    const std::string extension = path.extension().string();
    return extension == ".tga" || extension == ".TGA" ? "a TGA file"
                                                      : "no picture of a known format";
}

Result<Bytes> read_file(const std::filesystem::path& path) {
    std::error_code failure;
    if (!std::filesystem::exists(path, failure)) {
        return Error{path.string(), "there is no such file", "check the name"};
    }
    if (!std::filesystem::is_regular_file(path, failure)) {
        return Error{path.string(), "is no file", "give a photograph"};
    }
    const std::uintmax_t size = std::filesystem::file_size(path, failure);
    if (failure || size > static_cast<std::uintmax_t>(max_image_file_bytes)) {
        return Error{path.string(), "is larger than 1 GB", "give a smaller photograph"};
    }
    Bytes bytes(static_cast<std::size_t>(size));
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!file || bytes.empty()) {
        return Error{path.string(), bytes.empty() ? "is empty" : "cannot be read",
                     "check the file"};
    }
    return bytes;
}

// Where pixel (x, y) of the upright picture lies in the file, by EXIF orientation.
struct Turn {
    bool swap;    // rows and columns change places
    bool flip_x;  // then counted from the other end
    bool flip_y;
};
constexpr std::array<Turn, 9> turns{{{false, false, false},
                                     {false, false, false},
                                     {false, true, false},
                                     {false, true, true},
                                     {false, false, true},
                                     {true, false, false},
                                     {true, false, true},
                                     {true, true, true},
                                     {true, true, false}}};

Raster turned(const Raster& raster, int orientation) {
    const Turn turn = turns[static_cast<std::size_t>(orientation)];
    Raster result = turn.swap
                        ? Raster::blank(raster.height, raster.width, raster.channels, raster.bits)
                        : Raster::blank(raster.width, raster.height, raster.channels, raster.bits);
    const auto pixel_bytes = static_cast<std::size_t>(raster.channels * raster.bits / 8);
    for (int y = 0; y < result.height; ++y) {
        for (int x = 0; x < result.width; ++x) {
            int u = turn.swap ? y : x;
            int v = turn.swap ? x : y;
            u = turn.flip_x ? raster.width - 1 - u : u;
            v = turn.flip_y ? raster.height - 1 - v : v;
            std::memcpy(&result.bytes[static_cast<std::size_t>(y) * result.row_bytes() +
                                      static_cast<std::size_t>(x) * pixel_bytes],
                        &raster.bytes[static_cast<std::size_t>(v) * raster.row_bytes() +
                                      static_cast<std::size_t>(u) * pixel_bytes],
                        pixel_bytes);
        }
    }
    return result;
}

using LcmsProfile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;
using LcmsTransform = std::unique_ptr<void, decltype(&cmsDeleteTransform)>;

// Through lcms2 into 8-bit sRGB (16-bit stays 16-bit). Nothing when the profile does not fit the
// pixels.
std::optional<Raster> converted_to_srgb(const Raster& from, bool is_cmyk, const Bytes& icc) {
    const LcmsProfile profile(
        cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())),
        cmsCloseProfile);
    const LcmsProfile srgb(cmsCreate_sRGBProfile(), cmsCloseProfile);
    const cmsColorSpaceSignature wanted = is_cmyk          ? cmsSigCmykData
                                          : from.is_gray() ? cmsSigGrayData
                                                           : cmsSigRgbData;
    if (!profile || cmsGetColorSpace(profile.get()) != wanted) {
        return std::nullopt;
    }
    const cmsUInt32Number sample = BYTES_SH(static_cast<cmsUInt32Number>(from.bits / 8));
    const bool alpha = !is_cmyk && from.channels % 2 == 0;
    const auto colors = static_cast<cmsUInt32Number>(from.channels - (alpha ? 1 : 0));
    const cmsUInt32Number kind = is_cmyk          ? COLORSPACE_SH(PT_CMYK)
                                 : from.is_gray() ? COLORSPACE_SH(PT_GRAY)
                                                  : COLORSPACE_SH(PT_RGB);
    const cmsUInt32Number extra = EXTRA_SH(alpha ? 1U : 0U);
    const LcmsTransform transform(
        cmsCreateTransform(profile.get(), kind | CHANNELS_SH(colors) | extra | sample, srgb.get(),
                           COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | extra | sample,
                           INTENT_RELATIVE_COLORIMETRIC, alpha ? cmsFLAGS_COPY_ALPHA : 0),
        cmsDeleteTransform);
    if (!transform) {
        return std::nullopt;
    }
    Raster to = Raster::blank(from.width, from.height, alpha ? 4 : 3, from.bits);
    for (int y = 0; y < from.height; ++y) {
        cmsDoTransform(transform.get(),
                       from.bytes.data() + from.row_bytes() * static_cast<std::size_t>(y),
                       to.bytes.data() + to.row_bytes() * static_cast<std::size_t>(y),
                       static_cast<cmsUInt32Number>(from.width));
    }
    return to;
}

// Ink without a profile: what every viewer shows, (1 - ink)(1 - black).
Raster naive_rgb(const Raster& cmyk) {
    Raster rgb = Raster::blank(cmyk.width, cmyk.height, 3, 8);
    std::uint8_t* out = rgb.bytes.data();
    for (std::size_t i = 0; i < cmyk.bytes.size(); i += 4) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            *out++ = static_cast<std::uint8_t>(
                ((255 - cmyk.bytes[i + channel]) * (255 - cmyk.bytes[i + 3]) + 127) / 255);
        }
    }
    return rgb;
}

Error foreign_profile() {
    return {"", "its colour profile is broken or belongs to other pixels",
            "convert the photograph to sRGB"};
}

// Gives the pixels their meaning: the profile's own tables where it is of the matrix or gray kind,
// else a conversion.
std::optional<Error> apply_profile(DecodedFile& file, EncodedImage& image) {
    if (file.is_cmyk) {
        auto converted = file.icc.empty() ? naive_rgb(file.pixels)
                                          : converted_to_srgb(file.pixels, true, file.icc);
        if (!converted) {
            return foreign_profile();
        }
        image.pixels = std::move(*converted);
        image.encoding = ColorEncoding::srgb(8, false);
        image.notes.emplace_back(file.icc.empty() ? "CMYK without a profile was converted to sRGB"
                                                  : "CMYK was converted to sRGB by its profile");
        return std::nullopt;
    }
    image.encoding = ColorEncoding::srgb(file.pixels.bits, file.pixels.is_gray());
    if (!file.icc.empty()) {
        if (auto own = ColorEncoding::from_icc(file.icc, file.pixels.bits, file.pixels.is_gray())) {
            image.encoding = *own;
        } else {
            auto converted = converted_to_srgb(file.pixels, false, file.icc);
            if (!converted) {
                return foreign_profile();
            }
            file.pixels = std::move(*converted);
            image.encoding = ColorEncoding::srgb(file.pixels.bits, file.pixels.is_gray());
            image.notes.emplace_back(
                "a colour profile with lookup tables was applied: the picture is now sRGB");
        }
    }
    image.pixels = std::move(file.pixels);
    return std::nullopt;
}

Error at_file(const std::filesystem::path& path, Error error) {
    error.where = path.string();
    return error;
}

enum class OutputFormat { Png, Jpeg, Tiff, Webp };

std::optional<OutputFormat> format_of(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::array<std::pair<std::string_view, OutputFormat>, 6> formats{
        {{".png", OutputFormat::Png},
         {".jpg", OutputFormat::Jpeg},
         {".jpeg", OutputFormat::Jpeg},
         {".tif", OutputFormat::Tiff},
         {".tiff", OutputFormat::Tiff},
         {".webp", OutputFormat::Webp}}};
    const auto found = std::find_if(formats.begin(), formats.end(),
                                    [&](const auto& format) { return format.first == extension; });
    return found == formats.end() ? std::nullopt : std::optional(found->second);
}

Result<Bytes> encode(OutputFormat format, const FileToWrite& file) {
    switch (format) {
        case OutputFormat::Png:
            return encode_png(file);
        case OutputFormat::Jpeg:
            return encode_jpeg(file);
        case OutputFormat::Tiff:
            return encode_tiff(file);
        case OutputFormat::Webp:
            return encode_webp(file);
    }
    return Error{"", "is of an unknown format", "write a PNG"};
}

}  // namespace

Result<EncodedImage> read_image(const std::filesystem::path& path) {
    const Result<Bytes> bytes = read_file(path);
    if (!bytes) {
        return bytes.error();
    }
    const Reader reader = reader_of(*bytes);
    if (reader == nullptr) {
        return Error{path.string(), "is " + format_name(*bytes, path),
                     "use JPEG, PNG, TIFF, WebP, HEIC or AVIF"};
    }
    Result<DecodedFile> file = reader(*bytes);
    if (!file) {
        return at_file(path, file.error());
    }
    DecodedFile decoded = std::move(file).value();
    EncodedImage image;
    PhotoMetadata metadata = read_metadata(decoded.exif);
    if (auto problem = apply_profile(decoded, image)) {
        return at_file(path, *problem);
    }
    const bool container_says = decoded.orientation > 1 && decoded.orientation <= 8;
    const int orientation = decoded.is_upright ? 1
                            : container_says   ? decoded.orientation
                                               : metadata.orientation;
    if (orientation != 1) {
        image.pixels = turned(image.pixels, orientation);
    }
    image.exif = std::move(metadata.exif);
    return image;
}

Status check_image_output(const std::filesystem::path& path) {
    if (!format_of(path)) {
        return Error{path.string(), "is of a format that cannot be written",
                     "end its name with .png, .jpg, .tif or .webp"};
    }
    return Done{};
}

Status write_image(const std::filesystem::path& path, const EncodedImage& image,
                   const WriteImageOptions& options) {
    if (const Status possible = check_image_output(path); !possible) {
        return possible.error();
    }
    const OutputFormat format = *format_of(path);
    if (image.pixels.bits == 16 && (format == OutputFormat::Jpeg || format == OutputFormat::Webp)) {
        return Error{path.string(), "cannot hold 16 bits a sample", "write a .png or .tif"};
    }
    const Bytes exif = with_description(image.exif, options.description);
    const Result<Bytes> bytes = encode(format, {&image.pixels, &image.encoding.icc_profile(), &exif,
                                                options.description, options.jpeg_quality});
    if (!bytes) {
        return at_file(path, bytes.error());
    }
    return write_file_atomically(path, *bytes);
}

}  // namespace stubble
