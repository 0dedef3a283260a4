#include "models/gaussian_noise.hpp"

#include "io/require.hpp"
#include "models/quadratic.hpp"
#include "models/tile_product.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/bivariate_normal.hpp"

#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

/// Twice the density of N(0, 1) at 0.
const double peak = std::sqrt(2.0 * std::numbers::inv_pi);

/// Rounding may leave Σ_ij a few units in the last place above σ_iσ_j.
Eigen::MatrixXd correlations(const Eigen::MatrixXd& covariance, const Eigen::VectorXd& deviations) {
  const Eigen::ArrayXXd products = deviations * deviations.transpose();
  return (products == 0.0)
      .select(0.0, covariance.array() / products)
      .cwiseMin(1.0)
      .cwiseMax(-1.0)
      .matrix();
}

}  // namespace

GaussianNoise::GaussianNoise(Eigen::VectorXd deviations, Accuracy accuracy)
    : deviations_(std::move(deviations)),
      inverse_(deviations_.cwiseInverse()),
      accuracy_(accuracy) {
  require_at_least("number of noise standard deviations", deviations_.size(), 1);
  for (Index i = 0; i < deviations_.size(); ++i)
    require_non_negative(fmt::format("sigma of coordinate {}", i + 1), deviations_(i));
}

GaussianNoise GaussianNoise::with_covariance(const Eigen::MatrixXd& covariance, Accuracy accuracy) {
  require_symmetric("noise covariance", covariance);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(covariance);
  const Eigen::VectorXd& values = eigen.eigenvalues();
  const double rounding = 1e-12 * std::max(values.maxCoeff(), 0.0);
  require(values.minCoeff() >= -rounding, "noise covariance", "positive semidefinite",
          fmt::format("smallest eigenvalue {}", values.minCoeff()));
  GaussianNoise noise(covariance.diagonal().cwiseMax(0.0).cwiseSqrt(), accuracy);
  const Eigen::MatrixXd diagonal = covariance.diagonal().asDiagonal();
  if (covariance != diagonal) {
    noise.correlation_ = correlations(covariance, noise.deviations_);
    noise.root_ = eigen.eigenvectors() * values.cwiseMax(0.0).cwiseSqrt().asDiagonal() *
                  eigen.eigenvectors().transpose();
  }
  return noise;
}

NoiseKind GaussianNoise::kind() const {
  return root_.size() == 0 ? NoiseKind::diagonal : NoiseKind::additive;
}

double GaussianNoise::correlation(Index i, Index j) const {
  if (correlation_.size() != 0) return correlation_(i, j);
  return i == j && deviations_(i) > 0 ? 1.0 : 0.0;
}

void GaussianNoise::diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const {
  if (root_.size() != 0) return NoiseLaw::diagonal(x, out, scratch);
  fill(deviations_, out);
}

void GaussianNoise::diffuse(const ConstBlockRef&, const ConstBlockRef& dW, BlockRef out,
                            Scratch& scratch) const {
  if (root_.size() == 0)
    out = dW.rowwise() * deviations_.transpose().array();
  else
    tile_product(dW, root_, out, scratch);
}

void GaussianNoise::scaled_sign_moments(const ConstBlockRef& g, BlockRef mean, BlockRef deviation,
                                        SignFactors factors, Accuracy accuracy) const {
  if (inverse_.allFinite())
    return normal_sign_moments(g, inverse_, mean, deviation, accuracy, factors);
  for (Index c = 0; c < g.cols(); ++c) {
    if (deviations_(c) > 0) {
      normal_sign_moments(g.col(c), inverse_.segment(c, 1), mean.col(c), deviation.col(c), accuracy,
                          factors);
    } else {
      sign(g.col(c), mean.col(c));
      scale(factors.mean, mean.col(c), mean.col(c));
      deviation.col(c).setZero();  // also at g = 0, where the sign is 0 and √(1 − mean²) would be 1
    }
  }
}

void GaussianNoise::sign_covariance(const ConstBlockRef&, const ConstBlockRef& g, BlockRef out,
                                    Scratch& scratch) const {
  if (has_independent_signs()) {
    out.setZero();
    return;
  }
  Scratch::Frame frame(scratch);
  BlockMap ratio = frame.block(g.rows(), g.cols());
  scale(inverse_, g, ratio);
  for (Index i = 0; i < g.cols(); ++i)
    for (Index j = i + 1; j < g.cols(); ++j)
      sdescent::sign_covariance(ratio.col(i), ratio.col(j), correlation_(i, j),
                                out.col(correlation_column(g.cols(), i, j)), scratch);
}

std::optional<Eigen::VectorXd> GaussianNoise::sign_slope() const { return peak * inverse_; }

void GaussianNoise::sign_mean_slope(const ConstBlockRef&, const ConstBlockRef& g, BlockRef slope,
                                    Scratch&) const {
  for (Index c = 0; c < g.cols(); ++c) {
    if (deviations_(c) > 0) {
      slope.col(c) = -0.5 * (inverse_(c) * g.col(c)).square();
      vec::exp(slope.col(c), slope.col(c));
      slope.col(c) *= peak * inverse_(c);
    } else {
      slope.col(c) = 0.0 * g.col(c);
    }
  }
}

void GaussianNoise::sign_moments(const ConstBlockRef&, const ConstBlockRef& g, BlockRef mean,
                                 BlockRef deviation, Scratch&) const {
  scaled_sign_moments(g, mean, deviation, {}, accuracy_);
}

void GaussianNoise::accurate_sign_moments(const ConstBlockRef&, const ConstBlockRef& g,
                                          BlockRef mean, BlockRef deviation, Scratch&) const {
  scaled_sign_moments(g, mean, deviation, {}, Accuracy::accurate);
}

void GaussianNoise::sign_mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                              Scratch& scratch) const {
  if (inverse_.allFinite())
    normal_sign_mean(g, inverse_, mean, accuracy_);
  else
    NoiseLaw::sign_mean(x, g, mean, scratch);
}

void GaussianNoise::threshold_signs(const ConstBlockRef& x, const ConstBlockRef& g,
                                    const ConstBlockRef& u, BlockRef signs,
                                    Scratch& scratch) const {
  if (accuracy_ == Accuracy::fast && inverse_.allFinite())
    normal_threshold_sign(g, inverse_, u, signs);
  else
    NoiseLaw::threshold_signs(x, g, u, signs, scratch);
}

void GaussianNoise::sign_descent(const ConstBlockRef&, const ConstBlockRef& g, SignFactors factors,
                                 BlockRef drift, BlockRef diagonal, Scratch&) const {
  scaled_sign_moments(g, drift, diagonal, factors, accuracy_);
}

void GaussianNoise::add(const At& at, std::uint16_t node, BlockRef g) const {
  Scratch::Frame frame(at.scratch);
  BlockMap z = frame.block(g.rows(), g.cols());
  at.noise.normals(at.key(0, node), z);
  if (root_.size() == 0) {
    add_scaled(deviations_, z, g);
  } else {
    BlockMap correlated = frame.block(g.rows(), g.cols());
    tile_product(z, root_, correlated, at.scratch);
    g += correlated;
  }
}

}  // namespace sdescent
