#pragma once
/// \file
/// The law of a one-dimensional diffusion at a time, from a point, without sampling.

#include "solvers/density_law.hpp"
#include "solvers/diffusion_resolution.hpp"
#include "solvers/sde_model.hpp"

#include <vector>

namespace sdescent {

/// The law of X_t at every t of the increasing `times` > 0, X_0 = x0, dX = a(t, X) dt + b(t, X) dW
/// (Itô): the forward equation (forward_equation.hpp) by sinc collocation and Dormand–Prince.
///
/// For coefficients that are analytic over a few standard deviations around the law, E h comes out
/// to about 10⁻¹² times the scale of h, whatever h is; the density to 10⁻¹³ of its maximum, so that
/// quantiles and the CDF mean nothing in tails below 10⁻¹³. tail() is the probability beyond the
/// grid if the density is log-concave where it is below the tolerance. A kink of the coefficients
/// costs accuracy, see DiffusionResolution::tolerance.
///
/// Throws InvalidInput unless the state is one column and the times are > 0, finite and increasing;
/// NumericalFailure when there is no diffusion at the start, a coefficient is not finite somewhere
/// on the grid, or the tolerance is not reached.
std::vector<DensityLaw> diffusion_laws(const SdeModel& model, double x0,
                                       const std::vector<double>& times,
                                       const DiffusionResolution& resolution = {});

/// At one time.
DensityLaw diffusion_law(const SdeModel& model, double x0, double t,
                         const DiffusionResolution& resolution = {});

}  // namespace sdescent
