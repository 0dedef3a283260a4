#pragma once
/// \file
/// Starting values shared by optimizers, SDEs and ODEs.

#include "solvers/block.hpp"

#include <Eigen/Core>

namespace sdescent {

/// The same point for every path.
class StartPoint {
 public:
  /// Throws InvalidInput when a coordinate is not finite or there is none.
  explicit StartPoint(Eigen::VectorXd point);

  const Eigen::VectorXd& point() const { return point_; }
  Index dimension() const { return point_.size(); }

  /// Writes the point into every row; `state` has dimension() columns.
  void write(BlockRef state) const;

 private:
  Eigen::VectorXd point_;
};

}  // namespace sdescent
