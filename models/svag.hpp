#pragma once
/// \file
/// The gradients of SVAG (stochastic variance amplified gradient): two independent stochastic
/// gradients at one x, mixed to the same mean and a covariance c times as large,
///
///     ĝ = r₁ĝ¹ + r₂ĝ²,   r = (1 ± √(2c − 1))/2,   r₁ + r₂ = 1,   r₁² + r₂² = c:
///
///     E ĝ = ∇f,   Cov ĝ = cΣ.
///
/// As a problem it serves every optimizer as it is. Sources: Li, Malladi, Arora 2021 (SGD); Malladi
/// et al. 2022 (RMSprop, Adam); adaptive, Appendix A. With ℓ >= 1 and t = kη the time of the
/// optimizer that is amplified:
///
///     SGD:           c = ℓ,  step η/ℓ, which covers the time η/ℓ: Sgd with `eta` η/ℓ;
///     RMSprop, Adam: c = ℓ², step η/ℓ, which covers the time η/ℓ², 1 − β_i and ε become
///                    (1 − β_i)/ℓ² and εℓ: `eta` η/ℓ² and Schedule::constant(ℓ).
///
/// ℓ = 1 is the optimizer itself, bit for bit: r = 1, 0. As ℓ → ∞ SGD tends to its SDE (238).
/// RMSprop and Adam divide by √v of the size ℓ, v/ℓ² relaxes to (∇f)²/ℓ² + diag Σ and has noise of
/// variance O(1/ℓ²): they tend to Malladi's SDEs (228), (233), in which V is lim v/ℓ², whatever
/// ∇f/σ was at ℓ = 1. So v_0 is to be scaled by ℓ² where it is not 0.

#include "models/problem.hpp"

#include <memory>

namespace sdescent {

/// The law of r₁Z¹ + r₂Z²: covariance cΣ. P(sign) is not known.
class AmplifiedNoise final : public NoiseLaw {
 public:
  AmplifiedNoise(std::shared_ptr<const Problem> problem, double amplification);

  std::string description() const override;
  bool has_finite_covariance() const override { return base().has_finite_covariance(); }
  NoiseKind kind() const override { return base().kind(); }
  Index sources() const override { return base().sources(); }
  bool is_constant() const override { return base().is_constant(); }
  void diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

 private:
  const NoiseLaw& base() const { return problem_->noise(); }

  std::shared_ptr<const Problem> problem_;
  double amplification_;
};

/// Another problem with amplified gradient noise.
class SvagProblem final : public Problem {
 public:
  /// `amplification` is c. Throws InvalidInput unless it is finite and >= 1.
  SvagProblem(std::shared_ptr<const Problem> problem, double amplification);

  const NoiseLaw& noise() const override { return noise_; }

  /// ĝ¹ is the other problem's gradient of that key, ĝ² one of draws that it does not use.
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;

 private:
  std::shared_ptr<const Problem> problem_;
  AmplifiedNoise noise_;
  double first_, second_;  // r₁, r₂
};

}  // namespace sdescent
