#pragma once
/// \file
/// Several curves that are one claim.

#include "validation/evidence.hpp"

#include <vector>

namespace sdescent::adaptive {

/// Collects pieces of evidence of one claim, of one run or of unrelated seeds.
class EvidenceParts {
 public:
  void add(const Evidence& part);
  /// One part with a tolerance for all of its points and no bias.
  void add(const Estimate& measured, const Eigen::ArrayXd& predicted, double tolerance);

  /// The parts one after the other.
  Evidence evidence() const;

 private:
  std::vector<Evidence> parts_;
};

}  // namespace sdescent::adaptive
