#pragma once
/// \file
/// Milstein's scheme for diagonal noise (Milstein 1974; Kloeden, Platen 1992, (10.3.12)):
///
///     S_j' = S_j + a_j Δt + b_j ΔW_j + ½ b_j ∂b_j/∂s_j (ΔW_j² − Δt),
///
/// and Platen's scheme without derivatives (Kloeden, Platen 1992, (11.1.3)), which replaces the
/// last term, with the supporting value Υ = S + a Δt + b √Δt, by
///
///     (b_j(t, Υ) − b_j(t, S)) (ΔW_j² − Δt)/(2√Δt).
///
/// Both: weak order 1; strong order 1; without noise Euler's method, order 1. They give the same
/// first two conditional moments as Euler–Maruyama up to O(Δt²).
///
/// Strong order 1 holds if the noise is separable (SdeModel::has_separable_noise()). If b_j
/// depends on another driven column k, noise does not commute (b_k ∂b_j/∂s_k is not 0, its mirror
/// image is), the iterated integrals of dW_k dW_j that neither scheme has are of the order of what
/// they add, and the strong order is ½, Euler–Maruyama's; the weak order stays 1. That is the SDE
/// of SignSGD on an objective whose Hessian is not diagonal.

#include "solvers/stepper.hpp"

namespace sdescent {

/// Accepts diagonal noise whose derivative the model knows.
class Milstein final : public Stepper {
 public:
  std::string_view name() const override { return "milstein"; }
  Orders orders(NoiseKind) const override { return {.weak = 1, .strong = 1, .zero_noise = 1}; }
  bool accepts(const SdeModel& model) const override {
    return model.noise_kind() == NoiseKind::diagonal && model.has_derivative();
  }
  void step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
            Scratch& scratch) const override;
};

/// Accepts diagonal noise. The coefficients must be defined at Υ, a standard deviation away from
/// the path, and are evaluated twice a step.
class DerivativeFreeMilstein final : public Stepper {
 public:
  std::string_view name() const override { return "milstein_derivative_free"; }
  Orders orders(NoiseKind) const override { return {.weak = 1, .strong = 1, .zero_noise = 1}; }
  bool accepts(const SdeModel& model) const override {
    return model.noise_kind() == NoiseKind::diagonal;
  }
  void step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
            Scratch& scratch) const override;
};

}  // namespace sdescent
