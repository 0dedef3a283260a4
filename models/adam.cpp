#include "models/adam.hpp"

#include "io/require.hpp"
#include "models/moment_step.hpp"
#include "solvers/arithmetic.hpp"

#include <cmath>

namespace sdescent {
namespace {

Layout layout_of(const OptimizerSettings& settings) {
  const Index d = settings.problem->dimension();
  return {{"x", d}, {"m", d}, {"v", d}};
}

/// 1 − β^k
double bias_correction(double beta, std::uint64_t k) {
  return -std::expm1(static_cast<double>(k) * std::log(beta));
}

}  // namespace

Adam::Adam(OptimizerSettings settings, AdamSettings constants)
    : Optimizer(settings, layout_of(settings)), constants_(constants) {
  require_averaging_rate("beta1", constants.beta1);
  require_averaging_rate("beta2", constants.beta2);
  require_non_negative("epsilon", constants.epsilon);
  require_non_negative("decay", constants.decay);
}

void Adam::advance(const At& at, BlockRef state) const {
  const Index d = problem().dimension();
  BlockRef x = state.leftCols(d), m = state.middleCols(d, d), v = state.rightCols(d);
  Scratch::Frame frame(at.scratch);
  BlockMap g = frame.block(state.rows(), d), work = frame.block(state.rows(), d);
  const double rate = learning_rate(at);
  problem().sample_gradient(at, x, g, 0);
  apply_weight_decay(constants_.kind, constants_.decay, rate, g, x);
  update_average(constants_.beta1, g, m);
  multiply(1.0, g, g, work);
  update_average(constants_.beta2, work, v);
  // m̂/(√v̂ + ε) = (√ι₂/ι₁) m/(√v + ε√ι₂)
  const double correction1 = bias_correction(constants_.beta1, at.step + 1);
  const double root2 = std::sqrt(bias_correction(constants_.beta2, at.step + 1));
  vec::inverse_root(v, constants_.epsilon * root2, work, constants_.accuracy);
  multiply(-rate * root2 / correction1, work, m, g);
  add_scaled(1.0, g, x);
}

}  // namespace sdescent
