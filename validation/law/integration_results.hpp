#pragma once
/// \file
/// What law/euler-is-not-the-sde computes, and what becomes of it.

#include "validation/law/hidden_error.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent::law {

/// Means of all test functions of three laws at one η, and their variances.
struct IntegrationMeans {
  Eigen::ArrayXd chain, exact, euler;   ///< SignSGD, its SDE, Euler–Maruyama at Δt = η
  std::vector<Eigen::ArrayXd> refined;  ///< Euler–Maruyama at Δt = η/r for each r
  double chain_variance, exact_variance, euler_variance;
};

/// Limits as η → 0, and a third of the distances to the nearest planted wrong ones.
struct IntegrationTheory {
  Eigen::ArrayXd hidden, hidden_tolerance;        ///< C
  Eigen::ArrayXd modelling, modelling_tolerance;  ///< c
  double spread, spread_tolerance;                ///< Var X/η
};

struct IntegrationResults {
  SignDescent descent;
  std::vector<SmoothFunction> functions;
  Eigen::ArrayXd eta, refine;  ///< η; r
  std::vector<IntegrationMeans> at_eta;
  IntegrationTheory theory;

  /// A number of every η as a curve.
  template <class Number>
  Eigen::ArrayXd along(Number number) const {
    Eigen::ArrayXd curve(eta.size());
    for (Eigen::Index i = 0; i < eta.size(); ++i)
      curve(i) = number(at_eta[static_cast<std::size_t>(i)]);
    return curve;
  }
};

/// Bound on the numerical error of a difference of two means: lattice and stepper laws are good to
/// rounding, diffusion laws to 10⁻¹² of the scale of h.
inline constexpr double integration_error = 1e-11;

void integration_evidence(Session& session, const IntegrationResults& results);
void integration_table(Session& session, const IntegrationResults& results);
void integration_figure(Session& session, const IntegrationResults& results);

}  // namespace sdescent::law
