#include "render/photo_preview.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/parallel.h"
#include "color/delta_e.h"
#include "fixtures/dot_fields.h"
#include "fixtures/error_statistics.h"
#include "fixtures/pictures.h"
#include "fixtures/profiles.h"
#include "fixtures/shared_data.h"
#include "fixtures/temporary_folder.h"
#include "geometry/shape_meshes.h"
#include "pigment/shade_palette.h"
#include "sampling/poisson_disc_surface.h"

using namespace stubble;
using fixtures::dot_lattice;
using fixtures::ErrorStatistics;
using fixtures::samples_of;
using fixtures::shared_table;

namespace {

constexpr int width = 170;
constexpr int height = 130;
constexpr CameraView view{10.0, 0.8};
const Polygon outline{{20.3, 11.7}, {150.2, 30.1}, {90.5, 60.4}, {140.8, 120.6}, {12.1, 100.9}};

// Bare medium skin with a slope of light and grain, as any camera may store it.
EncodedImage skin_photo(int bits = 8, int channels = 3) {
    const LinearRgb color = linear_rgb(skin_color({}));
    EncodedImage photo = fixtures::painted_picture(
        width, height, bits,
        [&](double x, double y) {
            const auto place =
                static_cast<std::uint64_t>(y) * width + static_cast<std::uint64_t>(x);
            const double s = 0.7 + 0.5 * x / width + 0.05 * normal(hash64(6, place));
            return LinearRgb{color.r * s, color.g * s, color.b * s};
        },
        channels);
    // An alpha of its own for every pixel.
    for (int y = 0; y < height && channels % 2 == 0; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto at = static_cast<std::size_t>((x + 1) * channels - 1);
            if (bits == 8) {
                photo.pixels.row<std::uint8_t>(y)[at] = static_cast<std::uint8_t>(x + y);
            } else {
                photo.pixels.row<std::uint16_t>(y)[at] = static_cast<std::uint16_t>(200 * (x + y));
            }
        }
    }
    return photo;
}

std::vector<EncodedImage> all_kinds() {
    std::vector<EncodedImage> kinds;
    for (const int bits : {8, 16}) {
        for (const int channels : {1, 2, 3, 4}) {
            kinds.push_back(skin_photo(bits, channels));
        }
    }
    for (const auto& profile : {fixtures::adobe_rgb_profile(), fixtures::wide_p3_profile()}) {
        kinds.push_back(skin_photo());
        kinds.back().encoding = ColorEncoding::from_icc(profile, 8, false).value();
    }
    return kinds;
}

// Dots all over the photograph and beyond its borders.
Appearance dots_everywhere(const PigmentDose& dose = {}) {
    return dot_lattice(Point2(width, height) / view.px_per_mm, 135, {Point2(0, 0), {}, dose});
}

EncodedImage treated(const EncodedImage& photo, const Appearance& appearance,
                     const Polygon& polygon = outline) {
    const SkinLight light = SkinLight::read(photo, polygon, view.px_per_mm);
    return draw_on_photo(appearance, {polygon, view}, light, photo);
}

// Samples of pixel (x, y).
std::vector<int> pixel(const std::vector<int>& samples, const Raster& raster, int x, int y) {
    const auto first =
        samples.begin() + (static_cast<std::ptrdiff_t>(y) * raster.width + x) * raster.channels;
    return {first, first + raster.channels};
}

// A square of even skin, and how large the photograph shows it.
struct FieldView {
    int side_px;
    double px_per_mm;
};

// Shift of the mean colour of even skin under dots, drawn by the whole pipeline.
struct FieldTone {
    Lab bare;
    Lab treated;
};
FieldTone field_tone(const SkinTone& tone, const Appearance& dots, const FieldView& field) {
    const LinearRgb color = linear_rgb(skin_color(tone));
    const int side = field.side_px;
    const EncodedImage photo =
        fixtures::painted_picture(side, side, 16, [&](double, double) { return color; });
    const double edge = side;
    const Polygon whole{{0, 0}, {edge, 0}, {edge, edge}, {0, edge}};
    const SkinLight light = SkinLight::read(photo, whole, field.px_per_mm);
    const EncodedImage after = draw_on_photo(dots, {whole, {field.px_per_mm, 0.6}}, light, photo);
    LinearRgb mean;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const LinearRgb c = fixtures::light_at(after, x, y);
            mean.r += c.r / (side * side);
            mean.g += c.g / (side * side);
            mean.b += c.b / (side * side);
        }
    }
    return {lab(color), lab(mean)};
}

