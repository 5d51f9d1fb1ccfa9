#include "sampling/sample_export.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <iterator>
#include <string>

#include "base/atomic_file.h"

namespace stubble {
namespace {

template <typename T>
void append(std::string& bytes, T value) {
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes.append(raw, sizeof(T));
}

std::string ply_of(const RankedDots& points) {
    std::string text = fmt::format(
        "ply\nformat {} 1.0\ncomment millimetres, in the order of rank\nelement vertex {}\n"
        "property double x\nproperty double y\nproperty double z\nproperty float radius\nproperty "
        "uint session\n"
        "property uint triangle\nend_header\n",
        std::endian::native == std::endian::little ? "binary_little_endian" : "binary_big_endian",
        points.dots.size());
    for (const SurfaceDot& dot : points.dots) {
        append(text, dot.position_mm.x());
        append(text, dot.position_mm.y());
        append(text, dot.position_mm.z());
        append(text, dot.radius_mm);
        append(text, dot.session);
        append(text, dot.triangle);
    }
    return text;
}

std::string csv_of(const RankedDots& points) {
    std::string text = "x_mm,y_mm,z_mm,radius_mm,session,triangle\n";
    for (const SurfaceDot& dot : points.dots) {
        fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{}\n", dot.position_mm.x(),
                       dot.position_mm.y(), dot.position_mm.z(), dot.radius_mm, dot.session + 1,
                       dot.triangle);
    }
    return text;
}

std::string xyz_of(const RankedDots& points) {
    std::string text;
    for (const SurfaceDot& dot : points.dots) {
        fmt::format_to(std::back_inserter(text), "{} {} {}\n", dot.position_mm.x(),
                       dot.position_mm.y(), dot.position_mm.z());
    }
    return text;
}

}  // namespace

Status check_points_output(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    if (extension == ".ply" || extension == ".csv" || extension == ".xyz") {
        return Done{};
    }
    return Error{path.string(), "is no format for points", "end the name in .ply, .csv or .xyz"};
}

Status write_points(const std::filesystem::path& path, const RankedDots& points) {
    if (Status known = check_points_output(path); !known) {
        return known;
    }
    const std::string extension = path.extension().string();
    const std::string text = extension == ".ply"   ? ply_of(points)
                             : extension == ".csv" ? csv_of(points)
                                                   : xyz_of(points);
    return write_file_atomically(path,
                                 {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace stubble
