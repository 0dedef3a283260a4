#pragma once
/// \file
/// Laplace's law, density e^{−|z|/b}/(2b), in every coordinate.

#include "models/independent_noise.hpp"

namespace sdescent {

/// Z_i independent with scales b_i: variance 2b_i², P(|Z_i| > z) = e^{−z/b_i}.
///
/// Drawn by inversion from one uniform (draw 0): |Z|/b <= 32 log 2 = 22.2, which cuts off a mass of
/// 2⁻³².
class LaplaceNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput unless every b_i is finite and >= 0.
  explicit LaplaceNoise(Eigen::VectorXd scales);

  std::string description() const override { return "laplace"; }

 private:
  std::optional<double> unit_sign_slope() const override { return 1.0; }
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// mean = sign(g)(1 − e^{−|g|/b}), deviation = √(1 − mean²).
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;
  bool has_unit_density() const override { return true; }
  /// e^{−|a|}, with a kink at 0
  void column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const override;
};

}  // namespace sdescent
