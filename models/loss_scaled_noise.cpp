#include "models/loss_scaled_noise.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/bivariate_normal.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

LossScaledNoise::LossScaledNoise(std::shared_ptr<const Objective> objective, GaussianNoise shape)
    : GaussianFieldNoise(shape.dimension()),
      objective_(std::move(objective)),
      shape_(std::move(shape)) {
  require_equal("dimension of the gradient noise", dimension(), objective_->dimension());
}

NoiseKind LossScaledNoise::kind() const {
  return shape_.kind() == NoiseKind::diagonal ? NoiseKind::diagonal : NoiseKind::general;
}

void LossScaledNoise::root_of_loss(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const {
  objective_->loss(x, out, scratch);
  vec::sqrt(out, out);
}

void LossScaledNoise::diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const {
  shape_.diagonal(x, out, scratch);
  Scratch::Frame frame(scratch);
  BlockMap root = frame.block(x.rows(), 1);
  root_of_loss(x, root, scratch);
  out.colwise() *= root.col(0);
}

void LossScaledNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                              Scratch& scratch) const {
  shape_.diffuse(x, dW, out, scratch);
  Scratch::Frame frame(scratch);
  BlockMap root = frame.block(x.rows(), 1);
  root_of_loss(x, root, scratch);
  out.colwise() *= root.col(0);
}

void LossScaledNoise::deviations(const ConstBlockRef& x, const ConstBlockRef&, BlockRef sigma,
                                 Scratch& scratch) const {
  fill(shape_.deviations(), sigma);
  Scratch::Frame frame(scratch);
  BlockMap root = frame.block(x.rows(), 1);
  root_of_loss(x, root, scratch);
  sigma.colwise() *= root.col(0);
}

void LossScaledNoise::sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                                      Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap ratio = frame.block(g.rows(), g.cols());
  signal_to_noise(x, g, ratio, scratch);
  for (Index i = 0; i < g.cols(); ++i)
    for (Index j = i + 1; j < g.cols(); ++j)
      sdescent::sign_covariance(ratio.col(i), ratio.col(j), shape_.correlation(i, j),
                                out.col(correlation_column(g.cols(), i, j)), scratch);
}

}  // namespace sdescent
