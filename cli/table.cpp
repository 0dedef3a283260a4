#include "cli/commands.hpp"
#include "io/nearest.hpp"
#include "validation/claims_file.hpp"
#include "validation/experiments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sdescent::cli {
namespace {

/// One claim with the experiment it belongs to.
struct Row {
  std::string experiment;
  ClaimRecord claim;
};

/// Text inside a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2)
    text.replace(i, 1, "\\|");
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

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

void print_row(const Row& row) {
  fmt::print("| {} | {} | {} | {} | {} |\n", cell(row.claim.statement), cell(row.claim.reference),
             row.experiment, verdict(row.claim), cell(number(row.claim)));
}

void print_missing(const Experiment& experiment) {
  for (const Claim& c : experiment.claims)
    fmt::print("| {} | {} | {} | not run | |\n", cell(c.statement), cell(c.reference),
               experiment.id);
}

/// A bound that holds by far, a claim that fails or stays open, a limit: the number alone misleads.
void print_notes(const std::vector<Row>& rows) {
  const std::string holds = to_string(Verdict::holds);
  bool first = true;
  for (const auto& [experiment, c] : rows) {
    const bool plain = c.verdict == holds && c.expected == holds;
    if (plain && c.remark.empty()) continue;
    if (std::exchange(first, false)) fmt::print("\nNotes\n\n");
    fmt::print("- {}, {} ({}): {}\n", experiment, c.id, c.verdict,
               plain              ? c.remark
               : c.remark.empty() ? c.reason
                                  : fmt::format("{}. {}", c.reason, c.remark));
  }
}

void print_summary(const std::vector<Row>& rows) {
  const auto count = [&](auto what) {
    return std::count_if(rows.begin(), rows.end(), [&](const Row& r) { return what(r.claim); });
  };
  const auto with = [&](Verdict v) {
    return count([&](const ClaimRecord& c) { return c.verdict == to_string(v); });
  };
  const auto contradictions = count([](const ClaimRecord& c) {
    return c.verdict != c.expected && c.verdict != to_string(Verdict::undecided);
  });
  fmt::print("\n{} claims: {} hold, {} fail, {} undecided; {} contradict what is expected.\n",
             rows.size(), with(Verdict::holds), with(Verdict::fails), with(Verdict::undecided),
             contradictions);
}

void require_paper(const std::string& paper) {
  std::vector<std::string> papers;
  for (const Experiment& e : experiments())
    if (std::find(papers.begin(), papers.end(), e.paper()) == papers.end())
      papers.push_back(e.paper());
  if (std::find(papers.begin(), papers.end(), paper) == papers.end())
    throw_unknown("paper", paper, papers);
}

}  // namespace

ExitCode table(const std::string& paper, const std::filesystem::path& directory) {
  require_paper(paper);
  std::vector<Row> rows;
  fmt::print("| statement | source | experiment | verdict | number |\n|---|---|---|---|---|\n");
  for (const Experiment& experiment : experiments()) {
    if (experiment.paper() != paper) continue;
    const auto file = directory / experiment.id / "claims.json";
    if (!std::filesystem::exists(file)) {
      print_missing(experiment);
      continue;
    }
    for (ClaimRecord& claim : read_claims(file)) {
      rows.push_back({experiment.id, std::move(claim)});
      print_row(rows.back());
    }
  }
  print_summary(rows);
  print_notes(rows);
  return ExitCode::expected;
}

}  // namespace sdescent::cli
