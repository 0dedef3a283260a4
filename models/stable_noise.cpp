#include "models/stable_noise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {

StableNoise::StableNoise(double alpha, Eigen::VectorXd scales)
    : IndependentNoise("scale", std::move(scales),
                       alpha == 2 ? std::numbers::sqrt2 : std::numeric_limits<double>::infinity()),
      sign_(alpha) {}

std::string StableNoise::description() const {
  return fmt::format("stable with alpha = {}", alpha());
}

void StableNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  Scratch::Frame frame(at.scratch);
  BlockMap v = frame.block(z.rows(), z.cols());
  at.noise.uniforms(at.key(0, node), z);
  at.noise.uniforms(at.key(1, node), v);
  const auto chambers_mallows_stuck = [alpha = alpha()](double angle, double level) {
    const double theta = std::numbers::pi * (angle - 0.5);
    const double log_cosine = std::log(std::sin(std::numbers::pi * std::min(angle, 1.0 - angle)));
    const double log_ratio = std::log(std::cos((1.0 - alpha) * theta)) - std::log(-std::log(level));
    return std::sin(alpha * theta) * std::exp((-log_cosine + (1.0 - alpha) * log_ratio) / alpha);
  };
  z = z.binaryExpr(v, chambers_mallows_stuck);
}

void StableNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                      BlockRef deviation) const {
  mean = g / scale;
  sign_.moments(mean, mean, deviation);
}

}  // namespace sdescent
