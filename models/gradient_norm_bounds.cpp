#include "models/gradient_norm_bounds.hpp"

#include "io/require.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

void check(const GradientBoundSetting& s) {
  require_positive("smoothness", s.smoothness);
  require_positive("sigma_max", s.sigma_max);
  require_non_negative("initial loss", s.s0);
  require_positive("eta", s.eta);
  require_at_least("dimension", s.dimension, 1);
}

/// (S_0 + noise · φ²_t)/φ¹_t
ArrayXd mean_descent(const GradientBoundSetting& s, double noise, const Schedule& schedule,
                     const ArrayXd& t) {
  check(s);
  return t.unaryExpr([&](double time) {
    return (s.s0 + noise * schedule.square_integral(time)) / schedule.integral(time);
  });
}

ArrayXd noisy_descent(const GradientBoundSetting& s, const Schedule& schedule, const ArrayXd& t) {
  return mean_descent(s, 0.5 * s.eta * s.smoothness * static_cast<double>(s.dimension), schedule,
                      t);
}

}  // namespace

ArrayXd sign_sgd_phase_one_gradient_bound(const GradientBoundSetting& s, const Schedule& schedule,
                                          const ArrayXd& t) {
  return mean_descent(s, 0.0, schedule, t);
}

ArrayXd sign_sgd_phase_two_gradient_bound(const GradientBoundSetting& s, const Schedule& schedule,
                                          const ArrayXd& t) {
  return s.sigma_max * noisy_descent(s, schedule, t);
}

ArrayXd sign_sgd_phase_three_gradient_bound(const GradientBoundSetting& s, const Schedule& schedule,
                                            const ArrayXd& t) {
  return std::sqrt(0.5 * std::numbers::pi) * s.sigma_max * noisy_descent(s, schedule, t);
}

}  // namespace sdescent
