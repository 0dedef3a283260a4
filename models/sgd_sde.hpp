#pragma once
/// \file
/// The SDE of SGD:
///
///     dX = −(∇f(X) dt + √η Σ(X)^{1/2} dW).   Source: adaptive, footnote 5 and (238).
///
/// Order-1 weak approximation of SGD for smooth ∇f and Σ^{1/2}. Any noise law of finite covariance.

#include "models/optimizer_sde.hpp"

#include <cmath>

namespace sdescent {

class SgdSde final : public OptimizerSde {
 public:
  using OptimizerSde::OptimizerSde;

  Index noise_dimension() const override { return problem().noise().sources(); }
  NoiseKind noise_kind() const override { return problem().noise().kind(); }

  void coefficients(double, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    problem().objective().gradient(x, drift, 0, scratch);
    drift = -drift;
    if (noise_kind() != NoiseKind::diagonal) return;
    problem().noise().diagonal(x, diagonal, scratch);
    diagonal *= -std::sqrt(eta());
  }

  /// Σ must be diagonal and constant: the derivative is 0 then.
  bool has_derivative() const override {
    return noise_kind() == NoiseKind::diagonal && problem().noise().is_constant();
  }
  void coefficients_and_derivative(double t, const ConstBlockRef& x, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    if (!has_derivative())
      return OptimizerSde::coefficients_and_derivative(t, x, drift, diagonal, derivative, scratch);
    coefficients(t, x, drift, diagonal, scratch);
    derivative.setZero();
  }

  void diffuse(double, const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override {
    problem().noise().diffuse(x, dW, out, scratch);
    out *= -std::sqrt(eta());
  }
};

}  // namespace sdescent
