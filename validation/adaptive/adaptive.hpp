#pragma once
/// \file
/// The experiments on Compagnoni et al. 2025, "Adaptive Methods through the Lens of SDEs".

#include "validation/experiment.hpp"

namespace sdescent::adaptive {

Experiment fig1_mlp();
Experiment fig2_moments();
Experiment fig2_phases();
Experiment fig2_loss();
Experiment fig2_schedules();
Experiment fig3_quadratic();
Experiment fig3_saddle();
Experiment fig5_scaling_adamw();
Experiment fig5_scaling_rmspropw();
Experiment fig5_betas();
Experiment fig5_stationary();
Experiment fig6_noise();
Experiment fig7_noise_structures();
Experiment fig8_powerlaw_noise();
Experiment fig9_rmsprop();
Experiment fig10_mlp();
Experiment fig11_mlp();
Experiment fig12_adam();
Experiment fig13_mlp();
Experiment fig14_l2();
Experiment phase_bounds();
Experiment sgd_moments();
Experiment noise_scaling();
Experiment heavy_tails();
Experiment stationary();
Experiment weak_order_sign();
Experiment adaptive_weak_order();
Experiment svag_limits();
Experiment breast_cancer_logistic();

}  // namespace sdescent::adaptive
