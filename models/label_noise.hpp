#pragma once
/// \file
/// Label noise ε of linear regression, as the risk curves of sign methods see it.

namespace sdescent {

/// y = ⟨x, θ*⟩ + ε. Source: exact (9), (13).
class LabelNoise {
 public:
  virtual ~LabelNoise() = default;

  /// φ(R) = (2/π) E exp(−ε²/(4R)), R > 0: how much of the drift of signSGD the noise leaves.
  virtual double phi(double risk) const = 0;

  /// φ(R)/√(2R), R >= 0: the drift of a mode of signODE is −2η c_B λ_i times this. NaN for R < 0.
  virtual double drift(double risk) const = 0;
};

/// ε ~ N(0, v²): φ(R) = (2/π) √(2R/(2R + v²)). Any batch size has the same φ.
class GaussianLabelNoise final : public LabelNoise {
 public:
  /// Throws InvalidInput unless v is finite and >= 0 (0: φ = 2/π, and an infinite drift at R = 0).
  explicit GaussianLabelNoise(double deviation);

  double deviation() const { return deviation_; }
  double phi(double risk) const override;
  double drift(double risk) const override;

 private:
  double deviation_;
};

}  // namespace sdescent
