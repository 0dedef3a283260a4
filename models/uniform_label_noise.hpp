#pragma once
/// \file
/// The uniform law as label noise.

#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε uniform on [m − w, m + w]. With τ = √(2R) and Φ the normal distribution function
///
///     drift(R) = √(2/π)/w · (Φ((m + w)/τ) − Φ((m − w)/τ)),
///
/// for m = 0 φ = (2/π)(√(πR)/w) erf(w/(2√R)).
class UniformLabelNoise final : public LocatedLabelNoise {
 public:
  /// Throws InvalidInput unless w is finite and > 0 and m finite.
  explicit UniformLabelNoise(double half_width, double location = 0.0);
  bool has_elementary_phi() const override { return true; }

 private:
  double drift_at(double risk) const override;
};

}  // namespace sdescent