// Kernels belong to classes of diameter 0.02 mm wide: as dots of a plan do, these lie on both sides
// of the wanted size.
void spread_sizes(Appearance& dots) {
    for (std::size_t i = 0; i < dots.dots.size(); ++i) {
        dots.dots[i].shape.diameter_mm += i % 2 == 0 ? 0.005 : -0.005;
    }
}

// A lattice over four of its rows: whole periods.
FieldTone lattice_tone(const SkinTone& tone, const VisibleDot& dot, double dots_per_cm2) {
    const FieldView field{48, 12.0 * std::sqrt(dots_per_cm2) / 10.0};
    const double edge_mm = field.side_px / field.px_per_mm;
    Appearance dots = dot_lattice(Point2(edge_mm, edge_mm), dots_per_cm2, dot);
    spread_sizes(dots);
    return field_tone(tone, dots, field);
}

// A Poisson-disc pattern, stretched to the density asked for.
FieldTone scattered_tone(const SkinTone& tone, const VisibleDot& dot, double dots_per_cm2) {
    static const std::vector<SurfaceDot> pattern = [] {
        const TriangleMesh square = rectangle_mesh({Point2(0, 0), Point2(84, 84)}, 2.0);
        const SurfaceField field{std::vector<float>(square.vertices_mm.size(), 0.8F), {}};
        return sample_surface(square, field, {}, {}).value().dots;
    }();
    const double pattern_per_cm2 = static_cast<double>(pattern.size()) / 70.56;
    const double stretch = std::sqrt(pattern_per_cm2 / dots_per_cm2);
    Appearance dots;
    for (const SurfaceDot& point : pattern) {
        dots.dots.push_back(dot);
        dots.dots.back().position_mm = point.position_mm.head<2>() * stretch - Point2(4, 4);
    }
    spread_sizes(dots);
    return field_tone(tone, dots, {180, 4.0});
}

// Runs a field for every row of a table: its shift of colour, applied to the table's own bare skin,
// against the table's field.
struct FieldErrors {
    ErrorStatistics delta_e;
    ErrorStatistics lightness;
    // Up to 150 dots/cm2 of at most 0.4 mm: what plans ask for.
    ErrorStatistics ordinary_delta_e;
};
template <typename Tone>
FieldErrors field_errors(const std::string& path, Tone tone_of) {
    const CsvTable table = shared_table(path);
    FieldErrors errors;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto value = [&](const char* name) {
            return table.number(row, table.column_index(name));
        };
        const VisibleDot dot{
            Point2(0, 0), {value("D_mm"), value("z1_mm")}, PigmentDose{value("tau550") / 0.02}};
        const FieldTone tone =
            tone_of(SkinTone{value("melanin"), value("blood")}, dot, value("dots_per_cm2"));
        const Lab shifted{value("skinL") + tone.treated.L - tone.bare.L,
                          value("skina") + tone.treated.a - tone.bare.a,
                          value("skinb") + tone.treated.b - tone.bare.b};
        const double error = delta_e_2000(shifted, {value("L"), value("a"), value("b")});
        errors.delta_e.add(error);
        errors.lightness.add(std::abs(shifted.L - value("L")));
        if (value("D_mm") <= 0.4 && value("dots_per_cm2") <= 150.0) {
            errors.ordinary_delta_e.add(error);
        }
    }
    return errors;
}

}  // namespace

TEST(PhotoPreview, PixelsOutsideThePolygonKeepTheirBytesInEveryKindOfPhotograph) {
    for (const EncodedImage& photo : all_kinds()) {
        const EncodedImage after = treated(photo, dots_everywhere());
        const std::vector<int> old_samples = samples_of(photo.pixels);
        const std::vector<int> new_samples = samples_of(after.pixels);
        int changed = 0;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const bool same = pixel(old_samples, photo.pixels, x, y) ==
                                  pixel(new_samples, photo.pixels, x, y);
                EXPECT_TRUE(same || contains(outline, Point2(x + 0.5, y + 0.5))) << x << ", " << y;
                changed += same ? 0 : 1;
            }
        }
        EXPECT_GT(changed, 0.5 * area(outline));
    }
}

