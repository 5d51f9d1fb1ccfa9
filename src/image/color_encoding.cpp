#include "image/color_encoding.h"

#include <lcms2.h>

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "base/vector_lanes.h"
#include "color/color_spaces.h"

namespace stubble {
namespace {

using Curve = std::function<double(double)>;  // encoded 0..1 -> linear 0..1, not decreasing

struct ProfileCloser {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, ProfileCloser>;

// One channel's numbers and their light, exactly invertible.
class ToneTable {
public:
    ToneTable(const Curve& curve, int max_code) {
        light_.resize(static_cast<std::size_t>(max_code) + 1);
        for (int code = 0; code <= max_code; ++code) {
            light_[static_cast<std::size_t>(code)] =
                static_cast<float>(curve(static_cast<double>(code) / max_code));
        }
        // Flat parts of a profile's curve would make codes indistinguishable: every code gets its
        // own light.
        for (std::size_t i = 1; i < light_.size(); ++i) {
            light_[i] = std::max(light_[i], std::nextafter(light_[i - 1], 2.0F));
        }
        // Behind the last code nothing is reached any more.
        border_.resize(light_.size() + 3, std::numeric_limits<float>::infinity());
        border_[0] = -1.0F;
        for (int code = 1; code <= max_code; ++code) {
            const auto i = static_cast<std::size_t>(code);
            const auto middle = static_cast<float>(curve((code - 0.5) / max_code));
            border_[i] = std::clamp(middle, std::nextafter(light_[i - 1], 2.0F), light_[i]);
        }
        fill_guesses();
    }

    [[nodiscard]] float light(std::size_t code) const { return light_[code]; }

    // Place in the table of guesses: the square root of the light, for light clamped to 0..1 (NaN
    // counts as 0). A little less, so that rounding never leads beyond the right place.
    [[nodiscard]] static float root(float light) {
        constexpr float scale = static_cast<float>(guesses) * (1.0F - 5e-7F);
        return std::sqrt(light > 0.0F ? std::min(light, 1.0F) : 0.0F) * scale;
    }

    // What the root of the light says about its code: at least `code`, more from `border` on.
    struct Guess {
        float border;
        std::uint32_t code;
    };

    // Looks codes up; a copy of pointers, which loops keep in registers. Lives no longer than its
    // table.
    struct Encoder {
        const Guess* guess;
        const float* border;
        int corrections;

        // Nearest code: the guess, then up to the right side of the borders between codes, as often
        // as a guess can need.
        [[nodiscard]] std::size_t code(float light, float root) const {
            const Guess& first = guess[static_cast<std::size_t>(root)];
            std::size_t code = first.code + (light >= first.border ? 1 : 0);
            for (int i = 1; i < corrections; ++i) {
                code += light >= border[code + 1] ? 1 : 0;
            }
            return code;
        }
    };
    [[nodiscard]] Encoder encoder() const { return {guess_.data(), border_.data(), corrections_}; }

private:
    void fill_guesses() {
        std::size_t code = 0;
        for (std::size_t i = 0; i <= guesses; ++i) {
            const auto light_at = [](std::size_t place) {
                const double root_here = static_cast<double>(place) / guesses;
                return root_here * root_here;
            };
            // Rounding of the root and of its scale moves a light by less than this share.
            constexpr double slack = 4e-6;
            while (light_at(i) * (1.0 - slack) >= border_[code + 1]) {
                ++code;
            }
            guess_.push_back({border_[code + 1], static_cast<std::uint32_t>(code)});
            std::size_t last = code;
            while (light_at(i + 1) * (1.0 + slack) >= border_[last + 1]) {
                ++last;
            }
            corrections_ = std::max(corrections_, static_cast<int>(last - code));
        }
    }

