#pragma once
/// \file
/// Integrals of functions that are smooth but for a few places nobody knows.

#include "solvers/law.hpp"

namespace sdescent {

/// ∫ f over [left, right] by Gauss's rule of 20 points, on halves of halves until the sum over both
/// halves changes by no more than `tolerance` (absolute). A kink (|g| where g changes its sign) or
/// a jump is cornered by halving: at most 60 times, where an interval is nothing.
double integral_by_halving(const RealFunction& f, double left, double right, double tolerance);

}  // namespace sdescent
