#include "color/color_spaces.h"

#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace stubble {
namespace {

// XYZ (D65) to linear sRGB with the primaries of BT.709, seven digits (B. Lindbloom; science
// convention of the project).
const Eigen::Matrix3d& rgb_from_xyz() {
    static const Eigen::Matrix3d matrix{{3.2404542, -1.5371385, -0.4985314},
                                        {-0.9692660, 1.8760108, 0.0415560},
                                        {0.0556434, -0.2040259, 1.0572252}};
    return matrix;
}

const Eigen::Matrix3d& xyz_from_rgb() {
    static const Eigen::Matrix3d matrix = rgb_from_xyz().inverse();
    return matrix;
}

// The f of CIE 1976 Lab.
double lab_f(double ratio) {
    constexpr double limit = 216.0 / 24389.0;  // (6/29)^3
    constexpr double kappa = 24389.0 / 27.0;
    return ratio > limit ? std::cbrt(ratio) : (kappa * ratio + 16.0) / 116.0;
}

}  // namespace

LinearRgb linear_rgb(const Xyz& color) {
    const Eigen::Vector3d rgb = rgb_from_xyz() * Eigen::Vector3d(color.X, color.Y, color.Z);
    return {rgb[0], rgb[1], rgb[2]};
}

LinearRgb linear_rgb(const Srgb& color) {
    return {srgb_to_linear(color.r), srgb_to_linear(color.g), srgb_to_linear(color.b)};
}

Xyz xyz(const LinearRgb& color) {
    const Eigen::Vector3d result = xyz_from_rgb() * Eigen::Vector3d(color.r, color.g, color.b);
    return {result[0], result[1], result[2]};
}

Lab lab(const Xyz& color) {
    const double fx = lab_f(color.X / d65_white.X);
    const double fy = lab_f(color.Y / d65_white.Y);
    const double fz = lab_f(color.Z / d65_white.Z);
    return {116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)};
}

Lab lab(const LinearRgb& color) {
    return lab(xyz(color));
}

Srgb srgb(const LinearRgb& color) {
    return {linear_to_srgb(color.r), linear_to_srgb(color.g), linear_to_srgb(color.b)};
}

double srgb_to_linear(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double linear_to_srgb(double linear) {
    const double light = std::max(linear, 0.0);
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1.0 / 2.4) - 0.055;
}

double luminance(const LinearRgb& color) {
    return xyz(color).Y;
}

}  // namespace stubble
