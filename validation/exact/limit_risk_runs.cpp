#include "io/require.hpp"
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"
#include "solvers/lyapunov.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/symmetric_eigen.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/exact/limit_risk.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using CovariancePointer = std::shared_ptr<const FeatureCovariance>;

CovariancePointer shared(FeatureCovariance k) {
  return std::make_shared<FeatureCovariance>(std::move(k));
}

CovariancePointer correlated_features(Index d) {
  const auto s = [](Index i) { return i % 2 == 0 ? 1.0 : 0.2; };
  MatrixXd k(d, d);
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j < d; ++j)
      k(i, j) = s(i) * s(j) * std::pow(0.5, static_cast<double>(std::abs(i - j)));
  return shared(FeatureCovariance::dense(k));
}

/// From which on the ODE's risk is above 1 − share of R∞, from θ*: it increases.
double time_to_rest(const RegressionCase& c, double share) {
  double low = 0.0, high = -2.0 * std::log(share) / c.local_rate().rate;
  const RiskCurve curve(c.equation(), c.modes(), high);
  const double level = (1.0 - share) * c.stationary_risk();
  while (high - low > 1e-3 * high) {
    const double middle = 0.5 * (low + high);
    (curve.risk(middle) < level ? low : high) = middle;
  }
  return high;
}

std::shared_ptr<const Process> process_of(const RegressionCase& c) {
  return c.process(c.is_sign() ? "sign_sgd" : "sgd", 1);
}

void run_to_rest(Session& session, const LimitSetting& setting, const LimitCase& at,
                 std::uint64_t paths, const std::shared_ptr<const Process>& process, double burn_in,
                 MomentRecorder& recorder) {
  const auto d = static_cast<double>(at.regression.dimension());
  const auto first = static_cast<std::uint64_t>(std::ceil(burn_in * d));
  const Clock clock(1.0 / d, 2 * first);
  session.run({process}, clock, RecordTimes::evenly(clock, std::min(setting.records, first), first),
              paths, Philox(session.seed(at.label() + recorder.name())), {&recorder});
}

Estimate over_time(const MomentRecorder& recorder, const ArrayXd& predicted) {
  return relative_to(jackknife(recorder,
                               [](const MomentCurves& m) -> ArrayXd {
                                 return m.mean.colwise().mean().transpose();
                               }),
                     predicted);
}

}  // namespace

const std::vector<CovarianceFamily>& covariance_families() {
  static const std::vector<CovarianceFamily> all = {
      {"K = I", [](Index d) { return shared(FeatureCovariance::diagonal(VectorXd::Ones(d))); }},
      {"log-spaced",
       [](Index d) { return shared(FeatureCovariance::diagonal(log_spaced(1.0, 0.2, d))); }},
      {"1/j",
       [](Index d) { return shared(FeatureCovariance::diagonal(power_law_spectrum(1.0, d))); }},
      {"rotated", [](Index d) { return shared(rotated_covariance(log_spaced(1.0, 0.2, d), 7)); }},
      {"correlated", correlated_features}};
  return all;
}

std::string LimitCase::label() const {
  return fmt::format("{}, {}, η = {}, v = {}{}, d = {}", regression.is_sign() ? "signSGD" : "SGD",
                     covariance_families()[family].name, regression.eta, regression.deviation,
                     regression.batch > 1 ? fmt::format(", B = {}", regression.batch) : "",
                     regression.dimension());
}

LimitSetting limit_setting(const ParameterValues& p) {
  LimitSetting s{{},
                 p.reals("etas"),
                 p.reals("deviations"),
                 static_cast<Index>(p.count("batch")),
                 p.real("burn-in"),
                 p.count("records"),
                 p.count("paths"),
                 p.count("limit-paths")};
  const auto largest = static_cast<Index>(p.count("dimension"));
  s.dimensions = {largest / 4, largest / 2, largest};
  for (const double eta : s.etas)
    for (std::size_t family = 0; family < covariance_families().size(); ++family)
      limit_case(RegressionCase::Kind::sgd, family, largest, eta, 1.0).regression.stationary_risk();
  return s;
}

LimitCase limit_case(RegressionCase::Kind kind, std::size_t family, Index d, double eta,
                     double deviation, Index batch) {
  return {family,
          {kind, covariance_families()[family].at(d), VectorXd::Zero(d), eta, deviation, batch}};
}

LimitRun limit_run(Session& session, const LimitSetting& setting, const LimitCase& at,
                   std::uint64_t paths) {
  const RegressionCase& c = at.regression;
  const auto process = process_of(c);
  MomentRecorder risk("risk", loss_of(*process, 0, c.problem()));
  run_to_rest(session, setting, at, paths, process, time_to_rest(c, setting.burn_in), risk);
  return {at, over_time(risk, ArrayXd::Constant(1, c.stationary_risk())), setting.burn_in};
}

StationaryModes::StationaryModes(const RegressionCase& at) {
  const FeatureCovariance& k = *at.covariance;
  const MatrixXd full = k.matrix(), sigma = sign_covariance_kernel(k);
  const VectorXd root = k.variances().array().pow(0.25);  // D^{1/2}
  const VectorXd inverse = root.cwiseInverse();
  const SymmetricEigen eigen = symmetric_eigen(inverse.asDiagonal() * full * inverse.asDiagonal());
  const MatrixXd u = inverse.asDiagonal() * eigen.vectors, w = root.asDiagonal() * eigen.vectors;
  const auto along = [](const MatrixXd& left, const MatrixXd& matrix, const MatrixXd& right) {
    return ArrayXd(left.cwiseProduct(matrix * right).colwise().sum().transpose());
  };
  const double risk = at.stationary_risk();
  const RiskRates rates = at.equation()->rates(0.0, risk);
  const double forcing = rates.noise / (2.0 * rates.drift);
  formula = stationary_modes(*at.equation(), at.modes(), risk).array();
  const MatrixXd preconditioned = inverse.cwiseAbs2().asDiagonal() * full;  // K̄
  lyapunov = 0.5 * along(w, sdescent::lyapunov(preconditioned, 4.0 * forcing * sigma) * full, u);
  const MatrixXd unit = u.colwise().normalized();
  mistaken = forcing * along(unit, sigma * full, unit) / eigen.values.array();
}

}  // namespace sdescent::exact
