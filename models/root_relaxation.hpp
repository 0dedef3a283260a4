#pragma once
/// \file
/// The ODE behind the loss bounds of SignSGD whose gradient noise grows with the loss:
///
///     dS/dt = −α√S + β,
///     S(t) = (β/α)² (W(z) + 1)²,   z = ((α√S_0 − β)/β) exp(−(α²t − 2α√S_0)/(2β) − 1),
///
/// W the principal branch of Lambert's function, S → (β/α)². Source: adaptive (121), (122), (124),
/// (125), (129), (130), which print (α√S_0 + β)/β: that has S(0) > S_0, is larger at all times and
/// has the same limit.

#include <Eigen/Core>

namespace sdescent {

/// The factor in front of z's exponential.
enum class LambertPrefactor {
  derived,  ///< (α√S_0 − β)/β
  printed   ///< (α√S_0 + β)/β
};

struct RootRelaxation {
  double alpha;  ///< α
  double beta;   ///< β

  /// (β/α)²
  double limit() const;

  /// S(t) for t >= 0 from S_0 >= 0. Throws InvalidInput for other arguments, and unless α, β > 0.
  Eigen::ArrayXd operator()(double s0, const Eigen::ArrayXd& t,
                            LambertPrefactor prefactor = LambertPrefactor::derived) const;
};

}  // namespace sdescent
