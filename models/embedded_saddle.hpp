#pragma once
/// \file
/// A saddle between minima: f(x) = ½ xᵀ diag(λ) x + (q/4) Σ x_i⁴ − (c/3) Σ x_i³.

#include "models/objective.hpp"

#include <Eigen/Core>

namespace sdescent {

/// Source: adaptive, F.3 (there λ = (−1, 2), q = 1, c = 0.1), after Compagnoni et al. 2023. At 0
/// the gradient vanishes and the Hessian is diag(λ): a saddle where eigenvalues differ in sign,
/// from which the quartic term leads to minima in the directions of λ_i < 0. f is negative there.
class EmbeddedSaddle final : public Objective {
 public:
  /// Throws InvalidInput when there is no eigenvalue, a number is not finite, or q <= 0 (f would be
  /// unbounded below).
  EmbeddedSaddle(Eigen::VectorXd eigenvalues, double quartic, double cubic);

  /// A global minimiser: by coordinate 0 or the root of λ − cx + qx² further from 0,
  /// (c + sign(c) √(c² − 4qλ))/(2q), whichever is lower. For c = 0 the positive one of two.
  Eigen::VectorXd minimum() const;

  Index dimension() const override { return lambda_.size(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override;
  /// x (λ − cx + qx²) by component.
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override;
  void hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                       Scratch& scratch) const override;
  bool is_separable() const override { return true; }
  bool has_hessian_diagonal() const override { return true; }
  /// λ − 2cx + 3qx².
  void hessian_diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;

 private:
  Eigen::VectorXd lambda_;
  double quartic_, cubic_;
};

}  // namespace sdescent
