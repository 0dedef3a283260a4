#pragma once
/// \file
/// Sign flow dx/dt = −η_t sign(∇f(x)): Phase 1 of SignSGD (|∇f_i| > (3/√2) σ_i).
/// Source: adaptive (4), Lemma 3.4.
///
/// Valid until the first component of ∇f vanishes; there the right-hand side jumps, and solving on
/// ends in NumericalFailure.

#include "models/flow.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

class SignFlow final : public Flow {
 public:
  using Flow::Flow;

  void derivative(double t, const ConstBlockRef& x, BlockRef dx, Scratch& scratch) const override {
    problem().objective().gradient(x, dx, 0, scratch);
    sign(dx, dx);
    dx *= -schedule()(t);
  }
};

}  // namespace sdescent
