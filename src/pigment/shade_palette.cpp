#include "pigment/shade_palette.h"

#include <algorithm>

#include "base/csv_table.h"

namespace stubble {

std::string_view pigment_asset(std::string_view name);  // generated from assets/

const std::vector<Shade>& default_palette() {
    static const std::vector<Shade> palette = [] {
        const CsvTable csv =
            CsvTable::parse(pigment_asset("shades/default.csv"), "default.csv").value();
        std::vector<Shade> shades;
        for (std::size_t row = 0; row < csv.rows(); ++row) {
            const auto value = [&](const char* name) {
                return csv.number(row, csv.column_index(name));
            };
            shades.push_back(
                {csv.cell(row, csv.column_index("name")),
                 {value("carbon_black"), value("red_iron_oxide"), value("yellow_iron_oxide"),
                  value("black_iron_oxide"), value("water_ml_per_ml")}});
        }
        return shades;
    }();
    return palette;
}

Result<Shade> find_shade(const std::vector<Shade>& palette, std::string_view name,
                         const std::string& where) {
    const auto found = std::find_if(palette.begin(), palette.end(),
                                    [&](const Shade& shade) { return shade.name == name; });
    if (found != palette.end()) {
        return *found;
    }
    std::string names;
    for (const Shade& shade : palette) {
        names += (names.empty() ? "" : ", ") + shade.name;
    }
    return Error{where, "unknown shade '" + std::string(name) + "'", "use one of " + names};
}

}  // namespace stubble
