#pragma once
/// \file
/// A mixture of normals in every coordinate.

#include "models/independent_noise.hpp"

namespace sdescent {

/// The law of one number: N(mean_j, deviation_j²) with probability weight_j.
struct GaussianMixture {
  Eigen::VectorXd weights, means, deviations;
};

/// The same with its mean moved to 0. Throws InvalidInput as GaussianMixtureNoise does.
GaussianMixture centred(GaussianMixture mixture);

/// Z_i = s_i ζ_i, ζ_i independent from the mixture: variance s_i² Σ_j p_j (μ_j² + σ_j²). A
/// component of deviation 0 is an atom, at which ĝ_i may be 0.
///
/// Drawn from one uniform (draw 0), which picks the component with its weight to 2⁻³², and one
/// normal (draw 1), whose tail is the noise source's: a component's mass beyond 6.8 deviations
/// (1e-11) is cut off.
class GaussianMixtureNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput unless weights > 0 sum to 1 (to 1e-12), deviations are >= 0, there are
  /// equally many of all three, the mean Σ p_j μ_j is 0 (to 1e-12 of the largest |μ_j|: see
  /// centred()) and every scale is finite and >= 0.
  GaussianMixtureNoise(GaussianMixture mixture, Eigen::VectorXd scales);

  const GaussianMixture& mixture() const { return mixture_; }
  std::string description() const override;

 private:
  bool unit_atoms() const override { return (mixture_.deviations.array() == 0).any(); }
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// mean = Σ_j p_j erf((g/s + μ_j)/(σ_j√2)).
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;
  bool has_unit_density() const override { return !unit_atoms(); }
  /// Σ_j p_j √(2/π)/σ_j e^{−(a + μ_j)²/(2σ_j²)}
  void column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const override;

  GaussianMixture mixture_;
};

}  // namespace sdescent
