#include "models/laplace_label_noise.hpp"

#include "models/laplace_noise.hpp"
#include "solvers/scaled_erfc.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {

LaplaceLabelNoise::LaplaceLabelNoise(double scale, double location)
    : LocatedLabelNoise(location, std::make_shared<LaplaceNoise>(Eigen::VectorXd{{scale}})) {}

double LaplaceLabelNoise::drift_at(double risk) const {
  const double b = scale(), m = std::abs(location()), tau = std::sqrt(2.0 * risk);
  const double width = tau / b, distance = m == 0 ? 0.0 : m / tau;
  const double gaussian = std::exp(-0.5 * distance * distance);
  const double below = (width - distance) * std::numbers::sqrt2 * 0.5;
  const double near = below < 0 ? std::exp(0.5 * width * width - m / b) * std::erfc(below)
                                : gaussian * scaled_erfc(below);
  const double far = gaussian * scaled_erfc((width + distance) * std::numbers::sqrt2 * 0.5);
  return (near + far) / (b * std::sqrt(2.0 * std::numbers::pi));
}

}  // namespace sdescent
