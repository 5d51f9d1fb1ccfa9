#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "plan/plan_json.h"
#include "plan/plan_keys.h"

namespace stubble {
namespace {

// Archive of plan_keys.h: writes one part of a plan as one JSON object.
class PartWriter {
public:
    explicit PartWriter(RareKeys rare) : rare_(rare) {}

    template <typename T>
    void key(const char* name, const T& member, const Limits& /*limits*/ = {}) {
        object_[name] = json(member);
    }
    template <typename T>
    void required(const char* name, const T& member, const Limits& /*limits*/ = {}) {
        key(name, member);
    }
    template <typename T>
    void rare(const char* name, const T& member, const T& plain, const Limits& /*limits*/ = {}) {
        if (rare_ == RareKeys::Always || member != plain) {
            key(name, member);
        }
    }
    void disc(const char* name, const Point2& center, const double& radius,
              const Limits& /*limits*/) {
        object_[name] = Json::array({json(center.x()), json(center.y()), json(radius)});
    }

    // The part, with the keys that nobody knows at its end.
    template <typename Part>
    static Json part(const Part& part, RareKeys rare) {
        PartWriter writer(rare);
        describe(writer, part);
        for (const auto& [name, text] : part.unknown) {
            Json value = Json::parse(text, nullptr, false);
            STUBBLE_CHECK(!value.is_discarded());
            writer.object_.emplace(name, std::move(value));
        }
        return std::move(writer.object_);
    }

private:
    // Whole numbers without ".0".
    static Json json(double number) {
        STUBBLE_CHECK(std::isfinite(number));
        constexpr double exact = 1e15;
        return std::abs(number) < exact && number == std::floor(number)
                   ? Json(static_cast<std::int64_t>(number))
                   : Json(number);
    }
    static Json json(std::int64_t number) { return number; }
    static Json json(std::uint64_t number) { return number; }
    static Json json(bool value) { return value; }
    static Json json(const std::string& text) { return text; }
    static Json json(const Date& date) { return date.iso(); }
    static Json json(const Point2& point) { return {json(point.x()), json(point.y())}; }
    static Json json(const SpacingBounds& bounds) {
        return {json(bounds.low_mm), json(bounds.high_mm)};
    }

    template <typename Enum>
    requires std::is_enum_v<Enum>
    static Json json(Enum choice) { return word_of(choice); }

    template <typename T>
    [[nodiscard]] Json json(const std::optional<T>& value) const {
        return value ? json(*value) : Json();
    }
    template <typename T>
    [[nodiscard]] Json json(const std::vector<T>& items) const {
        Json list = Json::array();
        for (const T& item : items) {
            list.push_back(json(item));
        }
        return list;
    }
    template <typename... T>
    [[nodiscard]] Json json(const std::variant<T...>& value) const {
        return std::visit([this](const auto& kind) { return json(kind); }, value);
    }
    template <typename Part>
    requires requires(Part part) { part.unknown; }
    [[nodiscard]] Json json(const Part& part) const { return PartWriter::part(part, rare_); }

    RareKeys rare_;
    Json object_ = Json::object();
};

// Archive of plan_keys.h: lists the keys nobody knows of one part and the parts in it.
class UnknownKeyLister {
public:
    UnknownKeyLister(std::string path, std::vector<std::string>& paths)
        : path_(std::move(path)), paths_(paths) {}

    template <typename T>
    void key(const char* name, const T& member, const Limits& /*limits*/ = {}) {
        visit(path_of(name), member);
    }
    template <typename T>
    void required(const char* name, const T& member, const Limits& /*limits*/ = {}) {
        visit(path_of(name), member);
    }
    template <typename T>
    void rare(const char* name, const T& member, const T& /*plain*/,
              const Limits& /*limits*/ = {}) {
        visit(path_of(name), member);
    }
    void disc(const char* /*name*/, const Point2& /*center*/, const double& /*radius*/,
              const Limits& /*limits*/) {}

    template <typename Part>
    void part(const Part& part) {
        describe(*this, part);
        for (const auto& [name, text] : part.unknown) {
            paths_.push_back(path_of(name));
        }
    }

private:
    [[nodiscard]] std::string path_of(const std::string& name) const {
        return path_.empty() ? name : path_ + "." + name;
    }

    template <typename T>
    void visit(const std::string& path, const T& member) {
        if constexpr (requires { member.unknown; }) {
            UnknownKeyLister(path, paths_).part(member);
        }
    }
    template <typename T>
    void visit(const std::string& path, const std::optional<T>& member) {
        if (member) {
            visit(path, *member);
        }
    }
    template <typename T>
    void visit(const std::string& path, const std::vector<T>& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            visit(fmt::format("{}[{}]", path, i), items[i]);
        }
    }
    template <typename... T>
    void visit(const std::string& path, const std::variant<T...>& value) {
        std::visit([&](const auto& kind) { visit(path, kind); }, value);
    }

    std::string path_;
    std::vector<std::string>& paths_;
};

}  // namespace

Json plan_to_json(const TreatmentPlan& plan, RareKeys rare) {
    return PartWriter::part(plan, rare);
}

std::vector<std::string> unknown_keys(const TreatmentPlan& plan) {
    std::vector<std::string> paths;
    UnknownKeyLister("", paths).part(plan);
    return paths;
}

}  // namespace stubble
