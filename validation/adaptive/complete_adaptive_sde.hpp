#pragma once
/// \file
/// The SDEs of RMSprop(W) and Adam(W) with all of their noise. The paper's (131), (158), (169),
/// (219) keep the noise of order √η of one state variable and drop that of another:
///
/// - v_{k+1} = v_k + ηρ(ĝ² − v_k), and ĝ² has the deviation 2∇f Z + (Z² − σ²) from its mean: V has
///   noise of the order of X's, driven by the same Z where ∇f ≠ 0;
/// - Adam's x moves by m_{k+1} = m_k + ηρ₁(∇f + Z − m_k). The paper's term ηρ₁(∇f − M) is this
///   without Z, so that a Z moves x by (1 − ηρ₁) = β₁ times as much as it does in Adam.
///
/// An order-1 weak approximation may drop any noise (means see it at order η only), but then
/// Var(X)/η is not the optimizer's. With W_1, W_2 independent, t = kη, ι_i = 1 for RMSprop:
///
///     dV = (…) dt + √η ρ₂ (2∇f Σ^{1/2} dW_1 + √2 Σ dW_2),
///     dX = (…) − (√ι₂/ι₁) P^{-1} η √η ρ₁ Σ^{1/2} dW_1   (Adam).
///
/// Derived here, for Gaussian Z: Var Z² = 2σ⁴.

#include "validation/adaptive/adaptive_method.hpp"

namespace sdescent::adaptive {

/// The SDE that sde_of() makes of `method`, and this noise. Throws InvalidInput as sde_of() does,
/// and for a rescaled learning rate.
std::shared_ptr<const SdeModel> complete_sde_of(const AdaptiveMethod& method,
                                                std::shared_ptr<const Problem> problem);

}  // namespace sdescent::adaptive
