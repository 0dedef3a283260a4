#pragma once
/// \file
/// The experiments of `exact` (Xiao, Marshall, Agarwala, Paquette 2024).

#include "validation/experiment.hpp"

namespace sdescent::exact {

Experiment fig1_gaussian();
Experiment fig1_cauchy();
Experiment fig1_cifar10();
Experiment fig1_imdb();
Experiment fig2_phi();
Experiment fig3_psi();
Experiment fig4_spectrum();
Experiment fig5_minibatch();
Experiment fig6_concentration();
Experiment fig7_limit_risk();
Experiment fig10_noise();
Experiment rates();
Experiment isotropic();
Experiment preconditioner();
Experiment adam();
Experiment weak_vs_highdim();
Experiment universality();

}  // namespace sdescent::exact
