#pragma once
/// \file
/// Stochastic gradient descent: x_{k+1} = x_k − η η_t ĝ_k(x_k), t = kη, with the schedule η_t.

#include "models/optimizer.hpp"

namespace sdescent {

class Sgd final : public Optimizer {
 public:
  using Optimizer::Optimizer;

  void advance(const At& at, BlockRef x) const override {
    Scratch::Frame frame(at.scratch);
    BlockMap g = frame.block(x.rows(), x.cols());
    problem().sample_gradient(at, x, g, 0);
    x -= learning_rate(at) * g;
  }
};

}  // namespace sdescent
