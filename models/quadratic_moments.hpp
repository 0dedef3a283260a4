#pragma once
/// \file
/// Closed-form moments of SGD and SignSGD on f = ½ Σ λ_i x_i² with Z ~ N(0, diag σ²), t = kη.

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

/// Upper bound on E f(X_t) in Phase 3 of SignSGD (adaptive, Lemma 3.5, (7)), with μ = min λ,
/// L_τ = Σ λ, σ_max = max σ and Δ = √(2/π)/σ_max + (η/π) μ/σ_max²:
///
///     E S_t <= S_0 e^{−2μΔt} + (η/2) (L_τ/(2μΔ)) (1 − e^{−2μΔt}).
///
/// An equality when all λ_i are equal and all σ_i are. Throws as sgd_moments().
Eigen::ArrayXd sign_sgd_loss_bound(const DiagonalSetting& setting, const Eigen::ArrayXd& t);

}  // namespace sdescent
