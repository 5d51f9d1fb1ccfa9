// JPEG through libjpeg; every warning of the decoder is an error, so that a truncated photograph is refused.
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <jpeglib.h>

#include "image/codec.h"

namespace stubble {
namespace {

// libjpeg reports errors by a long jump: what must be destroyed lives outside of the functions that
// call setjmp.
struct ErrorTrap {
    jpeg_error_mgr manager{};
    std::jmp_buf jump{};
    char message[JMSG_LENGTH_MAX] = {};

    static void fail(j_common_ptr codec) {
        auto* trap = reinterpret_cast<ErrorTrap*>(codec->err);
        codec->err->format_message(codec, trap->message);
        std::longjmp(trap->jump, 1);
    }
    static void emit(j_common_ptr codec, int level) {
        if (level < 0) {
            fail(codec);  // a warning: corrupt or missing data
        }
    }
    void attach(jpeg_error_mgr*& slot) {
        slot = jpeg_std_error(&manager);
        manager.error_exit = fail;
        manager.emit_message = emit;
        manager.output_message = [](j_common_ptr) {};
    }
};

class JpegReader {
public:
    explicit JpegReader(std::span<const std::uint8_t> file) : file_(file) {
        trap_.attach(codec_.err);
        created_ = create();
    }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
    ~JpegReader() {
        if (created_) {
            jpeg_destroy_decompress(&codec_);
        }
    }

    Result<DecodedFile> read() {
        if (!created_ || !read_header()) {
            return damaged_file("JPEG", trap_.message);
        }
        if (auto problem = size_problem(codec_.image_width, codec_.image_height)) {
            return *problem;
        }
        collect_markers();
        const bool gray = codec_.num_components == 1;
        result_.is_cmyk = codec_.num_components == 4;
        codec_.out_color_space = gray ? JCS_GRAYSCALE : result_.is_cmyk ? JCS_CMYK : JCS_RGB;
        result_.pixels = Raster::blank(static_cast<int>(codec_.image_width),
                                       static_cast<int>(codec_.image_height),
                                       gray              ? 1
                                       : result_.is_cmyk ? 4
                                                         : 3,
                                       8);
        if (!read_rows()) {
            return damaged_file("JPEG", trap_.message);
        }
        if (result_.is_cmyk && codec_.saw_Adobe_marker) {
            // Adobe's programs store what ink leaves over; we count ink.
            for (std::uint8_t& sample : result_.pixels.bytes) {
                sample = static_cast<std::uint8_t>(255 - sample);
            }
        }
        return std::move(result_);
    }

private:
    bool create() {
        if (setjmp(trap_.jump) != 0) {
            return false;
        }
        jpeg_create_decompress(&codec_);
        return true;
    }
    bool read_header() {
        if (setjmp(trap_.jump) != 0) {
            return false;
        }
        jpeg_mem_src(&codec_, file_.data(), file_.size());
        jpeg_save_markers(&codec_, JPEG_APP0 + 1, 0xffff);
        jpeg_save_markers(&codec_, JPEG_APP0 + 2, 0xffff);
        jpeg_read_header(&codec_, TRUE);
        return true;
    }
    bool read_rows() {
        if (setjmp(trap_.jump) != 0) {
            return false;
        }
        jpeg_start_decompress(&codec_);
        while (codec_.output_scanline < codec_.output_height) {
            JSAMPROW row =
                result_.pixels.bytes.data() + result_.pixels.row_bytes() * codec_.output_scanline;
            jpeg_read_scanlines(&codec_, &row, 1);
        }
        jpeg_finish_decompress(&codec_);
        return true;
    }

    void collect_markers() {
        for (const auto* marker = codec_.marker_list; marker != nullptr; marker = marker->next) {
            const std::span<const std::uint8_t> data(marker->data, marker->data_length);
            constexpr char exif_name[6] = {'E', 'x', 'i', 'f', 0, 0};
            if (marker->marker == JPEG_APP0 + 1 && result_.exif.empty() && data.size() > 6 &&
                std::memcmp(data.data(), exif_name, 6) == 0) {
                result_.exif.assign(data.begin() + 6, data.end());
            }
        }
        JOCTET* icc = nullptr;
        unsigned int icc_size = 0;
        if (jpeg_read_icc_profile(&codec_, &icc, &icc_size)) {
            result_.icc.assign(icc, icc + icc_size);
            std::free(icc);
        }
    }

