#pragma once
/// \file
/// The sign of a number plus a symmetric stable variable.

#include "solvers/block.hpp"

#include <memory>

namespace sdescent {

/// Mean and standard deviation of sign(a + X), X symmetric stable: E exp(isX) = exp(−|s|^α).
///
///     mean = sign(a) m,   deviation = √(q (2 − q)),   m = P(|X| < |a|),  q = P(|X| > |a|)
///
/// α = 1 is Cauchy's law (q = (2/π) atan(1/|a|)), α = 2 is N(0, 2): closed forms. Otherwise a table
/// of log(m/q) as a function of log |a|, made once by Zolotarev's integral (Nolan 1997, Theorem 1),
///
///     (2/π) ∫_0^{π/2} exp(−g) dθ = q for α > 1, m for α < 1,
///     g = (|a| cos θ/sin αθ)^{α/(α−1)} cos((α−1)θ)/cos θ,
///
/// and, where they converge, by the series in |a| and in |a|^{−α}; beyond the table by their first
/// terms. The relative errors of m and q, so those of both moments, are below 1e-10. a = ±0 gives
/// ±0 and 1, ±∞ gives ±1 and 0, NaN gives NaN.
class StableSign {
 public:
  /// Throws InvalidInput unless 0.1 <= α <= 1.99999 or α = 2: below, the law outgrows the range of
  /// doubles; between, the integral loses the digits that the table needs.
  explicit StableSign(double alpha);
  ~StableSign();
  StableSign(StableSign&&) noexcept;
  StableSign& operator=(StableSign&&) noexcept;

  double alpha() const { return alpha_; }

  /// ∂mean/∂a at 0, 2Γ(1/α)/(πα).
  double slope() const;

  /// By component; the blocks have one shape and `mean` may be `a`.
  void moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation) const;

 private:
  struct Table;

  double alpha_;
  std::unique_ptr<const Table> table_;  // none for α = 1, 2
};

}  // namespace sdescent
