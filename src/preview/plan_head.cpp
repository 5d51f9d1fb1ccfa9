#include "preview/plan_head.h"

namespace stubble {

AskedMeasures asked_measures(const PlanHead& head) {
    AskedMeasures asked;
    asked.sex = head.sex;
    asked.taped_over_hair = head.taped_over_hair;
    asked.circumference_mm = head.circumference_mm;
    asked.breadth_mm = head.breadth_mm;
    asked.length_mm = head.length_mm;
    asked.coronal_arc_mm = head.bitragion_coronal_arc_mm;
    asked.sagittal_arc_mm = head.sagittal_arc_mm;
    return asked;
}

Result<ClientHead> client_head(const PlanHead& head, const std::string& where,
                               const HeadCacheOptions& cache) {
    if (head.mesh) {
        return Error{where, "head.mesh: own scans cannot be used yet",
                     "set it to null and give tape measures"};
    }
    Result<PreparedHead> prepared =
        load_or_make_head(asked_measures(head), HeadResolution::Full, where, cache);
    if (!prepared) {
        return prepared.error();
    }
    HeadSurface surface(prepared->fitted.shape);
    ScalpSurface scalp = scalp_surface(prepared->mesh, surface);
    return ClientHead{std::move(prepared->fitted), std::move(surface), std::move(prepared->mesh),
                      std::move(scalp)};
}

}  // namespace stubble
