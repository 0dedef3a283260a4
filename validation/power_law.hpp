#pragma once
/// \file
/// Evidence for orders and exponents: slopes on logarithms.

#include "validation/evidence.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Measured y_i at abscissae x_i > 0, in a window that theory fixes before anyone looks.
struct PowerLaw {
  std::string name;     ///< what y is: "E x₁²", for remarks
  Eigen::ArrayXd x;     ///< > 0, increasing, at least two; three for exponent_evidence()
  Estimate y;           ///< of one sign; |y| is what scales
  Eigen::ArrayXd bias;  ///< bound of the systematic error of y; zeros if there is none
};

/// log |y| by the delta method: pseudo-values log|y| + (p − y)/y.
Estimate log_of(const Estimate& y);

/// A number within this many standard errors of 0 has no logarithm worth using.
inline constexpr double least_signal = 5.0;

/// Why |y| has no slope on logarithms, empty if it has: some y is within least_signal standard
/// errors of 0, bias counted, or they differ in sign.
std::string noise_in(const PowerLaw& law);

/// A slope with the bound of its systematic error.
struct Slope {
  Estimate value;  ///< one point
  double bias = 0;
};

/// The slope of log |y| on log x over the points first … first + count − 1: least squares with
/// equal weights, so that no point rules because it happened to be measured well. The bias bound is
/// −log(1 − bias/|y|), and (se/y)²/2 for the curvature of the logarithm, weighted as the points
/// are; NaN or infinite where the bias reaches |y|. Throws InvalidInput for fewer than two points
/// or abscissae that are not positive and increasing.
Slope slope_of(const PowerLaw& law, Eigen::Index first, Eigen::Index count);

/// For claims of kind exponent: every slope is `stated` to `tolerance`, and the slopes of the lower
/// and of the upper half of the window (which share the middle point of an odd number) differ by at
/// most twice that, as two numbers in the tolerance may. The first points of the evidence are the
/// slopes in the order given, the conditions the differences of halves. Unfit where noise_in() says
/// so: a logarithm of noise has no slope. All laws must have equal batches. For a bound on an
/// exponent ("at least as steep") use slope_of() and noise_in() in a claim of kind bound. Throws
/// InvalidInput for no laws, or one of fewer than three abscissae.
Evidence exponent_evidence(const std::vector<PowerLaw>& laws, double stated, double tolerance);

}  // namespace sdescent
