#include "dots/dot_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/atomic_file.h"
#include "base/check.h"

namespace stubble {
namespace {

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string text = "\"";
    for (const char c : cell) {
        text += c == '"' ? "\"\"" : std::string(1, c);
    }
    return text + "\"";
}

std::string csv_of(const DotTable& table) {
    std::string text =
        "x_mm,y_mm,z_mm,u_mm,v_mm,diameter_mm,depth_mm,strength,spacing_mm,session,zone,shade\n";
    for (std::size_t i = 0; i < table.dots.size(); ++i) {
        const Dot& dot = table.dots[i];
        const Point2& chart = table.chart_mm[i];
        fmt::format_to(std::back_inserter(text),
                       "{:.4f},{:.4f},{:.4f},{:.3f},{:.3f},{:.4f},{:.4f},{:.4f},{:.4f},{},{},{}\n",
                       dot.position_mm.x(), dot.position_mm.y(), dot.position_mm.z(), chart.x(),
                       chart.y(), dot.diameter_mm, dot.depth_mm, dot.strength, dot.spacing_mm,
                       dot.session + 1, quoted(table.zones[dot.zone]),
                       quoted(table.shades[dot.zone]));
    }
    return text;
}

double short_number(double x) {
    return std::round(x * 1e4) / 1e4;
}

std::string json_of(const DotTable& table) {
    nlohmann::ordered_json dots = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < table.dots.size(); ++i) {
        const Dot& dot = table.dots[i];
        const auto numbers = [](const auto& vector) {
            nlohmann::ordered_json list = nlohmann::ordered_json::array();
            for (const double x : vector) {
                list.push_back(short_number(x));
            }
            return list;
        };
        dots.push_back({{"position_mm", numbers(dot.position_mm)},
                        {"chart_mm", numbers(table.chart_mm[i])},
                        {"diameter_mm", short_number(dot.diameter_mm)},
                        {"depth_mm", short_number(dot.depth_mm)},
                        {"strength", short_number(dot.strength)},
                        {"spacing_mm", short_number(dot.spacing_mm)},
                        {"session", dot.session + 1},
                        {"zone", table.zones[dot.zone]},
                        {"shade", table.shades[dot.zone]}});
    }
    // Names come from a plan that was checked to be UTF-8.
    return nlohmann::ordered_json{{"format", "stubble-dots"}, {"dots", dots}}.dump() + "\n";
}

template <typename T>
void append(std::string& bytes, T value) {
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes.append(raw, sizeof(T));
}

std::string ply_of(const DotTable& table) {
    std::string text = fmt::format(
        "ply\nformat {} 1.0\ncomment millimetres, in the order of rank\nelement vertex {}\n",
        std::endian::native == std::endian::little ? "binary_little_endian" : "binary_big_endian",
        table.dots.size());
    for (const char* name :
         {"x", "y", "z", "nx", "ny", "nz", "diameter_mm", "depth_mm", "strength", "spacing_mm"}) {
        text += fmt::format("property float {}\n", name);
    }
    text += "property int session\nproperty int zone\nend_header\n";
    for (const Dot& dot : table.dots) {
        const Vector3f place = dot.position_mm.cast<float>();
        const std::array<double, 4> numbers{dot.diameter_mm, dot.depth_mm, dot.strength,
                                            dot.spacing_mm};
        for (const float x : place) {
            append(text, x);
        }
        for (const float x : dot.normal) {
            append(text, x);
        }
        for (const double x : numbers) {
            append(text, static_cast<float>(x));
        }
        append(text, dot.session + 1);
        append(text, dot.zone);
    }
    return text;
}

std::string escaped(const std::string& name) {
    std::string text;
    for (const char c : name) {
        switch (c) {
            case '&':
                text += "&amp;";
                break;
            case '<':
                text += "&lt;";
                break;
            case '"':
                text += "&quot;";
                break;
            default:
                text += c;
        }
    }
    return text;
}

// Zone, session, diameter in fiftieths of a millimetre: dots of one stroke.
using StrokeKey = std::tuple<int, int, int>;
constexpr double widths_per_mm = 50.0;

std::map<StrokeKey, std::string> strokes_of(const DotTable& table) {
    std::map<StrokeKey, std::string> strokes;
    for (std::size_t i = 0; i < table.dots.size(); ++i) {
        const Dot& dot = table.dots[i];
        const int width =
            std::max(1, static_cast<int>(std::lround(dot.diameter_mm * widths_per_mm)));
        fmt::format_to(std::back_inserter(strokes[{dot.zone, dot.session, width}]),
                       "M{:.2f} {:.2f}h0", table.chart_mm[i].x(), -table.chart_mm[i].y());
    }
    return strokes;
}

std::string svg_of(const DotTable& table) {
    constexpr double margin_mm = 5.0;
    Eigen::AlignedBox2d box(Point2(0.0, 0.0), Point2(0.0, 0.0));
    for (const Point2& place : table.chart_mm) {
        box.extend(Point2(place.x(), -place.y()));
    }
    const Point2 low = box.min() - Point2(margin_mm, margin_mm);
    const Point2 size = box.sizes() + 2.0 * Point2(margin_mm, margin_mm);
    std::string text = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        "xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" width=\"{0:.2f}mm\" "
        "height=\"{1:.2f}mm\" viewBox=\"{2:.2f} {3:.2f} {0:.2f} {1:.2f}\">\n",
        size.x(), size.y(), low.x(), low.y());
    std::pair<int, int> layer{-1, -1};
    for (const auto& [key, path] : strokes_of(table)) {
        const auto [zone, session, width] = key;
        if (layer != std::pair(zone, session)) {
            text += layer.first < 0 ? "" : "</g>\n";
            layer = {zone, session};
            text += fmt::format(
                "<g inkscape:groupmode=\"layer\" inkscape:label=\"{0}, session {1}\" "
                "id=\"zone-{2}-session-{1}\" fill=\"none\" stroke=\"#000\" "
                "stroke-linecap=\"round\">\n",
                escaped(table.zones[zone]), session + 1, zone + 1);
        }
        text +=
            fmt::format("<path stroke-width=\"{:.2f}\" d=\"{}\"/>\n", width / widths_per_mm, path);
    }
    return text + (layer.first < 0 ? "" : "</g>\n") + "</svg>\n";
}

struct Format {
    const char* extension;
    std::string (*text)(const DotTable&);
};
constexpr std::array<Format, 4> formats{
    {{".csv", csv_of}, {".ply", ply_of}, {".json", json_of}, {".svg", svg_of}}};

const Format* format_of(const std::filesystem::path& path) {
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const Format& format) {
        return path.extension() == format.extension;
    });
    return found == formats.end() ? nullptr : &*found;
}

}  // namespace

Status check_dots_output(const std::filesystem::path& path) {
    if (format_of(path) != nullptr) {
        return Done{};
    }
    return Error{path.string(), "is no format for dots",
                 "end the name in .csv, .ply, .json or .svg"};
}

Status write_dots(const std::filesystem::path& path, const DotTable& table) {
    STUBBLE_CHECK(table.chart_mm.size() == table.dots.size());
    STUBBLE_CHECK(table.shades.size() == table.zones.size());
    if (Status known = check_dots_output(path); !known) {
        return known;
    }
    const std::string text = format_of(path)->text(table);
    return write_file_atomically(path,
                                 {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace stubble
