#pragma once
/// \file
/// The sign of a number plus Student-t noise.

#include "solvers/block.hpp"
#include "solvers/kernels/kernels.hpp"

namespace sdescent {

/// Mean and standard deviation of sign(a + T), T ~ t_ν, for one ν > 0:
///
///     mean = 2Ξ_ν(a) = 2F_{t_ν}(a) − 1,   deviation = √(1 − mean²) = √(q (2 − q)),  q = 1 − |mean|
///
/// (adaptive (46); ν = 1: (2/π) atan a, ν = 2: a/√(2 + a²)). The mean is within 8·2⁻⁵³
/// relatively for ν >= 0.1 (25·2⁻⁵³ at 0.05); the relative error of q is below (30 + 2L)·2⁻⁵³ with
/// L = ½(ν + 1) ln(1 + a²/ν), down to the smallest doubles. a = ±∞ gives ±1 and 0; NaN gives NaN.
///
/// How: with u = |a|/√(ν + a²) and w = 1 − u² = ν/(ν + a²), q = I_w(ν/2, ½) = w^{ν/2} g(u), and g
/// is analytic but for u = −1, so that in y = (1 + κ)u/(1 + κu), κ = √ν/4, it is a polynomial of
/// degree 13 to 24 to double precision, whatever ν. For small u the mean itself is u times a
/// polynomial in u². The polynomials are fitted at construction, with Boost's incomplete beta
/// function.
class StudentSign {
 public:
  /// Throws InvalidInput unless ν is finite and > 0. Beyond ν = 1e5 the incomplete beta function
  /// limits the fit: relative errors of q up to 2e-12 at ν = 1e8.
  explicit StudentSign(double nu);

  double nu() const { return fit_.nu; }
  /// What the kernels take.
  const StudentSignFit& fit() const { return fit_; }

  /// Moments of sign(factor·a + T), by component; the blocks have one shape and `mean` may be `a`.
  void moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation,
               double factor = 1.0) const;

 private:
  StudentSignFit fit_;
};

}  // namespace sdescent
