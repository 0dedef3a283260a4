#pragma once
/// \file
/// What RMSprop and Adam have in common in a step, and its rate in time.

#include "models/weight_decay.hpp"
#include "solvers/block.hpp"

#include <string_view>

namespace sdescent {

/// Throws InvalidInput unless `value` is in [0, 1).
void require_averaging_rate(std::string_view name, double value);

/// ρ = (1 − β)/η, the rate of their SDEs: adaptive (131), (169).
double relaxation_rate(double beta, double eta);

/// average ← β average + (1 − β) value.
void update_average(double beta, const ConstBlockRef& value, BlockRef average);

/// The decay ϑ of a step of learning rate `rate`: into the gradient g, or into x itself.
void apply_weight_decay(WeightDecay kind, double decay, double rate, BlockRef g, BlockRef x);

}  // namespace sdescent
