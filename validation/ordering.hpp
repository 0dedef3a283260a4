#pragma once
/// \file
/// Evidence for "a is smaller than b": our SDE is closer than another one.

#include "validation/evidence.hpp"

namespace sdescent {

/// The paired difference smaller − larger, point by point. Both from one run, or at least of one
/// seed, so that what moves both drops out. `bias` bounds the systematic error of the difference.
Evidence ordering_evidence(const Estimate& smaller, const Estimate& larger,
                           const Eigen::ArrayXd& bias);

}  // namespace sdescent
