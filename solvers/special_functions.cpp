#include "solvers/special_functions.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {

void normal_sign_moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation) {
  constexpr double inv_sqrt2 = 1.0 / std::numbers::sqrt2;
  for (Index c = 0; c < a.cols(); ++c)
    for (Index r = 0; r < a.rows(); ++r) {
      const double y = a(r, c) * inv_sqrt2;
      const double q = std::erfc(std::abs(y));
      deviation(r, c) = std::sqrt(q * (2.0 - q));
      mean(r, c) = std::abs(y) < 0.5 ? std::erf(y) : std::copysign(1.0 - q, y);
    }
}

void sign(const ConstBlockRef& a, BlockRef out) {
  out = (a > 0).select(1.0, (a < 0).select(-1.0, a));
}

}  // namespace sdescent
