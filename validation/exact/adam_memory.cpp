#include "validation/exact/adam_memory.hpp"

#include "io/require.hpp"
#include "models/moment_step.hpp"
#include "models/risk_modes.hpp"
#include "solvers/gauss_legendre.hpp"
#include "solvers/ode.hpp"

#include <boost/math/special_functions/bessel.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

/// L and −L' for z the product of two independent normals.
struct Transform {
  double value, slope;
};

/// e^b K_n(b); Hankel's expansion where e^b would overflow.
double scaled_bessel(int n, double b) {
  if (b < 500.0) return std::exp(b) * boost::math::cyl_bessel_k(n, b);
  const double m = 4.0 * n * n, x = 8.0 * b;
  const double series =
      1.0 + (m - 1.0) / x * (1.0 + (m - 9.0) / (2.0 * x) * (1.0 + (m - 25.0) / (3.0 * x)));
  return std::sqrt(std::numbers::pi / (2.0 * b)) * series;
}

Transform transform(double u) {
  if (u < 1e-4)  // moments of z²: 1, 9, 225, 11025
    return {1.0 - u * (1.0 - u * (4.5 - 37.5 * u)), 1.0 - u * (9.0 - u * (112.5 - 1837.5 * u))};
  const double b = 0.125 / u, k0 = scaled_bessel(0, b), k1 = scaled_bessel(1, b);
  const double root = std::sqrt(2.0 * b / std::numbers::pi);
  return {root * k0, 8.0 * b * b * root * (k0 / (2.0 * b) + k0 - k1)};
}

/// Σ_{j>=1} ln L(u β^j).
double log_of_product(double u, double beta) {
  constexpr double negligible = 1e-12;
  if (beta == 0.0) return 0.0;
  const double rate = -std::log(beta);
  double sum = 0.0;
  if (rate > 0.05) {
    for (double at = u * beta; at > negligible; at *= beta) sum += std::log(transform(at).value);
    return sum;
  }
  // The sum is the integral over j from ½ on, to O(rate²).
  const double last = std::log(u) - 0.5 * rate, first = std::log(negligible);
  if (last <= first) return -u / rate;
  const GaussLegendre rule(64, first, last);
  for (Index i = 0; i < rule.nodes.size(); ++i)
    sum += rule.weights(i) * std::log(transform(std::exp(rule.nodes(i))).value);
  return sum / rate;
}

/// χ₁ and χ₂ by the weight q of the newest gradient in v̂, linear between values of log q.
class FactorTable {
 public:
  FactorTable() {
    for (std::size_t i = 0; i < count; ++i)
      values_.at(i) = memory_factors(1.0 - std::exp(-step * static_cast<double>(i)));
  }
  MemoryFactors operator()(double q) const {
    const double place = std::max(-std::log(q) / step, 0.0);
    const auto at = std::min(static_cast<std::size_t>(place), count - 1);
    if (at + 1 == count) return {1.0 - 2.5 * q, 1.0 - 4.0 * q};
    const double share = place - static_cast<double>(at);
    const MemoryFactors &a = values_.at(at), &b = values_.at(at + 1);
    return {a.drift + share * (b.drift - a.drift), a.noise + share * (b.noise - a.noise)};
  }

 private:
  static constexpr std::size_t count = 60;
  static constexpr double step = 0.125;
  std::array<MemoryFactors, count> values_{};
};

const FactorTable& factor_table() {
  static const FactorTable table;
  return table;
}

/// Modes r of diagonal K and, last, V.
class AdamWithMemory {
 public:
  AdamWithMemory(const StreamingRegression& problem, double eta, double beta2, MemoryModel model)
      : variances_(problem.covariance().variances()),
        label_moment_(problem.labels()->second_moment()),
        eta_(eta),
        forgetting_(-static_cast<double>(problem.dimension()) * std::log(beta2)),
        weight_(1.0 - beta2),
        factors_(model.factors),
        lag_(model.lag && beta2 > 0.0),
        corrected_(model.corrected) {}

  void operator()(double t, const VectorXd& s, VectorXd& ds) const {
    const Index d = variances_.size();
    const ArrayXd r = s.head(d);
    const double target = 2.0 * r.sum() + label_moment_;
    const double second = second_moment(t, s(d), target);
    const MemoryFactors factors = this->factors(t);
    const double drift = 2.0 * eta_ * factors.drift / std::sqrt(second);
    const double noise =
        0.5 * eta_ * eta_ * factors.noise * target / second / static_cast<double>(d);
    ds.resize(d + 1);
    ds.head(d) = -drift * variances_.sqrt() * r + noise * variances_;
    ds(d) = lag_ ? forgetting_ * (target - s(d)) : 0.0;
  }

 private:
  /// What takes the place of 2P.
  double second_moment(double t, double v, double target) const {
    if (!lag_) return target;
    if (!corrected_) return v;
    return t > 0.0 ? v / -std::expm1(-forgetting_ * t) : target;
  }

  /// Of the weight (1 − β₂)/(1 − β₂^k), which bias correction makes of 1 − β₂ in step k.
  MemoryFactors factors(double t) const {
    if (!factors_) return {1.0, 1.0};
    const double step = 1.0 / static_cast<double>(variances_.size());
    return factor_table()(weight_ / -std::expm1(-forgetting_ * (t + step)));
  }

  ArrayXd variances_;
  double label_moment_, eta_, forgetting_;
  double weight_;
  bool factors_;
  bool lag_, corrected_;
};

}  // namespace

MemoryFactors memory_factors(double beta2) {
  require_averaging_rate("beta2", beta2);
  constexpr double step = 0.25, reach = 60.0;
  double half = 0.0, one = 0.0;
  for (double x = -reach; x <= reach; x += step) {
    const double s = std::exp(x), u = s * (1.0 - beta2);
    const double log_product = log_of_product(u, beta2);
    if (log_product < -700.0) break;
    const double value = transform(u).slope * std::exp(log_product);
    half += step * std::sqrt(s) * value;
    one += step * s * value;
  }
  return {half / std::sqrt(std::numbers::pi), one};
}

ArrayXd adam_risk(const StreamingRegression& problem, const VectorXd& v, double eta, double beta2,
                  const ArrayXd& times, MemoryModel model) {
  const Index d = problem.dimension();
  const AdamWithMemory equation(problem, eta, beta2, model);
  VectorXd start(d + 1);
  start << 0.5 * problem.covariance().variances().cwiseProduct(v.cwiseAbs2()), 0.0;
  double t0 = 0.0;
  if (!model.corrected) {  // after a step, before which there is no V to divide by
    t0 = 1.0 / static_cast<double>(d);
    start(d) = (1.0 - beta2) * (2.0 * start.head(d).sum() + problem.labels()->second_moment());
  }
  ArrayXd risks(times.size());
  observe_ode(
      [&](double t, const VectorXd& s, VectorXd& ds) { equation(t, s, ds); }, start, t0,
      {times.data(), static_cast<std::size_t>(times.size())},
      [&](std::size_t i, const VectorXd& s) { risks(static_cast<Index>(i)) = s.head(d).sum(); });
  return risks;
}

}  // namespace sdescent::exact
