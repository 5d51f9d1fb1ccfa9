#include "geometry/dual.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

using namespace stubble;

namespace {

struct Formula {
    std::string name;
    std::function<Dual(const Dual& x, const Dual& y, const Dual& z)> of;
};

// Defined for x, y, z > 0.
const std::vector<Formula>& formulas() {
    static const std::vector<Formula> all{
        {"sum", [](auto& x, auto& y, auto& z) { return x + y - z + 3.0 - (2.0 - x); }},
        {"product", [](auto& x, auto& y, auto& z) { return x * y * z * 2.0 + 0.5 * (x * x); }},
        {"quotient", [](auto& x, auto& y, auto& z) { return x / y / (z + 1.0) + 1.0 / z; }},
        {"minus and absolute value",
         [](auto& x, auto& y, auto& z) { return abs(-x * y) - abs(z - 9.0); }},
        {"square root", [](auto& x, auto& y, auto& z) { return sqrt(x * x + y * z); }},
        {"exponential", [](auto& x, auto& y, auto& z) { return exp(-x * y) + exp(z); }},
        {"logarithm", [](auto& x, auto& y, auto& z) { return log(x + y) * log(z + 1.0); }},
        {"power", [](auto& x, auto& y, auto& z) { return positive_pow(x, y + z); }},
        {"angle", [](auto& x, auto& y, auto& z) { return atan2(y * z, x) + atan2(-y, -x); }}};
    return all;
}

Dual at(const Formula& formula, const Point3& p) {
    return formula.of(Dual::coordinate(p.x(), 0), Dual::coordinate(p.y(), 1),
                      Dual::coordinate(p.z(), 2));
}

}  // namespace

TEST(Dual, SlopesOfAllOperationsEqualFiniteDifferences) {
    constexpr double h = 1e-5;
    for (const Formula& formula : formulas()) {
        for (const Point3& p : {Point3(0.3, 1.7, 0.9), Point3(2.5, 0.2, 1.4), Point3(1, 1, 3)}) {
            const Point3 gradient = at(formula, p).gradient();
            for (int axis = 0; axis < 3; ++axis) {
                const Point3 step = h * Point3::Unit(axis);
                const double slope =
                    (at(formula, p + step).value() - at(formula, p - step).value()) / (2 * h);
                EXPECT_NEAR(gradient[axis], slope, 1e-8 * (1.0 + std::abs(slope)))
                    << formula.name << " along axis " << axis << " at " << p.transpose();
            }
        }
    }
}

TEST(Dual, ValuesAreThoseOfPlainNumbers) {
    const Dual x = Dual::coordinate(0.3, 0);
    const Dual y = Dual::coordinate(1.7, 1);
    EXPECT_EQ((x * y + x - y).value(), 0.3 * 1.7 + 0.3 - 1.7);
    EXPECT_DOUBLE_EQ((x / y).value(), 0.3 / 1.7);
    EXPECT_DOUBLE_EQ((x / 1.7).value(), 0.3 / 1.7);
    EXPECT_DOUBLE_EQ(positive_pow(x, y).value(), std::pow(0.3, 1.7));
    EXPECT_EQ(atan2(y, -x).value(), std::atan2(1.7, -0.3));
    EXPECT_EQ(value_of(x), 0.3);
    EXPECT_EQ(value_of(0.3), 0.3);
}

TEST(Dual, AConstantHasNoSlopeAndACoordinateSlopeOneAlongItsAxis) {
    EXPECT_EQ(Dual(4.0).gradient(), Point3(0, 0, 0));
    for (int axis = 0; axis < 3; ++axis) {
        EXPECT_EQ(Dual::coordinate(4.0, axis).gradient(), Point3(Point3::Unit(axis)));
    }
}

TEST(Dual, ComparisonsLookAtTheValueOnly) {
    const Dual x = Dual::coordinate(1.0, 0);
    const Dual y = Dual::coordinate(1.0, 1);
    EXPECT_FALSE(x < y);
    EXPECT_FALSE(x > y);
    EXPECT_TRUE(x < y + 1e-9);
}

// Where the slope is infinite or has no sense the number stays finite.
TEST(Dual, RootAndPowerOfZeroHaveNoSlope) {
    const Dual zero = Dual::coordinate(0.0, 0);
    EXPECT_EQ(sqrt(zero).value(), 0.0);
    EXPECT_EQ(sqrt(zero).gradient(), Point3(0, 0, 0));
    EXPECT_EQ(positive_pow(zero, Dual(2.1)).value(), 0.0);
    EXPECT_EQ(positive_pow(zero, Dual(2.1)).gradient(), Point3(0, 0, 0));
    EXPECT_EQ(positive_pow(0.0, 2.1), 0.0);
}