TEST(PhotoPreview, PixelsOutsideThePolygonKeepTheirBytesInTheFileToo) {
    const fixtures::TemporaryFolder folder;
    for (const EncodedImage& photo : all_kinds()) {
        ASSERT_TRUE(write_image(folder / "before.png", photo).ok());
        const EncodedImage before = read_image(folder / "before.png").value();
        ASSERT_TRUE(write_image(folder / "after.png", treated(before, dots_everywhere())).ok());
        const EncodedImage after = read_image(folder / "after.png").value();
        ASSERT_EQ(after.pixels.bytes.size(), photo.pixels.bytes.size());
        const std::vector<int> old_samples = samples_of(photo.pixels);
        const std::vector<int> new_samples = samples_of(after.pixels);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                if (!contains(outline, Point2(x + 0.5, y + 0.5))) {
                    EXPECT_EQ(pixel(old_samples, photo.pixels, x, y),
                              pixel(new_samples, photo.pixels, x, y));
                }
            }
        }
    }
}

TEST(PhotoPreview, NoDotsGiveBackThePhotographBitForBit) {
    for (const EncodedImage& photo : all_kinds()) {
        EXPECT_TRUE(treated(photo, {}).pixels == photo.pixels);
    }
}

TEST(PhotoPreview, DotsWithoutPigmentGiveBackThePhotographBitForBit) {
    const EncodedImage photo = skin_photo(16);
    EXPECT_TRUE(treated(photo, dots_everywhere(PigmentDose{0.0})).pixels == photo.pixels);
}

TEST(PhotoPreview, AlphaStaysAsItIs) {
    for (const int bits : {8, 16}) {
        const EncodedImage photo = skin_photo(bits, 4);
        const std::vector<int> before = samples_of(photo.pixels);
        const std::vector<int> after = samples_of(treated(photo, dots_everywhere()).pixels);
        for (std::size_t i = 3; i < before.size(); i += 4) {
            EXPECT_EQ(before[i], after[i]);
        }
    }
}

TEST(PhotoPreview, DoublingThePigmentNeverLightensASample) {
    for (const EncodedImage& photo : all_kinds()) {
        std::vector<int> last = samples_of(photo.pixels);
        for (const double factor : {0.25, 0.5, 1.0, 2.0, 4.0}) {
            const std::vector<int> now =
                samples_of(treated(photo, dots_everywhere(PigmentDose{}.scaled(factor))).pixels);
            for (std::size_t i = 0; i < now.size(); ++i) {
                EXPECT_LE(now[i], last[i]) << "at " << factor;
            }
            last = now;
        }
    }
}

TEST(PhotoPreview, DoublingTheDotsNeverLightensASample) {
    const EncodedImage photo = skin_photo(16);
    const Appearance once = dots_everywhere();
    Appearance twice = once;
    for (VisibleDot dot : once.dots) {
        dot.position_mm += Point2(0.31, 0.22);
        twice.dots.push_back(dot);
    }
    const std::vector<int> light = samples_of(treated(photo, once).pixels);
    const std::vector<int> dark = samples_of(treated(photo, twice).pixels);
    for (std::size_t i = 0; i < light.size(); ++i) {
        EXPECT_LE(dark[i], light[i]);
    }
}

TEST(PhotoPreview, AnyNumberOfThreadsGivesTheSameBytes) {
    // Higher and wider than one tile.
    constexpr int large_width = 1100, large_height = 300;
    const EncodedImage photo = fixtures::ramp_picture(large_width, large_height);
    const Polygon polygon{{5.5, 3.2}, {1090, 20}, {900, 290}, {30, 280}};
    const Appearance dots =
        dot_lattice(Point2(large_width, large_height) / view.px_per_mm, 135, {});
    std::vector<Raster> results;
    for (const int threads : {1, 2, 3, 0}) {
        set_thread_count(threads);
        const SkinLight light = SkinLight::read(photo, polygon, view.px_per_mm);
        results.push_back(draw_on_photo(dots, {polygon, view}, light, photo).pixels);
    }
    EXPECT_TRUE(results[1] == results[0]);
    EXPECT_TRUE(results[2] == results[0]);
    EXPECT_TRUE(results[3] == results[0]);
}

