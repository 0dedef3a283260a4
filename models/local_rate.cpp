#include "models/local_rate.hpp"

#include "io/require.hpp"
#include "models/stationary_risk.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace sdescent {
namespace {

/// d log(b/2a)/d log R.
double log_slope(const RiskEquation& equation, double risk) {
  constexpr double h = 0.01;
  const auto log_forcing = [&](double x) {
    const RiskRates rates = equation.rates(0.0, risk * std::exp(x));
    return std::log(rates.noise / (2.0 * rates.drift));
  };
  const auto central = [&](double x) { return log_forcing(x) - log_forcing(-x); };
  return (45.0 * central(h) - 9.0 * central(2.0 * h) + central(3.0 * h)) / (60.0 * h);
}

}  // namespace

LocalRate local_rate(const RiskEquation& equation, const RiskModes& modes, double stationary_risk) {
  const Eigen::VectorXd r = stationary_modes(equation, modes, stationary_risk);
  const double kappa = log_slope(equation, stationary_risk) / stationary_risk;
  const double mu = secular_root(modes.lambda, r, kappa);
  const double twice_drift = 2.0 * equation.rates(0.0, stationary_risk).drift;
  return {twice_drift * mu, mu, kappa, twice_drift};
}

double secular_root(const Eigen::VectorXd& lambda, const Eigen::VectorXd& r, double kappa) {
  require_at_least("number of modes", lambda.size(), 1);
  require_equal("number of stationary modes", r.size(), lambda.size());
  require_positive("smallest decay rate", lambda.minCoeff());
  require_non_negative("smallest stationary mode", r.minCoeff());
  const double total = kappa * r.sum();
  require(total >= 0.0 && total < 1.0, "kappa times the stationary risk", "in [0, 1)",
          fmt::format("{}", total));
  const double smallest = lambda(0);
  // In δ = λ_1 − μ, which may be far below the rounding of μ. One mode alone needs δ = κλ_1r_1.
  const Eigen::ArrayXd above = lambda.array() - smallest,
                       weight = kappa * lambda.array() * r.array();
  const auto f = [&](double delta) { return 1.0 - (weight / (above + delta)).sum(); };
  double low = (above == 0.0).select(weight, 0.0).sum();
  if (low == 0.0) low = std::numeric_limits<double>::min();
  if (f(low) >= 0.0) return smallest - (above.maxCoeff() == 0.0 ? low : 0.0);
  std::uintmax_t iterations = 500;
  const auto bracket = boost::math::tools::toms748_solve(
      [&](double x) { return f(std::exp(x)); }, std::log(low), std::log(smallest),
      boost::math::tools::eps_tolerance<double>(std::numeric_limits<double>::digits - 4),
      iterations);
  return smallest - std::exp(0.5 * (bracket.first + bracket.second));
}

}  // namespace sdescent
