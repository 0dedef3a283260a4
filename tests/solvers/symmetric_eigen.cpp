#include "solvers/symmetric_eigen.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>

#include <limits>
#include <memory>

namespace sdescent {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd symmetric(Index n) {
  const MatrixXd a = MatrixXd::Random(n, n);
  return a + a.transpose();
}

/// Eigenvalues by GSL's symmetric QR, increasing.
VectorXd by_gsl(const MatrixXd& a) {
  const auto n = static_cast<std::size_t>(a.rows());
  const std::unique_ptr<gsl_matrix, decltype(&gsl_matrix_free)> m(gsl_matrix_alloc(n, n),
                                                                  gsl_matrix_free);
  const std::unique_ptr<gsl_vector, decltype(&gsl_vector_free)> values(gsl_vector_alloc(n),
                                                                       gsl_vector_free);
  const std::unique_ptr<gsl_eigen_symm_workspace, decltype(&gsl_eigen_symm_free)> work(
      gsl_eigen_symm_alloc(n), gsl_eigen_symm_free);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      gsl_matrix_set(m.get(), i, j, a(static_cast<Index>(i), static_cast<Index>(j)));
  gsl_eigen_symm(m.get(), values.get(), work.get());
  VectorXd result = Eigen::Map<const VectorXd>(values->data, a.rows());
  std::sort(result.begin(), result.end());
  return result;
}

TEST_CASE("symmetric matrices have the eigenvalues that GSL finds, and their vectors",
          "[solvers]") {
  for (const Index n : {1, 2, 50}) {
    const MatrixXd a = symmetric(n);
    const SymmetricEigen eigen = symmetric_eigen(a);
    const double tolerance = 1e-13 * static_cast<double>(n);
    CHECK((eigen.values - by_gsl(a)).cwiseAbs().maxCoeff() < tolerance);
    CHECK((symmetric_eigenvalues(a) - eigen.values).cwiseAbs().maxCoeff() < tolerance);
    CHECK((a * eigen.vectors - eigen.vectors * eigen.values.asDiagonal()).cwiseAbs().maxCoeff() <
          tolerance);
    CHECK((eigen.vectors.transpose() * eigen.vectors - MatrixXd::Identity(n, n))
              .cwiseAbs()
              .maxCoeff() < tolerance);
  }
}

TEST_CASE("symmetric products and Cholesky factors are those of the matrix", "[solvers]") {
  const MatrixXd a = symmetric(20), b = MatrixXd::Random(20, 7);
  CHECK((symmetric_product(a, b) - a * b).cwiseAbs().maxCoeff() < 1e-13);
  const MatrixXd positive = a * a + MatrixXd::Identity(20, 20);
  const auto factor = cholesky_factor(positive);
  REQUIRE(factor);
  CHECK((*factor * factor->transpose() - positive).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(factor->isLowerTriangular(0));
  CHECK_FALSE(cholesky_factor(MatrixXd{{1.0, 2.0}, {2.0, 1.0}}));
}

TEST_CASE("what is no symmetric matrix is refused", "[solvers]") {
  CHECK_THROWS_AS(symmetric_eigen(MatrixXd(0, 0)), InvalidInput);
  CHECK_THROWS_AS(symmetric_eigen(MatrixXd::Ones(2, 3)), InvalidInput);
  CHECK_THROWS_AS(
      symmetric_eigenvalues(MatrixXd::Constant(2, 2, std::numeric_limits<double>::quiet_NaN())),
      InvalidInput);
  CHECK_THROWS_AS(cholesky_factor(MatrixXd::Ones(3, 2)), InvalidInput);
  CHECK_THROWS_AS(symmetric_product(MatrixXd::Ones(2, 2), MatrixXd::Ones(3, 1)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
