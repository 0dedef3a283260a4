#pragma once
/// \file
/// A smooth function of one variable, expensive to compute, as a table that is cheap to evaluate.

#include <array>
#include <functional>
#include <vector>

namespace sdescent {

/// Chebyshev polynomials of degree 16 on panels, halved where the function is not resolved.
/// Immutable once made; evaluation allocates nothing.
class PiecewiseChebyshev {
 public:
  /// Tabulates f on [lo, hi], until the last two coefficients of every panel are below `tolerance`.
  /// Throws NumericalFailure when that takes panels shorter than 2⁻²⁰ of the interval: f then
  /// jumps, is not finite, or has more noise than the tolerance.
  PiecewiseChebyshev(const std::function<double(double)>& f, double lo, double hi,
                     double tolerance);

  double lo() const { return ends_.front(); }
  double hi() const { return ends_.back(); }

  /// f(x) for x in [lo, hi]; beyond, a polynomial of high degree that means nothing.
  double operator()(double x) const;

 private:
  using Coefficients = std::array<double, 17>;

  void add(const std::function<double(double)>& f, double lo, double hi, double tolerance,
           int halvings_left);

  std::vector<double> ends_;
  std::vector<Coefficients> panels_;
};

}  // namespace sdescent
