#pragma once
/// \file
/// Gradient flow dx/dt = −∇f(x): SGD and its SDE without noise.

#include "models/problem.hpp"
#include "solvers/ode.hpp"

#include <memory>

namespace sdescent {

class GradientFlow final : public OdeModel {
 public:
  explicit GradientFlow(std::shared_ptr<const Problem> problem)
      : problem_(std::move(problem)), layout_({{"x", problem_->dimension()}}) {}

  const Layout& layout() const override { return layout_; }

  void derivative(double, const ConstBlockRef& x, BlockRef dx, Scratch& scratch) const override {
    problem_->objective().gradient(x, dx, 0, scratch);
    dx = -dx;
  }

 private:
  std::shared_ptr<const Problem> problem_;
  Layout layout_;
};

}  // namespace sdescent
