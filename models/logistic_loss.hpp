#pragma once
/// \file
/// The logistic loss of a margin m: binary cross-entropy of a classifier with logit z and target
/// s = ±1 at m = sz.
///
/// Of one number each: Eigen's vectors of 2 differ from these by an ulp, and which numbers of a
/// tile end up in a vector depends on its size.

#include <algorithm>
#include <cmath>

namespace sdescent {

/// log(1 + e^{−m}) = max(−m, 0) + log(1 + e^{−|m|}), which never overflows.
inline double logistic_loss(double margin) {
  return std::max(-margin, 0.0) + std::log1p(std::exp(-std::abs(margin)));
}

/// Its derivative −1/(1 + e^m).
inline double logistic_slope(double margin) { return -1.0 / (1.0 + std::exp(margin)); }

}  // namespace sdescent
