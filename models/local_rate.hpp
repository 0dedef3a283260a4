#pragma once
/// \file
/// How fast risk curves approach their stationary risk.
///
/// At rest, with r = r_∞ > 0 and κ = (log q)′(R∞), q = b/2a (risk_ode.hpp), the linearised
/// equations are dδ/dt = −2a Λ(I − κ r 1ᵀ) δ. A rank-one change of a diagonal matrix: their decay
/// rates are 2aμ with the roots of the secular equation
///
///     1 = κ Σ_i λ_i r_i/(λ_i − μ),
///
/// one below the smallest λ and one between each two. For κR∞ < 1, as signODE always and vanillaODE
/// at rest have it, the smallest is in (0, λ_1]: R − R∞ decays as e^{−2aμt}. signODE: a = ηg, κ =
/// −g′/g, g = c_Bφ/√(2R); Gaussian: κ = 1/(2R∞ + v²). vanillaODE: a = η, κ = 1/P∞. For equal λ: μ =
/// (1 − κR∞) λ. As κR∞ → 0, μ → λ_1, which is the rate of exact, Theorems 4 and 9. Derived here.

#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"

namespace sdescent {

/// R(t) − R∞ ≈ C e^{−rate t} at late times.
struct LocalRate {
  double rate;  ///< 2aμ
  double mu;
  double kappa;
  double twice_drift;  ///< 2a at R∞; times min λ_i, the rate of Theorem 4
};

/// Of rates that do not change with time. κ is a difference quotient of sixth order, good to about
/// 1e-10. Throws InvalidInput as stationary_modes() and secular_root().
LocalRate local_rate(const RiskEquation& equation, const RiskModes& modes, double stationary_risk);

/// The smallest root μ of 1 = κ Σ λ_i r_i/(λ_i − μ), to rounding of λ_1 − μ: λ_1 where κ = 0 or all
/// r_i of the smallest λ are 0 and nothing is below it. `lambda` increases. Throws InvalidInput
/// unless λ_i > 0, r_i >= 0 and 0 <= κ Σ r_i < 1.
double secular_root(const Eigen::VectorXd& lambda, const Eigen::VectorXd& r, double kappa);

}  // namespace sdescent
