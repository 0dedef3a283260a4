#pragma once
/// \file
/// The levels of loss that the lemmas, and what is exact beside them, give to the optimizers of
/// adaptive/fig6-noise.

#include "validation/adaptive/noise_levels.hpp"

#include <vector>

namespace sdescent::adaptive {

/// The limits that Figure 6 draws, over all σ: Lemmas 3.6, 3.5 (7) and 3.13 without and with decay.
struct NoiseLimits {
  Eigen::ArrayXd sgd, sign, adam, adam_w;
  explicit NoiseLimits(const std::vector<NoiseLevels>& cells);
};

/// (3.13) as σ → ∞, at every σ.
Eigen::ArrayXd adam_w_ceiling(const std::vector<NoiseLevels>& cells);

/// E f of SignSGD itself, by the stationary law of its chain.
Eigen::ArrayXd sign_sgd_at_eta(const std::vector<NoiseLevels>& cells);

/// E f of AdamW at this η, its second moment held at its mean.
Eigen::ArrayXd adam_w_at_eta(const std::vector<NoiseLevels>& cells);

}  // namespace sdescent::adaptive
