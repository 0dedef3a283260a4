#pragma once
/// \file
/// Objectives that are averages over data: f = (1/n) Σ f_i + r.

#include "models/objective.hpp"

#include <cstdint>

namespace sdescent {

/// What minibatches need of such an objective.
class FiniteSum : public Objective {
 public:
  /// n
  virtual Index terms() const = 0;

  /// Σ_i w_i ∇f_i(x) for each row: `weights` is rows × n. The regulariser r is not included.
  virtual void weighted_gradient(const ConstBlockRef& x, const ConstBlockRef& weights, BlockRef g,
                                 Scratch& scratch) const = 0;

  /// (1/B) Σ_b ∇f_{i_b}(x) + ∇r(x) for each row; `uniforms` (rows × B, in (0, 1)) chooses
  /// i_b = ⌊n u_b⌋, which is uniform to n/2³².
  virtual void batch_gradient(const ConstBlockRef& x, const ConstBlockRef& uniforms, BlockRef g,
                              Scratch& scratch) const = 0;
};

}  // namespace sdescent
