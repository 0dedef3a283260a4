#pragma once
/// \file
/// SignSGD: x_{k+1} = x_k − η η_t sign(ĝ_k(x_k)), sign(0) = 0, t = kη, with the schedule η_t.
/// Source: adaptive (1), (110).

#include "models/optimizer.hpp"
#include "solvers/arithmetic.hpp"

namespace sdescent {

class SignSgd final : public Optimizer {
 public:
  using Optimizer::Optimizer;

  void advance(const At& at, BlockRef x) const override {
    Scratch::Frame frame(at.scratch);
    BlockMap signs = frame.block(x.rows(), x.cols());
    problem().sample_sign(at, x, signs, 0);
    add_scaled(-learning_rate(at), signs, x);
  }
};

}  // namespace sdescent
