#pragma once
/// \file
/// The noiseless risk of linear regression, R(θ) = ½ vᵀKv, v = θ − θ* (exact (3)).

#include "models/feature_covariance.hpp"
#include "models/objective.hpp"

#include <memory>

namespace sdescent {

/// R as the objective of optimizers: ∇R = Kv, minimum 0 at θ*. The population risk is P = R + ½E
/// ε².
class RegressionRisk final : public Objective {
 public:
  /// Throws InvalidInput unless θ* is finite and has the dimension of K.
  RegressionRisk(std::shared_ptr<const FeatureCovariance> covariance, Eigen::VectorXd optimum);

  const FeatureCovariance& covariance() const { return *covariance_; }
  const Eigen::VectorXd& optimum() const { return optimum_; }  ///< θ*

  Index dimension() const override { return optimum_.size(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override;
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override;
  /// Both, by one product with K.
  void loss_and_gradient(const ConstBlockRef& x, BlockRef f, BlockRef g, Scratch& scratch) const;
  void hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                       Scratch& scratch) const override;
  bool is_separable() const override { return covariance_->is_diagonal(); }
  bool has_hessian_diagonal() const override { return true; }
  void hessian_diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;

 private:
  /// v = x − θ*
  void deviation(const ConstBlockRef& x, BlockRef v) const;

  std::shared_ptr<const FeatureCovariance> covariance_;
  Eigen::VectorXd optimum_;
};

}  // namespace sdescent
