#pragma once
/// \file
/// Risk curves through the one number that couples all modes, R(t): fast, whatever the spectrum.
///
/// In s = ∫ 2a dt the equations of risk_ode.hpp have a constant linear part,
///
///     dr_i/ds = −λ_i r_i + c_i q,   q = b/2a,   dt/ds = 1/2a,
///     R(s) = Σ e^{−λ_i s} r_i(0) + ∫_0^s k(s − s') q(s') ds',   k(u) = Σ c_i e^{−λ_i u},
///
/// so that only the scalars R and t are unknown: a Volterra equation with a kernel that is known
/// beforehand. It is solved panel by panel by collocation at 16 Gauss nodes, Newton's method for
/// the 32 numbers there, and exact integrals of exponentials against the interpolated q. Panels
/// double while R, q and 1/2a are resolved and halve where they are not: fast modes, which follow
/// R, do not shorten them. A panel costs O(16 d). Derived here.

#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"
#include "solvers/legendre_panel.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace sdescent {

/// R(t) and r_i(t) on [0, end]. Immutable once made; keeps the d modes at the start of each panel.
class RiskCurve {
 public:
  /// Solves the equation, evaluating it somewhat beyond `end`, too. Needs a > 0: where a learning
  /// rate is 0 at some time, or tends to 0, nothing is solved (a RiskOde is, by observe_ode()).
  ///
  /// On each panel the last two Legendre coefficients of R, and what those of q and 1/2a can do to
  /// R, are below `tolerance` times the largest R.
  ///
  /// Throws InvalidInput for end < 0, a tolerance outside [1e-14, 1e-2], no mode or modes that
  /// RiskOde refuses; NumericalFailure, with the time reached, where R leaves the finite numbers,
  /// a is not > 0 or panels become shorter than rounding.
  RiskCurve(std::shared_ptr<const RiskEquation> equation, RiskModes modes, double end,
            double tolerance = 1e-11);

  double end() const { return end_; }
  std::size_t panels() const { return panels_.size(); }

  /// R at t in [0, end], else InvalidInput. O(log panels).
  double risk(double t) const;
  Eigen::ArrayXd risk(const Eigen::ArrayXd& t) const;

  /// r_1 … r_d at t in [0, end], else InvalidInput. O(16 d).
  Eigen::VectorXd modes(double t) const;

 private:
  using Values = LegendrePanel::Values;

  struct Panel {
    double start, length;            // in t, in s
    Values risk, forcing, slowness;  // R, q and 1/2a as series of s/length
    Eigen::VectorXd modes;           // at its start
    double time(double x) const { return start + length * LegendrePanel::integral_to(slowness, x); }
  };
  struct Place {
    const Panel& panel;
    double x;  // s/length
  };
  class Solver;

  Place place(double t) const;
  static Eigen::VectorXd modes_at(const RiskModes& modes, const LegendrePanel& nodes,
                                  const Panel& panel, double x);

  RiskModes modes_;
  double end_;
  std::vector<Panel> panels_;
};

}  // namespace sdescent
