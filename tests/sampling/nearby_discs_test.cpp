#include "sampling/nearby_discs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using stubble::fixtures::Chance;

namespace {

std::vector<Fragment> random_pieces(Chance& chance) {
    std::vector<Fragment> pieces;
    const double size = chance.between(1.0, 12.0);
    const Vector3f flat(1.0F, 1.0F, chance.once_in(2) ? 1.0F : 0.01F);
    for (int i = 1 + chance.below(60); i > 0; --i) {
        const Vector3f at = chance.direction_times(size).cwiseProduct(flat);
        const auto corner = [&] {
            return Disc::of(at + chance.direction_times(0.8).cwiseProduct(flat),
                            static_cast<float>(chance.between(0.8, 1.6)));
        };
        pieces.push_back({{corner(), corner(), corner()}, 0, 0});
    }
    return pieces;
}

bool holds(const DiscList& list, const Disc& disc) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].place() == disc.place() && list[i].radius() == disc.radius()) {
            return true;
        }
    }
    return false;
}

// Distance from any place of the piece over mean radius can fall below 1.
bool can_matter(const Disc& disc, const RadiusTriangle& piece, float factor, Chance& chance) {
    const auto near = [&](const Disc& place) {
        return std::sqrt(squared_distance(disc, place)) <
               0.5F * (disc.radius() + factor * place.radius());
    };
    bool found = near(piece.a) || near(piece.b) || near(piece.c);
    for (int i = 0; i < 12 && !found; ++i) {
        const auto u = static_cast<float>(chance.between(0.0, 1.0));
        const auto v = static_cast<float>(chance.between(0.0, 1.0));
        found = near(u + v > 1.0F ? piece.at(1.0F - u, 1.0F - v) : piece.at(u, v));
    }
    return found;
}

}  // namespace

TEST(NearbyDiscs, NeverLoseADiscThatCanMatter) {
    Chance chance(1);
    NearbyDiscs nearby;
    int mattering = 0;
    int kept = 0;
    int all = 0;
    for (int scene = 0; scene < 400; ++scene) {
        const std::vector<Fragment> pieces = random_pieces(chance);
        const float factor = chance.once_in(2) ? 1.0F : 1.6F;
        nearby.reset(pieces, factor);
        for (int i = 0; i < 60; ++i) {
            const double huge = chance.once_in(20) ? 12.0 : 1.0;
            const auto radius = static_cast<float>(huge * chance.between(0.3, 1.6));
            Disc disc = Disc::of(chance.direction_times(14.0), radius);
            if (chance.once_in(2)) {
                // Just within reach of a corner.
                const auto some =
                    static_cast<std::size_t>(chance.below(static_cast<int>(pieces.size())));
                const Disc& corner = pieces[some].shape.a;
                const float reach = 0.5F * (radius + factor * corner.radius());
                disc = Disc::of(
                    corner.place() + 0.999F * reach * chance.direction_times(1.0).normalized(),
                    radius);
            }
            nearby.add(disc);
            for (std::size_t p = 0; p < pieces.size(); ++p) {
                const bool is_kept = holds(nearby.of(p), disc);
                if (can_matter(disc, pieces[p].shape, factor, chance)) {
                    ASSERT_TRUE(is_kept) << "scene " << scene << ", piece " << p;
                    ASSERT_TRUE(nearby.is_near(disc));
                    ++mattering;
                }
                kept += is_kept ? 1 : 0;
                ++all;
            }
        }
    }
    EXPECT_GT(mattering, 20'000);
    // The lists are short: most discs are nowhere near most pieces.
    EXPECT_LT(kept, all / 2);
}

TEST(NearbyDiscs, BeginAnewWithoutDiscs) {
    Chance chance(2);
    NearbyDiscs nearby;
    for (int scene = 0; scene < 50; ++scene) {
        const std::vector<Fragment> pieces = random_pieces(chance);
        nearby.reset(pieces, 1.0F);
        for (std::size_t p = 0; p < pieces.size(); ++p) {
            ASSERT_EQ(nearby.of(p).size(), 0U);
        }
        nearby.add(pieces.front().shape.centroid());
    }
}

TEST(NearbyDiscs, ADiscFarFromAllPiecesIsNotNear) {
    Chance chance(3);
    NearbyDiscs nearby;
    nearby.reset(random_pieces(chance), 1.0F);
    EXPECT_FALSE(nearby.is_near(Disc::of(Vector3f(30, 0, 0), 1.0F)));
    EXPECT_TRUE(nearby.is_near(Disc::of(Vector3f(30, 0, 0), 100.0F)));
}
