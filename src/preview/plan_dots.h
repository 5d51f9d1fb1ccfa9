// The dots of a plan: the only place where wishes become dots. Counts per zone and session, densities asked and obtained.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "dots/dot.h"
#include "hair/follicle_layout.h"
#include "plan/treatment_plan.h"
#include "preview/plan_head.h"
#include "scalp/density_field.h"
#include "scalp/hairline.h"

namespace stubble {

// A treated zone of the plan and what came of it. Areas are of skin, in cm2.
struct ZoneDots {
    std::string name;
    double area_cm2 = 0.0;  // where its dots may lie, shared with its neighbours in the blends
    std::size_t dots = 0;
    std::vector<std::size_t> dots_per_session;
    // Away from feather, blends and existing hair; obtained is missing (0) where there is no such skin.
    double asked_per_cm2 = 0.0;
    double obtained_per_cm2 = 0.0;
    double full_density_cm2 = 0.0;  // area of that skin
};

struct PlannedDots {
    std::vector<Dot> dots;            // by rank: session after session, at random within each
    std::vector<Follicle> follicles;  // the client's own hair that is left
    std::vector<ZoneDots> zones;      // treated ones, in the plan's order; keep-outs have no dots
    // What the dots were made from, on the scalp's mesh: their places, spacing and the room of the follicles.
    RankedDots pattern;
    SurfaceField spacing;
    std::vector<FixedDisc> hair_room;
};

// Everything between plan and dots: hairline, own hair, density, pattern, traits. A pure function of plan and head: the same bytes
// for any number of threads. Errors name the key (`where` names the plan): those of Hairline::create, density_field and
// sample_surface.
[[nodiscard]] Result<PlannedDots> plan_dots(const TreatmentPlan& plan, const ClientHead& head,
                                            const std::string& where);

// The steps, for those who show them.
[[nodiscard]] HairlineWish hairline_wish(const PlanHairline& hairline);
[[nodiscard]] std::vector<TreatedZone> treated_zones(const std::vector<PlanZone>& zones);
[[nodiscard]] FollicleWish follicle_wish(const TreatmentPlan& plan);

}  // namespace stubble
