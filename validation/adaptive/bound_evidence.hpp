#pragma once
/// \file
/// Evidence for inequalities whose two sides are both measured, or both known.

#include "validation/evidence.hpp"

namespace sdescent::adaptive {

/// `sides` are the smaller sides of all inequalities and then, in the same order, the larger ones.
/// `bias` bounds the systematic error of their differences.
Evidence inequalities(const Estimate& sides, const Eigen::ArrayXd& bias);

/// Inequalities between numbers known exactly.
Evidence known_inequalities(const Eigen::ArrayXd& smaller, const Eigen::ArrayXd& larger);

/// Sides of several runs, one after the other.
Estimate joined_sides(const std::vector<Estimate>& sides);

}  // namespace sdescent::adaptive
