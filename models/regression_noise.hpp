#pragma once
/// \file
/// Gradient noise of least squares on fresh Gaussian data, as a Gaussian.

#include "models/gaussian_field_noise.hpp"
#include "models/quadratic.hpp"

#include <memory>

namespace sdescent {

/// For f = ½xᵀDx = ½E⟨x, ζ⟩², ζ ~ N(0, D), and a fresh batch of B data in each step, ĝ − ∇f has the
/// covariance
///
///     Σ(x) = (2f(x) D + ∇f(x)∇f(x)ᵀ)/B                    (adaptive, before (128); C.32)
///
/// Here Z is N(0, Σ(x)), as adaptive takes it to be; the data's own law is Gaussian for B → ∞ only.
/// The root has d + 1 sources, (√(2f) D^{1/2}, ∇f)/√B: no matrix is ever formed. With s_i = x_i²λ_i
/// / (2f) the share of coordinate i in the loss (Σ s_i = 1), σ_i² = 2fλ_i(1 + s_i)/B and Corr(Z_i,
/// Z_j) = ±√(s_i s_j/((1 + s_i)(1 + s_j))), at most ⅓ in size.
class RegressionNoise final : public GaussianFieldNoise {
 public:
  /// Throws InvalidInput unless every eigenvalue of D = H is > 0 and B > 0 (which need not be
  /// whole: it is but a scale).
  RegressionNoise(std::shared_ptr<const DiagonalQuadratic> objective, double batch);

  std::string description() const override;
  NoiseKind kind() const override { return NoiseKind::general; }
  Index sources() const override { return dimension() + 1; }
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;
  bool has_sign_correlation() const override { return true; }
  /// At x = 0, where there is no noise.
  bool has_atoms() const override { return true; }

 private:
  void deviations(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef sigma,
                  Scratch& scratch) const override;
  void sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                       Scratch& scratch) const override;

  std::shared_ptr<const DiagonalQuadratic> objective_;
  Eigen::VectorXd root_;  // √λ_i
  double batch_;
};

}  // namespace sdescent
