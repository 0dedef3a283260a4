#include "cli/commands.hpp"
#include "io/nearest.hpp"
#include "validation/claims_file.hpp"
#include "validation/experiments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sdescent::cli {
namespace {

/// Text inside a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2)
    text.replace(i, 1, "\\|");
  return text;
}

std::string number(const ClaimRecord& c) {
  const std::string value =
      fmt::format("{:.4g} against {:.4g} {}", c.measured, c.predicted, c.units);
  if (c.kind == to_string(ClaimKind::bound)) return value;
  return value + fmt::format(", within [{:.2g}, {:.2g}] of ±{:.2g}", c.lower, c.upper, c.tolerance);
}

void print_row(const Experiment& experiment, const ClaimRecord& c) {
  const std::string verdict =
      c.verdict == c.expected ? c.verdict : fmt::format("{} (expected: {})", c.verdict, c.expected);
  fmt::print("| {} | {} | {} | {} | {} |\n", cell(c.reference), cell(c.statement), experiment.id,
             verdict, cell(number(c)));
}

void print_missing(const Experiment& experiment) {
  for (const Claim& c : experiment.claims)
    fmt::print("| {} | {} | {} | not run | |\n", cell(c.reference), cell(c.statement),
               experiment.id);
}

}  // namespace

ExitCode table(const std::string& paper, const std::filesystem::path& directory) {
  std::vector<std::string> papers;
  for (const Experiment& e : experiments())
    if (std::find(papers.begin(), papers.end(), e.paper()) == papers.end())
      papers.push_back(e.paper());
  if (std::find(papers.begin(), papers.end(), paper) == papers.end())
    throw_unknown("paper", paper, papers);
  fmt::print("| source | statement | experiment | verdict | measured |\n|---|---|---|---|---|\n");
  for (const Experiment& experiment : experiments()) {
    if (experiment.paper() != paper) continue;
    const auto file = directory / experiment.id / "claims.json";
    if (!std::filesystem::exists(file)) {
      print_missing(experiment);
      continue;
    }
    for (const ClaimRecord& claim : read_claims(file)) print_row(experiment, claim);
  }
  return ExitCode::expected;
}

}  // namespace sdescent::cli
