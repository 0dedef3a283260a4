#include "validation/evidence.hpp"

#include "io/require.hpp"

#include <algorithm>
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

}  // namespace

Assessment::Assessment(Claim claim, Evidence evidence)
    : claim_(std::move(claim)),
      evidence_(std::move(evidence)),
      standard_error_(evidence_.deviation.standard_error()),
      sup_t_(evidence_.deviation, is_bound() ? Sides::one : Sides::two) {
  const Eigen::Index n = evidence_.deviation.points();
  require_at_least("points of claim " + claim_.id, n, 1);
  require_equal("predictions of claim " + claim_.id, evidence_.predicted.size(), n);
  require_equal("tolerances of claim " + claim_.id, evidence_.tolerance.size(), n);
  require_equal("bias bounds of claim " + claim_.id, evidence_.bias.size(), n);
  require_non_negative("tolerance of claim " + claim_.id, evidence_.tolerance.minCoeff());
  require_non_negative("bias bound of claim " + claim_.id, evidence_.bias.minCoeff());
}

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
  if (evidence_.deviation.runs < fewest_runs) return 1.0;
  return sup_t_.tail(std::max(holds_margins().minCoeff(), fails_margins().maxCoeff()));
}

Assessment::Reading Assessment::read(double alpha) const {
  Reading reading;
  reading.alpha = alpha;
  const double c = sup_t_.critical(alpha);
  const Eigen::ArrayXd holds = holds_margins();
  const Eigen::ArrayXd fails = fails_margins();
  const bool enough = evidence_.deviation.runs >= fewest_runs;
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
