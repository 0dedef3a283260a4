#pragma once
/// \file
/// Expectations over a standard normal without sampling.

#include <Eigen/Eigenvalues>

#include <cmath>

namespace sdescent {

/// Nodes and weights with Σ w_i f(z_i) = E f(Z), Z ~ N(0, 1), exact for polynomials of degree up to
/// 2n − 1 (Golub, Welsch 1969: eigenvalues of the Jacobi matrix of the Hermite polynomials).
struct GaussHermite {
  Eigen::ArrayXd nodes;
  Eigen::ArrayXd weights;

  explicit GaussHermite(Eigen::Index n) {
    Eigen::MatrixXd jacobi = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 1; i < n; ++i)
      jacobi(i, i - 1) = jacobi(i - 1, i) = std::sqrt(static_cast<double>(i));
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(jacobi);
    nodes = eigen.eigenvalues().array();
    weights = eigen.eigenvectors().row(0).transpose().array().square();
  }
};

}  // namespace sdescent
