#pragma once
/// \file
/// Stochastic gradient descent: x_{k+1} = x_k − η ĝ_k(x_k).

#include "models/optimizer.hpp"

namespace sdescent {

class Sgd final : public Optimizer {
 public:
  using Optimizer::Optimizer;

  void advance(const At& at, BlockRef x) const override {
    Scratch::Frame frame(at.scratch);
    BlockMap g = frame.block(x.rows(), x.cols());
    problem().sample_gradient(at, x, g, 0);
    x -= eta() * g;
  }
};

}  // namespace sdescent
