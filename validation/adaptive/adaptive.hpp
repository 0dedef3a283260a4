#pragma once
/// \file
/// The experiments on Compagnoni et al. 2025, "Adaptive Methods through the Lens of SDEs".

#include "validation/experiment.hpp"

namespace sdescent::adaptive {

Experiment fig2_moments();
Experiment fig2_phases();
Experiment fig2_loss();
Experiment fig2_schedules();
Experiment phase_bounds();
Experiment sgd_moments();
Experiment noise_scaling();
Experiment heavy_tails();
Experiment weak_order_sign();
Experiment breast_cancer_logistic();
Experiment fig1_mlp();
Experiment fig10_mlp();
Experiment fig11_mlp();
Experiment fig13_mlp();

}  // namespace sdescent::adaptive
