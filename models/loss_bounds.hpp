#pragma once
/// \file
/// Upper bounds on the expected loss E S_t, S_t = f(X_t) − f(X_*), of SignSGD in each of its phases
/// (sign_sgd_phases.hpp) and of SGD, t = kη, t = 0 being where the phase begins.
/// Source: adaptive, Lemmas 3.5, 3.6, 3.9, C.22, C.23, C.25.
///
/// Each is the solution of an ODE for S that Itô's formula bounds E S by, and holds for the SDE of
/// its phase: in Phase 1 sign flow, in Phase 2 the full SDE (3) while every coordinate is in Phase
/// 2, in Phase 3 the linearised SDE (5), whose drift is larger than erf: that bound is none for
/// (3). All are for f μ-strongly convex with tr ∇²f <= L_τ and Z ~ N(0, Σ), Σ diagonal and
/// constant, unless said otherwise; expectations are over paths that have stayed in the phase.
///
/// Every function throws InvalidInput unless μ, L_τ, σ_max, η > 0, S_0 >= 0, d >= 1 and L_τ >= μd.

#include "models/schedule.hpp"

#include <Eigen/Core>

namespace sdescent {

struct LossBoundSetting {
  double mu;               ///< μ, of strong convexity (or of Polyak and Łojasiewicz)
  double trace;            ///< L_τ >= tr ∇²f
  double sigma_max;        ///< σ_max² is the largest eigenvalue of Σ
  double s0;               ///< S_0 = f(X_0) − f(X_*)
  double eta;              ///< η
  Eigen::Index dimension;  ///< d; of use in Phase 2 only
};

/// dS/dt = −‖∇f‖₁ <= −‖∇f‖₂ <= −√(2μS) gives √S_t <= √S_0 − √(μ/2) t.
enum class PhaseOneConstant {
  sharp,   ///< 2μ: met by one coordinate, f = ½μx²
  printed  ///< μ, as in Lemma 3.5: weaker, so valid too
};

/// q̂ of Phase 2. The proof's inequality (70) needs q₁, the paper prints max(q₁, q₂) = q₂. That is
/// true too, and sharper: |erf Y_i|² >= (m|Y_i| + q₁)² >= m²Y_i² + 2mq₁ + q₁² as |Y_i| >= 1, and
/// 2mq₁ = 0.294, which the proof drops in (75), is more than q₂² − q₁² = 0.022.
enum class PhaseTwoIntercept {
  secant,  ///< q₁
  largest  ///< max(q₁, q₂)
};

/// Phase 1: ¼(√c t − 2√S_0)² until t_* = 2√(S_0/c), 0 after, with c = 2μ or μ. Needs
/// Polyak–Łojasiewicz only. Under a schedule take ∫η_t dt for t. (Lemma 3.5 (1), (66))
Eigen::ArrayXd sign_sgd_phase_one_loss_bound(const LossBoundSetting& setting,
                                             const Eigen::ArrayXd& t,
                                             PhaseOneConstant constant = PhaseOneConstant::printed);

/// t_* of that bound: the phase has ended by then.
double sign_sgd_phase_one_duration(const LossBoundSetting& setting,
                                   PhaseOneConstant constant = PhaseOneConstant::printed);

/// Phase 2, with m, q₁, q₂ of PhaseTwoLine and Δ = m/(√2 σ_max) + ημm²/(4σ_max²):
///
///     S_0 e^{−2μΔt} + (η/2) (L_τ − μdq̂²)/(2μΔ) (1 − e^{−2μΔt}).      (Lemma 3.5 (2), (6))
Eigen::ArrayXd sign_sgd_phase_two_loss_bound(
    const LossBoundSetting& setting, const Eigen::ArrayXd& t,
    PhaseTwoIntercept intercept = PhaseTwoIntercept::secant);

/// Phase 3, with Δ = √(2/π)/σ_max + (η/π) μ/σ_max²:
///
///     S_0 e^{−2μΔt} + (η/2) L_τ/(2μΔ) (1 − e^{−2μΔt}).               (Lemma 3.5 (3), (7))
///
/// An equality on a quadratic with H = μI, Σ = σ²I.
Eigen::ArrayXd sign_sgd_phase_three_loss_bound(const LossBoundSetting& setting,
                                               const Eigen::ArrayXd& t);

/// The same under a schedule, e^{−A_t} (S_0 + (ηL_τ/2) ∫_0^t e^{A_s} η_s² ds) with
/// A_t = 2μ ∫_0^t (√(2/π)/σ_max η_s + (η/π)(μ/σ_max²) η_s²) ds.       (112)
/// For t_0 <= t_1 <= … >= 0, to 1e-10.
Eigen::ArrayXd sign_sgd_phase_three_loss_bound(const LossBoundSetting& setting,
                                               const Schedule& schedule, const Eigen::ArrayXd& t);

/// What (112) is asymptotic to, (L_τσ_max/(4μ)) √(π/2) η η_t. (Lemma 3.9, where (8) is printed
/// without η.) Beside ∫η_t dt = ∞ and η_t → 0 it needs η̇_t/η_t² → 0: see Relaxation::asymptote(),
/// here with a = 2μ√(2/π)/σ_max.
Eigen::ArrayXd sign_sgd_asymptotic_loss(const LossBoundSetting& setting, const Schedule& schedule,
                                        const Eigen::ArrayXd& t);

/// Phases 2 and 3 for f that is only μ-Polyak–Łojasiewicz and L-smooth: take L_τ = Ld in the
/// setting (any bound on Σ_i max(∂²f/∂x_i², 0) serves, but not one on tr ∇²f, as curvatures may be
/// negative). Δ has its first term alone, and the source is ηL_τ/2.   (C.23)
Eigen::ArrayXd sign_sgd_phase_two_pl_loss_bound(const LossBoundSetting& setting,
                                                const Eigen::ArrayXd& t);
Eigen::ArrayXd sign_sgd_phase_three_pl_loss_bound(const LossBoundSetting& setting,
                                                  const Eigen::ArrayXd& t);

/// SGD, at all times and for every Σ <= σ_max² I:
/// S_0 e^{−2μt} + (η/2) (L_τσ_max²/(2μ)) (1 − e^{−2μt}). (Lemma 3.6) Needs Polyak–Łojasiewicz only,
/// with L_τ as above and Σ diagonal where f is not convex.
Eigen::ArrayXd sgd_loss_bound(const LossBoundSetting& setting, const Eigen::ArrayXd& t);

/// The same under a schedule, for t_0 <= t_1 <= … >= 0, to 1e-10.
Eigen::ArrayXd sgd_loss_bound(const LossBoundSetting& setting, const Schedule& schedule,
                              const Eigen::ArrayXd& t);

/// What that is asymptotic to, (L_τσ_max²/(4μ)) η η_t (remark on Lemma 3.9, printed without η),
/// under the same conditions with a = 2μ.
Eigen::ArrayXd sgd_asymptotic_loss(const LossBoundSetting& setting, const Schedule& schedule,
                                   const Eigen::ArrayXd& t);

}  // namespace sdescent
