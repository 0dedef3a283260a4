#include "solvers/atomic_law.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/compensated_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double rounding = 1e-9;

void check_points(const ArrayXd& points, const ArrayXd& weights, double tail) {
  require_at_least("number of atoms", points.size(), 1);
  require_equal("number of probabilities of atoms", weights.size(), points.size());
  require_non_negative("probability that atoms leave out", tail);
  require(points.allFinite() && weights.allFinite(), "atoms and their probabilities", "finite",
          "NaN or infinity");
  for (Index i = 1; i < points.size(); ++i)
    if (!(points(i) > points(i - 1)))
      throw InvalidInput(
          fmt::format("atoms must be increasing, got {} after {}", points(i), points(i - 1)));
}

void check_sum(double sum, double tail) {
  require(std::abs(sum + tail - 1.0) <= rounding, "sum of the probabilities of atoms",
          fmt::format("1 − {}", tail), fmt::format("{}", sum));
}

}  // namespace

AtomicLaw::AtomicLaw(ArrayXd points, ArrayXd probabilities, double tail)
    : AtomicLaw(std::move(points), std::move(probabilities), tail, Weights::probabilities) {}

AtomicLaw AtomicLaw::of_signed_weights(ArrayXd points, ArrayXd weights, double tail) {
  return {std::move(points), std::move(weights), tail, Weights::of_either_sign};
}

AtomicLaw::AtomicLaw(ArrayXd points, ArrayXd weights, double tail, Weights kind)
    : points_(std::move(points)), probabilities_(std::move(weights)), tail_(tail) {
  check_points(points_, probabilities_, tail_);
  if (kind == Weights::probabilities)
    require_non_negative("least probability of an atom", probabilities_.minCoeff());
  const Index n = size();
  below_.resize(n);
  above_.resize(n);
  CompensatedSum below, above;
  for (Index i = 0; i < n; ++i) {
    below += probabilities_(i);
    below_(i) = below.value();
    above_(n - 1 - i) = above.value();
    above += probabilities_(n - 1 - i);
  }
  check_sum(below.value(), tail_);
}

double AtomicLaw::mean(const RealFunction& h) const {
  CompensatedSum sum;
  for (Index i = 0; i < size(); ++i) sum += probabilities_(i) * h(points_(i));
  return sum.value();
}

double AtomicLaw::cdf_of_first(Index atoms) const {
  if (atoms == 0) return 0.0;
  const double left = below_(atoms - 1), right = above_(atoms - 1);
  return left <= right ? left : 1.0 - right;
}

double AtomicLaw::cdf(double x) const {
  return cdf_of_first(std::upper_bound(points_.begin(), points_.end(), x) - points_.begin());
}

double AtomicLaw::cdf_left(double x) const {
  return cdf_of_first(std::lower_bound(points_.begin(), points_.end(), x) - points_.begin());
}

double AtomicLaw::survival(double x) const {
  const Index atoms = std::upper_bound(points_.begin(), points_.end(), x) - points_.begin();
  if (atoms == 0) return 1.0;
  const double left = below_(atoms - 1), right = above_(atoms - 1);
  return right <= left ? right : 1.0 - left;
}

double AtomicLaw::quantile(double p) const {
  require(p > 0.0 && p < 1.0, "probability of a quantile", "in (0, 1)", fmt::format("{}", p));
  const auto found = p <= 0.5
                         ? std::partition_point(below_.begin(), below_.end(),
                                                [=](double below) { return below < p; }) -
                               below_.begin()
                         : std::partition_point(above_.begin(), above_.end(), [=](double above) {
                             return above > 1.0 - p;
                           }) - above_.begin();
  return points_(std::min(found, size() - 1));
}

double AtomicLaw::density(double x) const {
  throw InvalidInput(fmt::format(
      "density at {}: a law of atoms has none; see solvers/law_distance.hpp for cells", x));
}

AtomicLaw ensemble_law(const ArrayXd& samples) {
  require_at_least("number of samples of a law", samples.size(), 1);
  require(samples.allFinite(), "samples of a law", "finite", "NaN or infinity");
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> points, probabilities;
  const double n = static_cast<double>(sorted.size());
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto last = std::upper_bound(first, sorted.end(), *first);
    points.push_back(*first);
    probabilities.push_back(static_cast<double>(last - first) / n);
    first = last;
  }
  const auto size = static_cast<Index>(points.size());
  return {Eigen::Map<const ArrayXd>(points.data(), size),
          Eigen::Map<const ArrayXd>(probabilities.data(), size)};
}

}  // namespace sdescent
