#pragma once
/// \file
/// An SDE on another clock: for dS = a(t, S) dt + B(t, S) dW and t = c t',
///
///     dS = c a(c t', S) dt' + √c B(c t', S) dW'.
///
/// Same law at the same moment. An optimizer of learning rate η/d has t = kη/d in its own SDE and
/// t' = k/d in high dimension: c = η.

#include "solvers/sde_model.hpp"

#include <memory>

namespace sdescent {

class ScaledClockSde final : public SdeModel {
 public:
  /// `factor` is c. Throws InvalidInput unless c > 0.
  ScaledClockSde(std::shared_ptr<const SdeModel> model, double factor);

  const Layout& layout() const override { return model_->layout(); }
  Index noise_dimension() const override { return model_->noise_dimension(); }
  NoiseKind noise_kind() const override { return model_->noise_kind(); }
  bool is_singular_at_zero() const override { return model_->is_singular_at_zero(); }
  Index noise_column() const override { return model_->noise_column(); }
  bool has_separable_noise() const override { return model_->has_separable_noise(); }
  bool has_derivative() const override { return model_->has_derivative(); }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override;
  void diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

 private:
  std::shared_ptr<const SdeModel> model_;
  double factor_, root_;
};

}  // namespace sdescent
