#include "models/risk_modes.hpp"

#include "io/require.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void require_start(const FeatureCovariance& covariance, const VectorXd& v) {
  require_equal("size of the start's deviation", v.size(), covariance.dimension());
  for (Index i = 0; i < v.size(); ++i)
    require_finite(fmt::format("coordinate {} of the start's deviation", i + 1), v(i));
}

/// Modes that are coordinates, by increasing λ.
RiskModes sorted(const ArrayXd& lambda, const ArrayXd& load, const ArrayXd& initial) {
  std::vector<Index> order(static_cast<std::size_t>(lambda.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return lambda(a) < lambda(b); });
  return {lambda(order), load(order), initial(order)};
}

/// K̄'s modes, with qᵢᵀ D^{1/2} S D^{1/2} q_i λ_i for the loads.
RiskModes preconditioned(const FeatureCovariance& covariance, const VectorXd& v,
                         const MatrixXd& sign_kernel) {
  const VectorXd left = covariance.variances().array().pow(0.25);  // D^{1/2}
  const VectorXd right = left.cwiseInverse();
  const SymmetricEigen eigen =
      symmetric_eigen(right.asDiagonal() * covariance.matrix() * right.asDiagonal());
  const MatrixXd reshaped = left.asDiagonal() * sign_kernel * left.asDiagonal();
  const MatrixXd product = symmetric_product(reshaped, eigen.vectors);
  const VectorXd along = eigen.vectors.transpose() * (left.cwiseProduct(v));
  return {
      eigen.values,
      eigen.values.cwiseProduct(eigen.vectors.cwiseProduct(product).colwise().sum().transpose()),
      0.5 * eigen.values.cwiseProduct(along.cwiseAbs2())};
}

}  // namespace

RiskModes sign_risk_modes(const FeatureCovariance& covariance, const VectorXd& v) {
  require_start(covariance, v);
  if (!covariance.is_diagonal())
    return preconditioned(covariance, v, sign_covariance_kernel(covariance));
  const ArrayXd variance = covariance.variances().array();
  return sorted(variance.sqrt(), 0.5 * std::numbers::pi * variance,
                0.5 * variance * v.array().square());
}

RiskModes sgd_risk_modes(const FeatureCovariance& covariance, const VectorXd& v) {
  require_start(covariance, v);
  const ArrayXd variance = covariance.variances().array();
  if (covariance.is_diagonal())
    return sorted(variance, variance.square(), 0.5 * variance * v.array().square());
  const SymmetricEigen eigen = symmetric_eigen(covariance.matrix());
  const VectorXd along = eigen.vectors.transpose() * v;
  return {eigen.values, eigen.values.cwiseAbs2(),
          0.5 * eigen.values.cwiseProduct(along.cwiseAbs2())};
}

RiskModes adam_risk_modes(const FeatureCovariance& covariance, const VectorXd& v) {
  require_start(covariance, v);
  if (!covariance.is_diagonal())
    return preconditioned(covariance, v, correlation_matrix(covariance));
  const ArrayXd variance = covariance.variances().array();
  return sorted(variance.sqrt(), variance, 0.5 * variance * v.array().square());
}

MatrixXd correlation_matrix(const FeatureCovariance& covariance) {
  const VectorXd inverse = covariance.variances().cwiseSqrt().cwiseInverse();
  MatrixXd result = inverse.asDiagonal() * covariance.matrix() * inverse.asDiagonal();
  result.diagonal().setOnes();
  return result;
}

MatrixXd sign_covariance_kernel(const FeatureCovariance& covariance) {
  // Positive definite, so only rounding takes a correlation beyond ±1.
  MatrixXd result = correlation_matrix(covariance).cwiseMax(-1.0).cwiseMin(1.0).array().asin();
  result.diagonal().setConstant(0.5 * std::numbers::pi);
  return result;
}

}  // namespace sdescent
