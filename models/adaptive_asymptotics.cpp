#include "models/adaptive_asymptotics.hpp"

#include "io/require.hpp"

#include <Eigen/LU>
#include <fmt/format.h>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;

void check(const AdaptiveLossSetting& s) {
  require_positive("mu", s.mu);
  require_positive("smoothness", s.smoothness);
  require_positive("trace bound", s.trace);
  require_positive("sigma", s.sigma);
  require_positive("eta", s.eta);
  require_non_negative("decay", s.decay);
  require(s.smoothness >= s.mu, "smoothness", fmt::format(">= mu = {}", s.mu),
          fmt::format("{}", s.smoothness));
  require(s.trace >= s.mu, "trace bound", fmt::format(">= mu = {}", s.mu),
          fmt::format("{}", s.trace));
}

void check_noise(const ArrayXd& sigma, double eta, double decay) {
  for (Index i = 0; i < sigma.size(); ++i)
    require_positive(fmt::format("sigma of coordinate {}", i + 1), sigma(i));
  require_positive("eta", eta);
  require_non_negative("decay", decay);
}

void check(const AdaptiveQuadratic& s) {
  require_at_least("number of eigenvalues", s.lambda.size(), 1);
  require_equal("number of noise standard deviations", s.sigma.size(), s.lambda.size());
  for (Index i = 0; i < s.lambda.size(); ++i)
    require_positive(fmt::format("eigenvalue {}", i + 1), s.lambda(i));
  check_noise(s.sigma, s.eta, s.decay);
}

/// What ϑ weighs beside μ: decoupled decay is not divided by σ.
double weighed_decay(const AdaptiveLossSetting& s) {
  return s.kind == WeightDecay::decoupled ? s.sigma * s.decay : s.decay;
}

}  // namespace

double adaptive_loss_bound(const AdaptiveLossSetting& s) {
  check(s);
  return 0.5 * s.eta * s.trace * s.sigma * s.smoothness /
         (2.0 * s.mu * s.smoothness + weighed_decay(s) * (s.smoothness + s.mu));
}

double adaptive_quadratic_loss_bound(const AdaptiveLossSetting& s) {
  check(s);
  return 0.25 * s.eta * s.trace * s.sigma / (s.mu + weighed_decay(s));
}

ArrayXd adaptive_stationary_variance(const AdaptiveQuadratic& s) {
  check(s);
  if (s.kind == WeightDecay::l2) return 0.5 * s.eta * s.sigma / (s.lambda + s.decay);
  return 0.5 * s.eta / (s.lambda / s.sigma + s.decay);
}

double adaptive_stationary_loss(const AdaptiveQuadratic& s) {
  return 0.5 * (s.lambda * adaptive_stationary_variance(s)).sum();
}

AdaptiveLossSetting adaptive_loss_setting(const AdaptiveQuadratic& s) {
  check(s);
  return {.mu = s.lambda.minCoeff(),
          .smoothness = s.lambda.maxCoeff(),
          .trace = s.lambda.sum(),
          .sigma = s.sigma.maxCoeff(),
          .eta = s.eta,
          .decay = s.decay,
          .kind = s.kind};
}

MatrixXd adaptive_stationary_covariance(const MatrixXd& hessian, const ArrayXd& sigma, double eta,
                                        double decay) {
  require_at_least("size of the hessian", hessian.rows(), 1);
  require_equal("columns of the hessian", hessian.cols(), hessian.rows());
  require_equal("number of noise standard deviations", sigma.size(), hessian.rows());
  require(hessian.isApprox(hessian.transpose(), 1e-12), "hessian", "symmetric", "another matrix");
  check_noise(sigma, eta, decay);
  MatrixXd inverse = hessian * sigma.inverse().matrix().asDiagonal();
  inverse.diagonal().array() += decay;
  const Eigen::FullPivLU<MatrixXd> factors(inverse);
  require(factors.isInvertible(), "H Sigma^(-1/2) + decay I", "invertible", "a singular matrix");
  return 0.5 * eta * factors.inverse();
}

}  // namespace sdescent
