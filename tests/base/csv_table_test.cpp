#include "base/csv_table.h"

#include <gtest/gtest.h>

#include <cmath>

using stubble::CsvTable;

TEST(CsvTable, ReadsNamesAndNumbers) {
    const auto table = CsvTable::parse("shade,mua\nash,80\nonyx,293.5\r\n", "shades.csv");
    ASSERT_TRUE(table.ok());
    EXPECT_EQ(table->rows(), 2U);
    EXPECT_EQ(table->cell(1, 0), "onyx");
    EXPECT_DOUBLE_EQ(table->column("mua")[1], 293.5);
}

TEST(CsvTable, ARowWithAMissingCellIsRefusedWithItsLine) {
    const auto table = CsvTable::parse("a,b\n1,2\n3\n", "t.csv");
    ASSERT_FALSE(table.ok());
    EXPECT_NE(table.error().line().find("t.csv: line 3 has 1 cells"), std::string::npos)
        << table.error().line();
}

TEST(CsvTable, EmptyTextIsRefused) {
    EXPECT_FALSE(CsvTable::parse("", "t.csv").ok());
}

TEST(CsvTable, TextInANumberColumnIsNotANumber) {
    const auto table = CsvTable::parse("a\n1x\n", "t.csv");
    EXPECT_TRUE(std::isnan(table->number(0, 0)));
}
