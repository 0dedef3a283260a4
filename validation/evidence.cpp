#include "validation/evidence.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "validation/dominant_batch.hpp"
#include "validation/skewed_batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {
namespace {

/// margin / se; a known deviation (se = 0) is infinitely far on its side, and on the side of the
/// sign of `at_limit` when it lies exactly at its limit.
Eigen::ArrayXd in_standard_errors(const Eigen::ArrayXd& margin, const Eigen::ArrayXd& se,
                                  const Eigen::ArrayXd& at_limit) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Eigen::ArrayXd distance = margin / se;
  for (Eigen::Index i = 0; i < se.size(); ++i)
    if (!(se(i) > 0))
      distance(i) = (margin(i) == 0 ? at_limit(i) : margin(i)) > 0 ? infinity : -infinity;
  return distance;
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
  require_at_least("points of claim " + id,
                   n - static_cast<Eigen::Index>(evidence.conditions.size()), 1);
  require_equal("points with pseudo-values of claim " + id, deviation.pseudo_values.cols(), n);
  require_equal("predictions of claim " + id, evidence.predicted.size(), n);
  require_equal("tolerances of claim " + id, evidence.tolerance.size(), n);
  require_equal("bias bounds of claim " + id, evidence.bias.size(), n);
  for (const double tolerance : evidence.tolerance)
    require_non_negative("tolerance of claim " + id, tolerance);
  if (!enough_runs(evidence) || !evidence.unfit.empty()) return evidence;
  require_known(id, "prediction", evidence.predicted);
  require_known(id, "deviation", deviation.value);
  require_known(id, "standard error", deviation.standard_error());
  require_known(id, "bias bound", evidence.bias);
  for (const double bias : evidence.bias) require_non_negative("bias bound of claim " + id, bias);
  return evidence;
}

/// Standard deviation of pseudo-values that rounding alone can leave.
double rounding(const Evidence& evidence) {
  return 0x1p-40 * (evidence.predicted.abs() + evidence.deviation.value.abs()).maxCoeff();
}

std::string why_open(const Evidence& evidence) {
  if (!evidence.unfit.empty()) return evidence.unfit;
  if (!enough_runs(evidence))
    return fmt::format("fewer than {} runs are an illustration", fewest_runs);
  if (const auto found = dominant_batch(evidence.deviation, rounding(evidence)))
    return fmt::format(
        "no normal interval: at point {} batch {} is {:.1f} standard deviations from the others",
        found->point + 1, found->batch, found->deviation);
  if (const auto found = skewed_batches(evidence.deviation, rounding(evidence)))
    return fmt::format("no normal interval: at point {} the batches have skewness {:.1f}",
                       found->point + 1, found->skewness);
  return {};
}

std::string sentence(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + "; " + second;
}

}  // namespace

Assessment::Assessment(Claim claim, Evidence evidence)
    : claim_(std::move(claim)),
      evidence_(checked(claim_.id, std::move(evidence))),
      standard_error_(evidence_.deviation.standard_error()),
      open_(why_open(evidence_)),
      sup_t_(evidence_.deviation, sides()) {}

Eigen::Index Assessment::measurements() const {
  return evidence_.deviation.points() - static_cast<Eigen::Index>(evidence_.conditions.size());
}

bool Assessment::is_one_sided(Eigen::Index point) const {
  if (point < measurements())
    return claim_.kind == ClaimKind::bound || claim_.kind == ClaimKind::ordering;
  const auto number = static_cast<std::size_t>(point - measurements());
  return evidence_.conditions[number].reach == Condition::Reach::at_most;
}

Sides Assessment::sides() const {
  for (Eigen::Index i = 0; i < evidence_.deviation.points(); ++i)
    if (!is_one_sided(i)) return Sides::two;
  return Sides::one;
}

Eigen::ArrayXd Assessment::size() const {
  Eigen::ArrayXd size = evidence_.deviation.value;
  for (Eigen::Index i = 0; i < size.size(); ++i)
    if (!is_one_sided(i)) size(i) = std::abs(size(i));
  return size;
}

/// Whether what lies exactly at its limit is met (> 0), for every point: what is exactly equal
/// obeys a bound, but is not less. Conditions are met.
Eigen::ArrayXd Assessment::at_limit() const {
  Eigen::ArrayXd met = Eigen::ArrayXd::Ones(evidence_.deviation.points());
  if (claim_.kind == ClaimKind::ordering) met.head(measurements()) = -1.0;
  return met;
}

Eigen::ArrayXd Assessment::holds_margins() const {
  return in_standard_errors(evidence_.tolerance - size() - evidence_.bias, standard_error_,
                            at_limit());
}

Eigen::ArrayXd Assessment::fails_margins() const {
  return in_standard_errors(size() - evidence_.bias - evidence_.tolerance, standard_error_,
                            -at_limit());
}

double Assessment::p_value() const {
  if (!open_.empty()) return 1.0;
  return sup_t_.tail(std::max(holds_margins().minCoeff(), fails_margins().maxCoeff()));
}

std::string Assessment::remark(const Reading& reading, Eigen::Index decisive) const {
  if (!open_.empty()) return sentence(evidence_.remark, open_);
  if (reading.verdict == Verdict::holds || decisive < measurements()) return evidence_.remark;
  const auto number = static_cast<std::size_t>(decisive - measurements());
  const double half_width =
      sup_t_.critical(reading.alpha) * standard_error_(decisive) + evidence_.bias(decisive);
  return sentence(
      evidence_.remark,
      fmt::format("{} that {}: {:.3g} ± {:.2g} against {:.2g}",
                  reading.verdict == Verdict::fails ? "it is not so" : "it is not shown",
                  evidence_.conditions[number].name, evidence_.deviation.value(decisive),
                  half_width, evidence_.tolerance(decisive)));
}

std::optional<double> Assessment::slack() const {
  std::optional<double> smallest;
  for (Eigen::Index i = 0; i < measurements(); ++i) {
    const double bound = evidence_.predicted(i), measured = bound + evidence_.deviation.value(i);
    if (!(bound > 0 && measured > 0)) continue;
    smallest = std::min(bound / measured, smallest.value_or(bound / measured));
  }
  return smallest;
}

Assessment::Reading Assessment::read(double alpha) const {
  Reading reading;
  reading.alpha = alpha;
  const double c = sup_t_.critical(alpha);
  const Eigen::ArrayXd holds = holds_margins();
  const Eigen::ArrayXd fails = fails_margins();
  Eigen::Index decisive = 0;
  const bool decidable = open_.empty();
  if (decidable && fails.maxCoeff(&decisive) > c) {
    reading.verdict = Verdict::fails;
    fails.head(measurements()).maxCoeff(&reading.point);
  } else {
    if (decidable && holds.minCoeff(&decisive) >= c) reading.verdict = Verdict::holds;
    holds.head(measurements()).minCoeff(&reading.point);
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
  if (claim_.kind == ClaimKind::bound) reading.slack = slack();
  reading.remark = remark(reading, decisive);
  return reading;
}

}  // namespace sdescent
