#pragma once
/// \file
/// RMSprop (ϑ = 0) and RMSpropW:
///
///     v_{k+1} = β v_k + (1 − β) ĝ_k²,
///     x_{k+1} = x_k − η η_t (ĝ_k/(√v_{k+1} + ε) + ϑ x_k),          v_0 = 0,  t = kη,
///
/// squares, roots and quotients by component. No bias is corrected. Source: adaptive (133), (156).
/// With WeightDecay::l2, ĝ_k + ϑx_k takes the place of ĝ_k and the last term is left out.
///
/// PyTorch's RMSprop (momentum 0, not centred) is the same to rounding; its weight_decay is l2.
/// It has no decoupled one.

#include "models/optimizer.hpp"
#include "models/weight_decay.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

/// Constants of RMSprop.
struct RmspropSettings {
  double beta = 0.99;     ///< β in [0, 1)
  double epsilon = 1e-8;  ///< ε >= 0
  double decay = 0;       ///< ϑ >= 0
  WeightDecay kind = WeightDecay::decoupled;
  Accuracy accuracy = Accuracy::fast;  ///< of 1/(√v + ε)
};

/// State x, v.
class Rmsprop final : public Optimizer {
 public:
  /// Throws InvalidInput when a constant is out of its range, and as Optimizer does.
  Rmsprop(OptimizerSettings settings, RmspropSettings constants);

  void advance(const At& at, BlockRef state) const override;

 private:
  RmspropSettings constants_;
};

}  // namespace sdescent
