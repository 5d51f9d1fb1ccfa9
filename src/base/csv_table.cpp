#include "base/csv_table.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace stubble {
namespace {

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> cells;
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    std::size_t begin = 0;
    while (true) {
        const std::size_t comma = line.find(',', begin);
        cells.emplace_back(line.substr(begin, comma - begin));
        if (comma == std::string_view::npos) {
            return cells;
        }
        begin = comma + 1;
    }
}

}  // namespace

Result<CsvTable> CsvTable::parse(std::string_view text, const std::string& where) {
    CsvTable table;
    std::size_t line_number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line_number;
        if (line.empty() || line == "\r") {
            continue;
        }
        std::vector<std::string> cells = split(line);
        if (table.header_.empty()) {
            table.header_ = std::move(cells);
            continue;
        }
        if (cells.size() != table.header_.size()) {
            return Error{where,
                         "line " + std::to_string(line_number) + " has " +
                             std::to_string(cells.size()) + " cells, the header has " +
                             std::to_string(table.header_.size()),
                         "give every line the cells of the header"};
        }
        std::move(cells.begin(), cells.end(), std::back_inserter(table.cells_));
        ++table.rows_;
    }
    if (table.header_.empty()) {
        return Error{where, "the table has no header line", "start it with a line of column names"};
    }
    return table;
}

const std::string& CsvTable::cell(std::size_t row, std::size_t column) const {
    STUBBLE_CHECK(row < rows_ && column < columns());
    return cells_[row * columns() + column];
}

double CsvTable::number(std::size_t row, std::size_t column) const {
    const std::string& text = cell(row, column);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? value : std::numeric_limits<double>::quiet_NaN();
}

std::size_t CsvTable::column_index(std::string_view name) const {
    const auto found = std::find(header_.begin(), header_.end(), name);
    STUBBLE_CHECK(found != header_.end());
    return static_cast<std::size_t>(found - header_.begin());
}

std::vector<double> CsvTable::column(std::string_view name) const {
    const std::size_t index = column_index(name);
    std::vector<double> values(rows_);
    for (std::size_t row = 0; row < rows_; ++row) {
        values[row] = number(row, index);
    }
    return values;
}

}  // namespace stubble
