#pragma once
/// \file
/// The covariance K of the features of linear regression, x ~ N(0, K): positive definite, diagonal
/// or dense.

#include "solvers/block.hpp"
#include "solvers/scratch.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace sdescent {

/// K, by what the theory of `exact` needs of it: K_ii, products and a root. Immutable. Diagonal
/// ones cost O(d) in everything.
class FeatureCovariance {
 public:
  /// K = diag(variances). Throws InvalidInput unless there is one and all are finite and > 0.
  static FeatureCovariance diagonal(Eigen::VectorXd variances);

  /// Any K. Throws InvalidInput unless it is square, finite, symmetric (to 1e-12 of its largest
  /// entry) and positive definite, naming its smallest eigenvalue.
  static FeatureCovariance dense(Eigen::MatrixXd matrix);

  Index dimension() const { return variances_.size(); }
  bool is_diagonal() const { return matrix_.size() == 0; }

  /// K_ii
  const Eigen::VectorXd& variances() const { return variances_; }

  /// K_ij
  double entry(Index i, Index j) const {
    return is_diagonal() ? (i == j ? variances_(i) : 0.0) : matrix_(i, j);
  }

  /// K itself: d² numbers, also where K is diagonal.
  Eigen::MatrixXd matrix() const;

  /// tr K and tr D = Σ √K_ii.
  double trace() const { return variances_.sum(); }
  double trace_of_root() const { return variances_.cwiseSqrt().sum(); }

  /// K v.
  Eigen::VectorXd times(const Eigen::VectorXd& v) const;

  /// ½ vᵀKv for one v: the noiseless risk R of θ = θ* + v (exact (3)).
  double risk(const Eigen::VectorXd& v) const { return 0.5 * v.dot(times(v)); }

  /// x K for every row x, into `out` (rows × d), which does not overlap x.
  void multiply(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const;

  /// z Lᵀ for every row z, K = LLᵀ (Cholesky): rows ~ N(0, K) from standard normal ones. `out`
  /// (rows × d) does not overlap z.
  void colour(const ConstBlockRef& z, BlockRef out, Scratch& scratch) const;

 private:
  FeatureCovariance() = default;

  Eigen::VectorXd variances_;
  Eigen::MatrixXd matrix_;  // empty for diagonal K
  Eigen::MatrixXd root_;    // Lᵀ, likewise
};

/// `count` numbers from `first` to `last`, evenly spaced on a logarithmic scale. Throws
/// InvalidInput unless both are > 0 and count >= 1 (>= 2 where they differ).
Eigen::VectorXd log_spaced(double first, double last, Index count);

/// j^{−exponent}, j = 1 … d. Throws InvalidInput unless d >= 1 and the exponent is finite.
Eigen::VectorXd power_law_spectrum(double exponent, Index dimension);

/// An orthogonal matrix with Haar's law, a function of (dimension, seed) alone: Q of a Gaussian
/// matrix's QR factorisation with positive diagonal of R.
Eigen::MatrixXd haar_rotation(Index dimension, std::uint64_t seed);

/// Q diag(eigenvalues) Qᵀ, Q = haar_rotation(): the synthetic data of exact, App. I. Throws
/// InvalidInput unless all eigenvalues are finite and > 0.
FeatureCovariance rotated_covariance(const Eigen::VectorXd& eigenvalues, std::uint64_t seed);

/// diag(K_1, K_2, …). Throws InvalidInput for no block and as dense() does.
FeatureCovariance block_diagonal_covariance(const std::vector<Eigen::MatrixXd>& blocks);

}  // namespace sdescent
