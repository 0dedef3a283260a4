#pragma once
/// \file
/// Gaussian gradient noise that vanishes with the loss: Z ~ N(0, f(x) C), C constant.

#include "models/gaussian_field_noise.hpp"
#include "models/gaussian_noise.hpp"

#include <memory>

namespace sdescent {

/// Σ(x) = f(x) C. With C = σ²I the noise of Wojtowytsch 2024 (adaptive (120), C.30); with C = σ²H
/// on a quadratic, where ∇²f = H everywhere, that of Wu et al. 2022 (adaptive (123), C.31). The
/// correlations are those of C at every x. f must be >= 0: NaN where it is not.
class LossScaledNoise final : public GaussianFieldNoise {
 public:
  /// N(0, C) is `shape`. Throws InvalidInput when objective and shape differ in dimension.
  LossScaledNoise(std::shared_ptr<const Objective> objective, GaussianNoise shape);

  std::string description() const override { return "gaussian, covariance proportional to f"; }
  NoiseKind kind() const override;
  Index sources() const override { return shape_.sources(); }
  void diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;
  bool has_independent_signs() const override { return shape_.has_independent_signs(); }
  bool has_sign_correlation() const override { return true; }
  /// At least at x = x_*, where there is no noise.
  bool has_atoms() const override { return true; }

 private:
  /// √f(x) into one column.
  void root_of_loss(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const;
  void deviations(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef sigma,
                  Scratch& scratch) const override;
  void sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                       Scratch& scratch) const override;

  std::shared_ptr<const Objective> objective_;
  GaussianNoise shape_;
};

}  // namespace sdescent
