#include "validation/dominant_batch.hpp"

#include <gsl/gsl_cdf.h>

#include <cmath>

namespace sdescent {
namespace {

constexpr double level = 1e-4;

/// Critical value of max |p_b − p̄|/s of n normal numbers (Grubbs 1969), m such tests at once.
double critical(double n, double m) {
  const double t = gsl_cdf_tdist_Qinv(level / (2.0 * n * m), n - 2.0);
  return (n - 1.0) / std::sqrt(n) * std::sqrt(t * t / (n - 2.0 + t * t));
}

}  // namespace

std::optional<DominantBatch> dominant_batch(const Estimate& estimate, double rounding) {
  const auto n = static_cast<double>(estimate.batches());
  if (n < 3) return {};
  std::optional<DominantBatch> worst;
  double largest = critical(n, static_cast<double>(estimate.points()));
  for (Eigen::Index i = 0; i < estimate.points(); ++i) {
    const auto pseudo = estimate.pseudo_values.col(i);
    const Eigen::VectorXd centred = (pseudo - pseudo.mean()).matrix();
    const double deviation = scaled_norm(centred) / std::sqrt(n - 1.0);
    if (!(deviation > rounding)) continue;
    Eigen::Index batch = 0;
    const double distance = centred.cwiseAbs().maxCoeff(&batch) / deviation;
    if (distance <= largest) continue;
    largest = distance;
    worst = {i, batch, distance};
  }
  return worst;
}

}  // namespace sdescent
