#pragma once
/// \file
/// A mixture of normals as label noise.

#include "models/gaussian_mixture_noise.hpp"
#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε ~ N(μ_j, σ_j²) with probability p_j, not centred; location() is the mean Σ p_j μ_j and scale()
/// 1. φ(R) = (2/π) Σ p_j √(2R/(2R + σ_j²)) e^{−μ_j²/(2(2R + σ_j²))}.
class GaussianMixtureLabelNoise final : public LocatedLabelNoise {
 public:
  /// ε = location + scale · ζ, ζ from the mixture as it is. Throws InvalidInput as
  /// GaussianMixtureNoise does, and unless scale > 0 and the location is finite.
  explicit GaussianMixtureLabelNoise(const GaussianMixture& mixture, double scale = 1.0,
                                     double location = 0.0);

  /// The law of ε.
  const GaussianMixture& mixture() const { return mixture_; }
  std::string description() const override;
  std::vector<NormalComponent> normal_components() const override;
  bool has_elementary_phi() const override { return true; }

 private:
  struct Law {
    GaussianMixture mixture, centred;
    double mean;
  };
  explicit GaussianMixtureLabelNoise(Law law);
  static Law moved(GaussianMixture mixture, double scale, double location);
  double drift_at(double risk) const override;

  GaussianMixture mixture_;
};

}  // namespace sdescent
