#pragma once
/// \file
/// Uncertainty of a smooth function of several estimates: a ratio, a product, an exponent.

#include "solvers/estimate.hpp"

#include <vector>

namespace sdescent {

/// The estimate without batch b, which its pseudo-value was made of; of all for b = −1.
/// InvalidInput for a batch that it has not.
Eigen::ArrayXd without_batch(const Estimate& estimate, Eigen::Index batch);

/// f of the values of all estimates, with the jackknife over what f is without each batch. For
/// estimates of one run, or of runs of unrelated seeds: to first order in their errors the
/// pseudo-values then have the covariance that they should, as those of joined(). `function` maps
/// std::vector<ArrayXd> (a curve for each estimate, in their order) to an ArrayXd. Throws
/// InvalidInput if there are none, or their batches differ in number.
template <class Function>
Estimate function_of(const std::vector<Estimate>& estimates, Function function) {
  const Estimate all = joined(estimates);
  Estimate result = jackknife(static_cast<double>(all.batches()), [&](Eigen::Index batch) {
    std::vector<Eigen::ArrayXd> values;
    for (const Estimate& e : estimates) values.push_back(without_batch(e, batch));
    return Eigen::ArrayXd(function(values));
  });
  result.runs = all.runs;
  return result;
}

}  // namespace sdescent
