#include "solvers/line_integral.hpp"

#include "io/error.hpp"

#include <boost/math/quadrature/trapezoidal.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {
namespace {

constexpr double negligible = 1e-19;

double largest_between(const LineWindow& window) {
  constexpr int places = 32;
  double largest = 0;
  for (int i = 0; i <= places; ++i)
    largest = std::max(largest, window.envelope(window.left + (window.right - window.left) * i /
                                                                  static_cast<double>(places)));
  return largest;
}

/// The first place from x on, in growing steps, where the envelope is negligible; a larger value on
/// the way raises `largest`.
double edge(const RealFunction& envelope, double x, double step, double& largest) {
  constexpr double growth = 1.25;
  constexpr int most = 200;
  for (int i = 0; i < most; ++i, x += step, step *= growth) {
    const double value = envelope(x);
    if (!(value > negligible * largest)) return x;
    largest = std::max(largest, value);
  }
  throw NumericalFailure(fmt::format("an integrand over the line has not vanished at {}", x));
}

}  // namespace

double integral_over_line(const RealFunction& f, const LineWindow& window, double accuracy) {
  double largest = largest_between(window);
  if (largest == 0) return 0;
  const double left = edge(window.envelope, window.left, -window.width, largest);
  const double right = edge(window.envelope, window.right, window.width, largest);
  constexpr std::size_t most_refinements = 22;
  constexpr double settled = 1e-8;
  double change = 0, absolute = 0;
  const double value = boost::math::quadrature::trapezoidal(f, left, right, settled,
                                                            most_refinements, &change, &absolute);
  const double rounding = 4.0 * std::numeric_limits<double>::epsilon();
  const double error = absolute * std::max(rounding, change / absolute * (change / absolute));
  if (!(error <= accuracy * std::abs(value)))
    throw NumericalFailure(
        fmt::format("an integral over the line, {}, is known to {} only", value, error));
  return value;
}

double integral_over_line(const RealFunction& f, double left, double right, double width) {
  return integral_over_line(f, {f, left, right, width});
}

}  // namespace sdescent
