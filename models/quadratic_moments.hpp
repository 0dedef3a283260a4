#pragma once
/// \file
/// Closed-form moments of SGD and SignSGD on f = ½ Σ λ_i x_i² with Z ~ N(0, diag σ²), t = kη.

#include "models/loss_bounds.hpp"
#include "models/schedule.hpp"

#include <Eigen/Core>

namespace sdescent {

/// The setting of Lemmas 3.5–3.8 of `adaptive`.
struct DiagonalSetting {
  Eigen::ArrayXd lambda;  ///< eigenvalues of H, > 0
  Eigen::ArrayXd sigma;   ///< noise standard deviations, > 0
  Eigen::ArrayXd x0;      ///< start
  double eta;             ///< learning rate
};

/// Rows are times, columns coordinates. Covariances between coordinates are zero.
struct MomentTable {
  Eigen::ArrayXXd mean;
  Eigen::ArrayXXd variance;
};

/// SignSGD (adaptive, Lemma 3.7), with c = √(2/π) λ/σ and c' = (η/π) λ²/σ²:
///
///     E X_t = e^{−ct} x_0,
///     Var X_t = (e^{−2(c+c')t} − e^{−2ct}) x_0² + (η/2) (1 − e^{−2(c+c')t}) / (c + c').
///
/// Exact for the SDE of Phase 3 (erf made linear; |∇f| < √(π/2) σ). For SignSGD itself, whose one
/// step has E x'² = x² − 2ηcx² + η² in the linear region, the stationary variance is η/(2c): the
/// term c' is the SDE's, not the optimizer's. Throws InvalidInput for λ <= 0, σ <= 0, η <= 0, a
/// start that is not finite or outside of Phase 3 (c|x_0| > 1, where that SDE is undefined), or
/// unequal sizes.
MomentTable sign_sgd_moments(const DiagonalSetting& setting, const Eigen::ArrayXd& t);

/// SGD (adaptive, Lemma 3.8): E X_t = e^{−λt} x_0, Var X_t = (η σ²/(2λ)) (1 − e^{−2λt}).
/// Exact for the SDE of SGD. Throws as above, but takes any finite start.
MomentTable sgd_moments(const DiagonalSetting& setting, const Eigen::ArrayXd& t);

/// E f(X_t) of SignSGD in Phase 3 (adaptive, Lemma C.27, (114)), c and c' as above:
///
///     Σ_i (λ_i/2) (x_{0,i}² e^{−2(c+c')t} + (η/2) (1 − e^{−2(c+c')t})/(c + c')),
///
/// exact for that phase's SDE as sign_sgd_moments() is, which throws the same.
Eigen::ArrayXd sign_sgd_expected_loss(const DiagonalSetting& setting, const Eigen::ArrayXd& t);

/// The same under a schedule, for the SDE (111): dE X²/dt = −2(c η_t + c' η_t²) E X² + η η_t² in
/// each coordinate, to 1e-10. Throws, too, unless 0 <= t_0 <= t_1 <= ….
Eigen::ArrayXd sign_sgd_expected_loss(const DiagonalSetting& setting, const Schedule& schedule,
                                      const Eigen::ArrayXd& t);

/// What the bounds on the loss know of this f: μ = min λ, L_τ = Σ λ, σ_max = max σ, S_0 = f(x_0).
/// Throws as sgd_moments().
LossBoundSetting loss_bound_setting(const DiagonalSetting& setting);

/// sign_sgd_phase_three_loss_bound() of that, an equality when all λ_i are equal and all σ_i are.
/// Throws as sgd_moments().
Eigen::ArrayXd sign_sgd_loss_bound(const DiagonalSetting& setting, const Eigen::ArrayXd& t);

}  // namespace sdescent
