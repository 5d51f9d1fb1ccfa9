#include "pigment/shade_palette.h"

#include <gtest/gtest.h>

using namespace stubble;

TEST(ShadePalette, TwelveDefaultShadesWhoseWeightsAddUp) {
    ASSERT_EQ(default_palette().size(), 12U);
    for (const Shade& shade : default_palette()) {
        const PigmentRecipe& r = shade.recipe;
        EXPECT_NEAR(r.carbon_black + r.red_oxide + r.yellow_oxide + r.black_oxide, 1.0, 1e-9)
            << shade.name;
    }
}

TEST(ShadePalette, AshIsTheReferenceDot) {
    const auto ash = find_shade(default_palette(), "ash", "shade");
    ASSERT_TRUE(ash.ok());
    EXPECT_DOUBLE_EQ(healed_dose(ash->recipe).absorption(550.0), 80.0);
}

TEST(ShadePalette, AnUnknownShadeIsRefusedWithTheNamesThatExist) {
    const auto shade = find_shade(default_palette(), "midnight", "patch.json: shade");
    ASSERT_FALSE(shade.ok());
    EXPECT_NE(
        shade.error().line().find("patch.json: shade: unknown shade 'midnight'; use one of onyx"),
        std::string::npos);
}
