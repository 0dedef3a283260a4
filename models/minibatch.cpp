#include "models/minibatch.hpp"

#include "io/require.hpp"
#include "models/tile_product.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

MinibatchNoise::MinibatchNoise(std::shared_ptr<const FiniteSum> objective, Index batch)
    : objective_(std::move(objective)), batch_(batch) {
  require_at_least("minibatch size", batch, 1);
}

std::string MinibatchNoise::description() const { return fmt::format("minibatch of {}", batch_); }

void MinibatchNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                             Scratch& scratch) const {
  // Σ_i (∇f_i − ∇f̄) dW_i = Σ_i ∇f_i (dW_i − mean dW)
  Scratch::Frame frame(scratch);
  BlockMap centred = frame.block(dW.rows(), dW.cols());
  BlockMap mean = frame.block(dW.rows(), 1);
  sum_columns(dW, mean);
  mean /= static_cast<double>(dW.cols());
  for (Index i = 0; i < dW.cols(); ++i) centred.col(i) = dW.col(i) - mean.col(0);
  objective_->weighted_gradient(x, centred, out, scratch);
  out /= std::sqrt(static_cast<double>(objective_->terms() * batch_));
}

MinibatchProblem::MinibatchProblem(std::shared_ptr<const FiniteSum> objective, Index batch)
    : Problem(objective), sum_(objective), batch_(batch), noise_(std::move(objective), batch) {}

void MinibatchProblem::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                       std::uint16_t node) const {
  Scratch::Frame frame(at.scratch);
  BlockMap uniforms = frame.block(x.rows(), batch_);
  at.noise.uniforms(at.key(0, node), uniforms);
  sum_->batch_gradient(x, uniforms, g, at.scratch);
}

}  // namespace sdescent
