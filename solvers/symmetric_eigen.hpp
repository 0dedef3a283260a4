#pragma once
/// \file
/// Dense symmetric matrices of set-up work: eigenvectors, Cholesky factors and products, by LAPACK
/// and BLAS on one thread (bits would depend on their number).

#include <Eigen/Core>

#include <optional>
#include <string>

namespace sdescent {

/// A = V diag(values) Vᵀ.
struct SymmetricEigen {
  Eigen::VectorXd values;   ///< increasing
  Eigen::MatrixXd vectors;  ///< orthonormal columns
};

/// By divide and conquer; reads the lower triangle. Throws InvalidInput unless A is square, not
/// empty and finite, NumericalFailure where the algorithm does not converge.
SymmetricEigen symmetric_eigen(const Eigen::MatrixXd& a);

/// The eigenvalues alone, increasing; as symmetric_eigen().
Eigen::VectorXd symmetric_eigenvalues(const Eigen::MatrixXd& a);

/// Lower triangular L with A = LLᵀ; nothing if A is not positive definite to rounding. Reads the
/// lower triangle. Throws InvalidInput as symmetric_eigen().
std::optional<Eigen::MatrixXd> cholesky_factor(const Eigen::MatrixXd& a);

/// A B for symmetric A. Throws InvalidInput unless their sizes fit.
Eigen::MatrixXd symmetric_product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

/// "OpenBLAS 0.3.21, Prescott kernels": bits and speed depend on the kernels, which it chooses by
/// the processor. It does not know those younger than itself and takes old ones for them; the
/// environment variable OPENBLAS_CORETYPE (Haswell, SkylakeX, …) overrules it.
std::string blas_in_use();

}  // namespace sdescent
