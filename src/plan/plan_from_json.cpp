#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <nlohmann/json.hpp>

#include "plan/plan_json.h"
#include "plan/plan_keys.h"

namespace stubble {
namespace {

// Saving adds the known keys to them, and the file must stay below max_json_keys.
constexpr std::size_t max_unknown_keys = 100;

std::string item_path(const std::string& list, std::size_t index) {
    return fmt::format("{}[{}]", list, index);
}

// "from 0 to 1000 dots/cm2"
std::string words_of_limits(const Limits& limits) {
    return fmt::format("from {} to {}{}{}", limits.low, limits.high, limits.unit.empty() ? "" : " ",
                       limits.unit);
}

template <typename Names>
std::string one_of(const Names& names) {
    std::string text;
    for (const std::string_view name : names) {
        text.append(text.empty() ? "" : ", ").append(name);
    }
    return "use " + text;
}

// Archive of plan_keys.h: fills one part of a plan from one JSON object. The first error stays.
class PartReader {
public:
    PartReader(const Json& object, std::string path, std::optional<Error>& error)
        : object_(object), path_(std::move(path)), error_(error) {}

    template <typename T>
    void key(const char* name, T& member, const Limits& limits = {}) {
        known_.emplace_back(name);
        const auto found = object_.find(name);
        if (!error_ && found != object_.end()) {
            read(*found, path_of(name), member, limits);
        }
    }

    template <typename T>
    void required(const char* name, T& member, const Limits& limits = {}) {
        key(name, member, limits);
        if (!object_.contains(name)) {
            // Reading "null" says what should stand there.
            read(Json(), path_of(name), member, limits);
            error_->cause = error_->where == path_of(name) ? "is missing" : error_->cause;
        }
    }

    template <typename T, typename Plain>
    void rare(const char* name, T& member, const Plain& /*plain*/, const Limits& limits = {}) {
        key(name, member, limits);
    }

    void disc(const char* name, Point2& center, double& radius, const Limits& limits) {
        known_.emplace_back(name);
        const Json value = object_.value(name, Json());
        const std::string path = path_of(name);
        if (!value.is_array() || value.size() != 3) {
            return refuse(path, shown(value) + " is no disc", "write it as [u, v, radius]");
        }
        read(value[0], item_path(path, 0), center.x(), chart_limits);
        read(value[1], item_path(path, 1), center.y(), chart_limits);
        read(value[2], item_path(path, 2), radius, limits);
    }

    // What describe() did not ask for.
    [[nodiscard]] UnknownKeys unknown() {
        UnknownKeys rest;
        for (const auto& [name, value] : object_.items()) {
            if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
                rest.emplace_back(name, value.dump());
            }
        }
        if (rest.size() > max_unknown_keys) {
            refuse(path_, fmt::format("has {} keys that no version knows", rest.size()),
                   "remove what does not belong there");
        }
        return rest;
    }

private:
    [[nodiscard]] std::string path_of(const char* name) const {
        return path_.empty() ? name : path_ + "." + name;
    }

    void refuse(const std::string& path, std::string cause, std::string remedy) {
        if (!error_) {
            error_ = Error{path, std::move(cause), std::move(remedy)};
        }
    }

    void read(const Json& value, const std::string& path, double& out, const Limits& limits) {
        const std::string remedy = "give a number " + words_of_limits(limits);
        if (!value.is_number()) {
            return refuse(path, shown(value) + " is no number", remedy);
        }
        const double number = value.get<double>();
        if (!(number >= limits.low && number <= limits.high)) {
            return refuse(path, shown(value) + " is not possible", remedy);
        }
        out = number == 0.0 ? 0.0 : number;  // no negative zero
    }

    void read(const Json& value, const std::string& path, std::int64_t& out, const Limits& limits) {
        double number = 0.0;
        read(value, path, number, limits);
        if (!error_ && number != std::floor(number)) {
            refuse(path, shown(value) + " is no whole number",
                   "give a whole number " + words_of_limits(limits));
        }
        out = error_ ? out : static_cast<std::int64_t>(number);
    }

    // A seed: any number of 64 bits.
    void read(const Json& value, const std::string& path, std::uint64_t& out,
              const Limits& /*limits*/) {
        if (!value.is_number_unsigned()) {
            return refuse(path, shown(value) + " is no seed",
                          "give a whole number from 0 to 18446744073709551615");
        }
        out = value.get<std::uint64_t>();
    }

    void read(const Json& value, const std::string& path, bool& out, const Limits& /*limits*/) {
        if (!value.is_boolean()) {
            return refuse(path, shown(value) + " is neither true nor false", "use true or false");
        }
        out = value.get<bool>();
    }

