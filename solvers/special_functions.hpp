#pragma once
/// \file
/// Special functions on blocks.

#include "solvers/block.hpp"

namespace sdescent {

/// Mean and variance of sign(a + ξ), ξ ~ N(0, 1), by component:
///
///     mean = erf(a/√2),   variance = 1 − erf(a/√2)² = q (2 − q),  q = erfc(|a|/√2),
///
/// the variance without cancellation: its relative error is below (6 + 2a²)·2⁻⁵³, of which a² is
/// what rounding a itself costs, until it becomes denormal at |a| = 37.5. The mean's is below
/// 5·2⁻⁵³. a = ±∞ gives ±1 and 0; NaN gives NaN. The three blocks have one shape; `mean` may be
/// `a`.
void normal_sign_moments(const ConstBlockRef& a, BlockRef mean, BlockRef variance);

/// sign(a) by component, with sign(0) = 0 and, unlike a comparison, sign(NaN) = NaN, so that a bad
/// gradient cannot pass for a step.
void sign(const ConstBlockRef& a, BlockRef out);

}  // namespace sdescent
