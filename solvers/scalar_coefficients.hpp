#pragma once
/// \file
/// Drift and squared diffusion of an SDE in one dimension, as functions.

#include "solvers/sde_model.hpp"

#include <Eigen/Core>

namespace sdescent {

/// a(t, x) and b(t, x)² of dX = a dt + b dW, at many points x at once. For one thread.
class ScalarCoefficients {
 public:
  /// `model` must outlive this. Throws InvalidInput unless its state is one column; it may be
  /// driven by any number of Brownian motions, b² being the sum of squares.
  explicit ScalarCoefficients(const SdeModel& model);

  /// Evaluates both at every x; they are then in drift() and square().
  void evaluate(double t, const Eigen::ArrayXd& x);

  const Eigen::ArrayXd& drift() const { return drift_; }
  const Eigen::ArrayXd& square() const { return square_; }

 private:
  const SdeModel& model_;
  Scratch scratch_;
  Block state_, drift_block_, diagonal_;
  Eigen::ArrayXd drift_, square_;
};

}  // namespace sdescent
