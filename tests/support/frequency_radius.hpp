#pragma once
/// \file
/// How far a frequency may lie from its probability by chance.

#include <cmath>

namespace sdescent {

/// A frequency of n independent trials of probability p lies within this distance of p but with
/// probability at most alpha (Bernstein's inequality, on both sides; holds for every n).
inline double frequency_radius(double p, double n, double alpha) {
  const double level = std::log(2.0 / alpha);
  const double linear = level / (3.0 * n);
  return linear + std::sqrt(linear * linear + 2.0 * p * (1.0 - p) * level / n);
}

}  // namespace sdescent
