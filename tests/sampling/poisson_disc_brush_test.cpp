#include "sampling/poisson_disc_brush.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "base/parallel.h"
#include "base/random.h"
#include "geometry/shape_meshes.h"
#include "sampling/sample_verify.h"

using namespace stubble;

namespace {

constexpr double high_mm = 1.6;

PoissonDiscOptions options_with(std::uint64_t seed, double organic_sigma = 0.0,
                                std::vector<double> fractions = {1.0}) {
    PoissonDiscOptions options;
    options.seed = seed;
    options.organic_sigma = organic_sigma;
    options.session_fractions = std::move(fractions);
    options.radius_high_mm = high_mm;
    return options;
}

SurfaceField even_field(const TriangleMesh& mesh, float radius, bool masked = false) {
    const std::size_t count = mesh.vertices_mm.size();
    return {std::vector<float>(count, radius),
            masked ? std::vector<float>(count, 1.0F) : std::vector<float>()};
}

// A stroke: inside a soft-edged disc radii move towards a target, or the mask opens or closes.
struct Stroke {
    Vector3f center;
    float size = 5.0F;
    float radius = 1.0F;
    float mask = 1.0F;
};

Stroke random_stroke(const TriangleMesh& mesh, std::uint64_t bits) {
    const auto random = [&](std::uint64_t i) {
        return static_cast<float>(uniform(hash64(bits, i)));
    };
    const auto vertex = static_cast<std::size_t>(hash64(bits, 9) % mesh.vertices_mm.size());
    return {mesh.vertices_mm[vertex], 2.0F + 6.0F * random(1), 0.7F + 0.8F * random(2),
            random(3) < 0.3F ? -1.0F : 1.0F};
}

FieldChange change_of(const Stroke& stroke, const TriangleMesh& mesh, const SurfaceField& field) {
    FieldChange change;
    for (std::uint32_t v = 0; v < mesh.vertices_mm.size(); ++v) {
        const float distance = (mesh.vertices_mm[v] - stroke.center).norm();
        if (distance < stroke.size) {
            // Full in the middle, nothing at the rim: the radius changes by at most 0.9 mm over half the size.
            const float share = std::min(2.0F * (1.0F - distance / stroke.size), 1.0F);
            const float old = field.radius_mm[v];
            change.vertices.push_back(v);
            change.radius_mm.push_back(old + share * (stroke.radius - old));
            if (!field.mask.empty()) {
                change.mask.push_back(field.mask[v] + share * (stroke.mask - field.mask[v]));
            }
        }
    }
    return change;
}

void expect_full_run(const PoissonDiscBrush& brush, const TriangleMesh& mesh,
                     const std::vector<FixedDisc>& keep_away, const PoissonDiscOptions& options) {
    const RankedDots full = sample_surface(mesh, brush.field(), keep_away, options).value();
    const RankedDots now = brush.dots();
    ASSERT_EQ(now.dots.size(), full.dots.size());
    EXPECT_EQ(now.hash(), full.hash());
}

std::vector<FixedDisc> scattered_hairs() {
    std::vector<FixedDisc> discs;
    for (std::uint64_t i = 0; i < 30; ++i) {
        discs.push_back({Point3(40.0 * uniform(hash64(21, i)), 30.0 * uniform(hash64(22, i)), 0.0),
                         0.9F, Vector3f::Zero()});
    }
    discs.push_back({Point3(20.0, 15.0, 0.0), 7.0F, Vector3f::Zero()});
    return discs;
}

using Key = std::tuple<double, double, double, float, std::uint32_t>;

Key key_of(const SurfaceDot& dot) {
    return {dot.position_mm.x(), dot.position_mm.y(), dot.position_mm.z(), dot.radius_mm,
            dot.session};
}

std::set<Key> keys_of(const std::vector<SurfaceDot>& dots) {
    std::set<Key> keys;
    std::transform(dots.begin(), dots.end(), std::inserter(keys, keys.end()), key_of);
    return keys;
}

}  // namespace

