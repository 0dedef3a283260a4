#pragma once
/// \file
/// The symmetric α-stable law in every coordinate.

#include "models/independent_noise.hpp"
#include "solvers/stable_sign.hpp"

namespace sdescent {

/// Z_i = s_i X_i, X_i independent with E exp(isX) = exp(−|s|^α): N(0, 2) for α = 2, Cauchy for α
/// = 1. For α < 2 there is no covariance (P(|X| > x) ~ (2/π) Γ(α) sin(πα/2) x^{−α}) and SDEs that
/// diffuse with Σ^{1/2} refuse it; SignSGD's takes it.
///
/// Drawn by Chambers, Mallows and Stuck's formula (JASA 71, 1976), exact for every α, from two
/// uniforms (draws 0 and 1): with Θ = π(U − ½), W = −log V,
///
///     X = sin(αΘ) / (cos Θ)^{1/α} · (cos((1−α)Θ)/W)^{(1−α)/α}.
///
/// Probabilities of tails are distorted below 2⁻³², where Θ and V run out of values.
class StableNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput unless 0.1 <= α <= 1.99999 or α = 2 and every s_i is finite and >= 0.
  StableNoise(double alpha, Eigen::VectorXd scales);

  double alpha() const { return sign_.alpha(); }
  std::string description() const override;

 private:
  std::optional<double> unit_sign_slope() const override { return sign_.slope(); }
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// StableSign of g/s.
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;

  StableSign sign_;
};

}  // namespace sdescent
