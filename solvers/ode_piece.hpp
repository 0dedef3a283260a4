#pragma once
/// \file
/// A solution of an ODE over one step.

#include <Eigen/Core>

namespace sdescent {

/// The interpolant of one step, a polynomial of degree 5, by the six states that fix it; valid up
/// to `end` (which is earlier than start + length where the right-hand side jumps).
struct OdePiece {
  double start, length, end;
  /// State at the beginning, after a quarter, a half and all of the step, and length × slope at
  /// both ends.
  Eigen::Matrix<double, Eigen::Dynamic, 6> states;

  void evaluate(double t, Eigen::Ref<Eigen::VectorXd> s) const {
    const double theta = (t - start) / length, rest = 1.0 - theta;
    // Hermite's cubic, and θ²(1−θ)² times the line through what it lacks at a quarter and a half.
    const double rise = theta * theta * (3.0 - 2.0 * theta), both = theta * theta * rest * rest;
    const double quarter = -1024.0 / 9.0 * both * (theta - 0.5);
    const double half = both * (16.0 + 64.0 * (theta - 0.5));
    const double end_state = rise - 10.0 / 64 * quarter - 0.5 * half;
    s = (1.0 - end_state - quarter - half) * states.col(0) + quarter * states.col(1) +
        half * states.col(2) + end_state * states.col(3) +
        (theta * rest * rest - 9.0 / 64 * quarter - 0.125 * half) * states.col(4) -
        (theta * theta * rest - 3.0 / 64 * quarter - 0.125 * half) * states.col(5);
  }
};

}  // namespace sdescent
