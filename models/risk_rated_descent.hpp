#pragma once
/// \file
/// Descent whose learning rate follows the path's own risk:
///
///     x_{k+1} = x_k − η η_t η(t, f(x_k)) u_k,   u_k = ĝ_k (SGD) or sign(ĝ_k) (signSGD), t = t_k.
///
/// With StreamingRegression, f = R and high_dimensional() settings of η = 1 the rate is η(t, R)/d:
/// SGD at matched_sgd_rate() is the one that exact compares with signSGD ((16), (260)); greedy
/// schedules are others ((26), (27)). An optimizer that sees its own noiseless risk is a device of
/// theory: it costs a product with K in each step where K is dense.

#include "models/optimizer.hpp"
#include "models/risk_equation.hpp"

namespace sdescent {

/// u_k.
enum class Direction { gradient, sign };

class RiskRatedDescent final : public Optimizer {
 public:
  /// Throws as Optimizer.
  RiskRatedDescent(OptimizerSettings settings, LearningRate rate, Direction direction);

  void advance(const At& at, BlockRef x) const override;

 private:
  LearningRate rate_;
  Direction direction_;
};

}  // namespace sdescent
