#pragma once
/// \file
/// The steps of the proofs of Lemmas 3.4, 3.5 and C.24 for Phase 2, at a point: inequalities in Y
/// alone, for both signs of the gradient.

#include "validation/evidence.hpp"

namespace sdescent::adaptive {

/// The intercept that stands for q of the line m|Y| + q below or above |erf(Y)|.
enum class Intercept {
  below,   ///< q₁, of the secant
  above,   ///< q₂, of the tangent
  printed  ///< that of q⁻: q₁ where ∂f > 0, q₂ where ∂f < 0
};

/// m|Y| + q, by component.
Eigen::ArrayXd line(const Eigen::ArrayXd& y, Intercept intercept);

/// Y on a grid of the open intervals (1, 3/2) and (−3/2, −1).
Eigen::ArrayXd phase_two_grid();

/// (57): mY + q⁻ <= erf(Y) <= mY + q⁺, as m|Y| + q_below <= |erf(Y)| <= m|Y| + q_above.
Evidence erf_between(const Eigen::ArrayXd& y, Intercept below, Intercept above);

/// (63), (69): 1 − erf(Y)² <= 1 − (m|Y| + q)².
Evidence variance_step(const Eigen::ArrayXd& y, Intercept q);

/// (68), (70), (104): |Y|(m|Y| + q) <= Y erf(Y), which is the drift of the loss in units of √2 σ.
Evidence drift_step(const Eigen::ArrayXd& y, Intercept q);

/// (71) <= (73): with X = 2m|Y|q₁, the cross term of (m|Y| + q₁)², the proof subtracts (ημ/2)X and
/// then, as printed, X: it needs X <= (ημ/2)X. Dropped as in (75), it needs 0.
enum class CrossTerm { printed, dropped };
Evidence cross_term_step(const Eigen::ArrayXd& y, double eta_mu, CrossTerm term);

}  // namespace sdescent::adaptive
