#pragma once
/// \file
/// What the parts of adaptive/weak-order share: RMSprop(W) and Adam(W) beside their SDEs over η,
/// with ρ_i = (1 − β_i)/η held fixed, both from one state (x, m, v) at t₀.
///
/// Adam counts its steps from k = 0 at t = 0, so that its first one here is number t₀/η and its
/// bias corrections 1 − β_i^{k+1} are those of the SDE's clock, ι_i = 1 − e^{−ρ_i t}, up to O(η).
/// What the optimizer did before t₀ has no part in the claims: both laws begin at the same point,
/// as in the definition of a weak approximation.

#include "solvers/state_function.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/adaptive/coupled_plane.hpp"
#include "validation/adaptive/weak_order_sign.hpp"
#include "validation/refinement.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace sdescent::adaptive::adaptive_order {

using Eigen::ArrayXd;
using weak_order::Curve;
using weak_order::order_tolerance;

/// A method with its own SDE.
struct Case {
  std::string name;  ///< for labels
  AdaptiveMethod::Kind kind;
  double decay;
  bool fixed_beta1 = false;  ///< β₁ held fixed in place of ρ₁: outside of the theorem
};

struct Setting {
  CoupledPlane plane;
  double start, duration;  ///< t₀, T
  ArrayXd eta;
  double rho1, rho2, beta1, epsilon, decay;
  std::uint64_t refine;
  bool beta1_moves = false;  ///< control: β₁ = 1 − ηρ₁ in outside(), too

  std::shared_ptr<const Problem> problem() const { return plane.gaussian_problem(); }
  /// RMSprop, RMSpropW, Adam, AdamW.
  std::vector<Case> cases() const;
  /// Adam with β₁ fixed.
  Case outside() const;
  /// lim Var m₁ of that Adam minus Var M₁ of its SDE: once (1 − β₁)k ≫ 1 they are that of a moving
  /// average, σ₁²(1 − β₁)/(1 + β₁), and ηρ₁σ₁²/2 of dM, where ηρ₁ = 1 − β₁ at any η.
  double outside_limit() const;
  AdaptiveMethod method(const Case& c, double eta) const;
  /// At t₀, of both.
  Eigen::VectorXd state(const Case& c) const {
    return plane.relaxed_state(c.kind, rho1, rho2, start);
  }
};

/// Throws InvalidInput for lengths that do not fit and η that do not divide t₀ and T.
Setting setting_of(const ParameterValues& p);

/// The test functions of the claims, x₁, x₁², f and cos x₁ (`tested` of them), and after them what
/// variances need besides: x₂, x₂² and the first column behind x, m₁ of Adam, with its square.
StateFunction functions(const Setting& s);
constexpr Index tested = 4;
constexpr const char* tested_names[tested] = {"x1", "x1^2", "f", "cos(x1)"};

/// Var x₁ and Var x₂ from the means of these functions.
ArrayXd variances(const ArrayXd& mean);
constexpr Index spreads = 2;
constexpr const char* spread_names[spreads] = {"Var x1", "Var x2"};

/// The SDE that the session's control plants.
std::shared_ptr<const SdeModel> planted_sde(const Session& session, const Setting& s, const Case& c,
                                            double eta);

/// As η → 0, without sampling, of one case.
struct Theory {
  ArrayXd coefficient;        ///< of (E h(x_k) − E h(X_T))/η
  ArrayXd euler_coefficient;  ///< the same with Euler–Maruyama at Δt = η for the SDE
  ArrayXd optimizer, sde;     ///< variances over η
  ArrayXd coefficient_tolerance, optimizer_tolerance, sde_tolerance;
};
Theory theory_of(const Setting& s, const Case& c);

/// lim (E h(x_k) − E h(X_T))/η of one case, for the SDE as it is and with a mistake.
struct Coefficients {
  ArrayXd right, noise_free, without_lag;
};
Coefficients coefficients_of(const Setting& s, const Case& c);

/// Places of the numbers measured at one η.
constexpr Index of_sde = 0, of_euler = tested, of_optimizer_spread = 2 * tested,
                of_sde_spread = of_optimizer_spread + spreads,
                of_spread_difference = of_sde_spread + spreads,
                of_behind_x = of_spread_difference + spreads, measured_numbers = of_behind_x + 1;

/// Of one case at one η: optimizer − SDE of the tested means, the same for Euler–Maruyama at
/// Δt = η, spreads over η and their difference, optimizer − SDE of m₁².
struct Comparison {
  Estimate value;
  ArrayXd bias;  ///< bound of what Δt left
  Refinement refinement;
  ArrayXd variance_left;  ///< by the controls of the SDE, of what h itself has
};

/// One case over η.
struct CaseResults {
  Case what;
  Theory theory;
  std::vector<Comparison> at;

  Curve curve(Index number) const;
};

/// All cases, the one outside of the theorem last.
std::vector<CaseResults> compare(Session& session, const Setting& s);

void assess(Session& session, const Setting& s, const std::vector<CaseResults>& all);
void draw(Session& session, const Setting& s, const std::vector<CaseResults>& all);

}  // namespace sdescent::adaptive::adaptive_order
