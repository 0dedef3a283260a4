#include "models/root_relaxation.hpp"

#include "io/require.hpp"

#include <gsl/gsl_sf_lambert.h>

#include <cmath>

namespace sdescent {
namespace {

/// W(±e^l) for the sign of `factor`: by GSL where e^l is a number of moderate size, else (then > 0)
/// as the root of w + ln w = l by Newton's method, which doubles its digits from l − ln l.
double lambert_w(double factor, double log_size) {
  constexpr double moderate = 100.0;
  if (log_size < moderate) return gsl_sf_lambert_W0(std::copysign(std::exp(log_size), factor));
  double w = log_size - std::log(log_size);
  for (int step = 0; step < 4; ++step) w *= (1.0 + log_size - std::log(w)) / (1.0 + w);
  return w;
}

}  // namespace

double RootRelaxation::limit() const { return beta / alpha * (beta / alpha); }

Eigen::ArrayXd RootRelaxation::operator()(double s0, const Eigen::ArrayXd& t,
                                          LambertPrefactor prefactor) const {
  require_positive("alpha", alpha);
  require_positive("beta", beta);
  require_non_negative("initial loss", s0);
  const double start = alpha * std::sqrt(s0) / beta;
  const double factor = prefactor == LambertPrefactor::derived ? start - 1.0 : start + 1.0;
  return t.unaryExpr([&](double time) {
    require_non_negative("time of a loss bound", time);
    if (factor == 0.0) return limit();
    const double exponent = start - 0.5 * alpha * alpha * time / beta - 1.0;
    const double w = lambert_w(factor, std::log(std::abs(factor)) + exponent);
    return limit() * (w + 1.0) * (w + 1.0);
  });
}

}  // namespace sdescent