    static constexpr std::size_t guesses = 4096;
    int corrections_ = 1;
    std::vector<float> light_;
    std::vector<float> border_;  // border_[c]: least light of code c
    std::vector<Guess> guess_;
};

// A profile's curve. lcms2 evaluates tables in 16 bits: those are interpolated here so that 16-bit
// codes stay distinct.
Curve curve_of(const cmsToneCurve* curve) {
    if (cmsGetToneCurveParametricType(curve) != 0) {
        const std::shared_ptr<cmsToneCurve> copy(cmsDupToneCurve(curve), cmsFreeToneCurve);
        return [copy](double x) {
            return static_cast<double>(cmsEvalToneCurveFloat(copy.get(), static_cast<float>(x)));
        };
    }
    const cmsUInt16Number* entries = cmsGetToneCurveEstimatedTable(curve);
    const std::vector<double> table(entries, entries + cmsGetToneCurveEstimatedTableEntries(curve));
    return [table](double x) {
        const double position = std::clamp(x, 0.0, 1.0) * static_cast<double>(table.size() - 1);
        const auto below = static_cast<std::size_t>(position);
        const std::size_t above = std::min(below + 1, table.size() - 1);
        return std::lerp(table[below], table[above], position - static_cast<double>(below)) /
               65535.0;
    };
}

bool is_increasing(const Curve& curve) {
    double previous = curve(0.0);
    for (int i = 1; i <= 1024; ++i) {
        const double here = curve(i / 1024.0);
        if (!(here >= previous - 1e-6)) {
            return false;
        }
        previous = std::max(previous, here);
    }
    return previous > 0.5;
}

// XYZ (relative to the profile space's D50) of the three primaries.
std::optional<Eigen::Matrix3d> primaries_of(cmsHPROFILE profile) {
    Eigen::Matrix3d matrix;
    const std::array<cmsTagSignature, 3> tags{cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                              cmsSigBlueColorantTag};
    for (std::size_t i = 0; i < tags.size(); ++i) {
        const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, tags[i]));
        if (xyz == nullptr) {
            return std::nullopt;
        }
        matrix.col(static_cast<Eigen::Index>(i)) << xyz->X, xyz->Y, xyz->Z;
    }
    return matrix;
}

const Eigen::Matrix3d& srgb_primaries() {
    static const Eigen::Matrix3d matrix =
        primaries_of(Profile(cmsCreate_sRGBProfile()).get()).value();
    return matrix;
}

// Linear light of the profile to linear sRGB. Both sets of primaries are adapted to D50 in the same
// way, so white stays white; the rows are scaled so that it does so exactly.
Eigen::Matrix3d to_srgb(const Eigen::Matrix3d& primaries) {
    Eigen::Matrix3d matrix = srgb_primaries().inverse() * primaries;
    for (Eigen::Index row = 0; row < 3; ++row) {
        matrix.row(row) /= matrix.row(row).sum();
    }
    return matrix;
}

Error bad_profile(const char* cause) {
    return {"", std::string("its colour profile ") + cause, "convert the photograph to sRGB"};
}

}  // namespace

struct ColorEncoding::Tables {
    bool is_gray = false;
    bool is_srgb_light = true;     // primaries of sRGB: no matrix needed
    std::vector<ToneTable> tones;  // one, or one per channel
    Eigen::Matrix3f to_srgb = Eigen::Matrix3f::Identity();
    Eigen::Matrix3f from_srgb = Eigen::Matrix3f::Identity();
    std::vector<std::uint8_t> icc;

    [[nodiscard]] const ToneTable& tone(std::size_t channel) const {
        return tones[std::min(channel, tones.size() - 1)];
    }
};

ColorEncoding ColorEncoding::srgb(int bits, bool is_gray) {
    const auto make = [](int max_code, bool gray) {
        auto tables = std::make_shared<Tables>();
        tables->is_gray = gray;
        tables->tones.emplace_back(srgb_to_linear, max_code);
        return std::shared_ptr<const Tables>(std::move(tables));
    };
    static const std::array<std::shared_ptr<const Tables>, 4> shared{
        make(255, false), make(255, true), make(65535, false), make(65535, true)};
    return ColorEncoding(shared[(bits == 16 ? 2U : 0U) + (is_gray ? 1U : 0U)]);
}

