#pragma once
/// \file
/// Strong orders of steppers, measured on grids that share their Brownian paths, and exactly on
/// geometric Brownian motion.

#include "solvers/stepper.hpp"
#include "tests/support/geometric_brownian_motion.hpp"

#include <Eigen/Core>

#include <functional>
#include <memory>

namespace sdescent {

struct Order {
  double estimate, error;  ///< and its jackknife standard error over the replicate batches
};

/// Slope of log2 E|X^h − X|, each difference cut off at 1, against log2 h for h = 2^-2 … 2^-6 at
/// time 1, from X_0 = 1 in every column, over 2^17 paths. X is `exact` of the Brownian motions at
/// time 1 (one row), or, without it, the state on the next finer grid.
using ExactState = std::function<double(const Eigen::RowVectorXd& w)>;
Order strong_order(std::shared_ptr<const SdeModel> model, std::shared_ptr<const Stepper> stepper,
                   const ExactState& exact = {});

/// Passes if the whole interval, at a two-sided error of 1e-6 by Student's t of 63 degrees, lies
/// within 0.1 of the order; one half and one are then told apart.
void check_order(const Order& order, double expected);

/// Without sampling: (E|X^h − X|²)^½ at time 1 falls with this order for h = 2^-4 … 2^-12, and the
/// order seen deviates from it by O(h).
void check_mean_square_order(const Stepper& stepper, const GeometricBrownianMotion& model,
                             double expected);

}  // namespace sdescent
