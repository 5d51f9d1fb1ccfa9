#include "photo/photo_patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

namespace stubble {
namespace {

using nlohmann::json;

constexpr std::size_t max_corners = 10'000;
constexpr int max_nesting = 8;  // a patch has 3 levels

// A number of the patch with its allowed range.
struct NumberKey {
    const char* name;
    double PhotoPatch::*member;
    double low;
    double high;
    const char* unit;
};

constexpr std::array<NumberKey, 7> number_keys{{
    {"px_per_mm", &PhotoPatch::px_per_mm, 0.05, 2000.0, "pixels per mm"},
    {"dots_per_cm2", &PhotoPatch::dots_per_cm2, 0.0, max_dots_per_cm2, "dots/cm2"},
    {"feather_mm", &PhotoPatch::feather_mm, 0.0, 100.0, "mm"},
    {"irregularity_mm", &PhotoPatch::irregularity_mm, 0.0, 10.0, "mm"},
    {"dot_diameter_mm", &PhotoPatch::dot_diameter_mm, 0.1, 1.0, "mm"},
    {"depth_mm", &PhotoPatch::depth_mm, 0.15, 1.0, "mm"},
    {"variation", &PhotoPatch::variation, 0.0, 0.25, ""},
}};

constexpr std::array<const char*, 5> other_keys{"polygon_px", "hard_sides", "scale_px", "scale_mm",
                                                "shade"};

std::string known_keys() {
    std::string names;
    for (const char* name : other_keys) {
        names += std::string(names.empty() ? "" : ", ") + name;
    }
    for (const NumberKey& key : number_keys) {
        names += std::string(", ") + key.name;
    }
    return names;
}

bool is_known(const std::string& name) {
    return std::any_of(number_keys.begin(), number_keys.end(),
                       [&](const NumberKey& key) { return name == key.name; }) ||
           std::any_of(other_keys.begin(), other_keys.end(),
                       [&](const char* key) { return name == key; });
}

// A value shortened so that a hostile file cannot fill the terminal.
std::string shown(const json& value) {
    std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    return text.size() > 40 ? text.substr(0, 37) + "..." : text;
}

class PatchReader {
public:
    PatchReader(const json& object, std::string where, int photo_width, int photo_height)
        : object_(object), where_(std::move(where)), width_(photo_width), height_(photo_height) {}

    Result<PhotoPatch> read() {
        for (const auto step :
             {&PatchReader::check_keys, &PatchReader::read_numbers, &PatchReader::read_polygon,
              &PatchReader::read_hard_sides, &PatchReader::read_scale, &PatchReader::read_shade,
              &PatchReader::check_area}) {
            if (std::optional<Error> error = (this->*step)()) {
                return *error;
            }
        }
        return patch_;
    }

private:
    using Problem = std::optional<Error>;

    [[nodiscard]] Error problem(const std::string& key, std::string cause,
                                std::string remedy) const {
        return {where_ + ": " + key, std::move(cause), std::move(remedy)};
    }

