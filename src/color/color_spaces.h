// Conversions between linear RGB, sRGB, XYZ, Lab and LCh.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stubble {

// CIE XYZ, 2 degree observer, relative to D65 white (0.95047, 1, 1.08883).
struct Xyz {
    double X = 0.0;
    double Y = 0.0;
    double Z = 0.0;
};

// Linear light in the primaries of sRGB; white = (1, 1, 1), values outside 0..1 are colours outside
// the gamut.
struct LinearRgb {
    double r = 0.0;
    double g = 0.0;
    double b = 0.0;
};

// Encoded sRGB (IEC 61966-2-1), 0..1 per channel.
struct Srgb {
    double r = 0.0;
    double g = 0.0;
    double b = 0.0;
};

// CIE 1976 L*a*b* relative to D65.
struct Lab {
    double L = 0.0;
    double a = 0.0;
    double b = 0.0;
};

inline constexpr Xyz d65_white{0.95047, 1.0, 1.08883};

[[nodiscard]] LinearRgb linear_rgb(const Xyz& color);
[[nodiscard]] LinearRgb linear_rgb(const Srgb& color);
[[nodiscard]] Xyz xyz(const LinearRgb& color);
// CIE 015: cube root above (6/29)^3, linear below.
[[nodiscard]] Lab lab(const Xyz& color);
[[nodiscard]] Lab lab(const LinearRgb& color);
// Negative light is clamped to 0 first.
[[nodiscard]] Srgb srgb(const LinearRgb& color);

// Tone curve of sRGB, one channel: 0..1 encoded <-> 0..1 linear.
[[nodiscard]] double srgb_to_linear(double encoded);
[[nodiscard]] double linear_to_srgb(double linear);

// Luminance Y of linear sRGB.
[[nodiscard]] double luminance(const LinearRgb& color);

}  // namespace stubble
