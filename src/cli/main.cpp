// Command line: parses the command, maps results to exit codes 0-3, prints one error line.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "cli/commands.h"

namespace stubble {
namespace {

ExitCode fail(const Error& error) {
    std::fprintf(stderr, "stubble: error: %s\n", error.line().c_str());
    return ExitCode::InputWrong;
}

// The command a usage error belongs to, for the hint "see ... --help".
std::string chosen_command(const CLI::App& app) {
    for (const CLI::App* command : app.get_subcommands()) {
        return "stubble " + command->get_name();
    }
    return "stubble";
}

// A whole number of 64 bits; CLI11 takes larger ones for the largest.
std::string seed_problem(const std::string& text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    return error == std::errc() && end == text.data() + text.size()
               ? ""
               : "'" + text + "' is no whole number from 0 to 18446744073709551615";
}

// What is wrong with a command line. A word that nobody expects comes first: what else seems to be
// missing may only be misspelt.
Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const std::vector<std::string> unexpected = app.remaining(true);
    const std::string remedy = "see '" + chosen_command(app) + " --help'";
    return unexpected.empty()
               ? Error{"command line", error.what(), remedy}
               : Error{unexpected.front(), "is no known command, option or argument here", remedy};
}

ExitCode run(int argc, char** argv) {
    CLI::App app(
        "Stubble shows what scalp micropigmentation will look like before a needle touches the "
        "skin.",
        "stubble");
    CommonOptions common;
    Job job;
    app.fallthrough();
    app.require_subcommand(1);
    app.add_option("--seed", common.seed, "Seed of everything random: same seed, same dots")
        ->check(seed_problem);
    app.add_option("--threads", common.threads,
                   "Number of threads, 0 = all cores; never changes a result")
        ->check(CLI::Range(0, 1024));
    app.add_flag("--json", common.json, "Print the result as one JSON object");
    add_demo_command(app, job);
    add_dots_command(app, job);
    add_head_command(app, job);
    add_plan_command(app, job);
    add_preview_command(app, job);
    add_sample_command(app, job);
    add_skin_command(app, job);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        std::printf("%s", app.help().c_str());
        return ExitCode::Done;
    } catch (const CLI::ParseError& error) {
        return fail(usage_error(app, error));
    }
    common.has_seed = app.count("--seed") > 0;
    set_thread_count(common.threads);
    const Result<ExitCode> result = job(common);
    return result ? *result : fail(result.error());
}

}  // namespace
}  // namespace stubble

int main(int argc, char** argv) {
    try {
        return static_cast<int>(stubble::run(argc, argv));
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr,
                     "stubble: error: memory: not enough of it; use a smaller photograph\n");
        return static_cast<int>(stubble::ExitCode::InputWrong);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "stubble: internal error: %s\n", error.what());
        return static_cast<int>(stubble::ExitCode::OurFault);
    }
}