    void read(const Json& value, const std::string& path, std::string& out,
              const Limits& /*limits*/) {
        if (!value.is_string()) {
            return refuse(path, shown(value) + " is no text", "write a text in quotes");
        }
        if (value.get_ref<const std::string&>().size() > max_text_bytes) {
            return refuse(path, shown(value) + " is too long",
                          fmt::format("use at most {} bytes", max_text_bytes));
        }
        out = value.get<std::string>();
    }

    template <typename Enum>
    requires std::is_enum_v<Enum>
    void read(const Json& value, const std::string& path, Enum& out, const Limits& /*limits*/) {
        const auto choice =
            value.is_string() ? choice_of<Enum>(value.get_ref<const std::string&>()) : std::nullopt;
        if (!choice) {
            return refuse(path, shown(value) + " is none of the choices", one_of(words_of(Enum{})));
        }
        out = *choice;
    }

    void read(const Json& value, const std::string& path, Date& out, const Limits& /*limits*/) {
        const auto date =
            value.is_string() ? Date::from_iso(value.get_ref<const std::string&>()) : std::nullopt;
        if (!date) {
            return refuse(path, shown(value) + " is no date",
                          "write a day that exists, such as \"2026-12-01\", from 1900 to 2199");
        }
        out = *date;
    }

    void read(const Json& value, const std::string& path, Point2& out, const Limits& /*limits*/) {
        if (!value.is_array() || value.size() != 2) {
            return refuse(path, shown(value) + " is no point", "write it as [u, v]");
        }
        read(value[0], item_path(path, 0), out.x(), chart_limits);
        read(value[1], item_path(path, 1), out.y(), chart_limits);
    }

    void read(const Json& value, const std::string& path, SpacingBounds& out,
              const Limits& limits) {
        if (!value.is_array() || value.size() != 2) {
            return refuse(path, shown(value) + " is no pair of bounds",
                          "write it as [smallest, largest] in mm");
        }
        read(value[0], item_path(path, 0), out.low_mm, limits);
        read(value[1], item_path(path, 1), out.high_mm, limits);
        if (!(out.low_mm <= out.high_mm)) {
            refuse(path, "the smallest distance is above the largest",
                   "write it as [smallest, largest] in mm");
        }
    }

    template <typename T>
    void read(const Json& value, const std::string& path, std::optional<T>& out,
              const Limits& limits) {
        if (value.is_null()) {
            out.reset();
            return;
        }
        T inner = out.value_or(fallback(static_cast<T*>(nullptr)));
        read(value, path, inner, limits);
        if (!error_) {
            out = std::move(inner);
        } else if (error_->where == path) {
            error_->remedy += ", or null";
        }
    }

    // What an optional is filled from before it is read.
    template <typename T>
    static T fallback(const T* /*type*/) {
        return T{};
    }
    static Date fallback(const Date* /*type*/) { return *Date::of(2000, 1, 1); }

    template <typename T>
    void read(const Json& value, const std::string& path, std::vector<T>& out,
              const Limits& limits) {
        const auto size = static_cast<double>(value.size());
        if (!value.is_array() || size < limits.low || size > limits.high) {
            return refuse(path,
                          value.is_array() ? fmt::format("has {} {}", value.size(), limits.unit)
                                           : shown(value) + " is no list",
                          "give a list of " + words_of_limits(limits).substr(5));
        }
        out.assign(value.size(), T{});
        for (std::size_t i = 0; i < value.size() && !error_; ++i) {
            read(value[i], item_path(path, i), out[i], {});
        }
        if constexpr (std::same_as<std::vector<T>, Polygon>) {
            check_outline(path, out);
        }
    }

    void check_outline(const std::string& path, const Polygon& polygon) {
        if (error_) {
            return;
        }
        if (const auto edges = crossing_edges(polygon)) {
            refuse(path,
                   fmt::format("the outline crosses itself: its sides {} and {} meet",
                               edges->first + 1, edges->second + 1),
                   "list the corners in order around the zone");
        } else if (area(polygon) <= 0.0) {
            refuse(path, "the outline encloses nothing", "give at least 3 different corners");
        }
    }

    template <typename Part>
    requires requires(Part part) { part.unknown; }
    void read(const Json& value, const std::string& path, Part& out, const Limits& /*limits*/) {
        if (!value.is_object()) {
            return refuse(path, shown(value) + " is no object",
                          "write it as { \"key\": value, ... }");
        }
        PartReader reader(value, path, error_);
        describe(reader, out);
        out.unknown = reader.unknown();
    }

    // A control point may also be a bare pair of coordinates.
    void read(const Json& value, const std::string& path, PlanHairline::ControlPoint& out,
              const Limits& limits) {
        if (value.is_array()) {
            return read(value, path, out.at_mm, limits);
        }
        read<PlanHairline::ControlPoint>(value, path, out, limits);
    }

