#include "scalp/scalp_measurements.h"

#include <gtest/gtest.h>

#include "fixtures/average_head.h"

using namespace stubble;

// Science page "Generated bald head", section 10: 5 mm off the ears; frontal, mid-scalp, crown, temples, sides, occiput.
TEST(ScalpMeasurements, ScalpAndZonesHaveTheirPublishedAreas) {
    const ScalpAreas man = scalp_areas(average_head(Sex::Male).scalp);
    EXPECT_NEAR(man.total_cm2, 602.0, 6.0);
    const std::array<double, scalp_zone_count> men{53, 120, 97, 31, 90, 211};
    const ScalpAreas woman = scalp_areas(average_head(Sex::Female).scalp);
    EXPECT_NEAR(woman.total_cm2, 547.0, 6.0);
    const std::array<double, scalp_zone_count> women{50, 111, 89, 29, 83, 186};
    for (std::size_t z = 0; z < scalp_zone_count; ++z) {
        EXPECT_NEAR(man.zones_cm2[z], men[z], 2.0) << z;
        EXPECT_NEAR(woman.zones_cm2[z], women[z], 2.0) << z;
    }
}