    [[nodiscard]] Problem check_keys() {
        for (const auto& [name, value] : object_.items()) {
            if (!is_known(name)) {
                return problem(name.substr(0, 60), "unknown key", "use " + known_keys());
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Problem read_numbers() {
        for (const NumberKey& key : number_keys) {
            if (!object_.contains(key.name)) {
                continue;
            }
            const json& value = object_[key.name];
            const double number = value.is_number() ? value.get<double>() : std::nan("");
            if (!(number >= key.low && number <= key.high)) {
                return problem(
                    key.name, shown(value) + " is out of range",
                    fmt::format("give a number from {:g} to {:g} {}", key.low, key.high, key.unit));
            }
            patch_.*key.member = number;
        }
        return std::nullopt;
    }

    [[nodiscard]] static std::optional<Point2> point_of(const json& value) {
        if (!value.is_array() || value.size() != 2 || !value[0].is_number() ||
            !value[1].is_number()) {
            return std::nullopt;
        }
        const Point2 point(value[0].get<double>(), value[1].get<double>());
        return point.allFinite() ? std::optional(point) : std::nullopt;
    }

    [[nodiscard]] Problem read_polygon() {
        const json value = object_.value("polygon_px", json());
        if (!value.is_array() || value.size() < 3 || value.size() > max_corners) {
            return problem("polygon_px",
                           value.is_array() ? fmt::format("has {} corners", value.size())
                                            : "is missing or no list",
                           fmt::format("give 3 to {} corners as [[x, y], ...]", max_corners));
        }
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::optional<Point2> corner = point_of(value[i]);
            if (!corner) {
                return problem("polygon_px", fmt::format("corner {} is {}", i + 1, shown(value[i])),
                               "write it as [x, y]");
            }
            if (corner->x() < 0 || corner->y() < 0 || corner->x() > width_ ||
                corner->y() > height_) {
                return problem(
                    "polygon_px",
                    fmt::format("corner {} at ({:g}, {:g}) lies outside the photograph", i + 1,
                                corner->x(), corner->y()),
                    fmt::format("keep x within 0 to {} and y within 0 to {}", width_, height_));
            }
            patch_.polygon_px.push_back(*corner);
        }
        if (const auto edges = crossing_edges(patch_.polygon_px)) {
            return problem("polygon_px",
                           fmt::format("the outline crosses itself: its sides {} and {} meet",
                                       edges->first + 1, edges->second + 1),
                           "list the corners in order around the zone");
        }
        if (area(patch_.polygon_px) <= 0.0) {
            return problem("polygon_px", "the outline encloses nothing",
                           "give at least 3 different corners");
        }
        return std::nullopt;
    }

    [[nodiscard]] Problem read_hard_sides() {
        const json sides = object_.value("hard_sides", json::array());
        const auto corners = static_cast<std::int64_t>(patch_.polygon_px.size());
        for (const json& side : sides.is_array() ? sides : json::array({sides})) {
            if (!sides.is_array() || !side.is_number_integer() || side < 1 || side > corners) {
                return problem("hard_sides", shown(side) + " is no side of the polygon",
                               fmt::format("give a list of numbers from 1 to {}; side 1 runs from "
                                           "corner 1 to corner 2",
                                           corners));
            }
            patch_.hard_sides.push_back(side.get<int>() - 1);
        }
        return std::nullopt;
    }

    [[nodiscard]] Problem read_scale() {
        const bool direct = object_.contains("px_per_mm");
        const bool measured = object_.contains("scale_px") || object_.contains("scale_mm");
        if (direct != measured) {
            return direct ? std::nullopt : read_measured_scale();
        }
        return problem(
            "px_per_mm", direct ? "the scale is given twice" : "the scale is missing",
            "give either px_per_mm, or scale_px with two points and scale_mm with their distance");
    }

    [[nodiscard]] Problem read_measured_scale() {
        const json points = object_.value("scale_px", json());
        const bool two = points.is_array() && points.size() == 2;
        const std::optional<Point2> from = two ? point_of(points[0]) : std::nullopt;
        const std::optional<Point2> to = two ? point_of(points[1]) : std::nullopt;
        if (!from || !to) {
            return problem("scale_px", shown(points) + " is not two points",
                           "write it as [[x, y], [x, y]]");
        }
        const json millimetres = object_.value("scale_mm", json());
        const double distance_mm =
            millimetres.is_number() ? millimetres.get<double>() : std::nan("");
        if (!(distance_mm > 0.0 && distance_mm <= 1e6)) {
            return problem("scale_mm", shown(millimetres) + " is no distance",
                           "give the distance of the two points in mm, more than 0");
        }
        patch_.px_per_mm = (*to - *from).norm() / distance_mm;
        const NumberKey& key = number_keys[0];
        if (!(patch_.px_per_mm >= key.low && patch_.px_per_mm <= key.high)) {
            return problem(
                "scale_px", fmt::format("gives {:g} pixels per mm", patch_.px_per_mm),
                fmt::format("check the two points and scale_mm: {:g} to {:g} are possible", key.low,
                            key.high));
        }
        return std::nullopt;
    }

    [[nodiscard]] Problem read_shade() {
        if (!object_.contains("shade")) {
            return std::nullopt;
        }
        const json& value = object_["shade"];
        if (!value.is_string()) {
            return problem("shade", shown(value) + " is no name",
                           "give the name of a shade, such as \"ash\"");
        }
        patch_.shade = value.get<std::string>();
        return std::nullopt;
    }

    [[nodiscard]] Problem check_area() {
        const double cm2 = area(patch_.polygon_px) / (patch_.px_per_mm * patch_.px_per_mm) / 100.0;
        if (cm2 > max_zone_cm2) {
            return problem(
                "px_per_mm", fmt::format("the zone would be {:.0f} cm2 large", cm2),
                fmt::format("check the scale: a zone has at most {:g} cm2", max_zone_cm2));
        }
        return std::nullopt;
    }

    const json& object_;
    std::string where_;
    int width_;
    int height_;
    PhotoPatch patch_;
};

}  // namespace

Polygon PhotoPatch::outline_mm() const {
    Polygon outline = polygon_px;
    for (Point2& corner : outline) {
        corner /= px_per_mm;
    }
    return outline;
}

Result<PhotoPatch> parse_patch(std::string_view text, const std::string& where, int photo_width,
                               int photo_height) {
    json object;
    bool is_too_deep = false;
    // Copying or printing a value takes a stack frame for each of its levels: what is nested deeper
    // is dropped while parsing.
    const auto keep = [&](int depth, json::parse_event_t /*event*/, const json& /*value*/) {
        is_too_deep = is_too_deep || depth > max_nesting;
        return depth <= max_nesting;
    };
    try {
        object = json::parse(text, keep);
    } catch (const json::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: ...": the part with
        // the place is enough.
        const std::string what = error.what();
        const std::string cause = what.substr(std::min(what.find("] ") + 2, what.size()), 100);
        return Error{where, "is no valid JSON: " + cause, "correct the file"};
    }
    if (is_too_deep) {
        return Error{where, fmt::format("is nested deeper than {} levels", max_nesting),
                     "write it as { \"polygon_px\": ..., \"px_per_mm\": ... }"};
    }
    if (!object.is_object()) {
        return Error{where, "holds no JSON object",
                     "write it as { \"polygon_px\": ..., \"px_per_mm\": ... }"};
    }
    return PatchReader(object, where, photo_width, photo_height).read();
}

Result<PhotoPatch> read_patch(const std::filesystem::path& path, int photo_width,
                              int photo_height) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(path, failure)) {
        return Error{path.string(), "there is no such file", "give a patch file (JSON)"};
    }
    if (std::filesystem::file_size(path, failure) > max_patch_file_bytes) {
        return Error{path.string(), "is larger than 10 MB", "give a patch file (JSON)"};
    }
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    if (!file) {
        return Error{path.string(), "cannot be read", "check its permissions"};
    }
    return parse_patch(text, path.string(), photo_width, photo_height);
}

}  // namespace stubble
