#pragma once
/// \file
/// Where curves are measured that scale with their parameter.

#include <Eigen/Core>

#include <string>

namespace sdescent {

/// Throws InvalidInput unless there are at least `least` numbers, the first > 0 and each larger
/// than the one before.
void require_positive_increasing(const std::string& name, const Eigen::ArrayXd& x,
                                 Eigen::Index least);

}  // namespace sdescent
