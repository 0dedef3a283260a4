#include "validation/skewed_batches.hpp"

#include <gsl/gsl_cdf.h>

#include <cmath>

namespace sdescent {
namespace {

constexpr double level = 1e-4;

/// The normal number that as many samples of n normal numbers exceed as have a larger skewness.
double as_normal(double skewness, double n) {
  const double y = skewness * std::sqrt((n + 1.0) * (n + 3.0) / (6.0 * (n - 2.0)));
  const double kurtosis = 3.0 * (n * n + 27.0 * n - 70.0) * (n + 1.0) * (n + 3.0) /
                          ((n - 2.0) * (n + 5.0) * (n + 7.0) * (n + 9.0));
  const double w2 = std::sqrt(2.0 * (kurtosis - 1.0)) - 1.0;
  return std::asinh(y * std::sqrt((w2 - 1.0) / 2.0)) / std::sqrt(0.5 * std::log(w2));
}

}  // namespace

std::optional<SkewedBatches> skewed_batches(const Estimate& estimate, double rounding) {
  const auto n = static_cast<double>(estimate.batches());
  if (n < 9) return {};
  double largest = gsl_cdf_ugaussian_Qinv(level / (2.0 * static_cast<double>(estimate.points())));
  std::optional<SkewedBatches> worst;
  for (Eigen::Index i = 0; i < estimate.points(); ++i) {
    const auto pseudo = estimate.pseudo_values.col(i);
    const Eigen::VectorXd centred = (pseudo - pseudo.mean()).matrix();
    const double deviation = scaled_norm(centred) / std::sqrt(n);
    if (!(deviation > rounding)) continue;
    const double skewness = (centred.array() / deviation).cube().mean();
    const double distance = std::abs(as_normal(skewness, n));
    if (!(distance > largest)) continue;
    largest = distance;
    worst = {i, skewness};
  }
  return worst;
}

}  // namespace sdescent
