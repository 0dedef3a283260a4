#include "models/label_noise.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {

GaussianLabelNoise::GaussianLabelNoise(double deviation, double location)
    : deviation_(deviation), location_(location) {
  require_non_negative("deviation of the label noise", deviation);
  require_finite("location of the label noise", location);
}

std::string GaussianLabelNoise::description() const {
  if (location_ == 0) return fmt::format("gaussian with v = {}", deviation_);
  return fmt::format("gaussian with v = {}, location {}", deviation_, location_);
}

double GaussianLabelNoise::phi(double risk) const {
  if (location_ == 0)
    return 2.0 / std::numbers::pi * std::sqrt(2.0 * risk / (2.0 * risk + deviation_ * deviation_));
  return std::sqrt(2.0 * risk) * drift(risk);
}

double GaussianLabelNoise::drift(double risk) const {
  if (risk < 0.0) return std::numeric_limits<double>::quiet_NaN();
  return gaussian_drift(location_, 2.0 * risk + deviation_ * deviation_);
}

void GaussianLabelNoise::draw(const At& at, BlockRef epsilon) const {
  for (Index b = 0; b < epsilon.cols(); ++b)
    at.noise.scaled_normals(at.key(0, static_cast<std::uint16_t>(b)), deviation_,
                            epsilon.middleCols(b, 1));
  if (location_ != 0) epsilon += location_;
}

double gaussian_drift(double mean, double variance) {
  if (variance == 0.0) return mean == 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
  return 2.0 / std::numbers::pi / std::sqrt(variance) * std::exp(-0.5 * mean * mean / variance);
}

}  // namespace sdescent
