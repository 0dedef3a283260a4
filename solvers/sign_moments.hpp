#pragma once
/// \file
/// Mean and standard deviation of the sign of a random number, without cancellation.

#include "solvers/block.hpp"

#include <cmath>

namespace sdescent {

/// Of a variable with values −1, 0 and 1.
struct SignMoments {
  double mean;
  double deviation;
};

/// From m = P(|ζ| < |a|) and q = P(|ζ| > |a|), m + q = 1, of a ζ with symmetric density: the sign
/// of a + ζ has mean ±m, the sign being that of a, and variance 1 − m² = q(2 − q). Each of m and q
/// is to be accurate where it is small.
inline SignMoments symmetric_sign_moments(double a, double m, double q) {
  return {std::copysign(m, a), std::sqrt(q * (2.0 - q))};
}

/// √Var of a sign that is +1, −1 and 0 with these probabilities, whose sum is 1: the variance is
/// 4P(+1)P(−1) + P(0)(1 − P(0)).
inline double sign_deviation(double positive, double negative, double zero) {
  return std::sqrt(4.0 * positive * negative + zero * (positive + negative));
}

/// Writes moments(a) for every entry a: NaN for NaN, ±1 and 0 for ±∞, which `moments` never sees.
/// `mean` may be `a`.
template <class Moments>
void for_each_sign(const ConstBlockRef& a, BlockRef mean, BlockRef deviation, Moments moments) {
  for (Index c = 0; c < a.cols(); ++c)
    for (Index r = 0; r < a.rows(); ++r) {
      const double x = a(r, c);
      SignMoments of{x, x};
      if (std::isinf(x))
        of = {std::copysign(1.0, x), 0.0};
      else if (!std::isnan(x))
        of = moments(x);
      mean(r, c) = of.mean;
      deviation(r, c) = of.deviation;
    }
}

}  // namespace sdescent
