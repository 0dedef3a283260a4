#pragma once
/// \file
/// The experiments on exact laws, beyond the papers: nothing here is sampled unless it says so.

#include "validation/experiment.hpp"

namespace sdescent::law {

Experiment weak_error_gaussian();
Experiment weak_error_student_t();
Experiment weak_error_scheduled();

}  // namespace sdescent::law
