#include "validation/estimate.hpp"

#include "io/require.hpp"

#include <cmath>

namespace sdescent {

Eigen::ArrayXd Estimate::standard_error() const {
  const Eigen::ArrayXd mean = pseudo_values.colwise().mean().transpose();
  const Eigen::ArrayXd squares =
      (pseudo_values.rowwise() - mean.transpose()).square().colwise().sum().transpose();
  const auto b = static_cast<double>(batches());
  return (squares / (b * (b - 1.0))).sqrt();
}

Estimate operator-(const Estimate& a, const Estimate& b) {
  require_equal("points of the estimate subtracted", b.points(), a.points());
  require_equal("batches of the estimate subtracted", b.batches(), a.batches());
  return {a.value - b.value, a.pseudo_values - b.pseudo_values, a.runs};
}

Estimate operator-(const Estimate& a, const Eigen::ArrayXd& known) {
  require_equal("points of the curve subtracted", known.size(), a.points());
  return {a.value - known, a.pseudo_values.rowwise() - known.transpose(), a.runs};
}

Estimate from_point(const Estimate& e, Eigen::Index first) {
  const Eigen::Index n = e.points() - first;
  return {e.value.tail(n), e.pseudo_values.rightCols(n), e.runs};
}

Eigen::ArrayXd discretisation_bias(const Estimate& coarse, const Estimate& fine, double m,
                                   double order) {
  const Estimate change = coarse - fine;
  return (change.value.abs() + 4.0 * change.standard_error()) / (std::pow(m, order) - 1.0);
}

}  // namespace sdescent