Result<ColorEncoding> ColorEncoding::from_icc(std::span<const std::uint8_t> bytes, int bits,
                                              bool is_gray) {
    const Profile profile(
        cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
    if (!profile) {
        return bad_profile("is broken");
    }
    if (cmsGetColorSpace(profile.get()) != (is_gray ? cmsSigGrayData : cmsSigRgbData)) {
        return bad_profile("belongs to other pixels than the photograph's");
    }
    auto tables = std::make_shared<Tables>();
    tables->is_gray = is_gray;
    tables->icc.assign(bytes.begin(), bytes.end());
    const std::vector<cmsTagSignature> tags =
        is_gray ? std::vector{cmsSigGrayTRCTag}
                : std::vector{cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    for (const cmsTagSignature tag : tags) {
        const auto* tone_curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile.get(), tag));
        if (tone_curve == nullptr) {
            return bad_profile("is not of the kind with tone curves");
        }
        const Curve curve = curve_of(tone_curve);
        if (!is_increasing(curve)) {
            return bad_profile("has a tone curve that does not increase");
        }
        tables->tones.emplace_back(curve, bits == 8 ? 255 : 65535);
    }
    if (!is_gray) {
        const auto primaries = primaries_of(profile.get());
        if (!primaries || !(std::abs(primaries->determinant()) > 1e-3)) {
            return bad_profile("has no usable primaries");
        }
        const Eigen::Matrix3d matrix = to_srgb(*primaries);
        // Rounding in sRGB profiles of different makers stays below this.
        tables->is_srgb_light = (matrix - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff() < 2e-3;
        tables->to_srgb = matrix.cast<float>();
        tables->from_srgb = matrix.inverse().cast<float>();
    }
    return ColorEncoding(std::move(tables));
}

const std::vector<std::uint8_t>& ColorEncoding::icc_profile() const {
    return tables_->icc;
}

namespace {

template <typename Sample>
void decode_gray(const ToneTable& tone, const Sample* in, int stride, int count, float* rgb) {
    for (int i = 0; i < count; ++i, in += stride, rgb += 3) {
        rgb[0] = rgb[1] = rgb[2] = tone.light(*in);
    }
}

template <typename Sample>
void decode_color(const std::array<const ToneTable*, 3>& tones, const Sample* in, int stride,
                  int count, float* rgb) {
    for (int i = 0; i < count; ++i, in += stride, rgb += 3) {
        rgb[0] = tones[0]->light(in[0]);
        rgb[1] = tones[1]->light(in[1]);
        rgb[2] = tones[2]->light(in[2]);
    }
}

template <typename Sample>
void encode_gray(const ToneTable& tone, const float* rgb, int count, Sample* out, int stride) {
    const ToneTable::Encoder encoder = tone.encoder();
    for (int i = 0; i < count; ++i, rgb += 3, out += stride) {
        // Equal channels, as decode gives them, must come back exactly.
        const bool equal = rgb[0] == rgb[1] && rgb[1] == rgb[2];
        const float y = equal ? rgb[0] : 0.2126F * rgb[0] + 0.7152F * rgb[1] + 0.0722F * rgb[2];
        *out = static_cast<Sample>(encoder.code(y, ToneTable::root(y)));
    }
}

// Places of `count` lights in the table of guesses.
STUBBLE_WIDE_LANES void roots_of(const float* lights, int count, float* roots) {
    for (int i = 0; i < count; ++i) {
        roots[i] = ToneTable::root(lights[i]);
    }
}

template <typename Sample>
void encode_color(const std::array<const ToneTable*, 3>& tones, const float* rgb, int count,
                  Sample* out, int stride) {
    const ToneTable::Encoder red = tones[0]->encoder();
    const ToneTable::Encoder green = tones[1]->encoder();
    const ToneTable::Encoder blue = tones[2]->encoder();
    constexpr int chunk = 128;
    float roots[3 * chunk];
    for (int begin = 0; begin < count; begin += chunk) {
        const int n = std::min(chunk, count - begin);
        roots_of(rgb, 3 * n, roots);
        const float* root = roots;
        for (int i = 0; i < n; ++i, rgb += 3, root += 3, out += stride) {
            out[0] = static_cast<Sample>(red.code(rgb[0], root[0]));
            out[1] = static_cast<Sample>(green.code(rgb[1], root[1]));
            out[2] = static_cast<Sample>(blue.code(rgb[2], root[2]));
        }
    }
}

void transform(const Eigen::Matrix3f& matrix, const float* in, int count, float* out) {
    for (int i = 0; i < count; ++i, in += 3, out += 3) {
        const Eigen::Vector3f light(in[0], in[1], in[2]);
        const Eigen::Vector3f other = matrix * light;
        std::copy_n(other.data(), 3, out);
    }
}

// Calls the function with the first sample of pixel x0 in row y, of its type.
template <typename RasterType, typename Function>
void with_samples(RasterType& raster, int x0, int y, Function function) {
    const auto offset = static_cast<std::size_t>(x0) * static_cast<std::size_t>(raster.channels);
    if (raster.bits == 8) {
        function(raster.template row<std::uint8_t>(y).data() + offset);
    } else {
        function(raster.template row<std::uint16_t>(y).data() + offset);
    }
}

}  // namespace

void ColorEncoding::decode(const Raster& raster, int x0, int y, int count, float* rgb) const {
    const Tables& t = *tables_;
    with_samples(raster, x0, y, [&](const auto* in) {
        if (t.is_gray) {
            decode_gray(t.tone(0), in, raster.channels, count, rgb);
        } else {
            decode_color({&t.tone(0), &t.tone(1), &t.tone(2)}, in, raster.channels, count, rgb);
        }
    });
    if (!t.is_srgb_light) {
        transform(t.to_srgb, rgb, count, rgb);
    }
}

void ColorEncoding::encode(const float* rgb, int count, Raster& raster, int x0, int y) const {
    const Tables& t = *tables_;
    std::vector<float> own;
    if (!t.is_srgb_light) {
        own.resize(static_cast<std::size_t>(count) * 3);
        transform(t.from_srgb, rgb, count, own.data());
        rgb = own.data();
    }
    with_samples(raster, x0, y, [&](auto* out) {
        if (t.is_gray) {
            encode_gray(t.tone(0), rgb, count, out, raster.channels);
        } else {
            encode_color({&t.tone(0), &t.tone(1), &t.tone(2)}, rgb, count, out, raster.channels);
        }
    });
}

}  // namespace stubble
