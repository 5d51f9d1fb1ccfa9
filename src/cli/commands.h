// The list of commands and their help; what a command gets and gives back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>

#include "base/result.h"

namespace stubble {

enum class ExitCode { Done = 0, FaultsFound = 1, InputWrong = 2, OurFault = 3 };

// Options every command takes, before or after its name.
struct CommonOptions {
    std::uint64_t seed = 1;
    bool has_seed = false;  // whether it was given: it then stands above the seed of a plan
    int threads = 0;        // 0 = all cores; never changes a result
    bool json = false;
};

using Job = std::function<Result<ExitCode>(const CommonOptions&)>;

// Each declares one command with its options; when it is chosen, it sets `job`.
void add_demo_command(CLI::App& app, Job& job);
void add_dots_command(CLI::App& app, Job& job);
void add_head_command(CLI::App& app, Job& job);
void add_plan_command(CLI::App& app, Job& job);
void add_preview_command(CLI::App& app, Job& job);
void add_sample_command(CLI::App& app, Job& job);
void add_skin_command(CLI::App& app, Job& job);

}  // namespace stubble
