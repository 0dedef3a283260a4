#pragma once
/// \file
/// The forward Kolmogorov equation of dX = a(t, X) dt + b(t, X) dW from a point, in a frame that
/// moves and widens with the law.
///
/// Let m and s be the mean and standard deviation of X_t and y = (x − m)/s. The density q(t, y) of
/// Y = (X − m)/s obeys (derived here, by the chain rule)
///
///     ∂q/∂t = −∂_y(αq) + ½ ∂_y²(βq),   α = (a − m')/s − (s'/s) y,   β = b²/s²,
///     m' = E a,   s'/s = E[Y a]/s + ½ E b²/s²,
///
/// and keeps mean 0 and variance 1. Its clock is τ = log t: near t = 0 the law is nearly Gaussian
/// and this is the equation of a stationary Ornstein–Uhlenbeck process, so that the start from a
/// point is no singularity. Begun at t_0 with q = N(0, 1) and the moments of constant coefficients,
/// every cumulant at later times is off by O(t_0²) only.

#include "solvers/scalar_coefficients.hpp"
#include "solvers/sinc_grid.hpp"

#include <Eigen/Core>

namespace sdescent {

/// As an ODE for values of q at the nodes of a grid, then m, then log s, against log t. For one
/// thread; `model` and `grid` must outlive it.
class ForwardEquation {
 public:
  ForwardEquation(const SdeModel& model, const SincGrid& grid);

  /// The state at t_0 of the law from x_0 at t = 0. Throws NumericalFailure where there is no
  /// diffusion by then.
  Eigen::VectorXd start(double x0, double t0);

  void derivative(double log_t, const Eigen::VectorXd& state, Eigen::VectorXd& rate);

  /// Parts of a state.
  auto density(const Eigen::VectorXd& state) const { return state.head(grid_.size()).array(); }
  double mean(const Eigen::VectorXd& state) const { return state(grid_.size()); }
  double log_deviation(const Eigen::VectorXd& state) const { return state(grid_.size() + 1); }

 private:
  ScalarCoefficients coefficients_;
  const SincGrid& grid_;
  Eigen::VectorXd drift_flux_, diffusion_flux_;
};

}  // namespace sdescent
