#include "models/sign_risk_ode.hpp"

#include "io/require.hpp"
#include "models/quadratic.hpp"
#include "solvers/kernels/kernels.hpp"

#include <Eigen/Eigenvalues>
#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

/// arcsin of the correlations; ½π on the diagonal, where arcsin(1 − 1e-16) would lose 1.5e-8.
Eigen::MatrixXd arcsine_of_correlations(const Eigen::MatrixXd& covariance,
                                        const Eigen::ArrayXd& root) {
  Eigen::MatrixXd result(covariance.rows(), covariance.cols());
  for (Index j = 0; j < result.cols(); ++j)
    for (Index i = 0; i < result.rows(); ++i) {
      const double correlation = covariance(i, j) / (root(i) * root(j));
      require(std::abs(correlation) <= 1.0 + 1e-12, "covariance of the data",
              "positive semidefinite", fmt::format("a correlation of {}", correlation));
      const double rounded = std::clamp(correlation, -1.0, 1.0);
      result(i, j) = i == j ? 0.5 * std::numbers::pi : std::asin(rounded);
    }
  return result;
}

/// Σ r_i as eight interleaved sums, which a processor can keep going at once.
inline double interleaved_sum(const double* r, Index stride, Index n) {
  std::array<double, 8> sums{};
  const Index whole = n / 8 * 8;
  for (Index i = 0; i < whole; i += 8)
    for (Index k = 0; k < 8; ++k) sums[static_cast<std::size_t>(k)] += r[(i + k) * stride];
  for (Index i = whole; i < n; ++i) sums[static_cast<std::size_t>(i - whole)] += r[i * stride];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace

SignRiskModes sign_risk_modes(const Eigen::MatrixXd& covariance, const Eigen::VectorXd& v) {
  require_symmetric("covariance of the data", covariance);
  require_equal("size of the start's deviation", v.size(), covariance.rows());
  for (Index i = 0; i < v.size(); ++i) {
    require_positive(fmt::format("variance of feature {}", i + 1), covariance(i, i));
    require_finite(fmt::format("coordinate {} of the start's deviation", i + 1), v(i));
  }
  const Eigen::ArrayXd root = covariance.diagonal().array().sqrt();
  const Eigen::VectorXd left = root.sqrt(), right = left.cwiseInverse();  // D^{1/2}, D^{-1/2}
  const Eigen::MatrixXd symmetric = right.asDiagonal() * covariance * right.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(symmetric);
  const Eigen::MatrixXd& q = eigen.eigenvectors();
  const Eigen::MatrixXd u = right.asDiagonal() * q, w = left.asDiagonal() * q;
  const Eigen::MatrixXd ku = covariance * u;
  const Eigen::MatrixXd noise = arcsine_of_correlations(covariance, root) * ku;
  return {eigen.eigenvalues(), (w.array() * noise.array()).colwise().sum().transpose(),
          0.5 * (ku.transpose() * v).cwiseProduct(w.transpose() * v)};
}

double batch_drift_factor(Index batch) {
  require_at_least("batch", batch, 1);
  return std::sqrt(std::numbers::pi) /
         boost::math::tgamma_delta_ratio(0.5 * static_cast<double>(batch), 0.5);
}

double stationary_sign_risk(double eta, double mean_root, const GaussianLabelNoise& noise,
                            double drift_factor) {
  require_positive("eta", eta);
  require_positive("mean root of the variances", mean_root);
  require_positive("drift factor of the batch", drift_factor);
  const double a = std::numbers::pi * eta * mean_root / (8.0 * drift_factor);
  return a * (a + std::hypot(a, noise.deviation()));
}

SignRiskOde::SignRiskOde(const Settings& settings)
    : layout_({{"r", settings.lambda.size()}}), label_noise_(settings.noise) {
  require_positive("eta", settings.eta);
  require_positive("dimension of signODE", settings.dimension);
  require_positive("drift factor of the batch", settings.drift_factor);
  require_equal("number of noise loads", settings.load.size(), settings.lambda.size());
  for (Index i = 0; i < settings.lambda.size(); ++i) {
    if (!(settings.lambda(i) >= 0 && std::isfinite(settings.lambda(i))))
      require_non_negative(fmt::format("lambda of mode {}", i + 1), settings.lambda(i));
    if (!std::isfinite(settings.load(i)))
      require_finite(fmt::format("noise load of mode {}", i + 1), settings.load(i));
  }
  rate_ = 2.0 * settings.eta * settings.drift_factor * settings.lambda;
  noise_ = settings.eta * settings.eta / (std::numbers::pi * settings.dimension) * settings.load;
}

void SignRiskOde::derivative(double, const ConstBlockRef& r, BlockRef dr, Scratch& scratch) const {
  // The kernels want a path's modes beside each other, as the one path of a solver has them.
  Scratch::Frame frame(scratch);
  const bool copied = r.rows() > 1 || r.outerStride() != 1 || dr.outerStride() != 1;
  BlockMap modes = frame.block(copied ? r.cols() : 0, 1), slopes = frame.block(modes.rows(), 1);
  for (Index row = 0; row < r.rows(); ++row) {
    if (copied) modes.col(0) = r.row(row).transpose();
    const double* in = copied ? modes.data() : r.data();
    double* out = copied ? slopes.data() : dr.data();
    const Index n = r.cols();
    const double drift = label_noise_->drift(interleaved_sum(in, 1, n));
    kernels().multiply_add(n, -drift, rate_.data(), in, noise_.data(), out);
    if (copied) dr.row(row) = slopes.col(0).transpose();
  }
}

double SignRiskOde::risk(const Eigen::VectorXd& r) {
  return interleaved_sum(r.data(), 1, r.size());
}

}  // namespace sdescent
