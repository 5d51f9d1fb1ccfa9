#include "scalp/scan_orientation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>

#include "fixtures/head_scans.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

const TestHead man = test_heads()[1];
const TestHead woman = test_heads()[2];

// Rows: where the file's axes lie in the head frame.
Eigen::Affine3d file_frame(const Point3& left, const Point3& up, const Point3& front,
                           double units_per_mm) {
    Eigen::Matrix3d axes;
    axes << left, up, front;
    return Eigen::Affine3d(Eigen::Scaling(units_per_mm) * axes);
}

std::vector<Point3> points_of(const TriangleMesh& mesh) {
    return spread_points(mesh, 4000);
}

// How far a start puts places of the head from where they belong.
double off_mm(const ScanStart& start, const Eigen::Affine3d& to_file) {
    double off = 0.0;
    for (const Point3& p : {Point3(0, 130, 0), Point3(0, 30, 100), Point3(75, 40, -20)}) {
        off = std::max(off, (start.pose.to_head * (to_file * p * mm_of(start.unit)) - p).norm());
    }
    return off;
}

ScanLandmarks landmarks_in(const Eigen::Affine3d& to_file, const HeadShape& shape) {
    const HeadLandmarks l = landmarks_of(HeadSurface(shape));
    return {to_file * l.glabella, to_file * l.left_tragion, to_file * l.right_tragion,
            to_file * l.vertex, to_file * l.inion};
}

std::string message(const Result<ScanStart>& start) {
    return start.ok() ? "" : start.error().line();
}

// An awkward way to stand: along no axis.
Eigen::Affine3d askew(double units_per_mm) {
    Eigen::Affine3d to_file(Eigen::Scaling(units_per_mm));
    to_file.translate(Point3(300, -50, 20));
    to_file.rotate(Eigen::AngleAxisd(2.2, Point3(1, -2, 3).normalized()));
    return to_file;
}

}  // namespace

TEST(ScanOrientation, UnitsHaveTheirLengthAndName) {
    EXPECT_EQ(mm_of(ScanUnit::Millimetre), 1.0);
    EXPECT_EQ(mm_of(ScanUnit::Centimetre), 10.0);
    EXPECT_EQ(mm_of(ScanUnit::Metre), 1000.0);
    EXPECT_EQ(mm_of(ScanUnit::Inch), 25.4);
    EXPECT_EQ(name_of(ScanUnit::Inch), "inches");
}

// A client who is no mean man, in every unit, standing as different programs let heads stand.
TEST(ScanOrientation, UnitAndWayToStandAreGuessed) {
    struct Case {
        Point3 left, up, front;
        double units_per_mm;
        ScanUnit unit;
        const char* stands;
    };
    const Point3 x = Point3::UnitX();
    const Point3 y = Point3::UnitY();
    const Point3 z = Point3::UnitZ();
    for (const Case& c : {Case{x, y, z, 1.0, ScanUnit::Millimetre, "+y up and +z forward"},
                          Case{x, z, -y, 0.001, ScanUnit::Metre, "+z up and -y forward"},
                          Case{-y, -x, -z, 0.1, ScanUnit::Centimetre, "-x up and -z forward"},
                          Case{-x, y, -z, 1.0 / 25.4, ScanUnit::Inch, "+y up and -z forward"}}) {
        const Eigen::Affine3d to_file = file_frame(c.left, c.up, c.front, c.units_per_mm);
        const Result<ScanStart> start =
            guess_start(points_of(transformed(scan_of(woman), to_file)), man.shape, {}, "scan");
        ASSERT_TRUE(start.ok()) << message(start);
        EXPECT_EQ(start->unit, c.unit);
        EXPECT_THAT(start->notes, testing::HasSubstr(c.stands));
        EXPECT_THAT(start->notes, testing::HasSubstr("guessed from its size: " + name_of(c.unit)));
        // The origin belongs to the generated head that was fitted.
        EXPECT_LT(off_mm(*start, to_file), 8.0) << c.stands;
    }
}

TEST(ScanOrientation, AHeadCutAtTheNeckOrAboveTheEarsStandsRightToo) {
    for (const float cut : {-100.0F, 20.0F}) {
        const TriangleMesh rest =
            without(scan_of(man), [&](const Vector3f& v) { return v.y() < cut; });
        const Result<ScanStart> start = guess_start(points_of(rest), man.shape, {}, "scan");
        ASSERT_TRUE(start.ok()) << message(start);
        EXPECT_LT(off_mm(*start, Eigen::Affine3d::Identity()), 5.0) << cut;
    }
}

