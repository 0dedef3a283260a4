#pragma once
/// \file
/// Upper bounds on the expected gradient norm of SignSGD under a schedule, for f that is L-smooth
/// and no more, at a random time t̃ in [0, t] of density η_s/φ¹_t, t = kη.
/// Source: adaptive, Lemma C.24, with φⁱ_t = ∫_0^t η_sⁱ ds.
///
/// From d E f(X_t) <= −η_t E[…] dt + η_t² (ηLd/2) dt, integrated. Each holds for the SDE of its
/// phase (loss_bounds.hpp) while all of [0, t] is spent in it, and at t = 0 it is infinite.
/// They tend to 0 when φ¹_t → ∞ and φ²_t/φ¹_t → 0.
///
/// Every function throws InvalidInput unless L, σ_max, η > 0, S_0 >= 0 and d >= 1.

#include "models/schedule.hpp"

#include <Eigen/Core>

namespace sdescent {

struct GradientBoundSetting {
  double smoothness;       ///< L
  double sigma_max;        ///< σ_max² is the largest eigenvalue of Σ (diagonal)
  double s0;               ///< f(X_0) − inf f
  double eta;              ///< η
  Eigen::Index dimension;  ///< d
};

/// Phase 1: ‖∇f(X_t̃)‖₁, in expectation over t̃ alone, <= S_0/φ¹_t.   (102)
Eigen::ArrayXd sign_sgd_phase_one_gradient_bound(const GradientBoundSetting& setting,
                                                 const Schedule& schedule, const Eigen::ArrayXd& t);

/// Phase 2: (m/√2) E‖∇f‖₂² + q̂ σ_max E‖∇f‖₁ <= σ_max (S_0/φ¹_t + (ηLd/2) φ²_t/φ¹_t).   (106)
/// The paper has q̂ = max(q₁, q₂); its inequality (104) gives q₁, the intercept of the line below
/// erf. m, q₁ and q₂ are those of PhaseTwoLine; the right side has none of them.
Eigen::ArrayXd sign_sgd_phase_two_gradient_bound(const GradientBoundSetting& setting,
                                                 const Schedule& schedule, const Eigen::ArrayXd& t);

/// Phase 3: E‖∇f‖₂² <= √(π/2) σ_max (S_0/φ¹_t + (ηLd/2) φ²_t/φ¹_t).   (108)
Eigen::ArrayXd sign_sgd_phase_three_gradient_bound(const GradientBoundSetting& setting,
                                                   const Schedule& schedule,
                                                   const Eigen::ArrayXd& t);

}  // namespace sdescent
