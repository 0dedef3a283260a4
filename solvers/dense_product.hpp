#pragma once
/// \file
/// Products of dense matrices of set-up work, by BLAS on one thread (bits would depend on their
/// number).

#include <Eigen/Core>

namespace sdescent {

/// A B. Throws InvalidInput unless their sizes fit.
Eigen::MatrixXd dense_product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

/// AᵀA, symmetric to the bit.
Eigen::MatrixXd gram_matrix(const Eigen::MatrixXd& a);

}  // namespace sdescent