TEST(PhotoPreview, APartOfTheZoneIsDrawnLikeTheWhole) {
    const EncodedImage photo = skin_photo();
    const SkinLight light = SkinLight::read(photo, outline, view.px_per_mm);
    const Appearance dots = dots_everywhere();
    const EncodedImage whole = draw_on_photo(dots, {outline, view}, light, photo);
    const Polygon part{{40, 30}, {80, 30}, {80, 90}, {40, 90}};
    const EncodedImage only_part = draw_on_photo(dots, {part, view}, light, photo);
    const std::vector<int> whole_samples = samples_of(whole.pixels);
    const std::vector<int> part_samples = samples_of(only_part.pixels);
    for (int y = 30; y < 90; ++y) {
        for (int x = 40; x < 80; ++x) {
            if (contains(outline, Point2(x + 0.5, y + 0.5))) {
                EXPECT_EQ(pixel(whole_samples, whole.pixels, x, y),
                          pixel(part_samples, whole.pixels, x, y));
            }
        }
    }
}

TEST(PhotoPreview, ADotLiesWhereItsMillimetresSay) {
    const EncodedImage photo = skin_photo(16);
    const Polygon whole{{0, 0}, {width, 0}, {width, height}, {0, height}};
    const EncodedImage after = treated(
        photo, fixtures::single_dot(Point2(7.35, 4.25), {}, PigmentDose{}.scaled(3)), whole);
    double x_sum = 0.0, y_sum = 0.0, sum = 0.0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double taken =
                1.0 - fixtures::light_at(after, x, y).g / fixtures::light_at(photo, x, y).g;
            x_sum += taken * (x + 0.5);
            y_sum += taken * (y + 0.5);
            sum += taken;
        }
    }
    EXPECT_NEAR(x_sum / sum, 73.5, 0.05);
    EXPECT_NEAR(y_sum / sum, 42.5, 0.05);
}

// Melanin apart by a third: what one scalp may show.
TEST(PhotoPreview, ADotHasTheColourOfTheSkinBelowIt) {
    constexpr int wide = 320, high = 120;
    constexpr double px_per_mm = 5.0;
    const Polygon whole{{0, 0}, {wide, 0}, {wide, high}, {0, high}};
    Appearance dots = fixtures::single_dot(Point2(40.5, 60.5) / px_per_mm);
    dots.dots.push_back(dots.dots[0]);
    dots.dots[1].position_mm = Point2(280.5, 60.5) / px_per_mm;
    // Absorbance in blue at the left and the right dot, on skins of this melanin.
    const auto blue_absorbance = [&](double left, double right) {
        const LinearRgb left_skin = linear_rgb(skin_color({left, 0.0115}));
        const LinearRgb right_skin = linear_rgb(skin_color({right, 0.0115}));
        const EncodedImage photo = fixtures::painted_picture(wide, high, 16, [&](double x, double) {
            return x < wide / 2.0 ? left_skin : right_skin;
        });
        const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
        const EncodedImage after = draw_on_photo(dots, {whole, {px_per_mm, 0.8}}, light, photo);
        const auto at = [&](int x) {
            float g = 0.0F;
            light.surface_light(x, 60, 1, &g);
            return std::log((fixtures::light_at(photo, x, 60).b - g) /
                            (fixtures::light_at(after, x, 60).b - g));
        };
        return std::pair(at(40), at(280));
    };
    const auto [light_left, light_right] = blue_absorbance(0.027, 0.027);
    const auto [dark_left, dark_right] = blue_absorbance(0.036, 0.036);
    const auto [left, right] = blue_absorbance(0.027, 0.036);
    EXPECT_NEAR(light_left, light_right, 1e-3);
    ASSERT_GT(std::abs(light_left - dark_left), 0.002);
    EXPECT_LT(std::abs(left - light_left), std::abs(left - dark_left));
    EXPECT_LT(std::abs(right - dark_right), std::abs(right - light_right));
}

