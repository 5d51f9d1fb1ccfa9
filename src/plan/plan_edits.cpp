#include "plan/plan_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "plan/plan_json.h"

namespace stubble {
namespace {

// One step of a path: the key of an object; or the number or name of a list's item.
struct Step {
    std::string name;                  // "zones", "frontal", "0"
    std::optional<std::size_t> index;  // of [0] and of a name that is a number
};

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

// A path in a message.
std::string short_path(std::string_view path) {
    return path.size() > 80 ? std::string(path.substr(0, 77)) + "..." : std::string(path);
}

Error bad_path(std::string_view path) {
    return {short_path(path), "is no path of a key",
            "write it as key.path=value, such as zones[0].dots_per_cm2=120"};
}

// "zones[0].name" as zones, 0, name.
Result<std::vector<Step>> steps_of(std::string_view path) {
    std::vector<Step> steps;
    std::string_view rest = path;
    while (!rest.empty()) {
        if (rest.front() == '[') {
            const std::size_t end = rest.find(']');
            const std::string_view digits =
                rest.substr(1, end == std::string_view::npos ? 0 : end - 1);
            const auto index = number(digits);
            if (!index || steps.empty()) {
                return bad_path(path);
            }
            steps.push_back({"", index});
            rest.remove_prefix(end + 1);
        } else {
            // A dot stands between the steps, not before the first.
            rest.remove_prefix(steps.empty() ? 0 : 1);
            const std::string_view name = rest.substr(0, rest.find_first_of(".["));
            if (name.empty() || name.find(']') != std::string_view::npos) {
                return bad_path(path);
            }
            steps.push_back({std::string(name), number(name)});
            rest.remove_prefix(name.size());
        }
        if (!rest.empty() && rest.front() != '.' && rest.front() != '[') {
            return bad_path(path);
        }
    }
    return steps.empty() ? Result<std::vector<Step>>(bad_path(path)) : std::move(steps);
}

// Names that a remedy offers: the keys of an object, or the named items of a list.
std::string offered(const Json& part) {
    std::string names;
    for (const auto& [key, value] : part.items()) {
        const Json name = part.is_object()    ? Json(key)
                          : value.is_object() ? value.value("name", Json())
                                              : Json();
        if (name.is_string() && names.size() < 280) {
            names += (names.empty() ? "" : ", ") + name.get<std::string>();
        }
    }
    return names;
}

// Number of the item that a step means; the number after the last one for the first [n] beyond.
std::optional<std::size_t> item_index(const Json& list, const Step& step) {
    if (!step.name.empty()) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (list[i].is_object() && list[i].value("name", Json()) == step.name) {
                return i;
            }
        }
    }
    return step.index && *step.index <= list.size() ? step.index : std::nullopt;
}

Error no_such_part(const Json& part, std::string_view path) {
    if (part.is_object()) {
        return {short_path(path), "there is no such key", "use one of " + offered(part)};
    }
    if (part.is_array()) {
        const std::string names = offered(part);
        return {short_path(path), "there is no such item",
                fmt::format("the list has {} items{}{}", part.size(), names.empty() ? "" : ": ",
                            names)};
    }
    return {short_path(path), "lies inside of " + shown(part) + ", which has no parts",
            "set the whole key"};
}

// The place of a step in a part. A list grows by an item when the step appends to it.
Json* place_of(Json& part, const Step& step, bool may_append) {
    if (part.is_object() && !step.name.empty() && part.contains(step.name)) {
        return &part[step.name];
    }
    const auto index = part.is_array() ? item_index(part, step) : std::nullopt;
    if (!index || (*index == part.size() && !may_append)) {
        return nullptr;
    }
    if (*index == part.size()) {
        part.push_back(Json());
    }
    return &part[*index];
}

// The place of a path in a plan that has all its keys; an appended item is null.
Result<Json*> find_place(Json& plan, std::string_view path, const std::vector<Step>& steps,
                         bool may_append) {
    Json* part = &plan;
    for (const Step& step : steps) {
        Json* next = place_of(*part, step, may_append && &step == &steps.back());
        if (next == nullptr) {
            return no_such_part(*part, path);
        }
        part = next;
    }
    return part;
}

// Quotes, brackets and braces begin JSON and nothing else.
bool is_surely_json(std::string_view text) {
    return !text.empty() && std::string_view("\"[{").find(text.front()) != std::string_view::npos;
}

bool is_utf8(const std::string& text) {
    try {
        (void)Json(text).dump();
        return true;
    } catch (const Json::exception&) {
        return false;
    }
}

}  // namespace

Result<PlanEdit> parse_plan_edit(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return bad_path(text);
    }
    return PlanEdit{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

Result<TreatmentPlan> edited_plan(const TreatmentPlan& plan, const PlanEdit& edit) {
    const auto steps = steps_of(edit.path);
    if (!steps) {
        return steps.error();
    }
    const std::string where = short_path(edit.path);
    Result<Json> json =
        parse_json(edit.value, where, max_json_depth - std::min(steps->size(), max_json_depth));
    if (!json && is_surely_json(edit.value)) {
        return json.error();
    }
    if (!json && !is_utf8(edit.value)) {
        return Error{where, "is no text in UTF-8", "write it in UTF-8"};
    }
    Json object = plan_to_json(plan, RareKeys::Always);
    const auto place = find_place(object, edit.path, *steps, true);
    if (!place) {
        return place.error();
    }
    **place = json ? *json : Json(edit.value);
    Result<TreatmentPlan> result = plan_from_json(object);
    if (!result && json && !json->is_null() && !is_surely_json(edit.value)) {
        // A number where a text is wanted: a client called 123.
        **place = edit.value;
        if (Result<TreatmentPlan> as_text = plan_from_json(object)) {
            return as_text;
        }
    }
    return result;
}

Result<std::string> plan_value(const TreatmentPlan& plan, std::string_view path) {
    const auto steps = steps_of(path);
    if (!steps) {
        return steps.error();
    }
    Json object = plan_to_json(plan, RareKeys::Always);
    const auto place = find_place(object, path, *steps, false);
    return place ? Result<std::string>((*place)->dump()) : place.error();
}

}  // namespace stubble
