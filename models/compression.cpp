#include "models/compression.hpp"

#include "io/require.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {

double compression(const LabelNoise& labels, double risk) {
  require(std::isfinite(labels.second_moment()), "second moment of the label noise", "finite",
          labels.description());
  return 0.5 * std::numbers::pi * labels.drift(risk) *
         std::sqrt(2.0 * risk + labels.second_moment());
}

double least_compression(double second_moment, double risk) {
  const double u = second_moment / (2.0 * risk);
  return std::exp(-0.5 * u) * std::sqrt(1.0 + u);
}

double compression_at_large_risk(double second_moment, double fourth_moment, double risk) {
  return 1.0 + (fourth_moment - 3.0 * second_moment * second_moment) / (32.0 * risk * risk);
}

double largest_phi_away_from_zero(double distance, double risk) {
  return 2.0 * std::numbers::inv_pi * std::exp(-distance * distance / (4.0 * risk));
}

}  // namespace sdescent
