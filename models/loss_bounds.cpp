#include "models/loss_bounds.hpp"

#include "io/require.hpp"
#include "models/relaxation.hpp"
#include "models/sign_sgd_phases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

void check(const LossBoundSetting& s) {
  require_positive("mu", s.mu);
  require_positive("trace bound", s.trace);
  require_positive("sigma_max", s.sigma_max);
  require_non_negative("initial loss", s.s0);
  require_positive("eta", s.eta);
  require_at_least("dimension", s.dimension, 1);
  const double least = s.mu * static_cast<double>(s.dimension);
  // A trace that is summed up may be a few roundings below.
  require(s.trace >= least * (1 - 1e-12), "trace bound",
          fmt::format(">= mu times the dimension = {}", least), fmt::format("{}", s.trace));
}

double constant(const LossBoundSetting& s, PhaseOneConstant c) {
  return c == PhaseOneConstant::sharp ? 2.0 * s.mu : s.mu;
}

double phase_two_slope(const LossBoundSetting& s) {
  return s.mu * PhaseTwoLine::of_erf().slope / (std::numbers::sqrt2 * s.sigma_max);
}

double phase_three_slope(const LossBoundSetting& s) {
  return s.mu * std::sqrt(2.0 * std::numbers::inv_pi) / s.sigma_max;
}

Relaxation phase_two(const LossBoundSetting& s, PhaseTwoIntercept intercept) {
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const double q =
      intercept == PhaseTwoIntercept::secant ? line.secant : std::max(line.secant, line.tangent);
  const double trace = s.trace - s.mu * static_cast<double>(s.dimension) * q * q;
  return Relaxation::of_linear_sign(phase_two_slope(s), s.eta, 0.5 * trace);
}

Relaxation phase_three(const LossBoundSetting& s) {
  return Relaxation::of_linear_sign(phase_three_slope(s), s.eta, 0.5 * s.trace);
}

/// Without convexity the diffusion's state-dependent part has no sign and is dropped.
Relaxation without_convexity(Relaxation of) {
  of.quadratic = 0.0;
  return of;
}

Relaxation sgd(const LossBoundSetting& s) {
  return {2.0 * s.mu, 0.0, 0.5 * s.eta * s.trace * s.sigma_max * s.sigma_max};
}

}  // namespace

ArrayXd sign_sgd_phase_one_loss_bound(const LossBoundSetting& s, const ArrayXd& t,
                                      PhaseOneConstant c) {
  check(s);
  const double speed = 0.5 * std::sqrt(constant(s, c)), root = std::sqrt(s.s0);
  return t.unaryExpr([=](double time) {
    const double left = root - speed * time;
    return left < 0 ? 0.0 : left * left;
  });
}

double sign_sgd_phase_one_duration(const LossBoundSetting& s, PhaseOneConstant c) {
  check(s);
  return 2.0 * std::sqrt(s.s0 / constant(s, c));
}

ArrayXd sign_sgd_phase_two_loss_bound(const LossBoundSetting& s, const ArrayXd& t,
                                      PhaseTwoIntercept intercept) {
  check(s);
  return phase_two(s, intercept)(s.s0, t);
}

ArrayXd sign_sgd_phase_three_loss_bound(const LossBoundSetting& s, const ArrayXd& t) {
  check(s);
  return phase_three(s)(s.s0, t);
}

ArrayXd sign_sgd_phase_three_loss_bound(const LossBoundSetting& s, const Schedule& schedule,
                                        const ArrayXd& t) {
  check(s);
  return phase_three(s)(s.s0, schedule, t);
}

ArrayXd sign_sgd_asymptotic_loss(const LossBoundSetting& s, const Schedule& schedule,
                                 const ArrayXd& t) {
  check(s);
  return phase_three(s).asymptote(schedule, t);
}

ArrayXd sign_sgd_phase_two_pl_loss_bound(const LossBoundSetting& s, const ArrayXd& t) {
  check(s);
  const auto all = Relaxation::of_linear_sign(phase_two_slope(s), s.eta, 0.5 * s.trace);
  return without_convexity(all)(s.s0, t);
}

ArrayXd sign_sgd_phase_three_pl_loss_bound(const LossBoundSetting& s, const ArrayXd& t) {
  check(s);
  return without_convexity(phase_three(s))(s.s0, t);
}

ArrayXd sgd_loss_bound(const LossBoundSetting& s, const ArrayXd& t) {
  check(s);
  return sgd(s)(s.s0, t);
}

ArrayXd sgd_loss_bound(const LossBoundSetting& s, const Schedule& schedule, const ArrayXd& t) {
  check(s);
  return sgd(s)(s.s0, schedule, t);
}

ArrayXd sgd_asymptotic_loss(const LossBoundSetting& s, const Schedule& schedule, const ArrayXd& t) {
  check(s);
  return sgd(s).asymptote(schedule, t);
}

}  // namespace sdescent
