#include "geometry/row_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

using namespace stubble;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(RowTable, RowsHoldTheirValuesInTheOrderInWhichTheyCame) {
    const std::vector<std::pair<std::size_t, int>> entries{{2, 7}, {0, 1}, {2, 5}, {0, 9}, {2, 7}};
    RowTable<int> table(4, [&](auto add) {
        for (const auto& [row, value] : entries) {
            add(row, value);
        }
    });
    ASSERT_EQ(table.rows(), 4U);
    EXPECT_THAT(table[0], ElementsAre(1, 9));
    EXPECT_THAT(table[1], IsEmpty());
    EXPECT_THAT(table[2], ElementsAre(7, 5, 7));
    EXPECT_THAT(table[3], IsEmpty());
    table[2][1] = 6;
    EXPECT_THAT(std::as_const(table)[2], ElementsAre(7, 6, 7));
}

TEST(RowTable, MayBeEmpty) {
    EXPECT_EQ(RowTable<int>(0, [](auto) {}).rows(), 0U);
}
