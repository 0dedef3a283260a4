#pragma once
/// \file
/// The symmetric α-stable law as label noise.

#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε = m + s X, E e^{iuX} = e^{−|u|^α}. By Parseval's formula (derived here)
///
///     drift(R) = (2/π)^{3/2} ∫_0^∞ cos(mu) e^{−(su)^α − Ru²} du,
///
/// over log u; for m ≠ 0 along the ray arg u = π/8, where the cosine decays. Far from the location
/// (R, s² ≪ m²) terms cancel; from where 1e-12 is out of reach, φ and drift throw NumericalFailure.
/// α = 2 is N(m, 2s²), in closed form.
class StableLabelNoise final : public LocatedLabelNoise {
 public:
  /// Throws InvalidInput unless 0.1 <= α <= 1.99999 or α = 2, s is finite and > 0 and m finite.
  StableLabelNoise(double alpha, double scale, double location = 0.0);

  double alpha() const { return alpha_; }

 private:
  double drift_at(double risk) const override;

  double alpha_;
};

}  // namespace sdescent
