#include "models/quadratic_moments.hpp"

#include "io/require.hpp"
#include "models/relaxation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

const double sqrt_2_over_pi = std::sqrt(2.0 * std::numbers::inv_pi);

void check(const DiagonalSetting& s) {
  require_at_least("number of eigenvalues", s.lambda.size(), 1);
  require_equal("number of noise standard deviations", s.sigma.size(), s.lambda.size());
  require_equal("dimension of the start", s.x0.size(), s.lambda.size());
  require_positive("eta", s.eta);
  for (Index i = 0; i < s.lambda.size(); ++i) {
    require_positive(fmt::format("eigenvalue {}", i + 1), s.lambda(i));
    require_positive(fmt::format("sigma of coordinate {}", i + 1), s.sigma(i));
    require_finite(fmt::format("coordinate {} of the start", i + 1), s.x0(i));
  }
}

/// Slope of E sign(ĝ_i) in x_i; beyond |x| = 1/slope the SDE is undefined.
double slope(const DiagonalSetting& s, Index i) {
  return sqrt_2_over_pi * s.lambda(i) / s.sigma(i);
}

void check_phase_three(const DiagonalSetting& s) {
  check(s);
  for (Index i = 0; i < s.lambda.size(); ++i) {
    const double c = slope(s, i);
    require(c * std::abs(s.x0(i)) <= 1, fmt::format("coordinate {} of the start", i + 1),
            fmt::format("in Phase 3, within sqrt(pi/2) sigma/lambda = {}", 1 / c),
            fmt::format("{}", s.x0(i)));
  }
}

/// Σ_i solve(equation of λ_i E X_i²/2, its start).
template <class Solve>
ArrayXd sum_over_coordinates(const DiagonalSetting& s, Solve solve) {
  check_phase_three(s);
  const auto of = [&](Index i) -> ArrayXd {
    const double half = 0.5 * s.lambda(i);
    return solve(Relaxation::of_linear_sign(slope(s, i), s.eta, half), half * s.x0(i) * s.x0(i));
  };
  ArrayXd sum = of(0);
  for (Index i = 1; i < s.lambda.size(); ++i) sum += of(i);
  return sum;
}

}  // namespace

MomentTable sign_sgd_moments(const DiagonalSetting& s, const ArrayXd& t) {
  check_phase_three(s);
  MomentTable table{{t.size(), s.lambda.size()}, {t.size(), s.lambda.size()}};
  for (Index i = 0; i < s.lambda.size(); ++i) {
    const double c = slope(s, i);
    const auto second_moment = Relaxation::of_linear_sign(c, s.eta, 1.0);
    table.mean.col(i) = (-c * t).exp() * s.x0(i);
    table.variance.col(i) =
        second_moment(s.x0(i) * s.x0(i), t) - (-2.0 * c * t).exp() * s.x0(i) * s.x0(i);
  }
  return table;
}

MomentTable sgd_moments(const DiagonalSetting& s, const ArrayXd& t) {
  check(s);
  MomentTable table{{t.size(), s.lambda.size()}, {t.size(), s.lambda.size()}};
  for (Index i = 0; i < s.lambda.size(); ++i) {
    const double level = s.eta * s.sigma(i) * s.sigma(i) / (2.0 * s.lambda(i));
    table.mean.col(i) = (-s.lambda(i) * t).exp() * s.x0(i);
    table.variance.col(i) = level * (1.0 - (-2.0 * s.lambda(i) * t).exp());
  }
  return table;
}

LossBoundSetting loss_bound_setting(const DiagonalSetting& s) {
  check(s);
  return {.mu = s.lambda.minCoeff(),
          .trace = s.lambda.sum(),
          .sigma_max = s.sigma.maxCoeff(),
          .s0 = 0.5 * (s.lambda * s.x0.square()).sum(),
          .eta = s.eta,
          .dimension = s.lambda.size()};
}

ArrayXd sign_sgd_loss_bound(const DiagonalSetting& s, const ArrayXd& t) {
  return sign_sgd_phase_three_loss_bound(loss_bound_setting(s), t);
}

ArrayXd sign_sgd_expected_loss(const DiagonalSetting& s, const ArrayXd& t) {
  return sum_over_coordinates(s, [&](const Relaxation& loss, double s0) { return loss(s0, t); });
}

ArrayXd sign_sgd_expected_loss(const DiagonalSetting& s, const Schedule& schedule,
                               const ArrayXd& t) {
  return sum_over_coordinates(
      s, [&](const Relaxation& loss, double s0) { return loss(s0, schedule, t); });
}

}  // namespace sdescent
