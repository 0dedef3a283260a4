#pragma once
/// \file
/// Z ~ N(0, Σ), Σ constant.

#include "models/noise_law.hpp"
#include "solvers/special_functions.hpp"

#include <Eigen/Core>

namespace sdescent {

/// Gaussian gradient noise. Standard deviations of 0 are allowed: sign(g + 0) is then sign(g).
class GaussianNoise final : public AdditiveNoise {
 public:
  /// Σ = diag(σ_i²). `accuracy` is that of sign_moments(). Throws InvalidInput unless every σ_i is
  /// finite and >= 0.
  explicit GaussianNoise(Eigen::VectorXd deviations, Accuracy accuracy = Accuracy::fast);

  /// Any symmetric positive semidefinite Σ (a diagonal one is treated as such). Throws InvalidInput
  /// when it is not symmetric, or has an eigenvalue below −1e-12 of the largest (naming it).
  /// Eigenvalues within that rounding error of zero count as zero.
  static GaussianNoise with_covariance(const Eigen::MatrixXd& covariance,
                                       Accuracy accuracy = Accuracy::fast);

  /// σ_i = √Σ_ii
  const Eigen::VectorXd& deviations() const { return deviations_; }

  std::string description() const override { return "gaussian"; }
  Index dimension() const override { return deviations_.size(); }
  NoiseKind kind() const override;
  Index sources() const override { return deviations_.size(); }
  void diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;
  bool has_atoms() const override { return !inverse_.allFinite(); }
  bool has_independent_signs() const override { return kind() == NoiseKind::diagonal; }
  bool has_sign_correlation() const override { return true; }

  /// Corr(Z_i, Z_j); 0 where a σ is 0.
  double correlation(Index i, Index j) const;

  /// mean = erf(g/(σ√2)), deviation = √(1 − mean²)   (adaptive, Corollary 3.3); for σ = 0 mean =
  /// sign(g) and deviation = 0.
  void sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                    BlockRef deviation, Scratch& scratch) const override;

  /// √(2/π)/σ
  std::optional<Eigen::VectorXd> sign_slope() const override;
  bool has_sign_mean_slope() const override { return true; }

  /// √(2/π)/σ e^{−g²/(2σ²)}
  void sign_mean_slope(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef slope,
                       Scratch& scratch) const override;

  void sign_mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                 Scratch& scratch) const override;
  void threshold_signs(const ConstBlockRef& x, const ConstBlockRef& g, const ConstBlockRef& u,
                       BlockRef signs, Scratch& scratch) const override;
  void sign_descent(const ConstBlockRef& x, const ConstBlockRef& g, SignFactors factors,
                    BlockRef drift, BlockRef diagonal, Scratch& scratch) const override;
  void add(const At& at, std::uint16_t node, BlockRef g) const override;

 private:
  void accurate_sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                             BlockRef deviation, Scratch& scratch) const override;
  /// solvers/bivariate_normal.hpp
  void sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                       Scratch& scratch) const override;
  void scaled_sign_moments(const ConstBlockRef& g, BlockRef mean, BlockRef deviation,
                           SignFactors factors, Accuracy accuracy) const;

  Eigen::VectorXd deviations_;
  Eigen::VectorXd inverse_;  // 1/σ_i
  Accuracy accuracy_;
  // Empty when Σ is diagonal.
  Eigen::MatrixXd root_;         // symmetric root of Σ
  Eigen::MatrixXd correlation_;  // Σ_ij/(σ_i σ_j), 0 where that is 0/0
};

}  // namespace sdescent
