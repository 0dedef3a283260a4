#pragma once
/// \file
/// E h(X_t) of a one-dimensional diffusion from a point, by the backward Kolmogorov equation.

#include "solvers/diffusion_resolution.hpp"
#include "solvers/law.hpp"
#include "solvers/sde_model.hpp"

namespace sdescent {

/// E h(X_t), X_0 = x0, dX = a(t, X) dt + b(t, X) dW (Itô): u(r, x) = E[h(X_t) | X_r = x] obeys
/// ∂u/∂r + a ∂u/∂x + ½b² ∂²u/∂x² = 0 and u(t, ·) = h.
///
/// In the frame y = (x − m)/s of DiffusionFrame, w = u e^{−y²/4} is integrable and vanishes at both
/// ends; where the frame is that of a Brownian motion its equation is the harmonic oscillator's.
/// So it is solved by sinc collocation without boundary conditions, against −log r, and averaged
/// over the law at the start. It has no more than the frame in common with diffusion_law(), to
/// which it is dual: use that for the law and many h, this as a check or for one h.
///
/// h must be smooth over the spacing of the nodes, and grow less than e^{y²/4}. Tolerances of
/// `resolution` are relative to the largest |w|; what the grid leaves out may be 1000 times its
/// tolerance, because errors of steps excite the highest frequencies, which matter little to E h.
/// Accurate to about 10⁻¹² of the largest |w|. Throws as
/// diffusion_law() does, and InvalidInput for a time that is not > 0.
double diffusion_mean(const SdeModel& model, double x0, double t, const RealFunction& h,
                      const DiffusionResolution& resolution = {});

}  // namespace sdescent
