#include "hair/hair_origin.h"

#include <gtest/gtest.h>

using namespace stubble;

TEST(HairOrigin, NamesAreThoseOfThePlanAndReadBack) {
    EXPECT_EQ(hair_origin_named("caucasian"), HairOrigin::Caucasian);
    EXPECT_EQ(hair_origin_named("asian"), HairOrigin::Asian);
    EXPECT_EQ(hair_origin_named("african"), HairOrigin::African);
    for (const HairOrigin origin : all_hair_origins) {
        EXPECT_EQ(hair_origin_named(hair_origin_name(origin)), origin);
    }
    EXPECT_FALSE(hair_origin_named("Asian").has_value());
}
