#pragma once
/// \file
/// Expectations over a standard normal without sampling.

#include <Eigen/Core>

namespace sdescent {

/// Nodes and weights with Σ w_i f(z_i) = E f(Z), Z ~ N(0, 1), exact for polynomials of degree up to
/// 2n − 1: eigenvalues of the Jacobi matrix of the Hermite polynomials (Golub, Welsch 1969) and a
/// step of Newton's method. The weights sum to 1, each is good to about 1e-14 of itself.
struct GaussHermite {
  Eigen::ArrayXd nodes;
  Eigen::ArrayXd weights;

  /// Throws InvalidInput for n < 1.
  explicit GaussHermite(Eigen::Index n);
};

}  // namespace sdescent
