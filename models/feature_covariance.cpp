#include "models/feature_covariance.hpp"

#include "io/require.hpp"
#include "models/quadratic.hpp"
#include "models/tile_product.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/philox.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <Eigen/QR>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

const char* const what = "covariance of the features";

/// out = z u for upper triangular u, panels of columns at a time: what is below the diagonal is not
/// multiplied.
void triangular_product(const ConstBlockRef& z, const MatrixXd& u, BlockRef out, Scratch& scratch) {
  constexpr Index panel = 96;
  for (Index c = 0; c < u.cols(); c += panel) {
    const Index width = std::min(panel, u.cols() - c), depth = c + width;
    tile_product(z.leftCols(depth), u.block(0, c, depth, width), out.middleCols(c, width), scratch);
  }
}

}  // namespace

FeatureCovariance FeatureCovariance::diagonal(VectorXd variances) {
  require_at_least("number of features", variances.size(), 1);
  for (Index i = 0; i < variances.size(); ++i)
    require_positive(fmt::format("variance of feature {}", i + 1), variances(i));
  FeatureCovariance result;
  result.variances_ = std::move(variances);
  return result;
}

FeatureCovariance FeatureCovariance::dense(MatrixXd matrix) {
  require_symmetric(what, matrix);
  const auto factor = cholesky_factor(matrix);
  if (!factor)
    require(false, what, "positive definite",
            fmt::format("a smallest eigenvalue of {}", symmetric_eigenvalues(matrix)(0)));
  FeatureCovariance result;
  result.variances_ = matrix.diagonal();
  result.root_ = factor->transpose();
  result.matrix_ = std::move(matrix);
  return result;
}

MatrixXd FeatureCovariance::matrix() const {
  return is_diagonal() ? MatrixXd(variances_.asDiagonal()) : matrix_;
}

VectorXd FeatureCovariance::times(const VectorXd& v) const {
  require_equal("size of a vector that the covariance multiplies", v.size(), dimension());
  return is_diagonal() ? VectorXd(variances_.cwiseProduct(v)) : VectorXd(matrix_ * v);
}

void FeatureCovariance::multiply(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const {
  if (is_diagonal())
    scale(variances_, x, out);
  else
    tile_product(x, matrix_, out, scratch);
}

void FeatureCovariance::colour(const ConstBlockRef& z, BlockRef out, Scratch& scratch) const {
  if (is_diagonal())
    for (Index i = 0; i < z.cols(); ++i) out.col(i) = std::sqrt(variances_(i)) * z.col(i);
  else
    triangular_product(z, root_, out, scratch);
}

VectorXd log_spaced(double first, double last, Index count) {
  require_positive("first of log-spaced numbers", first);
  require_positive("last of log-spaced numbers", last);
  require_at_least("number of log-spaced numbers", count, first == last ? 1 : 2);
  VectorXd result(count);
  for (Index i = 0; i < count; ++i) {
    const double share = count == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(count - 1);
    result(i) = first * std::pow(last / first, share);
  }
  return result;
}

VectorXd power_law_spectrum(double exponent, Index dimension) {
  require_finite("exponent of a power-law spectrum", exponent);
  require_at_least("number of eigenvalues", dimension, 1);
  VectorXd result(dimension);
  for (Index j = 0; j < dimension; ++j) result(j) = std::pow(static_cast<double>(j + 1), -exponent);
  return result;
}

MatrixXd haar_rotation(Index dimension, std::uint64_t seed) {
  require_at_least("dimension of a rotation", dimension, 1);
  Block normals(dimension, dimension);
  Philox(seed, Resolution::bits52).normals({}, normals);
  const Eigen::HouseholderQR<MatrixXd> qr(normals.matrix());
  const VectorXd sign =
      qr.matrixQR().diagonal().unaryExpr([](double value) { return std::copysign(1.0, value); });
  return MatrixXd(qr.householderQ()) * sign.asDiagonal();
}

FeatureCovariance rotated_covariance(const VectorXd& eigenvalues, std::uint64_t seed) {
  for (Index i = 0; i < eigenvalues.size(); ++i)
    require_positive(fmt::format("eigenvalue {} of the {}", i + 1, what), eigenvalues(i));
  const MatrixXd q = haar_rotation(eigenvalues.size(), seed);
  const MatrixXd k = q * eigenvalues.asDiagonal() * q.transpose();
  return FeatureCovariance::dense(0.5 * (k + k.transpose()));
}

FeatureCovariance block_diagonal_covariance(const std::vector<MatrixXd>& blocks) {
  require_at_least("number of blocks", static_cast<Index>(blocks.size()), 1);
  Index d = 0;
  for (const MatrixXd& block : blocks) d += block.rows();
  MatrixXd k = MatrixXd::Zero(d, d);
  Index at = 0;
  for (const MatrixXd& block : blocks) {
    require_symmetric("block of the covariance", block);
    k.block(at, at, block.rows(), block.rows()) = block;
    at += block.rows();
  }
  return FeatureCovariance::dense(std::move(k));
}

}  // namespace sdescent
