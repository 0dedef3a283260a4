#pragma once
/// \file
/// signODE, the risk of one-pass signSGD on linear regression in high dimension:
///
///     dr_i/dt = −2η c_B φ(R)/√(2R) λ_i r_i + (η²/(πd)) w_iᵀ K_σ K u_i,   R = Σ r_i.
///
/// Data x ~ N(0, K), θ of dimension d, v = θ − θ*, R = ½ vᵀKv (noiseless risk), step size η/d,
/// fresh batches of B, t = k/d. K̄ = D^{-1}K with D = diag √K_ii has right and left eigenvectors
/// u_i, w_i (wᵢᵀu_j = δ_ij) and eigenvalues λ_i; K_σ = arcsin(D^{-1}KD^{-1}) by entry; r_i = ½
/// vᵀKu_i w_iᵀv. Source: exact (13), (9), (10). Error against signSGD's own risk falls as d grows
/// (Theorem 2).

#include "models/label_noise.hpp"
#include "solvers/ode_model.hpp"

#include <Eigen/Core>

#include <memory>

namespace sdescent {

/// What (13) needs of the data and the start.
struct SignRiskModes {
  Eigen::VectorXd lambda;   ///< λ_i, increasing
  Eigen::VectorXd load;     ///< w_iᵀ K_σ K u_i
  Eigen::VectorXd initial;  ///< r_i(0)
};

/// Modes of a covariance K for the start v = θ_0 − θ*, by the symmetric eigenproblem of
/// D^{-1/2} K D^{-1/2}. Throws InvalidInput unless K is symmetric with K_ii > 0 and
/// |K_ij| <= √(K_ii K_jj), all finite, and v has its size.
SignRiskModes sign_risk_modes(const Eigen::MatrixXd& covariance, const Eigen::VectorXd& v);

/// c_B = √π Γ((B+1)/2)/Γ(B/2), by which a batch of B multiplies the drift (exact (10)); c_1 = 1.
/// Throws InvalidInput for B < 1.
double batch_drift_factor(Index batch);

/// R∞ = a² + a√(a² + v²), a = πη tr(D)/(8 d c_B): the stationary risk under Gaussian label noise
/// (exact, Theorem 3). `mean_root` is tr(D)/d, the mean of √K_ii. Throws InvalidInput unless η,
/// tr(D)/d and c_B are > 0.
double stationary_sign_risk(double eta, double mean_root, const GaussianLabelNoise& noise,
                            double drift_factor = 1.0);

/// State r_1 … r_d; a right-hand side costs O(d). A trial state with R < 0 has none (NaN).
class SignRiskOde final : public OdeModel {
 public:
  struct Settings {
    Eigen::VectorXd lambda, load;  ///< as in SignRiskModes
    double eta;
    double dimension;  ///< d
    std::shared_ptr<const LabelNoise> noise;
    double drift_factor = 1.0;  ///< c_B
  };

  /// Throws InvalidInput unless λ_i >= 0, the loads are finite and as many, and η, d, c_B are > 0.
  explicit SignRiskOde(const Settings& settings);

  const Layout& layout() const override { return layout_; }
  void derivative(double t, const ConstBlockRef& r, BlockRef dr, Scratch& scratch) const override;

  /// R = Σ r_i, in the order in which the right-hand side sums.
  static double risk(const Eigen::VectorXd& r);

 private:
  Layout layout_;
  Eigen::VectorXd rate_;   // 2η c_B λ_i
  Eigen::VectorXd noise_;  // (η²/(πd)) w_iᵀ K_σ K u_i
  std::shared_ptr<const LabelNoise> label_noise_;
};

}  // namespace sdescent
