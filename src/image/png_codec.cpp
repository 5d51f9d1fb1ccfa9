// PNG through libpng, 8 and 16 bits; bad checksums and a missing end are errors.
#include <lcms2.h>
#include <png.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>

#include "image/codec.h"

namespace stubble {
namespace {

// libpng reports errors by a long jump: what must be destroyed lives outside of the functions that
// call setjmp.
struct PngMessage {
    char text[200] = {};

    static void fail(png_structp png, png_const_charp message) {
        std::strncpy(static_cast<PngMessage*>(png_get_error_ptr(png))->text, message,
                     sizeof text - 1);
        png_longjmp(png, 1);
    }
    static void ignore(png_structp, png_const_charp) {}
};

// A file without profile may state a tone curve (gAMA) and primaries (cHRM) of its own: they become
// a profile.
Bytes profile_of_gamma(double gamma, const double* xy) {
    const cmsCIExyY white{xy[0], xy[1], 1.0};
    const cmsCIExyYTRIPLE primaries{{xy[2], xy[3], 1.0}, {xy[4], xy[5], 1.0}, {xy[6], xy[7], 1.0}};
    const std::unique_ptr<cmsToneCurve, decltype(&cmsFreeToneCurve)> curve(
        cmsBuildGamma(nullptr, 1.0 / gamma), cmsFreeToneCurve);
    cmsToneCurve* curves[3] = {curve.get(), curve.get(), curve.get()};
    const std::unique_ptr<void, decltype(&cmsCloseProfile)> profile(
        cmsCreateRGBProfile(&white, &primaries, curves), cmsCloseProfile);
    cmsUInt32Number size = 0;
    if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) {
        return {};
    }
    Bytes bytes(size);
    cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
    return bytes;
}

Bytes gray_profile_of_gamma(double gamma) {
    const cmsCIExyY white{0.3127, 0.3290, 1.0};
    const std::unique_ptr<cmsToneCurve, decltype(&cmsFreeToneCurve)> curve(
        cmsBuildGamma(nullptr, 1.0 / gamma), cmsFreeToneCurve);
    const std::unique_ptr<void, decltype(&cmsCloseProfile)> profile(
        cmsCreateGrayProfile(&white, curve.get()), cmsCloseProfile);
    cmsUInt32Number size = 0;
    if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) {
        return {};
    }
    Bytes bytes(size);
    cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
    return bytes;
}

class PngReader {
public:
    explicit PngReader(std::span<const std::uint8_t> file) : rest_(file) {
        png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &message_, PngMessage::fail,
                                      PngMessage::ignore);
        info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
    }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
    ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }

    Result<DecodedFile> read() {
        if (info_ == nullptr || !read_header()) {
            return damaged_file("PNG", message_.text);
        }
        if (auto problem =
                size_problem(png_get_image_width(png_, info_), png_get_image_height(png_, info_))) {
            return *problem;
        }
        if (!expand()) {
            return damaged_file("PNG", message_.text);
        }
        result_.pixels =
            Raster::blank(static_cast<int>(png_get_image_width(png_, info_)),
                          static_cast<int>(png_get_image_height(png_, info_)),
                          png_get_channels(png_, info_), png_get_bit_depth(png_, info_));
        for (int y = 0; y < result_.pixels.height; ++y) {
            rows_.push_back(result_.pixels.bytes.data() +
                            result_.pixels.row_bytes() * static_cast<std::size_t>(y));
        }
        if (!read_rows()) {
            return damaged_file("PNG", message_.text);
        }
        read_profile();
        png_bytep exif = nullptr;
        png_uint_32 exif_size = 0;
        if (png_get_eXIf_1(png_, info_, &exif_size, &exif) != 0) {
            result_.exif.assign(exif, exif + exif_size);
        }
        return std::move(result_);
    }

