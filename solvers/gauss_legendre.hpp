#pragma once
/// \file
/// Integrals of smooth functions over an interval.

#include <Eigen/Core>

namespace sdescent {

/// Nodes and weights with Σ w_i f(x_i) = ∫_a^b f dx, exact for polynomials of degree up to 2n − 1
/// (GSL's tables).
struct GaussLegendre {
  Eigen::ArrayXd nodes;
  Eigen::ArrayXd weights;

  /// Throws InvalidInput for n < 1.
  GaussLegendre(Eigen::Index n, double a, double b);
};

}  // namespace sdescent
