#pragma once
/// \file
/// Squares of estimated numbers: distances between means.

#include "solvers/estimate.hpp"

namespace sdescent {

/// The square of every point without the bias Var(e) of e²: the mean product of the pseudo-values
/// of two different batches, (Σ_{a≠b} p_a p_b)/(B(B − 1)), with its jackknife. Around 0, and of
/// both signs, where the number is 0. Throws InvalidInput for fewer than 3 batches.
Estimate unbiased_square(const Estimate& e);

}  // namespace sdescent
