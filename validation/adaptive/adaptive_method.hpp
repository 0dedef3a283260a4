#pragma once
/// \file
/// RMSprop(W) and Adam(W) as experiments name them: one set of constants makes the optimizer and
/// both of its SDEs, so that a comparison cannot differ by a constant.

#include "models/problem.hpp"
#include "models/second_moment_model.hpp"
#include "models/weight_decay.hpp"
#include "solvers/sde_process.hpp"

#include <memory>
#include <string>

namespace sdescent::adaptive {

/// Constants of RMSprop(W) (`beta2` is its β) or of Adam(W).
struct AdaptiveMethod {
  enum class Kind { rmsprop, adam };

  Kind kind;
  double eta;          ///< η, the time of a step
  double beta1 = 0.0;  ///< β₁ of Adam; RMSprop has none
  double beta2;
  double decay = 0.0;  ///< ϑ
  double kappa = 1.0;  ///< learning rate κη on the clock of η
  double epsilon = 1e-8;
  WeightDecay weight_decay = WeightDecay::decoupled;

  /// "RMSprop", "RMSpropW", "Adam" or "AdamW", for labels.
  std::string label() const;
};

/// What a rescaling multiplies: learning rate κ, weight decay ξ, rates 1 − β_i by α. The batch size
/// belongs to the noise of the problem (Σ/δ). Source: adaptive (145), (160), (187)–(189), (222).
struct Rescaling {
  double kappa = 1.0, xi = 1.0, alpha = 1.0;
};

/// η stays the time of a step. Throws InvalidInput when a rate α(1 − β_i) exceeds 1.
AdaptiveMethod rescaled(AdaptiveMethod method, Rescaling by);

/// The optimizer, from x_0 with moments 0 or from a whole state. Throws as its class does.
std::shared_ptr<const Process> optimizer_of(const AdaptiveMethod& method, std::string name,
                                            std::shared_ptr<const Problem> problem, Start start,
                                            std::uint16_t stream);

/// (158) or (219), or Malladi's (228), (233), with ρ_i = (1 − β_i)/η. Throws InvalidInput for
/// WeightDecay::l2, whose SDE is that of the regularised problem, and as its class does.
std::shared_ptr<const SdeModel> sde_of(const AdaptiveMethod& method,
                                       std::shared_ptr<const Problem> problem,
                                       SecondMomentModel model = SecondMomentModel::full);

}  // namespace sdescent::adaptive
