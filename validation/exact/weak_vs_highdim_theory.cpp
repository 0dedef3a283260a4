// What exact/weak-vs-highdim knows without sampling, and its setting.
#include "io/require.hpp"
#include "models/homogenized_sde.hpp"
#include "models/risk_ode.hpp"
#include "models/sign_hsgd.hpp"
#include "models/streaming_sign_sgd_sde.hpp"
#include "solvers/drift_ode.hpp"
#include "solvers/ode.hpp"
#include "validation/exact/weak_vs_highdim.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

constexpr double two_over_pi = 2.0 * std::numbers::inv_pi;

/// f(state) of an ODE at the times ηt of the setting.
template <class F>
ArrayXd along(const OdeRightHandSide& rhs, const VectorXd& start, const ArrayXd& times, F f) {
  ArrayXd values(times.size());
  observe_ode(rhs, start, 0.0, {times.data(), static_cast<std::size_t>(times.size())},
              [&](std::size_t i, const VectorXd& s) { values(static_cast<Index>(i)) = f(s); });
  return values;
}

/// Modes r and the covariance of their fluctuations, r first: Ċ = JC + CJᵀ + Q, with
///
///     J_ij = −2a λ_i δ_ij − 2 a'(R) λ_i r_i,
///     Q_ij = (η²/d)(2K_ii r_i δ_ij − q_i q_j),   q_i = K_ii v_i m_i = (2/π) 2 r_i √K_ii/√(2R +
///     v²),
///
/// as the step of r_i is −(η/d) K_ii v_i sign(ĝ_i) to leading order.
class Fluctuations {
 public:
  Fluctuations(std::shared_ptr<const StreamingRegression> problem, double eta, bool outer_product)
      : problem_(std::move(problem)),
        equation_(risk_setting(*problem_, constant_rate(eta))),
        eta_(eta),
        outer_product_(outer_product) {}

  void operator()(const VectorXd& s, VectorXd& ds) const {
    const Index d = problem_->dimension();
    const auto share = eta_ * eta_ / static_cast<double>(d);
    const ArrayXd k = problem_->covariance().variances(), lambda = k.sqrt(), r = s.head(d);
    const double risk = r.sum(), p2 = 2.0 * risk + problem_->labels()->second_moment();
    const double a = equation_.rates(0.0, risk).drift, slope = -a / p2;
    ds.resize(s.size());
    ds.head(d) = -2.0 * a * lambda * r + 0.5 * share * k;
    const Eigen::Map<const Eigen::MatrixXd> c(s.data() + d, d, d);
    Eigen::MatrixXd jacobian = (-2.0 * slope * lambda * r).matrix() * VectorXd::Ones(d).transpose();
    jacobian.diagonal() -= (2.0 * a * lambda).matrix();
    Eigen::MatrixXd change = jacobian * c;
    change += change.transpose().eval();
    change.diagonal() += (2.0 * share * k * r).matrix();
    if (outer_product_) {
      const VectorXd q = two_over_pi * 2.0 * r * lambda / std::sqrt(p2);
      change -= share * q * q.transpose();
    }
    ds.tail(d * d) = change.reshaped();
  }

 private:
  std::shared_ptr<const StreamingRegression> problem_;
  SignRisk equation_;
  double eta_;
  bool outer_product_;
};

}  // namespace

std::shared_ptr<const StreamingRegression> WeakHighdimSetting::problem(Index d) const {
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(
          FeatureCovariance::diagonal(log_spaced(spectrum(0), spectrum(1), d))),
      VectorXd::Zero(d), std::make_shared<GaussianLabelNoise>(deviation));
}

VectorXd WeakHighdimSetting::start(Index d) const {
  ArrayXd share = ArrayXd::Constant(d, risk / static_cast<double>(d));
  if (localised) share = risk * VectorXd::Unit(d, 0).array();
  return (2.0 * share / log_spaced(spectrum(0), spectrum(1), d).array()).sqrt();
}

std::uint64_t WeakHighdimSetting::steps(Index d, double eta) const {
  const double steps = horizon * static_cast<double>(d) / eta;
  const auto whole = static_cast<std::uint64_t>(std::llround(steps));
  require(std::abs(steps - static_cast<double>(whole)) < 1e-9 * steps && whole % records == 0,
          "steps horizon·d/eta", fmt::format("a multiple of the {} records", records),
          fmt::format("{}", steps));
  return whole;
}

ArrayXd WeakHighdimSetting::times() const {
  const auto n = static_cast<Index>(records);
  return ArrayXd::LinSpaced(n, horizon / static_cast<double>(records), horizon);
}

ArrayXd drift_risk(const WeakHighdimSetting& s, Index d, Rival rival) {
  const auto problem = s.problem(d);
  // The clock of step 1 is ηt; for signHSGD that is η = 1.
  std::shared_ptr<const SdeModel> sde;
  if (rival == Rival::weak)
    sde = std::make_shared<StreamingSignSgdSde>(problem, 1.0);
  else
    sde = std::make_shared<SignHsgd>(problem, constant_rate(1.0));
  return along(right_hand_side(DriftOde(sde)), s.start(d), s.times(), [&](const VectorXd& x) {
    return problem->covariance().risk(x - problem->risk().optimum());
  });
}

ArrayXd ode_risk(const WeakHighdimSetting& s, Index d, double eta, double load, double label) {
  WeakHighdimSetting changed = s;
  changed.deviation *= label;
  const auto problem = changed.problem(d);
  const auto equation = std::make_shared<SignRisk>(risk_setting(*problem, constant_rate(eta)));
  const RiskModes modes = sign_risk_modes(problem->covariance(), s.start(d));
  const RiskOde ode(equation, modes.lambda, load * modes.load);
  return along(right_hand_side(ode), modes.initial, s.times() / eta, RiskOde::risk);
}

ArrayXd linear_variance(const WeakHighdimSetting& s, Index d, double eta, bool outer_product) {
  const auto problem = s.problem(d);
  const Fluctuations fluctuations(problem, eta, outer_product);
  VectorXd start = VectorXd::Zero(d + d * d);
  start.head(d) = 0.5 * problem->covariance().variances().cwiseProduct(s.start(d).cwiseAbs2());
  return along(
      [&](double, const VectorXd& state, VectorXd& change) { fluctuations(state, change); }, start,
      s.times() / eta, [d](const VectorXd& state) { return state.tail(d * d).sum(); });
}

}  // namespace sdescent::exact
