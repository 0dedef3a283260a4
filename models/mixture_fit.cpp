#include "models/mixture_fit.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::VectorXd;

constexpr double converged = 1e-8;
constexpr int most_iterations = 20'000;
constexpr double least_share_of_deviation = 1e-3;

double deviation_of(const ArrayXd& z) { return std::sqrt((z - z.mean()).square().mean()); }

GaussianMixture blocks_of(const ArrayXd& sorted, int components, double least_deviation) {
  GaussianMixture m{VectorXd::Constant(components, 1.0 / components), VectorXd(components),
                    VectorXd(components)};
  const Index n = sorted.size();
  for (Index j = 0; j < components; ++j) {
    const Index first = j * n / components, end = (j + 1) * n / components;
    const ArrayXd block = sorted.segment(first, end - first);
    m.means(j) = block.mean();
    m.deviations(j) = std::max(deviation_of(block), least_deviation);
  }
  return m;
}

/// EM on a sorted sample.
class Expectation {
 public:
  Expectation(ArrayXd sorted, int components)
      : z_(std::move(sorted)),
        least_(least_share_of_deviation * deviation_of(z_)),
        mixture_(blocks_of(z_, components, least_)),
        share_(z_.size(), components) {}

  /// One iteration; the mean log-likelihood before it.
  double step() {
    const double likelihood = expect();
    for (Index j = 0; j < share_.cols(); ++j) {
      const double total = share_.col(j).sum();
      mixture_.weights(j) = total / static_cast<double>(z_.size());
      mixture_.means(j) = (share_.col(j) * z_).sum() / total;
      const double variance = (share_.col(j) * (z_ - mixture_.means(j)).square()).sum() / total;
      mixture_.deviations(j) = std::max(std::sqrt(variance), least_);
    }
    return likelihood;
  }

  /// Posterior shares of the components, log-sum-exp by row; the mean log-likelihood.
  double expect() {
    for (Index j = 0; j < share_.cols(); ++j) {
      const double s = mixture_.deviations(j);
      share_.col(j) = std::log(mixture_.weights(j) / (s * std::sqrt(2.0 * std::numbers::pi))) -
                      0.5 * ((z_ - mixture_.means(j)) / s).square();
    }
    const ArrayXd largest = share_.rowwise().maxCoeff();
    share_ = (share_.colwise() - largest).exp();
    const ArrayXd total = share_.rowwise().sum();
    share_.colwise() /= total;
    return (largest + total.log()).mean();
  }

  /// By increasing mean, weights summing to 1.
  GaussianMixture mixture() const {
    std::vector<Index> order(static_cast<std::size_t>(mixture_.means.size()));
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](Index a, Index b) { return mixture_.means(a) < mixture_.means(b); });
    const VectorXd weights = mixture_.weights(order);
    return {weights / weights.sum(), mixture_.means(order), mixture_.deviations(order)};
  }

 private:
  ArrayXd z_;
  double least_;
  GaussianMixture mixture_;
  ArrayXXd share_;  // rows × components
};

ArrayXd sorted_sample(const VectorXd& sample, int components) {
  require_at_least("number of components of a mixture", components, 1);
  require_at_least("number of values for a mixture", sample.size(), 2 * components);
  require(sample.allFinite(), "sample of a mixture", "finite", "NaN or infinity");
  ArrayXd sorted = sample;
  std::sort(sorted.begin(), sorted.end());
  require(sorted(0) < sorted(sorted.size() - 1), "sample of a mixture", "not constant",
          fmt::format("{} everywhere", sorted(0)));
  return sorted;
}

}  // namespace

MixtureFit fit_mixture(const VectorXd& sample, int components) {
  Expectation em(sorted_sample(sample, components), components);
  const auto n = static_cast<double>(sample.size());
  double before = em.step();
  for (int iteration = 1; iteration <= most_iterations; ++iteration) {
    const double now = em.step();
    if (!std::isfinite(now)) break;
    if (std::abs(now - before) <= converged) {
      const double total = em.expect() * n;
      return {em.mixture(), total, (3.0 * components - 1.0) * std::log(n) - 2.0 * total, iteration};
    }
    before = now;
  }
  throw NumericalFailure(fmt::format("EM of {} components did not converge in {} iterations",
                                     components, most_iterations));
}

MixtureFit choose_mixture(const VectorXd& sample, int most) {
  MixtureFit best = fit_mixture(sample, 1);
  for (int components = 2; components <= most; ++components) {
    MixtureFit fit = fit_mixture(sample, components);
    if (fit.bic < best.bic) best = std::move(fit);
  }
  return best;
}

double mixture_cdf(const GaussianMixture& m, double x) {
  double sum = 0;
  for (Index j = 0; j < m.weights.size(); ++j)
    sum +=
        m.weights(j) * 0.5 * std::erfc((m.means(j) - x) / (m.deviations(j) * std::numbers::sqrt2));
  return sum;
}

double mixture_density(const GaussianMixture& m, double x) {
  double sum = 0;
  for (Index j = 0; j < m.weights.size(); ++j) {
    const double y = (x - m.means(j)) / m.deviations(j);
    sum += m.weights(j) / (m.deviations(j) * std::sqrt(2.0 * std::numbers::pi)) *
           std::exp(-0.5 * y * y);
  }
  return sum;
}

}  // namespace sdescent
