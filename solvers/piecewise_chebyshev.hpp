#pragma once
/// \file
/// A smooth function of one variable, expensive to compute, as a table that is cheap to evaluate.

#include "solvers/chebyshev_panel.hpp"

#include <Eigen/Core>

#include <functional>
#include <vector>

namespace sdescent {

/// When a panel resolves f: its last two coefficients, together, are below `absolute` + `relative`
/// times the largest one of the panel, or below `integral` divided by the panel's length. The last
/// is for what is only integrated: it ends the refinement towards a singularity that carries
/// nothing.
struct PanelAccuracy {
  double absolute = 0;
  double relative = 0;
  double integral = 0;
  int halvings = 20;  ///< of the interval given; more mean that f is not smooth
};

/// Chebyshev polynomials of degree 16 on panels, halved where the function is not resolved.
/// Immutable once made; evaluation allocates nothing.
class PiecewiseChebyshev {
 public:
  /// Tabulates f on [lo, hi], until the last two coefficients of every panel are below `tolerance`.
  /// Throws NumericalFailure when that takes panels shorter than 2⁻²⁰ of the interval: f then
  /// jumps, is not finite, or has more noise than the tolerance.
  PiecewiseChebyshev(const std::function<double(double)>& f, double lo, double hi,
                     double tolerance);

  /// The same between each of the increasing `breaks` (at least two) and the next.
  PiecewiseChebyshev(const std::function<double(double)>& f, const Eigen::ArrayXd& breaks,
                     const PanelAccuracy& accuracy);

  double lo() const { return panels_.front().left(); }
  double hi() const { return panels_.back().right(); }

  /// f(x) for x in [lo, hi]; beyond, a polynomial of high degree that means nothing.
  double operator()(double x) const { return panels_[panel_of(x)](x); }

  /// In the order of the line, without gaps.
  const std::vector<ChebyshevPanel>& panels() const { return panels_; }
  /// The panel that holds x: the later one where two meet, the first or last beyond.
  std::size_t panel_of(double x) const;

 private:
  void add(const std::function<double(double)>& f, double lo, double hi,
           const PanelAccuracy& accuracy, int halvings_left);

  std::vector<ChebyshevPanel> panels_;
};

}  // namespace sdescent
