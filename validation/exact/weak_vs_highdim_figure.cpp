// Figures and tables of exact/weak-vs-highdim.
#include "solvers/sup_t.hpp"
#include "validation/exact/weak_vs_highdim.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

constexpr Rival rivals[] = {Rival::weak, Rival::highdim};
constexpr const char* labels[] = {"weak-approximation SDE", "signHSGD"};

/// |E R of signSGD − E R of the SDE| over cells, at record number `at`.
Panel error_panel(const std::vector<WeakHighdimResult>& cells, Index at, const ArrayXd& x,
                  const char* title, const char* label) {
  Panel panel{.title = title,
              .x = {.label = label, .log = true},
              .y = {.label = "|E R − E R of the SDE|", .log = true}};
  for (std::size_t r = 0; r < 2; ++r) {
    ArrayXd value(x.size()), lower(x.size()), upper(x.size());
    for (Index i = 0; i < x.size(); ++i) {
      const WeakHighdimResult& cell = cells[static_cast<std::size_t>(i)];
      const Estimate deviation = cell.optimizer() - cell.sde(rivals[r]);
      const double half = 2.0 * deviation.standard_error()(at) + cell.bias(rivals[r])(at);
      value(i) = std::abs(deviation.value(at));
      lower(i) = std::max(value(i) - half, 0.05 * value(i));
      upper(i) = value(i) + half;
    }
    panel.line(x, value, labels[r], style::sde(r))
        .points(x, value, lower, upper, "", style::sde(r));
  }
  return panel;
}

Panel spread_panel(const WeakHighdimResults& results) {
  const WeakHighdimSetting& s = results.spread_setting;
  const ArrayXd t = s.times();
  Panel panel{.title = fmt::format("Variance of R, d = {}", results.spread_dimension),
              .x = {.label = "ηt"},
              .y = {.label = "Var R of signSGD ÷ that of the SDE"}};
  for (std::size_t r = 0; r < 2; ++r) {
    const Band band = simultaneous_band(results.spread.log_spread_ratio(rivals[r]), 0.05);
    const ArrayXd lower = band.lower.exp(), upper = band.upper.exp();
    panel.band(t, lower, upper, "", style::sde(r))
        .line(t, ArrayXd(band.value.exp()), labels[r], style::sde(r));
  }
  const ArrayXd ratio = linear_variance(s, results.spread_dimension, results.eta, true) /
                        linear_variance(s, results.spread_dimension, results.eta, false);
  panel.line(t, ratio, "mmᵀ left out, leading order", style::theory());
  panel.horizontal(1.0);
  return panel;
}

ResultTable table_of(const char* name, const WeakHighdimSetting& s,
                     const std::vector<WeakHighdimResult>& cells, const ArrayXd& small,
                     const char* column) {
  ResultTable table{name,
                    {column, "eta_t", "risk", "risk_se", "minus_weak", "minus_weak_se", "weak_bias",
                     "minus_highdim", "minus_highdim_se", "highdim_bias"},
                    Eigen::MatrixXd(small.size() * static_cast<Index>(s.records), 10)};
  const ArrayXd t = s.times();
  Index row = 0;
  for (Index i = 0; i < small.size(); ++i) {
    const WeakHighdimResult& cell = cells[static_cast<std::size_t>(i)];
    const Estimate risk = cell.optimizer(), weak = risk - cell.sde(Rival::weak),
                   highdim = risk - cell.sde(Rival::highdim);
    const ArrayXd weak_bias = cell.bias(Rival::weak), highdim_bias = cell.bias(Rival::highdim);
    const ArrayXd se = risk.standard_error(), weak_se = weak.standard_error(),
                  highdim_se = highdim.standard_error();
    for (Index j = 0; j < t.size(); ++j)
      table.values.row(row++) << small(i), t(j), risk.value(j), se(j), weak.value(j), weak_se(j),
          weak_bias(j), highdim.value(j), highdim_se(j), highdim_bias(j);
  }
  return table;
}

ResultTable spread_table(const WeakHighdimResults& results) {
  const WeakHighdimSetting& s = results.spread_setting;
  const Estimate weak = results.spread.log_spread_ratio(Rival::weak),
                 highdim = results.spread.log_spread_ratio(Rival::highdim);
  const auto variance = [&](bool outer_product) {
    return linear_variance(s, results.spread_dimension, results.eta, outer_product);
  };
  ResultTable table{"spread",
                    {"eta_t", "log_over_weak", "se", "log_over_highdim", "se", "log_predicted",
                     "linear_variance"},
                    Eigen::MatrixXd(static_cast<Index>(s.records), 7)};
  table.values << s.times(), weak.value, weak.standard_error(), highdim.value,
      highdim.standard_error(), (variance(true) / variance(false)).log(), variance(true);
  return table;
}

}  // namespace

void show_weak_highdim(Session& session, const WeakHighdimSetting& s,
                       const WeakHighdimResults& results) {
  session.table(table_of("small_eta", s, results.small_eta, results.etas, "eta"));
  session.table(table_of("large_d", s, results.large_d, results.inverse_dimensions, "inverse_d"));
  session.table(spread_table(results));
  Figure figure{.name = "errors", .columns = 3};
  const auto at = static_cast<Index>(s.records / 3) - 1;
  const double floor = (drift_risk(s, results.dimension, Rival::weak) -
                        drift_risk(s, results.dimension, Rival::highdim))(at);
  figure.panels.push_back(
      error_panel(results.small_eta, at, results.etas, "η falls at a fixed dimension", "η"));
  figure.panels.back().horizontal(std::abs(floor), "signHSGD, η → 0, by ODE", style::theory());
  figure.panels.push_back(error_panel(results.large_d, at, results.inverse_dimensions.inverse(),
                                      "d grows at a fixed learning rate η/d", "d"));
  figure.panels.push_back(spread_panel(results));
  figure.caption = fmt::format(
      "signSGD on streaming regression, K diagonal with log-spaced eigenvalues in [{}, {}], label "
      "noise N(0, {}²), R = {} at the start. Left: d = {}; middle and right: η = {}. Left and "
      "middle at ηt = {:.3g}, {} and {} runs of each process with control variates of the same "
      "mean; "
      "bars: "
      "two standard errors and the bound of the Δt error. SDEs by Euler–Maruyama, extrapolated to "
      "Δt = 0 from {} steps and fewer for each of signSGD. Right: {} runs, Δt = 1/({}d), "
      "simultaneous 95 % bands.",
      s.spectrum(0), s.spectrum(1), s.deviation, s.risk, results.dimension, results.eta,
      s.times()(at), s.paths, session.parameters().count("large_paths"), s.refine,
      session.parameters().count("spread_paths"), s.refine);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
