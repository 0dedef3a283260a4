#pragma once
/// \file
/// Z_i = ±s_i with equal probabilities.

#include "models/independent_noise.hpp"

namespace sdescent {

/// Two-point noise with scales s_i: variance s_i². ĝ_i is 0 with probability ½ where |∂_i f| = s_i.
/// m jumps there, so SignSGD's SDE is no weak approximation by the theorem.
///
/// Drawn from one uniform (draw 0), exactly.
class RademacherNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput unless every s_i is finite and >= 0.
  explicit RademacherNoise(Eigen::VectorXd scales);

  std::string description() const override { return "rademacher"; }

 private:
  bool unit_atoms() const override { return true; }
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// mean = ½(sign(g + s) + sign(g − s)), deviation = ½|sign(g + s) − sign(g − s)|.
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;
};

}  // namespace sdescent
