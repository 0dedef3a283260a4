#include "models/regression_noise.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/bivariate_normal.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

RegressionNoise::RegressionNoise(std::shared_ptr<const DiagonalQuadratic> objective, double batch)
    : GaussianFieldNoise(objective->dimension()), objective_(std::move(objective)), batch_(batch) {
  const Eigen::VectorXd& lambda = objective_->eigenvalues();
  for (Index i = 0; i < lambda.size(); ++i)
    require_positive(fmt::format("eigenvalue {} of the data's covariance", i + 1), lambda(i));
  require_positive("batch", batch);
  root_ = lambda.cwiseSqrt();
}

std::string RegressionNoise::description() const {
  return fmt::format("gaussian, of least squares with batch {}", batch_);
}

void RegressionNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                              Scratch& scratch) const {
  const Index d = dimension();
  Scratch::Frame frame(scratch);
  BlockMap f = frame.block(x.rows(), 1), g = frame.block(x.rows(), d);
  objective_->loss(x, f, scratch);
  objective_->gradient(x, g, 0, scratch);
  f = (2.0 * f).sqrt();
  scale(root_, dW.leftCols(d), out);
  out.colwise() *= f.col(0);
  g.colwise() *= dW.col(d);
  out += g;
  scale(1.0 / std::sqrt(batch_), out, out);
}

void RegressionNoise::deviations(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef sigma,
                                 Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap f = frame.block(x.rows(), 1);
  objective_->loss(x, f, scratch);
  for (Index i = 0; i < dimension(); ++i)
    sigma.col(i) = ((2.0 * root_(i) * root_(i) * f.col(0) + g.col(i).square()) / batch_).sqrt();
}

void RegressionNoise::sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                                      Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap ratio = frame.block(g.rows(), g.cols()), rho = frame.block(g.rows(), 1);
  signal_to_noise(x, g, ratio, scratch);
  // g_i g_j/(Bσ_iσ_j)
  for (Index i = 0; i < g.cols(); ++i)
    for (Index j = i + 1; j < g.cols(); ++j) {
      rho = ratio.col(i) * ratio.col(j) / batch_;
      sdescent::sign_covariance(ratio.col(i), ratio.col(j), rho,
                                out.col(correlation_column(g.cols(), i, j)), scratch);
    }
}

}  // namespace sdescent
