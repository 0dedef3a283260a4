#pragma once
/// \file
/// Integrals over the whole line of analytic functions that fall off exponentially.

#include "solvers/law.hpp"

namespace sdescent {

/// Where such a function has its mass. The envelope is at least |f| and has its maxima in [left,
/// right], none narrower than `width`; outwards from there it falls.
struct LineWindow {
  RealFunction envelope;
  double left, right, width;
};

/// ∫ f over the line by the trapezoidal rule, where the envelope is above 1e-19 of its largest
/// value, with steps halved until the sum settles. For f analytic and integrable on |Im x| < a the
/// error is of order e^{−2πa/h} (Trefethen, Weideman, SIAM Review 56, 2014): a halving squares it,
/// so that a last change of 1e-8 leaves 1e-16. Throws NumericalFailure unless the result is finite
/// and has a relative error below `accuracy` (rounding of terms that cancel included).
double integral_over_line(const RealFunction& f, const LineWindow& window, double accuracy = 1e-12);

/// The same for f >= 0, its own envelope.
double integral_over_line(const RealFunction& f, double left, double right, double width);

}  // namespace sdescent
