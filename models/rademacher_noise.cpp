#include "models/rademacher_noise.hpp"

#include "solvers/special_functions.hpp"

namespace sdescent {

RademacherNoise::RademacherNoise(Eigen::VectorXd scales)
    : IndependentNoise("scale", std::move(scales), 1.0) {}

void RademacherNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  at.noise.uniforms(at.key(0, node), z);
  z = z.unaryExpr([](double u) { return u < 0.5 ? -1.0 : 1.0; });
}

void RademacherNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                          BlockRef deviation) const {
  deviation = g - scale;
  mean = g + scale;
  sign(deviation, deviation);
  sign(mean, mean);
  for (Index r = 0; r < g.rows(); ++r) {
    const double up = mean(r, 0), down = deviation(r, 0);
    mean(r, 0) = 0.5 * (up + down);
    deviation(r, 0) = 0.5 * (up - down);
  }
}

}  // namespace sdescent
