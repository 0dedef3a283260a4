#pragma once
/// \file
/// The SDE of Adam (ϑ = 0) and AdamW:
///
///     dX = −η_t ((√ι₂/ι₁) P^{-1} (M + ηρ₁(∇f(X) − M)) + ϑX) dt,     P = diag(√V + ε√ι₂),
///     dM = ρ₁(∇f(X) − M) dt + √η ρ₁ Σ(X)^{1/2} dW,                  ι_i = 1 − e^{−ρ_i t},
///     dV = ρ₂((∇f(X))² + diag Σ(X) − V) dt,                         β_i = 1 − ηρ_i.
///
/// Source: adaptive (169), (219); the schedule multiplies the learning rate, which M and V do not
/// see: η_t = κ is the rescaled learning rate of (187)–(189), (222). Malladi's model (233) is
/// SecondMomentModel::noise_only: without the terms ηρ₁(∇f − M) and (∇f)². Diagonal Σ here.
///
/// Order-1 weak approximation for ρ₁, ρ₂ fixed as η → 0 (a fixed β₁ is outside of it) and V bounded
/// away from 0. **For t > 0 only**, where ι_i > 0: start from the optimizer's own state at a time
/// t_0, and look at the dependence on it. Euler's method keeps V >= 0 for ρ₂Δt <= 1; a V below 0
/// makes the state NaN, which ends the run.

#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "models/second_moment_model.hpp"
#include "solvers/sde_model.hpp"
#include "solvers/special_functions.hpp"

#include <memory>

namespace sdescent {

/// Constants of Adam's SDE.
struct AdamSdeSettings {
  double rho1;            ///< (1 − β₁)/η, > 0
  double rho2;            ///< (1 − β₂)/η, > 0
  double epsilon = 1e-8;  ///< ε >= 0
  double decay = 0;       ///< ϑ >= 0, decoupled weight decay
  SecondMomentModel model = SecondMomentModel::full;
  Accuracy accuracy = Accuracy::fast;  ///< of P^{-1}
};

/// State x, m, v.
class AdamSde final : public SdeModel {
 public:
  /// Throws InvalidInput when a constant is out of its range, or the gradient noise is correlated
  /// or has no covariance.
  AdamSde(std::shared_ptr<const Problem> problem, double eta, AdamSdeSettings settings,
          Schedule schedule = {});

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return problem_->dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  bool is_singular_at_zero() const override { return true; }
  /// W drives m.
  Index noise_column() const override { return problem_->dimension(); }
  /// The diffusion depends on X alone, which W does not drive.
  bool has_separable_noise() const override { return true; }

  /// Throws InvalidInput for t <= 0.
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;

 private:
  std::shared_ptr<const Problem> problem_;
  double eta_;
  AdamSdeSettings settings_;
  Schedule schedule_;
  Layout layout_;
};

}  // namespace sdescent
