#include "bench/risk_run.hpp"

#include "bench/peers/ode_by_hand.hpp"
#include "bench/quadratic_run.hpp"
#include "models/risk_curve.hpp"
#include "models/risk_ode.hpp"
#include "solvers/ode.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace sdescent::bench {
namespace {

Eigen::VectorXd vector(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Index>(values.size()));
}

std::shared_ptr<const RiskEquation> sign_risk(Index d, double eta, double deviation) {
  return std::make_shared<SignRisk>(
      RiskSetting{constant_rate(eta), d, std::make_shared<GaussianLabelNoise>(deviation)});
}

double to_curve(const FeatureCovariance& k) {
  const Index d = k.dimension();
  constexpr double end = 100.0;
  const RiskCurve curve(
      sign_risk(d, 0.5, 0.8),
      sign_risk_modes(k, Eigen::VectorXd::Constant(d, 1.0 / std::sqrt(static_cast<double>(d)))),
      end);
  return curve.risk(Eigen::ArrayXd::LinSpaced(400, 0.0, end))(399);
}

}  // namespace

RiskRun::RiskRun(std::size_t d) : lambda(evenly_spaced(-2.0, 0.0, d)) {
  for (double& value : lambda) {
    value = std::pow(10.0, value);
    load.push_back(0.5 * std::numbers::pi * value * value);
    initial.push_back(0.5 * value * value / static_cast<double>(d));
  }
}

double risk_by_library(const RiskRun& run) {
  const auto equation =
      sign_risk(static_cast<Index>(run.lambda.size()), run.eta, run.label_deviation);
  const RiskOde ode(equation, vector(run.lambda), vector(run.load));
  double risk = std::nan("");
  const std::vector<double> times{run.end};
  observe_ode(right_hand_side(ode), vector(run.initial), 0.0, times,
              [&](std::size_t, const Eigen::VectorXd& r) { risk = RiskOde::risk(r); },
              {.relative = run.relative, .absolute = run.absolute});
  return risk;
}

double risk_by_hand(const RiskRun& run) {
  const auto d = static_cast<double>(run.lambda.size());
  std::vector<double> load = run.load, r = run.initial;
  for (double& value : load) value *= run.eta * run.eta / (std::numbers::pi * d);
  const peers::SignOdeByHand solver{run.lambda, load, 4.0 * run.eta / std::numbers::pi,
                                    run.label_deviation * run.label_deviation};
  solver.solve(r, run.end, run.relative, run.absolute);
  return std::accumulate(r.begin(), r.end(), 0.0);
}

double risk_by_curve(const RiskRun& run) {
  return RiskCurve(sign_risk(static_cast<Index>(run.lambda.size()), run.eta, run.label_deviation),
                   {vector(run.lambda), vector(run.load), vector(run.initial)}, run.end)
      .risk(run.end);
}

double diagonal_to_curve(const Eigen::VectorXd& variances) {
  return to_curve(FeatureCovariance::diagonal(variances));
}

double dense_to_curve(const Eigen::MatrixXd& covariance) {
  return to_curve(FeatureCovariance::dense(covariance));
}

}  // namespace sdescent::bench
