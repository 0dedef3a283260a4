#include "models/uniform_noise.hpp"

#include "solvers/sign_moments.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {

UniformNoise::UniformNoise(Eigen::VectorXd half_widths)
    : IndependentNoise("half-width", std::move(half_widths), std::numbers::inv_sqrt3) {}

void UniformNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  at.noise.uniforms(at.key(0, node), z);
  z = 2.0 * z - 1.0;
}

void UniformNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                       BlockRef deviation) const {
  mean = g / scale;
  for_each_sign(mean, mean, deviation, [](double a) {
    const double m = std::abs(a) < 1 ? std::abs(a) : 1.0;
    return symmetric_sign_moments(a, m, 1.0 - m);
  });
}

void UniformNoise::column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const {
  slope = a.unaryExpr([](double value) {
    if (std::isnan(value)) return value;
    return std::abs(value) < 1 ? 1.0 : 0.0;
  });
}

}  // namespace sdescent
