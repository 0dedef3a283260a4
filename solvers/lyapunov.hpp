#pragma once
/// \file
/// Stationary covariances of linear dynamics.

#include <Eigen/Core>

namespace sdescent {

/// C with AC + CAᵀ = Q: the stationary covariance of dX = −AX dt + B dW, Q = BBᵀ. Throws
/// InvalidInput unless A and Q are square, of one size, and every eigenvalue of A has a positive
/// real part (else nothing is stationary).
Eigen::MatrixXd lyapunov(const Eigen::MatrixXd& a, const Eigen::MatrixXd& q);

/// C = FCFᵀ + Q: that of X' = FX + noise of covariance Q. Throws InvalidInput as above, the
/// eigenvalues of F being below 1 in modulus.
///
/// Both solve d² linear equations (Kronecker): for a handful of coordinates, d⁶ work.
Eigen::MatrixXd discrete_lyapunov(const Eigen::MatrixXd& f, const Eigen::MatrixXd& q);

}  // namespace sdescent
