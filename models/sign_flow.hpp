#pragma once
/// \file
/// Sign flow dx/dt = −sign(∇f(x)): Phase 1 of SignSGD (|∇f_i| > (3/√2) σ_i).
/// Source: adaptive (4), Lemma 3.4.
///
/// Valid until the first component of ∇f vanishes; there the right-hand side jumps, and solving on
/// ends in NumericalFailure.

#include "models/problem.hpp"
#include "solvers/ode.hpp"
#include "solvers/special_functions.hpp"

#include <memory>

namespace sdescent {

class SignFlow final : public OdeModel {
 public:
  explicit SignFlow(std::shared_ptr<const Problem> problem)
      : problem_(std::move(problem)), layout_({{"x", problem_->dimension()}}) {}

  const Layout& layout() const override { return layout_; }

  void derivative(double, const ConstBlockRef& x, BlockRef dx, Scratch& scratch) const override {
    problem_->objective().gradient(x, dx, 0, scratch);
    sign(dx, dx);
    dx = -dx;
  }

 private:
  std::shared_ptr<const Problem> problem_;
  Layout layout_;
};

}  // namespace sdescent
