#pragma once
/// \file
/// The loss bounds of SignSGD under gradient noise that grows with the loss, S_t = f(X_t) − f(X_*),
/// f(X_*) = 0. Source: adaptive, Lemmas C.30 (Σ = σ²f(x) I), C.31 (Σ = σ²f(x) ∇²f(x)) and C.32
/// (BΣ = 2fD + ∇f∇fᵀ, f = ½xᵀDx). Lemma C.29 (Σ = σ²f(x_*) ∇²f(x_*), constant) is that of constant
/// noise, loss_bounds.hpp, with σ_max² = σ²f(x_*) λ_max.
///
/// Each is a RootRelaxation, since g·E sign(ĝ) >= α√S while all coordinates are in the phase. Phase
/// 1 is that of constant noise.
///
/// What the lemmas pass over (derived here): Itô's formula gives dE S/dt <= −α E√S + β, and E√S <=
/// √(E S), so E S obeys the ODE, and the bound, only as far as S does not fluctuate, or where the
/// constants leave room. They leave none on H = μI, where (C.30, C.31, phase 3, σ² ≫ μ) the radius
/// R = |X| is stationary with density ∝ R^{d−1} e^{−2cR/η}, c = 2√(μ/π)/σ (C.30; C.31 has no μ),
/// hence
///
///     E S_∞ = (1 + 1/d) (β/α)².
///
/// C.29 and C.31 need a diagonal ∇²f: the diffusion's trace is else tr(∇²f S), S = E sign signᵀ, in
/// the place of tr ∇²f.
///
/// Such noise vanishes with the loss. So SignSGD's steps are not small against the distance from
/// the minimum at which it settles, about η/c, and its SDE, whose coefficients jump at x_*, is near
/// it for c ≪ 1 only, not for η → 0.

#include "models/root_relaxation.hpp"

#include <Eigen/Core>

namespace sdescent {

/// Signal to noise decides the phase at any loss: |Y_i| <= √(L/σ²) (C.30), 1/σ (C.31).
enum class ScaledNoisePhase { two, three };

/// Of f and of its noise. For C.30 `smoothness` is of no use.
struct ScaledNoiseSetting {
  double mu;               ///< μ, of strong convexity
  double smoothness;       ///< L
  double trace;            ///< L_τ >= tr ∇²f
  double sigma;            ///< σ, of Σ = σ² f(x) …
  double eta;              ///< η
  Eigen::Index dimension;  ///< d
};

/// C.30, with q̂ = q₁ of PhaseTwoLine in Phase 2 (the paper's max(q₁, q₂) is true and sharper, see
/// PhaseTwoIntercept):
///
///     phase 2: α = √2 mμ/σ,      β = (η/2)(L_τ − μdq̂² − m²μ²/σ²),
///     phase 3: α = 2√(2/π) μ/σ,  β = η(L_τ/2 − 2μ²/(πσ²)).
///
/// Throws InvalidInput unless μ, L, L_τ, σ, η > 0, d >= 1, L >= μ and L_τ >= μd, and for a σ so
/// small that β <= 0: it is not of that phase.
RootRelaxation identity_noise_bound(const ScaledNoiseSetting& setting, ScaledNoisePhase phase);

/// C.31: the same with σ²L for σ².
RootRelaxation hessian_noise_bound(const ScaledNoiseSetting& setting, ScaledNoisePhase phase);

/// C.32, with μ, L the extreme eigenvalues of D, L_τ = tr D and batch size B: β = ηL_τ/2 and
/// α = mμ√(B/(2L)) in phase 2, √(2/π) μ√(B/L) in phase 3. `sigma` is of no use. Throws as above,
/// and unless B > 0.
RootRelaxation regression_noise_bound(const ScaledNoiseSetting& setting, double batch,
                                      ScaledNoisePhase phase);

}  // namespace sdescent
