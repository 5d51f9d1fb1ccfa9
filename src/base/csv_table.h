// Reads a table of numbers from CSV text: one header line with names, comma, point as decimal mark.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stubble {

// Cells are kept as text (some columns hold names) and read as numbers on demand.
class CsvTable {
public:
    // Errors: no header, a row with another number of cells than the header. `where` names the
    // source in messages.
    [[nodiscard]] static Result<CsvTable> parse(std::string_view text, const std::string& where);

    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t columns() const { return header_.size(); }
    [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
    [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const;
    // The cell as a number; NaN when it is not one.
    [[nodiscard]] double number(std::size_t row, std::size_t column) const;
    // A whole column by name. Precondition: the header has the name.
    [[nodiscard]] std::vector<double> column(std::string_view name) const;
    [[nodiscard]] std::size_t column_index(std::string_view name) const;

private:
    std::vector<std::string> header_;
    std::vector<std::string> cells_;
    std::size_t rows_ = 0;
};

}  // namespace stubble
