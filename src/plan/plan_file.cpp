#include "plan/plan_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "plan/plan_json.h"

namespace stubble {
namespace {

constexpr const char* format_name = "stubble-plan";

std::optional<Error> check_format(const Json& object) {
    const Json format = object.is_object() ? object.value("format", Json()) : Json();
    if (format != format_name) {
        return Error{format.is_null() ? "" : "format",
                     format.is_null() ? "is no plan: it has no \"format\""
                                      : shown(format) + " is not the format of a plan",
                     R"(give a plan file; it has "format": "stubble-plan")"};
    }
    const Json version = object.value("version", Json(plan_version));
    // As double: comparing JSON takes numbers of 64 bits for negative ones.
    const double number = version.is_number_integer() ? version.get<double>() : 0.0;
    if (number < 1.0) {
        return Error{"version", shown(version) + " is no version",
                     fmt::format("give a whole number from 1 to {}", plan_version)};
    }
    if (number > plan_version) {
        return Error{"version",
                     fmt::format("{} is newer than this program, which knows plans up to version "
                                 "{}",
                                 shown(version), plan_version),
                     "open it with a newer Stubble"};
    }
    return std::nullopt;
}

// Steps from older versions belong here, one for each, applied to the JSON before it is read.
Result<TreatmentPlan> plan_of_file(Json object) {
    if (std::optional<Error> error = check_format(object)) {
        return *error;
    }
    object.erase("format");
    object.erase("version");
    return plan_from_json(object);
}

Result<TreatmentPlan> named(Result<TreatmentPlan> plan, const std::string& where) {
    if (plan) {
        return plan;
    }
    const Error& error = plan.error();
    return Error{where + (error.where.empty() ? "" : ": ") + error.where, error.cause,
                 error.remedy};
}

}  // namespace

Result<TreatmentPlan> parse_plan(std::string_view json, const std::string& where) {
    Result<Json> object = parse_json(json, where);
    return object ? named(plan_of_file(std::move(object.value())), where)
                  : Result<TreatmentPlan>(object.error());
}

Result<TreatmentPlan> read_plan(const std::filesystem::path& path) {
    Result<Json> object = read_json(path, "a plan file");
    return object ? named(plan_of_file(std::move(object.value())), path.string())
                  : Result<TreatmentPlan>(object.error());
}

std::string plan_text(const TreatmentPlan& plan) {
    Json object{{"format", format_name}, {"version", plan_version}};
    object.update(plan_to_json(plan));
    return json_text(object);
}

Status write_plan(const std::filesystem::path& path, const TreatmentPlan& plan) {
    const std::string text = plan_text(plan);
    if (text.size() > max_json_bytes) {
        return Error{path.string(), "would be larger than 10 MB and could not be read again",
                     "remove keys that this version does not know"};
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    return write_file_atomically(path, {bytes, text.size()});
}

}  // namespace stubble