TEST(PoissonDiscBrush, BeforeAnyStrokeItIsTheFullRun) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {40, 30}}, 1.5);
    for (const PoissonDiscOptions& options :
         {options_with(1), options_with(2, 0.12), options_with(3, 0.0, {0.3, 0.7, 1.0})}) {
        const auto brush =
            PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F), scattered_hairs(), options);
        expect_full_run(*brush, mesh, scattered_hairs(), options);
    }
}

// 200 sequences of strokes, of kinds that take turns: plain, organic, sessions; with and without mask; flat and round.
TEST(PoissonDiscBrush, AnySequenceOfStrokesGivesTheFullRun) {
    const TriangleMesh flat = rectangle_mesh({{0, 0}, {40, 30}}, 1.5);
    const TriangleMesh round = sphere_mesh(14.0, 3);
    for (std::uint64_t sequence = 0; sequence < 200; ++sequence) {
        const TriangleMesh& mesh = sequence % 2 == 0 ? flat : round;
        const bool masked = sequence / 2 % 2 == 0;
        const PoissonDiscOptions options = sequence % 5 == 0
                                               ? options_with(sequence, 0.0, {0.5, 0.8, 1.0})
                                           : sequence % 5 == 1 ? options_with(sequence, 0.12)
                                                               : options_with(sequence);
        const std::vector<FixedDisc> hairs =
            sequence % 3 == 0 ? scattered_hairs() : std::vector<FixedDisc>();
        auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 1.1F, masked), hairs, options);
        ASSERT_TRUE(brush.ok());
        for (std::uint64_t i = 0; i < 4; ++i) {
            const Stroke stroke = random_stroke(mesh, hash64(sequence, i));
            ASSERT_TRUE(brush->change(change_of(stroke, mesh, brush->field())).ok()) << sequence;
        }
        expect_full_run(*brush, mesh, hairs, options);
    }
}

TEST(PoissonDiscBrush, AStrokeTakenBackGivesTheOldDots) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {40, 30}}, 1.5);
    auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F, true), {}, options_with(4));
    const std::uint64_t before = brush->dots().hash();
    const FieldChange change =
        change_of({Vector3f(20, 15, 0), 8.0F, 0.7F, -1.0F}, mesh, brush->field());
    FieldChange back = change;
    for (std::size_t i = 0; i < change.vertices.size(); ++i) {
        back.radius_mm[i] = brush->field().radius_mm[change.vertices[i]];
        back.mask[i] = brush->field().mask[change.vertices[i]];
    }
    ASSERT_TRUE(brush->change(change).ok());
    EXPECT_NE(brush->dots().hash(), before);
    ASSERT_TRUE(brush->change(back).ok());
    EXPECT_EQ(brush->dots().hash(), before);
}

TEST(PoissonDiscBrush, TheReportedChangeTurnsTheOldDotsIntoTheNew) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {40, 30}}, 1.5);
    auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F), {},
                                          options_with(5, 0.0, {0.4, 1.0}));
    std::set<Key> dots = keys_of(brush->dots().dots);
    const auto change =
        brush->change(change_of({Vector3f(12, 15, 0), 7.0F, 0.7F, 1.0F}, mesh, brush->field()));
    for (const Key& key : keys_of(change->removed)) {
        EXPECT_EQ(dots.erase(key), 1U);
    }
    for (const Key& key : keys_of(change->added)) {
        EXPECT_TRUE(dots.insert(key).second);
    }
    EXPECT_EQ(dots, keys_of(brush->dots().dots));
    EXPECT_FALSE(change->added.empty());
}

// The pure function is local: science of the sampler, section 8, found no dot moved beyond 7 radii.
TEST(PoissonDiscBrush, DotsFarFromAStrokeStay) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {120, 90}}, 1.5);
    auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 0.9F), {}, options_with(6));
    const Vector3f center(60, 45, 0);
    const auto change = brush->change(change_of({center, 8.0F, 0.7F, 1.0F}, mesh, brush->field()));
    for (const auto& list : {change->removed, change->added}) {
        for (const SurfaceDot& dot : list) {
            EXPECT_LT((dot.position_mm - center.cast<double>()).norm(), 8.0 + 15.0 * 0.9);
        }
    }
}

