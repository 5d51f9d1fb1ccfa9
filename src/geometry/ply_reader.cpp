#include "geometry/ply_reader.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

namespace stubble {
namespace {

enum class Format { Text, LittleEndian, BigEndian };

struct ScalarType {
    std::string_view name;
    std::string_view other_name;
    std::size_t bytes;
    char kind;  // i signed, u unsigned, f floating point
};

constexpr std::array<ScalarType, 8> scalar_types{{{"char", "int8", 1, 'i'},
                                                  {"uchar", "uint8", 1, 'u'},
                                                  {"short", "int16", 2, 'i'},
                                                  {"ushort", "uint16", 2, 'u'},
                                                  {"int", "int32", 4, 'i'},
                                                  {"uint", "uint32", 4, 'u'},
                                                  {"float", "float32", 4, 'f'},
                                                  {"double", "float64", 8, 'f'}}};

const ScalarType* scalar_type(std::string_view name) {
    for (const ScalarType& type : scalar_types) {
        if (name == type.name || name == type.other_name) {
            return &type;
        }
    }
    return nullptr;
}

struct Property {
    std::string_view name;
    const ScalarType* type = nullptr;
    const ScalarType* count_type = nullptr;  // of a list
};

struct Element {
    std::string_view name;
    std::size_t count = 0;
    std::vector<Property> properties;
};

Error malformed(const std::string& cause) {
    return {"", "is a malformed PLY file: " + cause, "check the file"};
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Takes the next word off the front of a text; empty at its end.
std::string_view take_word(std::string_view& text) {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) {
        ++begin;
    }
    std::size_t end = begin;
    while (end < text.size() && !is_space(text[end])) {
        ++end;
    }
    const std::string_view word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    return word;
}

std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    return line;
}

class PlyReader {
public:
    explicit PlyReader(std::string_view bytes) : rest_(bytes) {}

    Result<TriangleMesh> read() {
        if (const Status good = read_header(); !good) {
            return good.error();
        }
        for (const Element& element : elements_) {
            // Every entry takes at least a byte: absurd counts are refused before anything is kept for them.
            if (element.count > rest_.size()) {
                return malformed("it ends too early");
            }
            for (std::size_t i = 0; i < element.count; ++i) {
                if (!read_entry(element)) {
                    return malformed("it ends too early or holds what is no number");
                }
            }
        }
        for (const Triangle& triangle : mesh_.triangles) {
            for (const std::uint32_t v : triangle) {
                if (v >= mesh_.vertices_mm.size()) {
                    return malformed("a face names a vertex that is not there");
                }
            }
        }
        return std::move(mesh_);
    }

private:
    Status read_header() {
        if (take_line(rest_) != "ply") {
            return malformed("it does not begin with 'ply'");
        }
        bool has_format = false;
        for (;;) {
            std::optional<std::string_view> line = take_line(rest_);
            if (!line) {
                return malformed("its header has no end");
            }
            const std::string_view keyword = take_word(*line);
            if (keyword == "end_header") {
                return has_format ? Status(Done{}) : Status(malformed("it states no format"));
            }
            bool good = keyword == "comment" || keyword == "obj_info" || keyword.empty();
            if (keyword == "format") {
                good = has_format = read_format(take_word(*line));
            } else if (keyword == "element") {
                good = read_element(*line);
            } else if (keyword == "property") {
                good = !elements_.empty() && read_property(*line);
            }
            if (!good) {
                return malformed("its header makes no sense");
            }
        }
    }

    bool read_format(std::string_view name) {
        format_ = name == "ascii"               ? Format::Text
                  : name == "binary_big_endian" ? Format::BigEndian
                                                : Format::LittleEndian;
        return name == "ascii" || name == "binary_little_endian" || name == "binary_big_endian";
    }

    bool read_element(std::string_view line) {
        Element element;
        element.name = take_word(line);
        const std::string_view count = take_word(line);
        const auto [end, problem] =
            std::from_chars(count.data(), count.data() + count.size(), element.count);
        elements_.push_back(element);
        return problem == std::errc() && end == count.data() + count.size();
    }

    bool read_property(std::string_view line) {
        Property property;
        std::string_view word = take_word(line);
        if (word == "list") {
            property.count_type = scalar_type(take_word(line));
            if (property.count_type == nullptr || property.count_type->kind == 'f') {
                return false;
            }
            word = take_word(line);
        }
        property.type = scalar_type(word);
        property.name = take_word(line);
        elements_.back().properties.push_back(property);
        return property.type != nullptr && !property.name.empty();
    }

    bool read_entry(const Element& element) {
        std::array<double, 3> place{};
        for (const Property& property : element.properties) {
            if (property.count_type != nullptr) {
                if (!read_list(property, element.name == "face")) {
                    return false;
                }
                continue;
            }
            const std::optional<double> value = take_number(*property.type);
            if (!value) {
                return false;
            }
            if (property.name == "x" || property.name == "y" || property.name == "z") {
                place[static_cast<std::size_t>(property.name[0] - 'x')] = *value;
            }
        }
        if (element.name == "vertex") {
            mesh_.vertices_mm.emplace_back(static_cast<float>(place[0]),
                                           static_cast<float>(place[1]),
                                           static_cast<float>(place[2]));
        }
        return true;
    }

    bool read_list(const Property& property, bool of_face) {
        const std::optional<double> count = take_number(*property.count_type);
        if (!count || *count < 0.0 || *count > static_cast<double>(rest_.size())) {
            return false;
        }
        const bool corners =
            of_face && (property.name == "vertex_indices" || property.name == "vertex_index");
        std::array<std::uint32_t, 2> fan{};  // first and last corner so far
        for (std::size_t i = 0; i < static_cast<std::size_t>(*count); ++i) {
            const std::optional<double> value = take_number(*property.type);
            if (!value) {
                return false;
            }
            if (!corners) {
                continue;
            }
            if (!(*value >= 0.0 && *value < 4294967295.0)) {
                return false;
            }
            const auto corner = static_cast<std::uint32_t>(*value);
            if (i >= 2) {
                mesh_.triangles.push_back({fan[0], fan[1], corner});
            }
            fan[i == 0 ? 0 : 1] = corner;
        }
        return true;
    }

    std::optional<double> take_number(const ScalarType& type) {
        return format_ == Format::Text ? take_text_number() : take_binary_number(type);
    }

    std::optional<double> take_text_number() {
        const std::string_view word = take_word(rest_);
        double value = 0.0;
        const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
        return problem == std::errc() && end == word.data() + word.size() ? std::optional(value)
                                                                          : std::nullopt;
    }

    std::optional<double> take_binary_number(const ScalarType& type) {
        if (rest_.size() < type.bytes) {
            return std::nullopt;
        }
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < type.bytes; ++i) {
            const std::size_t at = format_ == Format::BigEndian ? i : type.bytes - 1 - i;
            bits = bits << 8 | static_cast<unsigned char>(rest_[at]);
        }
        rest_.remove_prefix(type.bytes);
        if (type.kind == 'f') {
            return type.bytes == 4
                       ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                       : std::bit_cast<double>(bits);
        }
        if (type.kind == 'u') {
            return static_cast<double>(bits);
        }
        // Sign extension.
        const int unused = 64 - 8 * static_cast<int>(type.bytes);
        return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);
    }

    std::string_view rest_;
    Format format_ = Format::Text;
    std::vector<Element> elements_;
    TriangleMesh mesh_;
};

}  // namespace

Result<TriangleMesh> parse_ply(std::string_view bytes) {
    return PlyReader(bytes).read();
}

}  // namespace stubble
