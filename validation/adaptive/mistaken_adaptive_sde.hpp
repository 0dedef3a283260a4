#pragma once
/// \file
/// SDEs of RMSprop(W) and Adam(W) with one mistake each, for controls and for tolerances.

#include "validation/adaptive/adaptive_method.hpp"

namespace sdescent::adaptive {

/// What is wrong in the SDE.
enum class AdaptiveMistake {
  malladi,      ///< Malladi's drift, (228) or (233): V relaxes to diag Σ; Adam's without lag
  without_lag,  ///< Adam's dX without the term ηρ₁(∇f − M), all else right
  without_correction,  ///< ι₁ = ι₂ = 1: Adam's bias is not corrected
  epsilon_inside_root,  ///< P = √(V + ει₂), ι₂ = 1 for RMSprop, in the place of √V + ε√ι₂
  coupled_decay,  ///< ∇f + ϑX in the place of ∇f, no −ϑX dt: decay as of (16)
  doubled_decay,  ///< 2ϑ
};

/// The SDE that sde_of() makes of `method`, with this mistake; layout and noise are the same.
/// Throws InvalidInput for without_lag and without_correction of RMSprop, which has neither, and as
/// sde_of() does.
std::shared_ptr<const SdeModel> mistaken_sde_of(const AdaptiveMethod& method,
                                                std::shared_ptr<const Problem> problem,
                                                AdaptiveMistake mistake);

}  // namespace sdescent::adaptive
