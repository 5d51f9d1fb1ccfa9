#include "preview/plan_dots.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/random.h"
#include "dots/dot_placement.h"

namespace stubble {
namespace {

// Names of random sequences; the dots keep the plan's own seed.
constexpr std::uint64_t edge_sequence = 41;

// Of the sampler (PoissonDiscOptions::organic_sigma).
constexpr double largest_variation = 0.25;

// Patches of alopecia are drawn as zones; the hair around them is whole.
HairLossStage loss_stage(PlanHair::LossPattern pattern) {
    using Pattern = PlanHair::LossPattern;
    constexpr std::array<std::pair<Pattern, HairLossStage>, 16> stages{
        {{Pattern::None, HairLossStage::None},
         {Pattern::Norwood1, HairLossStage::Norwood1},
         {Pattern::Norwood2, HairLossStage::Norwood2},
         {Pattern::Norwood3, HairLossStage::Norwood3},
         {Pattern::Norwood3Vertex, HairLossStage::Norwood3Vertex},
         {Pattern::Norwood4, HairLossStage::Norwood4},
         {Pattern::Norwood5, HairLossStage::Norwood5},
         {Pattern::Norwood6, HairLossStage::Norwood6},
         {Pattern::Norwood7, HairLossStage::Norwood7},
         {Pattern::Norwood3a, HairLossStage::Norwood3A},
         {Pattern::Norwood4a, HairLossStage::Norwood4A},
         {Pattern::Norwood5a, HairLossStage::Norwood5A},
         {Pattern::Ludwig1, HairLossStage::Ludwig1},
         {Pattern::Ludwig2, HairLossStage::Ludwig2},
         {Pattern::Ludwig3, HairLossStage::Ludwig3},
         {Pattern::Patches, HairLossStage::None}}};
    const auto found = std::find_if(stages.begin(), stages.end(),
                                    [&](const auto& pair) { return pair.first == pattern; });
    return found->second;
}

// Shares of the dots after each session.
std::vector<double> session_fractions(const TreatmentPlan& plan) {
    std::vector<double> fractions;
    double sum = 0.0;
    for (const double share : session_shares(plan)) {
        sum += share;
        fractions.push_back(std::min(sum, 1.0));
    }
    fractions.back() = 1.0;
    return fractions;
}

DotPattern dot_pattern(const TreatmentPlan& plan) {
    DotPattern pattern;
    pattern.variation = plan.pattern.variation;
    pattern.spacing_low_mm = plan.pattern.spacing_bounds_mm.low_mm;
    pattern.spacing_high_mm = plan.pattern.spacing_bounds_mm.high_mm;
    if (plan.practice.total_dots) {
        pattern.exact_count = static_cast<std::size_t>(*plan.practice.total_dots);
    }
    pattern.session_fractions = session_fractions(plan);
    return pattern;
}

Vector3f normal_at(const ScalpSurface& scalp, const SurfaceDot& point) {
    const Triangle& t = scalp.mesh.triangles[point.triangle];
    return (point.barycentric[0] * scalp.normals[t[0]] +
            point.barycentric[1] * scalp.normals[t[1]] + point.barycentric[2] * scalp.normals[t[2]])
        .normalized();
}

// Areas and counts of the zones.
class ZoneCounter {
public:
    ZoneCounter(const TreatmentPlan& plan, const ScalpSurface& scalp, const DensityField& field)
        : scalp_(scalp), field_(field), sessions_(plan.sessions.size()) {
        for (const PlanZone& zone : plan.zones) {
            ZoneDots counted;
            counted.name = zone.name;
            counted.asked_per_cm2 = zone.kind == PlanZone::Kind::KeepOut ? 0.0 : zone.dots_per_cm2;
            counted.dots_per_session.assign(sessions_, 0);
            zones_.push_back(counted);
        }
        full_dots_.assign(zones_.size(), 0);
        measure_areas();
    }

    void count(const SurfaceDot& point, int zone) {
        ZoneDots& counted = zones_[zone];
        ++counted.dots;
        ++counted.dots_per_session[point.session];
        full_dots_[zone] += full_zone_[point.triangle] == zone ? 1 : 0;
    }

    std::vector<ZoneDots> zones(const std::vector<PlanZone>& plan_zones) {
        std::vector<ZoneDots> treated;
        for (std::size_t z = 0; z < zones_.size(); ++z) {
            if (plan_zones[z].kind != PlanZone::Kind::KeepOut) {
                zones_[z].obtained_per_cm2 =
                    zones_[z].full_density_cm2 > 0.0
                        ? static_cast<double>(full_dots_[z]) / zones_[z].full_density_cm2
                        : 0.0;
                treated.push_back(zones_[z]);
            }
        }
        return treated;
    }

private:
    static constexpr int none = -1;

    // The zone that has all of a triangle at its full density, if one has.
    [[nodiscard]] int full_zone(const Triangle& t) const {
        for (std::size_t z = 0; z < zones_.size(); ++z) {
            const bool full = std::all_of(t.begin(), t.end(), [&](std::uint32_t v) {
                return field_.zone_share[z][v] > 0.999F && field_.room_mm[v] > 0.0 &&
                       field_.dots_per_cm2[v] > 0.999 * zones_[z].asked_per_cm2;
            });
            if (full) {
                return static_cast<int>(z);
            }
        }
        return none;
    }

