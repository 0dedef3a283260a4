#pragma once
/// \file
/// The scalar linear ODE behind every closed form for an expected loss or a second moment under a
/// schedule η_t, t = kη:
///
///     dy/dt = −(a η_t + b η_t²) y + s η_t².

#include "models/schedule.hpp"

#include <Eigen/Core>

namespace sdescent {

struct Relaxation {
  double linear;     ///< a, of the drift
  double quadratic;  ///< b, of Itô's correction where the diffusion depends on the state
  double source;     ///< s

  /// Of `weight` · E X² for dX = −η_t (cX dt + √η √(1 − c²X²) dW), c the slope of E sign(ĝ) in X:
  /// a = 2c, b = ηc², s = η · weight.   (adaptive (111), (115))
  static Relaxation of_linear_sign(double slope, double eta, double weight);

  /// y(t) under η_t = 1: y_0 e^{−kt} + (s/k)(1 − e^{−kt}), k = a + b.
  Eigen::ArrayXd operator()(double y0, const Eigen::ArrayXd& t) const;

  /// y(t) under a schedule, by Dormand–Prince to about 1e-10. Throws InvalidInput unless
  /// 0 <= t_0 <= t_1 <= … and there is at least one.
  Eigen::ArrayXd operator()(double y0, const Schedule& schedule, const Eigen::ArrayXd& t) const;

  /// (s/a) η_t, to which y(t) is asymptotic when ∫η_t dt = ∞, η_t → 0 and η̇_t/η_t² → 0. Under
  /// η_t = 1/(t+1) the last fails: y(t) ~ s/(a − 1) η_t for a > 1, and for a < 1 y decays like
  /// (t+1)^{−a} only.
  Eigen::ArrayXd asymptote(const Schedule& schedule, const Eigen::ArrayXd& t) const;
};

}  // namespace sdescent
