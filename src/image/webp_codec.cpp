// WebP through libwebp: reads stills of both kinds, writes lossless.
#include <webp/decode.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <memory>

#include "image/codec.h"

namespace stubble {
namespace {

struct MuxDeleter {
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};
using Mux = std::unique_ptr<WebPMux, MuxDeleter>;

WebPData data_of(std::span<const std::uint8_t> bytes) {
    return {bytes.data(), bytes.size()};
}

Bytes chunk_of(const WebPMux* mux, const char* name) {
    WebPData data;
    if (mux == nullptr || WebPMuxGetChunk(mux, name, &data) != WEBP_MUX_OK) {
        return {};
    }
    return {data.bytes, data.bytes + data.size};
}

// RIFF states the file's length: a shorter file has lost a part.
bool is_complete(std::span<const std::uint8_t> file) {
    const std::uint32_t stated =
        static_cast<std::uint32_t>(file[4]) | static_cast<std::uint32_t>(file[5]) << 8 |
        static_cast<std::uint32_t>(file[6]) << 16 | static_cast<std::uint32_t>(file[7]) << 24;
    return std::uint64_t{stated} + 8 <= file.size();
}

}  // namespace

Result<DecodedFile> read_webp(std::span<const std::uint8_t> file) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(file.data(), file.size(), &features) != VP8_STATUS_OK ||
        !is_complete(file)) {
        return damaged_file("WebP", "the file ends too early or is malformed");
    }
    if (features.has_animation != 0) {
        return Error{"", "is an animated WebP", "give a single picture"};
    }
    if (auto problem = size_problem(features.width, features.height)) {
        return *problem;
    }
    DecodedFile result;
    result.pixels =
        Raster::blank(features.width, features.height, features.has_alpha != 0 ? 4 : 3, 8);
    Bytes& out = result.pixels.bytes;
    const auto stride = static_cast<int>(result.pixels.row_bytes());
    const auto* decoded =
        features.has_alpha != 0
            ? WebPDecodeRGBAInto(file.data(), file.size(), out.data(), out.size(), stride)
            : WebPDecodeRGBInto(file.data(), file.size(), out.data(), out.size(), stride);
    if (decoded == nullptr) {
        return damaged_file("WebP", "its picture data is malformed");
    }
    const WebPData data = data_of(file);
    const Mux mux(WebPMuxCreate(&data, 0));
    result.icc = chunk_of(mux.get(), "ICCP");
    result.exif = chunk_of(mux.get(), "EXIF");
    return result;
}

Result<Bytes> encode_webp(const FileToWrite& file) {
    const Error failed{"", "cannot be encoded as WebP",
                       "write a PNG (WebP holds at most 16383 pixels a side)"};
    const Raster& pixels = *file.pixels;
    // WebP has no gray: equal channels.
    Bytes rgba;
    rgba.reserve(static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.height) *
                 4);
    for (std::size_t i = 0; i < pixels.bytes.size();
         i += static_cast<std::size_t>(pixels.channels)) {
        const std::uint8_t* p = &pixels.bytes[i];
        const bool alpha = pixels.channels % 2 == 0;
        const std::uint8_t pixel[4] = {p[0], pixels.is_gray() ? p[0] : p[1],
                                       pixels.is_gray() ? p[0] : p[2],
                                       alpha ? p[pixels.channels - 1] : std::uint8_t{255}};
        rgba.insert(rgba.end(), pixel, pixel + 4);
    }
    WebPConfig config;
    WebPPicture picture;
    if (WebPConfigInit(&config) == 0 || WebPPictureInit(&picture) == 0) {
        return failed;
    }
    WebPConfigLosslessPreset(&config, 4);
    config.exact = 1;
    picture.use_argb = 1;
    picture.width = pixels.width;
    picture.height = pixels.height;
    WebPMemoryWriter writer;
    WebPMemoryWriterInit(&writer);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
    const bool encoded = WebPPictureImportRGBA(&picture, rgba.data(), pixels.width * 4) != 0 &&
                         WebPEncode(&config, &picture) != 0;
    Bytes still(writer.mem, writer.mem + writer.size);
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&writer);
    if (!encoded) {
        return failed;
    }
    const Mux mux(WebPMuxNew());
    const WebPData image = data_of(still);
    const WebPData icc = data_of(*file.icc);
    const WebPData exif = data_of(*file.exif);
    bool good = WebPMuxSetImage(mux.get(), &image, 1) == WEBP_MUX_OK;
    good = good && (icc.size == 0 || WebPMuxSetChunk(mux.get(), "ICCP", &icc, 1) == WEBP_MUX_OK);
    good = good && (exif.size == 0 || WebPMuxSetChunk(mux.get(), "EXIF", &exif, 1) == WEBP_MUX_OK);
    WebPData whole{nullptr, 0};
    good = good && WebPMuxAssemble(mux.get(), &whole) == WEBP_MUX_OK;
    Bytes bytes(whole.bytes, whole.bytes + whole.size);
    WebPDataClear(&whole);
    return good ? Result<Bytes>(std::move(bytes)) : Result<Bytes>(failed);
}

}  // namespace stubble
