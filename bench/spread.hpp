#pragma once
/// \file
/// Arguments for functions that are timed.

#include <cmath>
#include <cstddef>
#include <vector>

namespace sdescent::bench {

/// `count` numbers all over (low, high), in an order that no branch predictor learns.
inline std::vector<double> spread(std::size_t count, double low, double high) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double golden = 0.6180339887498949 * static_cast<double>(i + 1);
    values[i] = low + (high - low) * (golden - std::floor(golden));
  }
  return values;
}

}  // namespace sdescent::bench