// Limits of the science for the tone of dot fields (T8); the reference is of square lattices.
TEST(PhotoPreview, FieldsOfDotsHaveTheToneOfMonteCarlo) {
    SKIP_WITHOUT_SHARED_DATA();
    const FieldErrors errors = field_errors("optics/dot_tone_mc.csv", lattice_tone);
    EXPECT_EQ(errors.delta_e.count(), 160U);
    EXPECT_LE(errors.delta_e.mean(), 0.5);
    EXPECT_LE(errors.delta_e.max(), 1.5);
    EXPECT_LE(errors.lightness.max(), 0.6);
}

// Limit of the science for six bands and RGB (T9); the reference is of Poisson-disc fields. In the
// densest fields of the widest dots light saturates, and one channel is a poor stand-in for its
// wavelengths: there the bound is that of T8.
TEST(PhotoPreview, FieldsOfDotsHaveTheToneOfTheReferenceModel) {
    SKIP_WITHOUT_SHARED_DATA();
    const FieldErrors errors = field_errors("optics/tone_by_density.csv", scattered_tone);
    EXPECT_EQ(errors.ordinary_delta_e.count(), 168U);
    EXPECT_LE(errors.ordinary_delta_e.mean(), 0.2);
    EXPECT_LE(errors.ordinary_delta_e.max(), 0.5);
    EXPECT_EQ(errors.delta_e.count(), 288U);
    EXPECT_LE(errors.delta_e.mean(), 0.5);
    EXPECT_LE(errors.delta_e.max(), 1.5);
}

// T9. Six bands see the steep edges of iron oxides coarsely: on light skin they miss the 36
// wavelengths by 0.63 for the same dots without any picture.
TEST(PhotoPreview, FieldsOfTheDefaultShadesHaveTheirReferenceTone) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = shared_table("optics/shades_default.csv");
    const std::pair<const char*, double> skins[] = {
        {"light", 0.015}, {"medium", 0.03}, {"brown", 0.06}, {"dark", 0.12}};
    ASSERT_EQ(table.rows(), default_palette().size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const Shade& shade = default_palette()[row];
        for (const auto& [name, melanin] : skins) {
            const FieldTone tone = scattered_tone(
                {melanin, 0.0115}, {Point2(0, 0), {}, healed_dose(shade.recipe)}, 150);
            const auto expected = [&](const char* axis) {
                return table.number(row, table.column_index(std::string(axis) + "150_" + name));
            };
            const Lab reference{expected("L"), expected("a"), expected("b")};
            const bool is_edge_seen = melanin < 0.03 && shade.recipe.carbon_black < 0.5;
            EXPECT_LE(delta_e_2000(tone.treated, reference), is_edge_seen ? 0.65 : 0.5)
                << shade.name << " on " << name;
        }
    }
}

TEST(PhotoPreview, ChangeCountsPixelsAndMeasuresColour) {
    const EncodedImage before = fixtures::flat_picture(70, 70, 169, 135, 114);
    const Polygon square{{7, 7}, {63, 7}, {63, 63}, {7, 63}};
    EXPECT_EQ(photo_change(before, before, square).changed_pixels, 0);
    EXPECT_EQ(photo_change(before, before, square).mean_delta_e, 0.0);
    EncodedImage after = fixtures::flat_picture(70, 70, 150, 120, 104);
    const PhotoChange change = photo_change(before, after, square);
    EXPECT_EQ(change.changed_pixels, 56 * 56);
    const auto lab_of = [](double r, double g, double b) {
        return lab(linear_rgb(Srgb{r / 255, g / 255, b / 255}));
    };
    EXPECT_NEAR(change.mean_delta_e, delta_e_2000(lab_of(169, 135, 114), lab_of(150, 120, 104)),
                1e-3);
}

TEST(PhotoPreview, ChangeOutsideTheZoneDoesNotCount) {
    const EncodedImage before = fixtures::flat_picture(70, 70, 169, 135, 114);
    EncodedImage after = before;
    after.pixels.row<std::uint8_t>(2)[5] = 0;
    after.pixels.row<std::uint8_t>(20)[60] = 0;
    const Polygon square{{7, 7}, {63, 7}, {63, 63}, {7, 63}};
    EXPECT_EQ(photo_change(before, after, square).changed_pixels, 1);
}
