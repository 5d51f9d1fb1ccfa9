// The head of a plan: fitted to the client's measures, with its mesh and its scalp, ready for hairline, zones and dots.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "plan/treatment_plan.h"
#include "scalp/head_cache.h"
#include "scalp/scalp_surface.h"

namespace stubble {

struct ClientHead {
    FittedHead fitted;
    HeadSurface surface;
    HeadMesh mesh;
    ScalpSurface scalp;
};

[[nodiscard]] AskedMeasures asked_measures(const PlanHead& head);

// From the cache where it is kept. Errors: those of fit_head; an own scan (not built yet). `where` names the plan.
[[nodiscard]] Result<ClientHead> client_head(const PlanHead& head, const std::string& where,
                                             const HeadCacheOptions& cache);

}  // namespace stubble
