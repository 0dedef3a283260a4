#pragma once
/// \file
/// How far two models are apart, in thirds: the tolerance that still tells them from each other.

#include <Eigen/Core>

namespace sdescent {

/// A third of the largest distance over the rows (times), for each column (coordinate): the largest
/// tolerance at which a deviation as large as the wrong model's is outside by as much again, and
/// more. NaN where a curve has one.
Eigen::ArrayXXd third_of_distance(const Eigen::ArrayXXd& right, const Eigen::ArrayXXd& wrong);

/// As curves of equal length: the same number at every point.
Eigen::ArrayXd third_of_distance(const Eigen::ArrayXd& right, const Eigen::ArrayXd& wrong);

}  // namespace sdescent
