// Table and figure of exact/isotropic.
#include "models/compression.hpp"
#include "solvers/sup_t.hpp"
#include "validation/exact/isotropic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

Panel course_panel(const IsotropicSetting& s, const IsotropicRun& run, Descent descent,
                   const char* title, const char* equation) {
  Panel panel{.title = title,
              .x = {.label = "t = k/d"},
              .y = {.label = "R", .log = true},
              .key = KeyPlace::below};
  for (std::size_t i = 0; i < s.laws.size(); ++i) {
    const Estimate& mean = run.of(i, descent);
    const Band band = simultaneous_band(mean, 0.05);
    panel.band(run.times, band.lower, band.upper, "", style::member(i));
    Style solid = style::member(i);
    solid.dash = Dash::solid;
    panel.line(run.times, mean.value, s.laws[i].name, solid);
    panel.line(
        run.times,
        scalar_curve(velocity(descent, s.laws[i], s.eta, s.dimension), s.risk, run.times).value,
        i == 0 ? equation : "", style::theory(0));
  }
  return panel;
}

ArrayXd psi_of_members(const IsotropicSetting& s) {
  ArrayXd psi(static_cast<Index>(s.members.size()));
  for (Index i = 0; i < psi.size(); ++i)
    psi(i) = compression(*s.members[static_cast<std::size_t>(i)].law, s.crossover_risk);
  return psi;
}

Panel crossover_panel(const IsotropicSetting& s, const Estimate& log_ratio) {
  const ArrayXd psi = psi_of_members(s), half = 1.96 * log_ratio.standard_error();
  const ArrayXd grid = ArrayXd::LinSpaced(40, 0.98 * psi.minCoeff(), 1.02 * psi.maxCoeff());
  Panel panel{.title = "Greedy signSGD over greedy SGD",
              .x = {.label = "ψ(R)"},
              .y = {.label = "ratio of falls of E R", .log = true},
              .key = KeyPlace::below};
  panel.horizontal(1.0).vertical(0.5 * std::numbers::pi, "ψ = π/2");
  panel.line(grid, ArrayXd((2.0 * std::numbers::inv_pi * grid).square()),
             "(2ψ/π)² at the start, (28)", style::theory());
  panel.line(psi, ArrayXd(known_log_ratio(s).exp()), "(26), (27) over the time of the runs",
             style::theory(1));
  panel.points(psi, ArrayXd(log_ratio.value.exp()), ArrayXd((log_ratio.value - half).exp()),
               ArrayXd((log_ratio.value + half).exp()), "measured, 95 %", style::optimizer(0));
  return panel;
}

}  // namespace

void show_isotropic(Session& session, const IsotropicSetting& s, const IsotropicRun& run,
                    const Estimate& log_ratio) {
  const ArrayXd psi = psi_of_members(s);
  ResultTable table{"crossover",
                    {"psi", "log_ratio", "standard_error", "equations", "at_start"},
                    Eigen::MatrixXd(psi.size(), 5)};
  table.values << psi, log_ratio.value, log_ratio.standard_error(), known_log_ratio(s),
      2.0 * (2.0 * std::numbers::inv_pi * psi).log();
  session.table(std::move(table));
  Figure figure{.name = "isotropic"};
  figure.panels = {course_panel(s, run, Descent::sign_constant, "signSGD, constant η", "(25)"),
                   course_panel(s, run, Descent::sign_greedy, "signSGD, η = φ(R)√(2R)", "(26)"),
                   course_panel(s, run, Descent::sgd_greedy, "SGD, η = R/P", "(27)"),
                   crossover_panel(s, log_ratio)};
  figure.caption = fmt::format(
      "K = I, d = {}, label noise of variance 1. Mean risk over {} runs with simultaneous 95 % "
      "bands; dashed: scalar equations for R, without sampling. Constant η = {}; greedy rates "
      "follow each run's own R. Last panel: E R from R = {} over t = {}, {} runs for each share of "
      "outliers.",
      s.dimension, s.paths, s.eta, s.crossover_risk,
      static_cast<double>(s.crossover_steps) / static_cast<double>(s.dimension), s.crossover_paths);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
