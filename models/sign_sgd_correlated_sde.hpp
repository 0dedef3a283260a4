#pragma once
/// \file
/// The SDE of SignSGD under gradient noise whose coordinates are correlated:
///
///     dX = −η_t (m(X) dt + √η Σ̄(X)^{1/2} dW),   m_i = E sign(∂_i f + Z_i),
///     Σ̄ = Cov sign(∇f + Z) = S − m mᵀ,           S_ij = E sign(∂_i f + Z_i) sign(∂_j f + Z_j).
///
/// Source: adaptive (2), (26), and with noise that depends on x (119), (123), (128). For Gaussian Z
/// with a_i = ∂_i f/σ_i, m = erf(a/√2) and S_ij = 4Φ₂(a_i, a_j; ρ_ij) − 2Φ(a_i) − 2Φ(a_j) + 1; Σ̄_ij
/// is computed without that cancellation (solvers/bivariate_normal.hpp).
///
/// Σ̄ goes singular as some |m_i| → 1, and where signs decide each other (ρ → ±1). The root is
/// diag(s) L, s_i = √(1 − m_i²), L the Cholesky factor of the signs' correlation matrix C = Σ̄_ij /
/// (s_i s_j), whose diagonal is 1 however rare a sign is: |m| → 1 costs nothing. A pivot below
/// 1e-12 (a sign that those before it decide) counts as 0, with the column below it, which changes
/// no entry of C by more than 1e-6; one below −1e-9 is no rounding, and gives NaN, which ends the
/// run.
///
/// Each path and step costs d(d − 1)/2 integrals of 12 to 20 exponentials, d³/6 for the factor and
/// d(d − 1) numbers of scratch: d is limited to 64.
///
/// Order-1 weak approximation of SignSGD for smooth f and a smooth law. Where the signs are
/// independent it is SignSgdSde, which is the faster form.

#include "models/optimizer_sde.hpp"

namespace sdescent {

class SignSgdCorrelatedSde final : public OptimizerSde {
 public:
  static constexpr Index largest_dimension = 64;

  /// Throws InvalidInput, too, when the noise law does not know the correlations of its signs, or d
  /// is above the limit.
  SignSgdCorrelatedSde(std::shared_ptr<const Problem> problem, double eta, Schedule schedule = {});

  Index noise_dimension() const override { return problem().dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::general; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;
  void diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;
};

}  // namespace sdescent
