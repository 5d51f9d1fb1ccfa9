#include "cli/output.h"

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

namespace stubble {

void print_json(const nlohmann::ordered_json& object) {
    // File names need not be UTF-8: what is not becomes a replacement character.
    const std::string text =
        object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::printf("%s\n", text.c_str());
}

void tell(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
}

void tell_notes(const std::string& file, const std::vector<std::string>& notes) {
    for (const std::string& note : notes) {
        tell(fmt::format("{}: {}", file, note));
    }
}

Status check_output(const std::filesystem::path& output, const std::filesystem::path& input) {
    std::error_code ignored;
    if (std::filesystem::equivalent(output, input, ignored)) {
        return Error{output.string(), "is an input of this command", "write to another file"};
    }
    const std::filesystem::path folder = output.has_parent_path() ? output.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, ignored)) {
        return Error{output.string(), "there is no folder " + folder.string(), "create it first"};
    }
    return Done{};
}

}  // namespace stubble
