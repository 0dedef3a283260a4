#pragma once
/// \file
/// The SDE of SGD:
///
///     dX = −η_t (∇f(X) dt + √η Σ(X)^{1/2} dW).   Source: adaptive, footnote 5 and (238).
///
/// Order-1 weak approximation of SGD for smooth ∇f and Σ^{1/2}. Any noise law of finite covariance.

#include "models/optimizer_sde.hpp"

namespace sdescent {

class SgdSde final : public OptimizerSde {
 public:
  /// Throws InvalidInput, too, when the noise law has no covariance.
  SgdSde(std::shared_ptr<const Problem> problem, double eta, Schedule schedule = {})
      : OptimizerSde(std::move(problem), eta, std::move(schedule)) {
    require_covariance("sgd_sde");
  }

  Index noise_dimension() const override { return problem().noise().sources(); }
  NoiseKind noise_kind() const override { return problem().noise().kind(); }
  /// Known where Σ is diagonal and the same everywhere.
  bool has_separable_noise() const override {
    return SdeModel::has_separable_noise() ||
           (noise_kind() == NoiseKind::diagonal && problem().noise().is_constant());
  }

  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    problem().objective().gradient(x, drift, 0, scratch);
    drift *= drift_factor(t);
    if (noise_kind() != NoiseKind::diagonal) return;
    problem().noise().diagonal(x, diagonal, scratch);
    diagonal *= diffusion_factor(t);
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

  void diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override {
    problem().noise().diffuse(x, dW, out, scratch);
    out *= diffusion_factor(t);
  }
};

}  // namespace sdescent
