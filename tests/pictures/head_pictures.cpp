// Pictures of the head to look at: plain, zones, chart grid, hairline presets, loss patterns and dots, each from several views.
// head_pictures FOLDER [PIXELS]: writes one contact sheet (PNG) of each into the folder; PIXELS is the edge of one view.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "geometry/camera.h"
#include "image/contact_sheet.h"
#include "image/image_io.h"
#include "preview/plan_dots.h"
#include "render/mesh_picture.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_chart.h"
#include "scalp/scalp_measurements.h"

namespace {

using namespace stubble;

// Closer than a view of the whole bust.
Camera head_camera(HeadView view, int pixels) {
    constexpr double distance_mm = 900.0;
    const std::array<std::array<double, 2>, 6> angles{
        {{0, 5}, {90, 5}, {-90, 5}, {180, 10}, {0, 80}, {40, 20}}};
    const auto [yaw, pitch] = angles[static_cast<std::size_t>(view)];
    return orbit_camera({Point3(0.0, 30.0, -5.0), yaw, pitch, distance_mm},
                        {pixels, pixels, 18.5, Projection::Perspective});
}

// Colour of a place of the skin; canonical and real.
using Painter = std::function<Vector3f(const Point3&, const Point3&)>;

DrawableMesh painted(const ClientHead& head, const Painter& painter) {
    std::vector<Vector3f> albedo;
    for (const Vector3f& v : head.mesh.mesh.vertices_mm) {
        const Point3 real = v.cast<double>();
        albedo.push_back(painter(head.surface.warp().to_canonical(real), real));
    }
    return drawable(head.mesh.mesh, albedo, head.mesh.normals);
}

const Vector3f skin{0.60F, 0.44F, 0.36F};

Vector3f plain(const Point3& /*canonical*/, const Point3& /*real*/) {
    return skin;
}

// Colours of the science page's zone picture.
Vector3f zone_color(ScalpZone zone) {
    constexpr std::array<std::array<float, 3>, scalp_zone_count> colors{{{.85F, .35F, .30F},
                                                                         {.90F, .70F, .25F},
                                                                         {.35F, .65F, .35F},
                                                                         {.80F, .45F, .70F},
                                                                         {.35F, .55F, .85F},
                                                                         {.50F, .45F, .75F}}};
    const auto& c = colors[static_cast<std::size_t>(zone)];
    return {c[0], c[1], c[2]};
}

class Studio {
public:
    Studio(std::filesystem::path folder, int pixels)
        : folder_(std::move(folder)), pixels_(pixels) {}

    [[nodiscard]] std::vector<LinearImage> six_views(const DrawableMesh& mesh,
                                                     const SurfaceMarks& marks = {}) const {
        std::vector<LinearImage> pictures;
        for (const NamedHeadView& view : head_views) {
            pictures.push_back(draw_mesh(mesh, head_camera(view.view, pixels_), marks));
        }
        return pictures;
    }
    [[nodiscard]] LinearImage view(HeadView view, const DrawableMesh& mesh,
                                   const SurfaceMarks& marks = {}) const {
        return draw_mesh(mesh, head_camera(view, pixels_), marks);
    }

