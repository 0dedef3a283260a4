#pragma once
/// \file
/// Value and first two derivatives of a function on states, at a point.

#include "solvers/state_function.hpp"

#include <Eigen/Core>

namespace sdescent {

/// h(x + δ) = value + gradient δ + second (δδᵀ) + O(|δ|³), δδᵀ as the column of its entries p <= q
/// (solvers/symmetric_pairs.hpp). So `second` has ½ ∂²h/∂x_p² where p = q and ∂²h/∂x_p∂x_q where
/// p < q.
struct Jet {
  Eigen::VectorXd value;     ///< m
  Eigen::MatrixXd gradient;  ///< m × d
  Eigen::MatrixXd second;    ///< m × d(d + 1)/2
};

/// By central differences over 10⁻³ max(1, |x_i|): errors of about 10⁻⁷ of the derivatives two
/// orders up, and 10⁶ times those of h in `second`.
Jet jet(const StateFunction& h, const Eigen::VectorXd& x);

}  // namespace sdescent
