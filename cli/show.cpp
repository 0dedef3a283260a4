#include "cli/commands.hpp"
#include "io/nearest.hpp"
#include "validation/experiments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sdescent::cli {
namespace {

void show_parameter(const Parameter& p) {
  const std::string quick = to_string(p.quick), standard = to_string(p.standard),
                    paper = to_string(p.paper);
  const std::string value = quick == standard && standard == paper
                                ? standard
                                : fmt::format("{} (quick {}, paper {})", standard, quick, paper);
  fmt::print("  {} = {}\n      {}\n      {}\n", p.name, value, p.meaning, p.origin);
}

void show_claim(const Claim& c) {
  fmt::print("  {} ({}; {})\n      {}\n", c.id, to_string(c.kind), c.reference, c.statement);
  fmt::print("      tolerance: {}\n", c.tolerance_reason);
  fmt::print("      expected: {}, because {}\n", to_string(c.expected), c.reason);
}

void show_control(const Control& c) {
  fmt::print("  {}: {}\n      turns {} at --effort {}\n", c.name, c.change,
             fmt::join(c.turns, ", "), to_string(c.effort));
}

}  // namespace

ExitCode show(const std::string& id) {
  for (const Experiment* e : find_experiments(id)) {
    fmt::print("{}\n{}\nSource: {}\n\n{}\n\n", e->id, e->title, e->reference, e->statement);
    fmt::print("Parameters (--set key=value)\n");
    for (const Parameter& p : e->parameters) show_parameter(p);
    fmt::print("\nClaims\n");
    for (const Claim& c : e->claims) show_claim(c);
    fmt::print("\nControls (--control NAME)\n");
    for (const Control& c : e->controls) show_control(c);
  }
  return ExitCode::expected;
}

}  // namespace sdescent::cli
