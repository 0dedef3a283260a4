#pragma once
/// \file
/// Label noise ε of linear regression: how it is drawn, and as risk curves see it.

#include "solvers/at.hpp"
#include "solvers/block.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// A part N(mean, deviation²) of a mixture; deviation 0 is a point.
struct NormalComponent {
  double weight, mean, deviation;
};

/// y = ⟨x, θ*⟩ + ε, ε independent of x. Immutable. Source: exact (9), (13).
class LabelNoise {
 public:
  virtual ~LabelNoise() = default;

  /// The law and its parameters in words: "gaussian with v = 0.8".
  virtual std::string description() const = 0;

  /// φ(R) = (2/π) E exp(−ε²/(4R)), R > 0: how much of the drift of signSGD the noise leaves.
  virtual double phi(double risk) const = 0;

  /// φ(R)/√(2R), R >= 0: the drift of a mode of signODE is −2η c_B λ_i times this (with φ^(B) for
  /// φ). NaN for R < 0.
  virtual double drift(double risk) const = 0;

  /// E ε² about 0, a location included; infinite where there is none.
  virtual double second_moment() const = 0;

  /// Independent draws of ε into every entry, column b from keys at.key(draw, b), draw = 0, 1, ….
  virtual void draw(const At& at, BlockRef epsilon) const = 0;

  /// The law as a finite mixture of normals, weights adding up to 1; nothing where it is none. The
  /// means of signSGD's signs are known in closed form then (models/streaming_signs.hpp).
  virtual std::vector<NormalComponent> normal_components() const { return {}; }
};

/// ε ~ N(0, v²): φ(R) = (2/π) √(2R/(2R + v²)). Any batch size has the same φ.
class GaussianLabelNoise final : public LabelNoise {
 public:
  /// Throws InvalidInput unless v is finite and >= 0 (0: φ = 2/π, and an infinite drift at R = 0).
  explicit GaussianLabelNoise(double deviation);

  double deviation() const { return deviation_; }
  std::string description() const override;
  double phi(double risk) const override;
  double drift(double risk) const override;
  double second_moment() const override { return deviation_ * deviation_; }
  void draw(const At& at, BlockRef epsilon) const override;
  std::vector<NormalComponent> normal_components() const override {
    return {{1.0, 0.0, deviation_}};
  }

 private:
  double deviation_;
};

}  // namespace sdescent
