#pragma once
/// \file
/// The variance of the risk around signODE, to leading order in 1/d, for diagonal K and B = 1
/// (derived here).
///
/// λ_i = √K_ii, r_i = ½λ_i²v_i², dr_i = (−2a(R)λ_i r_i + b c_i) dt + dM_i with dM_i = λ_i²v_i times
/// the martingale of Θ_i. Signs have the covariance δ_ij − m_i m_j, m_i = φ(R)λ_i v_i/√(2R), so
/// that
///
///     d⟨M_i, M_j⟩/dt = (η²/d)(2λ_i² r_i δ_ij − q_i q_j),   q_i = 2φ(R)λ_i r_i/√(2R),
///
/// for signSGD; signHSGD, whose noise is (2/π)K_σ = I, has no q. The mean of R sees a rank 1 as
/// O(1/d), but m is nearly parallel to the gradient of R: Σ q_i² is a share of Σ 2λ_i² r_i of up to
/// φ² <= (2/π)² that does not fall with d.
///
/// Linearised, Var R(T) = ∫_0^T gᵀ(d⟨M⟩/dt)g dt with the adjoint dg_i/dt = 2aλ_i g_i + 2a'(R) Σ_j
/// λ_j r_j g_j, g(T) = 1.

#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"

namespace sdescent::exact {

/// Var R.
struct RiskVariance {
  double sde, optimizer;
};

/// At time `end` > 0, on the modes of a diagonal K; numerical error below 1e-6 of it. η must not
/// depend on R.
RiskVariance risk_variance(const RiskSetting& setting, const RiskModes& modes, double end);

}  // namespace sdescent::exact
