#include "render/simulation_mark.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fixtures/pictures.h"

using namespace stubble;
using fixtures::samples_of;

namespace {

// A picture of one value with a frame of memory the mark must not touch (watched by the address
// sanitizer too).
Raster flat(int width, int height, int channels, int bits, int value) {
    Raster raster = Raster::blank(width, height, channels, bits);
    for (int y = 0; y < height; ++y) {
        for (int i = 0; i < width * channels; ++i) {
            if (bits == 8) {
                raster.row<std::uint8_t>(y)[static_cast<std::size_t>(i)] =
                    static_cast<std::uint8_t>(value);
            } else {
                raster.row<std::uint16_t>(y)[static_cast<std::size_t>(i)] =
                    static_cast<std::uint16_t>(value * 257);
            }
        }
    }
    return raster;
}

struct MarkedPixels {
    int letters = 0;  // white
    int strip = 0;    // darkened
    int first_row = 1 << 20;
    int last_column = -1;
};

MarkedPixels marked(const Raster& before, const Raster& after) {
    const std::vector<int> old_samples = samples_of(before);
    const std::vector<int> new_samples = samples_of(after);
    MarkedPixels result;
    for (std::size_t i = 0; i < old_samples.size();
         i += static_cast<std::size_t>(before.channels)) {
        if (old_samples[i] == new_samples[i]) {
            continue;
        }
        const auto pixel = static_cast<int>(i) / before.channels;
        (new_samples[i] == before.max_sample() ? result.letters : result.strip) += 1;
        result.first_row = std::min(result.first_row, pixel / before.width);
        result.last_column = std::max(result.last_column, pixel % before.width);
    }
    return result;
}

}  // namespace

TEST(SimulationMark, WhiteLettersOnADarkenedStripStandInTheLowerLeftOfEveryKindOfPicture) {
    for (const int bits : {8, 16}) {
        for (const int channels : {1, 2, 3, 4}) {
            const Raster before = flat(400, 300, channels, bits, 200);
            Raster after = before;
            draw_simulation_mark(after);
            const MarkedPixels mark = marked(before, after);
            EXPECT_GT(mark.letters, 80) << channels << " x " << bits;
            EXPECT_GT(mark.strip, 2 * mark.letters) << channels << " x " << bits;
            EXPECT_GT(mark.first_row, 250);
            EXPECT_LT(mark.last_column, 200);
        }
    }
}

TEST(SimulationMark, LettersDifferFromTheirStripByAtLeastHalfTheRange) {
    for (const int value : {0, 30, 128, 255}) {
        Raster picture = flat(400, 300, 3, 8, value);
        draw_simulation_mark(picture);
        const std::vector<int> samples = samples_of(picture);
        EXPECT_EQ(*std::max_element(samples.begin(), samples.end()), 255);
        EXPECT_LE(*std::min_element(samples.begin(), samples.end()), 255 / 2);
    }
}

TEST(SimulationMark, LettersGrowWithThePicture) {
    const Raster small = flat(400, 300, 3, 8, 200);
    const Raster large = flat(4000, 3000, 3, 8, 200);
    Raster small_after = small, large_after = large;
    draw_simulation_mark(small_after);
    draw_simulation_mark(large_after);
    EXPECT_GT(marked(large, large_after).letters, 20 * marked(small, small_after).letters);
}

// Else a transparent corner would hide them.
TEST(SimulationMark, LettersAreOpaqueAndAllOtherAlphaStaysAsItIs) {
    Raster picture = flat(400, 300, 4, 8, 90);
    draw_simulation_mark(picture);
    const std::vector<int> samples = samples_of(picture);
    for (std::size_t i = 0; i < samples.size(); i += 4) {
        EXPECT_EQ(samples[i + 3], samples[i] == 255 ? 255 : 90);
    }
}

TEST(SimulationMark, PicturesOfAnySizeAreMarkedWithoutWritingBeyondThem) {
    for (const int width : {1, 2, 5, 9, 17, 33, 80, 2000}) {
        for (const int height : {1, 2, 5, 9, 17, 33, 80}) {
            const Raster before = flat(width, height, 3, 8, 200);
            Raster after = before;
            draw_simulation_mark(after);
            EXPECT_EQ(after.bytes.size(), before.bytes.size());
            if (width >= 80 && height >= 33) {
                EXPECT_GT(marked(before, after).letters, 20) << width << " x " << height;
            }
        }
    }
}
