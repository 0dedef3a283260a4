#include "cli/simulation_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace sdescent::cli {
namespace {

using Eigen::ArrayXd;

/// The style of process i: its place among those of its kind.
Style style_of(const Simulation& s, std::size_t i) {
  std::size_t place = 0;
  for (std::size_t j = 0; j < i; ++j) place += s.kinds[j] == s.kinds[i] ? 1U : 0U;
  switch (s.kinds[i]) {
    case ModelKind::optimizer:
      return style::optimizer(place);
    case ModelKind::sde:
    case ModelKind::homogenized_sde:
      return style::sde(place);
    case ModelKind::ode:
    case ModelKind::risk:
      return style::theory(place);
  }
  return {};
}

bool is_sde(ModelKind kind) { return kind == ModelKind::sde || kind == ModelKind::homogenized_sde; }

/// The processes that a recorder sees: risk curves have no x.
std::vector<std::size_t> observed(const Simulation& s, const MomentRecorder& recorder) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < s.processes.size(); ++i)
    if (recorder.name() == "loss" || s.kinds[i] != ModelKind::risk) numbers.push_back(i);
  return numbers;
}

/// Whether every value is > 0 and they span more than two decades.
bool wants_log(const Eigen::ArrayXXd& values) {
  return values.minCoeff() > 0 && values.maxCoeff() > 100 * values.minCoeff();
}

/// Mean and variance of coordinate `coordinate` of every process, each of `width` columns.
std::array<Panel, 2> panels_of(const Simulation& s, const MomentRecorder& recorder, Index width,
                               Index coordinate, const std::string& symbol) {
  const std::string time = s.unit == TimeUnit::eta ? "t = kη" : "t = k/d";
  const MomentCurves curves = recorder.curves();
  const ArrayXd t = Eigen::Map<const ArrayXd>(recorder.times().data(), curves.mean.rows());
  Panel mean{.title = "Mean of " + symbol,
             .x = {.label = time},
             .y = {.label = "E " + symbol, .log = wants_log(curves.mean)}};
  Panel variance{
      .title = "Variance of " + symbol, .x = {.label = time}, .y = {.label = "Var " + symbol}};
  Index column = coordinate;
  for (const std::size_t i : observed(s, recorder)) {
    const ArrayXd m = curves.mean.col(column);
    const ArrayXd v = curves.second.col(recorder.variance_column(column));
    const Style look = style_of(s, i);
    const bool band = s.paths > 1 && is_sde(s.kinds[i]);
    if (band && (!mean.y.log || (m - v.sqrt()).minCoeff() > 0))
      mean.band(t, ArrayXd(m - v.sqrt()), ArrayXd(m + v.sqrt()), "", look);
    mean.line(t, m, s.processes[i]->name(), look);
    if (s.paths > 1) variance.line(t, v, s.processes[i]->name(), look);
    column += width;
  }
  return {mean, variance};
}

/// ", schedule: …" when there is one; by process where they differ.
std::string schedules_of(const Simulation& s) {
  const auto same = [&](const Schedule& schedule) {
    return schedule.description() == s.schedules.front().description();
  };
  if (std::all_of(s.schedules.begin(), s.schedules.end(), same)) {
    if (s.schedules.front().name() == Schedule().name()) return "";
    return fmt::format(", schedule: {}", s.schedules.front().description());
  }
  std::string text = ", schedules";
  for (std::size_t i = 0; i < s.processes.size(); ++i)
    text += fmt::format("{} {}: {}", i == 0 ? "" : ";", s.processes[i]->name(),
                        s.schedules[i].description());
  return text;
}

}  // namespace

std::vector<Figure> simulation_figures(const Simulation& s,
                                       const std::vector<MomentRecorder>& recorders) {
  std::vector<Figure> figures;
  for (const MomentRecorder& recorder : recorders) {
    Figure figure{.name = recorder.name()};
    const Index width =
        static_cast<Index>(recorder.columns().size() / observed(s, recorder).size());
    for (Index i = 0; i < std::min<Index>(width, 2); ++i) {
      const std::string symbol =
          recorder.name() == "loss" ? "f(x_{t})" : fmt::format("x_{{{}}}(t)", i + 1);
      for (Panel& panel : panels_of(s, recorder, width, i, symbol))
        if (!panel.series.empty()) figure.panels.push_back(std::move(panel));
    }
    figure.caption = fmt::format(
        "{}: {} runs, η = {}, noise: {}{}. Bands: ± one standard deviation of an SDE over "
        "runs.",
        s.name, s.paths, s.eta, s.problem->noise().description(), schedules_of(s));
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace sdescent::cli
