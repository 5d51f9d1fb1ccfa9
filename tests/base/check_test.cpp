#include "base/check.h"

#include <gtest/gtest.h>

TEST(Check, ATrueConditionIsEvaluatedOnceAndGoesOn) {
    int times = 0;
    STUBBLE_CHECK(++times > 0);
    EXPECT_EQ(times, 1);
}

TEST(CheckDeathTest, AFalseConditionStopsAndNamesItsPlaceAndItself) {
    EXPECT_DEATH(STUBBLE_CHECK(1 + 1 == 3), "check_test.cpp:.*1 \\+ 1 == 3");
}
