#include "validation/adaptive/evidence_parts.hpp"

#include "validation/joined_evidence.hpp"

namespace sdescent::adaptive {

void EvidenceParts::add(const Evidence& part) { parts_.push_back(part); }

void EvidenceParts::add(const Estimate& measured, const Eigen::ArrayXd& predicted,
                        double tolerance) {
  const Eigen::ArrayXd none = Eigen::ArrayXd::Zero(predicted.size());
  add({measured - predicted, predicted, none + tolerance, none});
}

Evidence EvidenceParts::evidence() const { return joined(parts_); }

}  // namespace sdescent::adaptive
