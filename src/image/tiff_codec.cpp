// TIFF through libtiff, 8 and 16 bits: gray, RGB, CMYK; other kinds by libtiff's conversion to 8-bit RGB.
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include "image/codec.h"

namespace stubble {
namespace {

// A file in memory, as libtiff wants to see files.
struct MemoryFile {
    std::span<const std::uint8_t> input;  // when reading
    Bytes output;                         // when writing
    bool writing = false;
    std::uint64_t position = 0;
    bool warnings_count = false;  // as errors
    std::string message;          // of the first error

    [[nodiscard]] std::uint64_t size() const { return writing ? output.size() : input.size(); }

    static MemoryFile& of(thandle_t handle) { return *static_cast<MemoryFile*>(handle); }

    static tmsize_t read(thandle_t handle, void* out, tmsize_t wanted) {
        MemoryFile& file = of(handle);
        const std::uint8_t* data = file.writing ? file.output.data() : file.input.data();
        const std::uint64_t left = file.position < file.size() ? file.size() - file.position : 0;
        const auto count = static_cast<std::size_t>(
            std::min<std::uint64_t>(left, static_cast<std::uint64_t>(wanted)));
        if (count > 0) {
            std::memcpy(out, data + file.position, count);
        }
        file.position += count;
        return static_cast<tmsize_t>(count);
    }
    static tmsize_t write(thandle_t handle, void* data, tmsize_t count) {
        MemoryFile& file = of(handle);
        const std::uint64_t end = file.position + static_cast<std::uint64_t>(count);
        file.output.resize(
            std::max<std::size_t>(file.output.size(), static_cast<std::size_t>(end)));
        std::memcpy(file.output.data() + file.position, data, static_cast<std::size_t>(count));
        file.position = end;
        return count;
    }
    static toff_t seek(thandle_t handle, toff_t offset, int whence) {
        MemoryFile& file = of(handle);
        file.position = offset + (whence == SEEK_CUR   ? file.position
                                  : whence == SEEK_END ? file.size()
                                                       : 0);
        return file.position;
    }
    static int close(thandle_t) { return 0; }
    static toff_t size_of(thandle_t handle) { return of(handle).size(); }

    static int on_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
        auto* file = static_cast<MemoryFile*>(user);
        char text[160];
        std::vsnprintf(text, sizeof text, format, arguments);
        if (file->message.empty()) {
            file->message = text;
        }
        return 1;
    }
    // In the directory: unknown tags and the like, every camera maker has some. In the pixels:
    // corrupt or missing data.
    static int on_warning(TIFF* tiff, void* user, const char* module, const char* format,
                          va_list arguments) {
        return static_cast<MemoryFile*>(user)->warnings_count
                   ? on_error(tiff, user, module, format, arguments)
                   : 1;
    }
};

struct TiffCloser {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, TiffCloser>;

Tiff open(MemoryFile& file) {
    constexpr tmsize_t largest_allocation = 1'000'000'000;
    TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_allocation);
    TIFFOpenOptionsSetErrorHandlerExtR(options, MemoryFile::on_error, &file);
    TIFFOpenOptionsSetWarningHandlerExtR(options, MemoryFile::on_warning, &file);
    Tiff tiff(TIFFClientOpenExt("memory", file.writing ? "w" : "rm", &file, MemoryFile::read,
                                MemoryFile::write, MemoryFile::seek, MemoryFile::close,
                                MemoryFile::size_of, nullptr, nullptr, options));
    TIFFOpenOptionsFree(options);
    return tiff;
}

template <typename Value>
Value field(TIFF* tiff, std::uint32_t tag, Value otherwise) {
    Value value = otherwise;
    return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : otherwise;
}

struct Layout {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t photometric = 0;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t sample_format = SAMPLEFORMAT_UINT;
    std::uint16_t compression = COMPRESSION_NONE;
    bool tiled = false;
};

Layout layout_of(TIFF* tiff) {
    Layout layout;
    layout.width = field<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
    layout.height = field<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
    layout.bits = field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    layout.samples = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    layout.photometric = field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    layout.planar = field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    layout.sample_format = field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    layout.compression = field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    layout.tiled = TIFFIsTiled(tiff) != 0;
    return layout;
}

// Kinds whose samples are taken as they are.
bool is_plain(const Layout& layout) {
    const bool depth =
        (layout.bits == 8 || layout.bits == 16) && layout.sample_format == SAMPLEFORMAT_UINT;
    const bool gray = layout.photometric == PHOTOMETRIC_MINISBLACK && layout.samples <= 2;
    const bool color =
        layout.photometric == PHOTOMETRIC_RGB && (layout.samples == 3 || layout.samples == 4);
    const bool cmyk =
        layout.photometric == PHOTOMETRIC_SEPARATED && layout.samples == 4 && layout.bits == 8;
    return depth && !layout.tiled && layout.planar == PLANARCONFIG_CONTIG &&
           (gray || color || cmyk);
}

// Pages with floating-point or more than 16 bits a sample need a tone mapping nobody has agreed on.
bool is_convertible(const Layout& layout) {
    return layout.sample_format == SAMPLEFORMAT_UINT && layout.bits <= 16;
}

bool read_plain(TIFF* tiff, Raster& pixels) {
    if (static_cast<std::size_t>(TIFFScanlineSize(tiff)) != pixels.row_bytes()) {
        return false;
    }
    for (int y = 0; y < pixels.height; ++y) {
        if (TIFFReadScanline(tiff,
                             pixels.bytes.data() + pixels.row_bytes() * static_cast<std::size_t>(y),
                             static_cast<std::uint32_t>(y)) != 1) {
            return false;
        }
    }
    return true;
}

// Top-left RGBA by libtiff; stops at the first error.
bool read_converted(TIFF* tiff, Raster& pixels) {
    const auto width = static_cast<std::uint32_t>(pixels.width);
    const auto height = static_cast<std::uint32_t>(pixels.height);
    std::vector<std::uint32_t> rgba(static_cast<std::size_t>(width) * height);
    // The file's own orientation, so that nothing is turned here: image_io turns once.
    const auto orientation = field<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    if (TIFFReadRGBAImageOriented(tiff, width, height, rgba.data(), orientation, 1) != 1) {
        return false;
    }
    std::uint8_t* out = pixels.bytes.data();
    for (const std::uint32_t pixel : rgba) {
        *out++ = static_cast<std::uint8_t>(TIFFGetR(pixel));
        *out++ = static_cast<std::uint8_t>(TIFFGetG(pixel));
        *out++ = static_cast<std::uint8_t>(TIFFGetB(pixel));
    }
    return true;
}

}  // namespace

