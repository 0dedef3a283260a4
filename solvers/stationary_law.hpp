#pragma once
/// \file
/// The law that a one-dimensional SDE forgets its start for, in closed form up to one integral.

#include "solvers/density_law.hpp"
#include "solvers/sde_model.hpp"

#include <limits>

namespace sdescent {

/// Where the density is looked for.
struct StationaryDomain {
  /// A point inside, best near the bulk, from which the support is followed outwards. Panels begin
  /// here: at a kink of the coefficients nothing is lost.
  double start = 0;
  /// Ends of the line or natural boundaries, where b = 0 and which X never reaches.
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
};

/// The stationary law of dX = a(X) dt + b(X) dW (Itô), without flux:
///
///     p(x) ∝ b(x)⁻² exp(∫ 2a/b² dx).
///
/// The integral is exact on panels that resolve 2a/b² (to 10⁻¹³), so p is accurate to about 10⁻¹²
/// relative to itself. The support is followed on both sides of `start` until p is below 10⁻³⁵ of
/// its maximum, and until the probability beyond, p taken to fall there like the power law through
/// the last panel, is below 10⁻¹⁸; at a natural boundary until it is below 10⁻¹⁷. That bound is the
/// law's tail(). Moments of power laws converge more slowly than their probabilities: E h lacks
/// what h has beyond [lower(), upper()].
///
/// Coefficients are taken at t = 0; that they do not depend on t, and that b > 0 inside the domain,
/// is the caller's word. Throws InvalidInput unless the state is one column and start is inside
/// the domain, NumericalFailure where 2a/b² is not resolved, the support has no end (p cannot be
/// normalised) or p does not vanish fast enough at a natural boundary to be resolved (p ~ δ^c at
/// the distance δ needs c > ⅓ or so).
DensityLaw stationary_law(const SdeModel& model, const StationaryDomain& domain = {});

}  // namespace sdescent
