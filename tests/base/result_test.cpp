#include "base/result.h"

#include <gtest/gtest.h>

using stubble::Error;
using stubble::Result;

TEST(Result, HoldsEitherAValueOrAnError) {
    const Result<int> good = 3;
    const Result<int> bad = Error{"--seed", "is negative", "use 0 or more"};
    EXPECT_TRUE(good.ok());
    EXPECT_EQ(*good, 3);
    EXPECT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().line(), "--seed: is negative; use 0 or more");
}

TEST(Result, AFileNameWithALineBreakStillGivesOneLine) {
    const Error error{"evil\nname\x1b[2J.jpg", "is no photograph", "use a JPEG"};
    EXPECT_EQ(error.line(), "evil?name?[2J.jpg: is no photograph; use a JPEG");
}

TEST(ResultDeathTest, ReadingTheValueOfAnErrorStops) {
    const Result<int> bad = Error{"a", "b", "c"};
    EXPECT_DEATH((void)bad.value(), "ok\\(\\) does not hold");
}
