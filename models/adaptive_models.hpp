#pragma once
/// \file
/// RMSprop, Adam and their SDEs as the catalogue has them, with constants by name.
///
/// An SDE has the constants of its optimizer, β and not ρ = (1 − β)/η, where η is the learning rate
/// that the factory is given: the same lines of a configuration describe both.

#include "models/catalogue.hpp"
#include "models/second_moment_model.hpp"
#include "models/weight_decay.hpp"

namespace sdescent {

enum class HasDecay { no, yes };

/// beta = 0.99, epsilon = 1e-8 and, if it has one, decay = 0.01: PyTorch's.
Constants rmsprop_constants(HasDecay decay = HasDecay::no);
/// beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 and, if it has one, decay = 0.01: PyTorch's.
Constants adam_constants(HasDecay decay = HasDecay::no);

/// Of the constants above, with or without decay.
OptimizerFactory rmsprop(WeightDecay kind = WeightDecay::decoupled);
OptimizerFactory adam(WeightDecay kind = WeightDecay::decoupled);
SdeFactory rmsprop_sde(SecondMomentModel model = SecondMomentModel::full);
SdeFactory adam_sde(SecondMomentModel model = SecondMomentModel::full);

}  // namespace sdescent
