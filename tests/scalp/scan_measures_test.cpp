#include "scalp/scan_measures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fixtures/head_scans.h"
#include "scalp/head_measures.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

const TestHead man = test_heads()[1];

ScanMeasures measured(const TriangleMesh& scan, const HeadShape& about = man.shape) {
    return measure_scan(scan, HeadSurface(about));
}

}  // namespace

// Chords of the draft mesh cut curves short by a few hundredths.
TEST(ScanMeasures, AGeneratedHeadMeasuresAsByItsTape) {
    for (const TestHead& head : test_heads()) {
        const HeadSurface surface(head.shape);
        const HeadMeasures tape = HeadTape().measure(surface);
        const ScanMeasures scan = measure_scan(scan_of(head), surface);
        ASSERT_TRUE(scan.length && scan.breadth && scan.circumference && scan.tragion_top);
        EXPECT_NEAR(*scan.length, tape.length, 0.15) << head.name;
        EXPECT_NEAR(*scan.breadth, tape.breadth, 0.15) << head.name;
        EXPECT_NEAR(*scan.circumference, tape.circumference, 0.4) << head.name;
        EXPECT_NEAR(*scan.tragion_top, tape.tragion_top, 0.1) << head.name;
    }
}

// The generated head beside it only says where to look.
TEST(ScanMeasures, AHeadIsMeasuredThoughAnotherIsExpected) {
    const TestHead longer = test_heads()[6];
    const HeadMeasures tape = HeadTape().measure(HeadSurface(longer.shape));
    const ScanMeasures scan = measured(scan_of(longer));
    EXPECT_NEAR(*scan.length, tape.length, 0.5);
    EXPECT_NEAR(*scan.breadth, tape.breadth, 0.5);
    EXPECT_NEAR(*scan.circumference, tape.circumference, 1.0);
}

TEST(ScanMeasures, HairBunsEarsAndShouldersDoNotCount) {
    const ScanMeasures plain = measured(scan_of(man));
    const TriangleMesh bun = moved(sphere_mesh(38.0, 4), Vector3f(0, 60, -140));
    const ScanMeasures with_bun = measured(joined(scan_of(man), bun));
    // Where the bun grows out of the head it counts as far as 15 mm.
    EXPECT_NEAR(*with_bun.breadth, *plain.breadth, 0.01);
    EXPECT_LT(*with_bun.length, *plain.length + 16.0);
    TestHead large_ears = man;
    large_ears.name = "large ears";
    large_ears.shape.ear = 1.2;
    large_ears.shape.ear_angle_deg = 40.0;
    const ScanMeasures ears = measured(scan_of(large_ears));
    EXPECT_NEAR(*ears.breadth, *plain.breadth, 0.2);
    EXPECT_NEAR(*ears.circumference, *plain.circumference, 1.0);
}

TEST(ScanMeasures, WhereTheScanHasAHoleThereIsNoMeasure) {
    const ScanMeasures no_face =
        measured(without(scan_of(man), [](const Vector3f& v) { return v.z() > 60.0F; }));
    EXPECT_FALSE(no_face.length.has_value());
    EXPECT_FALSE(no_face.circumference.has_value());
    EXPECT_TRUE(no_face.breadth.has_value());
    const ScanMeasures half =
        measured(without(scan_of(man), [](const Vector3f& v) { return v.x() < -20.0F; }));
    EXPECT_FALSE(half.breadth.has_value());
    EXPECT_FALSE(half.circumference.has_value());
    EXPECT_TRUE(half.length.has_value());
    const ScanMeasures no_top =
        measured(without(scan_of(man), [](const Vector3f& v) { return v.y() > 50.0F; }));
    EXPECT_FALSE(no_top.tragion_top.has_value());
    EXPECT_TRUE(no_top.length.has_value());
}

TEST(ScanMeasures, NothingMeasuresNothing) {
    const ScanMeasures none = measured({});
    EXPECT_FALSE(none.length || none.breadth || none.circumference || none.tragion_top);
}
