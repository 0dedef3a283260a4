#pragma once
/// \file
/// The law of a chain whose step length changes, to high order on a grid.

#include "solvers/atomic_law.hpp"
#include "solvers/step_rule.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace sdescent {

/// η_k >= 0, the length of step k = 0, 1, ….
using StepLength = std::function<double(std::uint64_t k)>;

/// A law on a grid that stands for one which is not on it.
struct GridLaw {
  AtomicLaw law;
  /// max over the steps up to here of Σ_j |p(j)|, 1 where no weight was ever negative: by how much
  /// errors of a step can be magnified.
  double variation;
};

/// The laws of x_k at the increasing steps k of `steps`, where x_{k+1} = x_k + η_k s_k. On the way
/// it visits up to 2^k points, no lattice. Here each atom that a step puts between the sites of the
/// grid x_0 + δZ (`spacing` δ) is split over the ten sites around it with Lagrange's weights of
/// degree 9. This is the exact adjoint of the backward recursion
///
///     u_k(x) = up(x) u_{k+1}(x + η_k) + stay(x) u_{k+1}(x) + down(x) u_{k+1}(x − η_k)
///
/// on the same grid with u_{k+1} interpolated locally to degree 9: one pass gives, for every h and
/// every k, the number that recursion gives for E h(x_k).
///
/// Error: a step keeps Σ p(j) q(j) of every polynomial q of degree 9, and replaces u by its
/// interpolant, which is wrong by at most 2.5·10⁻⁴ δ¹⁰ sup|u⁽¹⁰⁾| in the middle cell. So
///
///     |E h(x_k) − Σ_j p(j) h(x_j)| <= 2.5·10⁻⁴ δ¹⁰ · k · variation · max_{k', x} |u_{k'}⁽¹⁰⁾(x)|.
///
/// For probabilities and h that are smooth over a length L, u is too: δ = L/50 leaves rounding.
/// Where a probability has a kink (Laplace noise) the order is lost there. Steps that are multiples
/// of δ (constant η, δ = η) move atoms from site to site and have no such error at all.
///
/// **Weights are of either sign** where steps are no multiples of δ. E h of smooth h is as above,
/// whatever the weights are; the CDF of the atoms is that of x_k only as far as δ resolves it: it
/// oscillates about it by as much as an atom holds, and is not monotone. Distances that see atoms
/// (total variation, Kolmogorov) are meaningless here.
///
/// Sites at the ends with |p| < 10⁻³⁰ are dropped; the law's tail() is the sum of |p| there. Throws
/// InvalidInput for δ <= 0, a start that is not finite, step lengths that are negative or not
/// finite, steps that are not increasing or exceed 10⁶ (require_steps()), a grid of more than 10⁷
/// sites, and a rule that gives no probabilities.
std::vector<GridLaw> scheduled_chain_laws(const StepRule& rule, const StepLength& eta, double x0,
                                          double spacing, const std::vector<std::uint64_t>& steps);

/// E h(x_k) at one step k by scheduled_chain_laws(), with `spacing` halved until two results agree
/// to `tolerance` × max(1, |E h|). Throws NumericalFailure where eight halvings do not reach it (h
/// or the rule is not smooth), and what scheduled_chain_laws() throws.
double scheduled_chain_mean(const StepRule& rule, const StepLength& eta, double x0,
                            std::uint64_t step, const RealFunction& h, double spacing,
                            double tolerance = 1e-13);

}  // namespace sdescent
