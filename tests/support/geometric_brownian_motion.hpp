#pragma once
/// \file
/// dX = μ X dt + σ X dW, whose solution is X_0 exp((μ − σ²/2) t + σ W_t): diagonal noise with every
/// moment known.

#include "solvers/sde_model.hpp"

#include <cmath>

namespace sdescent {

class GeometricBrownianMotion final : public SdeModel {
 public:
  GeometricBrownianMotion(double mu, double sigma) : mu_(mu), sigma_(sigma) {}

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }

  void coefficients(double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch&) const override {
    drift = mu_ * s;
    diagonal = sigma_ * s;
  }

  bool has_derivative() const override { return true; }
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    coefficients(t, s, drift, diagonal, scratch);
    derivative.setConstant(sigma_);
  }

  /// X_t / X_0 when the Brownian motion stands at w.
  double growth(double t, double w) const {
    return std::exp((mu_ - 0.5 * sigma_ * sigma_) * t + sigma_ * w);
  }

 private:
  double mu_, sigma_;
  Layout layout_ = {{"x", 1}};
};

}  // namespace sdescent
