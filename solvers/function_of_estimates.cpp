#include "solvers/function_of_estimates.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

Eigen::ArrayXd without_batch(const Estimate& e, Eigen::Index batch) {
  if (batch < 0) return e.value;
  require(batch < e.batches(), "batch to leave out", fmt::format("below {}", e.batches()),
          fmt::format("{}", batch));
  const auto n = static_cast<double>(e.batches());
  return (n * e.value - e.pseudo_values.row(batch).transpose()) / (n - 1.0);
}

}  // namespace sdescent
