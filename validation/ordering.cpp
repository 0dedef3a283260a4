#include "validation/ordering.hpp"

namespace sdescent {

Evidence ordering_evidence(const Estimate& smaller, const Estimate& larger,
                           const Eigen::ArrayXd& bias) {
  return {smaller - larger, larger.value, Eigen::ArrayXd::Zero(larger.points()), bias};
}

}  // namespace sdescent
