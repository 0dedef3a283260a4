#include "models/streaming_sign_sgd_sde.hpp"

#include "models/risk_modes.hpp"
#include "models/tile_product.hpp"
#include "solvers/arithmetic.hpp"

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include <limits>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::MatrixXd;

constexpr double worst_rounding = 1e-9;

/// Refuses before any of the d³ work.
const StreamingRegression& checked(const StreamingRegression& problem) {
  require(problem.noise().has_sign_correlation(), "gradient noise of streaming_sign_sgd_sde",
          "of batch 1 and label noise that is a mixture of normals", problem.noise().description());
  const Index largest = StreamingSignSgdSde::largest_dense_dimension;
  require(problem.covariance().is_diagonal() || problem.dimension() <= largest,
          "dimension of streaming_sign_sgd_sde with dense covariance",
          fmt::format("<= {}", largest), fmt::format("{}", problem.dimension()));
  return problem;
}

FeatureCovariance sign_moments(const FeatureCovariance& covariance) {
  if (covariance.is_diagonal())
    return FeatureCovariance::diagonal(Eigen::VectorXd::Ones(covariance.dimension()));
  return FeatureCovariance::dense(2.0 * std::numbers::inv_pi * sign_covariance_kernel(covariance));
}

}  // namespace

StreamingSignSgdSde::StreamingSignSgdSde(const std::shared_ptr<const StreamingRegression>& problem,
                                         double eta, Schedule schedule)
    : OptimizerSde(problem, eta, std::move(schedule)),
      moments_(sign_moments(checked(*problem).covariance())) {
  if (moments_.is_diagonal()) return;
  const Index d = problem->dimension();
  inverse_ = moments_.matrix().llt().solve(MatrixXd::Identity(d, d));
}

void StreamingSignSgdSde::sign_mean(const ConstBlockRef& x, BlockRef mean, Scratch& scratch) const {
  problem().objective().gradient(x, mean, 0, scratch);
  problem().noise().sign_mean(x, mean, mean, scratch);
}

void StreamingSignSgdSde::coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef,
                                       Scratch& scratch) const {
  sign_mean(x, drift, scratch);
  scale(drift_factor(t), drift, drift);
}

void StreamingSignSgdSde::diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW,
                                  BlockRef out, Scratch& scratch) const {
  const Index n = x.rows(), d = x.cols();
  Scratch::Frame frame(scratch);
  BlockMap m = frame.block(n, d), w = frame.block(n, d), rest = frame.block(n, 1),
           along = frame.block(n, 1);
  sign_mean(x, m, scratch);
  if (inverse_.size() == 0)
    w = m;
  else
    tile_product(m, inverse_, w, scratch);
  moments_.colour(dW, out, scratch);
  rest.setOnes();
  along.setZero();
  for (Index i = 0; i < d; ++i) {
    rest.col(0) -= m.col(i) * w.col(i);
    along.col(0) += w.col(i) * out.col(i);
  }
  rest = (rest < -worst_rounding).select(std::numeric_limits<double>::quiet_NaN(), rest);
  rest = (rest < 0.0).select(0.0, rest);
  along /= 1.0 + rest.sqrt();
  for (Index i = 0; i < d; ++i) out.col(i) -= along.col(0) * m.col(i);
  scale(diffusion_factor(t), out, out);
}

}  // namespace sdescent
