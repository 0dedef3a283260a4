#pragma once
/// \file
/// Laplace's law as label noise.

#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε = m + b·(Laplace), density e^{−|z|/b}/(2b). With τ = √(2R), x± = (τ/b ± |m|/τ)/√2 (derived
/// here; for m = 0 φ = (2/π)(√(πR)/b) erfcx(√R/b)):
///
///     drift(R) = (1/b)/√(2π) · e^{−m²/(4R)} (erfcx(x₋) + erfcx(x₊)).
class LaplaceLabelNoise final : public LocatedLabelNoise {
 public:
  /// Throws InvalidInput unless b is finite and > 0 and m finite.
  explicit LaplaceLabelNoise(double scale, double location = 0.0);
  bool has_elementary_phi() const override { return true; }

 private:
  double drift_at(double risk) const override;
};

}  // namespace sdescent
