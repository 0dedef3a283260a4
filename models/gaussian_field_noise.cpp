#include "models/gaussian_field_noise.hpp"

#include "io/require.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

void GaussianFieldNoise::signal_to_noise(const ConstBlockRef& x, const ConstBlockRef& g,
                                         BlockRef ratio, Scratch& scratch) const {
  deviations(x, g, ratio, scratch);
  ratio = (g == 0.0).select(0.0 * ratio, g / ratio);  // a NaN of σ stays
}

void GaussianFieldNoise::sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                                      BlockRef deviation, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap sigma = frame.block(g.rows(), g.cols());
  deviations(x, g, sigma, scratch);
  mean = (g == 0.0).select(0.0 * sigma, g / sigma);
  normal_sign_moments(mean, ones_, mean, deviation, Accuracy::accurate);
  deviation = (sigma == 0.0).select(0.0, deviation);
}

GaussianFieldProblem::GaussianFieldProblem(std::shared_ptr<const Objective> objective,
                                           std::shared_ptr<const GaussianFieldNoise> noise)
    : Problem(std::move(objective)), noise_(std::move(noise)) {
  require_equal("dimension of the gradient noise", noise_->dimension(), dimension());
}

void GaussianFieldProblem::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                           std::uint16_t node) const {
  Scratch::Frame frame(at.scratch);
  BlockMap xi = frame.block(x.rows(), noise_->sources()), z = frame.block(x.rows(), x.cols());
  at.noise.normals(at.key(0, node), xi);
  objective().gradient(x, g, node, at.scratch);
  noise_->diffuse(x, xi, z, at.scratch);
  g += z;
}

}  // namespace sdescent
