// What exact/adam knows without sampling.
#include "models/homogenized_sde.hpp"
#include "models/risk_ode.hpp"
#include "solvers/ode.hpp"
#include "validation/exact/adam_parts.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

std::span<const double> span_of(const ArrayXd& times) {
  return {times.data(), static_cast<std::size_t>(times.size())};
}

/// adamODE with a mistake in its rates.
class MistakenAdamRisk final : public RiskEquation {
 public:
  MistakenAdamRisk(const RiskSetting& setting, AdamMistake mistake)
      : right_(setting), labels_(setting.labels), mistake_(mistake) {}
  RiskRates rates(double t, double risk) const override {
    RiskRates rates = right_.rates(t, risk);
    if (mistake_ == AdamMistake::risk_for_population)
      rates.drift *= std::sqrt((2.0 * risk + labels_->second_moment()) / (2.0 * risk));
    if (mistake_ == AdamMistake::sign_noise) rates.noise *= 0.5 * std::numbers::pi;
    if (mistake_ == AdamMistake::sign_drift) rates.drift *= 2.0 * std::numbers::inv_pi;
    return rates;
  }

 private:
  AdamRisk right_;
  std::shared_ptr<const LabelNoise> labels_;
  AdamMistake mistake_;
};

}  // namespace

ArrayXd adam_curve(const AdamSetting& s, Index d, AdamMistake mistake) {
  const auto problem = s.problem(d, AdamSetting::Labels::gaussian);
  const RiskModes modes = adam_risk_modes(problem->covariance(), s.start(d));
  const RiskOde ode(
      std::make_shared<MistakenAdamRisk>(risk_setting(*problem, constant_rate(s.eta)), mistake),
      modes.lambda, modes.load);
  ArrayXd risks(s.times.size());
  observe_ode(
      right_hand_side(ode), modes.initial, 0.0, span_of(s.times),
      [&](std::size_t i, const VectorXd& r) { risks(static_cast<Index>(i)) = RiskOde::risk(r); });
  return risks;
}

SignBesideAdam sign_beside_adam(const AdamSetting& s, Index d, SharedData shared) {
  const auto problem = s.problem(d, AdamSetting::Labels::gaussian);
  const AdamRisk adam(risk_setting(*problem, constant_rate(s.eta)));
  const SignRisk sign(risk_setting(*problem, constant_rate(0.5 * std::numbers::pi * s.eta)));
  const ArrayXd k = problem->covariance().variances(), lambda = k.sqrt();
  const double label = problem->labels()->second_moment();
  const auto rhs = [&](double t, const VectorXd& state, VectorXd& change) {
    const ArrayXd r = state.head(d), q = state.segment(d, d), x = state.tail(d);
    const RiskRates of_adam = adam.rates(t, r.sum()), of_sign = sign.rates(t, q.sum());
    const double residuals =
        (2.0 * x.sum() + label) / std::sqrt((2.0 * r.sum() + label) * (2.0 * q.sum() + label));
    const double correlation = shared == SharedData::of_one_residual ? 1.0 : residuals;
    const double load = 0.5 * s.eta * s.eta / static_cast<double>(d) * correlation;
    change.resize(3 * d);
    change.head(d) = -2.0 * of_adam.drift * lambda * r + of_adam.noise * k;
    change.segment(d, d) =
        -2.0 * of_sign.drift * lambda * q + of_sign.noise * 0.5 * std::numbers::pi * k;
    change.tail(d) = -(of_adam.drift + of_sign.drift) * lambda * x + load * k;
  };
  const VectorXd initial = VectorXd::Constant(3 * d, s.risk / static_cast<double>(d));
  SignBesideAdam result{ArrayXd(s.times.size()), ArrayXd(s.times.size())};
  observe_ode(rhs, initial, 0.0, span_of(s.times), [&](std::size_t i, const VectorXd& state) {
    const auto at = static_cast<Index>(i);
    result.sign(at) = state.segment(d, d).sum();
    result.distance(at) = state.head(d).sum() + result.sign(at) - 2.0 * state.tail(d).sum();
  });
  return result;
}

}  // namespace sdescent::exact
