#pragma once
/// \file
/// Adam (ϑ = 0) and AdamW:
///
///     m_{k+1} = β₁ m_k + (1 − β₁) ĝ_k,          v_{k+1} = β₂ v_k + (1 − β₂) ĝ_k²,
///     m̂ = m_{k+1}/(1 − β₁^{k+1}),               v̂ = v_{k+1}/(1 − β₂^{k+1}),
///     x_{k+1} = x_k − η η_t (m̂/(√v̂ + ε) + ϑ x_k),                m_0 = v_0 = 0,  t = kη,
///
/// by component. Source: adaptive (11), (214)–(217); (182) prints β₁ for β₂. With WeightDecay::l2,
/// ĝ_k + ϑx_k takes the place of ĝ_k and the last term is left out: Adam on f + ϑ‖x‖²/2, (16).
///
/// PyTorch's AdamW (decoupled) and Adam (whose weight_decay is l2) are the same to rounding.

#include "models/optimizer.hpp"
#include "models/weight_decay.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

/// Constants of Adam.
struct AdamSettings {
  double beta1 = 0.9;     ///< β₁ in [0, 1)
  double beta2 = 0.999;   ///< β₂ in [0, 1)
  double epsilon = 1e-8;  ///< ε >= 0
  double decay = 0;       ///< ϑ >= 0
  WeightDecay kind = WeightDecay::decoupled;
  Accuracy accuracy = Accuracy::fast;  ///< of 1/(√v̂ + ε)
};

/// State x, m, v. The powers of β count the process's own steps: a run that starts later than step
/// 0 from moments of its own is corrected as if it had begun at 0.
class Adam final : public Optimizer {
 public:
  /// Throws InvalidInput when a constant is out of its range, and as Optimizer does.
  Adam(OptimizerSettings settings, AdamSettings constants);

  void advance(const At& at, BlockRef state) const override;

 private:
  AdamSettings constants_;
};

}  // namespace sdescent
