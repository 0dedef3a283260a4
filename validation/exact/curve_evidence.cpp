#include "validation/exact/curve_evidence.hpp"

#include "solvers/sup_t.hpp"
#include "validation/estimate_algebra.hpp"

namespace sdescent::exact {

using Eigen::ArrayXd;

Evidence mean_evidence(const Estimate& mean, const KnownCurve& known, double tolerance) {
  const ArrayXd one = ArrayXd::Ones(known.value.size());
  return {relative_to(mean, known.value) - one, one, tolerance * one, known.error / known.value};
}

Evidence mean_evidence(const Estimate& coarse, const Estimate& fine, const KnownCurve& known,
                       double tolerance) {
  Evidence evidence = mean_evidence(fine, known, tolerance);
  evidence.bias += discretisation_bias(coarse, fine, 2.0) / known.value;
  return evidence;
}

Band relative_band(const Estimate& mean, const KnownCurve& known) {
  return simultaneous_band(relative_to(mean, known.value) - ArrayXd::Ones(known.value.size()),
                           0.05);
}

}  // namespace sdescent::exact
