#include "validation/evidence.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {
namespace {

/// margin / se; a known deviation (se = 0) is infinitely far on its side, and on the side
/// `at_limit` when it lies exactly at its limit.
Eigen::ArrayXd in_standard_errors(const Eigen::ArrayXd& margin, const Eigen::ArrayXd& se,
                                  double at_limit) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return margin.binaryExpr(se, [at_limit](double m, double s) {
    if (s > 0) return m / s;
    return (m == 0 ? at_limit : m) > 0 ? infinity : -infinity;
  });
}

bool enough_runs(const Evidence& evidence) { return evidence.deviation.runs >= fewest_runs; }

/// minCoeff() and maxCoeff() pass over a NaN: left in a curve it would read as holds.
void require_known(const std::string& id, std::string_view what, const Eigen::ArrayXd& curve) {
  for (Eigen::Index i = 0; i < curve.size(); ++i)
    if (!std::isfinite(curve(i)))
      throw NumericalFailure(
          fmt::format("claim {}: the {} at point {} is {}", id, what, i + 1, curve(i)));
}

Evidence checked(const std::string& id, Evidence evidence) {
  const Estimate& deviation = evidence.deviation;
  const Eigen::Index n = deviation.points();
  require_at_least("points of claim " + id, n, 1);
  require_equal("points with pseudo-values of claim " + id, deviation.pseudo_values.cols(), n);
  require_equal("predictions of claim " + id, evidence.predicted.size(), n);
  require_equal("tolerances of claim " + id, evidence.tolerance.size(), n);
  require_equal("bias bounds of claim " + id, evidence.bias.size(), n);
  for (const double tolerance : evidence.tolerance)
    require_non_negative("tolerance of claim " + id, tolerance);
  if (!enough_runs(evidence)) return evidence;
  require_known(id, "prediction", evidence.predicted);
  require_known(id, "deviation", deviation.value);
  require_known(id, "standard error", deviation.standard_error());
  require_known(id, "bias bound", evidence.bias);
  for (const double bias : evidence.bias) require_non_negative("bias bound of claim " + id, bias);
  return evidence;
}

}  // namespace

Assessment::Assessment(Claim claim, Evidence evidence)
    : claim_(std::move(claim)),
      evidence_(checked(claim_.id, std::move(evidence))),
      standard_error_(evidence_.deviation.standard_error()),
      sup_t_(evidence_.deviation, is_bound() ? Sides::one : Sides::two) {}

Eigen::ArrayXd Assessment::size() const {
  return is_bound() ? evidence_.deviation.value : evidence_.deviation.value.abs();
}

Eigen::ArrayXd Assessment::holds_margins() const {
  return in_standard_errors(evidence_.tolerance - size() - evidence_.bias, standard_error_, 1.0);
}

Eigen::ArrayXd Assessment::fails_margins() const {
  return in_standard_errors(size() - evidence_.bias - evidence_.tolerance, standard_error_, -1.0);
}

double Assessment::p_value() const {
  if (!enough_runs(evidence_)) return 1.0;
  return sup_t_.tail(std::max(holds_margins().minCoeff(), fails_margins().maxCoeff()));
}

Assessment::Reading Assessment::read(double alpha) const {
  Reading reading;
  reading.alpha = alpha;
  const double c = sup_t_.critical(alpha);
  const Eigen::ArrayXd holds = holds_margins();
  const Eigen::ArrayXd fails = fails_margins();
  const bool enough = enough_runs(evidence_);
  if (enough && fails.maxCoeff() > c) {
    reading.verdict = Verdict::fails;
    fails.maxCoeff(&reading.point);
  } else {
    if (enough && holds.minCoeff() >= c) reading.verdict = Verdict::holds;
    holds.minCoeff(&reading.point);
  }
  const Eigen::Index i = reading.point;
  const double d = evidence_.deviation.value(i);
  const double half_width = c * standard_error_(i) + evidence_.bias(i);
  reading.predicted = evidence_.predicted(i);
  reading.measured = reading.predicted + d;
  reading.tolerance = evidence_.tolerance(i);
  reading.lower = d - half_width;
  reading.upper = d + half_width;
  reading.detectable = reading.tolerance + half_width;
  if (is_bound())
    reading.slack =
        (evidence_.predicted / (evidence_.predicted + evidence_.deviation.value)).minCoeff();
  return reading;
}

}  // namespace sdescent
