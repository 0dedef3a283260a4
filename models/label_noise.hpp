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

  /// The B of φ^(B): 1 but for BatchLabelNoise. Draws are of one datum each whatever it is.
  virtual Index batch() const { return 1; }

  /// Whether φ^(B) = φ for every B: centred Gaussian noise alone.
  virtual bool has_phi_of_any_batch() const { return false; }

  /// φ(R) = (2/π) E exp(−ε²/(4R)), R > 0: how much of the drift of signSGD the noise leaves.
  virtual double phi(double risk) const = 0;

  /// Whether φ costs a few elementary functions and no memory, and not an integral or a sum over a
  /// sample: see for_inner_loops().
  virtual bool has_elementary_phi() const { return false; }

  /// φ(R)/√(2R), R >= 0: the drift of a mode of signODE is −2η c_B λ_i times this (with φ^(B) for
  /// φ). It is 2√(2/π) times the density at 0 of the residual ⟨x, v⟩ − ε, ⟨x, v⟩ ~ N(0, 2R), so
  /// that its limit at R = 0 is 2√(2/π) f_ε(0): 0 where ε stays away from 0, infinite under an atom
  /// there. NaN for R < 0.
  virtual double drift(double risk) const = 0;

  /// E ε² about 0, a location included; infinite where there is none.
  virtual double second_moment() const = 0;

  /// Independent draws of ε into every entry, column b from keys at.key(draw, b), draw = 0, 1, ….
  virtual void draw(const At& at, BlockRef epsilon) const = 0;

  /// The law as a finite mixture of normals, weights adding up to 1; nothing where it is none. The
  /// means of signSGD's signs are known in closed form then (models/streaming_signs.hpp).
  virtual std::vector<NormalComponent> normal_components() const { return {}; }
};

/// ε ~ N(m, v²): φ(R) = (2/π) √(2R/(2R + v²)) e^{−m²/(2(2R + v²))}. For m = 0 any batch size has
/// the same φ.
class GaussianLabelNoise final : public LabelNoise {
 public:
  /// Throws InvalidInput unless v is finite and >= 0 (0, m = 0: φ = 2/π, and an infinite drift at R
  /// = 0) and m is finite.
  explicit GaussianLabelNoise(double deviation, double location = 0.0);

  double deviation() const { return deviation_; }
  double location() const { return location_; }
  std::string description() const override;
  bool has_phi_of_any_batch() const override { return location_ == 0; }
  bool has_elementary_phi() const override { return true; }
  double phi(double risk) const override;
  double drift(double risk) const override;
  double second_moment() const override { return location_ * location_ + deviation_ * deviation_; }
  void draw(const At& at, BlockRef epsilon) const override;
  std::vector<NormalComponent> normal_components() const override {
    return {{1.0, location_, deviation_}};
  }

 private:
  double deviation_, location_;
};

/// The drift under ε ~ N(mean, variance − 2R), (2/π) e^{−mean²/(2·variance)}/√variance; its limit
/// at variance 0 is 0, or infinite for mean 0. All laws that are mixtures of normals are made of
/// it.
double gaussian_drift(double mean, double variance);

}  // namespace sdescent
