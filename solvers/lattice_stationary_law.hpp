#pragma once
/// \file
/// The stationary law of a chain on a lattice, in closed form.

#include "solvers/atomic_law.hpp"
#include "solvers/step_rule.hpp"

namespace sdescent {

/// Which sites x_0 + ηj of the lattice. Where no site stays, the parity of j changes with every
/// step and x_k has no limit in law: the laws at even and at odd k tend to the stationary one
/// conditioned on a parity, which is its restriction times 2. A mean over time sees all sites.
enum class LatticeSites { all, even, odd };

/// The law π with π(j) up(j) = π(j + 1) down(j + 1) on x_0 + ηZ, the stationary law of x_{k+1} =
/// x_k
/// + η s_k: steps go to neighbours, so that what flows up between two sites must flow back. Summed
/// as logarithms outwards from x_0 (best near the bulk), accurate to about 10⁻¹³ relative to
/// itself.
///
/// The sum ends on each side where r = π(j ± 1)/π(j), the ratio of successive sites, is below 1 and
/// the geometric series of that ratio, π(j) r/(1 − r), is below 10⁻³⁰ of the whole. That is the
/// bound tail() of what is left out, proven where ratios go on falling outwards, as they do where
/// the mean of s is monotone; that it is, beyond the ends, is the caller's word.
///
/// Throws InvalidInput for η <= 0, a start that is not finite or one that the chain leaves for
/// good, and for one parity where sites stay. NumericalFailure where the chain is not confined: no
/// end is found within 2·10⁶ sites.
AtomicLaw lattice_stationary_law(const StepRule& rule, double eta, double x0,
                                 LatticeSites sites = LatticeSites::all);

}  // namespace sdescent
