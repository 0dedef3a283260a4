#pragma once
/// \file
/// The weak-approximation SDE of signSGD on streaming linear regression, exactly:
///
///     dΘ = −η_t (m(Θ) dt + √η Σ̄(Θ)^{1/2} dW),   Σ̄ = A − m mᵀ,   A = (2/π)K_σ,   t = kη,
///
/// m the means of the signs, A their second moments, which do not depend on θ
/// (models/streaming_signs.hpp). Source: adaptive (2), (26) for this problem; exact (266)–(268),
/// whose (269) approximates m and Σ̄ for large d. With the learning rate η/d,
/// ScaledClockSde(sde, η) runs on the clock t = k/d.
///
/// A is factored once, A = LLᵀ. With w = A^{-1}m and q = m·w,
///
///     Σ̄^{1/2} dW = y − m (w·y)/(1 + √(1 − q)),   y = L dW,
///
/// is a root: BBᵀ = A − mmᵀ (2/(1 + s) − q/(1 + s)²) with s = √(1 − q), and the bracket is 1. q <=
/// 1 since Σ̄ is a covariance: wᵀΣ̄w = q − q² >= 0. It is 1 only where w·sign(ĝ) never varies, for d
/// = 1 without label noise. 1 − q < 0 down to −1e-9 counts as 0; below it is no rounding, and gives
/// NaN, which ends the run.
///
/// A step costs O(d) for diagonal K (A = I) and 3d² operations for each path otherwise, with no
/// decomposition; dense K needs 5d² numbers and is limited to d <= 2048. A is no worse conditioned
/// than the correlations C of the features: λ_min(A) >= λ_min(C), by Schur, since arcsin is a power
/// series of coefficients > 0 and A is C times, by entry, a semidefinite matrix of diagonal 1.
///
/// Order-1 weak approximation at a fixed d. Euler–Maruyama with Δt = η has signSGD's own
/// conditional mean and covariance.

#include "models/optimizer_sde.hpp"
#include "models/streaming_regression.hpp"

namespace sdescent {

class StreamingSignSgdSde final : public OptimizerSde {
 public:
  static constexpr Index largest_dense_dimension = 2048;

  /// Throws InvalidInput, too, unless the batch is 1 and label noise a mixture of normals, and for
  /// dense K above the limit.
  StreamingSignSgdSde(const std::shared_ptr<const StreamingRegression>& problem, double eta,
                      Schedule schedule = {});

  Index noise_dimension() const override { return problem().dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::general; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;
  void diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

 private:
  void sign_mean(const ConstBlockRef& x, BlockRef mean, Scratch& scratch) const;

  FeatureCovariance moments_;  // A
  Eigen::MatrixXd inverse_;    // A^{-1}; empty where A = I
};

}  // namespace sdescent
