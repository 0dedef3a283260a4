#include "validation/exact/synthetic_figure.hpp"

#include "solvers/sup_t.hpp"
#include "validation/exact/curve_evidence.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

Panel risk_panel(const SyntheticRun& run, const std::vector<SyntheticTriple>& triples) {
  const ArrayXd t = run.times();
  Panel panel{
      .title = "Noiseless risk", .x = {.label = "t = k/d"}, .y = {.label = "R", .log = true}};
  for (std::size_t i = 0; i < triples.size(); ++i) {
    const SyntheticTriple& triple = triples[i];
    panel.band(t, run.quantile(triple.optimizer_member, 0.1),
               run.quantile(triple.optimizer_member, 0.9), triple.optimizer + ", 80 % of runs",
               style::optimizer(i));
    panel.line(t, run.mean(triple.optimizer_member).value, triple.optimizer + ", mean",
               style::optimizer(i));
    panel.line(t, run.mean(triple.sde_member).value, triple.sde + ", mean", style::sde(i));
    panel.line(t, triple.curve.value, triple.ode, style::theory(i));
  }
  return panel;
}

Panel deviation_panel(const SyntheticRun& run, const SyntheticTriple& triple, std::size_t number) {
  const ArrayXd t = run.times();
  Panel panel{.title = "Mean over " + triple.ode + ", less 1",
              .x = {.label = "t = k/d"},
              .y = {.label = "relative deviation"}};
  const auto add = [&](const std::string& name, std::size_t member, const Style& look) {
    const Band band = relative_band(run.mean(member), triple.curve);
    panel.band(t, band.lower, band.upper, name + ", 95 % simultaneous", look);
    panel.line(t, band.value, "", look);
  };
  add(triple.optimizer, triple.optimizer_member, style::optimizer(number));
  add(triple.sde, triple.sde_member, style::sde(number));
  panel.horizontal(0.0);
  return panel;
}

}  // namespace

Figure synthetic_figure(const SyntheticSetting& s, const SyntheticRun& run,
                        const std::vector<SyntheticTriple>& triples) {
  Figure figure{.name = "risk"};
  figure.panels.push_back(risk_panel(run, triples));
  for (std::size_t i = 0; i < triples.size(); ++i)
    figure.panels.push_back(deviation_panel(run, triples[i], i));
  figure.caption = fmt::format(
      "d = {}, eigenvalues of K log-spaced from {} to {} and rotated, η = {}, label noise {}, {} "
      "runs of each. Δt of the SDEs: {}/d. The ODEs are solved without sampling. Bands on the "
      "left: "
      "10 % to 90 % quantile over runs of the optimizer; elsewhere 95 % confidence for the mean, "
      "simultaneous over all times.",
      s.dimension, s.lowest, s.highest, s.eta, s.labels->description(), s.paths, s.sde_step);
  return figure;
}

}  // namespace sdescent::exact
