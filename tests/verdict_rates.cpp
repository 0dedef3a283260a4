// How often the verdict engine is wrong when the truth is known, as a Markdown table: the part of
// docs/verdict-engine.md after its mark. The tests of known truth assert the same numbers.
#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "tests/validation/known_truth.hpp"
#include "validation/decide.hpp"

#include <fmt/format.h>

#include <exception>

namespace {

using namespace sdescent;
using namespace sdescent::known_truth;

constexpr int experiments = 2'000, power_experiments = 500;
const std::string mark = "<!-- What follows is written by sdescent_verdict_rates. -->\n";

std::string percent(int count, int of) { return fmt::format("{:.2f}", 100.0 * count / of); }

std::string row(const NamedKind& kind, const Truth& truth) {
  const Rates r = rates_at_edge(kind.kind, truth, experiments);
  const Power p = power(kind.kind, truth, power_experiments);
  const auto of = [&](int count) { return percent(count, r.experiments); };
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", kind.name, truth.name,
                     of(r.false_holds), of(r.false_fails), of(r.sequential_false_holds),
                     of(r.sequential_false_fails), of(r.open), percent(p.holds, p.experiments),
                     percent(p.fails, p.experiments));
}

std::string table() {
  std::string text = fmt::format(
      "Per cent of {} experiments (power: of {}); α = {} %, and {} errors of one kind are the most "
      "that chance allows at a family error of 10⁻⁶.\n\n"
      "| kind | truth | false holds | false fails | false holds, any of 3 looks | false fails, any "
      "of 3 looks | left open by the batches | power: holds | power: fails |\n"
      "|---|---|---|---|---|---|---|---|---|\n",
      experiments, power_experiments, 100 * experiment_alpha,
      most_errors(experiments, experiment_alpha));
  for (const NamedKind& kind : kinds())
    for (const Truth& truth : kind.truths) {
      text += row(kind, truth);
      fmt::print(stderr, "{}", text.substr(text.rfind('\n', text.size() - 2) + 1));
    }
  return text;
}

int write_table(const std::string& path) {
  const std::string page = read_file(path);
  const std::size_t at = page.find(mark);
  if (at == std::string::npos) throw InvalidInput(path + " has no mark");
  write_atomically(path, page.substr(0, at) + mark + "\n" + table());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 2) return write_table(argv[1]);
    fmt::print("{}", table());
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "sdescent_verdict_rates: {}\n", error.what());
    return 1;
  }
}