private:
    static void supply(png_structp png, png_bytep out, std::size_t size) {
        auto* self = static_cast<PngReader*>(png_get_io_ptr(png));
        if (size > self->rest_.size()) {
            png_error(png, "the file ends too early");
        }
        std::memcpy(out, self->rest_.data(), size);
        self->rest_ = self->rest_.subspan(size);
    }

    bool read_header() {
        if (setjmp(png_jmpbuf(png_)) != 0) {
            return false;
        }
        png_set_read_fn(png_, this, supply);
        png_set_user_limits(png_, 1'000'000, 1'000'000);
        png_set_crc_action(png_, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
        png_set_option(png_, PNG_SKIP_sRGB_CHECK_PROFILE, PNG_OPTION_ON);
        png_read_info(png_, info_);
        return true;
    }

    // Palettes, small depths and transparent colours become whole samples.
    bool expand() {
        if (setjmp(png_jmpbuf(png_)) != 0) {
            return false;
        }
        png_set_expand(png_);
        if (std::endian::native == std::endian::little) {
            png_set_swap(png_);
        }
        png_set_interlace_handling(png_);
        png_read_update_info(png_, info_);
        return true;
    }

    bool read_rows() {
        if (setjmp(png_jmpbuf(png_)) != 0) {
            return false;
        }
        png_read_image(png_, rows_.data());
        png_read_end(png_, info_);
        return true;
    }

    void read_profile() {
        png_charp name = nullptr;
        int compression = 0;
        png_bytep profile = nullptr;
        png_uint_32 size = 0;
        if (png_get_iCCP(png_, info_, &name, &compression, &profile, &size) != 0) {
            result_.icc.assign(profile, profile + size);
            return;
        }
        double gamma = 0.0;
        const bool plain = png_get_valid(png_, info_, PNG_INFO_sRGB) != 0 ||
                           png_get_gAMA(png_, info_, &gamma) == 0;
        if (plain || !(gamma > 0.1 && gamma < 10.0) || std::abs(gamma * 2.2 - 1.0) < 0.05) {
            return;
        }
        double xy[8] = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};
        png_get_cHRM(png_, info_, &xy[0], &xy[1], &xy[2], &xy[3], &xy[4], &xy[5], &xy[6], &xy[7]);
        result_.icc =
            result_.pixels.is_gray() ? gray_profile_of_gamma(gamma) : profile_of_gamma(gamma, xy);
    }

    std::span<const std::uint8_t> rest_;
    PngMessage message_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    DecodedFile result_;
    std::vector<png_bytep> rows_;
};

class PngWriter {
public:
    explicit PngWriter(const FileToWrite& file) : file_(file) {
        png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, &message_, PngMessage::fail,
                                       PngMessage::ignore);
        info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
        for (int y = 0; y < file.pixels->height; ++y) {
            rows_.push_back(
                const_cast<png_bytep>(file.pixels->bytes.data() +
                                      file.pixels->row_bytes() * static_cast<std::size_t>(y)));
        }
    }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;
    ~PngWriter() { png_destroy_write_struct(&png_, &info_); }

    Result<Bytes> encode() {
        if (info_ == nullptr || !write()) {
            return Error{"", std::string("cannot be encoded as PNG: ") + message_.text,
                         "write a TIFF"};
        }
        return std::move(bytes_);
    }

private:
    static void collect(png_structp png, png_bytep data, std::size_t size) {
        Bytes& bytes = static_cast<PngWriter*>(png_get_io_ptr(png))->bytes_;
        bytes.insert(bytes.end(), data, data + size);
    }
    static void flush(png_structp) {}

    bool write() {
        if (setjmp(png_jmpbuf(png_)) != 0) {
            return false;
        }
        constexpr int types[5] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                  PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
        const Raster& pixels = *file_.pixels;
        png_set_write_fn(png_, this, collect, flush);
        png_set_compression_level(png_, 3);
        png_set_IHDR(png_, info_, static_cast<png_uint_32>(pixels.width),
                     static_cast<png_uint_32>(pixels.height), pixels.bits, types[pixels.channels],
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        write_metadata();
        png_write_info(png_, info_);
        if (std::endian::native == std::endian::little) {
            png_set_swap(png_);
        }
        png_write_image(png_, rows_.data());
        png_write_end(png_, info_);
        return true;
    }

    void write_metadata() {
        if (!file_.icc->empty()) {
            png_set_iCCP(png_, info_, "icc", PNG_COMPRESSION_TYPE_BASE, file_.icc->data(),
                         static_cast<png_uint_32>(file_.icc->size()));
        }
        if (!file_.exif->empty()) {
            png_set_eXIf_1(png_, info_, static_cast<png_uint_32>(file_.exif->size()),
                           const_cast<png_bytep>(file_.exif->data()));
        }
        if (!file_.description.empty()) {
            char key[] = "Description";
            png_text text{};
            text.compression = PNG_TEXT_COMPRESSION_NONE;
            text.key = key;
            text.text = const_cast<char*>(file_.description.c_str());
            png_set_text(png_, info_, &text, 1);
        }
    }

    const FileToWrite& file_;
    PngMessage message_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    std::vector<png_bytep> rows_;
    Bytes bytes_;
};

}  // namespace

Result<DecodedFile> read_png(std::span<const std::uint8_t> file) {
    return PngReader(file).read();
}

Result<Bytes> encode_png(const FileToWrite& file) {
    return PngWriter(file).encode();
}

}  // namespace stubble
