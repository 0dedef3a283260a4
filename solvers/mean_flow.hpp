#pragma once
/// \file
/// The deterministic recursion x̄_{n+1} = x̄_n + a(t_n, x̄_n) Δt that an SDE's scheme or an optimizer
/// follows without noise, and how it carries small deviations along.

#include "solvers/jet.hpp"
#include "solvers/sde_model.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace sdescent {

/// A(t, ·) = x + a(t, x) Δt at the points of the recursion: a deviation δ from x̄_n becomes
/// tangent δ + curvature (δδᵀ) + O(|δ|³) from x̄_{n+1}.
struct MeanFlow {
  /// Of one step.
  struct Step {
    Eigen::MatrixXd tangent;    ///< d × d: I + Δt ∂a/∂x
    Eigen::MatrixXd curvature;  ///< d × d(d + 1)/2: (Δt/2) ∂²a/∂x², on pairs as Jet::second
  };
  double start;  ///< time of the first point
  double dt;
  std::vector<Eigen::VectorXd> points;  ///< x̄_0 … x̄_N
  std::vector<Step> steps;              ///< N
};

/// The drift of a model at time t, as a function of the state.
StateFunction drift_of(const SdeModel& model, double t = 0.0);

/// N steps of size dt from x_0 at time `start`, step n at time start + ndt; derivatives by jet().
/// Throws InvalidInput for dt <= 0 or a start of another dimension than the model's state,
/// NumericalFailure when a point is not finite.
MeanFlow mean_flow(const SdeModel& model, const Eigen::VectorXd& x0, double dt, std::uint64_t steps,
                   double start = 0.0);

}  // namespace sdescent
