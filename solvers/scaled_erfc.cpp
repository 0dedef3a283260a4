#include "solvers/scaled_erfc.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {

double scaled_erfc(double x) {
  constexpr double far = 8;  // from there on the asymptotic series gets below rounding
  if (x < far) return std::exp(x * x) * std::erfc(x);
  constexpr int terms = 24;
  const double step = -0.5 / (x * x);
  double sum = 1, term = 1;
  for (int k = 1; k < terms; ++k) {
    term *= step * (2.0 * k - 1.0);
    sum += term;
  }
  return sum * std::numbers::inv_sqrtpi / x;
}

}  // namespace sdescent