    void read(const Json& value, const std::string& path, PlanZone::Area& out,
              const Limits& limits) {
        const bool has_polygon = value.is_object() && value.contains("polygon");
        const bool has_disc = value.is_object() && value.contains("disc");
        if (value.is_string()) {
            read(value, path, out.emplace<PlanZone::Region>(), limits);
        } else if (has_polygon != has_disc) {
            has_polygon ? read(value, path, out.emplace<PlanZone::OutlinedArea>(), limits)
                        : read(value, path, out.emplace<PlanZone::RoundArea>(), limits);
        } else {
            refuse(path,
                   has_disc ? "is a polygon and a disc at once" : shown(value) + " is no region",
                   one_of(words_of(PlanZone::Region{})) +
                       R"(, {"polygon": [[u, v], ...]} or {"disc": [u, v, r]})");
        }
    }

    void read(const Json& value, const std::string& path,
              std::variant<std::string, PlanPalette>& out, const Limits& limits) {
        if (!value.is_string() && !value.is_object()) {
            return refuse(path, shown(value) + " is no palette",
                          R"(give a name, a file, or {"name": ..., "shades": [...]})");
        }
        value.is_string() ? read(value, path, out.emplace<std::string>(), limits)
                          : read(value, path, out.emplace<PlanPalette>(), limits);
    }

    const Json& object_;
    std::string path_;
    std::optional<Error>& error_;
    std::vector<std::string_view> known_;
};

void name_zones(std::vector<PlanZone>& zones) {
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones[i].name.empty()) {
            const auto* region = std::get_if<PlanZone::Region>(&zones[i].region);
            zones[i].name = region ? std::string(word_of(*region)) : fmt::format("zone-{}", i + 1);
        }
    }
}

bool is_hair_color(const std::string& color) {
    const bool is_hex = color.size() == 7 && color.front() == '#' &&
                        color.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    return is_hex || std::find(hair_color_names.begin(), hair_color_names.end(), color) !=
                         hair_color_names.end();
}

// Number of an item whose name an earlier item has.
template <typename Item>
std::optional<std::size_t> second_of_a_name(const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (items[i].name == items[j].name) {
                return i;
            }
        }
    }
    return std::nullopt;
}

std::optional<Error> second_name(const std::string& list, const std::optional<std::size_t>& index,
                                 const std::string& name) {
    return Error{item_path(list, *index) + ".name", shown(name) + " stands there twice",
                 "give each its own name"};
}

std::optional<Error> palette_problem(const PlanPalette& palette) {
    if (const auto index = second_of_a_name(palette.shades)) {
        return second_name("palette.shades", index, palette.shades[*index].name);
    }
    for (std::size_t i = 0; i < palette.shades.size(); ++i) {
        const PigmentRecipe& recipe = palette.shades[i].recipe;
        const double sum =
            recipe.carbon_black + recipe.red_oxide + recipe.yellow_oxide + recipe.black_oxide;
        if (std::abs(sum - 1.0) > 0.001) {
            return Error{item_path("palette.shades", i),
                         fmt::format("its components add up to {:.4g}", sum),
                         "make carbon_black and the three iron oxides add up to 1"};
        }
    }
    return std::nullopt;
}

// What no single key can say.
std::optional<Error> contradiction(const TreatmentPlan& plan) {
    if (!is_hair_color(plan.hair.color)) {
        return Error{"hair.color", shown(plan.hair.color) + " is no hair colour",
                     one_of(hair_color_names) + " or \"#rrggbb\""};
    }
    if (const auto index = second_of_a_name(plan.zones)) {
        return second_name("zones", index, plan.zones[*index].name);
    }
    double share = 0.0;
    for (const PlanSession& session : plan.sessions) {
        share += session.share;
    }
    if (!(share > 0.0)) {
        return Error{"sessions", "no session has a share of the dots",
                     "give shares that add up to 1"};
    }
    const auto* palette = std::get_if<PlanPalette>(&plan.palette);
    return palette ? palette_problem(*palette) : std::nullopt;
}

}  // namespace

Result<TreatmentPlan> plan_from_json(const Json& object) {
    TreatmentPlan plan;
    std::optional<Error> error;
    if (!object.is_object()) {
        return Error{"", "holds no JSON object",
                     "write it as { \"format\": \"stubble-plan\", ... }"};
    }
    PartReader reader(object, "", error);
    describe(reader, plan);
    plan.unknown = reader.unknown();
    if (!error) {
        name_zones(plan.zones);
        error = contradiction(plan);
    }
    return error ? Result<TreatmentPlan>(*error) : Result<TreatmentPlan>(std::move(plan));
}

}  // namespace stubble
