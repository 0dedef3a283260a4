#pragma once
/// \file
/// The uniform law on [−w, w] in every coordinate.

#include "models/independent_noise.hpp"

namespace sdescent {

/// Z_i independent with half-widths w_i: variance w_i²/3. Bounded noise: where |∂_i f| >= w_i the
/// sign of the gradient is certain, and m has a kink there, so SignSGD's SDE is no weak
/// approximation by the theorem.
///
/// Drawn from one uniform (draw 0): multiples of w 2⁻³², never ±w itself.
class UniformNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput unless every w_i is finite and >= 0.
  explicit UniformNoise(Eigen::VectorXd half_widths);

  std::string description() const override { return "uniform"; }
  /// The slope −g/(w √(w² − g²)) grows beyond bounds as |g| → w.
  bool has_deviation_slope() const override { return false; }

 private:
  std::optional<double> unit_sign_slope() const override { return 1.0; }
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// mean = g/w and deviation = √(1 − mean²) for |g| < w, then sign(g) and 0.
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;
  bool has_unit_density() const override { return true; }
  /// 1 for |a| < 1, then 0
  void column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const override;
};

}  // namespace sdescent
