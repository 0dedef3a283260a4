// Figures and tables of adaptive/fig5-scaling-*.
#include "validation/adaptive/fig5_scaling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

constexpr std::array<const char*, scaling_runs> labels{"base", "rescaled", "ϑ not rescaled",
                                                       "Malladi's rates"};

ScalingRun run_of(std::size_t i) { return static_cast<ScalingRun>(i); }

/// E f of all runs beside the levels they should have.
Panel loss_panel(const ScalingSetting& s, double decay, const ScalingResult& cell) {
  Panel panel{.title = fmt::format("{}W, ϑ = {}", s.method.label(), decay),
              .x = {.label = "t = kη", .log = true},
              .y = {.label = "E f(x_{k})", .log = true}};
  const ArrayXd t = cell.times();
  const Index n = t.size() - 1;  // not t = 0
  for (std::size_t i = 0; i < scaling_runs; ++i) {
    Style look = style::optimizer(i);
    if (run_of(i) == malladi_run) look.width = 1.0;  // it lies on the rescaled run
    panel.line(t.tail(n), cell.loss(run_of(i)).value.tail(n), labels[i], look);
  }
  const auto level = [&](ScalingRun run) {
    return adaptive_stationary_loss(quadratic_of(s, decay, run));
  };
  const ArrayXd ends{{t(1), t(t.size() - 1)}}, one = ArrayXd::Ones(2);
  panel.line(ends, one * level(base_run), "formula", style::theory(0))
      .line(ends, one * level(same_decay_run), "", style::theory(0))
      .line(ends,
            one * adaptive_loss_bound(adaptive_loss_setting(quadratic_of(s, decay, base_run))),
            "bound", style::theory(1));
  return panel;
}

/// Levels over the formula's, with those of the linearised optimizer and both SDEs.
Panel level_panel(const ScalingResults& results) {
  const ScalingSetting& s = results.setting;
  const auto cells = static_cast<Index>(results.cells.size());
  const auto runs = static_cast<Index>(scaling_runs);
  const Index rows = cells * runs;
  std::vector<std::string> names;
  std::vector<Estimate> measured;
  ArrayXd formula(rows), linear(rows), sde(rows), malladi(rows);
  for (Index c = 0; c < cells; ++c) {
    measured.push_back(results.cells[static_cast<std::size_t>(c)].levels());
    for (Index r = 0; r < runs; ++r) {
      const auto run = static_cast<ScalingRun>(r);
      const double decay = s.decays(c);
      const Index row = c * runs + r;
      names.push_back(fmt::format("ϑ = {}, {}", decay, labels[static_cast<std::size_t>(r)]));
      formula(row) = adaptive_stationary_loss(quadratic_of(s, decay, run));
      const AdaptiveLinearisation of = linearisation_of(s, decay, run);
      linear(row) = optimizer_level(of) / formula(row);
      sde(row) = sde_level(of, SecondMomentModel::full) / formula(row);
      malladi(row) = sde_level(of, SecondMomentModel::noise_only) / formula(row);
    }
  }
  const ArrayXd optimizer = joined(measured).value / formula;
  const ArrayXd y = ArrayXd::LinSpaced(rows, 1.0, static_cast<double>(rows));
  Panel panel{.title = "Stationary loss over the formula",
              .x = {.label = "ratio"},
              .y = {.names = names},
              .key = KeyPlace::below};
  panel.vertical(1.0)
      .points(optimizer, y, "optimizer", style::optimizer(0))
      .points(linear, y, "linearised optimizer", style::theory(0))
      .points(sde, y, "paper's SDE", style::sde(0))
      .points(malladi, y, "Malladi's SDE", style::sde(1));
  return panel;
}

