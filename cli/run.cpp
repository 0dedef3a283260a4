#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "validation/experiments.hpp"
#include "validation/run_experiment.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace sdescent::cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<const Experiment*> selected(const std::vector<std::string>& patterns) {
  std::vector<const Experiment*> all;
  for (const std::string& pattern : patterns)
    for (const Experiment* experiment : find_experiments(pattern))
      if (std::find(all.begin(), all.end(), experiment) == all.end()) all.push_back(experiment);
  return all;
}

SessionOptions session_options(const RunOptions& options) {
  return {.seed = options.common.seed,
          .threads = options.common.threads,
          .effort = options.effort,
          .control = options.control,
          .settings = options.settings,
          .stop = &interrupt_flag()};
}

std::string details(const DecidedClaim& c) {
  const auto& r = c.reading;
  std::string text = fmt::format("deviation [{:.3g}, {:.3g}]", r.lower, r.upper);
  text += r.slack ? fmt::format(", slack {:.3g}", *r.slack)
                  : fmt::format(", tolerance {:.3g}", r.tolerance);
  text += fmt::format(", detectable {:.3g} {}", r.detectable, c.claim.units);
  return r.remark.empty() ? text : text + fmt::format("\n{:23}{}", "", r.remark);
}

void print(const ExperimentResult& result) {
  fmt::print("{}  ({:.1f} s, look {} of {})\n", result.id, result.seconds, result.looks.taken,
             result.looks.allowed);
  for (const DecidedClaim& c : result.claims)
    fmt::print("  {:<20} {:<9} {}  {}\n", c.claim.id, to_string(c.reading.verdict),
               c.contradicts_expectation()
                   ? fmt::format("CONTRADICTS expected: {}", to_string(c.claim.expected))
                   : fmt::format("(expected: {})", to_string(c.claim.expected)),
               details(c));
  fmt::print("  results in {}\n", result.directory.string());
}

/// Narration, hence on stderr.
void print_resumed(const ExperimentResult& result) {
  const auto [kept, computed] = result.cells;
  if (kept > 0)
    fmt::print(stderr, "{}: {} of {} cells kept from an earlier run\n", result.id, kept,
               kept + computed);
}

/// What is left of a run after its claims: verdicts as they stand in claims.json.
struct Outcome {
  std::string id;
  Json claims = Json::array();
  std::string outcome = "ok";
  double seconds = 0;
  ExitCode code = ExitCode::expected;
};

ExitCode code_of(const std::vector<ClaimRecord>& claims, bool strict) {
  const bool contradicted = std::any_of(claims.begin(), claims.end(), [&](const ClaimRecord& c) {
    return c.verdict != c.expected && (strict || c.verdict != to_string(Verdict::undecided));
  });
  return contradicted ? ExitCode::contradicted : ExitCode::expected;
}

Outcome run_one(const Experiment& experiment, const RunOptions& options) {
  Outcome outcome{.id = experiment.id};
  try {
    SessionOptions session = session_options(options);
    Progress progress(experiment.id);
    session.progress = [&progress](double fraction) { progress(fraction); };
    const ExperimentResult result =
        run_experiment(experiment, session, options.common.out, options.resume);
    print_resumed(result);
    if (!options.common.json) print(result);
    outcome.seconds = result.seconds;
    const auto file = result.directory / "claims.json";
    outcome.claims = Json::parse(read_file(file));
    outcome.code = code_of(read_claims(file), options.strict);
    if (outcome.code == ExitCode::contradicted) outcome.outcome = "contradicted";
  } catch (const NumericalFailure& error) {
    fmt::print(stderr, "sdescent: {}: {}\n", experiment.id, error.what());
    outcome.outcome = "numerical failure";
    outcome.code = ExitCode::numerical_failure;
  } catch (const IoError& error) {
    // Data of one experiment that are not there do not keep others from running.
    fmt::print(stderr, "sdescent: {}: {}\n", experiment.id, error.what());
    outcome.outcome = "input or output failed";
    outcome.code = ExitCode::input_output;
  }
  return outcome;
}

void print_json(const std::vector<Outcome>& outcomes) {
  Json list = Json::array();
  for (const Outcome& o : outcomes)
    list.push_back(
        {{"id", o.id}, {"claims", o.claims}, {"outcome", o.outcome}, {"seconds", o.seconds}});
  fmt::print("{}\n", Json{{"experiments", list}}.dump(2));
}

}  // namespace

ExitCode run(const RunOptions& options) {
  const auto chosen = selected(options.patterns);
  // Refuse bad settings of any experiment before the first one runs.
  for (const Experiment* experiment : chosen) Session(*experiment, session_options(options));
  std::vector<Outcome> outcomes;
  ExitCode worst = ExitCode::expected;
  for (const Experiment* experiment : chosen) {
    outcomes.push_back(run_one(*experiment, options));
    worst = std::max(worst, outcomes.back().code);
  }
  if (options.common.json) print_json(outcomes);
  return worst;
}

}  // namespace sdescent::cli
