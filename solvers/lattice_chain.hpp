#pragma once
/// \file
/// The law of a chain of constant step length, exactly.

#include "solvers/atomic_law.hpp"
#include "solvers/step_rule.hpp"

#include <cstdint>
#include <vector>

namespace sdescent {

/// The laws of x_k at the increasing steps k of `steps`, where x_{k+1} = x_k + η s_k and s_k is +1,
/// 0 or −1 by `rule`: the forward recursion
///
///     p_{k+1}(j) = up(j − 1) p_k(j − 1) + stay(j) p_k(j) + down(j + 1) p_k(j + 1)
///
/// on the sites x_0 + ηj. Where no site stays, x_k visits those with j + k even only; they alone
/// are computed and are the atoms, 2η apart.
///
/// At both ends, sites that hold less than 10⁻³⁰ are dropped after each step, and so is what is
/// below 10⁻²⁹⁰ anywhere, before it becomes denormal. Proof that tail() bounds what is lost: if p̃_k
/// <= p_k at every site, one step, being linear with weights >= 0, gives no more than p_{k+1}, and
/// dropping takes away; so p̃_k <= p_k for all k. Steps keep the sum, so Σ_j (p_k − p̃_k) is the sum
/// of all that was dropped, which is counted and is tail(). E h is wrong by at most tail() × sup
/// |h|. Rounding comes on top: about 10⁻¹⁶√k of each probability; what it does to the sum is
/// divided out.
///
/// Work: steps × sites within ±12 standard deviations. Throws InvalidInput for η <= 0, a start that
/// is not finite, steps that are not increasing or exceed 10⁶, and a rule that gives no
/// probabilities.
std::vector<AtomicLaw> lattice_chain_laws(const StepRule& rule, double eta, double x0,
                                          const std::vector<std::uint64_t>& steps);

/// Throws InvalidInput unless the steps are increasing and <= 10⁶: for whatever follows a chain.
void require_steps(const std::vector<std::uint64_t>& steps);

}  // namespace sdescent
