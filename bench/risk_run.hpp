#pragma once
/// \file
/// W5: signODE (exact (13), Gaussian label noise) with d modes, λ_i log-spaced in [0.01, 1], on
/// [0, 10] with relative tolerance 1e-8 and absolute 1e-12.

#include <Eigen/Core>

#include <vector>

namespace sdescent::bench {

/// Diagonal covariance K_ii = λ_i², so that K̄ has the eigenvalues λ_i, w_iᵀ K_σ K u_i = πλ_i²/2
/// and, for v_i = 1/√d, r_i(0) = λ_i²/(2d).
struct RiskRun {
  explicit RiskRun(std::size_t d);

  std::vector<double> lambda, load, initial;
  double eta = 0.5, label_deviation = 0.8;
  double end = 10.0, relative = 1e-8, absolute = 1e-12;
};

/// R(end) by observe_ode(), by peers::SignOdeByHand and by RiskCurve at 1e-11.
double risk_by_library(const RiskRun& run);
double risk_by_hand(const RiskRun& run);
double risk_by_curve(const RiskRun& run);

/// From a covariance to R at 400 times on [0, 100]: K_ii = 1/i, diagonal; and a dense matrix of
/// log-spaced eigenvalues on [0.01, 1], its check and decomposition counted.
double diagonal_to_curve(const Eigen::VectorXd& variances);
double dense_to_curve(const Eigen::MatrixXd& covariance);

}  // namespace sdescent::bench
