// Wall and CPU time of a piece of work, and medians of interleaved repetitions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

namespace stubble::bench {

struct Times {
    double wall_ms = 0.0;
    double cpu_ms = 0.0;  // of all threads
};

inline double process_cpu_ms() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

inline Times time_of(const std::function<void()>& work) {
    const double cpu = process_cpu_ms();
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    return {wall.count(), process_cpu_ms() - cpu};
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// Median times of several jobs, run in turn so that a busy machine slows all of them alike. One
// unmeasured round first.
inline std::vector<Times> interleaved_medians(const std::vector<std::function<void()>>& jobs,
                                              int rounds) {
    std::vector<std::vector<double>> wall(jobs.size());
    std::vector<std::vector<double>> cpu(jobs.size());
    for (int round = -1; round < rounds; ++round) {
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const Times times = time_of(jobs[i]);
            if (round >= 0) {
                wall[i].push_back(times.wall_ms);
                cpu[i].push_back(times.cpu_ms);
            }
        }
    }
    std::vector<Times> medians;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        medians.push_back({median(wall[i]), median(cpu[i])});
    }
    return medians;
}

}  // namespace stubble::bench
