#pragma once
/// \file
/// An SDE without its noise: ds/dt = a(t, s).

#include "solvers/ode.hpp"
#include "solvers/sde_model.hpp"

#include <memory>

namespace sdescent {

/// What is left of an SDE when the diffusion is dropped; an order-1 approximation of means, too, so
/// it is both a guide to the size of noise and a control that means alone cannot turn.
class DriftOde final : public OdeModel {
 public:
  explicit DriftOde(std::shared_ptr<const SdeModel> model) : model_(std::move(model)) {}

  const Layout& layout() const override { return model_->layout(); }

  void derivative(double t, const ConstBlockRef& s, BlockRef ds, Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap diagonal = frame.block(s.rows(), model_->noise_dimension());
    model_->coefficients(t, s, ds, diagonal, scratch);
  }

 private:
  std::shared_ptr<const SdeModel> model_;
};

}  // namespace sdescent