Result<DecodedFile> read_tiff(std::span<const std::uint8_t> bytes) {
    MemoryFile file;
    file.input = bytes;
    const Tiff tiff = open(file);
    if (!tiff) {
        return damaged_file("TIFF", file.message);
    }
    const Layout layout = layout_of(tiff.get());
    if (auto problem = size_problem(layout.width, layout.height)) {
        return *problem;
    }
    if (!is_convertible(layout) || TIFFIsCODECConfigured(layout.compression) == 0) {
        return Error{"", "is a TIFF of a kind that is not supported",
                     "save it with 8 or 16 bits, gray or RGB"};
    }
    DecodedFile result;
    const bool plain = is_plain(layout);
    result.is_cmyk = plain && layout.photometric == PHOTOMETRIC_SEPARATED;
    result.pixels = Raster::blank(static_cast<int>(layout.width), static_cast<int>(layout.height),
                                  plain ? layout.samples : 3, plain ? layout.bits : 8);
    result.orientation = field<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    file.warnings_count = true;
    const bool read =
        plain ? read_plain(tiff.get(), result.pixels) : read_converted(tiff.get(), result.pixels);
    if (!read || !file.message.empty()) {
        return damaged_file("TIFF", file.message);
    }
    std::uint32_t icc_size = 0;
    void* icc = nullptr;
    if (plain && TIFFGetField(tiff.get(), TIFFTAG_ICCPROFILE, &icc_size, &icc) == 1) {
        result.icc.assign(static_cast<const std::uint8_t*>(icc),
                          static_cast<const std::uint8_t*>(icc) + icc_size);
    }
    return result;
}

Result<Bytes> encode_tiff(const FileToWrite& picture) {
    MemoryFile file;
    file.writing = true;
    const Raster& pixels = *picture.pixels;
    Tiff tiff = open(file);
    bool good = tiff != nullptr;
    const auto set = [&](std::uint32_t tag, auto... values) {
        good = good && TIFFSetField(tiff.get(), tag, values...) == 1;
    };
    set(TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(pixels.width));
    set(TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(pixels.height));
    set(TIFFTAG_SAMPLESPERPIXEL, pixels.channels);
    set(TIFFTAG_BITSPERSAMPLE, pixels.bits);
    set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    set(TIFFTAG_PHOTOMETRIC, pixels.is_gray() ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    set(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    set(TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    set(TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    set(TIFFTAG_ROWSPERSTRIP, std::uint32_t{64});
    if (pixels.channels % 2 == 0) {
        const std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
        set(TIFFTAG_EXTRASAMPLES, 1, &alpha);
    }
    if (!picture.icc->empty()) {
        set(TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(picture.icc->size()),
            picture.icc->data());
    }
    if (!picture.description.empty()) {
        set(TIFFTAG_IMAGEDESCRIPTION, picture.description.c_str());
    }
    Bytes row(pixels.row_bytes());  // the predictor works in place
    for (int y = 0; good && y < pixels.height; ++y) {
        std::memcpy(row.data(),
                    pixels.bytes.data() + pixels.row_bytes() * static_cast<std::size_t>(y),
                    row.size());
        good = TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y)) == 1;
    }
    good = good && TIFFFlush(tiff.get()) == 1;
    tiff.reset();
    if (!good || !file.message.empty()) {
        return Error{"", "cannot be encoded as TIFF: " + file.message, "write a PNG"};
    }
    return std::move(file.output);
}

}  // namespace stubble
