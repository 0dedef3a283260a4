#include "validation/exact_estimate.hpp"

#include <limits>

namespace sdescent {

Estimate exact_estimate(const Eigen::ArrayXd& values) {
  return {values, values.transpose().replicate(replicate_batches, 1),
          std::numeric_limits<double>::infinity()};
}

}  // namespace sdescent
