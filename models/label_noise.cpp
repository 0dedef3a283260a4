#include "models/label_noise.hpp"

#include "io/require.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {

GaussianLabelNoise::GaussianLabelNoise(double deviation) : deviation_(deviation) {
  require_non_negative("deviation of the label noise", deviation);
}

double GaussianLabelNoise::phi(double risk) const {
  return 2.0 / std::numbers::pi * std::sqrt(2.0 * risk / (2.0 * risk + deviation_ * deviation_));
}

double GaussianLabelNoise::drift(double risk) const {
  if (risk < 0.0) return std::numeric_limits<double>::quiet_NaN();
  return 2.0 / std::numbers::pi / std::sqrt(2.0 * risk + deviation_ * deviation_);
}

}  // namespace sdescent
