#pragma once
/// \file
/// f(x) = ½ xᵀ H x, with minimum 0 at x = 0 when H is positive definite.

#include "models/objective.hpp"

#include <Eigen/Core>

namespace sdescent {

/// H = diag(λ). Eigenvalues of either sign are allowed (saddles).
class DiagonalQuadratic final : public Objective {
 public:
  /// Throws InvalidInput when there is no eigenvalue or one is not finite.
  explicit DiagonalQuadratic(Eigen::VectorXd eigenvalues);

  const Eigen::VectorXd& eigenvalues() const { return lambda_; }
  Index dimension() const override { return lambda_.size(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override;
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override;
  void hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                       Scratch& scratch) const override;
  bool is_separable() const override { return true; }
  bool has_hessian_diagonal() const override { return true; }
  void hessian_diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;

 private:
  Eigen::VectorXd lambda_;
};

/// Any symmetric H; one matrix product for a tile of points.
class DenseQuadratic final : public Objective {
 public:
  /// Throws InvalidInput when H is not square, not finite or not symmetric (to 1e-12 of its largest
  /// entry).
  explicit DenseQuadratic(Eigen::MatrixXd hessian);

  const Eigen::MatrixXd& hessian() const { return hessian_; }
  Index dimension() const override { return hessian_.rows(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override;
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override;
  void hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                       Scratch& scratch) const override;
  bool has_hessian_diagonal() const override { return true; }
  void hessian_diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;

 private:
  Eigen::MatrixXd hessian_;
};

/// Throws InvalidInput, calling the matrix `name`, unless it is square, finite and symmetric.
void require_symmetric(const char* name, const Eigen::MatrixXd& matrix);

}  // namespace sdescent
