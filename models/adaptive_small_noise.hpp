#pragma once
/// \file
/// RMSprop(W) and Adam(W) to first order in η: what their SDEs are to be measured against.
///
/// Given (x, m, v) at t = kη, g = ∇f(x), ĝ = g + Z, Z_i ~ N(0, σ_i²) independent, one step has the
/// conditional mean η(a + ηc) + O(η³) and covariance η²Q + O(η³), by component. Derived here, by
/// expanding x_{k+1}, which divides by the new v, about v:
///
/// RMSprop, P = √v + ε:
///
///     a_x = −g/P − ϑx,   a_v = ρ(g² + σ² − v),
///     c_x = ρ (E ĝ³ − vg)/(2√v P²),   E ĝ³ = g³ + 3gσ²,   c_v = 0,
///     Q_xx = σ²/P²,   Q_xv = −2ρgσ²/P,   Q_vv = ρ²(4g²σ² + 2σ⁴).
///
/// Adam, F(m, v, ι₁, ι₂) = (√ι₂/ι₁) m/P, P = √v + ε√ι₂, ι_i = 1 − e^{−ρ_i t}; its own corrections
/// are 1 − β_i^{k+1} = ι_i + ηe^{−ρ_i t}(ρ_i + ½ρ_i² t) + O(η²):
///
///     a_x = −F − ϑx,   a_m = ρ₁(g − m),   a_v = ρ₂(g² + σ² − v),   c_m = c_v = 0,
///     c_x = −ρ₁(g − m) ∂F/∂m − ρ₂(g² + σ² − v) ∂F/∂v − Σ_i e^{−ρ_i t}(ρ_i + ½ρ_i² t) ∂F/∂ι_i,
///     Q_mm = ρ₁²σ²,   Q_mv = 2ρ₁ρ₂gσ²,   Q_vv = ρ₂²(4g²σ² + 2σ⁴),   Q_xx = Q_xm = Q_xv = 0.
///
/// The SDEs, adaptive (131), (158), (169), (219), have the same a, of c_x the first term of Adam's
/// and nothing of RMSprop's, and of Q what does not involve v: they leave out the noise of v, and
/// with it Q_xv. That costs no order (solvers/weak_expansion.hpp), but the covariance of x, m and v
/// over η is another.

#include "models/adam_sde.hpp"
#include "models/rmsprop_sde.hpp"
#include "solvers/weak_expansion.hpp"

#include <memory>

namespace sdescent {

/// Of the optimizer whose SDE has these constants. `settings.model` has no say. Throws InvalidInput
/// unless the gradient noise is Gaussian with independent coordinates.
SmallNoise rmsprop_small_noise(std::shared_ptr<const Problem> problem, RmspropSdeSettings settings);
SmallNoise adam_small_noise(std::shared_ptr<const Problem> problem, AdamSdeSettings settings);

}  // namespace sdescent
