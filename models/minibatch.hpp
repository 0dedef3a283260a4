#pragma once
/// \file
/// Gradients of B data points drawn uniformly with replacement.

#include "models/finite_sum.hpp"
#include "models/problem.hpp"

#include <memory>

namespace sdescent {

/// The law of a minibatch gradient: Σ(x) = (1/(nB)) Σ_i (∇f_i − ∇f)(∇f_i − ∇f)ᵀ. Its root has one
/// Brownian motion for each datum: Σ^{1/2} dW = (nB)^{−1/2} Σ_i (∇f_i(x) − ∇f̄(x)) dW_i, so no
/// matrix is ever formed. P(sign) is not known in closed form.
class MinibatchNoise final : public NoiseLaw {
 public:
  MinibatchNoise(std::shared_ptr<const FiniteSum> objective, Index batch);

  std::string description() const override;
  NoiseKind kind() const override { return NoiseKind::general; }
  Index sources() const override { return objective_->terms(); }
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

 private:
  std::shared_ptr<const FiniteSum> objective_;
  Index batch_;
};

/// A finite sum whose oracle draws minibatches.
class MinibatchProblem final : public Problem {
 public:
  /// Throws InvalidInput for batch < 1.
  MinibatchProblem(std::shared_ptr<const FiniteSum> objective, Index batch);

  const NoiseLaw& noise() const override { return noise_; }
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;

 private:
  std::shared_ptr<const FiniteSum> sum_;
  Index batch_;
  MinibatchNoise noise_;
};

}  // namespace sdescent
