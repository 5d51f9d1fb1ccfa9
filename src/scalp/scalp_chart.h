// Flat chart of the scalp in which hairline and zones live, so that they survive a change of head measures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "geometry/triangle_mesh.h"
#include "geometry/vec.h"

namespace stubble {

// Chart millimetres: u to the client's right, v to the front, origin in the middle of the scalp (behind the vertex); so a drawing
// with u to the right and v up shows the head from above as it is. Lengths are those of the canonical head; on the scalp area
// is kept within -27 .. +34 % (90 % of it) and shapes within 1.4 : 1 (95 %). Exactly mirror-symmetric. Only the direction of a place from
// the chart's centre counts. Tabulated every 2 degrees, linear in between.
class ScalpChart {
public:
    // The one chart of all heads, from assets/head/scalp_chart.csv.
    [[nodiscard]] static const ScalpChart& standard();
    // Makes it anew from the formulas of the head.
    [[nodiscard]] static ScalpChart computed();

    [[nodiscard]] Point2 to_chart(const Point3& canonical) const;
    // The place on the canonical head (ears off). Places beyond the chart's rim are moved to the rim.
    [[nodiscard]] Point3 to_canonical(const Point2& chart_mm) const;

    [[nodiscard]] std::string to_csv() const;
    [[nodiscard]] static Result<ScalpChart> from_csv(std::string_view text,
                                                     const std::string& where);

private:
    // What the table holds for a direction.
    struct Entry {
        Point2 chart_mm;
        double radius_mm;  // of the canonical head from the chart's centre
    };
    [[nodiscard]] Entry entry(double azimuth_deg, double polar_deg) const;
    [[nodiscard]] const Entry& node(int azimuth_index, int polar_index) const;

    std::vector<Entry> entries_;  // client's right half
};

}  // namespace stubble
