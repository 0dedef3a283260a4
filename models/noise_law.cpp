#include "models/noise_law.hpp"

#include "io/error.hpp"
#include "solvers/arithmetic.hpp"

namespace sdescent {

void NoiseLaw::diagonal(const ConstBlockRef&, BlockRef, Scratch&) const {
  throw InvalidInput("the gradient noise must be uncorrelated, got a law with correlations");
}

void NoiseLaw::sign_moments(const ConstBlockRef&, const ConstBlockRef&, BlockRef, BlockRef,
                            Scratch&) const {
  throw InvalidInput("the gradient noise must have a known P(sign), got a law without one");
}

void NoiseLaw::sign_covariance(const ConstBlockRef&, const ConstBlockRef&, BlockRef out,
                               Scratch&) const {
  if (!has_independent_signs())
    throw InvalidInput("the signs of gradient noise must have known correlations, got " +
                       description());
  out.setZero();
}

void NoiseLaw::sign_correlation(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                                Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap mean = frame.block(g.rows(), g.cols()), deviation = frame.block(g.rows(), g.cols()),
           variance = frame.block(g.rows(), 1);
  accurate_sign_moments(x, g, mean, deviation, scratch);
  sign_covariance(x, g, out, scratch);
  for (Index i = 0; i < g.cols(); ++i)
    for (Index j = i + 1; j < g.cols(); ++j) {
      auto pair = out.col(correlation_column(g.cols(), i, j));
      variance = deviation.col(i) * deviation.col(j);
      pair = (variance.col(0) == 0.0).select(0.0, pair / variance.col(0));
    }
}

void NoiseLaw::sign_mean_slope(const ConstBlockRef&, const ConstBlockRef&, BlockRef,
                               Scratch&) const {
  throw InvalidInput("the gradient noise must have a known density, got a law without one");
}

void NoiseLaw::deviation_slope(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef slope,
                               Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap mean = frame.block(g.rows(), g.cols()), deviation = frame.block(g.rows(), g.cols());
  accurate_sign_moments(x, g, mean, deviation, scratch);
  sign_mean_slope(x, g, slope, scratch);
  // Far out the density underflows with the variance, and before it: 0/0 stands for 0.
  slope = (deviation == 0.0).select(0.0 * slope, -mean * slope / deviation);
}

void NoiseLaw::sign_mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                         Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap deviation = frame.block(g.rows(), g.cols());
  sign_moments(x, g, mean, deviation, scratch);
}

void NoiseLaw::threshold_signs(const ConstBlockRef& x, const ConstBlockRef& g,
                               const ConstBlockRef& u, BlockRef signs, Scratch& scratch) const {
  sign_mean(x, g, signs, scratch);
  threshold_sign(signs, u, signs);
}

void NoiseLaw::sign_descent(const ConstBlockRef& x, const ConstBlockRef& g, SignFactors factors,
                            BlockRef drift, BlockRef diagonal, Scratch& scratch) const {
  sign_moments(x, g, drift, diagonal, scratch);
  scale(factors.mean, drift, drift);
  scale(factors.deviation, diagonal, diagonal);
}

}  // namespace sdescent
