// Figures and tables of adaptive/fig5-betas.
#include "validation/adaptive/fig5_betas.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

Panel loss_panel(const BetasSetting& s, const BetasResult& result, const char* title) {
  const double depth = std::abs(basin_of(s, true).loss), end = result.times().maxCoeff();
  Panel panel{.title = title,
              .x = {.label = "t = kη", .max = 0.3 * end},
              .y = {.label = "E f(x_{k})", .min = -1.2 * depth, .max = 2.0 * depth},
              .key = KeyPlace::below};
  for (Index pair = 0; pair < s.pairs(); ++pair)
    panel.line(result.times(), result.loss(pair).value, s.label(pair),
               style::member(static_cast<std::size_t>(pair)));
  for (const bool positive : {false, true}) panel.horizontal(basin_of(s, positive).loss);
  return panel;
}

/// E f minus the lower minimum, near it.
Panel level_panel(const BetasSetting& s, const BetasResult& near) {
  const Basin basin = basin_of(s, true);
  Panel panel{.title = "From within one basin",
              .x = {.label = "10⁵ (final E f − min f)"},
              .y = {.names = {}},
              .key = KeyPlace::below};
  const Estimate levels = near.levels();
  ArrayXd y(s.pairs()), rests(s.pairs());
  for (Index pair = 0; pair < s.pairs(); ++pair) {
    panel.y.names.push_back(s.label(pair));
    y(pair) = static_cast<double>(pair + 1);
    const Rest rest = rest_of(s, basin, pair);
    rests(pair) = rest.moved + rest.noise;
  }
  const ArrayXd excess = levels.value - basin.loss;
  panel.points(1e5 * excess, y, "AdamW", style::optimizer(0))
      .points(1e5 * rests, y, "linearised", style::theory(0));
  return panel;
}

/// Which well each start ends in without noise.
Panel search_panel(const BetasSetting& s, const Eigen::ArrayXXd& basins) {
  Panel panel{.title = "Without noise: end at x_{1} > 0",
              .x = {.label = "x_{1} at the start"},
              .y = {.names = {}},
              .key = KeyPlace::none};
  const double gap = std::numeric_limits<double>::quiet_NaN();
  for (Index pair = 0; pair < s.pairs(); ++pair) {
    panel.y.names.push_back(s.label(pair));
    const ArrayXd height = ArrayXd::Constant(basins.rows(), static_cast<double>(pair + 1));
    const ArrayXd shown = (basins.col(pair) > 0.5).select(height, gap);
    if (!shown.isNaN().all())
      panel.line(s.searched, shown, "", style::member(static_cast<std::size_t>(pair)));
  }
  panel.vertical(s.far_start(0));
  return panel;
}

ResultTable pair_table(const BetasResults& results) {
  const BetasSetting& s = results.setting;
  ResultTable table{"pairs",
                    {"beta1", "beta2", "far.positive", "far.level", "far.se", "far.area",
                     "near.level", "near.se", "near.linearised"},
                    Eigen::MatrixXd(s.pairs(), 9)};
  const Estimate positive = results.far().positive(), far = results.far().levels(),
                 area = results.far().areas(), near = results.near().levels();
  const ArrayXd far_error = far.standard_error(), near_error = near.standard_error();
  const Basin basin = basin_of(s, true);
  for (Index pair = 0; pair < s.pairs(); ++pair) {
    const Rest rest = rest_of(s, basin, pair);
    table.values.row(pair) << s.beta1(pair), s.beta2(pair), positive.value(pair), far.value(pair),
        far_error(pair), area.value(pair), near.value(pair), near_error(pair),
        basin.loss + rest.moved + rest.noise;
  }
  return table;
}

ResultTable search_table(const BetasResults& results) {
  const BetasSetting& s = results.setting;
  ResultTable table{"search", {"x1"}, Eigen::MatrixXd(s.searched.size(), s.pairs() + 1)};
  for (Index pair = 0; pair < s.pairs(); ++pair)
    table.columns.push_back(fmt::format("positive.{}.{}", s.beta1(pair), s.beta2(pair)));
  table.values << s.searched.matrix(), results.noise_free.matrix();
  return table;
}

}  // namespace

void show_fig5_betas(Session& session, const BetasResults& results) {
  const BetasSetting& s = results.setting;
  session.table(pair_table(results));
  session.table(search_table(results));
  session.table(moment_table("far_losses", results.far().recorder()));
  Figure figure{.name = "betas"};
  figure.panels = {loss_panel(s, results.far(), "From far"), search_panel(s, results.noise_free),
                   level_panel(s, results.near())};
  figure.caption = fmt::format(
      "AdamW on the embedded saddle, H = diag({}), σ = {}, η = {}, ϑ = {}. Left: from x_{{0}} = "
      "({}), {} runs; dotted: the minima of f. Middle: the starts (x_{{1}}, {}) that end in the "
      "lower minimum, without noise; dotted: the start of the left panel. Right: averages over "
      "the last half of {} runs from ({}); linearised: "
      "what decay and noise add, without sampling.",
      to_string(ParameterValue(s.eigenvalues)), s.sigma, s.eta, s.decay,
      to_string(ParameterValue(ArrayXd(s.far_start.array()))), s.far_paths, s.far_start(1),
      s.near_paths, to_string(ParameterValue(ArrayXd(s.near_start.array()))));
  session.figure(std::move(figure));
}

}  // namespace sdescent::adaptive
