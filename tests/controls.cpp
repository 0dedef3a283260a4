// Runs every experiment at quick effort, and every control that is promised to turn its claims
// there; with --all those that need standard effort, too. A program of its own: it takes longer
// than the unit tests, and most of an hour with --all.
#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"
#include "validation/experiments.hpp"
#include "validation/find_data.hpp"
#include "validation/run_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

namespace {

using namespace sdescent;

/// Experiments share the cores, not their parts: results do not depend on threads.
ExperimentResult run(const Experiment& experiment, Effort effort, const std::string& control,
                     const std::filesystem::path& out) {
  SessionOptions options;
  options.effort = effort;
  options.control = control;
  options.draw = control.empty();
  return run_experiment(experiment, options, out, false);
}

/// The first file that an experiment reads and that is not there, "" if there is none: real data
/// are not part of the repository.
std::string missing_data(const Experiment& experiment) {
  for (const Parameter& p : experiment.parameters) {
    if (!p.is_file) continue;
    const std::string& path = std::get<std::string>(p.quick);
    if (path != p.no_file && !std::filesystem::exists(find_data(path))) return path;
  }
  return "";
}

/// Claims that contradict their expectation.
std::vector<std::string> contradicted(const ExperimentResult& result) {
  std::vector<std::string> ids;
  for (const DecidedClaim& claim : result.claims)
    if (claim.contradicts_expectation()) ids.push_back(claim.claim.id);
  return ids;
}

/// What was found of one experiment.
struct Findings {
  std::string text;
  int failures = 0, left_out = 0;

  void add(bool good, const std::string& what, double seconds) {
    text += fmt::format("{} {} ({:.1f} s)\n", good ? "ok    " : "FAILED", what, seconds);
    if (!good) ++failures;
  }
};

Findings run_with_controls(const Experiment& experiment, Effort most,
                           const std::filesystem::path& out) {
  Findings found;
  if (const std::string missing = missing_data(experiment); !missing.empty()) {
    found.text = fmt::format("skipped {}: {} is not there\n", experiment.id, missing);
    return found;
  }
  const ExperimentResult plain = run(experiment, Effort::quick, "", out);
  found.add(contradicted(plain).empty(), experiment.id, plain.seconds);
  for (const Control& control : experiment.controls) {
    if (control.effort > most) {
      ++found.left_out;
      continue;
    }
    const ExperimentResult wrong = run(experiment, control.effort, control.name, out);
    const std::vector<std::string> turned = contradicted(wrong);
    for (const std::string& id : control.turns)
      found.add(std::find(turned.begin(), turned.end(), id) != turned.end(),
                fmt::format("{} --control {} turns {}", experiment.id, control.name, id),
                wrong.seconds);
  }
  return found;
}

int run_all(Effort most) {
  const TemporaryDirectory out;
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  int failures = 0, left_out = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < experiments().size(); i = next++) {
      Findings found;
      try {
        found = run_with_controls(experiments()[i], most, out.path());
      } catch (const Error& error) {
        found.add(false, fmt::format("{}: {}", experiments()[i].id, error.what()), 0.0);
      }
      const std::scoped_lock lock(mutex);
      fmt::print("{}", found.text);
      std::fflush(stdout);
      failures += found.failures;
      left_out += found.left_out;
    }
  };
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
      workers.emplace_back(work);
  }
  fmt::print("{}\n", failures == 0 ? "all controls turn" : fmt::format("{} failed", failures));
  if (left_out > 0) fmt::print("{} controls of standard effort were left to --all\n", left_out);
  return failures == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const bool all = argc == 2 && std::string_view(argv[1]) == "--all";
  if (argc > 1 && !all) {
    fmt::print(stderr, "usage: sdescent_controls [--all]\n");
    return 2;
  }
  return run_all(all ? Effort::standard : Effort::quick);
}
