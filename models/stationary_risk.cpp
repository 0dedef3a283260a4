#include "models/stationary_risk.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent {

double stationary_sign_risk(double eta, double mean_root, const GaussianLabelNoise& noise,
                            double drift_factor) {
  require_positive("eta", eta);
  require_positive("mean root of the variances", mean_root);
  require_positive("drift factor of the batch", drift_factor);
  require(noise.location() == 0, "location of the label noise", "0 for the closed form",
          fmt::format("{}", noise.location()));
  const double a = std::numbers::pi * eta * mean_root / (8.0 * drift_factor);
  return a * (a + std::hypot(a, noise.deviation()));
}

}  // namespace sdescent
