#pragma once
/// \file
/// Special functions of every entry of a block, by the vector kernels of the machine
/// (solvers/kernels/kernels.hpp).
///
/// All take blocks of one shape; `out` may be the argument. NaN gives NaN, signed zeros and
/// infinities what C's functions give. "ulp" is a unit in the last place of the exact result;
/// the errors are those the tests measure, on all instruction sets.

#include "solvers/block.hpp"
#include "solvers/kernels/kernels.hpp"

namespace sdescent {

/// Which of two kernels serves, where there are two. The fast one is several times faster.
enum class Accuracy {
  fast,     ///< absolute errors, stated at each function: enough inside a simulation
  accurate  ///< relative errors of a few ulp over the whole range
};

/// std's functions on blocks, in a namespace of their own so that they hide none of them.
namespace vec {

/// e^x within 1 ulp; 0 and ∞ where it under- and overflows, denormals correctly rounded to 1 ulp.
void exp(const ConstBlockRef& x, BlockRef out);
/// ln x within 1 ulp; −∞ at 0, NaN below.
void log(const ConstBlockRef& x, BlockRef out);
/// √x, correctly rounded.
void sqrt(const ConstBlockRef& x, BlockRef out);
/// 1/(√x + epsilon); ∞ where that is 1/0, NaN for x < 0. Accurate: within 3 ulp. Fast: within 2e-12
/// of itself.
void inverse_root(const ConstBlockRef& x, double epsilon, BlockRef out,
                  Accuracy accuracy = Accuracy::accurate);
/// erf(x). Accurate: within 2 ulp. Fast: within 1.6e-11 absolutely, ±1 beyond |x| = 6, ±0 at ±0.
void erf(const ConstBlockRef& x, BlockRef out, Accuracy accuracy = Accuracy::accurate);
/// erfc(x) = 1 − erf(x). Accurate: within 6 ulp, down to the denormals at x = 27.2. Fast: within
/// 1.6e-11 absolutely, 0 beyond 6.
void erfc(const ConstBlockRef& x, BlockRef out, Accuracy accuracy = Accuracy::accurate);
/// Φ(x) = P(ξ < x), ξ ~ N(0, 1). Accurate: within 6 ulp, down to the denormals at x = −38.5. Fast:
/// within 8e-12 absolutely, 0 below −8.5.
void normal_cdf(const ConstBlockRef& x, BlockRef out, Accuracy accuracy = Accuracy::accurate);

}  // namespace vec

/// Mean and standard deviation of sign(factor·a + ξ), ξ ~ N(0, 1), by component, with a factor for
/// each column: with y = factor·a/√2,
///
///     mean = erf(y),   deviation = √(1 − erf(y)²) = √(q (2 − q)),  q = erfc(|y|),
///
/// the deviation without cancellation. Accurate: the mean within 5 ulp, the deviation's relative
/// error below (6 + 2y²)·2⁻⁵³, of which y² is what rounding y itself costs. Fast: the mean within
/// 1.6e-11 and the variance within 1.6e-10, absolutely (so the deviation within 1e-6 in the tails);
/// ±1 and 0 beyond |y| = 6. Either is exact at a = 0 to 1e-10, a = ±∞ gives ±1 and 0.
/// The results are multiplied by `out_factors`. mean may be a.
void normal_sign_moments(const ConstBlockRef& a, const Eigen::Ref<const Eigen::VectorXd>& factors,
                         BlockRef mean, BlockRef deviation, Accuracy accuracy,
                         SignFactors out_factors = {});

/// Signs of these means from uniforms u: +1 where u < P(factor·a + ξ > 0), else −1; NaN where a is.
/// P is within 8e-11: the grid of 32-bit uniforms is no finer.
void normal_threshold_sign(const ConstBlockRef& a, const Eigen::Ref<const Eigen::VectorXd>& factors,
                           const ConstBlockRef& u, BlockRef out);

/// The mean alone.
void normal_sign_mean(const ConstBlockRef& a, const Eigen::Ref<const Eigen::VectorXd>& factors,
                      BlockRef mean, Accuracy accuracy);

/// sign(a) by component, with sign(±0) = ±0 and, unlike a comparison, sign(NaN) = NaN, so that a
/// bad gradient cannot pass for a step.
void sign(const ConstBlockRef& a, BlockRef out);

}  // namespace sdescent
