#pragma once
/// \file
/// The experiments on Compagnoni et al. 2025, "Adaptive Methods through the Lens of SDEs".

#include "validation/experiment.hpp"

namespace sdescent::adaptive {

Experiment fig2_moments();
Experiment breast_cancer_logistic();
Experiment noise_scaling();
Experiment heavy_tails();
Experiment sgd_moments();
Experiment weak_order_sign();

}  // namespace sdescent::adaptive
