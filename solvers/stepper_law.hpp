#pragma once
/// \file
/// The law of what a stepper computes, without sampling: of the chain S_{n+1} = Ψ(t_n, S_n, ΔW_n),
/// in one dimension. It tells the error of a scheme from the error of an equation.

#include "solvers/law.hpp"
#include "solvers/sde_model.hpp"
#include "solvers/stepper.hpp"

#include <Eigen/Core>

#include <cstdint>

namespace sdescent {

/// Where a chain is and how finely it is resolved.
struct StepperGrid {
  double lower = 0.0, upper = 0.0;  ///< the chain stays between them, up to ~1e-13
  Eigen::Index intervals = 200;     ///< between lower and upper
  Eigen::Index nodes = 24;          ///< of the quadrature over an increment
};

/// A law as a linear functional on smooth functions: E h = Σ w_i h(x_i). The weights have both
/// signs and mean nothing one by one.
struct StepperLaw {
  Eigen::ArrayXd points;
  Eigen::ArrayXd weights;

  double mean(const RealFunction& h) const;
  double variance(const RealFunction& h) const;
};

/// The law of S_n after n = steps steps of dt from x0 at time 0.
///
/// Method. (K u)(x) = E u(Ψ(x, ΔW)) by Gauss–Hermite quadrature over ΔW and interpolation of u on a
/// uniform grid (centred_lagrange.hpp); K is a matrix, and w_{n+1} = Kᵀ w_n from the interpolation
/// weights of x0. Functions on the grid, not the law, have to be smooth: no step is too short. The
/// grid goes on beyond [lower, upper] by half of its length on either side, where chains are
/// stopped at a rate that grows smoothly from 0 and h is led to 0 smoothly, so that the ends of the
/// grid are not seen. What that costs is the probability of having been there.
///
/// Accuracy: rounding, about 1e-16 n of the size of h near the law, if h and the coefficients vary
/// over no less than about 5 spacings. Double `intervals` to see.
///
/// `autonomous` says that the coefficients do not depend on t; K is then made once.
///
/// Throws InvalidInput unless the state is one column with at most one source that the stepper
/// accepts, dt > 0, lower <= x0 <= upper, intervals >= 16 and nodes >= 1; NumericalFailure when a
/// step is not finite somewhere on the grid or more than 1e-11 of the probability left it.
StepperLaw stepper_law(const Stepper& stepper, const SdeModel& model, double x0, double dt,
                       std::uint64_t steps, const StepperGrid& grid, bool autonomous = true);

}  // namespace sdescent
