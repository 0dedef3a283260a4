#pragma once
/// \file
/// What `adaptive` says RMSprop(W) and Adam(W) leave as t → ∞, in loss and in covariance.
/// Source: Lemmas 3.13, 3.14, C.39, C.40, C.44, C.45, C.50–C.52, C.56, C.57, equation (16).
///
/// All rest on three steps, which are what limits them:
///   - (∇f)² = O(η): V → diag Σ, so that P = (diag Σ)^{1/2}. At finite η, V also holds E(∇f)².
///   - M → ∇f: the momentum relaxes at once against X. True as η → 0 with ρ₁ = O(η^{−ζ}), 0 < ζ
///   < 1.
///     At a fixed ρ₁ it costs AdamW a factor ρ₁/(ρ₁ + ϑ); Adam nothing
///     (models/adaptive_linearisation.hpp, which has neither step).
///   - then dX = −(Σ^{−1/2}∇f + ϑX)dt + √η dW, whose loss Itô's formula bounds or gives.
///
/// A rescaled run (learning rate κη, batch δB, decay ξϑ) is another run: put κη for eta, σ/√(Bδ)
/// for sigma and ξϑ for decay, and the formulas of (3.13) and of the lemmas of the appendix result.
/// So the level of the loss is kept by κ = ξ = √δ. The rates α of M and V enter none of them.

#include "models/weight_decay.hpp"

#include <Eigen/Core>

namespace sdescent {

/// What the bounds know: f is μ-strongly convex and L-smooth with minimiser 0, tr ∇²f <= L_τ,
/// Z ~ (0, σ²I).
struct AdaptiveLossSetting {
  double mu;          ///< μ
  double smoothness;  ///< L >= μ
  double trace;       ///< L_τ >= μ
  double sigma;       ///< σ; of a minibatch of B: σ/√B
  double eta;         ///< η
  double decay = 0;   ///< ϑ >= 0
  WeightDecay kind = WeightDecay::decoupled;
};

/// lim sup E f(X_t) − f(X_*) is at most
///
///     (ηL_τσL/2) / (2μL + σϑ(L + μ))      decoupled: (3.13), C.44, C.56; ϑ = 0: C.39, C.50,
///     (ηL_τσL/2) / (2μL +  ϑ(L + μ))      l2: (16), f being the loss without its regulariser,
///
/// from xᵀ∇f >= f + (μ/2)‖x‖² >= (1 + μ/L) f. Bounded in σ when decoupled, linear else.
/// (15) prints √(BδL) where its proof, (166) = C.44, has √(Bδ)L, and C.50 drops the 1/μ of its own
/// (201). The l2 bound holds for RMSprop, too.
///
/// Throws InvalidInput unless μ, σ, η > 0, L >= μ, L_τ >= μ, ϑ >= 0.
double adaptive_loss_bound(const AdaptiveLossSetting& setting);

/// The same for quadratics, where xᵀ∇f = 2f: ηL_τσ/(4(μ + σϑ)), or ηL_τσ/(4(μ + ϑ)) for l2
/// (derived here). Equals the bound above for L = μ, is sharper else. An equality for H = μI.
/// Throws as above.
double adaptive_quadratic_loss_bound(const AdaptiveLossSetting& setting);

/// f = ½ Σ λ_i x_i² with Z ~ (0, diag σ²).
struct AdaptiveQuadratic {
  Eigen::ArrayXd lambda;  ///< λ, > 0
  Eigen::ArrayXd sigma;   ///< σ, > 0
  double eta;             ///< η
  double decay = 0;       ///< ϑ >= 0
  WeightDecay kind = WeightDecay::decoupled;
};

/// Stationary variances by coordinate,
///
///     (η/2) / (λ/σ + ϑ)     decoupled: C.45, 3.14, C.57; ϑ = 0: C.40, C.52,
///     (η/2) σ / (λ + ϑ)     l2 (derived here as these are).
///
/// Throws InvalidInput for no coordinate, unequal sizes, λ, σ, η <= 0 or ϑ < 0.
Eigen::ArrayXd adaptive_stationary_variance(const AdaptiveQuadratic& setting);

/// ½ Σ λ_i of these: the limit of E f. For ϑ = 0 and equal σ it is ησd/4 (C.51). Throws as above.
double adaptive_stationary_loss(const AdaptiveQuadratic& setting);

/// What the bounds know of this f: μ = min λ, L = max λ, L_τ = Σ λ, σ = max σ. Throws as above.
AdaptiveLossSetting adaptive_loss_setting(const AdaptiveQuadratic& setting);

/// (η/2)(HΣ^{−1/2} + ϑI)^{−1} as printed for f = ½xᵀHx and Σ = diag(σ²) (C.45, 3.14; C.40, C.52 for
/// ϑ = 0), decoupled decay. It is the stationary covariance where Σ^{1/2} and H commute, and is not
/// even symmetric elsewhere: with A = Σ^{−1/2}H + ϑI the covariance C solves AC + CAᵀ = ηI, which
/// (η/2)A^{−1} does for symmetric A alone. Throws InvalidInput unless H is square and symmetric, σ
/// has its size, σ, η > 0, ϑ >= 0 and the inverse exists.
Eigen::MatrixXd adaptive_stationary_covariance(const Eigen::MatrixXd& hessian,
                                               const Eigen::ArrayXd& sigma, double eta,
                                               double decay = 0);

}  // namespace sdescent
