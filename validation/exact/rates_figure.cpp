// Tables and figures of exact/rates.
#include "models/risk_curve.hpp"
#include "validation/exact/rates.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Kind = RegressionCase::Kind;

ResultTable sweep_table(const RatesSetting& s) {
  ResultTable table{"rates",
                    {"power", "condition_K", "average_condition_Kbar", "average_condition_K",
                     "eta_sign", "eta_sgd", "rate_sign", "rate_sgd", "risk_sign", "risk_sgd"},
                    Eigen::MatrixXd(s.powers.size(), 10)};
  for (Index i = 0; i < s.powers.size(); ++i) {
    const RegressionCase sign = sweep_case(s, Kind::sign_sgd, s.powers(i)),
                         sgd = sweep_case(s, Kind::sgd, s.powers(i));
    const Eigen::VectorXd k = sgd.covariance->variances();
    table.values.row(i) << s.powers(i), k.maxCoeff() / k.minCoeff(), average_condition(sign),
        average_condition(sgd), sign.eta, sgd.eta, sign.local_rate().rate, sgd.local_rate().rate,
        sign.stationary_risk(), sgd.stationary_risk();
  }
  return table;
}

void add_curves(Panel& panel, const RatesRuns& runs, const RegressionCase& at,
                const Estimate& measured, const char* label, std::size_t number) {
  const ArrayXd half = 2.0 * measured.standard_error();
  const RiskCurve curve(at.equation(), at.modes(), runs.times.maxCoeff());
  panel.band(runs.times, ArrayXd(measured.value - half), ArrayXd(measured.value + half), "",
             style::optimizer(number));
  panel.line(runs.times, measured.value, label, style::optimizer(number));
  panel.line(runs.times, curve.risk(runs.times), fmt::format("ODE of {}", label),
             style::theory(number));
}

Panel curves_panel(const RatesSetting& s, const RatesRuns& runs, std::size_t i) {
  const double power = s.powers(static_cast<Index>(i));
  Panel panel{.title = fmt::format("Eigenvalues x^{{{}}}", power),
              .x = {.label = "t = k/d"},
              .y = {.label = "E R", .log = true}};
  add_curves(panel, runs, sweep_case(s, Kind::sign_sgd, power), runs.sign[i], "signSGD", 0);
  add_curves(panel, runs, sweep_case(s, Kind::sgd, power), runs.sgd[i], "SGD", 1);
  return panel;
}

Panel rates_panel(const ResultTable& table) {
  Panel panel{.title = "Local rates",
              .x = {.label = "condition number of K", .log = true},
              .y = {.label = "rate of R − R_{∞}, per unit of t", .log = true}};
  const ArrayXd x = table.values.col(1).array();
  panel.line(x, ArrayXd(table.values.col(6).array()), "signODE", style::optimizer(0));
  panel.line(x, ArrayXd(table.values.col(7).array()), "vanillaODE", style::optimizer(1));
  panel.line(x, ArrayXd(table.values(0, 6) * (x / x(0)).pow(-0.5)), "slope −½", style::theory(0));
  panel.line(x, ArrayXd(table.values(0, 7) * (x / x(0)).pow(-1.0)), "slope −1", style::theory(1));
  return panel;
}

Panel theorem_panel(const RatesSetting& s) {
  constexpr Index n = 60;
  const ArrayXd eta = ArrayXd::LinSpaced(n, std::log(0.01), std::log(4.0)).exp();
  ArrayXd ratio(n);
  for (Index i = 0; i < n; ++i)
    ratio(i) = isotropic_case(s, Kind::sign_sgd, eta(i)).local_rate().mu;
  Panel panel{.title = "K = I: rate over Theorem 4's",
              .x = {.label = "η", .log = true},
              .y = {.label = "μ/λ_{min}", .min = 0.4, .max = 1.05}};
  panel.line(eta, ratio, "secular equation", style::difference(0));
  panel.horizontal(1.0, "Theorem 4");
  return panel;
}

}  // namespace

void show_rates(Session& session, const RatesSetting& s, const RatesRuns& runs) {
  const ResultTable table = sweep_table(s);
  session.table(table);
  Figure figure{.name = "rates"};
  figure.panels = {curves_panel(s, runs, 0), curves_panel(s, runs, runs.sign.size() - 1),
                   rates_panel(table), theorem_panel(s)};
  figure.columns = 2;
  figure.caption = fmt::format(
      "K = diag(x^{{p}}), x an even grid on [{}, 1], d = {}, v = {}; learning rates {} d/tr D of "
      "signSGD and {} d/tr K of SGD. Top: mean risk of {} runs with two standard errors, and the "
      "ODEs, from equal risk in all modes. Bottom: local rates of the ODEs by the secular equation "
      "against the condition number, with slopes −½ and −1 (rates fall less, since η grows as "
      "the mean eigenvalue falls); and, for K = I, against η.",
      s.smallest, s.dimension, s.deviation, s.multiple, s.multiple, s.paths);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
