#pragma once
/// \file
/// What risk curves need of the data and the start: one number of each kind for every mode.

#include "models/feature_covariance.hpp"

#include <Eigen/Core>

namespace sdescent {

/// Modes of the coupled equations of risk_ode.hpp. The noiseless risk is R = Σ r_i.
struct RiskModes {
  Eigen::VectorXd lambda;   ///< λ_i > 0, increasing
  Eigen::VectorXd load;     ///< c_i, what noise puts into r_i
  Eigen::VectorXd initial;  ///< r_i(0)
};

/// signSGD (exact (13)): K̄ = D^{-1}K, D = diag √K_ii, K̄u_i = λ_i u_i, w_iᵀK̄ = λ_i w_iᵀ,
/// w_iᵀu_j = δ_ij, r_i = ½ vᵀKu_i w_iᵀv, c_i = w_iᵀ K_σ K u_i with K_σ = arcsin(D^{-1}KD^{-1}).
///
/// K̄ is similar to D^{-1/2}KD^{-1/2} = QΛQᵀ: u = D^{-1/2}q, w = D^{1/2}q, so c_i = λ_i qᵢᵀ D^{1/2}
/// K_σ D^{1/2} q_i and r_i = ½λ_i(qᵢᵀD^{1/2}v)². `v` is θ_0 − θ*.
RiskModes sign_risk_modes(const FeatureCovariance& covariance, const Eigen::VectorXd& v);

/// SGD (exact (240)): K = UΛUᵀ, r_i = ½λ_i⟨v, u_i⟩², c_i = λ_i².
RiskModes sgd_risk_modes(const FeatureCovariance& covariance, const Eigen::VectorXd& v);

/// Adam (exact (264), (265)): modes of K̄ with c_i = w_iᵀ D^{-1}KD^{-1} K u_i.
RiskModes adam_risk_modes(const FeatureCovariance& covariance, const Eigen::VectorXd& v);

/// K_σ = arcsin(D^{-1}KD^{-1}) by entry, ½π on the diagonal, where arcsin(1 − 1e-16) would lose
/// 1.5e-8 (exact (4)). (2/π)K_σ is the covariance of the signs of x ~ N(0, K).
Eigen::MatrixXd sign_covariance_kernel(const FeatureCovariance& covariance);

/// D^{-1}KD^{-1}, the correlations of the features.
Eigen::MatrixXd correlation_matrix(const FeatureCovariance& covariance);

}  // namespace sdescent
