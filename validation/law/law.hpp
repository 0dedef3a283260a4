#pragma once
/// \file
/// The experiments on exact laws: what is known of optimizers and their SDEs without sampling,
/// beyond the papers.

#include "validation/experiment.hpp"

namespace sdescent::law {

Experiment weak_error_gaussian();
Experiment weak_error_student_t();
Experiment weak_error_scheduled();
Experiment stationary();
Experiment euler_is_not_the_sde();
Experiment work_precision();
Experiment second_order();
Experiment variance_reduction();

}  // namespace sdescent::law
