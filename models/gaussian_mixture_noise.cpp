#include "models/gaussian_mixture_noise.hpp"

#include "io/require.hpp"
#include "solvers/sign_moments.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

const GaussianMixture& checked(const GaussianMixture& m) {
  require_at_least("number of components of a mixture", m.weights.size(), 1);
  require_equal("number of means of a mixture", m.means.size(), m.weights.size());
  require_equal("number of deviations of a mixture", m.deviations.size(), m.weights.size());
  for (Index j = 0; j < m.weights.size(); ++j) {
    require_positive(fmt::format("weight of component {}", j + 1), m.weights(j));
    require_finite(fmt::format("mean of component {}", j + 1), m.means(j));
    require_non_negative(fmt::format("deviation of component {}", j + 1), m.deviations(j));
  }
  require(std::abs(m.weights.sum() - 1) <= 1e-12, "sum of a mixture's weights", "1",
          fmt::format("{}", m.weights.sum()));
  return m;
}

const GaussianMixture& of_mean_zero(const GaussianMixture& m) {
  const double mean = checked(m).weights.dot(m.means);
  require(std::abs(mean) <= 1e-12 * m.means.cwiseAbs().maxCoeff(), "mean of a noise mixture",
          "0 (or centred on request)", fmt::format("{}", mean));
  return m;
}

double deviation_of(const GaussianMixture& m) {
  return std::sqrt(m.weights.dot(m.means.cwiseAbs2() + m.deviations.cwiseAbs2()));
}

/// Of sign(shift + σξ), ξ ~ N(0, 1): its mean, P(+1) and P(−1).
struct ComponentSign {
  double mean, positive, negative;
};

ComponentSign component_sign(double shift, double sigma) {
  if (sigma == 0) {
    const double positive = shift > 0 ? 1.0 : 0.0, negative = shift < 0 ? 1.0 : 0.0;
    return {positive - negative, positive, negative};
  }
  const double y = shift / (sigma * std::numbers::sqrt2);
  return {std::erf(y), 0.5 * std::erfc(-y), 0.5 * std::erfc(y)};
}

}  // namespace

GaussianMixture centred(GaussianMixture mixture) {
  checked(mixture);
  // Twice: the mean of values far from 0 is known to their rounding only.
  for (int pass = 0; pass < 2; ++pass) mixture.means.array() -= mixture.weights.dot(mixture.means);
  return mixture;
}

GaussianMixtureNoise::GaussianMixtureNoise(GaussianMixture mixture, Eigen::VectorXd scales)
    : IndependentNoise("scale", std::move(scales), deviation_of(of_mean_zero(mixture))),
      mixture_(std::move(mixture)) {}

std::string GaussianMixtureNoise::description() const {
  return fmt::format("gaussian_mixture of {}", mixture_.weights.size());
}

void GaussianMixtureNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  Scratch::Frame frame(at.scratch);
  BlockMap choice = frame.block(z.rows(), z.cols());
  at.noise.uniforms(at.key(0, node), choice);
  at.noise.normals(at.key(1, node), z);
  const auto component = [this](double normal, double u) {
    Index j = 0;
    for (double sum = mixture_.weights(0); u > sum && j + 1 < mixture_.weights.size();)
      sum += mixture_.weights(++j);
    return mixture_.means(j) + mixture_.deviations(j) * normal;
  };
  z = z.binaryExpr(choice, component);
}

void GaussianMixtureNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                               BlockRef deviation) const {
  mean = g / scale;
  for_each_sign(mean, mean, deviation, [this](double a) {
    double sign = 0, positive = 0, negative = 0, zero = 0;
    for (Index j = 0; j < mixture_.weights.size(); ++j) {
      const double p = mixture_.weights(j);
      const ComponentSign of = component_sign(a + mixture_.means(j), mixture_.deviations(j));
      sign += p * of.mean;
      positive += p * of.positive;
      negative += p * of.negative;
      if (of.positive == 0 && of.negative == 0) zero += p;
    }
    return SignMoments{sign, sign_deviation(positive, negative, zero)};
  });
}

void GaussianMixtureNoise::column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const {
  slope = a.unaryExpr([this](double value) {
    double sum = 0;
    for (Index j = 0; j < mixture_.weights.size(); ++j) {
      const double y = (value + mixture_.means(j)) / mixture_.deviations(j);
      sum += mixture_.weights(j) / mixture_.deviations(j) * std::exp(-0.5 * y * y);
    }
    return std::sqrt(2.0 * std::numbers::inv_pi) * sum;
  });
}

}  // namespace sdescent
