#include "models/empirical_noise.hpp"

#include "io/require.hpp"
#include "solvers/sign_moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

const Eigen::VectorXd& checked(const Eigen::VectorXd& sample) {
  require_at_least("size of the noise sample", sample.size(), 1);
  for (Index j = 0; j < sample.size(); ++j)
    require_finite(fmt::format("value {} of the noise sample", j + 1), sample(j));
  return sample;
}

const Eigen::VectorXd& of_mean_zero(const Eigen::VectorXd& sample) {
  require(checked(sample).size() <= Index{1} << 24, "size of the noise sample", "<= 2^24",
          fmt::format("{}", sample.size()));
  const double mean = sample.mean();
  require(std::abs(mean) <= 1e-12 * sample.cwiseAbs().maxCoeff(), "mean of the noise sample",
          "0 (or centred on request)", fmt::format("{}", mean));
  return sample;
}

}  // namespace

Eigen::VectorXd centred(Eigen::VectorXd sample) {
  checked(sample);
  // Twice: the mean of values far from 0 is known to their rounding only.
  for (int pass = 0; pass < 2; ++pass) sample.array() -= sample.mean();
  return sample;
}

EmpiricalNoise::EmpiricalNoise(Eigen::VectorXd sample, Eigen::VectorXd scales)
    : IndependentNoise("scale", std::move(scales),
                       std::sqrt(of_mean_zero(sample).cwiseAbs2().mean())),
      sorted_(std::move(sample)) {
  std::sort(sorted_.begin(), sorted_.end());
}

std::string EmpiricalNoise::description() const {
  return fmt::format("empirical, a sample of {}", sorted_.size());
}

void EmpiricalNoise::draw(const At& at, std::uint16_t node, BlockRef z) const {
  at.noise.uniforms(at.key(0, node), z);
  z = z.unaryExpr([this, n = static_cast<double>(sorted_.size())](double u) {
    return sorted_(static_cast<Index>(u * n));
  });
}

void EmpiricalNoise::column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                         BlockRef deviation) const {
  const auto n = static_cast<double>(sorted_.size());
  for_each_sign(g, mean, deviation, [&](double gradient) {
    const auto noisy = [&](double z) { return gradient + scale * z; };
    const auto zero = std::partition_point(sorted_.begin(), sorted_.end(),
                                           [&](double z) { return noisy(z) < 0; });
    const auto above =
        std::partition_point(zero, sorted_.end(), [&](double z) { return noisy(z) <= 0; });
    const double negative = static_cast<double>(zero - sorted_.begin()) / n;
    const double positive = static_cast<double>(sorted_.end() - above) / n;
    return SignMoments{positive - negative,
                       sign_deviation(positive, negative, static_cast<double>(above - zero) / n)};
  });
}

}  // namespace sdescent
