#include "validation/adaptive/evidence_parts.hpp"

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;

ArrayXd one_after_the_other(const std::vector<ArrayXd>& curves) {
  Eigen::Index size = 0;
  for (const ArrayXd& curve : curves) size += curve.size();
  ArrayXd all(size);
  Eigen::Index from = 0;
  for (const ArrayXd& curve : curves) {
    all.segment(from, curve.size()) = curve;
    from += curve.size();
  }
  return all;
}

}  // namespace

void EvidenceParts::add(const Evidence& part) {
  deviations_.push_back(part.deviation);
  predicted_.push_back(part.predicted);
  tolerances_.push_back(part.tolerance);
  biases_.push_back(part.bias);
}

void EvidenceParts::add(const Estimate& measured, const ArrayXd& predicted, double tolerance) {
  const ArrayXd none = ArrayXd::Zero(predicted.size());
  add({measured - predicted, predicted, none + tolerance, none});
}

Evidence EvidenceParts::evidence() const {
  return {joined(deviations_), one_after_the_other(predicted_), one_after_the_other(tolerances_),
          one_after_the_other(biases_)};
}

}  // namespace sdescent::adaptive