/// E f over that of the base run at κ and κ² times t.
Panel speed_panel(const ScalingSetting& s, double decay, const ScalingResult& cell) {
  Panel panel{.title = fmt::format("Speed, ϑ = {}", decay),
              .x = {.label = "t = kη", .log = true},
              .y = {.label = "E f rescaled at t / E f base at ct", .log = true}};
  const std::vector<std::uint64_t> ticks = speed_ticks(s);
  ArrayXd t(static_cast<Index>(ticks.size()));
  for (std::size_t i = 0; i < ticks.size(); ++i)
    t(static_cast<Index>(i)) = s.method.eta * static_cast<double>(ticks[i]);
  const double square = s.kappa * s.kappa;
  panel
      .line(t, curve_ratio(cell, rescaled_run, s.kappa).value, "rescaled, c = κ",
            style::difference(0))
      .line(t, curve_ratio(cell, rescaled_run, square).value, "rescaled, c = κ²",
            style::difference(1))
      .line(t, curve_ratio(cell, malladi_run, square).value, "Malladi's rates, c = κ²",
            style::difference(2));
  panel.horizontal(1.0);
  return panel;
}

ResultTable level_table(const ScalingResults& results) {
  const ScalingSetting& s = results.setting;
  const auto runs = static_cast<Index>(scaling_runs);
  ResultTable table{"levels",
                    {"theta", "run", "loss", "se", "formula", "linearised", "sde", "malladi_sde",
                     "bound", "quadratic_bound"},
                    Eigen::MatrixXd(runs * static_cast<Index>(results.cells.size()), 10)};
  for (std::size_t c = 0; c < results.cells.size(); ++c) {
    const Estimate levels = results.cells[c].levels();
    const ArrayXd error = levels.standard_error();
    const double decay = s.decays(static_cast<Index>(c));
    for (Index r = 0; r < runs; ++r) {
      const auto run = static_cast<ScalingRun>(r);
      const AdaptiveQuadratic q = quadratic_of(s, decay, run);
      const AdaptiveLinearisation linear = linearisation_of(s, decay, run);
      table.values.row(static_cast<Index>(c) * runs + r) << decay, static_cast<double>(r),
          levels.value(r), error(r), adaptive_stationary_loss(q), optimizer_level(linear),
          sde_level(linear, SecondMomentModel::full),
          sde_level(linear, SecondMomentModel::noise_only),
          adaptive_loss_bound(adaptive_loss_setting(q)),
          adaptive_quadratic_loss_bound(adaptive_loss_setting(q));
    }
  }
  return table;
}

double largest_relative_error(const ScalingResults& results) {
  double largest = 0.0;
  for (const ScalingResult& cell : results.cells) {
    const Estimate levels = cell.levels();
    largest = std::max(largest, (levels.standard_error() / levels.value).maxCoeff());
  }
  return largest;
}

std::string setting_text(const ScalingSetting& s) {
  return fmt::format("f = ½xᵀHx, H = diag({}), noise N(0, σ²I), σ = {}, η = {}, κ = {}, {} runs",
                     to_string(ParameterValue(s.lambda)), s.sigma, s.method.eta, s.kappa, s.paths);
}

}  // namespace

void show_fig5_scaling(Session& session, const ScalingResults& results) {
  const ScalingSetting& s = results.setting;
  session.table(level_table(results));
  Figure loss{.name = "loss"};
  Figure speed{.name = "speed"};
  for (std::size_t c = 0; c < results.cells.size(); ++c) {
    const double decay = s.decays(static_cast<Index>(c));
    loss.panels.push_back(loss_panel(s, decay, results.cells[c]));
    speed.panels.push_back(speed_panel(s, decay, results.cells[c]));
    session.table(moment_table(fmt::format("loss_theta{}", decay), results.cells[c].recorder()));
  }
  loss.panels.push_back(level_panel(results));
  loss.caption = fmt::format(
      "{}. Lines: the formula ½ Σ λ_{{i}}(η/2)/(λ_{{i}}/σ + ϑ) of the base run, which the rule "
      "keeps, and, "
      "higher, of the run whose ϑ is not rescaled; the bound of Lemma 3.13 (C.44) for the base "
      "run. Right: averages over t >= {} with standard errors up to {:.1f} %; the linearised "
      "optimizer and both SDEs without sampling.",
      setting_text(s), s.stationary_from(), 100.0 * largest_relative_error(results));
  speed.caption = fmt::format(
      "{}. 1 where the rescaled run is c times as fast as the base run. The logarithmic grid "
      "begins at step {}.",
      setting_text(s), speed_ticks(s).front());
  session.figure(std::move(loss));
  session.figure(std::move(speed));
}

}  // namespace sdescent::adaptive
