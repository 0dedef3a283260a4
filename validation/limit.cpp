#include "validation/limit.hpp"

#include "io/require.hpp"
#include "validation/abscissae.hpp"

#include <Eigen/QR>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

void check(const Deviations& curve, double order) {
  require_positive("order of the extrapolation of " + curve.name, order);
  require_positive_increasing(fmt::format("values of {} of {}", curve.parameter, curve.name),
                              curve.eta, 3);
  const Index n = curve.eta.size();
  require_equal("deviations of " + curve.name, curve.deviation.points(), n);
  require_equal("bias bounds of " + curve.name, curve.bias.size(), n);
}

/// w with Σ w_i d_i = p(0), p the least-squares polynomial of a degree through (u_i, d_i).
ArrayXd weights_at_zero(const ArrayXd& u, Index degree) {
  const ArrayXd scaled = u / u.maxCoeff();
  Eigen::MatrixXd powers(u.size(), degree + 1);
  for (Index j = 0; j <= degree; ++j) powers.col(j) = scaled.pow(static_cast<double>(j)).matrix();
  const Eigen::MatrixXd inverse = powers.completeOrthogonalDecomposition().pseudoInverse();
  return inverse.row(0).transpose().array();
}

Estimate combination(const Estimate& e, const ArrayXd& weights) {
  Estimate sum{ArrayXd(1), Eigen::ArrayXXd(e.batches(), 1), e.runs};
  sum.value(0) = (weights * e.value).sum();
  sum.pseudo_values = (e.pseudo_values.rowwise() * weights.transpose()).rowwise().sum();
  return sum;
}

/// |d| at η_i minus |d| at η_{i+1}: how much it grows as η falls.
Estimate growth(const Estimate& d, Index i) {
  const double value = std::abs(d.value(i)) - std::abs(d.value(i + 1));
  const Estimate pair = points(d, i, 2);
  const Estimate sum = combination(pair, Eigen::Array2d(1.0, 1.0));
  const Estimate difference = combination(pair, Eigen::Array2d(1.0, -1.0));
  const bool sum_is_wider = sum.standard_error()(0) > difference.standard_error()(0);
  Estimate grown = sum_is_wider ? sum : difference;
  grown.pseudo_values += value - grown.value(0);
  grown.value(0) = value;
  return grown;
}

std::string at_finite_eta(const Deviations& curve) {
  const ArrayXd se = curve.deviation.standard_error();
  std::string text = curve.name + ":";
  for (Index i = curve.eta.size() - 1; i >= 0; --i) {
    const double value = curve.deviation.value(i);
    text += fmt::format(" {:.3g}", value);
    if (se(i) > 1e-12 * std::abs(value)) text += fmt::format(" ± {:.1g}", se(i));
    text += fmt::format(" at {} = {}{}", curve.parameter, curve.eta(i), i > 0 ? "," : "");
  }
  return text;
}

/// The deviations at finite η of the curves that are farthest off at the smallest one, measured by
/// their tolerances.
std::string at_finite_eta(const std::vector<Deviations>& curves, const ArrayXd& tolerance) {
  constexpr std::size_t most = 3;
  std::vector<std::size_t> order(curves.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto distance = [&](std::size_t c) {
    const double ratio = std::abs(curves[c].deviation.value(0)) / tolerance(static_cast<Index>(c));
    return std::isnan(ratio) ? std::numeric_limits<double>::infinity() : ratio;
  };
  if (curves.size() > most)
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distance(a) > distance(b); });
  std::string text;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i)
    text += (i > 0 ? "; " : "") + at_finite_eta(curves[order[i]]);
  if (order.size() > most) text += fmt::format("; {} more are nearer", order.size() - most);
  return text;
}

}  // namespace

Extrapolation extrapolate(const Deviations& curve, double order) {
  check(curve, order);
  const ArrayXd u = curve.eta.pow(order);
  const ArrayXd weights = weights_at_zero(u, 2);
  ArrayXd line = ArrayXd::Zero(u.size());
  line.head(2) = weights_at_zero(u.head(2), 1);
  Extrapolation result{combination(curve.deviation, weights)};
  result.bias = (weights.abs() * curve.bias).sum() +
                std::abs(((weights - line) * curve.deviation.value).sum());
  return result;
}

Evidence limit_evidence(const std::vector<Deviations>& curves, const ArrayXd& predicted,
                        const ArrayXd& tolerance, double order) {
  require(!curves.empty(), "curves of a limit", "at least one", "none");
  const auto n = static_cast<Index>(curves.size());
  require_equal("limits predicted", predicted.size(), n);
  require_equal("tolerances of limits", tolerance.size(), n);
  Evidence evidence;
  std::vector<Estimate> points, growths;
  std::vector<double> tolerances(tolerance.begin(), tolerance.end()), bias, growth_bias;
  for (Index c = 0; c < n; ++c) {
    const Deviations& curve = curves[static_cast<std::size_t>(c)];
    const Extrapolation limit = extrapolate(curve, order);
    points.push_back(limit.value);
    bias.push_back(limit.bias);
    for (Index i = 0; i + 1 < curve.eta.size(); ++i) {
      growths.push_back(growth(curve.deviation, i));
      growth_bias.push_back(curve.bias(i) + curve.bias(i + 1));
      tolerances.push_back(tolerance(c));
      evidence.conditions.push_back(
          {fmt::format("|{}| does not grow from {} = {} to {}", curve.name, curve.parameter,
                       curve.eta(i + 1), curve.eta(i)),
           Condition::Reach::at_most});
    }
  }
  evidence.remark = at_finite_eta(curves, tolerance);
  points.insert(points.end(), growths.begin(), growths.end());
  bias.insert(bias.end(), growth_bias.begin(), growth_bias.end());
  evidence.deviation = joined(points);
  evidence.predicted = ArrayXd::Zero(evidence.deviation.points());
  evidence.predicted.head(n) = predicted;
  evidence.tolerance =
      Eigen::Map<const ArrayXd>(tolerances.data(), static_cast<Index>(tolerances.size()));
  evidence.bias = Eigen::Map<const ArrayXd>(bias.data(), static_cast<Index>(bias.size()));
  return evidence;
}

}  // namespace sdescent
