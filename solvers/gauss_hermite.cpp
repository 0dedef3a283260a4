#include "solvers/gauss_hermite.hpp"

#include "io/require.hpp"

#include <Eigen/Eigenvalues>

#include <cmath>

namespace sdescent {
namespace {

/// What the orthonormal Hermite polynomials p_0 … p_n say at z.
struct HermiteSums {
  double squares = 0.0;  ///< Σ_{k<n} p_k²
  double last = 0.0;     ///< p_{n−1}
  double next = 1.0;     ///< p_n; its derivative is √n p_{n−1}

  HermiteSums(Eigen::Index n, double z) {
    for (Eigen::Index k = 0; k < n; ++k) {
      const double size = static_cast<double>(k);
      squares += next * next;
      const double after = (z * next - std::sqrt(size) * last) / std::sqrt(size + 1.0);
      last = next;
      next = after;
    }
  }
};

}  // namespace

GaussHermite::GaussHermite(Eigen::Index n) : nodes(n), weights(n) {
  require_at_least("number of Gauss-Hermite nodes", n, 1);
  Eigen::MatrixXd jacobi = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 1; i < n; ++i)
    jacobi(i, i - 1) = jacobi(i - 1, i) = std::sqrt(static_cast<double>(i));
  const Eigen::VectorXd eigenvalues =
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(jacobi, Eigen::EigenvaluesOnly).eigenvalues();
  for (Eigen::Index i = 0; i < n; ++i) {
    double z = 0.5 * (eigenvalues(i) - eigenvalues(n - 1 - i));
    const HermiteSums near(n, z);
    z -= near.next / (std::sqrt(static_cast<double>(n)) * near.last);
    nodes(i) = z;
    weights(i) = 1.0 / HermiteSums(n, z).squares;
  }
  weights /= weights.sum();
}

}  // namespace sdescent
