#pragma once
/// \file
/// SignSGD: x_{k+1} = x_k − η η_t sign(ĝ_k(x_k)), sign(0) = 0, t = kη, with the schedule η_t.
/// Source: adaptive (1), (110).

#include "models/optimizer.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

class SignSgd final : public Optimizer {
 public:
  using Optimizer::Optimizer;

  void advance(const At& at, BlockRef x) const override {
    Scratch::Frame frame(at.scratch);
    BlockMap g = frame.block(x.rows(), x.cols());
    problem().sample_gradient(at, x, g, 0);
    sign(g, g);
    x -= learning_rate(at) * g;
  }
};

}  // namespace sdescent
