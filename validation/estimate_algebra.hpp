#pragma once
/// \file
/// Linear maps of the points of an estimate: windows, rates, averages over times, relative numbers.

#include "solvers/estimate.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent {

/// weights · e: one point for each row of `weights`. Throws InvalidInput unless there is a column
/// for each point of `e`.
Estimate mapped(const Eigen::MatrixXd& weights, const Estimate& e);

/// The points with these numbers, in this order. Throws InvalidInput for one that does not exist.
Estimate chosen(const Estimate& e, const std::vector<Eigen::Index>& points);

/// e divided by a curve known exactly, point by point. Throws InvalidInput for unequal lengths.
Estimate relative_to(const Estimate& e, const Eigen::ArrayXd& known);

}  // namespace sdescent
