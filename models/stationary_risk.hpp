#pragma once
/// \file
/// Risks and modes at which constant learning rates come to rest.
///
/// Where a and b of risk_ode.hpp do not depend on time, dr_i/dt = 0 is r_i = q(R) c_i/λ_i, q =
/// b/2a, so that R∞ is a root of R = q(R) Σ c_i/λ_i. The sum is (π/2) tr D for signSGD (Σ
/// w_iᵀK_σKu_i/λ_i = tr K_σD, and tr D = tr K̄), tr K for SGD, tr D for Adam.

#include "models/label_noise.hpp"
#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"
#include "solvers/block.hpp"

namespace sdescent {

/// signODE under Gaussian label noise: R∞ = a² + a√(a² + v²), a = πη tr(D)/(8 d c_B) (exact,
/// Theorem 3, (245)). `mean_root` is tr(D)/d, the mean of √K_ii. Throws InvalidInput unless η,
/// tr(D)/d and c_B are > 0 and the noise has location 0.
double stationary_sign_risk(double eta, double mean_root, const GaussianLabelNoise& noise,
                            double drift_factor = 1.0);

/// signODE under any label noise: the root of R φ(R)/√(2R) = η tr(D)/(4 d c_B), by bracketing, to
/// rounding. There is exactly one, since √R and φ increase (derived here). Throws as above.
double stationary_sign_risk(double eta, double mean_root, const LabelNoise& noise,
                            double drift_factor = 1.0);

/// vanillaODE: R∞ = ½ E ε² α/(1 − α), α = η tr(K)/(2dB) (exact, Theorem 8, (255)). `mean_variance`
/// is tr(K)/d. Throws InvalidInput unless η and tr(K)/d are > 0, B >= 1, E ε² is finite and α < 1:
/// for larger η the risk grows for ever.
double stationary_sgd_risk(double eta, double mean_variance, const LabelNoise& noise,
                           Index batch = 1);

/// Adam's ODE: R∞ = a² + a√(a² + E ε²), a = η tr(D)/(4d) (derived here from (265)). Throws
/// InvalidInput unless η and tr(D)/d are > 0 and E ε² is finite.
double stationary_adam_risk(double eta, double mean_root, const LabelNoise& noise);

/// R∞ of any equation whose rates at time t stay: the smallest R > 0 from which R − q(R) Σ c_i/λ_i
/// changes from negative to positive, to rounding. Throws InvalidInput where there is none between
/// 1e-30 and 1e30 times Σ c_i/λ_i: the learning rate is then too large, or nothing is noisy.
double stationary_risk(const RiskEquation& equation, const RiskModes& modes, double t = 0.0);

/// r_i∞ = q(R∞) c_i/λ_i (exact (244), (254)). signODE: η√(2R∞)/(2πd φ c_B λ_i) w_iᵀK_σKu_i. Throws
/// InvalidInput unless R∞ > 0 and all λ_i > 0.
Eigen::VectorXd stationary_modes(const RiskEquation& equation, const RiskModes& modes, double risk,
                                 double t = 0.0);

}  // namespace sdescent
