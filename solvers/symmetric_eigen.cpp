#include "solvers/symmetric_eigen.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <cblas.h>
#include <lapacke.h>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

lapack_int order_of(const MatrixXd& a) {
  require(a.rows() >= 1 && a.rows() == a.cols(), "symmetric matrix", "square and not empty",
          fmt::format("{} × {}", a.rows(), a.cols()));
  require(a.allFinite(), "symmetric matrix", "finite", "NaN or infinity");
  return static_cast<lapack_int>(a.rows());
}

/// Eigenvectors replace `a` where `job` is 'V'.
VectorXd divide_and_conquer(char job, MatrixXd& a) {
  const lapack_int n = order_of(a);
  VectorXd values(n);
  openblas_set_num_threads(1);
  const lapack_int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, job, 'L', n, a.data(), n, values.data());
  if (info != 0)
    throw NumericalFailure(
        fmt::format("eigenvalues of a symmetric {} × {} matrix: dsyevd returned {}", n, n, info));
  return values;
}

}  // namespace

SymmetricEigen symmetric_eigen(const MatrixXd& a) {
  SymmetricEigen result{{}, a};
  result.values = divide_and_conquer('V', result.vectors);
  return result;
}

VectorXd symmetric_eigenvalues(const MatrixXd& a) {
  MatrixXd work = a;
  return divide_and_conquer('N', work);
}

std::optional<MatrixXd> cholesky_factor(const MatrixXd& a) {
  const lapack_int n = order_of(a);
  MatrixXd factor = a.triangularView<Eigen::Lower>();
  openblas_set_num_threads(1);
  if (LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', n, factor.data(), n) != 0) return std::nullopt;
  return factor;
}

MatrixXd symmetric_product(const MatrixXd& a, const MatrixXd& b) {
  const lapack_int n = order_of(a);
  require_equal("rows of a matrix to be multiplied", b.rows(), n);
  MatrixXd result(b.rows(), b.cols());
  openblas_set_num_threads(1);
  cblas_dsymm(CblasColMajor, CblasLeft, CblasLower, n, static_cast<int>(b.cols()), 1.0, a.data(), n,
              b.data(), n, 0.0, result.data(), n);
  return result;
}

std::string blas_in_use() {
  const std::string config = openblas_get_config();  // "OpenBLAS 0.3.21 NO_LAPACKE …"
  const auto version = config.find(' '), end = config.find(' ', version + 1);
  return fmt::format("{}, {} kernels", config.substr(0, end), openblas_get_corename());
}

}  // namespace sdescent