TEST(ScanOrientation, AWrongUnitIsRefusedWithTheSizeItWouldMean) {
    const auto points = points_of(transformed(scan_of(man), Eigen::Affine3d(Eigen::Scaling(0.1))));
    EXPECT_THAT(
        message(guess_start(points, man.shape, ScanUnit::Millimetre, "scan.obj")),
        testing::MatchesRegex("scan.obj: is 3[0-9]\\.?[0-9]* mm large in millimetres \\(a head "
                              "or bust: 160 to 900 mm\\); state the unit it was saved in"));
}

TEST(ScanOrientation, ASizeThatIsAHeadInNoUnitIsRefused) {
    const auto points = points_of(transformed(scan_of(man), Eigen::Affine3d(Eigen::Scaling(12.0))));
    EXPECT_THAT(message(guess_start(points, man.shape, {}, "scan.obj")),
                testing::HasSubstr("units large, which is no head in mm, cm, m or inches"));
}

TEST(ScanOrientation, ABallAndABoardAreNoHeads) {
    const std::string ball =
        message(guess_start(points_of(sphere_mesh(90.0, 4)), man.shape, {}, "scan"));
    EXPECT_THAT(ball,
                testing::HasSubstr("which way its head faces cannot be told; give landmarks"));
    const std::string board =
        message(guess_start(points_of(square_mesh(300.0, 10.0)), man.shape, {}, "scan"));
    EXPECT_THAT(board, testing::HasSubstr("nothing in it looks like the bare vault of a head"));
}

TEST(ScanOrientation, LandmarksGiveUnitAndPlaceOfAnyHeadHoweverItLies) {
    for (const TestHead& head : test_heads()) {
        for (const double units_per_mm : {1.0, 0.1, 0.001, 1.0 / 25.4}) {
            const Eigen::Affine3d to_file = askew(units_per_mm);
            const Result<ScanStart> start =
                start_from(landmarks_in(to_file, head.shape), man.shape, {}, "scan");
            ASSERT_TRUE(start.ok()) << message(start);
            EXPECT_NEAR(mm_of(start->unit) * units_per_mm, 1.0, 1e-9) << head.name;
            EXPECT_LT(off_mm(*start, to_file), 12.0) << head.name;
            EXPECT_THAT(start->notes, testing::HasSubstr("placed by its landmarks"));
        }
    }
}

TEST(ScanOrientation, GlabellaAndTragionsAreEnough) {
    ScanLandmarks three = landmarks_in(askew(0.1), man.shape);
    three.vertex.reset();
    three.inion.reset();
    const Result<ScanStart> start = start_from(three, man.shape, ScanUnit::Centimetre, "scan");
    ASSERT_TRUE(start.ok()) << message(start);
    EXPECT_LT(off_mm(*start, askew(0.1)), 1.0);
    EXPECT_EQ(start->notes, "centimetres; placed by its landmarks");
}

TEST(ScanOrientation, SwappedSidesAreNoticedWhenVertexOrInionAreGiven) {
    for (const bool with_vertex : {true, false}) {
        ScanLandmarks swapped = landmarks_in(askew(1.0), man.shape);
        std::swap(swapped.left_tragion, swapped.right_tragion);
        (with_vertex ? swapped.inion : swapped.vertex).reset();
        EXPECT_EQ(
            message(start_from(swapped, man.shape, {}, "scan.obj")),
            "scan.obj: left_tragion and right_tragion look swapped; left is the client's left");
    }
}

TEST(ScanOrientation, LandmarksThatAreNoHeadAreRefused) {
    ScanLandmarks wrong = landmarks_in(askew(1.0), man.shape);
    wrong.glabella += Point3(60, -60, 40);
    EXPECT_THAT(message(start_from(wrong, man.shape, {}, "scan")),
                testing::HasSubstr("its landmarks do not lie like those of a head"));
    EXPECT_THAT(message(start_from(landmarks_in(askew(4.0), man.shape), man.shape, {}, "scan")),
                testing::HasSubstr("which is no head in mm, cm, m or inches"));
    EXPECT_THAT(message(start_from(landmarks_in(askew(0.1), man.shape), man.shape,
                                   ScanUnit::Millimetre, "scan")),
                testing::HasSubstr("which is no head in millimetres"));
    ScanLandmarks same;
    EXPECT_NE(message(start_from(same, man.shape, {}, "scan")), "");
    same.glabella = Point3(NAN, 0, 0);
    EXPECT_NE(message(start_from(same, man.shape, {}, "scan")), "");
}
