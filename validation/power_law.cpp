#include "validation/power_law.hpp"

#include "io/require.hpp"
#include "validation/abscissae.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

void check(const PowerLaw& law, Index least = 2) {
  require_positive_increasing("abscissae of the power law of " + law.name, law.x, least);
  const Index n = law.x.size();
  require_equal("points of the power law of " + law.name, law.y.points(), n);
  require_equal("bias bounds of the power law of " + law.name, law.bias.size(), n);
}

/// Σ w_i log y_i is the least-squares slope on log x.
ArrayXd slope_weights(const ArrayXd& x) {
  const ArrayXd centred = x.log() - x.log().mean();
  return centred / centred.square().sum();
}

/// The slope below minus the slope above the middle.
Slope difference_of_halves(const PowerLaw& law) {
  const Index n = law.x.size(), half = (n + 1) / 2;
  const Slope lower = slope_of(law, 0, half), upper = slope_of(law, n - half, half);
  return {lower.value - upper.value, lower.bias + upper.bias};
}

}  // namespace

std::string noise_in(const PowerLaw& law) {
  check(law);
  const ArrayXd se = law.y.standard_error();
  for (Index i = 0; i < law.x.size(); ++i) {
    const double y = law.y.value(i);
    if (!(std::abs(y) > least_signal * se(i) + law.bias(i)))
      return fmt::format("{} at {} is {:.3g} ± {:.2g}, too close to 0 for a slope", law.name,
                         law.x(i), y, se(i) + law.bias(i));
    if (std::signbit(y) != std::signbit(law.y.value(0)))
      return fmt::format("{} changes its sign", law.name);
  }
  return {};
}

Estimate log_of(const Estimate& y) {
  const ArrayXd log = y.value.abs().log();
  Eigen::ArrayXXd pseudo = y.pseudo_values.rowwise() - y.value.transpose();
  pseudo = (pseudo.rowwise() / y.value.transpose()).eval().rowwise() + log.transpose();
  return {log, pseudo, y.runs};
}

Slope slope_of(const PowerLaw& law, Index first, Index count) {
  check(law);
  require_at_least("points of a slope of " + law.name, count, 2);
  require(first >= 0 && first + count <= law.x.size(), "points of a slope of " + law.name,
          fmt::format("within the {} of the law", law.x.size()),
          fmt::format("{} from point {}", count, first + 1));
  const ArrayXd weights = slope_weights(law.x.segment(first, count));
  const Estimate logs = log_of(law.y);
  Slope slope{{ArrayXd(1), Eigen::ArrayXXd(logs.batches(), 1), logs.runs}};
  slope.value.value(0) = (weights * logs.value.segment(first, count)).sum();
  slope.value.pseudo_values =
      (logs.pseudo_values.middleCols(first, count).rowwise() * weights.transpose()).rowwise().sum();
  const ArrayXd relative = -(-law.bias / law.y.value.abs()).segment(first, count).log1p();
  const ArrayXd curvature = 0.5 * logs.standard_error().segment(first, count).square();
  slope.bias = (weights.abs() * (relative + curvature)).sum();
  return slope;
}

Evidence exponent_evidence(const std::vector<PowerLaw>& laws, double stated, double tolerance) {
  Evidence evidence;
  std::vector<Slope> slopes, differences;
  require(!laws.empty(), "power laws of a claim", "at least one", "none");
  for (const PowerLaw& law : laws) {
    check(law, 3);
    slopes.push_back(slope_of(law, 0, law.x.size()));
    differences.push_back(difference_of_halves(law));
    if (evidence.unfit.empty()) evidence.unfit = noise_in(law);
    evidence.conditions.push_back(
        {fmt::format("both halves of the window of {} have one slope", law.name),
         Condition::Reach::within});
  }
  const auto n = static_cast<Index>(laws.size());
  std::vector<Estimate> points;
  evidence.predicted = ArrayXd::Zero(2 * n);
  evidence.tolerance = ArrayXd::Constant(2 * n, 2.0 * tolerance);
  evidence.bias = ArrayXd(2 * n);
  evidence.predicted.head(n) = stated;
  evidence.tolerance.head(n) = tolerance;
  for (const auto* part : {&slopes, &differences})
    for (const Slope& slope : *part) {
      evidence.bias(static_cast<Index>(points.size())) = slope.bias;
      points.push_back(slope.value);
    }
  evidence.deviation = joined(points) - evidence.predicted;
  return evidence;
}

}  // namespace sdescent
