#include "models/multivariate_student_noise.hpp"

#include "io/require.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>

#include <cmath>

namespace sdescent {

MultivariateStudentNoise::MultivariateStudentNoise(double nu, const Eigen::MatrixXd& scale_matrix)
    : shape_(GaussianNoise::with_covariance(scale_matrix)), marginals_(nu, shape_.deviations()) {}

std::string MultivariateStudentNoise::description() const {
  return fmt::format("multivariate student_t with nu = {}", nu());
}

double MultivariateStudentNoise::deviation_factor() const {
  if (!has_finite_covariance())  // the message is put together only for this
    require(false, "the gradient noise", "of finite covariance", description());
  return marginals_.unit_deviation();
}

void MultivariateStudentNoise::diagonal(const ConstBlockRef& x, BlockRef out,
                                        Scratch& scratch) const {
  const double factor = deviation_factor();
  shape_.diagonal(x, out, scratch);
  out *= factor;
}

void MultivariateStudentNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW,
                                       BlockRef out, Scratch& scratch) const {
  const double factor = deviation_factor();
  shape_.diffuse(x, dW, out, scratch);
  out *= factor;
}

void MultivariateStudentNoise::sign_moments(const ConstBlockRef& x, const ConstBlockRef& g,
                                            BlockRef mean, BlockRef deviation,
                                            Scratch& scratch) const {
  marginals_.sign_moments(x, g, mean, deviation, scratch);
}

void MultivariateStudentNoise::add(const At& at, std::uint16_t node, BlockRef g) const {
  using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  Scratch::Frame frame(at.scratch);
  BlockMap z = frame.block(g.rows(), g.cols());
  BlockMap factor = frame.block(g.rows(), 1);
  z.setZero();
  shape_.add(at, node, z);
  at.noise.uniforms(at.key(1, node), factor);
  factor = factor.unaryExpr([half_nu = 0.5 * nu()](double u) {
    return std::sqrt(half_nu / boost::math::gamma_p_inv(half_nu, u, Policy()));
  });
  for (Index c = 0; c < g.cols(); ++c)
    if (shape_.deviations()(c) > 0) g.col(c) += factor.col(0) * z.col(c);
}

}  // namespace sdescent
