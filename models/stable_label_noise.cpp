#include "models/stable_label_noise.hpp"

#include "models/stable_noise.hpp"
#include "solvers/line_integral.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace sdescent {

StableLabelNoise::StableLabelNoise(double alpha, double scale, double location)
    : LocatedLabelNoise(location, std::make_shared<StableNoise>(alpha, Eigen::VectorXd{{scale}})),
      alpha_(alpha) {}

double StableLabelNoise::drift_at(double risk) const {
  const double m = std::abs(location()), s = scale();
  if (alpha_ == 2) return gaussian_drift(m, 2.0 * risk + 2.0 * s * s);
  const double angle = m == 0 ? 0.0 : std::numbers::pi / 8.0;
  // In units of s: exponents of r, the modulus of su.
  const std::complex<double> ray = std::polar(1.0, angle),
                             linear = std::complex<double>(0.0, m / s) * ray,
                             stable = -std::polar(1.0, alpha_ * angle),
                             square = -risk / (s * s) * ray * ray;
  const auto exponent = [&](double log_r) {
    const double r = std::exp(log_r);
    return log_r + linear * r + stable * std::exp(alpha_ * log_r) + square * r * r;
  };
  const auto term = [&](double log_r) { return (ray * std::exp(exponent(log_r))).real(); };
  const auto envelope = [&](double log_r) { return std::exp(exponent(log_r).real()); };
  const double start =
      -std::max({std::log(alpha_) / alpha_, 0.5 * std::log(2.0 * risk / (s * s)), std::log(m / s)});
  return std::pow(2.0 * std::numbers::inv_pi, 1.5) / s *
         integral_over_line(term, {envelope, start, start, 0.5});
}

}  // namespace sdescent
