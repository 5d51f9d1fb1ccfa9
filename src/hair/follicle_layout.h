// Places the client's existing follicles on the scalp: singles and groups, none where hair is lost, thinning at the edges.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "hair/follicle_density.h"
#include "sampling/poisson_disc_surface.h"
#include "scalp/hair_loss_pattern.h"
#include "scalp/scalp_surface.h"

namespace stubble {

// A follicular unit: hairs that leave the skin together.
struct Follicle {
    SurfaceDot place;  // on the scalp's mesh
    int hairs = 1;     // 1 to 5
};

struct FollicleWish {
    HairOrigin origin = HairOrigin::Caucasian;
    HairLossPattern loss;
    NaturalHairline hairline = NaturalHairline::Mature;
    std::uint64_t seed = 1;
};

// Spread of the distances between follicles, as PoissonDiscOptions::organic_sigma (assumed).
inline constexpr double follicle_variation = 0.2;
// Behind the natural hairline only single hairs grow over this distance (Shapiro 2013: transition zone of the first
// millimetres; number assumed).
inline constexpr double single_hairs_mm = 5.0;

// Pure function of its arguments. Each follicle of the full head of hair is kept or lost by itself, with the share that
// the loss pattern leaves at its place: so a more severe pattern only takes follicles away.
[[nodiscard]] Result<std::vector<Follicle>> existing_follicles(const ScalpSurface& scalp,
                                                               const FollicleWish& wish);

}  // namespace stubble
