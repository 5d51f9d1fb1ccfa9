// HEIC and AVIF through libheif, which applies the container's crop, rotation and mirroring itself.
#include <lcms2.h>
#include <libheif/heif.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "image/codec.h"

namespace stubble {
namespace {

template <auto Release>
struct Releaser {
    template <typename T>
    void operator()(T* object) const {
        Release(object);
    }
};
using Context = std::unique_ptr<heif_context, Releaser<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Releaser<heif_image_handle_release>>;
using Image = std::unique_ptr<heif_image, Releaser<heif_image_release>>;

// Display P3 stated by numbers (CICP) instead of a profile: phones do so.
Bytes display_p3_profile() {
    const cmsCIExyY white{0.3127, 0.3290, 1.0};
    const cmsCIExyYTRIPLE primaries{{0.680, 0.320, 1.0}, {0.265, 0.690, 1.0}, {0.150, 0.060, 1.0}};
    const cmsFloat64Number srgb[5] = {2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045};
    const std::unique_ptr<cmsToneCurve, decltype(&cmsFreeToneCurve)> curve(
        cmsBuildParametricToneCurve(nullptr, 4, srgb), cmsFreeToneCurve);
    cmsToneCurve* curves[3] = {curve.get(), curve.get(), curve.get()};
    const std::unique_ptr<void, decltype(&cmsCloseProfile)> profile(
        cmsCreateRGBProfile(&white, &primaries, curves), cmsCloseProfile);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile.get(), nullptr, &size);
    Bytes bytes(size);
    cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
    return bytes;
}

Bytes profile_of(const heif_image_handle* handle) {
    const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle);
    if (size > 0) {
        Bytes icc(size);
        return heif_image_handle_get_raw_color_profile(handle, icc.data()).code == heif_error_Ok
                   ? icc
                   : Bytes{};
    }
    heif_color_profile_nclx* nclx = nullptr;
    if (heif_image_handle_get_nclx_color_profile(handle, &nclx).code != heif_error_Ok ||
        nclx == nullptr) {
        return {};
    }
    const bool p3 = nclx->color_primaries == heif_color_primaries_SMPTE_EG_432_1;
    heif_nclx_color_profile_free(nclx);
    return p3 ? display_p3_profile() : Bytes{};
}

// EXIF comes behind a four-byte offset.
Bytes exif_of(const heif_image_handle* handle) {
    heif_item_id id = 0;
    if (heif_image_handle_get_list_of_metadata_block_IDs(handle, "Exif", &id, 1) != 1) {
        return {};
    }
    Bytes block(heif_image_handle_get_metadata_size(handle, id));
    if (block.size() < 8 ||
        heif_image_handle_get_metadata(handle, id, block.data()).code != heif_error_Ok) {
        return {};
    }
    const std::size_t offset =
        std::size_t{4} + (static_cast<std::size_t>(block[0]) << 24 |
                          static_cast<std::size_t>(block[1]) << 16 |
                          static_cast<std::size_t>(block[2]) << 8 | block[3]);
    return offset < block.size()
               ? Bytes(block.begin() + static_cast<std::ptrdiff_t>(offset), block.end())
               : Bytes{};
}

// Copies the interleaved plane; samples of 10 or 12 bits are spread over 16.
void copy_plane(const std::uint8_t* plane, int stride, int bits, Raster& pixels) {
    for (int y = 0; y < pixels.height; ++y) {
        std::memcpy(pixels.bytes.data() + pixels.row_bytes() * static_cast<std::size_t>(y),
                    plane + static_cast<std::ptrdiff_t>(y) * stride, pixels.row_bytes());
        if (pixels.bits == 16) {
            const std::uint32_t largest = (1U << bits) - 1U;
            for (std::uint16_t& sample : pixels.row<std::uint16_t>(y)) {
                sample = static_cast<std::uint16_t>(
                    (std::min<std::uint32_t>(sample, largest) * 65535U + largest / 2U) / largest);
            }
        }
    }
}

Error heif_problem(const heif_error& error) {
    return damaged_file("HEIC or AVIF", error.message != nullptr ? error.message : "");
}

}  // namespace

Result<DecodedFile> read_heif(std::span<const std::uint8_t> file) {
    const Context context(heif_context_alloc());
    if (const heif_error e = heif_context_read_from_memory_without_copy(context.get(), file.data(),
                                                                        file.size(), nullptr);
        e.code != heif_error_Ok) {
        return heif_problem(e);
    }
    heif_image_handle* primary = nullptr;
    if (const heif_error e = heif_context_get_primary_image_handle(context.get(), &primary);
        e.code != heif_error_Ok) {
        return heif_problem(e);
    }
    const Handle handle(primary);
    if (auto problem = size_problem(heif_image_handle_get_width(handle.get()),
                                    heif_image_handle_get_height(handle.get()))) {
        return *problem;
    }
    const bool deep = heif_image_handle_get_luma_bits_per_pixel(handle.get()) > 8;
    const bool alpha = heif_image_handle_has_alpha_channel(handle.get()) != 0;
    const heif_chroma chroma =
        deep ? (alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE)
             : (alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB);
    const std::unique_ptr<heif_decoding_options, Releaser<heif_decoding_options_free>> options(
        heif_decoding_options_alloc());
    options->strict_decoding = 1;
    heif_image* decoded = nullptr;
    if (const heif_error e =
            heif_decode_image(handle.get(), &decoded, heif_colorspace_RGB, chroma, options.get());
        e.code != heif_error_Ok) {
        return heif_problem(e);
    }
    const Image image(decoded);
    int stride = 0;
    const std::uint8_t* plane =
        heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
    const int width = heif_image_get_width(image.get(), heif_channel_interleaved);
    const int height = heif_image_get_height(image.get(), heif_channel_interleaved);
    if (plane == nullptr || width <= 0 || height <= 0) {
        return damaged_file("HEIC or AVIF", "it holds no picture");
    }
    DecodedFile result;
    result.is_upright = true;
    result.pixels = Raster::blank(width, height, alpha ? 4 : 3, deep ? 16 : 8);
    copy_plane(plane, stride,
               heif_image_get_bits_per_pixel_range(image.get(), heif_channel_interleaved),
               result.pixels);
    result.icc = profile_of(handle.get());
    result.exif = exif_of(handle.get());
    return result;
}

}  // namespace stubble
