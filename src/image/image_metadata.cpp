#include "image/image_metadata.h"

#include <array>
#include <exiv2/exiv2.hpp>

namespace stubble {
namespace {

// What may travel on. A list of what is kept is safer than a list of what is dropped: makers invent
// new serial numbers.
constexpr std::array<const char*, 12> kept_keys{
    "Exif.Image.Make",
    "Exif.Image.Model",
    "Exif.Photo.LensModel",
    "Exif.Photo.ExposureTime",
    "Exif.Photo.FNumber",
    "Exif.Photo.ISOSpeedRatings",
    "Exif.Photo.FocalLength",
    "Exif.Photo.FocalLengthIn35mmFilm",
    "Exif.Photo.DateTimeOriginal",
    "Exif.Photo.WhiteBalance",
    "Exif.Photo.Flash",
    "Exif.Image.DateTime",
};

Exiv2::ExifData decode(std::span<const std::uint8_t> block) {
    Exiv2::ExifData data;
    Exiv2::ExifParser::decode(data, block.data(), static_cast<std::uint32_t>(block.size()));
    return data;
}

std::vector<std::uint8_t> encode(const Exiv2::ExifData& data) {
    if (data.empty()) {
        return {};
    }
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, data);
    return blob;
}

// exiv2 prints warnings about odd blocks: nobody asked.
void silence() {
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
}

}  // namespace

PhotoMetadata read_metadata(std::span<const std::uint8_t> exif) {
    if (exif.empty()) {
        return {};
    }
    silence();
    PhotoMetadata metadata;
    try {
        const Exiv2::ExifData data = decode(exif);
        Exiv2::ExifData kept;
        for (const char* name : kept_keys) {
            const auto found = data.findKey(Exiv2::ExifKey(name));
            if (found != data.end()) {
                kept.add(*found);
            }
        }
        const auto orientation = data.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
        if (orientation != data.end() && orientation->count() > 0) {
            const auto value = static_cast<int>(orientation->toLong());
            metadata.orientation = value >= 1 && value <= 8 ? value : 1;
        }
        metadata.exif = encode(kept);
    } catch (const std::exception&) {
        return metadata;
    }
    return metadata;
}

std::vector<std::uint8_t> with_description(std::span<const std::uint8_t> exif,
                                           const std::string& description) {
    silence();
    try {
        Exiv2::ExifData data = exif.empty() ? Exiv2::ExifData() : decode(exif);
        if (!description.empty()) {
            data["Exif.Image.ImageDescription"] = description;
        }
        return encode(data);
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace stubble
