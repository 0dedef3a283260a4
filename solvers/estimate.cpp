#include "solvers/estimate.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {

double scaled_norm(const Eigen::VectorXd& v) {
  const double largest = v.size() == 0 ? 0.0 : v.cwiseAbs().maxCoeff<Eigen::PropagateNaN>();
  return largest > 0 && std::isfinite(largest) ? largest * (v / largest).norm() : largest;
}

Eigen::ArrayXd Estimate::standard_error() const {
  if (batches() < 2)
    return Eigen::ArrayXd::Constant(points(), std::numeric_limits<double>::quiet_NaN());
  const auto b = static_cast<double>(batches());
  Eigen::ArrayXd error(points());
  // An underflow to 0 would read as known exactly.
  for (Eigen::Index i = 0; i < points(); ++i)
    error(i) = scaled_norm((pseudo_values.col(i) - pseudo_values.col(i).mean()).matrix()) /
               std::sqrt(b * (b - 1.0));
  return error;
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
  return points(e, first, e.points() - first);
}

Estimate points(const Estimate& e, Eigen::Index first, Eigen::Index count) {
  return {e.value.segment(first, count), e.pseudo_values.middleCols(first, count), e.runs};
}

Estimate joined(const std::vector<Estimate>& estimates) {
  require(!estimates.empty(), "estimates to join", "at least one", "none");
  Eigen::Index points = 0;
  for (const Estimate& e : estimates) points += e.points();
  const Eigen::Index batches = estimates.front().batches();
  Estimate all{Eigen::ArrayXd(points), Eigen::ArrayXXd(batches, points), estimates.front().runs};
  Eigen::Index at = 0;
  for (const Estimate& e : estimates) {
    require_equal("batches of an estimate to join", e.batches(), batches);
    all.value.segment(at, e.points()) = e.value;
    all.pseudo_values.middleCols(at, e.points()) = e.pseudo_values;
    all.runs = std::min(all.runs, e.runs);
    at += e.points();
  }
  return all;
}

Eigen::ArrayXd discretisation_bias(const Estimate& coarse, const Estimate& fine, double m,
                                   double order) {
  require(m > 1, "refinement of a discretisation bias", "> 1", fmt::format("{}", m));
  require_positive("order of a discretisation bias", order);
  const Estimate change = coarse - fine;
  return (change.value.abs() + 4.0 * change.standard_error()) / (std::pow(m, order) - 1.0);
}

}  // namespace sdescent
