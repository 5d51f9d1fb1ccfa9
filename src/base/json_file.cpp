#include "base/json_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace stubble {
namespace {

constexpr auto replace = Json::error_handler_t::replace;

// "line 3, column 7" of a byte, counted from 1.
std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.rfind('\n');  // npos + 1 = 0
    return fmt::format("line {}, column {}", lines + 1, before.size() - (start + 1) + 1);
}

// The part of a library's message that says what is wrong: "[json.exception.parse_error.101] parse
// error at line 1, column 2: syntax error while parsing value - invalid literal; last read: 'x'".
std::string reason_of(const std::string& what) {
    const std::size_t dash = what.find(" - ");
    if (dash == std::string::npos) {
        return what.find("overflow") != std::string::npos ? "a number is too large"
                                                          : "it is no text in UTF-8";
    }
    return what.substr(dash + 3, std::min(what.find(';', dash) - (dash + 3), std::size_t{80}));
}

// Builds the value while parsing and stops at the first thing that is refused.
class Builder {
public:
    Builder(std::string_view text, std::string where, std::size_t max_depth)
        : text_(text), where_(std::move(where)), max_depth_(max_depth) {}

    bool null() { return add(Json()); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    bool number_float(double value, const std::string& /*digits*/) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(Json::binary_t& /*value*/) { return false; }  // does not occur in text
    bool start_object(std::size_t /*size*/) { return open(Json::object()); }
    bool start_array(std::size_t /*size*/) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        const Json& object = open_.back();
        if (object.contains(name)) {
            const std::string object_path = path();
            return refuse(object_path + (object_path.empty() ? "" : ".") + shown_key(name),
                          "stands twice in one object", "remove one of them");
        }
        if (object.size() >= max_json_keys) {
            return refuse(path(), fmt::format("has more than {} keys", max_json_keys),
                          "remove what does not belong there");
        }
        keys_.back() = std::move(name);
        return true;
    }

    bool parse_error(std::size_t byte, const std::string& /*read*/, const Json::exception& error) {
        // The byte is counted from 1: the last one read, the first that does not fit.
        return refuse(place_of(text_, byte == 0 ? 0 : byte - 1),
                      "is no valid JSON: " + reason_of(error.what()), "correct it");
    }

    Result<Json> result() && {
        return error_ ? Result<Json>(std::move(*error_)) : Result<Json>(std::move(whole_));
    }

private:
    // `place`: of the value or key, empty for the whole text.
    bool refuse(const std::string& place, std::string cause, std::string remedy) {
        error_ = Error{where_ + (place.empty() ? "" : ": " + place), std::move(cause),
                       std::move(remedy)};
        return false;
    }

    bool open(Json container) {
        if (open_.size() >= max_depth_) {
            return refuse("", fmt::format("is nested deeper than {} levels", max_depth_),
                          "correct it");
        }
        open_.push_back(std::move(container));
        keys_.emplace_back();
        return true;
    }

    bool close() {
        Json done = std::move(open_.back());
        open_.pop_back();
        keys_.pop_back();
        return add(std::move(done));
    }

    bool add(Json value) {
        if (++values_ > max_json_values) {
            return refuse("", fmt::format("holds more than {} values", max_json_values),
                          "correct it");
        }
        if (open_.empty()) {
            whole_ = std::move(value);
        } else if (open_.back().is_array()) {
            open_.back().push_back(std::move(value));
        } else {
            open_.back().emplace(keys_.back(), std::move(value));
        }
        return true;
    }

    // A key for a message: as shown() does, without quotes.
    static std::string shown_key(const std::string& name) {
        const std::string quoted = shown(name);
        return quoted.substr(1, quoted.size() - (quoted.ends_with('"') ? 2 : 1));
    }

    // "zones[1]" of the object that is being read; empty for the outermost.
    [[nodiscard]] std::string path() const {
        std::string text;
        for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
            text += open_[i].is_array()
                        ? fmt::format("[{}]", open_[i].size())
                        : fmt::format("{}{}", text.empty() ? "" : ".", shown_key(keys_[i]));
        }
        return text.substr(0, 100);
    }

    std::string_view text_;
    std::string where_;
    std::size_t max_depth_;
    std::vector<Json> open_;         // containers that are being read, outermost first
    std::vector<std::string> keys_;  // for each of them the key whose value comes next
    Json whole_;
    std::size_t values_ = 0;
    std::optional<Error> error_;
};

// Appends a value on one line; false as soon as the text is longer than `end`.
bool append_line(const Json& value, std::size_t end, std::string& text) {
    if (!value.is_structured()) {
        text += value.dump(-1, ' ', false, replace);
        return text.size() <= end;
    }
    const bool is_object = value.is_object();
    text += is_object ? (value.empty() ? "{" : "{ ") : "[";
    bool first = true;
    for (const auto& [key, part] : value.items()) {
        text += first ? "" : ", ";
        first = false;
        if (is_object) {
            text += Json(key).dump(-1, ' ', false, replace) + ": ";
        }
        if (!append_line(part, end, text)) {
            return false;
        }
    }
    text += is_object ? (value.empty() ? "}" : " }") : "]";
    return text.size() <= end;
}

constexpr std::size_t line_columns = 100;

// Appends a value that starts in a line of which `text` holds the beginning.
void append_value(const Json& value, std::size_t indent, bool is_whole, std::string& text) {
    const std::size_t line_start = text.rfind('\n') + 1;  // npos + 1 = 0
    const std::size_t length = text.size();
    // A comma may follow.
    const bool may_fit = !is_whole || !value.is_object() || value.empty();
    if (may_fit && (append_line(value, line_start + line_columns - 1, text) ||
                    !value.is_structured() || value.empty())) {
        return;
    }
    text.resize(length);
    text += value.is_object() ? '{' : '[';
    bool first = true;
    for (const auto& [key, part] : value.items()) {
        text += (first ? "\n" : ",\n") + std::string(indent + 2, ' ');
        first = false;
        if (value.is_object()) {
            text += Json(key).dump(-1, ' ', false, replace) + ": ";
        }
        append_value(part, indent + 2, false, text);
    }
    text += "\n" + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

}  // namespace

Result<Json> parse_json(std::string_view text, const std::string& where, std::size_t max_depth) {
    if (text.size() > max_json_bytes) {
        return Error{where, "is larger than 10 MB", "correct the file"};
    }
    Builder builder(text, where, max_depth);
    Json::sax_parse(text.begin(), text.end(), &builder);
    return std::move(builder).result();
}

Result<Json> read_json(const std::filesystem::path& path, const std::string& kind) {
    std::error_code failure;
    if (!std::filesystem::exists(path, failure)) {
        return Error{path.string(), "there is no such file", "give " + kind};
    }
    if (!std::filesystem::is_regular_file(path, failure)) {
        return Error{path.string(), "is no file", "give " + kind};
    }
    if (std::filesystem::file_size(path, failure) > max_json_bytes) {
        return Error{path.string(), "is larger than 10 MB", "give " + kind};
    }
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    if (!file) {
        return Error{path.string(), "cannot be read", "check its permissions"};
    }
    return parse_json(text, path.string());
}

std::string json_text(const Json& value) {
    std::string text;
    append_value(value, 0, true, text);
    return text + "\n";
}

std::string shown(const Json& value) {
    std::string text = value.dump(-1, ' ', true, replace);
    return text.size() > 40 ? text.substr(0, 37) + "..." : text;
}

}  // namespace stubble
