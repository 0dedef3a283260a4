#include "validation/adaptive/stationary_level.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cstdint>

namespace sdescent::adaptive {
namespace {

/// ησ²/(2λP): all levels to leading order.
double leading(const AdaptiveMethod& method, double lambda, double sigma, double p) {
  return method.eta * sigma * sigma / (2.0 * lambda * p);
}

double beta1_of(const AdaptiveMethod& method) {
  return method.kind == AdaptiveMethod::Kind::adam ? method.beta1 : 0.0;
}

/// The P > `least` with P² = σ² + λ² level(P); the level falls with P.
template <class Level>
double level_at_own_p(double lambda, double sigma, double least, Level level) {
  const auto excess = [&](double p) { return p * p - sigma * sigma - lambda * lambda * level(p); };
  double low = std::max(sigma, least * (1.0 + 1e-12)), high = 2.0 * low;
  while (excess(high) < 0) high *= 2.0;
  std::uintmax_t iterations = 200;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, low, high, boost::math::tools::eps_tolerance<double>(), iterations);
  return level(0.5 * (bracket.first + bracket.second));
}

}  // namespace

double stationary_level(const AdaptiveMethod& method, double lambda, double sigma) {
  const double beta1 = beta1_of(method);
  const double unstable = (1.0 - beta1) * method.eta * lambda / (2.0 * (1.0 + beta1));
  return level_at_own_p(lambda, sigma, unstable, [&](double p) {
    return leading(method, lambda, sigma, p) / (1.0 - unstable / p);
  });
}

double stationary_level(const AdaptiveMethod& method, SecondMomentModel model, double lambda,
                        double sigma) {
  if (model == SecondMomentModel::noise_only) return leading(method, lambda, sigma, sigma);
  const bool adam = method.kind == AdaptiveMethod::Kind::adam;
  return level_at_own_p(lambda, sigma, 0.0, [&](double p) {
    const double level = leading(method, lambda, sigma, p);
    return adam ? level * method.beta1 * method.beta1 / (1.0 + method.eta * lambda / p) : level;
  });
}

}  // namespace sdescent::adaptive
