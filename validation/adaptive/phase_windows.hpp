#pragma once
/// \file
/// When SignSGD on a diagonal quadratic is in which phase, all coordinates and nearly all paths at
/// once: known before anything is run.

#include "models/quadratic_moments.hpp"

namespace sdescent::adaptive {

/// Times t = kη.
struct PhaseWindow {
  double begin, end;
};

/// Along the mean flow dx/dt = −erf(Y), Y = λx/(σ√2), |Y_i| falls from Y_0 to y in the time
/// (σ√2/λ) ∫_y^{Y_0} du/erf(u). The noise has by then given Y_i a variance of at most
///
///     s²(y) = (λ/(σ√2)) η ∫_y^{Y_0} (1 − erf(u)²)/erf(u) du
///
/// (the flow contracts what it carries), so that |Y_i| is within y ± z s(y) but for a fraction of
/// the paths of about 2Φ(−z). The phases are adaptive's, Lemma 3.4.
class PhaseWindows {
 public:
  /// Throws InvalidInput for what sgd_moments() refuses and z <= 0.
  PhaseWindows(DiagonalSetting setting, double margin);

  /// Every |Y_i| > 3/2, from the start on. Throws InvalidInput when a coordinate starts below.
  PhaseWindow phase_one() const;
  /// Every |Y_i| in (1, 3/2). Throws InvalidInput when there is no such time: the coordinates pass
  /// one after the other, or η is so large that the noise leaves no room.
  PhaseWindow phase_two() const;
  /// Σ_i (σ_i√2/λ_i)² s_i²: what tr Var X_t is at most, and but for the flow's contraction.
  double spread(double t) const;
  /// When the first |Y_i| of the mean flow has come down to a level.
  double first_at(double level) const;
  /// The time from which on every |Y_i| < level, 0 if they start there.
  double below(double level) const;

 private:
  double start(Eigen::Index i) const;
  double time_to(Eigen::Index i, double y) const;
  double deviation(Eigen::Index i, double y) const;
  /// When y + sides · s(y) reaches the level.
  double passage(Eigen::Index i, double level, double sides) const;
  double first_passage(double level, double sides) const;

  DiagonalSetting setting_;
  double margin_;
};

}  // namespace sdescent::adaptive
