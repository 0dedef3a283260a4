#include "validation/unbiased_square.hpp"

#include "io/require.hpp"

namespace sdescent {

using Eigen::ArrayXd;

Estimate unbiased_square(const Estimate& e) {
  require_at_least("batches of an estimate that is squared", e.batches(), 3);
  const auto batches = static_cast<double>(e.batches());
  const ArrayXd sum = e.pseudo_values.colwise().sum();
  const ArrayXd squares = e.pseudo_values.square().colwise().sum();
  Estimate result = jackknife(batches, [&](Eigen::Index b) -> ArrayXd {
    if (b < 0) return (sum.square() - squares) / (batches * (batches - 1.0));
    const ArrayXd left = e.pseudo_values.row(b);
    return ((sum - left).square() - (squares - left.square())) /
           ((batches - 1.0) * (batches - 2.0));
  });
  result.runs = e.runs;
  return result;
}

}  // namespace sdescent
