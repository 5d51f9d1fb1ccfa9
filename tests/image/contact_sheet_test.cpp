#include "image/contact_sheet.h"

#include <gtest/gtest.h>

#include <vector>

using namespace stubble;

namespace {

LinearImage flat(int width, int height, float value) {
    LinearImage image = LinearImage::blank(width, height);
    image.rgb.assign(image.rgb.size(), value);
    return image;
}

float red(const LinearImage& image, int x, int y) {
    return image.row(y)[static_cast<std::size_t>(x) * 3];
}

}  // namespace

TEST(ContactSheet, PicturesStandInReadingOrderWithGapsBetween) {
    const std::vector<LinearImage> pictures{flat(10, 8, 0.1F), flat(10, 8, 0.2F),
                                            flat(10, 8, 0.3F)};
    const LinearImage sheet = contact_sheet(pictures, {2, 3, {0.9F, 0.8F, 0.7F}});
    ASSERT_EQ(sheet.width, 3 + 10 + 3 + 10 + 3);
    ASSERT_EQ(sheet.height, 3 + 8 + 3 + 8 + 3);
    EXPECT_EQ(red(sheet, 3, 3), 0.1F);
    EXPECT_EQ(red(sheet, 12, 10), 0.1F);
    EXPECT_EQ(red(sheet, 16, 3), 0.2F);
    EXPECT_EQ(red(sheet, 25, 10), 0.2F);
    EXPECT_EQ(red(sheet, 3, 14), 0.3F);
    // Gaps, and the place where a fourth would be.
    for (const auto& [x, y] : {std::pair{2, 5}, {13, 5}, {15, 5}, {26, 5}, {5, 11}, {20, 16}}) {
        EXPECT_EQ(red(sheet, x, y), 0.9F) << x << ' ' << y;
        EXPECT_EQ(sheet.row(y)[static_cast<std::size_t>(x) * 3 + 2], 0.7F);
    }
}

TEST(ContactSheet, SmallerPicturesStandInTheMiddleOfTheirCells) {
    const std::vector<LinearImage> pictures{flat(4, 2, 0.1F), flat(10, 8, 0.2F)};
    const LinearImage sheet = contact_sheet(pictures, {2, 0, {1.0F, 1.0F, 1.0F}});
    ASSERT_EQ(sheet.width, 20);
    EXPECT_EQ(red(sheet, 2, 4), 1.0F);
    EXPECT_EQ(red(sheet, 3, 3), 0.1F);
    EXPECT_EQ(red(sheet, 6, 4), 0.1F);
    EXPECT_EQ(red(sheet, 6, 5), 1.0F);
}

TEST(ContactSheet, FewerPicturesThanColumnsLeaveNoEmptyColumns) {
    const std::vector<LinearImage> one{flat(5, 5, 0.4F)};
    EXPECT_EQ(contact_sheet(one, {4, 1, {}}).width, 7);
    EXPECT_TRUE(contact_sheet({}, {4, 0, {}}).rgb.empty());
}
