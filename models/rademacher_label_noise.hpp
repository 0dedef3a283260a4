#pragma once
/// \file
/// Rademacher's law as label noise.

#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε = m ± s with equal probabilities; for m = 0 φ(R) = (2/π) e^{−s²/(4R)}. Unless |m| = s, signSGD
/// of batch 1 loses its drift exponentially as R → 0.
class RademacherLabelNoise final : public LocatedLabelNoise {
 public:
  /// Throws InvalidInput unless s is finite and > 0 and m finite.
  explicit RademacherLabelNoise(double scale, double location = 0.0);
  bool has_elementary_phi() const override { return true; }

 private:
  double drift_at(double risk) const override;
};

}  // namespace sdescent
