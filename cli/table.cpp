#include "cli/commands.hpp"
#include "cli/coverage.hpp"
#include "cli/markdown.hpp"
#include "io/nearest.hpp"
#include "validation/experiments.hpp"
#include "validation/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sdescent::cli {
namespace {

/// What the number means depends on the kind of claim: a slack says how loose a bound is, a
/// difference must exclude 0, everything else is compared with a tolerance.
std::string number(const ClaimRecord& c) {
  const std::string interval = fmt::format("[{:.2g}, {:.2g}]", c.lower, c.upper);
  std::string text = fmt::format("{:.4g} against {:.4g} {}", c.measured, c.predicted, c.units);
  if (c.slack) return text + fmt::format(", slack {:.3g}", *c.slack);
  if (c.kind == to_string(ClaimKind::ordering)) return text + ", difference in " + interval;
  return text + fmt::format(", off by {} of ±{:.2g}; {:.2g} would be seen", interval, c.tolerance,
                            c.detectable);
}

std::string verdict(const ClaimRecord& c) {
  return c.verdict == c.expected ? c.verdict
                                 : fmt::format("{} (expected: {})", c.verdict, c.expected);
}

void print_rows(const Reading& reading) {
  const Experiment& experiment = *reading.experiment;
  for (const ClaimRecord& c : reading.claims)
    fmt::print("| {} | {} | {} | {} | {} |\n", cell(c.statement), cell(c.reference), experiment.id,
               verdict(c), cell(number(c)));
  if (!reading.claims.empty()) return;
  for (const Claim& c : experiment.claims)
    fmt::print("| {} | {} | {} | not run | |\n", cell(c.statement), cell(c.reference),
               experiment.id);
}

/// A bound that holds by far, a claim that fails or stays open, a limit: the number alone misleads.
void print_notes(const std::vector<Reading>& readings) {
  const std::string holds = to_string(Verdict::holds);
  bool first = true;
  for (const Reading& reading : readings)
    for (const ClaimRecord& c : reading.claims) {
      const bool plain = c.verdict == holds && c.expected == holds;
      if (plain && c.remark.empty()) continue;
      if (std::exchange(first, false)) fmt::print("\nNotes\n\n");
      fmt::print("- {}, {} ({}): {}\n", reading.experiment->id, c.id, c.verdict,
                 plain              ? c.remark
                 : c.remark.empty() ? c.reason
                                    : fmt::format("{}. {}", c.reason, c.remark));
    }
}

void print_summary(const std::vector<Reading>& readings) {
  const auto count = [&](auto what) {
    std::ptrdiff_t sum = 0;
    for (const Reading& reading : readings)
      sum += std::count_if(reading.claims.begin(), reading.claims.end(), what);
    return sum;
  };
  const auto with = [&](Verdict v) {
    return count([&](const ClaimRecord& c) { return c.verdict == to_string(v); });
  };
  const auto contradictions = count([](const ClaimRecord& c) {
    return c.verdict != c.expected && c.verdict != to_string(Verdict::undecided);
  });
  fmt::print("\n{} claims: {} hold, {} fail, {} undecided; {} contradict what is expected.\n",
             count([](const ClaimRecord&) { return true; }), with(Verdict::holds),
             with(Verdict::fails), with(Verdict::undecided), contradictions);
}

void require_paper(const std::string& paper) {
  std::vector<std::string> papers;
  for (const Experiment& e : experiments())
    if (std::find(papers.begin(), papers.end(), e.paper()) == papers.end())
      papers.push_back(e.paper());
  if (std::find(papers.begin(), papers.end(), paper) == papers.end())
    throw_unknown("paper", paper, papers);
}

std::vector<Reading> read(const std::string& paper, const std::filesystem::path& directory) {
  std::vector<Reading> readings;
  for (const Experiment& experiment : experiments()) {
    if (experiment.paper() != paper) continue;
    const auto file = directory / experiment.id / "claims.json";
    readings.push_back({&experiment, {}});
    if (std::filesystem::exists(file)) readings.back().claims = read_claims(file);
  }
  return readings;
}

}  // namespace

ExitCode table(const std::string& paper, const std::filesystem::path& directory) {
  require_paper(paper);
  const std::vector<Reading> readings = read(paper, directory);
  fmt::print("| statement | source | experiment | verdict | number |\n|---|---|---|---|---|\n");
  for (const Reading& reading : readings) print_rows(reading);
  print_summary(readings);
  if (const auto all = statements(paper); !all.empty()) print_coverage(all, readings);
  print_notes(readings);
  return ExitCode::expected;
}

}  // namespace sdescent::cli