    void save(const std::string& name, const std::vector<LinearImage>& pictures,
              int columns = 3) const {
        const auto path = folder_ / (name + ".png");
        const Status written = write_image(path, srgb_picture(contact_sheet(pictures, {columns})));
        if (!written) {
            std::fprintf(stderr, "%s\n", written.error().line().c_str());
            std::exit(EXIT_FAILURE);
        }
        std::printf("%s\n", path.c_str());
    }

private:
    std::filesystem::path folder_;
    int pixels_;
};

SurfaceMarks chart_grid(const ClientHead& head) {
    const ScalpChart& chart = ScalpChart::standard();
    SurfaceMarks marks;
    constexpr double pitch_mm = 20.0;
    const auto add_line = [&](const Point2& from, const Point2& to, const Vector3f& color) {
        LineMark line;
        line.width_px = 1.5;
        line.color = color;
        for (int i = 0; i <= 100; ++i) {
            const Point3 canonical = chart.to_canonical(from + (to - from) * i / 100.0);
            if (!is_scalp(canonical)) {
                if (line.places_mm.size() > 1) {
                    marks.lines.push_back(line);
                }
                line.places_mm.clear();
                continue;
            }
            line.places_mm.push_back(on_skin(head.surface, canonical));
        }
        if (line.places_mm.size() > 1) {
            marks.lines.push_back(line);
        }
    };
    for (double x = -160.0; x <= 160.0; x += pitch_mm) {
        const Vector3f color =
            x == 0.0 ? Vector3f(0.7F, 0.05F, 0.05F) : Vector3f(0.02F, 0.05F, 0.2F);
        add_line({x, -140.0}, {x, 180.0}, color);
        add_line({-170.0, x}, {170.0, x}, color);
    }
    return marks;
}

// `enlarged`: times the true size, so that a small picture shows where they are.
SurfaceMarks dot_marks(const PlannedDots& planned, double enlarged = 1.0) {
    const Vector3f pigment{0.16F, 0.14F, 0.135F};
    const Vector3f hair{0.07F, 0.05F, 0.04F};
    SurfaceMarks marks;
    for (const Dot& dot : planned.dots) {
        marks.dots.push_back({dot.position_mm, enlarged * dot.diameter_mm, pigment});
    }
    for (const Follicle& follicle : planned.follicles) {
        // A shaved group of hairs.
        const double diameter = enlarged * 0.12 * std::sqrt(static_cast<double>(follicle.hairs));
        marks.dots.push_back({follicle.place.position_mm, diameter, hair});
    }
    return marks;
}

void draw_presets(const Studio& studio, const ClientHead& head) {
    std::vector<LinearImage> pictures;
    const DrawableMesh mesh = painted(head, plain);
    for (const auto preset : {PlanHairline::Preset::Natural, PlanHairline::Preset::Rounded,
                              PlanHairline::Preset::Straight, PlanHairline::Preset::Mature,
                              PlanHairline::Preset::Receded, PlanHairline::Preset::WidowsPeak,
                              PlanHairline::Preset::Feminine}) {
        TreatmentPlan plan;
        plan.hairline.preset = preset;
        plan.hairline.height_above_glabella_mm = 70.0;
        plan.hair.loss_pattern = PlanHair::LossPattern::Norwood5;
        const SurfaceMarks marks = dot_marks(plan_dots(plan, head, "plan").value(), 2.0);
        pictures.push_back(studio.view(HeadView::Front, mesh, marks));
        pictures.push_back(studio.view(HeadView::ThreeQuarter, mesh, marks));
    }
    studio.save("hairline_presets", pictures, 4);
}

void draw_losses(const Studio& studio, const ClientHead& head) {
    std::vector<LinearImage> pictures;
    const DrawableMesh mesh = painted(head, plain);
    for (const auto pattern : {PlanHair::LossPattern::Norwood3, PlanHair::LossPattern::Norwood4,
                               PlanHair::LossPattern::Norwood6, PlanHair::LossPattern::Ludwig2}) {
        TreatmentPlan plan;
        plan.hair.loss_pattern = pattern;
        PlannedDots hair;
        hair.follicles = existing_follicles(head.scalp, follicle_wish(plan)).value();
        const SurfaceMarks marks = dot_marks(hair, 4.0);
        pictures.push_back(studio.view(HeadView::ThreeQuarter, mesh, marks));
        pictures.push_back(studio.view(HeadView::Top, mesh, marks));
    }
    studio.save("own_hair", pictures, 4);
}

void draw_all(const Studio& studio) {
    TreatmentPlan plan;
    const ClientHead man = client_head(plan.head, "plan", {.is_used = false, .folder = {}}).value();
    studio.save("head_man", studio.six_views(painted(man, plain)));
    PlanHead woman;
    woman.sex = PlanHead::Sex::Female;
    woman.circumference_mm.reset();
    studio.save("head_woman",
                studio.six_views(painted(
                    client_head(woman, "plan", {.is_used = false, .folder = {}}).value(), plain)));
    studio.save(
        "zones", studio.six_views(painted(man, [&](const Point3& canonical, const Point3& real) {
            const auto zone = scalp_zone_at(canonical);
            const bool bare = !zone || man.surface.distance_from_ear(real) < ear_clearance_mm;
            return bare ? skin : Vector3f(0.3F * skin + 0.7F * zone_color(*zone));
        })));
    studio.save("chart_grid", studio.six_views(painted(man, plain), chart_grid(man)));
    studio.save("dots", studio.six_views(painted(man, plain),
                                         dot_marks(plan_dots(plan, man, "plan").value())));
    draw_presets(studio, man);
    draw_losses(studio, man);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "head_pictures FOLDER [PIXELS]\n");
        return EXIT_FAILURE;
    }
    int pixels = 480;
    if (argc > 2) {
        const std::string text = argv[2];
        std::from_chars(text.data(), text.data() + text.size(), pixels);
    }
    std::filesystem::create_directories(argv[1]);
    draw_all(Studio(argv[1], std::clamp(pixels, 32, 4000)));
    return EXIT_SUCCESS;
}