TEST(PoissonDiscBrush, TheNumberOfThreadsChangesNothing) {
    const TriangleMesh mesh = sphere_mesh(14.0, 3);
    std::set<std::uint64_t> hashes;
    for (const int threads : {1, 2, 3}) {
        set_thread_count(threads);
        auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F), {}, options_with(7));
        for (std::uint64_t i = 0; i < 5; ++i) {
            ASSERT_TRUE(
                brush->change(change_of(random_stroke(mesh, i), mesh, brush->field())).ok());
        }
        hashes.insert(brush->dots().hash());
    }
    set_thread_count(0);
    EXPECT_EQ(hashes.size(), 1U);
}

TEST(PoissonDiscBrush, WhatIsRefusedChangesNothing) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {40, 30}}, 1.5);
    auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F), {}, options_with(8));
    const std::uint64_t before = brush->dots().hash();
    const auto message = [&](const FieldChange& change) {
        const auto result = brush->change(change);
        return result.ok() ? std::string() : result.error().line();
    };
    EXPECT_THAT(message({{5}, {-1.0F}, {}}), testing::HasSubstr("above 0"));
    EXPECT_THAT(message({{5}, {std::nanf("")}, {}}), testing::HasSubstr("above 0"));
    EXPECT_THAT(message({{5}, {2.0F}, {}}), testing::HasSubstr("up to 1.6"));
    EXPECT_THAT(message({{5}, {0.9F, 1.0F}, {}}), testing::HasSubstr("one value per vertex"));
    EXPECT_THAT(message({{5}, {0.9F}, {1.0F}}), testing::HasSubstr("one value per vertex"));
    EXPECT_THAT(message({{50'000}, {0.9F}, {}}), testing::HasSubstr("not there"));
    const TriangleMesh fine = rectangle_mesh({{0, 0}, {4, 3}}, 0.2);
    auto steep = PoissonDiscBrush::create(fine, even_field(fine, 1.5F), {}, options_with(9));
    EXPECT_THAT(steep->change({{7}, {0.3F}, {}}).error().line(), testing::HasSubstr("2 mm per mm"));
    EXPECT_EQ(steep->field().radius_mm[7], 1.5F);
    const TriangleMesh wide = rectangle_mesh({{0, 0}, {4000, 3000}}, 1000.0);
    auto coarse = PoissonDiscBrush::create(wide, even_field(wide, 100.0F), {}, options_with(9));
    const FieldChange tiny{{0, 1, 2, 3, 4, 5, 6, 7}, std::vector<float>(8, 0.05F), {}};
    EXPECT_THAT(coarse->change(tiny).error().line(),
                testing::HasSubstr("the brush: its triangles would be cut into"));
    EXPECT_EQ(coarse->field().radius_mm[2], 100.0F);
    EXPECT_EQ(brush->dots().hash(), before);
    PoissonDiscOptions exact = options_with(1);
    exact.exact_count = 100;
    EXPECT_FALSE(PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F), {}, exact).ok());
}

TEST(PoissonDiscBrush, TooManySliversAreRefused) {
    TriangleMesh mesh{{{0, 0, 0}}, {}};
    constexpr std::uint32_t count = 20'000;
    for (std::uint32_t i = 0; i < count; ++i) {
        const double angle = 2.0 * M_PI * i / count;
        mesh.vertices_mm.emplace_back(static_cast<float>(200.0 * std::cos(angle)),
                                      static_cast<float>(200.0 * std::sin(angle)), 0.0F);
        mesh.triangles.push_back({0, i + 1, (i + 1) % count + 1});
    }
    const auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, 1.0F), {}, options_with(1));
    ASSERT_FALSE(brush.ok());
    EXPECT_THAT(brush.error().line(), testing::HasSubstr("would be cut into 128"));
}
