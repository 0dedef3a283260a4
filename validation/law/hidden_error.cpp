#include "validation/law/hidden_error.hpp"

#include "solvers/halved_quadrature.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::law {
namespace {

double normal_density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace

SmoothFunction smoothed_indicator(double centre, double width) {
  const auto z = [=](double x) { return (x - centre) / width; };
  return {fmt::format("Phi((x-{})/{})", centre, width),
          fmt::format("Φ((x − {})/{})", centre, width),
          [=](double x) { return 0.5 * std::erfc(-z(x) / std::numbers::sqrt2); },
          [=](double x) { return normal_density(z(x)) / width; },
          [=](double x) { return -z(x) * normal_density(z(x)) / (width * width); },
          [=](double x) {
            return (z(x) * z(x) - 1.0) * normal_density(z(x)) / (width * width * width);
          }};
}

double SignDescent::mean_sign(double x) const {
  return std::erf(lambda * x / (sigma * std::numbers::sqrt2));
}

double hidden_coefficient(const SignDescent& descent, double end, const SmoothFunction& h,
                          bool square) {
  const double q = descent.lambda / descent.sigma;
  const auto a = [&](double x) { return -descent.mean_sign(x); };
  const auto slope = [&](double x) { return -2.0 * q * normal_density(q * x); };
  const auto curvature = [&](double x) { return -q * q * x * slope(x); };
  const auto third_derivative = [&](double x) {
    const double one = a(end) / a(x);
    const double two = one * (slope(end) - slope(x)) / a(x);
    const double three =
        (two * (slope(end) - 2.0 * slope(x)) + one * (curvature(end) * one - curvature(x))) / a(x);
    return h.third(end) * one * one * one + 3.0 * h.second(end) * one * two + h.first(end) * three;
  };
  const auto integrand = [&](double x) {
    const double m = square ? a(x) : 0.0;
    return (1.0 - m * m) * third_derivative(x);
  };
  return integral_by_halving(integrand, end, descent.x0, 1e-13) / 3.0;
}

}  // namespace sdescent::law
