#pragma once
/// \file
/// The three phases of SignSGD as one ODE for E X_t, by the signal-to-noise ratio
/// Y = Σ^{-1/2} ∇f(X)/√2 of each coordinate (Σ diagonal, Gaussian noise):
///
///     |Y_i| > 3/2        dx_i/dt = −sign(∂_i f)
///     1 < |Y_i| < 3/2    dx_i/dt = −(m Y_i + q_i)
///     |Y_i| < 1          dx_i/dt = −√(2/π) ∂_i f/σ_i
///
/// Source: adaptive, Lemma 3.4 and C.21. In Phase 2 the lemma gives bounds only, so there are two
/// ODEs: q_i = q_i⁺ bounds dE X_i/dt from below, q_i = q_i⁻ from above, where q⁺ = q₂ and q⁻ = q₁
/// if ∂_i f > 0, q⁺ = −q₁ and q⁻ = −q₂ if not. The true rate, erf(Y), lies between the two.
///
/// Under a schedule every rate is multiplied by η_t (adaptive (111)).
///
/// The rate jumps at |Y| = 3/2 (from 0.966 or 0.985, by bound, to 1) and at |Y| = 1 (from 2/√π =
/// 1.128 to 0.843 or 0.861), so this is a SwitchedOde. Phase 3 is a linearisation; the SDE that the
/// lemma has there exists for |Y| < √π/2 only, its drift everywhere.

#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/switched_ode.hpp"

#include <Eigen/Core>

#include <memory>

namespace sdescent {

/// The line m y + q through erf on [1, 3/2].
struct PhaseTwoLine {
  double slope;    ///< m = 0.246809, of the secant of erf
  double secant;   ///< q₁ = 0.595892, its intercept: the line below erf
  double tangent;  ///< q₂ = 0.614478, that of the parallel tangent: the line above
  static PhaseTwoLine of_erf();
};

class SignSgdPhases final : public SwitchedOde {
 public:
  /// Which bound of Phase 2 is taken for dE X/dt.
  enum class Bound { lower, upper };

  /// Throws InvalidInput unless the problem's noise is Gaussian, uncorrelated and of σ_i > 0.
  SignSgdPhases(std::shared_ptr<const Problem> problem, Bound bound, Schedule schedule = {});

  const Layout& layout() const override { return layout_; }
  Index switches() const override { return problem_->dimension(); }
  const std::vector<double>& thresholds() const override { return thresholds_; }
  void switching(double t, const ConstBlockRef& x, BlockRef y, Scratch& scratch) const override;
  double output(Index j, Index phase, double y) const override;
  void flow(double t, const ConstBlockRef& x, const ConstBlockRef& u, BlockRef dx,
            Scratch& scratch) const override;
  void switching_rate(double t, const ConstBlockRef& x, const ConstBlockRef& dx, BlockRef dy,
                      Scratch& scratch) const override;

 private:
  std::shared_ptr<const Problem> problem_;
  Eigen::ArrayXd to_ratio_;  // 1/(σ_i √2)
  PhaseTwoLine line_ = PhaseTwoLine::of_erf();
  Bound bound_;
  Schedule schedule_;
  Layout layout_;
  std::vector<double> thresholds_ = {-1.5, -1.0, 1.0, 1.5};
};

}  // namespace sdescent
