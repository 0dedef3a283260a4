#pragma once
/// \file
/// Label noise drawn from a sample: residuals of real data.

#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε is each of the n values of the sample with probability 1/n, not centred; location() is their
/// mean and scale() 1. φ(R) = (2/π)(1/n) Σ e^{−z_j²/(4R)}, n exponentials each time: PhiTable is
/// for inner loops. Below the smallest z_j² it falls to 0 exponentially: an empirical law has no
/// density at 0, a smooth one fitted to it does.
class EmpiricalLabelNoise final : public LocatedLabelNoise {
 public:
  /// ε = location + scale · ζ, ζ from the sample as it is. Throws InvalidInput as EmpiricalNoise
  /// does, and unless scale > 0 and the location is finite.
  explicit EmpiricalLabelNoise(const Eigen::VectorXd& sample, double scale = 1.0,
                               double location = 0.0);

  std::string description() const override;

 private:
  struct Law {
    Eigen::VectorXd sample, centred;
  };
  explicit EmpiricalLabelNoise(Law law);
  static Law moved(const Eigen::VectorXd& sample, double scale, double location);
  double drift_at(double risk) const override;

  Eigen::ArrayXd squares_;  // z_j², increasing
};

}  // namespace sdescent