    void measure_areas() {
        full_zone_.reserve(scalp_.mesh.triangles.size());
        for (std::size_t i = 0; i < scalp_.mesh.triangles.size(); ++i) {
            const Triangle& t = scalp_.mesh.triangles[i];
            full_zone_.push_back(full_zone(t));
            const double third_cm2 = triangle_area_mm2(scalp_.mesh, i) / 300.0;
            for (std::size_t z = 0; z < zones_.size(); ++z) {
                for (const std::uint32_t v : t) {
                    zones_[z].area_cm2 +=
                        field_.room_mm[v] > 0.0 ? third_cm2 * field_.zone_share[z][v] : 0.0;
                }
            }
            if (full_zone_.back() != none) {
                zones_[full_zone_.back()].full_density_cm2 += 3.0 * third_cm2;
            }
        }
    }

    const ScalpSurface& scalp_;
    const DensityField& field_;
    std::size_t sessions_;
    std::vector<ZoneDots> zones_;
    std::vector<int> full_zone_;  // per triangle
    std::vector<std::size_t> full_dots_;
};

std::vector<SurfaceDot> places_of(const std::vector<Follicle>& follicles) {
    std::vector<SurfaceDot> places;
    places.reserve(follicles.size());
    for (const Follicle& follicle : follicles) {
        places.push_back(follicle.place);
    }
    return places;
}

// Gives every point of the pattern its zone's traits.
void finish(const TreatmentPlan& plan, const ClientHead& head, const DensityField& field,
            PlannedDots& planned) {
    ZoneCounter counter(plan, head.scalp, field);
    planned.dots.reserve(planned.pattern.dots.size());
    for (const SurfaceDot& point : planned.pattern.dots) {
        const int zone = std::max(
            0, zone_at(field, head.scalp.mesh.triangles[point.triangle], point.barycentric));
        const PlanZone& wish = plan.zones[zone];
        Dot dot = dot_at(point, {wish.dot_diameter_mm, wish.depth_mm}, plan.seed);
        dot.normal = normal_at(head.scalp, point);
        dot.zone = zone;
        planned.dots.push_back(dot);
        counter.count(point, zone);
    }
    planned.zones = counter.zones(plan.zones);
}

}  // namespace

HairlineWish hairline_wish(const PlanHairline& hairline) {
    HairlineWish wish;
    wish.preset = hairline.preset;
    wish.height_above_glabella_mm = hairline.height_above_glabella_mm;
    wish.feather_mm = hairline.feather_mm;
    wish.edge = hairline.edge;
    wish.irregularity_mm = hairline.irregularity_mm;
    wish.asymmetry_mm = hairline.asymmetry_mm;
    wish.temple_depth_mm = hairline.temple_depth_mm;
    wish.temple_peak = hairline.temple_peak;
    wish.temple_peak_mm = hairline.temple_peak_mm;
    wish.stray_share = hairline.stray_dots_fraction;
    for (const auto& point :
         hairline.control_points.value_or(std::vector<PlanHairline::ControlPoint>{})) {
        wish.control_points.push_back({point.at_mm, point.corner});
    }
    return wish;
}

std::vector<TreatedZone> treated_zones(const std::vector<PlanZone>& zones) {
    std::vector<TreatedZone> treated;
    for (const PlanZone& zone : zones) {
        TreatedZone wish;
        wish.name = zone.name;
        wish.keep_out = zone.kind == PlanZone::Kind::KeepOut;
        wish.dots_per_cm2 = zone.dots_per_cm2;
        wish.blend_mm = zone.blend_mm;
        if (const auto* region = std::get_if<PlanZone::Region>(&zone.region)) {
            wish.area = *region;
        } else if (const auto* outline = std::get_if<PlanZone::OutlinedArea>(&zone.region)) {
            wish.area = outline->polygon;
        } else {
            const auto& round = std::get<PlanZone::RoundArea>(zone.region);
            wish.area = ChartDisc{round.center_mm, round.radius_mm};
        }
        treated.push_back(wish);
    }
    return treated;
}

FollicleWish follicle_wish(const TreatmentPlan& plan) {
    FollicleWish wish;
    wish.seed = plan.seed;
    wish.origin = plan.client.origin.value_or(HairOrigin::Caucasian);
    wish.hairline = plan.head.sex == PlanHead::Sex::Female ? NaturalHairline::Feminine
                                                           : NaturalHairline::Mature;
    wish.loss = hair_loss_pattern(loss_stage(plan.hair.loss_pattern));
    return wish;
}

Result<PlannedDots> plan_dots(const TreatmentPlan& plan, const ClientHead& head,
                              const std::string& where) {
    if (plan.pattern.variation > largest_variation) {
        return Error{where,
                     fmt::format("pattern.variation: {:g} leaves no smallest distance that can be "
                                 "kept",
                                 plan.pattern.variation),
                     fmt::format("give 0 to {:g}", largest_variation)};
    }
    const auto hairline = Hairline::create(hairline_wish(plan.hairline), head.surface, where);
    if (!hairline) {
        return hairline.error();
    }
    const auto field =
        density_field(head.scalp, head.surface, *hairline,
                      {treated_zones(plan.zones), hash64(plan.seed, edge_sequence)}, where);
    if (!field) {
        return field.error();
    }
    auto follicles = existing_follicles(head.scalp, follicle_wish(plan));
    if (!follicles) {
        return follicles.error();
    }
    PlannedDots planned;
    planned.follicles = std::move(follicles).value();
    const DotPattern pattern = dot_pattern(plan);
    const WantedDots wanted{field->dots_per_cm2, field->room_mm};
    planned.spacing = dot_spacing(head.scalp.mesh, wanted, pattern);
    planned.hair_room = room_for_hair(places_of(planned.follicles));
    auto points =
        place_pattern(head.scalp.mesh, planned.spacing, planned.hair_room, pattern, plan.seed);
    if (!points) {
        return points.error();
    }
    planned.pattern = std::move(points).value();
    finish(plan, head, *field, planned);
    return planned;
}

}  // namespace stubble