    std::span<const std::uint8_t> file_;
    ErrorTrap trap_;
    jpeg_decompress_struct codec_{};
    bool created_ = false;
    DecodedFile result_;
};

class JpegWriter {
public:
    explicit JpegWriter(const FileToWrite& file) : file_(file) {
        trap_.attach(codec_.err);
        created_ = create();
    }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;
    ~JpegWriter() {
        if (created_) {
            jpeg_destroy_compress(&codec_);
        }
        std::free(buffer_);
    }

    Result<Bytes> encode() {
        prepare_rows();
        if (!created_ || !write()) {
            return Error{"", std::string("cannot be encoded as JPEG: ") + trap_.message,
                         "write a PNG"};
        }
        return Bytes(buffer_, buffer_ + size_);
    }

private:
    bool create() {
        if (setjmp(trap_.jump) != 0) {
            return false;
        }
        jpeg_create_compress(&codec_);
        return true;
    }

    // JPEG has no alpha: rows without it.
    void prepare_rows() {
        const Raster& pixels = *file_.pixels;
        channels_ = pixels.is_gray() ? 1 : 3;
        rows_.reserve(static_cast<std::size_t>(pixels.width) *
                      static_cast<std::size_t>(pixels.height * channels_));
        for (std::size_t i = 0; i < pixels.bytes.size();
             i += static_cast<std::size_t>(pixels.channels)) {
            rows_.insert(rows_.end(), &pixels.bytes[i], &pixels.bytes[i] + channels_);
        }
    }

    bool write() {
        if (setjmp(trap_.jump) != 0) {
            return false;
        }
        jpeg_mem_dest(&codec_, &buffer_, &size_);
        codec_.image_width = static_cast<JDIMENSION>(file_.pixels->width);
        codec_.image_height = static_cast<JDIMENSION>(file_.pixels->height);
        codec_.input_components = channels_;
        codec_.in_color_space = channels_ == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_set_defaults(&codec_);
        jpeg_set_quality(&codec_, file_.jpeg_quality, TRUE);
        codec_.comp_info[0].h_samp_factor = 1;  // 4:4:4
        codec_.comp_info[0].v_samp_factor = 1;
        codec_.optimize_coding = TRUE;
        jpeg_start_compress(&codec_, TRUE);
        write_markers();
        while (codec_.next_scanline < codec_.image_height) {
            JSAMPROW row = &rows_[static_cast<std::size_t>(codec_.next_scanline) *
                                  codec_.image_width * static_cast<std::size_t>(channels_)];
            jpeg_write_scanlines(&codec_, &row, 1);
        }
        jpeg_finish_compress(&codec_);
        return true;
    }

    void write_markers() {
        if (!file_.exif->empty()) {
            const auto size = static_cast<unsigned int>(file_.exif->size());
            jpeg_write_m_header(&codec_, JPEG_APP0 + 1, size + 6);
            for (const char c : {'E', 'x', 'i', 'f', '\0', '\0'}) {
                jpeg_write_m_byte(&codec_, c);
            }
            for (const std::uint8_t byte : *file_.exif) {
                jpeg_write_m_byte(&codec_, byte);
            }
        }
        if (!file_.icc->empty()) {
            jpeg_write_icc_profile(&codec_, file_.icc->data(),
                                   static_cast<unsigned int>(file_.icc->size()));
        }
    }

    const FileToWrite& file_;
    ErrorTrap trap_;
    jpeg_compress_struct codec_{};
    bool created_ = false;
    int channels_ = 3;
    Bytes rows_;
    unsigned char* buffer_ = nullptr;
    unsigned long size_ = 0;
};

}  // namespace

Result<DecodedFile> read_jpeg(std::span<const std::uint8_t> file) {
    return JpegReader(file).read();
}

Result<Bytes> encode_jpeg(const FileToWrite& file) {
    return JpegWriter(file).encode();
}

}  // namespace stubble
