#pragma once
/// \file
/// S_{n+1} = S_n + a(t_n, S_n) Δt + B(t_n, S_n) ΔW_n (Maruyama 1955; Kloeden, Platen 1992, ch. 10).

#include "solvers/stepper.hpp"

namespace sdescent {

/// Accepts every kind of noise. Weak order 1; strong order ½, and 1 for additive noise; Euler's
/// method, order 1, without noise. With Δt = η on the SDE of an optimizer it has the optimizer's
/// own conditional mean and covariance: agreement there says nothing about the SDE.
class EulerMaruyama final : public Stepper {
 public:
  std::string_view name() const override { return "euler_maruyama"; }
  Orders orders(NoiseKind kind) const override;
  bool accepts(const SdeModel&) const override { return true; }
  void step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
            Scratch& scratch) const override;
};

}  // namespace sdescent
