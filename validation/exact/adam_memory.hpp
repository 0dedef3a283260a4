#pragma once
/// \file
/// What Adam's second moment does to its high-dimensional limit where β₂ is not near 1, or the
/// memory 1/(1 − β₂) is not short against d. Gaussian label noise, β₁ = 0, diagonal K; derived
/// here.
///
/// For large d, ĝ_i = √(2P K_ii) z with z the product of two normals of correlation ρ_i =
/// O(d^{−½}), independent from step to step. With w = (1 − β₂) Σ_{j>=0} β₂^j z_j² in the place of
/// v̂_i/(2P K_ii), E f(z) = E f + ρ E z f to first order in ρ gives E[z_0/√w] = χ₁ ρ_i and E[z_0²/w]
/// = χ₂,
///
///     χ₁ = E[z_0²/√w],   χ₂ = E[z_0²/w]   (ρ = 0),
///
/// so that the drift of adamODE is multiplied by χ₁ and its noise by χ₂: (2/π, 1) at β₂ = 0, which
/// is signODE, and (1, 1) as β₂ → 1. By Laplace transforms
///
///     E[z_0² w^{−p}] = (1/Γ(p)) ∫_0^∞ s^{p−1} (−L'(s(1 − β₂))) Π_{j>=1} L(s(1 − β₂)β₂^j) ds,
///     L(u) = E e^{−u z²} = √(2b/π) e^b K_0(b),   b = 1/(8u).
///
/// And v̂ lags: with κ = −d ln β₂,
///
///     V̂ = V/(1 − e^{−κt}),   dV/dt = κ(2P − V),   V(0) = 0,
///
/// takes the place of 2P. In the first steps bias correction makes the weight of the newest
/// gradient (1 − β₂)/(1 − β₂^k) of 1 − β₂, from 1 on, and χ₁, χ₂ are those of that weight. Both
/// corrections vanish where 1 − β₂ → 0 and d(1 − β₂) → ∞: χ₁ = 1 − 3(1 − β₂) + …, and the lag takes
/// ½(Ṗ/P)/κ off; their sum is smallest, and O(d^{−½}), for 1 − β₂ of order d^{−½}.

#include "models/streaming_regression.hpp"

#include <Eigen/Core>

namespace sdescent::exact {

struct MemoryFactors {
  double drift, noise;  ///< χ₁, χ₂
};

/// To about 1e-4 for 1 − β₂ < 0.05, where the sum over j is an integral; 1e-8 otherwise. Throws
/// InvalidInput unless 0 <= β₂ < 1.
MemoryFactors memory_factors(double beta2);

/// Which of the two corrections a curve has; and V for V̂, from the first step on, where v is not
/// corrected for its start at 0 (with the lag alone).
struct MemoryModel {
  bool factors = true, lag = true, corrected = true;
};

/// R at the times of Adam from the start v = θ_0 − θ*, K diagonal.
Eigen::ArrayXd adam_risk(const StreamingRegression& problem, const Eigen::VectorXd& v, double eta,
                         double beta2, const Eigen::ArrayXd& times, MemoryModel model);

}  // namespace sdescent::exact
