#include "models/risk_rated_descent.hpp"

namespace sdescent {

RiskRatedDescent::RiskRatedDescent(OptimizerSettings settings, LearningRate rate,
                                   Direction direction)
    : Optimizer(std::move(settings)), rate_(std::move(rate)), direction_(direction) {}

void RiskRatedDescent::advance(const At& at, BlockRef x) const {
  Scratch::Frame frame(at.scratch);
  BlockMap u = frame.block(x.rows(), x.cols()), rate = frame.block(x.rows(), 1);
  if (direction_ == Direction::gradient)
    problem().sample_gradient(at, x, u, 0);
  else
    problem().sample_sign(at, x, u, 0);
  problem().objective().loss(x, rate, at.scratch);
  const double factor = learning_rate(at);
  rate = rate.unaryExpr([&](double risk) { return factor * rate_(at.t, risk); });
  for (Index i = 0; i < x.cols(); ++i) x.col(i) -= rate.col(0) * u.col(i);
}

}  // namespace sdescent
