#pragma once
/// \file
/// What is left of the error when SignSGD is compared with Euler–Maruyama at Δt = η.

#include "solvers/law.hpp"

#include <string>

namespace sdescent::law {

/// A function of one variable with its first three derivatives.
struct SmoothFunction {
  std::string name, symbol;
  RealFunction value, first, second, third;
};

/// Φ((x − centre)/width), a smoothed indicator.
SmoothFunction smoothed_indicator(double centre, double width);

/// One coordinate of SignSGD, f = ½λx² and noise N(0, σ²), from x0 > 0 to time T.
struct SignDescent {
  double lambda, sigma, x0, duration;

  double mean_sign(double x) const;  ///< m = erf(λx/(σ√2))
};

/// Derived in docs/theory/euler-maruyama-at-eta.md, `end` being the noise-free solution at T:
///
///     lim (E h(x_k) − E h(Y_k))/η² = ⅓ ∫_end^{x0} (1 − m²) ∂³u dx,
///
/// Y Euler–Maruyama with Δt = η. Without `square` 1 in place of 1 − m²: what noise of variance η²
/// that ignores the mean would give.
double hidden_coefficient(const SignDescent& descent, double end, const SmoothFunction& h,
                          bool square = true);

}  // namespace sdescent::law
