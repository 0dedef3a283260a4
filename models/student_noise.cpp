#include "models/student_noise.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

double unit_deviation(double nu) {
  return nu > 2 ? std::sqrt(nu / (nu - 2)) : std::numeric_limits<double>::infinity();
}

}  // namespace

StudentNoise::StudentNoise(double nu, Eigen::VectorXd scales)
    : IndependentNoise("scale", std::move(scales), sdescent::unit_deviation(nu)), sign_(nu) {}

std::string StudentNoise::description() const {
  return fmt::format("student_t with nu = {}", nu());
}

std::optional<double> StudentNoise::unit_sign_slope() const {
  return 2.0 /
         (std::sqrt(std::numbers::pi * nu()) * boost::math::tgamma_delta_ratio(0.5 * nu(), 0.5));
}

void StudentNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  Scratch::Frame frame(at.scratch);
  BlockMap angle = frame.block(z.rows(), z.cols());
  at.noise.uniforms(at.key(0, node), z);
  at.noise.uniforms(at.key(1, node), angle);
  const auto polar = [nu = nu()](double u, double v) {
    // √(ν(U^{−2/ν} − 1)), without overflow for small ν and without cancellation for large ν
    const double log_u = std::log(u);
    const double radius = std::exp(-log_u / nu) * std::sqrt(-nu * std::expm1(2.0 * log_u / nu));
    return radius * std::cos(2.0 * std::numbers::pi * v);
  };
  z = z.binaryExpr(angle, polar);
}

void StudentNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                       BlockRef deviation) const {
  sign_.moments(g, mean, deviation, 1.0 / scale);
}

void StudentNoise::column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const {
  slope = a.unaryExpr([peak = *unit_sign_slope(), root = std::sqrt(nu()),
                       power = -0.5 * (nu() + 1.0)](double value) {
    constexpr double far = 1e8;  // from there on log(1 + t²) = 2 log t, without overflow of t²
    const double t = std::abs(value) / root;
    return peak * std::exp(power * (t > far ? 2.0 * std::log(t) : std::log1p(t * t)));
  });
}

StudentNoise cauchy(Eigen::VectorXd scales) { return {1.0, std::move(scales)}; }

}  // namespace sdescent
