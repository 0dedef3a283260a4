#pragma once
/// \file
/// A stationary series of which everything is known.

#include "solvers/philox.hpp"

#include <Eigen/Core>

#include <cmath>
#include <limits>
#include <optional>

namespace sdescent {

/// x_{k+1} = m + φ (x_k − m) + ξ, ξ standard normal: mean m, variance 1/(1 − φ²), and the mean of n
/// long series has variance 1/((1 − φ)² n).
struct Autoregression {
  double phi = 0.5;
  double mean = 0.0;
  std::optional<double> start = {};  ///< x_0; stationary unless given

  double variance() const { return 1.0 / (1.0 - phi * phi); }

  /// times × 1.
  Eigen::ArrayXXd series(std::uint64_t seed, Index times) const {
    Block noise(times, 1);
    Philox(seed).normals({}, noise);
    Eigen::ArrayXXd x(times, 1);
    x(0, 0) = start.value_or(mean + std::sqrt(variance()) * noise(0, 0));
    for (Index k = 1; k < times; ++k) x(k, 0) = mean + phi * (x(k - 1, 0) - mean) + noise(k, 0);
    return x;
  }
};

}  // namespace sdescent
