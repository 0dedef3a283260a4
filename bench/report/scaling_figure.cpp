#include "bench/report/scaling_figure.hpp"

#include <fmt/format.h>

namespace sdescent::bench {
namespace {

const char* const cost = "ns per path × coordinate × step";

Panel panel(const Results& results, const std::string& axis, const std::string& title,
            const std::string& label) {
  const auto& [x, y] = results.scaling(axis);
  Panel one{.title = title, .x = {.label = label, .log = true}, .y = {.label = cost, .log = true}};
  const Style look = style::sde();
  one.line(x, y, "sdescent", look).points(x, y, "", look);
  return one;
}

/// One key serves all panels.
void remove_key(Panel& panel) {
  for (plots::Series& series : panel.series) series.label.clear();
}

/// What it is compared with, where it was measured.
void add_references(const Results& results, Panel& panel) {
  if (const auto ns = results.nanoseconds("yardstick/W1"))
    panel.horizontal(*ns, "fastest kernel for W1 alone", style::theory());
  if (const auto ns = results.nanoseconds("peer/W1/std"))
    panel.horizontal(*ns, "loop over paths, standard library", style::optimizer());
}

Panel threads_panel(const Results& results) {
  Panel threads = panel(results, "threads", "Threads", "threads");
  const auto& [x, y] = results.scaling("threads");
  std::vector<double> ideal;
  for (const double count : x) ideal.push_back(y.front() * x.front() / count);
  threads.line(x, ideal, "perfect speed-up", style::theory(1));
  return threads;
}

}  // namespace

Figure scaling_figure(const Results& results) {
  Figure figure{.name = "performance"};
  figure.panels = {panel(results, "paths", "Paths", "paths"),
                   panel(results, "d", "Dimension, paths × d fixed", "d"),
                   panel(results, "steps", "Steps", "steps"), threads_panel(results)};
  for (std::size_t i = 0; i < 3; ++i) add_references(results, figure.panels[i]);
  for (std::size_t i = 1; i < 3; ++i) remove_key(figure.panels[i]);
  figure.caption = fmt::format(
      "Cost of SignSGD's SDE by Euler–Maruyama, one thread but in the last panel; mean and "
      "variance of f every 30 steps. {} processors, instruction set {}.",
      results.context("num_cpus"), results.context("instruction_set"));
  return figure;
}

}  // namespace sdescent::bench
