#pragma once
/// \file
/// The sign of a number plus Student's t.

#include "solvers/block.hpp"

namespace sdescent {

/// Mean and standard deviation of sign(a + T), T of Student's t law with ν degrees of freedom:
///
///     mean = 2Ξ_ν(a) = 2F_{t_ν}(a) − 1,   deviation = √(1 − mean²) = √(q (2 − q)),
///     q = P(|T| > |a|) = I_{ν/(ν+a²)}(ν/2, ½),
///
/// I the regularised incomplete beta function. Ξ_ν is the function of adaptive (46) and Lemma 3.10,
/// here for every a: the series printed there converges for a² < ν only. Both moments have a
/// relative error below 1e-13 (ν ≤ 1e3; in the tails of larger ν it grows with log q) as long as
/// they are not denormal. a = ±0 gives ±0 and 1, ±∞ gives ±1 and 0, NaN gives NaN.
class StudentSign {
 public:
  /// Throws InvalidInput unless ν is finite and > 0.
  explicit StudentSign(double nu);

  double nu() const { return nu_; }

  /// By component; the blocks have one shape and `mean` may be `a`.
  void moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation) const;

 private:
  double nu_;
  double root_nu_;
  double slope_;     // mean → slope · a for small a: twice the density at 0
  double log_tail_;  // log q → log_tail − ν log(|a|/√ν) for large |a|
};

}  // namespace sdescent
