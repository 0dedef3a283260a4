#include "models/quadratic_moments.hpp"

#include "io/require.hpp"

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

}  // namespace

MomentTable sign_sgd_moments(const DiagonalSetting& s, const ArrayXd& t) {
  check(s);
  MomentTable table{{t.size(), s.lambda.size()}, {t.size(), s.lambda.size()}};
  for (Index i = 0; i < s.lambda.size(); ++i) {
    const double c = sqrt_2_over_pi * s.lambda(i) / s.sigma(i);
    // Beyond, the SDE is undefined and the variance below would start out negative.
    require(c * std::abs(s.x0(i)) <= 1, fmt::format("coordinate {} of the start", i + 1),
            fmt::format("in Phase 3, within sqrt(pi/2) sigma/lambda = {}", 1 / c),
            fmt::format("{}", s.x0(i)));
    const double ito = s.eta * std::numbers::inv_pi * std::pow(s.lambda(i) / s.sigma(i), 2);
    const ArrayXd m = (-2.0 * (c + ito) * t).exp();
    table.mean.col(i) = (-c * t).exp() * s.x0(i);
    table.variance.col(i) =
        (m - (-2.0 * c * t).exp()) * s.x0(i) * s.x0(i) + (s.eta / 2.0) * (1.0 - m) / (c + ito);
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

ArrayXd sign_sgd_loss_bound(const DiagonalSetting& s, const ArrayXd& t) {
  check(s);
  const double mu = s.lambda.minCoeff();
  const double sigma = s.sigma.maxCoeff();
  const double delta = sqrt_2_over_pi / sigma + s.eta * std::numbers::inv_pi * mu / (sigma * sigma);
  const double s0 = 0.5 * (s.lambda * s.x0.square()).sum();
  const ArrayXd decay = (-2.0 * mu * delta * t).exp();
  return s0 * decay + (s.eta / 2.0) * s.lambda.sum() / (2.0 * mu * delta) * (1.0 - decay);
}

}  // namespace sdescent
