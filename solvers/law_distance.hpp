#pragma once
/// \file
/// Distances between two laws on the line, each with atoms or with a density; an ensemble is a law
/// of atoms (ensemble_law()).
///
/// **A lattice against a density.** Their total variation is 1, whatever they are, and Kolmogorov's
/// and Wasserstein's distances see first of all the spacing w of the sites (at least half the
/// largest atom, and about w/4: each atom's probability has to be spread over its cell). To ask
/// whether a density describes a chain on a lattice, put the density on the same sites first:
///
/// - on_sites(): by its values there. A smooth density keeps all its moments, to e^{−2π²v/w²} (v
/// its
///   variance; Poisson's summation), and what is found does not depend on w. This is the comparison
///   of the density with the lattice law's probabilities over w.
/// - on_cells(): by the probabilities of the cells around the sites. It is the law of X rounded to
///   the lattice, which is a map, so no distance grows by it; but rounding adds w²/12 to the
///   variance (Sheppard). For a stationary law of variance ~ η on sites η apart that is of relative
///   order η, the order of the distances sought.
///
/// Chains without rest visit one parity of sites at a time, 2η apart; their mean over time all of
/// them, η apart (solvers/lattice_stationary_law.hpp). By on_sites() both say the same, by
/// on_cells() they do not, because the cells differ.

#include "solvers/atomic_law.hpp"

namespace sdescent {

/// sup_A |a(A) − b(A)| = ½ Σ |a_i − b_i| over the union of atoms, or ½ ∫|f − g|. Atoms closer than
/// 10⁻¹² of the range of both laws are one. Densities: to 10⁻¹² or so, zeros of f − g cornered
/// between the knots. Throws InvalidInput for atoms against a density.
double total_variation(const Law& a, const Law& b);

/// sup_x |F(x) − G(x)|: both limits at every atom; between knots of two densities, where f = g.
double kolmogorov(const Law& a, const Law& b);

/// W_1 = ∫|F − G| dx: exact for atoms, otherwise by quadrature between knots to 10⁻¹⁴ of the range
/// of both laws in each.
double wasserstein(const Law& a, const Law& b);

/// W_2 = (∫_0^1 (F⁻¹ − G⁻¹)² dp)^½, through the monotone map of one law to the other. Accurate to
/// what probabilities of 10⁻¹⁵ do: W_2² to 10⁻¹⁵ of the range squared.
double wasserstein_2(const Law& a, const Law& b);

/// The law on the atoms of `lattice` with probabilities proportional to the density of `law` there.
/// Throws InvalidInput where `law` has none, or is 0 at all of them.
AtomicLaw on_sites(const Law& law, const AtomicLaw& lattice);

/// The law on the atoms of `lattice` with `law`'s probabilities of their cells, which end half-way
/// between neighbours (the right end belongs to the cell); the first and the last one have no outer
/// end. Works for atoms, too: an ensemble on the cells of a lattice.
AtomicLaw on_cells(const Law& law, const AtomicLaw& lattice);

}  // namespace sdescent
