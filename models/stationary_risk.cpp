#include "models/stationary_risk.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numbers>
#include <optional>

namespace sdescent {
namespace {

void require_rate(double eta, const char* name, double mean) {
  require_positive("eta", eta);
  require_positive(name, mean);
}

void require_finite_moment(const LabelNoise& noise) {
  require(std::isfinite(noise.second_moment()), "second moment of the label noise", "finite",
          noise.description());
}

/// The root of R = a√(2R + v²).
double root_of(double a, double second_moment) {
  return a * (a + std::hypot(a, std::sqrt(second_moment)));
}

constexpr double decades = 30.0;

/// The root e^x of a function that changes from negative to positive on the way up from `scale`
/// e^{−decades} to its inverse; nothing if it does not.
std::optional<double> rising_root(const std::function<double(double)>& f, double scale) {
  const double step = std::log(10.0), first = std::log(scale) - decades * step;
  const auto of_log = [&](double x) { return f(std::exp(x)); };
  for (int k = 0; k < 2 * static_cast<int>(decades); ++k) {
    const double low = first + k * step, high = low + step;
    const double at_low = of_log(low), at_high = of_log(high);
    if (!(at_low < 0.0 && at_high >= 0.0)) continue;
    std::uintmax_t iterations = 200;
    const auto bracket = boost::math::tools::toms748_solve(
        of_log, low, high, at_low, at_high,
        boost::math::tools::eps_tolerance<double>(std::numeric_limits<double>::digits), iterations);
    return std::exp(0.5 * (bracket.first + bracket.second));
  }
  return {};
}

/// q = b/2a.
double forcing(const RiskEquation& equation, double risk, double t) {
  const RiskRates rates = equation.rates(t, risk);
  return rates.noise / (2.0 * rates.drift);
}

}  // namespace

double stationary_sign_risk(double eta, double mean_root, const GaussianLabelNoise& noise,
                            double drift_factor) {
  require_rate(eta, "mean root of the variances", mean_root);
  require_positive("drift factor of the batch", drift_factor);
  require(noise.location() == 0, "location of the label noise", "0 for the closed form",
          fmt::format("{}", noise.location()));
  return root_of(std::numbers::pi * eta * mean_root / (8.0 * drift_factor), noise.second_moment());
}

double stationary_sign_risk(double eta, double mean_root, const LabelNoise& noise,
                            double drift_factor) {
  require_rate(eta, "mean root of the variances", mean_root);
  require_positive("drift factor of the batch", drift_factor);
  const double level = 0.25 * eta * mean_root / drift_factor;
  const auto root =
      rising_root([&](double risk) { return risk * noise.drift(risk) / level - 1.0; }, level);
  if (!root)
    throw NumericalFailure(fmt::format(
        "stationary risk of signSGD under {} label noise: not found within 30 decades of {}",
        noise.description(), level));
  return *root;
}

double stationary_sgd_risk(double eta, double mean_variance, const LabelNoise& noise, Index batch) {
  require_rate(eta, "mean of the variances", mean_variance);
  require_at_least("batch", batch, 1);
  require_finite_moment(noise);
  const double alpha = 0.5 * eta * mean_variance / static_cast<double>(batch);
  require(alpha < 1.0, "eta", fmt::format("< 2dB/tr K = {} for SGD to come to rest", eta / alpha),
          fmt::format("{}", eta));
  return 0.5 * noise.second_moment() * alpha / (1.0 - alpha);
}

double stationary_adam_risk(double eta, double mean_root, const LabelNoise& noise) {
  require_rate(eta, "mean root of the variances", mean_root);
  require_finite_moment(noise);
  return root_of(0.25 * eta * mean_root, noise.second_moment());
}

double stationary_risk(const RiskEquation& equation, const RiskModes& modes, double t) {
  const double sum = modes.load.cwiseQuotient(modes.lambda).sum();
  require_positive("sum of the noise loads over their decay rates", sum);
  const auto root =
      rising_root([&](double risk) { return 1.0 - sum * forcing(equation, risk, t) / risk; }, sum);
  require(root.has_value(), "learning rate", "one at which the risk comes to rest",
          fmt::format("none between R = 1e-30 and 1e30 times {}", sum));
  return *root;
}

Eigen::VectorXd stationary_modes(const RiskEquation& equation, const RiskModes& modes, double risk,
                                 double t) {
  require_positive("stationary risk", risk);
  require_positive("smallest decay rate", modes.lambda.minCoeff());
  return forcing(equation, risk, t) * modes.load.cwiseQuotient(modes.lambda);
}

}  // namespace sdescent
