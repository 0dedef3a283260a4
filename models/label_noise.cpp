#include "models/label_noise.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {

GaussianLabelNoise::GaussianLabelNoise(double deviation) : deviation_(deviation) {
  require_non_negative("deviation of the label noise", deviation);
}

std::string GaussianLabelNoise::description() const {
  return fmt::format("gaussian with v = {}", deviation_);
}

double GaussianLabelNoise::phi(double risk) const {
  return 2.0 / std::numbers::pi * std::sqrt(2.0 * risk / (2.0 * risk + deviation_ * deviation_));
}

double GaussianLabelNoise::drift(double risk) const {
  if (risk < 0.0) return std::numeric_limits<double>::quiet_NaN();
  return 2.0 / std::numbers::pi / std::sqrt(2.0 * risk + deviation_ * deviation_);
}

void GaussianLabelNoise::draw(const At& at, BlockRef epsilon) const {
  for (Index b = 0; b < epsilon.cols(); ++b)
    at.noise.scaled_normals(at.key(0, static_cast<std::uint16_t>(b)), deviation_,
                            epsilon.middleCols(b, 1));
}

}  // namespace sdescent
