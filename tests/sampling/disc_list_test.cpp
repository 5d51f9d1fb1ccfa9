#include "sampling/disc_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using stubble::fixtures::Chance;

namespace {

struct Scene {
    std::vector<Disc> discs;
    DiscList list;
};

Disc random_disc(Chance& chance, double size) {
    return Disc::of(chance.direction_times(size), static_cast<float>(chance.between(0.5, 2.0)));
}

// Surfaces are nearly flat.
Vector3f flattened(const Vector3f& v) {
    return v.cwiseProduct(Vector3f(1.0F, 1.0F, 0.05F));
}

// Any number of discs, also none and one more than a full register.
Scene random_scene(Chance& chance) {
    Scene scene;
    for (int i = chance.below(40); i > 0; --i) {
        Disc disc = random_disc(chance, 4.0);
        disc = Disc::of(flattened(disc.place()), disc.radius());
        scene.discs.push_back(disc);
        scene.list.add(scene.discs.back());
    }
    return scene;
}

double distance(const Disc& a, const Disc& b) {
    return (a.place().cast<double>() - b.place().cast<double>()).norm();
}

// Distance over mean radius: below 1 is in conflict or covered.
double ratio(const Disc& a, const Disc& b) {
    return distance(a, b) / (0.5 * (static_cast<double>(a.radius()) + b.radius()));
}

// Wider than the margin for rounding.
constexpr double caution = 2e-5;

bool covered_by_one(const std::vector<Disc>& discs, const RadiusTriangle& t, double limit) {
    return std::any_of(discs.begin(), discs.end(), [&](const Disc& disc) {
        return std::max({ratio(disc, t.a), ratio(disc, t.b), ratio(disc, t.c)}) < limit;
    });
}

RadiusTriangle random_triangle(Chance& chance) {
    const Vector3f at = flattened(chance.direction_times(3.0));
    const double size = chance.between(0.05, 1.5);
    const auto corner = [&] {
        return Disc::of(at + flattened(chance.direction_times(size)),
                        static_cast<float>(chance.between(0.8, 1.6)));
    };
    return {corner(), corner(), corner()};
}

}  // namespace

TEST(DiscList, ConflictsAreThoseOfAPlainLoopInDoublePrecision) {
    Chance chance(1);
    int conflicts = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Scene scene = random_scene(chance);
        const Disc wanted = random_disc(chance, 4.0);
        double nearest = 1e9;
        for (const Disc& disc : scene.discs) {
            nearest = std::min(nearest, ratio(disc, wanted));
        }
        if (std::abs(nearest - 1.0) > caution) {
            ASSERT_EQ(scene.list.conflicts(wanted), nearest < 1.0);
        }
        conflicts += nearest < 1.0 ? 1 : 0;
    }
    EXPECT_GT(conflicts, 2000);
    EXPECT_LT(conflicts, 18'000);
}

// 12 ulps to either side of touching.
TEST(DiscList, APairThatTouchesIsFoundNeverTooLate) {
    Chance chance(2);
    for (int i = 0; i < 20'000; ++i) {
        const Disc disc = random_disc(chance, 40.0);
        DiscList list;
        list.add(disc);
        const Vector3f direction = chance.direction_times(1.0).normalized();
        const auto radius = static_cast<float>(chance.between(1.0, 2.0));
        const float touching = 0.5F * (disc.radius() + radius);
        const Disc wanted = Disc::of(
            disc.place() +
                touching * (1.0F + static_cast<float>(chance.between(-2e-6, 2e-6))) * direction,
            radius);
        if (ratio(disc, wanted) < 1.0) {
            ASSERT_TRUE(list.conflicts(wanted));
        } else {
            const RadiusTriangle point{wanted, wanted, wanted};
            ASSERT_EQ(list.covered_quarters(Quarters(point)), 0U);
        }
    }
}

TEST(DiscList, RoomIsTheLargestRadiusWithoutConflict) {
    Chance chance(3);
    for (int i = 0; i < 20'000; ++i) {
        const Scene scene = random_scene(chance);
        Disc wanted = random_disc(chance, 4.0);
        double room = 1e18;
        for (const Disc& disc : scene.discs) {
            room = std::min(room, 2.0 * distance(disc, wanted) - disc.radius());
        }
        const auto found = static_cast<double>(scene.list.room(wanted));
        if (scene.discs.empty()) {
            ASSERT_GT(found, 1e17);
            continue;
        }
        ASSERT_NEAR(found, room, 1e-5 + 4e-5 * std::abs(room));
        wanted.xyzr[3] = static_cast<float>(found);
        for (const Disc& disc : scene.discs) {
            ASSERT_TRUE(found <= 0.0 || ratio(disc, wanted) >= 1.0);
        }
    }
}

TEST(DiscList, AQuarterThatOneDiscCoversCounts) {
    Chance chance(4);
    int covered = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Scene scene = random_scene(chance);
        const Quarters quarters(random_triangle(chance));
        const unsigned found = scene.list.covered_quarters(quarters);
        for (int q = 0; q < 4; ++q) {
            if (covered_by_one(scene.discs, quarters.quarter(q), 1.0 - caution)) {
                ASSERT_NE(found >> q & 1U, 0U);
                ++covered;
            }
        }
    }
    EXPECT_GT(covered, 2000);
}

TEST(DiscList, NoQuarterCountsThatNoDiscCoversAlone) {
    Chance chance(5);
    int not_covered = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Scene scene = random_scene(chance);
        const Quarters quarters(random_triangle(chance));
        const unsigned found = scene.list.covered_quarters(quarters);
        for (int q = 0; q < 4; ++q) {
            if (!covered_by_one(scene.discs, quarters.quarter(q), 1.0)) {
                ASSERT_EQ(found >> q & 1U, 0U);
                ++not_covered;
            }
        }
    }
    EXPECT_GT(not_covered, 2000);
}

TEST(DiscList, AClearedListHoldsNothingOfBefore) {
    DiscList list;
    for (int i = 0; i < 20; ++i) {
        list.add(Disc::of(Vector3f::Zero(), 5.0F));
    }
    list.clear();
    list.add(Disc::of(Vector3f(100, 0, 0), 1.0F));
    EXPECT_EQ(list.size(), 1U);
    EXPECT_FALSE(list.conflicts(Disc::of(Vector3f::Zero(), 1.0F)));
    EXPECT_NEAR(list.room(Disc::of(Vector3f::Zero(), 1.0F)), 199.0F, 0.01F);
}
