#include "skin/skin_tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include "color/delta_e.h"

namespace stubble {
namespace {

struct TypeBorder {
    double above_deg;
    std::string_view ita_class;
    std::string_view fitzpatrick;
};

constexpr std::array<TypeBorder, 6> types{{{55.0, "very light", "I"},
                                           {41.0, "light", "II"},
                                           {28.0, "intermediate", "III"},
                                           {10.0, "tan", "IV"},
                                           {-30.0, "brown", "V"},
                                           {-181.0, "dark", "VI"}}};

const TypeBorder& type_of(double ita) {
    return *std::find_if(types.begin(), types.end() - 1,
                         [&](const TypeBorder& type) { return ita > type.above_deg; });
}

// Monk Skin Tone scale, sRGB (skintone.google).
constexpr std::array<std::uint32_t, 10> monk_srgb{0xf6ede4, 0xf3e7db, 0xf7ead0, 0xeadaba, 0xd7bd96,
                                                  0xa07e56, 0x825c43, 0x604134, 0x3a312a, 0x292420};

Lab lab_of_hex(std::uint32_t hex) {
    const auto channel = [&](int shift) {
        return static_cast<double>((hex >> shift) & 0xffU) / 255.0;
    };
    return lab(linear_rgb(Srgb{channel(16), channel(8), channel(0)}));
}

}  // namespace

double ita_deg(const Lab& color) {
    return std::atan2(color.L - 50.0, color.b) * 180.0 / std::numbers::pi;
}

std::string_view ita_class(double ita_deg) {
    return type_of(ita_deg).ita_class;
}

std::string_view fitzpatrick_type(double ita_deg) {
    return type_of(ita_deg).fitzpatrick;
}

int monk_tone(const Lab& color) {
    const auto nearest =
        std::min_element(monk_srgb.begin(), monk_srgb.end(), [&](std::uint32_t a, std::uint32_t b) {
            return delta_e_2000(color, lab_of_hex(a)) < delta_e_2000(color, lab_of_hex(b));
        });
    return static_cast<int>(nearest - monk_srgb.begin()) + 1;
}

}  // namespace stubble
