#pragma once
/// \file
/// Numbers known without sampling, where an estimate is expected.

#include "solvers/estimate.hpp"

namespace sdescent {

/// `values` with standard errors of 0 (but for rounding), from infinitely many runs, in as many
/// batches as every recorder keeps: joins and combines with sampled estimates. What such numbers
/// are wrong by, discretisation and truncation, belongs into the bias of their evidence.
Estimate exact_estimate(const Eigen::ArrayXd& values);

}  // namespace sdescent
