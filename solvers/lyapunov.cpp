#include "solvers/lyapunov.hpp"

#include "io/require.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <fmt/format.h>

#include <unsupported/Eigen/KroneckerProduct>

namespace sdescent {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void check(const MatrixXd& a, const MatrixXd& q) {
  require_at_least("size of the dynamics", a.rows(), 1);
  require_equal("columns of the dynamics", a.cols(), a.rows());
  require_equal("rows of the noise covariance", q.rows(), a.rows());
  require_equal("columns of the noise covariance", q.cols(), a.rows());
}

/// Solves `system` · vec C = vec Q, and takes rounding's asymmetry away.
MatrixXd solved(const MatrixXd& system, const MatrixXd& q) {
  const VectorXd c = system.partialPivLu().solve(VectorXd(q.reshaped()));
  const MatrixXd covariance = c.reshaped(q.rows(), q.cols());
  return 0.5 * (covariance + covariance.transpose());
}

}  // namespace

MatrixXd lyapunov(const MatrixXd& a, const MatrixXd& q) {
  check(a, q);
  const double slowest = a.eigenvalues().real().minCoeff();
  require(slowest > 0, "least real part of the eigenvalues", "> 0", fmt::format("{}", slowest));
  const MatrixXd one = MatrixXd::Identity(a.rows(), a.cols());
  return solved(Eigen::kroneckerProduct(one, a).eval() + Eigen::kroneckerProduct(a, one).eval(), q);
}

MatrixXd discrete_lyapunov(const MatrixXd& f, const MatrixXd& q) {
  check(f, q);
  const double radius = f.eigenvalues().cwiseAbs().maxCoeff();
  require(radius < 1, "largest modulus of the eigenvalues", "< 1", fmt::format("{}", radius));
  const Index n = f.size();
  return solved(MatrixXd::Identity(n, n) - Eigen::kroneckerProduct(f, f).eval(), q);
}

}  // namespace sdescent
