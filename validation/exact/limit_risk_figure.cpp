// Table and figure of exact/fig7-limit-risk.
#include "validation/exact/limit_risk.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Runs = std::vector<LimitRun>;

ResultTable table_of(const LimitRuns& all) {
  ResultTable table{
      "limit-risk",
      {"family", "sign_sgd", "eta", "v", "d", "theory", "measured_over_theory", "standard_error"},
      {}};
  for (const Runs* runs : {&all.sign, &all.sgd, &all.sign_by_dimension, &all.sgd_by_dimension})
    for (const LimitRun& run : *runs) {
      const RegressionCase& c = run.at.regression;
      table.values.conservativeResize(table.values.rows() + 1, 8);
      table.values.bottomRows(1) << static_cast<double>(run.at.family), c.is_sign() ? 1.0 : 0.0,
          c.eta, c.deviation, static_cast<double>(c.dimension()), c.stationary_risk(),
          run.risk.value(0), run.risk.standard_error()(0);
    }
  return table;
}

/// Measured over predicted against predicted, with two standard errors, a marker for each family.
Panel against_theory(const char* title, const Runs& runs) {
  Panel panel{.title = title,
              .x = {.label = "R_{∞} of the theorem", .log = true},
              .y = {.label = "R at rest / R_{∞}"},
              .key = KeyPlace::below};
  for (std::size_t family = 0; family < covariance_families().size(); ++family) {
    std::vector<double> x, y, lower, upper;
    for (const LimitRun& run : runs)
      if (run.at.family == family) {
        const double se = run.risk.standard_error()(0);
        x.push_back(run.at.regression.stationary_risk());
        y.push_back(run.risk.value(0));
        lower.push_back(y.back() - 2.0 * se);
        upper.push_back(y.back() + 2.0 * se);
      }
    panel.points(x, y, lower, upper, covariance_families()[family].name, style::member(family));
  }
  panel.horizontal(1.0);
  return panel;
}

void add_dimensions(Panel& panel, const char* label, const Runs& runs, Style look) {
  std::vector<double> x, y, lower, upper;
  for (const LimitRun& run : runs) {
    const double value = run.risk.value(0) - 1.0, se = run.risk.standard_error()(0);
    x.push_back(1.0 / static_cast<double>(run.at.regression.dimension()));
    y.push_back(value);
    lower.push_back(value - 2.0 * se);
    upper.push_back(value + 2.0 * se);
  }
  panel.points(x, y, lower, upper, label, look);
}

}  // namespace

void show_limit_risk(Session& session, const LimitSetting& s, const LimitRuns& runs) {
  session.table(table_of(runs));
  Panel by_dimension{.title = "K = I at finite d",
                     .x = {.label = "1/d", .min = 0.0},
                     .y = {.label = "R at rest / R_{∞} − 1"},
                     .key = KeyPlace::below};
  add_dimensions(by_dimension, "signSGD", runs.sign_by_dimension, style::optimizer(0));
  add_dimensions(by_dimension, "SGD", runs.sgd_by_dimension, style::optimizer(1));
  by_dimension.horizontal(0.0);
  Figure figure{.name = "limit-risk"};
  figure.panels = {against_theory("signSGD and Theorem 3", runs.sign),
                   against_theory("SGD and Theorem 8", runs.sgd), by_dimension};
  const RegressionCase& shown = runs.sign_by_dimension.front().at.regression;
  figure.caption = fmt::format(
      "Noiseless risk R of {} runs from θ*, averaged over time once the ODE is within {} % of "
      "rest, relative to the theorems; d = {}, each family with η = {} and v = {}. Right: η = {}, "
      "v "
      "= {}, {} runs of each d. Bars: two standard errors.",
      s.paths, 100.0 * s.burn_in, s.dimensions.back(), to_string(ParameterValue(s.etas)),
      to_string(ParameterValue(s.deviations)), shown.eta, shown.deviation, s.limit_paths);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
