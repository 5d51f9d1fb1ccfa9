#include "hair/hair_origin.h"

#include <cstddef>

namespace stubble {

std::string_view hair_origin_name(HairOrigin origin) {
    constexpr std::array<std::string_view, all_hair_origins.size()> names = {"caucasian", "asian",
                                                                             "african"};
    return names[static_cast<std::size_t>(origin)];
}

std::optional<HairOrigin> hair_origin_named(std::string_view name) {
    for (const HairOrigin origin : all_hair_origins) {
        if (hair_origin_name(origin) == name) {
            return origin;
        }
    }
    return std::nullopt;
}

}  // namespace stubble
