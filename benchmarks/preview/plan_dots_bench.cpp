// From plan to dots, step by step: the default plan with 30,000 dots. Medians of CPU and wall time; goal 60 ms of wall time for
// the whole on two cores, the head being there.
#include <cstdio>
#include <cstdlib>

#include "base/parallel.h"
#include "benchmarks/stopwatch.h"
#include "dots/dot_placement.h"
#include "preview/plan_dots.h"

namespace {

using namespace stubble;

constexpr int rounds = 7;

void print(const char* step, const bench::Times& times) {
    std::printf("%-34s CPU %7.1f ms   wall %7.1f ms\n", step, times.cpu_ms, times.wall_ms);
}

}  // namespace

int main() {
    TreatmentPlan plan;
    plan.practice.total_dots = 30'000;
    const ClientHead head =
        client_head(plan.head, "plan", {.is_used = false, .folder = {}}).value();
    std::optional<Hairline> hairline;
    std::size_t dots = 0;
    const auto whole = [&](int threads) {
        return [&, threads] {
            set_thread_count(threads);
            dots = plan_dots(plan, head, "plan").value().dots.size();
        };
    };
    const std::vector<bench::Times> times = bench::interleaved_medians(
        {[&] {
             set_thread_count(2);
             hairline =
                 Hairline::create(hairline_wish(plan.hairline), head.surface, "plan").value();
         },
         [&] {
             (void)density_field(head.scalp, head.surface, *hairline,
                                 {treated_zones(plan.zones), 1}, "plan")
                 .value();
         },
         [&] { (void)existing_follicles(head.scalp, follicle_wish(plan)).value(); }, whole(1),
         whole(2)},
        rounds);
    if (dots != 30'000) {
        std::fprintf(stderr, "benchmark: wrong result: %zu dots\n", dots);
        return EXIT_FAILURE;
    }
    print("hairline", times[0]);
    print("density field", times[1]);
    print("own follicles", times[2]);
    print("plan to 30,000 dots, one thread", times[3]);
    print("plan to 30,000 dots, two threads", times[4]);
    return EXIT_SUCCESS;
}
