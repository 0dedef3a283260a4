#include "models/laplace_noise.hpp"

#include "solvers/sign_moments.hpp"
#include "solvers/special_functions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent {

LaplaceNoise::LaplaceNoise(Eigen::VectorXd scales)
    : IndependentNoise("scale", std::move(scales), std::numbers::sqrt2) {}

void LaplaceNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  at.noise.uniforms(at.key(0, node), z);
  z = z.unaryExpr(
      [](double u) { return std::copysign(-std::log(2.0 * std::min(u, 1.0 - u)), u - 0.5); });
}

void LaplaceNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                       BlockRef deviation) const {
  mean = g / scale;
  for_each_sign(mean, mean, deviation, [](double a) {
    return symmetric_sign_moments(a, -std::expm1(-std::abs(a)), std::exp(-std::abs(a)));
  });
}

void LaplaceNoise::column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const {
  slope = -a.abs();
  vec::exp(slope, slope);
}

}  // namespace sdescent
