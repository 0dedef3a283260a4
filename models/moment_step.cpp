#include "models/moment_step.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

namespace sdescent {

void require_averaging_rate(std::string_view name, double value) {
  require(value >= 0 && value < 1, name, "in [0, 1)", fmt::format("{}", value));
}

double relaxation_rate(double beta, double eta) { return (1.0 - beta) / eta; }

void update_average(double beta, const ConstBlockRef& value, BlockRef average) {
  scale(beta, average, average);
  add_scaled(1.0 - beta, value, average);
}

void apply_weight_decay(WeightDecay kind, double decay, double rate, BlockRef g, BlockRef x) {
  if (decay == 0) return;
  if (kind == WeightDecay::l2)
    add_scaled(decay, x, g);
  else
    scale(1.0 - rate * decay, x, x);
}

}  // namespace sdescent
