#pragma once
/// \file
/// Noise drawn from a sample, in every coordinate: residuals of real data, for example.

#include "models/independent_noise.hpp"

namespace sdescent {

/// The sample less its mean. Throws InvalidInput when it is empty or not finite.
Eigen::VectorXd centred(Eigen::VectorXd sample);

/// Z_i = s_i ζ_i, ζ_i independent, each of the n values of the sample with probability 1/n:
/// variance s_i² (1/n) Σ z_j² (divisor n, the law being the sample itself). m has n jumps:
/// SignSGD's SDE is no weak approximation by the theorem, but for n ≫ 1 and a diffusion that
/// smooths them over.
///
/// Drawn from one uniform (draw 0), value ⌊nU⌋: uniform to n/2³².
class EmpiricalNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput for a sample that is empty, larger than 2²⁴, not finite or of a mean that
  /// is not 0 (to 1e-12 of its largest value: see centred()), and unless every scale is finite and
  /// >= 0.
  EmpiricalNoise(Eigen::VectorXd sample, Eigen::VectorXd scales);

  /// In increasing order.
  const Eigen::VectorXd& sample() const { return sorted_; }
  std::string description() const override;

 private:
  bool unit_atoms() const override { return true; }
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// By the numbers of values z for which g + sz, in the arithmetic of add(), is > 0, < 0 and 0.
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;

  Eigen::VectorXd sorted_;
};

}  // namespace sdescent
