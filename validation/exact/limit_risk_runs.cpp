#include "io/require.hpp"
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"
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

constexpr Index quarters = 4;

/// Sums over quarters of what is given for each mode.
template <class Column>
ArrayXd summed(const Column& modes) {
  const Index d = modes.size();
  ArrayXd sums(quarters);
  for (Index g = 0; g < quarters; ++g) {
    const Index first = g * d / quarters, last = (g + 1) * d / quarters;
    sums(g) = modes.segment(first, last - first).sum();
  }
  return sums;
}

/// D^{−1/2}KD^{−1/2} = QΛQᵀ with √D.
struct SymmetricForm {
  VectorXd root;
  SymmetricEigen eigen;
  explicit SymmetricForm(const FeatureCovariance& k)
      : root(k.variances().array().pow(0.25)),
        eigen(symmetric_eigen(root.cwiseInverse().asDiagonal() * k.matrix() *
                              root.cwiseInverse().asDiagonal())) {}
};

/// Σ r_i over quarters of the modes of K̄, r_i = ½λ_i(q_iᵀD^{1/2}v)².
Observable quarters_of(const Process& process, const FeatureCovariance& k) {
  const SymmetricForm form(k);
  const MatrixXd along = form.root.asDiagonal() * form.eigen.vectors *
                         (0.5 * form.eigen.values).cwiseSqrt().asDiagonal();
  Observable observable;
  for (Index g = 0; g < quarters; ++g)
    observable.columns.push_back(fmt::format("{}.quarter{}", process.name(), g + 1));
  observable.evaluate = [along](const Lockstep& blocks, BlockRef out, Scratch&) {
    const ConstBlockRef v = blocks.state(0);
    for (Index path = 0; path < out.rows(); ++path) {
      const VectorXd amplitude = along.transpose() * v.row(path).matrix().transpose();
      out.row(path) = summed(amplitude.array().square()).transpose();
    }
  };
  return observable;
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
                   std::uint64_t paths, bool with_modes) {
  const RegressionCase& c = at.regression;
  const auto d = static_cast<double>(c.dimension());
  const auto first = static_cast<std::uint64_t>(std::ceil(time_to_rest(c, setting.burn_in) * d)),
             last = 2 * first;
  const Clock clock(1.0 / d, last);
  const auto process = c.process(c.is_sign() ? "sign_sgd" : "sgd", 1);
  MomentRecorder risk("risk", loss_of(*process, 0, c.problem()));
  std::vector<Recorder*> recorders{&risk};
  std::optional<MomentRecorder> modes;
  if (with_modes)
    recorders.push_back(&modes.emplace("modes", quarters_of(*process, *c.covariance)));
  session.run({process}, clock,
              RecordTimes::evenly(clock, std::min(setting.records, last - first), first), paths,
              Philox(session.seed(at.label())), recorders);
  LimitRun result{
      at, over_time(risk, ArrayXd::Constant(1, c.stationary_risk())), setting.burn_in, {}};
  if (modes) result.modes = over_time(*modes, stationary_quarters(c));
  return result;
}

ArrayXd stationary_quarters(const RegressionCase& at) {
  return summed(stationary_modes(*at.equation(), at.modes(), at.stationary_risk()).array());
}

ArrayXd mistaken_quarters(const RegressionCase& at) {
  const FeatureCovariance& k = *at.covariance;
  const SymmetricForm form(k);
  MatrixXd u = form.root.cwiseInverse().asDiagonal() * form.eigen.vectors;
  u.colwise().normalize();
  const MatrixXd forced =
      symmetric_product(sign_covariance_kernel(k), symmetric_product(k.matrix(), u));
  const ArrayXd load = u.cwiseProduct(forced).colwise().sum().transpose();
  const RiskRates rates = at.equation()->rates(0.0, at.stationary_risk());
  return summed((rates.noise / (2.0 * rates.drift) * load / form.eigen.values.array()).eval());
}

}  // namespace sdescent::exact
