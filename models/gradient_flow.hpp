#pragma once
/// \file
/// Gradient flow dx/dt = −η_t ∇f(x): SGD and its SDE without noise.

#include "models/flow.hpp"

namespace sdescent {

class GradientFlow final : public Flow {
 public:
  using Flow::Flow;

  void derivative(double t, const ConstBlockRef& x, BlockRef dx, Scratch& scratch) const override {
    problem().objective().gradient(x, dx, 0, scratch);
    dx *= -schedule()(t);
  }
};

}  // namespace sdescent
