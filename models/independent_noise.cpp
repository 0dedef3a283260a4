#include "models/independent_noise.hpp"

#include "io/require.hpp"
#include "solvers/special_functions.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

IndependentNoise::IndependentNoise(const char* name, Eigen::VectorXd scales, double unit_deviation)
    : scales_(std::move(scales)), unit_deviation_(unit_deviation) {
  require_at_least(fmt::format("number of values of {}", name), scales_.size(), 1);
  for (Index i = 0; i < scales_.size(); ++i)
    require_non_negative(fmt::format("{} of coordinate {}", name, i + 1), scales_(i));
}

bool IndependentNoise::has_finite_covariance() const { return std::isfinite(unit_deviation_); }

void IndependentNoise::require_covariance() const {
  if (!has_finite_covariance())  // the message is put together only for this
    require(false, "the gradient noise", "of finite covariance", description());
}

void IndependentNoise::diagonal(const ConstBlockRef&, BlockRef out, Scratch&) const {
  require_covariance();
  for (Index c = 0; c < out.cols(); ++c) out.col(c) = unit_deviation_ * scales_(c);
}

void IndependentNoise::diffuse(const ConstBlockRef&, const ConstBlockRef& dW, BlockRef out,
                               Scratch&) const {
  require_covariance();
  for (Index c = 0; c < out.cols(); ++c) out.col(c) = (unit_deviation_ * scales_(c)) * dW.col(c);
}

void IndependentNoise::sign_moments(const ConstBlockRef&, const ConstBlockRef& g, BlockRef mean,
                                    BlockRef deviation, Scratch&) const {
  for (Index c = 0; c < g.cols(); ++c) {
    if (scales_(c) > 0) {
      column_sign_moments(g.col(c), scales_(c), mean.col(c), deviation.col(c));
    } else {
      sign(g.col(c), mean.col(c));
      deviation.col(c).setZero();  // also at g = 0, where the sign is 0 and √(1 − mean²) would be 1
    }
  }
}

std::optional<Eigen::VectorXd> IndependentNoise::sign_slope() const {
  const auto unit = unit_sign_slope();
  if (!unit) return std::nullopt;
  return *unit * scales_.cwiseInverse();
}

void IndependentNoise::sign_mean_slope(const ConstBlockRef& x, const ConstBlockRef& g,
                                       BlockRef slope, Scratch& scratch) const {
  if (!has_unit_density()) return NoiseLaw::sign_mean_slope(x, g, slope, scratch);
  for (Index c = 0; c < g.cols(); ++c) {
    if (scales_(c) > 0) {
      slope.col(c) = g.col(c) / scales_(c);
      column_sign_mean_slope(slope.col(c), slope.col(c));
      slope.col(c) /= scales_(c);
    } else {
      slope.col(c) = 0.0 * g.col(c);
    }
  }
}

void IndependentNoise::add(const At& at, std::uint16_t node, BlockRef g) const {
  Scratch::Frame frame(at.scratch);
  BlockMap z = frame.block(g.rows(), g.cols());
  draw(at, node, z);
  for (Index c = 0; c < g.cols(); ++c)
    if (scales_(c) > 0)
      g.col(c) += scales_(c) * z.col(c);  // a draw may be infinite, 0 · ∞ is not 0
}

}  // namespace sdescent
