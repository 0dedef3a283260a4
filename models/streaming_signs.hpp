#pragma once
/// \file
/// The signs of the gradient of one fresh datum of linear regression, exactly.
///
/// ĝ = r x with the residual r = ⟨x, v⟩ − ε, v = θ − θ*, x ~ N(0, K), ε ~ Σ_j p_j N(μ_j, s_j²).
/// Given the component j, r and x_i are jointly normal, r ~ N(−μ_j, τ_j²), τ_j² = 2R + s_j²,
/// 2R = vᵀKv, with the correlation
///
///     ρ_ij = (Kv)_i/(√K_ii τ_j).
///
/// As E sign(x_i) = 0, m_i = E sign(r) sign(x_i) is a covariance of signs with one threshold
/// (solvers/bivariate_normal.hpp with b = 0), which is Owen's function T:
///
///     m_i = Σ_j p_j 4 T(μ_j/τ_j, ρ_ij/√(1 − ρ_ij²)),   for μ_j = 0:  (2/π) arcsin ρ_ij.
///
/// And since sign(r)² = 1,
///
///     S_ik = E sign(ĝ_i) sign(ĝ_k) = E sign(x_i) sign(x_k) = (2/π) arcsin(K_ik/√(K_ii K_kk)),
///
/// whatever θ and the law of ε (without atoms of r at 0): S = (2/π)K_σ of exact (4). Derived here;
/// exact, Lemmas 1, 3 and 4, has the leading orders for large d: φ(R)/√(2R) (K̄v)_i is m_i with
/// ρ for arcsin ρ (Gaussian ε), so the drift of signHSGD is off by Σ_i O(ρ_i³).

#include "models/label_noise.hpp"
#include "models/regression_risk.hpp"

#include <memory>
#include <vector>

namespace sdescent {

/// For batches of 1. Where all residuals are 0 (θ = θ* without label noise) means are 0.
class StreamingSigns {
 public:
  StreamingSigns(std::shared_ptr<const RegressionRisk> risk, const LabelNoise& labels);

  /// Whether the label noise is a mixture of normals.
  bool are_known() const { return !components_.empty(); }

  /// m of every row of x, g = ∇R(x) = Kv; `mean` may be `g`. Within 1e-14/√(1 − ρ²),
  /// which rounding of ρ costs; 2e-8 where ρ = ±1.
  void mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean, Scratch& scratch) const;

  /// S_ik; 1 for i = k.
  double second_moment(Index i, Index k) const;

 private:
  std::shared_ptr<const RegressionRisk> risk_;
  std::vector<NormalComponent> components_;
};

}  // namespace sdescent
