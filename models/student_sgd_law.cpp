#include "models/student_sgd_law.hpp"

#include "io/require.hpp"
#include "solvers/gauss_legendre.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <fmt/format.h>
#include <gsl/gsl_sf_bessel.h>

#include <cmath>
#include <numbers>
#include <utility>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

void check(const StudentSgdSetting& s) {
  require_positive("lambda", s.lambda);
  require_positive("eta", s.eta);
  require(s.nu > 0, "nu", "> 0", fmt::format("{}", s.nu));
  require_positive("scale", s.scale);
  require_at_least("steps", static_cast<std::int64_t>(s.steps), 1);
  require(s.eta * s.lambda < 1, "eta * lambda", "< 1", fmt::format("{}", s.eta * s.lambda));
}

/// ln φ_ν(u), u > 0.
double log_characteristic(double nu, double u) {
  if (nu == 1) return -u;
  if (std::isinf(nu)) return -0.5 * u * u;
  const double z = std::sqrt(nu) * u, half = 0.5 * nu;
  return gsl_sf_bessel_lnKnu(half, z) + half * std::log(z) - std::lgamma(half) -
         (half - 1.0) * std::numbers::ln2;
}

/// Σ_{j<k} ln φ_ν(ηs(1−ηλ)^j u) as the integral over j from −½ to k − ½ minus its first correction,
/// (h'(k−½) − h'(−½))/24, h' by central differences.
class LogProduct {
 public:
  explicit LogProduct(const StudentSgdSetting& s)
      : s_(s), last_(static_cast<double>(s.steps) - 0.5), rule_(32, -0.5, last_) {}

  double operator()(double u) const {
    double sum = 0;
    for (Index i = 0; i < rule_.nodes.size(); ++i)
      sum += rule_.weights(i) * term(u, rule_.nodes(i));
    return sum - (slope(u, last_) - slope(u, -0.5)) / 24.0;
  }

 private:
  double term(double u, double j) const {
    const double decay = std::exp(j * std::log1p(-s_.eta * s_.lambda));
    return log_characteristic(s_.nu, s_.eta * s_.scale * decay * u);
  }
  double slope(double u, double j) const { return 0.5 * (term(u, j + 1.0) - term(u, j - 1.0)); }

  StudentSgdSetting s_;
  double last_;
  GaussLegendre rule_;
};

/// A u beyond which the characteristic function is below e^{−36}.
double end_of(const LogProduct& log_product) {
  double u = 1.0;
  while (log_product(u) > -36.0) u *= 1.25;
  while (log_product(u / 1.25) < -36.0) u /= 1.25;
  return u;
}

}  // namespace

StudentSgdLaw::StudentSgdLaw(const StudentSgdSetting& setting) {
  check(setting);
  const LogProduct log_product(setting);
  GaussLegendre rule(256, 0.0, end_of(log_product));
  for (Index i = 0; i < rule.nodes.size(); ++i)
    rule.weights(i) *= std::exp(log_product(rule.nodes(i))) / (std::numbers::pi * rule.nodes(i));
  node_ = std::move(rule.nodes);
  weight_ = std::move(rule.weights);
}

double StudentSgdLaw::cdf(double x) const {
  double sum = 0.5;
  for (Index i = 0; i < node_.size(); ++i) sum += weight_(i) * std::sin(node_(i) * x);
  return sum;
}

double StudentSgdLaw::quantile(double p) const {
  require(p > 0 && p < 1, "order of a quantile", "between 0 and 1", fmt::format("{}", p));
  if (p == 0.5) return 0.0;
  if (p < 0.5) return -quantile(1.0 - p);
  double upper = 1.0 / node_(node_.size() - 1);
  while (cdf(upper) < p) upper *= 2.0;
  const auto excess = [&](double x) { return cdf(x) - p; };
  std::uintmax_t evaluations = 200;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, 0.0, upper, boost::math::tools::eps_tolerance<double>(40), evaluations);
  return 0.5 * (bracket.first + bracket.second);
}

double sgd_student_variance(const StudentSgdSetting& s) {
  check(s);
  require(s.nu > 2, "nu", "> 2, for a variance", fmt::format("{}", s.nu));
  const double decay =
      -std::expm1(2.0 * static_cast<double>(s.steps) * std::log1p(-s.eta * s.lambda));
  const double tails = std::isinf(s.nu) ? 1.0 : s.nu / (s.nu - 2.0);
  return s.eta * s.scale * s.scale * tails * decay / (2.0 * s.lambda - s.eta * s.lambda * s.lambda);
}

}  // namespace sdescent
