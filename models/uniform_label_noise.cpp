#include "models/uniform_label_noise.hpp"

#include "models/uniform_noise.hpp"

#include <boost/math/quadrature/gauss.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

/// Φ(c + h) − Φ(c − h), c >= 0, as accurate where it is small as elsewhere.
double normal_mass(double c, double h) {
  if (h < 1 && c * h < 1) {
    // The two ends nearly cancel; the density varies little between them.
    const double integral = boost::math::quadrature::gauss<double, 20>::integrate(
        [&](double y) { return std::exp(-c * h * y - 0.5 * h * h * y * y); }, -1.0, 1.0);
    return h * std::exp(-0.5 * c * c) * integral / std::sqrt(2.0 * std::numbers::pi);
  }
  const double lower = (c - h) / std::numbers::sqrt2, upper = (c + h) / std::numbers::sqrt2;
  return lower > 0 ? 0.5 * (std::erfc(lower) - std::erfc(upper))
                   : 0.5 * (std::erf(upper) - std::erf(lower));
}

}  // namespace

UniformLabelNoise::UniformLabelNoise(double half_width, double location)
    : LocatedLabelNoise(location, std::make_shared<UniformNoise>(Eigen::VectorXd{{half_width}})) {}

double UniformLabelNoise::drift_at(double risk) const {
  const double w = scale(), m = std::abs(location()), tau = std::sqrt(2.0 * risk);
  const double factor = std::sqrt(2.0 * std::numbers::inv_pi) / w;
  if (tau == 0) return m < w ? factor : m == w ? 0.5 * factor : 0.0;
  return factor * normal_mass(m / tau, w / tau);
}

}  // namespace sdescent
