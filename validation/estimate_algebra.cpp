#include "validation/estimate_algebra.hpp"

#include "io/require.hpp"

namespace sdescent {

Estimate mapped(const Eigen::MatrixXd& weights, const Estimate& e) {
  require_equal("number of weights of a linear map", weights.cols(), e.points());
  return {(weights * e.value.matrix()).array(),
          (e.pseudo_values.matrix() * weights.transpose()).array(), e.runs};
}

Estimate chosen(const Estimate& e, const std::vector<Eigen::Index>& points) {
  const auto n = static_cast<Eigen::Index>(points.size());
  Estimate result{Eigen::ArrayXd(n), Eigen::ArrayXXd(e.batches(), n), e.runs};
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index from = points[static_cast<std::size_t>(i)];
    require(from >= 0 && from < e.points(), "number of a point of an estimate",
            "in [0, " + std::to_string(e.points()) + ")", std::to_string(from));
    result.value(i) = e.value(from);
    result.pseudo_values.col(i) = e.pseudo_values.col(from);
  }
  return result;
}

Estimate relative_to(const Estimate& e, const Eigen::ArrayXd& known) {
  require_equal("number of points to divide by", known.size(), e.points());
  return {e.value / known, e.pseudo_values.rowwise() / known.transpose(), e.runs};
}

}  // namespace sdescent
