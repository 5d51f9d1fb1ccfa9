// Lists of different lengths in one block of memory (compressed rows): triangles around vertices, neighbours of triangles.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace stubble {

template <typename Value>
class RowTable {
public:
    // for_each(add) calls add(row, value) for every entry; it is called twice and must do the same both times. Values of a row
    // keep that order.
    template <typename ForEach>
    RowTable(std::size_t rows, ForEach for_each) : first_(rows + 1, 0) {
        for_each([&](std::size_t row, const Value&) { ++first_[row + 1]; });
        for (std::size_t row = 0; row < rows; ++row) {
            first_[row + 1] += first_[row];
        }
        values_.resize(first_.back());
        std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
        for_each([&](std::size_t row, const Value& value) { values_[next[row]++] = value; });
    }

    [[nodiscard]] std::size_t rows() const { return first_.size() - 1; }
    [[nodiscard]] std::span<const Value> operator[](std::size_t row) const {
        return {values_.data() + first_[row], first_[row + 1] - first_[row]};
    }
    [[nodiscard]] std::span<Value> operator[](std::size_t row) {
        return {values_.data() + first_[row], first_[row + 1] - first_[row]};
    }

private:
    std::vector<std::size_t> first_;
    std::vector<Value> values_;
};

}  // namespace stubble
